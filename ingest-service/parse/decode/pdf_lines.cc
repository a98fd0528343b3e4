#include "ingest-service/parse/decode/pdf_lines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/page_seams.h"
#include "ingest-service/parse/decode/pdf_columns.h"

namespace quoth::parse {
namespace {

// Share of the page's height at either end where running lines stand.
constexpr double kMarginShare = 0.12;
// Sizes closer than this are one size.
constexpr double kSizeTolerance = 0.08;

// "Page 3 of 10" and "3" look alike on every page.
std::string RunningKey(std::string_view text) {
  std::string key;
  for (char c : text) {
    if (IsDigit(c)) {
      if (key.empty() || key.back() != '#') key.push_back('#');
    } else if (!IsSpace(c)) {
      key.push_back(ToLower(c));
    }
  }
  return key;
}

bool InMargin(const PdfLine& line) {
  return line.bottom < line.page_height * kMarginShare ||
         line.top > line.page_height * (1 - kMarginShare);
}

bool IsPageNumber(std::string_view key) {
  return key == "#" || key == "-#-" || key == "page#" || key == "page#of#" ||
         key == "#/#" || key == "#of#" || key == "seite#" || key == "[#]" ||
         key == "p.#" || key == "|#" || key == "#|" ||
         key == "\xE2\x80\x93#\xE2\x80\x93";
}

void RemoveRunningLines(std::vector<PdfLine>& lines, uint32_t pages) {
  absl::flat_hash_map<std::string, uint32_t> pages_with;  // Key -> pages.
  absl::flat_hash_map<std::string, uint32_t> last_page;
  for (const PdfLine& line : lines) {
    if (!InMargin(line)) continue;
    const std::string key = RunningKey(line.text);
    const auto [last, fresh] = last_page.try_emplace(key, line.page);
    if (!fresh && last->second == line.page) continue;
    last->second = line.page;
    ++pages_with[key];
  }
  // Odd and even pages may differ, first ones have none.
  const uint32_t enough = std::max<uint32_t>(2, pages / 4);
  std::erase_if(lines, [&](const PdfLine& line) {
    if (!InMargin(line)) return false;
    const std::string key = RunningKey(line.text);
    return IsPageNumber(key) || pages_with[key] >= enough;
  });
}

double BodySize(const std::vector<PdfLine>& lines) {
  std::map<int, std::size_t> bytes_by_size;  // In tenths of a point.
  for (const PdfLine& line : lines)
    bytes_by_size[static_cast<int>(std::lround(line.font_size * 10))] +=
        line.text.size();
  int best = 0;
  std::size_t most = 0;
  for (const auto& [size, bytes] : bytes_by_size) {
    if (bytes > most) {
      most = bytes;
      best = size;
    }
  }
  return best / 10.0;
}

bool SameSize(double a, double b) {
  return std::abs(a - b) <= kSizeTolerance * std::max(a, b);
}

bool EndsSentence(std::string_view s) {
  while (!s.empty()) {
    const char c = s.back();
    if (c == '.' || c == '!' || c == '?' || c == ':') return true;
    // Closing marks: ” ’ » ) "
    if (s.ends_with("\xE2\x80\x9D") || s.ends_with("\xE2\x80\x99")) {
      s.remove_suffix(3);
    } else if (s.ends_with("\xC2\xBB")) {
      s.remove_suffix(2);
    } else if (c == ')' || c == '"' || c == '\'' || c == ']') {
      s.remove_suffix(1);
    } else {
      return false;
    }
  }
  return false;
}

// "Question:", "MR. NAME:" at the start of a line opens a paragraph.
bool OpensTurn(std::string_view s) {
  const std::size_t colon = s.substr(0, 48).find(':');
  if (colon == s.npos || colon == 0 || !IsUpper(s[0])) return false;
  int words = 1;
  bool word_start = true;
  for (char c : s.substr(0, colon)) {
    if (c == ' ') {
      ++words;
      word_start = true;
    } else if (word_start) {
      if (IsLower(c)) return false;
      word_start = false;
    }
  }
  return words <= 5;
}

class ParagraphMaker {
 public:
  ParagraphMaker(const std::vector<PdfLine>& lines)
      : lines_(lines), body_size_(BodySize(lines)) {
    leading_ = Leading();
    for (const PdfLine& line : lines_) {
      const auto key = std::make_pair(line.page, Column(line));
      double& right = column_right_[key];
      right = std::max(right, line.right);
    }
  }

  std::vector<PdfParagraph> Make() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (i == 0 || Breaks(lines_[i - 1], lines_[i])) {
        Start(lines_[i]);
      } else {
        Append(lines_[i]);
      }
    }
    MarkTitle();
    return std::move(paragraphs_);
  }

 private:
  static int Column(const PdfLine& line) {
    return static_cast<int>(line.left / 150);
  }

