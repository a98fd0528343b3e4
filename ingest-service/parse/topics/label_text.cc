#include "ingest-service/parse/topics/label_text.h"

#include <cstring>

#include "ingest-service/parse/topics/fold_table.h"

namespace quoth::parse {
namespace {

// Longer words: only the start counts.
constexpr std::size_t kWordBytesMax = 102;

constexpr uint64_t kHashMultiplier = 0x9E3779B97F4A7C15ull;

uint64_t HashBytes(const char* bytes, std::size_t length) {
  uint64_t hash = length * kHashMultiplier;
  while (length >= 8) {
    uint64_t part;
    std::memcpy(&part, bytes, 8);
    hash = (hash ^ part) * kHashMultiplier;
    hash ^= hash >> 29;
    bytes += 8;
    length -= 8;
  }
  uint64_t part = 0;
  std::memcpy(&part, bytes, length);
  hash = (hash ^ part) * kHashMultiplier;
  return hash ^ (hash >> 32);
}

struct Irregular {
  std::string_view plural, singular;
};
constexpr Irregular kIrregular[] = {
    {"crises", "crisis"},
    {"women", "woman"},
    {"men", "man"},
    {"children", "child"},
    {"analyses", "analysis"},
    {"theses", "thesis"},
    {"wolves", "wolf"},
    {"lives", "life"},
    {"wives", "wife"},
    {"leaves", "leaf"},
    {"businesses", "business"},
    {"buses", "bus"},
    {"gases", "gas"},
    {"viruses", "virus"},
    {"referenda", "referendum"},
    {"memoranda", "memorandum"},
};

bool EndsWith(const char* word, std::size_t length, std::string_view tail) {
  return length >= tail.size() && std::memcmp(word + length - tail.size(),
                                              tail.data(), tail.size()) == 0;
}

// Collects one word while its code points go by.
struct WordInProgress {
  char bytes[kWordBytesMax];
  std::size_t length = 0;
  uint32_t letters = 0, upper = 0, digits = 0;
  bool first_upper = false;
  bool last_lower_s = false;

  void Add(const FoldRow& row) {
    if (row.kind == kDigit) ++digits;
    if (row.kind == kLetterLower || row.kind == kLetterUpper) {
      if (letters + digits == 0) first_upper = row.kind == kLetterUpper;
      ++letters;
      upper += row.kind == kLetterUpper;
    }
    last_lower_s = row.kind == kLetterLower && row.bytes[0] == 's';
    if (length + sizeof row.bytes > kWordBytesMax) return;
    std::memcpy(bytes + length, row.bytes, sizeof row.bytes);
    length += row.length;
  }

  // As Add for each byte of the longest start of `text` that is one ASCII
  // letter and small ones behind it: most words. Gives its length.
  std::size_t AddPlain(std::string_view text) {
    constexpr std::size_t kPlainMax = 64;
    const char first = text[0];
    const bool capital = first >= 'A' && first <= 'Z';
    if (!capital && (first < 'a' || first > 'z')) return 0;
    bytes[0] = static_cast<char>(first | 0x20);
    const std::size_t most = text.size() < kPlainMax ? text.size() : kPlainMax;
    std::size_t n = 1;
    for (; n < most && text[n] >= 'a' && text[n] <= 'z'; ++n) {
      bytes[n] = text[n];
    }
    length = n;
    letters = static_cast<uint32_t>(n);
    upper = capital;
    first_upper = capital;
    last_lower_s = text[n - 1] == 's';
    return n;
  }

