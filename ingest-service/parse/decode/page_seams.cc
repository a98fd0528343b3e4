#include "ingest-service/parse/decode/page_seams.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

// How far from a page's end its running lines stand, blank lines left out.
constexpr std::size_t kRunningLinesMax = 3;
constexpr uint32_t kRunningBytesMax = 160;

struct TextLine {
  Range range;        // Without the line end and outer space; may be empty.
  uint32_t end = 0;   // After the line end.
  bool feed = false;  // A form feed opens it.
};

std::vector<TextLine> LinesOf(std::string_view source) {
  std::vector<TextLine> lines;
  const bool feeds = source.find('\f') != source.npos;
  for (std::size_t at = 0; at < source.size();) {
    std::size_t end =
        feeds ? source.find_first_of("\n\f", at + 1) : source.find('\n', at);
    if (end == source.npos) end = source.size();
    TextLine line;
    line.feed = source[at] == '\f';
    line.range = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    while (!line.range.empty() && IsSpace(source[line.range.begin]))
      ++line.range.begin;
    while (!line.range.empty() && IsSpace(source[line.range.end - 1]))
      --line.range.end;
    at = end < source.size() && source[end] == '\n' ? end + 1 : end;
    line.end = static_cast<uint32_t>(at);
    lines.push_back(line);
  }
  return lines;
}

// The line with every run of digits as '#', without space, in lower case:
// what is the same on every page.
std::string RunningKey(std::string_view line) {
  std::string key;
  for (char c : line) {
    if (IsDigit(c)) {
      if (key.empty() || key.back() != '#') key.push_back('#');
    } else if (!IsSpace(c)) {
      key.push_back(ToLower(c));
    }
  }
  return key;
}

// "- 3 -", "Page 3 of 10": page numbers beyond doubt. A bare number is one
// only beside a form feed.
bool IsPageNumber(std::string_view key, bool beside_feed) {
  static constexpr auto kForms = std::to_array<std::string_view>(
      {"-#-", "\xE2\x80\x93#\xE2\x80\x93", "\xE2\x80\x94#\xE2\x80\x94", "page#",
       "page#of#", "page#/#", "seite#", "seite#von#", "[page#]", "стр.#"});
  if (std::find(kForms.begin(), kForms.end(), key) != kForms.end()) return true;
  return beside_feed &&
         (key == "#" || key == "[#]" || key == "#/#" || key == "#of#");
}

class SeamFinder {
 public:
  explicit SeamFinder(std::string_view source)
      : source_(source), lines_(LinesOf(source)) {}

  // Lines to leave out: true for page numbers and running heads.
  std::vector<bool> Find() {
    dropped_.assign(lines_.size(), false);
    std::vector<std::size_t> seams;  // Lines that stand at a page's end.
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string_view line = Of(i);
      if (lines_[i].feed) seams.push_back(i);
      if (line.empty() || line.size() > 24) continue;
      if (IsPageNumber(RunningKey(line), BesideFeed(i))) {
        dropped_[i] = true;
        seams.push_back(i);
      }
    }
    CountRunning(seams);
    const std::string first = FirstLine();
    for (const std::size_t seam : seams) {
      ForEachNear(seam, [&](std::size_t i) {
        const std::string key = RunningKey(Of(i));
        const bool again = key.size() >= 4 && seams_with_[key] >= 2;
        const bool titled = first.size() >= 8 && Titled(key, first) &&
                            i > 8;  // Not the title itself.
        if (again || titled) dropped_[i] = true;
      });
    }
    return std::move(dropped_);
  }

  const std::vector<TextLine>& lines() const { return lines_; }

 private:
  std::string_view Of(std::size_t i) const {
    return lines_[i].range.of(source_);
  }

  bool BesideFeed(std::size_t i) const {
    constexpr std::size_t kBlankMax = 4;
    if (lines_[i].feed) return true;
    for (std::size_t k = i + 1; k < lines_.size() && k <= i + kBlankMax; ++k) {
      if (lines_[k].feed) return true;
      if (!lines_[k].range.empty()) return false;
    }
    for (std::size_t k = i, looked = 0; k > 0 && looked < kBlankMax; ++looked) {
      --k;
      if (!lines_[k].range.empty()) return lines_[k].feed;
      if (lines_[k].feed) return true;
    }
    return false;
  }

  // Short lines around a seam, the line itself included.
  template <typename Visit>
  void ForEachNear(std::size_t seam, Visit visit) const {
    std::size_t seen = 0;
    for (std::size_t i = seam; i < lines_.size() && seen < kRunningLinesMax;
         ++i) {
      if (lines_[i].range.empty()) continue;
      ++seen;
      if (lines_[i].range.size() <= kRunningBytesMax) visit(i);
    }
    seen = 0;
    for (std::size_t i = seam; i > 0 && seen < kRunningLinesMax; --i) {
      if (lines_[i - 1].range.empty()) continue;
      ++seen;
      if (lines_[i - 1].range.size() <= kRunningBytesMax) visit(i - 1);
    }
  }

  void CountRunning(const std::vector<std::size_t>& seams) {
    absl::flat_hash_map<std::string, std::size_t> last_line;
    for (const std::size_t seam : seams) {
      ForEachNear(seam, [&](std::size_t i) {
        const auto [last, fresh] =
            last_line.try_emplace(RunningKey(Of(i)), i + 1);
        if (!fresh && last->second == i + 1) return;  // Counted already.
        last->second = i + 1;
        ++seams_with_[last->first];
      });
    }
  }

  std::string FirstLine() const {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!lines_[i].range.empty()) return RunningKey(Of(i));
    }
    return {};
  }

  static bool Titled(std::string_view key, std::string_view first) {
    return key.size() <= first.size() + 40 &&
           key.find(first) != std::string_view::npos;
  }

  std::string_view source_;
  std::vector<TextLine> lines_;
  std::vector<bool> dropped_;
  absl::flat_hash_map<std::string, std::size_t> seams_with_;
};

