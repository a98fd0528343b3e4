#include "ingest-service/parse/decode/charset.h"

#include <gtest/gtest.h>

namespace quoth::parse {
namespace {

TEST(CharsetTest, ValidPrefixFollowsUnicodeTable) {
  struct Case {
    std::string_view bytes;
    std::size_t valid;
    std::string_view why;
  };
  const Case cases[] = {
      {"plain ascii of more than eight bytes", 36, "fast path"},
      {"caf\xC3\xA9", 5, "two bytes"},
      {"\xF0\x9F\x98\x80", 4, "four bytes"},
      {"a\xC0\x80", 1, "overlong NUL"},
      {"a\xED\xA0\x80", 1, "a surrogate"},
      {"a\xF4\x90\x80\x80", 1, "beyond U+10FFFF"},
      {"a\xE2\x80", 1, "cut short"},
      {"\x80", 0, "a lone continuation"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(ValidUtf8Prefix(c.bytes), c.valid) << c.why;
}

TEST(CharsetTest, RepairReplacesMaximalParts) {
  std::size_t repaired = 0;
  EXPECT_EQ(RepairUtf8("a\xE2\x80z\xFF", repaired),
            "a\xEF\xBF\xBDz\xEF\xBF\xBD");
  EXPECT_EQ(repaired, 2u);
}

TEST(CharsetTest, DeclarationCounts) {
  Issues issues;
  const CharsetResult result = ToUtf8("M\xFCnchen", "iso-8859-1", issues);
  EXPECT_EQ(result.converted, "München");
  EXPECT_EQ(result.name, "windows-1252") << "what the web means by Latin-1";
  EXPECT_TRUE(issues.list().empty());
}

TEST(CharsetTest, Utf8BeatsAWrongDeclaration) {
  Issues issues;
  const CharsetResult result = ToUtf8("M\xC3\xBCnchen", "iso-8859-1", issues);
  EXPECT_FALSE(result.is_converted);
  EXPECT_EQ(result.name, "UTF-8");
}

TEST(CharsetTest, ByteOrderMarksDecide) {
  Issues issues;
  EXPECT_EQ(
      ToUtf8(std::string_view("\xFF\xFEh\0i\0", 6), "utf-8", issues).converted,
      "hi");
  EXPECT_EQ(ToUtf8(std::string_view("\xFE\xFF\0h\0i", 6), "", issues).converted,
            "hi");
}

TEST(CharsetTest, UndeclaredIsDetectedAndNoted) {
  // Russian in windows-1251, as an undeclared page would have it.
  const std::string bytes =
      "\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xF1\xEA\xE0\xE7\xE0\xEB, "
      "\xF7\xF2\xEE \xF0\xE0\xE1\xEE\xF2\xE0 "
      "\xE1\xF3\xE4\xE5\xF2 \xEF\xF0\xEE\xE4\xEE\xEB\xE6\xE5\xED\xE0 \xE8 "
      "\xE7\xE0\xE2\xE5\xF0\xF8\xE5\xED\xE0 "
      "\xE2 \xFD\xF2\xEE\xEC \xE3\xEE\xE4\xF3.";
  Issues issues;
  const CharsetResult result = ToUtf8(bytes, "", issues);
  EXPECT_EQ(result.name, "windows-1251");
  EXPECT_TRUE(result.converted.starts_with("Президент сказал"));
  ASSERT_EQ(issues.list().size(), 1u);
  EXPECT_EQ(issues.list()[0].code, IssueCode::kCharsetGuessed);
}

TEST(CharsetTest, DamagedUtf8StaysUtf8) {
  Issues issues;
  const CharsetResult result = ToUtf8(
      "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 \xD0", "", issues);
  EXPECT_EQ(result.name, "UTF-8");
  ASSERT_EQ(issues.list().size(), 1u);
  EXPECT_EQ(issues.list()[0].code, IssueCode::kInvalidUtf8);
}

TEST(CharsetTest, FindsDeclarationInsideMarkup) {
  EXPECT_EQ(DeclaredInside("<html><meta charset=\"koi8-r\">"), "koi8-r");
  EXPECT_EQ(DeclaredInside("<?xml version='1.0' encoding='utf-16'?>"),
            "utf-16");
  EXPECT_EQ(DeclaredInside("<p>nothing</p>"), "");
}

}  // namespace
}  // namespace quoth::parse
