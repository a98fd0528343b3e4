// Documents of every format and form, held against what a reader would say of
// them: tests/data/forms/NAME and NAME.expected, written by hand before the
// parser saw the document. Unlike a golden file an expectation is never
// rewritten from a result.
//
// An expectation is a list of lines:
//   format, charset, title, outlet, url, language, published, said, event,
//   host VALUE    what the field must be ("-": empty; left out: anything)
//   author, section, keyword VALUE    each of them, in order
//   issue NUMBER  an issue that must be met
//   blocks        (may be left out) every block but boilerplate follows, in
//   order, as
//                 "KIND: words" or, where a turn opens, as
//                 "turn ROLE "NAME": words". " … " stands for anything,
//                 "byline|dateline" for either.
//                 "furniture: words" must be among the boilerplate.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {
namespace {

namespace fs = std::filesystem;

fs::path Folder() {
  const char* root = std::getenv("QUOTH_SOURCE_DIR");
  return fs::path(root == nullptr ? "." : root) / "tests/data/forms";
}

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Folder())) {
    if (entry.path().extension() == ".expected")
      names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

const char* NameOf(Format format) {
  static constexpr const char* kNames[] = {
      "unknown", "text",   "markdown", "html",   "pdf",
      "webvtt",  "subrip", "ninjs",    "jsonld", "tei"};
  return kNames[static_cast<int>(format)];
}

const char* NameOf(EventKind kind) {
  static constexpr const char* kNames[] = {
      "-", "article", "interview", "press_conference", "briefing", "speech"};
  return kNames[static_cast<int>(kind)];
}

const char* NameOf(BlockKind kind) {
  static constexpr const char* kNames[] = {
      "title", "byline",  "dateline", "heading", "paragraph", "item",
      "quote", "caption", "turn",     "stage",   "summary",   "furniture"};
  return kNames[static_cast<int>(kind)];
}

const char* NameOf(TurnRole role) {
  static constexpr const char* kNames[] = {"speaker", "question", "answer"};
  return kNames[static_cast<int>(role)];
}

// Every run of white space as one space.
std::string Spaced(std::string_view words) {
  std::string out;
  for (char c : words) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\f';
    if (!space) out.push_back(c);
    if (space && !out.empty() && out.back() != ' ') out.push_back(' ');
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

struct Expected {
  std::map<std::string, std::vector<std::string>> fields;
  std::vector<std::string> blocks;
  std::vector<std::string> furniture;
  bool has_blocks = false;
};

Expected ReadExpected(const fs::path& path) {
  Expected expected;
  std::istringstream in(Read(path));
  bool blocks = false;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    if (line == "blocks") {
      blocks = expected.has_blocks = true;
    } else if (!blocks) {
      const std::size_t space = std::min(line.find(' '), line.size());
      const std::string value = line.substr(std::min(space + 1, line.size()));
      auto& values = expected.fields[line.substr(0, space)];
      if (value == "-" || value.empty()) continue;
      values.push_back(value);
    } else if (line.starts_with("furniture: ")) {
      expected.furniture.push_back(line.substr(11));
    } else {
      expected.blocks.push_back(line);
    }
  }
  return expected;
}

// "first words … last words" or the words themselves.
bool Fits(std::string pattern, const std::string& words) {
  // "summary|paragraph: words": either kind.
  if (const std::size_t bar = pattern.find('|');
      bar < pattern.find(':') && bar != pattern.npos) {
    const std::size_t colon = pattern.find(':');
    return Fits(pattern.substr(0, bar) + pattern.substr(colon), words) ||
           Fits(pattern.substr(bar + 1), words);
  }
  static const std::string kGap = " … ";
  const std::size_t gap = pattern.find(kGap);
  if (gap == pattern.npos) return pattern == words;
  const std::string head = pattern.substr(0, gap);
  const std::string tail = pattern.substr(gap + kGap.size());
  return words.size() >= head.size() + tail.size() && words.starts_with(head) &&
         words.ends_with(tail);
}

std::vector<std::string> BlockLines(const DecodedDocument& document,
                                    const Layout& layout) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (block.kind == BlockKind::kBoilerplate) continue;
    std::string line = NameOf(block.kind);
    if (block.turn != kNone && block.kind == BlockKind::kTurn) {
      const Turn& turn = layout.turns[block.turn];
      const bool opens = std::none_of(
          layout.blocks.begin() + turn.first_block,
          layout.blocks.begin() + static_cast<int>(i), [&](const Block& b) {
            return b.kind == BlockKind::kTurn && b.turn == block.turn;
          });
      if (opens)
        line += std::string(" ") + NameOf(turn.role) + " \"" + turn.name + "\"";
    }
    lines.push_back(line + ": " + Spaced(block.range.of(document.text)));
  }
  return lines;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += "  " + line + "\n";
  return out;
}

class FormTest : public testing::TestWithParam<std::string> {};

TEST_P(FormTest, IsReadAsAReaderWould) {
  const std::string& name = GetParam();
  const std::string bytes = Read(Folder() / name);
  const Expected expected = ReadExpected(Folder() / (name + ".expected"));
  Issues issues;
  const DecodedDocument document = Decode({bytes, "", name}, {}, issues);
  const Layout layout = SplitBlocks(document, issues);
  const Metadata metadata = ReadMetadata(document, layout, {}, issues);

  std::map<std::string, std::vector<std::string>> got;
  const auto put = [&](const char* field, const std::string& value) {
    auto& values = got[field];
    if (!value.empty() && value != "-") values.push_back(value);
  };
  put("format", NameOf(document.format));
  put("charset", document.charset);
  put("title", metadata.title);
  put("outlet", metadata.outlet);
  put("url", metadata.canonical_url);
  put("language", metadata.language);
  put("published", metadata.published_on.ToString());
  put("said", metadata.said_on.ToString());
  put("event", NameOf(metadata.event));
  put("host", metadata.event_host);
  got["author"] = metadata.authors;
  got["section"] = metadata.sections;
  got["keyword"] = metadata.keywords;
  for (const Issue& issue : issues.list())
    put("issue", std::to_string(static_cast<int>(issue.code)));
  for (const auto& [field, values] : expected.fields) {
    if (field == "issue") {
      for (const std::string& number : values) {
        EXPECT_NE(std::count(got["issue"].begin(), got["issue"].end(), number),
                  0)
            << "issue " << number;
      }
      continue;
    }
    EXPECT_EQ(Joined(values), Joined(got[field])) << field;
  }
  const std::vector<std::string> blocks = BlockLines(document, layout);
  bool same = !expected.has_blocks || blocks.size() == expected.blocks.size();
  for (std::size_t i = 0; same && i < expected.blocks.size(); ++i)
    same = Fits(expected.blocks[i], blocks[i]);
  EXPECT_TRUE(same) << "expected\n"
                    << Joined(expected.blocks) << "read\n"
                    << Joined(blocks);
  for (const std::string& words : expected.furniture) {
    const bool marked = std::any_of(
        layout.blocks.begin(), layout.blocks.end(), [&](const Block& block) {
          return block.kind == BlockKind::kBoilerplate &&
                 Spaced(block.range.of(document.text)).find(words) !=
                     std::string::npos;
        });
    const bool left_out =
        Spaced(document.text).find(words) == std::string::npos;
    EXPECT_TRUE(marked || left_out) << "not marked as boilerplate: " << words;
  }
}

INSTANTIATE_TEST_SUITE_P(All, FormTest, testing::ValuesIn(Names()),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return !std::isalnum(c); }, '_');
                           return name;
                         });

}  // namespace
}  // namespace quoth::parse