// "settle-" + "ment": both parts are letters and the line is a full one.
bool SplitsWord(std::string_view line, std::string_view below) {
  constexpr std::size_t kFullLineBytesMin = 40;
  if (line.size() < kFullLineBytesMin || below.empty() || line.back() != '-')
    return false;
  const char before = line[line.size() - 2];
  return (IsLower(before) || IsHigh(before)) &&
         (IsLower(below[0]) ||
          (IsHigh(below[0]) && below[0] != '\xE2' && below[0] != '\xC2'));
}

}  // namespace

bool KeepsHyphen(std::string_view before) {
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"well", "self", "ex",    "long", "short", "high",  "low",   "half",
       "all",  "non",  "mid",   "year", "much",  "so",    "then",  "vice",
       "far",  "left", "right", "one",  "two",   "three", "first", "second"});
  const std::size_t space = before.find_last_of(" \n\t\"(");
  if (space != before.npos) before.remove_prefix(space + 1);
  const std::string lower = ToLower(before);
  return lower.find('-') != lower.npos ||
         std::find(kParts.begin(), kParts.end(), lower) != kParts.end();
}

std::vector<Cut> FindCuts(std::string_view source) {
  SeamFinder finder(source);
  const std::vector<bool> dropped = finder.Find();
  const std::vector<TextLine>& lines = finder.lines();
  std::vector<Cut> cuts;
  const auto cut = [&](uint32_t begin, uint32_t end, bool page_break) {
    if (!cuts.empty() && cuts.back().source.end >= begin) {
      cuts.back().source.end = std::max(cuts.back().source.end, end);
      cuts.back().page_break |= page_break;
    } else if (begin < end) {
      cuts.push_back({{begin, end}, page_break});
    }
  };
  std::size_t above = lines.size();  // The last line that stays.
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const uint32_t begin = i == 0 ? 0 : lines[i - 1].end;
    if (dropped[i]) {
      cut(begin, lines[i].end, true);
      continue;
    }
    if (lines[i].range.empty()) continue;
    constexpr std::size_t kBlankMax = 12;  // Of a page's end.
    if (above < i && i - above <= kBlankMax) {
      const std::string_view words = lines[above].range.of(source);
      if (SplitsWord(words, lines[i].range.of(source))) {
        const bool keeps = KeepsHyphen(words.substr(0, words.size() - 1));
        const uint32_t from = lines[above].range.end - (keeps ? 0 : 1);
        while (!cuts.empty() && cuts.back().source.begin >= from)
          cuts.pop_back();
        cut(from, lines[i].range.begin, false);
        if (!cuts.empty()) cuts.back().page_break = false;
      }
    }
    above = i;
  }
  return cuts;
}

Range MailHeader(std::string_view source) {
  static constexpr auto kKeys =
      std::to_array<std::string_view>({"from",
                                       "to",
                                       "cc",
                                       "bcc",
                                       "date",
                                       "sent",
                                       "subject",
                                       "reply-to",
                                       "message-id",
                                       "mime-version",
                                       "content-type",
                                       "return-path",
                                       "received",
                                       "content-transfer-encoding",
                                       "x-mailer",
                                       "delivered-to",
                                       "sender",
                                       "list-id",
                                       "list-unsubscribe",
                                       "organization",
                                       "von",
                                       "an",
                                       "betreff"});
  std::size_t at = 0;
  int known = 0;
  bool from = false, subject = false;
  while (at < source.size() && at < (64u << 10)) {
    const std::size_t end = std::min(source.find('\n', at), source.size());
    const std::string_view line = source.substr(at, end - at);
    if (Strip(line).empty()) break;
    const std::size_t colon = line.find(':');
    const bool folded = known > 0 && (line[0] == ' ' || line[0] == '\t');
    if (!folded) {
      if (colon == line.npos || colon == 0 ||
          line.substr(0, colon).find(' ') != line.npos)
        return {};
      const std::string key = ToLower(line.substr(0, colon));
      const bool is_known =
          std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end() ||
          key.starts_with("x-");
      if (!is_known && known == 0) return {};
      known += is_known ? 1 : 0;
      from |= key == "from" || key == "von";
      subject |= key == "subject" || key == "betreff";
    }
    at = std::min(end + 1, source.size());
  }
  if (known < 2 || !(from && subject)) return {};
  return {0, static_cast<uint32_t>(at)};
}

Range MailSignature(std::string_view source) {
  constexpr std::size_t kSignatureBytesMax = 1000;
  const std::size_t size = source.size();
  const std::size_t from = size - std::min(size, kSignatureBytesMax);
  for (std::string_view mark : {"\n-- \n", "\n-- \r\n", "\n--\n"}) {
    const std::size_t at = source.find(mark, from);
    if (at != source.npos)
      return {static_cast<uint32_t>(at) + 1, static_cast<uint32_t>(size)};
  }
  return {};
}

}  // namespace quoth::parse
