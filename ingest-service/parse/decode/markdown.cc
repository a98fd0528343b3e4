// Markdown: blocks by lines (headings, rules, quotes, lists, fences, tables),
// inlines by markdown_inline.h. CommonMark and the GitHub extensions that
// documents use; no indented code, because pasted articles are indented more
// often than they quote programs.
#include <optional>
#include <vector>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/markdown_inline.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kQuoteDepthMax = 64;

struct Leaf {
  MarkupKind kind = MarkupKind::kParagraph;
  uint8_t level = 0;
  uint32_t quote_depth = 0;
  std::vector<Range> lines;
};

bool IsBlank(std::string_view s) {
  return s.find_first_not_of(" \t\r\f\v") == s.npos;
}

std::size_t Indent(std::string_view s) {
  const std::size_t first = s.find_first_not_of(" \t");
  return first == s.npos ? s.size() : first;
}

// Three or more of one of "-*_", spaces allowed, nothing else.
bool IsRule(std::string_view s) {
  char mark = 0;
  int count = 0;
  for (char c : s) {
    if (c == ' ' || c == '\t') continue;
    if (c != '-' && c != '*' && c != '_') return false;
    if (mark != 0 && c != mark) return false;
    mark = c;
    ++count;
  }
  return count >= 3;
}

bool IsUnderline(std::string_view s, char mark, std::size_t at_least) {
  s = Strip(s);
  return s.size() >= at_least && s.find_first_not_of(mark) == s.npos;
}

bool IsTableDelimiter(std::string_view s) {
  return s.find('|') != s.npos && s.find('-') != s.npos &&
         s.find_first_not_of(" \t|:-") == s.npos;
}

// Length of "- ", "* ", "+ ", "1. ", "1) " at the start, or 0.
std::size_t ListMarker(std::string_view s) {
  if (s.size() >= 2 && (s[0] == '-' || s[0] == '*' || s[0] == '+') &&
      (s[1] == ' ' || s[1] == '\t')) {
    return 2;
  }
  std::size_t digits = 0;
  while (digits < s.size() && digits < 3 && IsDigit(s[digits])) ++digits;
  if (digits > 0 && digits + 1 < s.size() &&
      (s[digits] == '.' || s[digits] == ')') && s[digits + 1] == ' ') {
    return digits + 2;
  }
  return 0;
}

class MarkdownReader {
 public:
  MarkdownReader(const ReaderInput& input, DecodedDocument& out)
      : source_(input.source),
        out_(out),
        builder_(input.source, input.limits.text_bytes_max, out) {}

  void Read(Issues& issues) {
    out_.text.reserve(source_.size());
    uint32_t at = FrontMatter();
    CollectLabels();
    while (at < source_.size()) {
      const std::size_t found = source_.find('\n', at);
      uint32_t end =
          static_cast<uint32_t>(found == source_.npos ? source_.size() : found);
      const uint32_t next = found == source_.npos ? end : end + 1;
      if (end > at && source_[end - 1] == '\r') --end;
      Line({at, end});
      at = next;
    }
    Flush();
    CloseQuotes(0);
    if (builder_.dropped_controls() > 0)
      issues.Add(IssueCode::kNulBytes, {}, {});
    if (builder_.truncated()) issues.Add(IssueCode::kTruncatedText, {}, {});
  }

 private:
  std::string_view Of(Range r) const { return r.of(source_); }

  // "---\nkey: value\n---": declared metadata, not text.
  uint32_t FrontMatter() {
    uint32_t at = source_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    if (source_.substr(at, 4) != "---\n" && source_.substr(at, 5) != "---\r\n")
      return 0;
    const std::size_t close = source_.substr(0, 8192).find("\n---", at + 3);
    if (close == source_.npos) return 0;
    std::string_view head = source_.substr(at + 3, close - at - 3);
    while (!head.empty()) {
      const std::size_t end = std::min(head.find('\n'), head.size());
      Field(head.substr(0, end));
      head.remove_prefix(std::min(end + 1, head.size()));
    }
    const std::size_t line_end = source_.find('\n', close + 1);
    return static_cast<uint32_t>(line_end == source_.npos ? source_.size()
                                                          : line_end + 1);
  }

