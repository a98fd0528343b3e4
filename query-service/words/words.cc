#include "query-service/words/words.h"

#include <unicode/utf8.h>

#include <array>

#include "query-service/words/fold_table.h"

namespace quoth::query {
namespace {

// What the text has at one place.
struct Character {
  UChar32 code = 0;
  CharacterKind kind = CharacterKind::kOther;
  std::size_t begin = 0;
  std::size_t end = 0;
};

constexpr std::array<CharacterKind, 128> kAsciiKinds = [] {
  std::array<CharacterKind, 128> kinds{};
  for (int c = 0; c < 128; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    kinds[static_cast<std::size_t>(c)] = letter  ? CharacterKind::kLetter
                                         : digit ? CharacterKind::kDigit
                                                 : CharacterKind::kOther;
  }
  return kinds;
}();

class Reader {
 public:
  Reader(std::string_view text, absl::FunctionRef<void(const Word&)> visit)
      : text_(text), visit_(visit) {}

  void Run() {
    while (at_ < text_.size() && position_ < kTextWordsMax) {
      const Character c = At(at_);
      at_ = c.end;
      switch (c.kind) {
        case CharacterKind::kIgnored:
          break;
        case CharacterKind::kSolid:
          EndWord();
          Solid(c);
          break;
        case CharacterKind::kLetter:
        case CharacterKind::kDigit:
          previous_.clear();
          Add(c);
          break;
        case CharacterKind::kOther:
          if (in_word_ && Joins(c)) break;
          EndWord();
          previous_.clear();
      }
    }
    EndWord();
  }

 private:
  Character At(std::size_t begin) const {
    if (begin >= text_.size()) return {0, CharacterKind::kOther, begin, begin};
    const auto byte = static_cast<unsigned char>(text_[begin]);
    if (byte < 0x80) return {byte, kAsciiKinds[byte], begin, begin + 1};
    auto end = static_cast<int32_t>(begin);
    UChar32 code = 0;
    U8_NEXT(text_.data(), end, static_cast<int32_t>(text_.size()), code);
    if (code < 0)
      return {0xfffd, CharacterKind::kOther, begin,
              static_cast<std::size_t>(end)};
    return {code, KindOf(code), begin, static_cast<std::size_t>(end)};
  }

  void Add(const Character& c) {
    if (!in_word_) {
      in_word_ = true;
      begin_ = c.begin;
      folded_.clear();
      apostrophe_ = apostrophe_last_ = 0;
      letters_ = since_dot_ = 0;
    }
    ++letters_;
    ++since_dot_;
    end_ = c.end;
    if (folded_.size() >= kWordBytesMax) return;
    if (c.code < 0x80) {
      const bool upper = c.code >= 'A' && c.code <= 'Z';
      folded_.push_back(static_cast<char>(c.code + (upper ? 'a' - 'A' : 0)));
    } else {
      AppendFolded(c.code, folded_);
    }
  }

  // Does this mark belong to the word it stands in?
  bool Joins(const Character& c) {
    const Character next = At(c.end);
    const bool letter = next.kind == CharacterKind::kLetter;
    switch (c.code) {
      case '\'':
      case 0x2019:
        if (!letter) return false;
        if (apostrophe_ == 0) {
          apostrophe_ = folded_.size();
          apostrophe_end_ = end_;
          letters_before_ = letters_;
        }
        apostrophe_last_ = folded_.size();
        last_end_ = end_;
        next_begin_ = next.begin;
        since_dot_ = 0;
        return true;
      case '.': {
        if (letter) {  // Initials of an abbreviation: "U.S."
          const CharacterKind after = At(next.end).kind;
          if (since_dot_ != 1 || after == CharacterKind::kLetter ||
              after == CharacterKind::kDigit || apostrophe_ != 0) {
            return false;
          }
          since_dot_ = 0;
          return true;
        }
        if (next.kind != CharacterKind::kDigit || !EndsInDigit()) return false;
        folded_.push_back('.');
        return true;
      }
      case ',': {  // Thousands.
        if (!EndsInDigit()) return false;
        Character digit = next;
        for (int i = 0; i < 3; ++i, digit = At(digit.end)) {
          if (digit.kind != CharacterKind::kDigit) return false;
        }
        return digit.kind != CharacterKind::kDigit;
      }
      default:
        return false;
    }
  }
  bool EndsInDigit() const {
    return !folded_.empty() && folded_.back() >= '0' && folded_.back() <= '9';
  }

