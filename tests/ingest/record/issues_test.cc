// The table of issues in parse/docs/ISSUES.md says what IssueCode says: the
// numbers are in stored records and in clients.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>

namespace {

std::string Read(const std::string& path) {
  const char* root = std::getenv("QUOTH_SOURCE_DIR");
  std::ifstream in(std::string(root == nullptr ? "." : root) + "/" + path);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

// Number -> name by the two groups of `pattern`.
std::map<int, std::string> Rows(const std::string& text,
                                const std::regex& pattern, int number,
                                int name) {
  std::map<int, std::string> rows;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end;
       it != end; ++it) {
    const bool fresh =
        rows.emplace(std::stoi((*it)[number]), (*it)[name]).second;
    EXPECT_TRUE(fresh) << "number used twice: " << (*it)[number];
  }
  return rows;
}

TEST(Issues, TableAndEnumeratorsAgree) {
  const auto in_code = Rows(Read("ingest-service/parse/text.h"),
                            std::regex(R"(\bk(\w+) = ([1-9]\d\d),)"), 2, 1);
  const auto in_docs = Rows(Read("ingest-service/parse/docs/ISSUES.md"),
                            std::regex(R"(\n\| (\d+) \| (\w+) \|)"), 1, 2);
  EXPECT_GE(in_code.size(), 10u);
  EXPECT_EQ(in_code, in_docs);
}

}  // namespace
