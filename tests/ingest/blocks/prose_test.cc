#include "ingest-service/parse/blocks/prose.h"

#include <gtest/gtest.h>

#include "ingest-service/parse/blocks/title_line.h"

namespace quoth::parse {
namespace {

TEST(ProseTest, Endings) {
  EXPECT_EQ(EndingOf("It is over."), Ending::kTerminal);
  EXPECT_EQ(EndingOf("“It is over.”"), Ending::kTerminal);
  EXPECT_EQ(EndingOf("(It is over!)"), Ending::kTerminal);
  EXPECT_EQ(EndingOf("She said:"), Ending::kColon);
  EXPECT_EQ(EndingOf("and then the"), Ending::kSoft);
  EXPECT_EQ(EndingOf("終わり。"), Ending::kTerminal);
  EXPECT_EQ(EndingOf(" \n"), Ending::kEmpty);
}

TEST(ProseTest, OpenQuotations) {
  EXPECT_TRUE(QuoteOpenAtEnd("She said “and then"));
  EXPECT_FALSE(QuoteOpenAtEnd("She said “and then” left"));
  EXPECT_TRUE(QuoteOpenAtEnd("\"one\" and \"two"));
  EXPECT_FALSE(QuoteOpenAtEnd("\"opened straight, closed curly”"));
  EXPECT_FALSE(QuoteOpenAtEnd("Er sagte: „Ja“, und ging"));
  EXPECT_TRUE(QuoteOpenAtEnd("Er sagte: „Ja, und"));
  EXPECT_FALSE(QuoteOpenAtEnd("«oui»"));
}

TEST(TitleLineTest, CutsOutletsNotHeadlines) {
  struct Case {
    std::string_view line, title, outlet;
  };
  const Case cases[] = {
      {"The pier is ready – The Gazette", "The pier is ready", "The Gazette"},
      {"The pier is ready | News | Gazette.org", "The pier is ready",
       "Gazette.org"},
      {"The pier is ready - and the town pays for it",
       "The pier is ready - and the town pays for it", ""},
      {"Pier – live", "Pier – live", ""},
      {"The pier is ready – video", "The pier is ready – video", ""},
      {"The pier is ready", "The pier is ready", ""},
  };
  for (const Case& c : cases) {
    const TitleLine parts = SplitTitleLine(c.line);
    EXPECT_EQ(parts.title, c.title) << c.line;
    EXPECT_EQ(parts.outlet, c.outlet) << c.line;
  }
}

}  // namespace
}  // namespace quoth::parse
