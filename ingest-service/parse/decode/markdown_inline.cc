#include "ingest-service/parse/decode/markdown_inline.h"

#include <algorithm>
#include <array>
#include <vector>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/entities.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kMarksMax = 100'000;  // Of one leaf.
constexpr std::size_t kTargetBytesMax = 1024;
constexpr std::size_t kTagBytesMax = 512;
constexpr int kBacktickRunMax = 32;

enum class ItemKind : uint8_t {
  kText,
  kReplaced,  // `text` stands for the range.
  kDropped,
  kDelimiter,
  kLinkOpen,   // "[" or "!["; literal unless matched.
  kLinkClose,  // "](target)"; only made when matched.
  kLineBreak,
};

struct Item {
  ItemKind kind;
  char mark = 0;
  bool can_open = false, can_close = false;
  bool image = false;
  Range range;
  std::string text;                // Replacement, or the link's target.
  uint32_t used_left = 0;          // Of a delimiter run, as closer.
  uint32_t used_right = 0;         // As opener.
  int32_t partner = -1;            // Link open <-> close.
  uint32_t before = 0, after = 0;  // Text positions around it, once written.

  uint32_t left() const { return range.size() - used_left - used_right; }
};

struct Pair {
  uint32_t opener, closer;
  bool strong;
};

bool IsPunctuation(std::string_view s, std::size_t at) {
  const unsigned char c = s[at];
  if (c < 0x80) return IsPunct(c);
  // U+2010..2027, U+2030..205E (dashes, quotes), guillemets.
  if (c == 0xE2 && at + 1 < s.size()) {
    return static_cast<unsigned char>(s[at + 1]) == 0x80 ||
           static_cast<unsigned char>(s[at + 1]) == 0x81;
  }
  return c == 0xC2 && at + 1 < s.size() &&
         (static_cast<unsigned char>(s[at + 1]) == 0xAB ||
          static_cast<unsigned char>(s[at + 1]) == 0xBB);
}

// Signs that may mean something in a line.
constexpr bool IsMark(char c) {
  switch (c) {
    case '\\':
    case '*':
    case '_':
    case '~':
    case '[':
    case ']':
    case '!':
    case '<':
    case '&':
    case '`':
      return true;
    default:
      return false;
  }
}

class InlineWriter {
 public:
  InlineWriter(std::string_view source, std::span<const Range> lines,
               const LinkLabels& labels)
      : source_(source), lines_(lines), labels_(labels) {}