  void Field(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return;
    const std::string key = ToLower(Strip(line.substr(0, colon)));
    std::string_view value = Strip(line.substr(colon + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
      value = value.substr(1, value.size() - 2);
    }
    static constexpr std::pair<std::string_view, std::string_view> kFields[] = {
        {"title", "title"},     {"author", "author"},
        {"date", "published"},  {"published", "published"},
        {"url", "url"},         {"source", "outlet"},
        {"outlet", "outlet"},   {"publisher", "outlet"},
        {"lang", "language"},   {"language", "language"},
        {"section", "section"}, {"description", "description"}};
    for (const auto& [name, field] : kFields) {
      if (key == name && !value.empty() && value.size() <= 4096) {
        out_.metadata.push_back(
            {MetadataOrigin::kFeed, std::string(field), std::string(value)});
      }
    }
  }

  // Lines "[label]: target" are no text; their labels make links elsewhere.
  static std::optional<std::string_view> Definition(std::string_view line) {
    const std::size_t indent = Indent(line);
    line.remove_prefix(indent);
    if (indent > 3 || !line.starts_with("[")) return std::nullopt;
    const std::size_t close = line.substr(0, 200).find("]:");
    if (close == line.npos || close < 2) return std::nullopt;
    const std::string_view target = Strip(line.substr(close + 2));
    const bool footnote = line[1] == '^';
    if (!footnote &&
        (target.empty() ||
         target.substr(0, target.find(" \"")).find(' ') != target.npos)) {
      return std::nullopt;
    }
    return line.substr(1, close - 1);
  }

  void CollectLabels() {
    if (source_.find("]:") == source_.npos) return;
    std::string_view rest = source_;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (const auto label = Definition(rest.substr(0, end));
          label && label->front() != '^') {
        labels_.insert(ToLower(*label));
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void Line(Range line) {
    if (SkipsHidden(line)) return;
    uint32_t depth = 0;
    Range rest = line;
    while (depth < kQuoteDepthMax) {  // Container marks.
      const std::size_t indent = Indent(Of(rest));
      if (indent > 3 || indent >= rest.size() ||
          source_[rest.begin + indent] != '>')
        break;
      rest.begin += static_cast<uint32_t>(indent) + 1;
      if (!rest.empty() && source_[rest.begin] == ' ') ++rest.begin;
      ++depth;
    }
    const std::string_view text = Of(rest);
    if (fence_ != 0) {
      FenceLine(rest);
      return;
    }
    if (IsBlank(text)) {
      Flush();
      after_blank_ = true;
      return;
    }
    // A quoted paragraph may go on without its mark.
    const bool lazy =
        depth < leaf_.quote_depth && !leaf_.lines.empty() && depth == 0;
    if (depth != leaf_.quote_depth && !lazy) Flush();
    if (!lazy) depth_ = depth;
    Content(rest);
    after_blank_ = false;
  }

  // Comments, scripts and styles over several lines.
  bool SkipsHidden(Range line) {
    const std::string_view text = StripLeft(Of(line));
    if (hidden_until_.empty()) {
      for (const auto& [open, close] :
           {std::pair<std::string_view, std::string_view>{"<!--", "-->"},
            {"<script", "</script>"},
            {"<style", "</style>"}}) {
        if (StartsWithIgnoreCase(text, open)) hidden_until_ = close;
      }
      if (hidden_until_.empty()) return false;
    }
    if (ContainsIgnoreCase(text, hidden_until_)) hidden_until_ = {};
    return true;
  }

  void Content(Range rest) {
    const std::string_view text = Of(rest);
    const std::size_t indent = Indent(text);
    const Range body{rest.begin + static_cast<uint32_t>(indent), rest.end};
    const std::string_view content = Of(body);
    if (indent <= 3 &&
        (content.starts_with("```") || content.starts_with("~~~"))) {
      Flush();
      fence_ = content[0];
      return;
    }
    if (leaf_.lines.size() == 1 && leaf_.kind == MarkupKind::kParagraph &&
        !after_blank_ && leaf_.lines[0].size() <= 300) {
      if (IsUnderline(content, '=', 2)) return Heading(1);
      if (IsUnderline(content, '-', 3)) return Heading(2);
    }
    if (leaf_.kind == MarkupKind::kTable && !leaf_.lines.empty()) {
      if (content.find('|') != content.npos) {
        if (!IsTableDelimiter(content)) leaf_.lines.push_back(body);
        return;
      }
      Flush();
    }
    if (IsTableDelimiter(content) && leaf_.lines.size() == 1 &&
        Of(leaf_.lines[0]).find('|') != std::string_view::npos) {
      leaf_.kind = MarkupKind::kTable;
      return;
    }
    if (IsRule(content)) {
      Flush();
      const uint32_t here = builder_.size();
      out_.markup.push_back({MarkupKind::kRule, 0, {here, here}, {}});
      return;
    }
    if (AtxHeading(body)) return;
    if (Definition(content)) {
      Flush();
      return;
    }
    if (const std::size_t marker = ListMarker(content);
        marker > 0 && !Interrupted(content)) {
      Flush();
      Start(MarkupKind::kListItem,
            static_cast<uint8_t>(std::min<std::size_t>(indent / 2 + 1, 9)));
      in_list_ = true;
      leaf_.lines.push_back(
          {body.begin + static_cast<uint32_t>(marker), body.end});
      return;
    }
    if (leaf_.lines.empty()) {
      in_list_ = in_list_ && indent >= 2;
      Start(in_list_ ? MarkupKind::kListItem : MarkupKind::kParagraph,
            in_list_ ? 1 : 0);
    }
    leaf_.lines.push_back(body);
  }

  // "14. " in the middle of a paragraph is a number, not an item.
  bool Interrupted(std::string_view content) const {
    return !leaf_.lines.empty() && leaf_.kind == MarkupKind::kParagraph &&
           IsDigit(content[0]) && content[0] != '1';
  }

  bool AtxHeading(Range body) {
    std::string_view content = Of(body);
    std::size_t level = 0;
    while (level < content.size() && content[level] == '#') ++level;
    if (level == 0 || level > 6) return false;
    if (level < content.size() && content[level] != ' ' &&
        content[level] != '\t')
      return false;
    Flush();
    body.begin += static_cast<uint32_t>(level);
    content = StripRight(Of(body));
    const std::size_t last = content.find_last_not_of('#');
    if (last != content.npos && last + 1 < content.size() &&
        content[last] == ' ') {
      content = content.substr(0, last);
    }
    content = StripRight(content);
    const std::size_t skip = Indent(content);
    Start(MarkupKind::kHeading, static_cast<uint8_t>(level));
    leaf_.lines.push_back({body.begin + static_cast<uint32_t>(skip),
                           body.begin + static_cast<uint32_t>(content.size())});
    Flush();
    return true;
  }

  void Heading(uint8_t level) {
    leaf_.kind = MarkupKind::kHeading;
    leaf_.level = level;
    Flush();
  }

  void FenceLine(Range line) {
    const std::string_view content = StripLeft(Of(line));
    const char mark[4] = {fence_, fence_, fence_, 0};
    if (content.starts_with(mark)) {
      Flush();
      fence_ = 0;
      return;
    }
    if (leaf_.lines.empty()) Start(MarkupKind::kPreformatted, 0);
    leaf_.lines.push_back(line);
  }

  void Start(MarkupKind kind, uint8_t level) {
    leaf_ = {kind, level, depth_, {}};
  }

  // Opens or closes block quotes so that `depth` are open.
  void CloseQuotes(uint32_t depth) {
    while (quotes_.size() > depth) {
      const Range range{quotes_.back(), builder_.size()};
      quotes_.pop_back();
      if (!range.empty())
        out_.markup.push_back({MarkupKind::kBlockQuote, 0, range, {}});
    }
  }

  // The bars at either end of a table's row are no text.
  void StripBars() {
    for (Range& line : leaf_.lines) {
      while (!line.empty() &&
             (source_[line.begin] == '|' || IsSpace(source_[line.begin])))
        ++line.begin;
      while (!line.empty() &&
             (source_[line.end - 1] == '|' || IsSpace(source_[line.end - 1])))
        --line.end;
    }
    std::erase_if(leaf_.lines, [](const Range& line) { return line.empty(); });
  }

  void Flush() {
    if (leaf_.kind == MarkupKind::kTable) StripBars();
    if (leaf_.lines.empty()) {
      leaf_ = {};
      leaf_.quote_depth = depth_;
      return;
    }
    CloseQuotes(leaf_.quote_depth);
    const uint32_t first = leaf_.lines.front().begin;
    const bool list = leaf_.kind == MarkupKind::kListItem &&
                      last_kind_ == MarkupKind::kListItem;
    builder_.BreakLines(list ? 1 : 2, {previous_end_, first});
    while (quotes_.size() < leaf_.quote_depth)
      quotes_.push_back(builder_.size());
    const uint32_t begin = builder_.size();
    const std::size_t slot = out_.markup.size();
    out_.markup.push_back({leaf_.kind, leaf_.level, {begin, begin}, {}});
    WriteLeaf(slot);
    out_.markup[slot].range.end = builder_.size();
    if (out_.markup[slot].range.empty())
      out_.markup.erase(out_.markup.begin() + slot);
    previous_end_ = leaf_.lines.back().end;
    last_kind_ = leaf_.kind;
    leaf_ = {};
    leaf_.quote_depth = depth_;
  }

  void WriteLeaf(std::size_t slot) {
    if (leaf_.kind == MarkupKind::kPreformatted) {
      for (const Range& line : leaf_.lines) {
        if (line.begin != leaf_.lines.front().begin) {
          builder_.BreakLines(1, {line.begin - 1, line.begin});
        }
        builder_.Copy(line);
      }
      return;
    }
    if (WriteInlines(source_, leaf_.lines, labels_, builder_, out_)) {
      out_.markup[slot].kind = MarkupKind::kCaption;
    }
  }

  std::string_view source_;
  DecodedDocument& out_;
  TextBuilder builder_;
  LinkLabels labels_;
  Leaf leaf_;
  MarkupKind last_kind_ = MarkupKind::kParagraph;
  std::vector<uint32_t> quotes_;  // Where the open block quotes begin.
  uint32_t depth_ = 0;
  uint32_t previous_end_ = 0;
  std::string_view hidden_until_;
  char fence_ = 0;
  bool after_blank_ = false;
  bool in_list_ = false;
};

}  // namespace

void ReadMarkdown(const ReaderInput& input, DecodedDocument& out,
                  Issues& issues) {
  MarkdownReader(input, out).Read(issues);
}

bool LooksLikeMarkdown(std::string_view utf8) {
  // Counted over the first part only; a document shows its kind early.
  std::string_view rest = utf8.substr(0, 64 << 10);
  int headings = 0, links = 0, escapes = 0, strong = 0, lines = 0;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!IsBlank(line)) ++lines;
    const std::size_t hashes = line.find_first_not_of('#');
    if (hashes != line.npos && hashes >= 1 && hashes <= 6 &&
        line[hashes] == ' ')
      ++headings;
    for (std::size_t at = line.find("]("); at != line.npos;
         at = line.find("](", at + 2)) {
      const std::size_t close = line.find(')', at);
      if (close != line.npos && line.substr(0, at).find('[') != line.npos)
        ++links;
      if (links > 4) break;
    }
    if (line.find("\\*") != line.npos || line.find("\\_") != line.npos ||
        line.find("\\[") != line.npos) {
      ++escapes;
    }
    const std::size_t bold = line.find("**");
    if (bold != line.npos && bold + 2 < line.size() && line[bold + 2] != ' ' &&
        line.find("**", bold + 3) != line.npos) {
      ++strong;
    }
  }
  const int kinds = (headings > 0) + (links > 0) + (escapes > 0) + (strong > 0);
  return kinds >= 2 || headings >= 2 || links >= 2 || strong >= 2 ||
         (headings == 1 && lines <= 40 &&
          utf8.substr(0, 400).find("# ") != utf8.npos);
}

}  // namespace quoth::parse