  // The usual distance between the tops of lines of body text.
  double Leading() const {
    std::map<int, int> counts;
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      const double step = lines_[i].top - lines_[i - 1].top;
      if (lines_[i].page == lines_[i - 1].page && step > 2 && step < 60 &&
          SameSize(lines_[i].font_size, body_size_)) {
        ++counts[static_cast<int>(std::lround(step * 2))];
      }
    }
    int best = 0, most = 0;
    for (const auto& [step, count] : counts) most = std::max(most, count);
    // Of the frequent distances the smallest: the others part paragraphs.
    for (const auto& [step, count] : counts) {
      if (best == 0 && count * 3 >= most && step >= body_size_ * 1.6)
        best = step;
    }
    return best > 0 ? best / 2.0 : body_size_ * 1.3;
  }

  bool Breaks(const PdfLine& above, const PdfLine& line) const {
    if (!SameSize(above.font_size, line.font_size)) return true;
    const bool ends = EndsSentence(above.text);
    const bool elsewhere = above.page != line.page ||
                           line.top < above.top - 1;  // A new page or column.
    if (above.bold != line.bold &&
        (ends || above.bold || above.text.size() < 60))
      return true;
    if (OpensTurn(line.text)) return true;
    if (elsewhere) return ends && !IsLower(line.text[0]);
    const double step = line.top - above.top;
    const double usual =
        SameSize(line.font_size, body_size_) ? leading_ : line.font_size * 1.35;
    if (step > usual * 1.45) return true;
    const bool indented = line.left > above.left + body_size_ * 0.8;
    if (indented && (ends || IsUpper(line.text[0]))) {
      return ends;
    }
    const auto right = column_right_.find({above.page, Column(above)});
    const double width = right->second - above.left;
    return ends && above.right < right->second - width * 0.15 &&
           !IsLower(line.text[0]);
  }

  void Start(const PdfLine& line) {
    PdfParagraph paragraph;
    paragraph.text = line.text;
    paragraph.font_size = line.font_size;
    paragraph.bold = line.bold;
    paragraph.first_page = line.page;
    paragraph.heading =
        line.font_size > body_size_ * (1 + kSizeTolerance * 1.5);
    paragraphs_.push_back(std::move(paragraph));
  }

  void Append(const PdfLine& line) {
    std::string& text = paragraphs_.back().text;
    paragraphs_.back().bold = paragraphs_.back().bold && line.bold;
    const bool hyphen =
        text.size() > 2 && text.back() == '-' &&
        (IsAlpha(text[text.size() - 2]) || IsHigh(text[text.size() - 2]));
    const bool soft = text.ends_with("\xC2\xAD");
    if (soft) {
      text.resize(text.size() - 2);
    } else if (hyphen && !line.text.empty() &&
               (IsLower(line.text[0]) || IsHigh(line.text[0]))) {
      text.pop_back();
      if (KeepsHyphen(text)) text.push_back('-');
    } else if (!hyphen) {
      text.push_back(' ');
    }
    text.append(line.text);
  }

  // The largest words of the first page, near its top.
  void MarkTitle() {
    PdfParagraph* best = nullptr;
    for (PdfParagraph& p : paragraphs_) {
      if (p.bold && p.text.size() <= 160 && !EndsSentence(p.text))
        p.heading = true;
      if (p.heading && p.text.size() > 300) p.heading = false;
      if (p.first_page != 0 || !p.heading || p.text.size() < 8) continue;
      if (best == nullptr ||
          p.font_size > best->font_size * (1 + kSizeTolerance))
        best = &p;
    }
    if (best != nullptr) best->title = true;
  }

  const std::vector<PdfLine>& lines_;
  double body_size_;
  double leading_ = 0;
  std::map<std::pair<uint32_t, int>, double> column_right_;
  std::vector<PdfParagraph> paragraphs_;
};

// Every page's lines in reading order.
std::vector<PdfLine> InColumns(std::vector<PdfLine> lines) {
  std::vector<PdfLine> ordered, page;
  ordered.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    page.push_back(std::move(lines[i]));
    if (i + 1 < lines.size() && lines[i + 1].page == page.front().page)
      continue;
    OrderColumns(page);
    for (PdfLine& line : page) ordered.push_back(std::move(line));
    page.clear();
  }
  return ordered;
}

}  // namespace

std::vector<PdfParagraph> JoinPdfLines(std::vector<PdfLine> lines,
                                       uint32_t pages) {
  std::erase_if(lines,
                [](const PdfLine& line) { return Strip(line.text).empty(); });
  RemoveRunningLines(lines, pages);
  if (lines.empty()) return {};
  lines = InColumns(std::move(lines));
  return ParagraphMaker(lines).Make();
}

}  // namespace quoth::parse