  WordShape Shape() const {
    if (letters == 0) return WordShape::kNumber;
    if (upper == 0) return WordShape::kLower;
    if (upper == letters) {
      return letters == 1 && digits == 0 ? WordShape::kOneCapital
                                         : WordShape::kAllCaps;
    }
    if (upper >= 2 && upper == letters - 1 && last_lower_s) {
      return WordShape::kAllCaps;  // "NGOs"
    }
    if (!first_upper) return WordShape::kMixed;
    return WordShape::kCapital;
  }
};

// Abbreviations whose full stop ends no sentence: "St. Petersburg".
bool TakesFullStop(std::string_view word) {
  constexpr std::string_view kAbbreviations[] = {
      "St",   "Ste", "Mt",  "Ft",  "Dr",   "Mr",  "Mrs", "Ms", "Gen",
      "Sen",  "Rep", "Gov", "Lt",  "Col",  "Sgt", "vs",  "v",  "No",
      "Prof", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"};
  for (std::string_view abbreviation : kAbbreviations) {
    if (word == abbreviation) return true;
  }
  return false;
}

class WordSplitter {
 public:
  WordSplitter(std::string_view text, uint32_t offset,
               std::vector<LabelWord>& words)
      : table_(FoldTable()), text_(text), offset_(offset), words_(words) {
    if (!words.empty()) gap_ = WordGap::kStop;
  }

  void Run() {
    while (at_ < text_.size()) {
      const Sign sign = SignAt(table_, text_, at_);
      if (IsLetterOrDigit(sign.row.kind)) {
        ReadWord();
      } else {
        Separate(sign);
        at_ += sign.length;
      }
    }
  }

 private:
  void Raise(WordGap to) {
    if (to > gap_) gap_ = to;
  }

  void Separate(const Sign& sign) {
    switch (sign.row.kind) {
      case kSpaceSign:
        if (text_[at_] == '\n' && ++line_ends_ >= 2) Raise(WordGap::kStop);
        // A dash with space beside it is a pause, not a hyphen.
        Raise(gap_ == WordGap::kHyphen ? WordGap::kComma : WordGap::kSpace);
        return;
      case kDashSign:
        Raise(gap_ == WordGap::kStart ? WordGap::kHyphen : WordGap::kComma);
        return;
      case kApostrophe:
        Raise(gap_ == WordGap::kStart ? WordGap::kHyphen : WordGap::kSpace);
        return;
      case kQuoteSign:
      case kMark:
        Raise(WordGap::kSpace);
        return;
      case kStopSign:
        Raise(gap_ == WordGap::kStart && abbreviation_ ? WordGap::kSpace
                                                       : WordGap::kStop);
        return;
      case kAmpersand:
        Push(at_, at_ + 1, HashBytes("and", 3), WordShape::kLower, false);
        return;
      default:
        // "9/11" is one name, "Malvinas/Falklands" two.
        Raise(text_[at_] == '/' && DigitsAround(at_) ? WordGap::kHyphen
                                                     : WordGap::kComma);
    }
  }

  bool DigitsAround(std::size_t at) const {
    auto digit = [this](std::size_t k) {
      return k < text_.size() && text_[k] >= '0' && text_[k] <= '9';
    };
    return at > 0 && digit(at - 1) && digit(at + 1);
  }

  void Push(std::size_t begin, std::size_t end, uint64_t key, WordShape shape,
            bool possessive, bool plural = false) {
    LabelWord word;
    word.range = {offset_ + static_cast<uint32_t>(begin),
                  offset_ + static_cast<uint32_t>(end)};
    word.key = key;
    word.shape = shape;
    word.gap = gap_;
    word.possessive = possessive;
    word.plural = plural;
    words_.push_back(word);
    gap_ = WordGap::kStart;  // Nothing seen since this word.
    line_ends_ = 0;
    abbreviation_ = false;
  }

  bool LetterAt(std::size_t at) const {
    return at < text_.size() &&
           IsLetterOrDigit(SignAt(table_, text_, at).row.kind);
  }

  // After "U" or "U.S": whether one more letter follows the full stop at
  // `stop`, and then no other.
  bool GoesOnDotted(std::size_t stop) const {
    if (stop + 1 >= text_.size()) return false;
    const Sign letter = SignAt(table_, text_, stop + 1);
    if (letter.row.kind != kLetterLower && letter.row.kind != kLetterUpper) {
      return false;
    }
    return !LetterAt(stop + 1 + letter.length);
  }

  void ReadWord() {
    constexpr uint32_t kDottedLettersMax = 6;
    WordInProgress word;
    const std::size_t begin = at_;
    std::size_t end = at_;
    bool dotted = false;
    at_ += word.AddPlain(text_.substr(at_));
    // Most words are plain ASCII to their end.
    for (; at_ < text_.size() && static_cast<uint8_t>(text_[at_]) < 0x80;
         ++at_) {
      const FoldRow& row = table_[static_cast<uint8_t>(text_[at_])];
      if (!IsLetterOrDigit(row.kind)) break;
      word.Add(row);
    }
    end = at_;
    for (; at_ < text_.size();) {
      const Sign sign = SignAt(table_, text_, at_);
      if (IsLetterOrDigit(sign.row.kind) || sign.row.kind == kMark) {
        if (sign.row.kind != kMark) word.Add(sign.row);
        at_ += sign.length;
        end = at_;
        continue;
      }
      if (text_[at_] != '.' || word.digits != 0 ||
          word.letters > kDottedLettersMax || !(dotted || word.letters == 1)) {
        break;
      }
      if (GoesOnDotted(at_)) {
        dotted = true;
        ++at_;
        continue;
      }
      // The last full stop belongs to the abbreviation, not to the sentence.
      if (dotted) end = ++at_;
      break;
    }
    const bool possessive = SkipPossessive(word.last_lower_s);
    const std::size_t length = Singular(word.bytes, word.length);
    const bool takes_stop = at_ < text_.size() && text_[at_] == '.' &&
                            TakesFullStop(text_.substr(begin, end - begin));
    Push(begin, end, HashBytes(word.bytes, length), word.Shape(), possessive,
         length != word.length);
    // "George W. Bush" too.
    abbreviation_ = takes_stop || word.Shape() == WordShape::kOneCapital;
  }

  // "Russia's", "the Falklands' future".
  bool SkipPossessive(bool after_s) {
    if (at_ >= text_.size()) return false;
    const Sign mark = SignAt(table_, text_, at_);
    if (mark.row.kind != kApostrophe) return false;
    const std::size_t next = at_ + mark.length;
    const bool s =
        next < text_.size() && (text_[next] == 's' || text_[next] == 'S');
    if (s && !LetterAt(next + 1)) {
      at_ = next + 1;
      return true;
    }
    if (!after_s || LetterAt(next)) return false;
    at_ = next;
    return true;
  }

  const FoldRows& table_;
  const std::string_view text_;
  const uint32_t offset_;
  std::vector<LabelWord>& words_;
  std::size_t at_ = 0;
  WordGap gap_ = WordGap::kStart;
  int line_ends_ = 0;
  bool abbreviation_ = false;
};

}  // namespace

std::size_t Singular(char* word, std::size_t length) {
  if (length < 3) return length;
  const char last = word[length - 1];
  if (last != 's' && last != 'n' && last != 'a') return length;
  for (const Irregular& row : kIrregular) {
    if (length == row.plural.size() &&
        std::memcmp(word, row.plural.data(), length) == 0) {
      std::memcpy(word, row.singular.data(), row.singular.size());
      return row.singular.size();
    }
  }
  if (last != 's' || length < 4) return length;
  // "ics" names fields of study: "economics" is not "economic".
  for (std::string_view tail : {"ss", "us", "is", "ics"}) {
    if (EndsWith(word, length, tail)) return length;
  }
  if (length > 4 && EndsWith(word, length, "ies")) {
    word[length - 3] = 'y';
    return length - 2;
  }
  for (std::string_view tail : {"sses", "xes", "ches", "shes", "zzes"}) {
    if (length > 4 && EndsWith(word, length, tail)) return length - 2;
  }
  return length - 1;
}

void SplitLabelWords(std::string_view text, uint32_t offset,
                     std::vector<LabelWord>& words) {
  constexpr std::size_t kBytesAWord = 5;  // Of English prose, a little below.
  if (words.empty()) words.reserve(text.size() / kBytesAWord + 4);
  WordSplitter(text, offset, words).Run();
}

std::string_view TrimSpace(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string FoldLabel(std::string_view text) {
  const auto& table = FoldTable();
  std::string folded;
  folded.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const Sign sign = SignAt(table, text, at);
    if (IsLetterOrDigit(sign.row.kind)) {
      if (space && !folded.empty()) folded += ' ';
      space = false;
      folded.append(sign.row.bytes, sign.row.length);
    } else if (sign.row.kind == kAmpersand) {
      if (!folded.empty()) folded += ' ';
      folded += "and";
      space = true;
    } else if (sign.row.kind == kSpaceSign || sign.row.kind == kDashSign ||
               sign.row.kind == kCommaSign) {
      space = true;
    }
    // Full stops, apostrophes, quotation marks and accents leave no trace.
    at += sign.length;
  }
  return folded;
}

}  // namespace quoth::parse