  bool Write(TextBuilder& builder, DecodedDocument& out) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      ScanLine(lines_[i], i + 1 < lines_.size());
      if (i + 1 < lines_.size()) {
        items_.push_back({.kind = ItemKind::kLineBreak,
                          .range = {lines_[i].end, lines_[i + 1].begin}});
      }
    }
    MatchDelimiters();
    return Emit(builder, out);
  }

 private:
  void Text(uint32_t begin, uint32_t end) {
    if (begin < end) {
      items_.push_back({.kind = ItemKind::kText, .range = {begin, end}});
    }
  }

  void ScanLine(Range line, bool more) {
    // Two spaces or a backslash at the end are a hard break; either way the
    // line end is kept.
    uint32_t end = line.end;
    while (end > line.begin &&
           (source_[end - 1] == ' ' || source_[end - 1] == '\t')) {
      --end;
    }
    if (more && end > line.begin && source_[end - 1] == '\\') --end;
    line_ = {line.begin, end};
    next_angle_ = next_paren_ = line.begin;
    uint32_t start = line.begin;
    uint32_t at = line.begin;
    while (at < end) {
      while (at < end && !IsMark(source_[at])) ++at;
      if (at >= end || items_.size() >= kMarksMax) break;
      const uint32_t length = ScanMark(at, start);
      if (length == 0) {
        ++at;
      } else {
        at += length;
        start = at;
      }
    }
    Text(start, end);
  }

  // Handles the mark at `at`; pushes the text from `start` and the mark, and
  // gives the mark's length, or 0 when it is literal.
  uint32_t ScanMark(uint32_t at, uint32_t start) {
    switch (source_[at]) {
      case '\\':
        if (at + 1 < line_.end && IsPunct(source_[at + 1])) {
          Text(start, at);
          items_.push_back({.kind = ItemKind::kDropped, .range = {at, at + 1}});
          Text(at + 1, at + 2);
          return 2;
        }
        return 0;
      case '*':
      case '_':
      case '~':
        return ScanDelimiter(at, start);
      case '!':
        if (at + 1 < line_.end && source_[at + 1] == '[') {
          return OpenBracket(at, start, 2);
        }
        return 0;
      case '[':
        return OpenBracket(at, start, 1);
      case ']':
        return CloseBracket(at, start);
      case '<':
        return ScanTag(at, start);
      case '`':
        return ScanCode(at, start);
      case '&': {
        std::string decoded;
        const std::size_t length = DecodeEntityAt(source_, at, decoded);
        if (length == 0 || at + length > line_.end) return 0;
        Text(start, at);
        Replaced({at, at + static_cast<uint32_t>(length)}, std::move(decoded));
        return static_cast<uint32_t>(length);
      }
      default:
        return 0;
    }
  }

  void Replaced(Range range, std::string text) {
    items_.push_back(
        {.kind = ItemKind::kReplaced, .range = range, .text = std::move(text)});
  }

  uint32_t ScanDelimiter(uint32_t at, uint32_t start) {
    const char mark = source_[at];
    uint32_t end = at + 1;
    while (end < line_.end && source_[end] == mark) ++end;
    if (mark == '~' && end - at != 2) return 0;
    const bool space_before = at == line_.begin || IsSpace(source_[at - 1]);
    const bool space_after = end == line_.end || IsSpace(source_[end]);
    std::size_t previous = at;
    while (previous > line_.begin) {
      --previous;
      if ((static_cast<unsigned char>(source_[previous]) & 0xC0) != 0x80) break;
    }
    const bool punct_before = !space_before && IsPunctuation(source_, previous);
    const bool punct_after = !space_after && IsPunctuation(source_, end);
    const bool left =
        !space_after && (!punct_after || space_before || punct_before);
    const bool right =
        !space_before && (!punct_before || space_after || punct_after);
    Item item{.kind = ItemKind::kDelimiter, .mark = mark, .range = {at, end}};
    item.can_open = mark == '_' ? left && (!right || punct_before) : left;
    item.can_close = mark == '_' ? right && (!left || punct_after) : right;
    Text(start, at);
    items_.push_back(std::move(item));
    return end - at;
  }

  uint32_t OpenBracket(uint32_t at, uint32_t start, uint32_t length) {
    Text(start, at);
    items_.push_back({.kind = ItemKind::kLinkOpen,
                      .image = length == 2,
                      .range = {at, at + length}});
    brackets_.push_back(static_cast<uint32_t>(items_.size() - 1));
    return length;
  }

  uint32_t CloseBracket(uint32_t at, uint32_t start) {
    if (brackets_.empty()) return 0;
    const uint32_t opener = brackets_.back();
    brackets_.pop_back();
    std::string target;
    const uint32_t length = LinkTail(opener, at, target);
    if (length == 0) return 0;
    Text(start, at);
    Item item{.kind = ItemKind::kLinkClose,
              .image = items_[opener].image,
              .range = {at, at + length},
              .text = std::move(target)};
    item.partner = static_cast<int32_t>(opener);
    items_[opener].partner = static_cast<int32_t>(items_.size());
    items_.push_back(std::move(item));
    return length;
  }

  // Bytes from "]" that make `opener` a link, or 0.
  uint32_t LinkTail(uint32_t opener, uint32_t at, std::string& target) {
    const uint32_t next = at + 1;
    const uint32_t text_begin = items_[opener].range.end;
    const auto label_known = [&](Range label) {
      return label.size() <= 200 &&
             labels_.contains(ToLower(label.of(source_)));
    };
    if (text_begin < at && source_[text_begin] == '^') {  // A footnote's mark.
      return at - text_begin <= 40 ? 1 : 0;
    }
    if (next < line_.end && source_[next] == '(')
      return InlineTarget(next, target);
    if (next < line_.end && source_[next] == '[') {
      const std::size_t close = source_.substr(next, 200).find(']');
      if (close != std::string_view::npos && next + close < line_.end) {
        const uint32_t end = next + static_cast<uint32_t>(close);
        const Range label =
            close == 1 ? Range{text_begin, at} : Range{next + 1, end};
        if (label_known(label)) return end + 1 - at;
      }
    }
    return label_known({text_begin, at}) ? 1 : 0;
  }

  // "(target "title")" at `open`; its end counted from the "]" before it.
  uint32_t InlineTarget(uint32_t open, std::string& target) {
    if (next_paren_ <= open) {  // Where the next ")" is, found once.
      const std::size_t found = source_.find(')', open);
      next_paren_ =
          found == source_.npos ? UINT32_MAX : static_cast<uint32_t>(found);
    }
    if (next_paren_ >= line_.end || next_paren_ - open > kTargetBytesMax)
      return 0;
    int depth = 0;
    bool quoted = false;
    const uint32_t limit =
        std::min<uint32_t>(line_.end, open + kTargetBytesMax);
    for (uint32_t i = open; i < limit; ++i) {
      const char c = source_[i];
      if (c == '\\') {
        ++i;
      } else if (c == '"' && i > open && source_[i - 1] == ' ') {
        quoted = true;
      } else if (quoted) {
        if (c == ')' && source_[i - 1] == '"') depth = 1;
        if (c != ')' || source_[i - 1] != '"') continue;
        --depth;
      } else if (c == '(') {
        if (++depth > 3) return 0;
      } else if (c == ')') {
        --depth;
      }
      if (depth == 0) {
        std::string_view inside = source_.substr(open + 1, i - open - 1);
        target.assign(inside.substr(0, inside.find(' ')));
        return i + 1 - (open - 1);
      }
    }
    return 0;
  }

  uint32_t ScanTag(uint32_t at, uint32_t start) {
    if (at + 1 >= line_.end) return 0;
    const char next = source_[at + 1];
    if (!IsAlpha(next) && next != '/' && next != '!') return 0;
    if (next_angle_ <= at) {
      const std::size_t found = source_.find('>', at);
      next_angle_ =
          found == source_.npos ? UINT32_MAX : static_cast<uint32_t>(found);
    }
    if (next_angle_ >= line_.end || next_angle_ - at > kTagBytesMax) return 0;
    const uint32_t end = next_angle_ + 1;
    const std::string_view inside = source_.substr(at + 1, end - at - 2);
    const std::size_t name_end = inside.find_first_of(" \t/:@.", 1);
    const char stop = name_end == inside.npos ? ' ' : inside[name_end];
    Text(start, at);
    if ((stop == ':' || stop == '@' || stop == '.') &&
        inside.find(' ') == inside.npos) {
      // <http://...> and <name@host> show themselves.
      items_.push_back({.kind = ItemKind::kDropped, .range = {at, at + 1}});
      Text(at + 1, end - 1);
      items_.push_back({.kind = ItemKind::kDropped, .range = {end - 1, end}});
    } else if (inside == "br" || inside == "br/" || inside == "br /") {
      Replaced({at, end}, "\n");
    } else {
      items_.push_back({.kind = ItemKind::kDropped, .range = {at, end}});
    }
    return end - at;
  }

  uint32_t ScanCode(uint32_t at, uint32_t start) {
    uint32_t end = at + 1;
    while (end < line_.end && source_[end] == '`') ++end;
    const uint32_t run = end - at;
    if (run > kBacktickRunMax || no_closer_after_[run] == line_.end) {
      Text(start, end);
      return run;
    }
    for (uint32_t i = end; i < line_.end;) {
      if (source_[i] != '`') {
        ++i;
        continue;
      }
      uint32_t close_end = i + 1;
      while (close_end < line_.end && source_[close_end] == '`') ++close_end;
      if (close_end - i == run) {
        Text(start, at);
        items_.push_back({.kind = ItemKind::kDropped, .range = {at, end}});
        Text(end, i);
        items_.push_back({.kind = ItemKind::kDropped, .range = {i, close_end}});
        return close_end - at;
      }
      i = close_end;
    }
    no_closer_after_[run] = line_.end;
    Text(start, end);
    return run;
  }

  // CommonMark's "process emphasis". `bottom` remembers where a search for an
  // opener of a kind came up empty, which keeps it linear.
  void MatchDelimiters() {
    std::vector<uint32_t> stack;
    std::array<std::size_t, 3 * 2 * 3> bottom{};
    for (uint32_t i = 0; i < items_.size(); ++i) {
      Item& closer = items_[i];
      if (closer.kind != ItemKind::kDelimiter) continue;
      if (closer.can_close) {
        const std::size_t kind = (closer.mark == '*'   ? 0
                                  : closer.mark == '_' ? 1
                                                       : 2) *
                                     6 +
                                 (closer.can_open ? 3 : 0) +
                                 closer.range.size() % 3;
        while (closer.left() > 0 && MatchOne(i, stack, bottom[kind])) {
        }
      }
      if (closer.can_open && closer.left() > 0) stack.push_back(i);
    }
  }

  bool MatchOne(uint32_t index, std::vector<uint32_t>& stack,
                std::size_t& bottom) {
    Item& closer = items_[index];
    for (std::size_t s = stack.size(); s > bottom; --s) {
      Item& opener = items_[stack[s - 1]];
      if (opener.mark != closer.mark) continue;
      if ((opener.can_close || closer.can_open) &&
          (opener.range.size() + closer.range.size()) % 3 == 0 &&
          (opener.range.size() % 3 != 0 || closer.range.size() % 3 != 0)) {
        continue;
      }
      const uint32_t use = opener.left() >= 2 && closer.left() >= 2 ? 2 : 1;
      opener.used_right += use;
      closer.used_left += use;
      pairs_.push_back({stack[s - 1], index, use == 2});
      stack.resize(opener.left() > 0 ? s : s - 1);
      return true;
    }
    bottom = stack.size();
    return false;
  }

  // An image alone in its leaf: its description is a caption.
  bool OnlyImage() const {
    int images = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Item& item = items_[i];
      if (item.kind == ItemKind::kLinkOpen && item.image && item.partner >= 0) {
        ++images;
        i = static_cast<std::size_t>(item.partner);
      } else if (item.kind != ItemKind::kLineBreak &&
                 item.kind != ItemKind::kLinkOpen &&
                 item.kind != ItemKind::kLinkClose) {
        return false;
      }
    }
    return images > 0;
  }

  bool Emit(TextBuilder& builder, DecodedDocument& out) {
    const bool only_image = OnlyImage();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      Item& item = items_[i];
      item.before = builder.size();
      if (item.kind == ItemKind::kLinkOpen && item.partner >= 0) {
        const bool footnote = source_[item.range.end] == '^';
        if ((item.image && !only_image) || footnote) {
          i = static_cast<std::size_t>(item.partner);
          continue;
        }
      }
      EmitItem(item, builder);
      item.after = builder.size();
      if (item.kind == ItemKind::kLinkClose) {
        const Item& opener = items_[item.partner];
        if (opener.after < item.before && !item.image) {
          out.markup.push_back(
              {MarkupKind::kLink, 0, {opener.after, item.before}, item.text});
        }
      }
    }
    for (const Pair& pair : pairs_) {
      const Range range{items_[pair.opener].after, items_[pair.closer].before};
      if (range.empty() || items_[pair.opener].mark == '~') continue;
      out.markup.push_back(
          {pair.strong ? MarkupKind::kStrong : MarkupKind::kEmphasis,
           0,
           range,
           {}});
    }
    return only_image;
  }

  void EmitItem(const Item& item, TextBuilder& builder) {
    switch (item.kind) {
      case ItemKind::kText:
        builder.Copy(item.range);
        break;
      case ItemKind::kReplaced:
        builder.Replace(item.text, item.range);
        break;
      case ItemKind::kDelimiter:
        builder.Copy({item.range.begin + item.used_left,
                      item.range.end - item.used_right});
        break;
      case ItemKind::kLinkOpen:
        if (item.partner < 0) builder.Copy(item.range);
        break;
      case ItemKind::kLineBreak:
        builder.BreakLines(1, item.range);
        break;
      case ItemKind::kDropped:
      case ItemKind::kLinkClose:
        break;
    }
  }

  std::string_view source_;
  std::span<const Range> lines_;
  const LinkLabels& labels_;
  std::vector<Item> items_;
  std::vector<uint32_t> brackets_;
  std::vector<Pair> pairs_;
  Range line_;
  uint32_t next_angle_ = 0, next_paren_ = 0;
  std::array<uint32_t, kBacktickRunMax + 1> no_closer_after_{};
};

}  // namespace

bool WriteInlines(std::string_view source, std::span<const Range> lines,
                  const LinkLabels& labels, TextBuilder& builder,
                  DecodedDocument& out) {
  return InlineWriter(source, lines, labels).Write(builder, out);
}

}  // namespace quoth::parse