  void EndWord() {
    if (!in_word_) return;
    in_word_ = false;
    if (apostrophe_ != 0) {
      const std::string_view whole = folded_;
      const std::string_view tail = whole.substr(apostrophe_last_);
      if (tail == "s") {
        Emit(whole.substr(0, apostrophe_last_), begin_, last_end_);
        return;
      }
      constexpr std::size_t kTailMin = 3;
      constexpr int kArticleMax = 2;
      if (apostrophe_ == apostrophe_last_ && letters_before_ <= kArticleMax &&
          tail.size() >= kTailMin) {
        Emit(whole.substr(0, apostrophe_), begin_, apostrophe_end_);
        Emit(tail, next_begin_, end_);
        return;
      }
    }
    Emit(folded_, begin_, end_);
  }

  void Emit(std::string_view folded, std::size_t begin, std::size_t end) {
    if (folded.size() > kWordBytesMax) {
      std::size_t cut = kWordBytesMax;
      while (cut > 0 &&
             (static_cast<unsigned char>(folded[cut]) & 0xc0) == 0x80)
        --cut;
      folded = folded.substr(0, cut);
    }
    if (folded.empty()) return;  // Accents alone.
    visit_({folded, StemOf(folded, stem_), begin, end, position_++, false});
  }

  void Solid(const Character& c) {
    character_.clear();
    AppendFolded(c.code, character_);
    if (character_.empty()) return;
    if (!previous_.empty()) {
      pair_ = previous_ + character_;
      visit_({pair_, pair_, previous_begin_, c.end, position_ - 1, false});
    }
    visit_({character_, character_, c.begin, c.end, position_++, true});
    previous_ = character_;
    previous_begin_ = c.begin;
  }

  const std::string_view text_;
  const absl::FunctionRef<void(const Word&)> visit_;
  std::size_t at_ = 0;
  std::uint32_t position_ = 0;

  bool in_word_ = false;
  std::string folded_;
  std::string stem_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  int letters_ = 0;
  int since_dot_ = 0;
  // Bytes of folded_ before the first and the last apostrophe; 0 = none.
  std::size_t apostrophe_ = 0;
  std::size_t apostrophe_last_ = 0;
  std::size_t apostrophe_end_ = 0;
  std::size_t last_end_ = 0;
  std::size_t next_begin_ = 0;
  int letters_before_ = 0;

  std::string previous_;  // Character before, in a stretch without spaces.
  std::size_t previous_begin_ = 0;
  std::string character_;
  std::string pair_;
};

bool EndsWith(std::string_view word, std::string_view end) {
  return word.size() >= end.size() &&
         word.substr(word.size() - end.size()) == end;
}

}  // namespace

void VisitWords(std::string_view text,
                absl::FunctionRef<void(const Word&)> visit) {
  Reader(text, visit).Run();
}

// The "S-stemmer" of Harman, How effective is suffixing? (JASIS 42, 1991).
std::string_view StemOf(std::string_view folded, std::string& buffer) {
  if (folded.size() < 4 || folded.back() != 's') return folded;
  if (folded == "news") return folded;
  const char before = folded[folded.size() - 2];
  if (EndsWith(folded, "ies") && !EndsWith(folded, "eies") &&
      !EndsWith(folded, "aies") && folded.size() > 4) {
    buffer.assign(folded.substr(0, folded.size() - 3));
    buffer.push_back('y');
    return buffer;
  }
  if (before == 'u' || before == 's' || before == 'i' ||
      (before >= '0' && before <= '9')) {
    return folded;
  }
  return folded.substr(0, folded.size() - 1);
}

}  // namespace quoth::query
