#include "ingest-service/parse/sentences/tokenizer.h"

#include "ingest-service/parse/sentences/abbreviations.h"
#include "ingest-service/parse/sentences/characters.h"
#include "ingest-service/parse/sentences/ideographs.h"

namespace quoth::parse {
namespace {

// Runs of spaceless script are cut in pieces of this many bytes, so that the
// dictionary never sees a hostile megabyte at once.
constexpr uint32_t kIdeographBytesMax = 3000;

bool JoinsWord(CharClass kind) {
  return kind == CharClass::kLetter || kind == CharClass::kDigit;
}

bool IsAsciiLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Tokenizer {
 public:
  Tokenizer(std::string_view text, Range block, std::vector<Token>& tokens)
      : text_(text.substr(0, block.end)),
        at_(block.begin),
        begin_(block.begin),
        tokens_(tokens) {}

  void Run() {
    while (at_ < text_.size()) {
      const Character c = CharAt(text_, at_);
      switch (c.kind) {
        case CharClass::kSpace:
          at_ += c.bytes;
          break;
        case CharClass::kLetter:
          Word();
          break;
        case CharClass::kDigit:
          Number();
          break;
        case CharClass::kApostrophe:
          Apostrophe(c);
          break;
        case CharClass::kDoubleMark:
          DoubleMark(c);
          break;
        case CharClass::kBacktick:
          Backtick();
          break;
        case CharClass::kStop:
          Stops();
          break;
        case CharClass::kIdeograph:
          Ideographs();
          break;
        default:
          Mark(c);
          break;
      }
    }
  }

 private:
  Character Next(uint32_t at) const { return CharAt(text_, at); }
  bool LetterAt(uint32_t at) const {
    return Next(at).kind == CharClass::kLetter;
  }
  bool SpaceBefore(uint32_t at) const {
    return at <= begin_ || CharBefore(text_, at).kind == CharClass::kSpace;
  }
  bool SpaceAfter(uint32_t at) const {
    return at >= text_.size() || Next(at).kind == CharClass::kSpace;
  }

  Token& Add(uint32_t begin, uint32_t end, TokenKind kind) {
    Token token;
    token.range = {begin, end};
    token.kind = kind;
    token.space_before = SpaceBefore(begin);
    tokens_.push_back(token);
    at_ = end;
    return tokens_.back();
  }

  void AddWord(uint32_t begin, uint32_t end) {
    Token& token = Add(begin, end, TokenKind::kWord);
    const Character first = Next(begin);
    token.capitalised = IsUpper(first.code);
    if (!token.capitalised) return;
    int letters = 0;
    for (uint32_t at = begin; at < end;) {
      const Character c = Next(at);
      at += c.bytes;
      if (c.kind != CharClass::kLetter) continue;
      if (IsLower(c.code)) return;
      ++letters;
    }
    token.all_caps = letters >= 2;
  }

  // "http://...", "www.example.org/...": up to the next space, less the marks
  // that belong to the sentence.
  bool WebAddress(uint32_t end) {
    const std::string_view head = text_.substr(at_, end - at_);
    const bool scheme = (head == "http" || head == "https" || head == "ftp") &&
                        text_.substr(end, 3) == "://";
    const bool www =
        head == "www" && text_.substr(end, 1) == "." && LetterAt(end + 1);
    if (!scheme && !www) return false;
    uint32_t stop = end;
    while (stop < text_.size() &&
           static_cast<unsigned char>(text_[stop]) > ' ' &&
           static_cast<unsigned char>(text_[stop]) < 128 &&
           text_[stop] != '"' && text_[stop] != '<' && text_[stop] != '>') {
      ++stop;
    }
    while (stop > end && std::string_view(".,;:!?)]}'").find(text_[stop - 1]) !=
                             std::string_view::npos) {
      --stop;
    }
    Add(at_, stop, TokenKind::kOther);
    return true;
  }

  // Length in bytes of a clitic that starts with the apostrophe at `at`.
  uint32_t CliticBytes(uint32_t at, uint32_t mark_bytes) const {
    const uint32_t letters = at + mark_bytes;
    static constexpr std::string_view kClitics[] = {
        "s", "S", "re", "ll", "ve", "d", "m", "RE", "LL", "VE", "D", "M"};
    for (std::string_view clitic : kClitics) {
      if (text_.substr(letters, clitic.size()) != clitic) continue;
      const uint32_t end = letters + static_cast<uint32_t>(clitic.size());
      if (!JoinsWord(Next(end).kind)) return end - at;
    }
    return 0;
  }

  // The end of the letters, digits, hyphens and inner apostrophes from `at`.
  uint32_t WordEnd(uint32_t at) const {
    for (;;) {
      while (at < text_.size() && IsAsciiLetter(text_[at])) ++at;
      const Character c = Next(at);
      if (c.bytes == 0) return at;
      if (JoinsWord(c.kind)) {
        at += c.bytes;
        continue;
      }
      if (c.kind != CharClass::kHyphen && c.kind != CharClass::kApostrophe)
        return at;
      if (c.kind == CharClass::kApostrophe && CliticBytes(at, c.bytes) > 0)
        return at;
      if (!JoinsWord(Next(at + c.bytes).kind)) return at;
      at += c.bytes;
    }
  }

  // "U.S.", "p.m.", "Ph.D.": letters in ones and twos, each with a stop.
  uint32_t DottedEnd(uint32_t begin, uint32_t end) const {
    if (end - begin > 2) return end;
    uint32_t at = end;
    bool dotted = false;
    while (at < text_.size() && text_[at] == '.') {
      uint32_t letters = at + 1;
      while (letters < text_.size() && letters - at <= 3 &&
             IsAsciiLetter(text_[letters]))
        ++letters;
      const uint32_t count = letters - at - 1;
      if (count == 0 || count > 2 ||
          (count == 2 && end - begin == 2 && !dotted))
        break;
      if (JoinsWord(Next(letters).kind)) break;
      if (letters < text_.size() && text_[letters] != '.' && count == 2) break;
      dotted = true;
      at = letters;
    }
    if (!dotted) return end;
    if (at < text_.size() && text_[at] == '.' &&
        (at + 1 >= text_.size() || text_[at + 1] != '.'))
      ++at;
    return at;
  }

  bool TakesStop(uint32_t begin, uint32_t end) const {
    if (end >= text_.size() || text_[end] != '.') return false;
    if (end + 1 < text_.size() && text_[end + 1] == '.') return false;
    const std::string_view word = text_.substr(begin, end - begin);
    const Character after = Next(end + 1);
    switch (AbbreviationOf(word)) {
      case Abbreviation::kTitle:
      case Abbreviation::kInside:
      case Abbreviation::kEither:
        return true;
      case Abbreviation::kBeforeNumber: {
        const Character beyond = after.kind == CharClass::kSpace
                                     ? Next(end + 1 + after.bytes)
                                     : after;
        if (beyond.kind == CharClass::kDigit) return true;
        if (word != "S") return false;
        break;
      }
      case Abbreviation::kNone:
        break;
    }
    // An initial: one capital, before a space or another initial.
    const Character first = Next(begin);
    return first.bytes == end - begin && IsUpper(first.code) &&
           first.code != 'I' &&
           (after.kind == CharClass::kSpace ||
            after.kind == CharClass::kLetter ||
            after.kind == CharClass::kHyphen);
  }

  void Word() {
    const uint32_t begin = at_;
    uint32_t end = WordEnd(begin);
    if (WebAddress(end)) return;
    const uint32_t dotted = DottedEnd(begin, end);
    if (dotted != end) {
      end = dotted;
    } else if (TakesStop(begin, end)) {
      ++end;
    }
    AddWord(begin, end);
    Clitic();
  }

  // After a word: 's and its kind, or the bare mark of a plural's possessive.
  void Clitic() {
    const Character mark = Next(at_);
    if (mark.kind != CharClass::kApostrophe) return;
    const uint32_t bytes = CliticBytes(at_, mark.bytes);
    if (bytes > 0) {
      const char letter = text_[at_ + mark.bytes];
      if (letter == 's' || letter == 'S') tokens_.back().possessive = true;
      Add(at_, at_ + bytes, TokenKind::kWord);
      return;
    }
    const char last = text_[at_ - 1];
    if ((last == 's' || last == 'S') && !single_open_ &&
        SpaceAfter(at_ + mark.bytes) && mark.code != U'‘') {
      tokens_.back().possessive = true;
      Add(at_, at_ + mark.bytes, TokenKind::kWord);
    }
  }

  void Number() {
    const uint32_t begin = at_;
    uint32_t at = begin;
    while (at < text_.size()) {
      const Character c = Next(at);
      if (JoinsWord(c.kind)) {  // "5th", "2010s"
        at += c.bytes;
        continue;
      }
      const bool inner = c.code == '.' || c.code == ',' || c.code == ':' ||
                         c.code == '/' || c.kind == CharClass::kHyphen ||
                         c.code == U'–';
      if (!inner) break;
      const CharClass next = Next(at + c.bytes).kind;
      if (next != CharClass::kDigit &&
          !(c.kind == CharClass::kHyphen && next == CharClass::kLetter))
        break;
      at += c.bytes;
    }
    Add(begin, at, TokenKind::kNumber);
    if (Next(at).kind == CharClass::kApostrophe &&
        CliticBytes(at, Next(at).bytes) > 0)
      Clitic();
  }

  void Apostrophe(const Character& c) {
    // Two together are one mark of quotation; so LaTeX and many corpora.
    if (c.code == '\'' && text_.substr(at_, 2) == "''") {
      Add(at_, at_ + 2, TokenKind::kQuoteClose);
      return;
    }
    const uint32_t end = at_ + c.bytes;
    // Text with spaces between tokens: "Lincoln 's".
    if (c.code != U'‘') {
      const uint32_t clitic = CliticBytes(at_, c.bytes);
      if (clitic > 0 && !tokens_.empty() &&
          tokens_.back().range.begin >= begin_ &&
          tokens_.back().kind == TokenKind::kWord) {
        if (text_[end] == 's' || text_[end] == 'S')
          tokens_.back().possessive = true;
        Add(at_, at_ + clitic, TokenKind::kWord);
        return;
      }
    }
    // "'em", "'90s", "’twas": an elision, not a mark.
    if (c.code != U'‘' && SpaceBefore(at_) && Elision(end)) {
      Add(at_, WordEnd(end), TokenKind::kWord);
      return;
    }
    if (c.code == U'‘' || c.code == U'‚' || c.code == U'‛') {
      single_open_ = true;
      Add(at_, end, TokenKind::kQuoteOpen);
      return;
    }
    const bool before = SpaceBefore(at_) || OpensBefore();
    const bool after = SpaceAfter(end);
    TokenKind kind = TokenKind::kQuoteEither;
    if (before && !after) {
      kind = TokenKind::kQuoteOpen;
    } else if (!before) {
      kind = TokenKind::kQuoteClose;
    } else if (single_open_) {
      kind = TokenKind::kQuoteClose;
    }
    if (c.code == U'’' && kind == TokenKind::kQuoteOpen)
      kind = TokenKind::kQuoteEither;
    single_open_ = kind == TokenKind::kQuoteOpen;
    Add(at_, end, kind);
  }

  bool Elision(uint32_t at) const {
    if (Next(at).kind == CharClass::kDigit) {
      const uint32_t end = WordEnd(at);
      return end - at == 3 && text_[end - 1] == 's';  // '90s
    }
    static constexpr std::string_view kElisions[] = {
        "em", "tis", "twas", "til", "cause", "bout", "round", "n"};
    const std::string_view word = text_.substr(at, WordEnd(at) - at);
    for (std::string_view elision : kElisions) {
      if (word == elision) return true;
    }
    return false;
  }

  // Is the character before an opening bracket, mark or dash?
  bool OpensBefore() const {
    if (tokens_.empty() || tokens_.back().range.end != at_ || at_ == begin_)
      return false;
    const TokenKind kind = tokens_.back().kind;
    return kind == TokenKind::kBracketOpen || kind == TokenKind::kQuoteOpen ||
           kind == TokenKind::kDash;
  }

  void DoubleMark(const Character& c) {
    const uint32_t end = at_ + c.bytes;
    const bool before = SpaceBefore(at_) || OpensBefore();
    const bool after = SpaceAfter(end);
    TokenKind kind = TokenKind::kQuoteEither;
    switch (c.code) {
      case U'„':
      case U'‟':
      case U'〝':
      case U'「':
      case U'『':
        low_open_ = c.code == U'„';
        kind = TokenKind::kQuoteOpen;
        break;
      case U'」':
      case U'』':
      case U'〞':
      case U'〟':
        kind = TokenKind::kQuoteClose;
        break;
      case U'“':
        // Closes what „ opened; elsewhere it opens.
        kind = low_open_ ? TokenKind::kQuoteClose : TokenKind::kQuoteOpen;
        low_open_ = false;
        break;
      case U'”':
        // Swedish and careless typing open with it too.
        kind =
            before && !after ? TokenKind::kQuoteEither : TokenKind::kQuoteClose;
        low_open_ = false;
        break;
      case U'«':
      case U'‹':
        // French «so», German »so«.
        kind =
            !before && after ? TokenKind::kQuoteClose : TokenKind::kQuoteOpen;
        break;
      case U'»':
      case U'›':
        kind =
            before && !after ? TokenKind::kQuoteOpen : TokenKind::kQuoteClose;
        break;
      default:
        if (before != after)
          kind = before ? TokenKind::kQuoteOpen : TokenKind::kQuoteClose;
        if (!before && !after) kind = BetweenMarks(end);
        break;
    }
    Add(at_, end, kind);
  }

  // A straight mark with text on both sides: `said,"We` opens, `done."He` and
  // `done",` close.
  TokenKind BetweenMarks(uint32_t end) const {
    const CharClass after = Next(end).kind;
    if (after != CharClass::kLetter && after != CharClass::kDigit)
      return TokenKind::kQuoteClose;
    const CharClass left = CharBefore(text_, at_).kind;
    if (left == CharClass::kBracketOpen || left == CharClass::kDash)
      return TokenKind::kQuoteOpen;
    return TokenKind::kQuoteEither;
  }

  void Backtick() {
    uint32_t end = at_ + 1;
    if (end < text_.size() && text_[end] == '`') ++end;
    const bool mark = end - at_ == 2 || LetterAt(end);
    if (mark && end - at_ == 1) single_open_ = true;
    Add(at_, end, mark ? TokenKind::kQuoteOpen : TokenKind::kOther);
  }

  void Stops() {
    const uint32_t begin = at_;
    // ".5" and ".NET" are rare enough; what starts here is punctuation.
    uint32_t at = begin;
    while (at < text_.size()) {
      const Character c = Next(at);
      if (c.kind != CharClass::kStop) break;
      at += c.bytes;
    }
    Add(begin, at, TokenKind::kFullStop);
  }

  void Ideographs() {
    uint32_t end = at_;
    while (end < text_.size() && end - at_ < kIdeographBytesMax) {
      const Character c = Next(end);
      if (c.kind != CharClass::kIdeograph) break;
      end += c.bytes;
    }
    for (const Range word : CutIdeographs(text_, {at_, end})) {
      Add(word.begin, word.end, TokenKind::kWord);
    }
    at_ = end;
  }

  void Mark(const Character& c) {
    const uint32_t begin = at_;
    uint32_t end = at_ + c.bytes;
    switch (c.kind) {
      case CharClass::kComma:
        Add(begin, end, TokenKind::kComma);
        return;
      case CharClass::kColon:
        Add(begin, end, TokenKind::kColon);
        return;
      case CharClass::kSemicolon:
        Add(begin, end, TokenKind::kSemicolon);
        return;
      case CharClass::kBracketOpen:
        Add(begin, end, TokenKind::kBracketOpen);
        return;
      case CharClass::kBracketClose:
        Add(begin, end, TokenKind::kBracketClose);
        return;
      case CharClass::kHyphen:
      case CharClass::kDash:
        while (Next(end).kind == CharClass::kHyphen ||
               Next(end).kind == CharClass::kDash) {
          end += Next(end).bytes;
        }
        Add(begin, end, TokenKind::kDash);
        return;
      default:
        break;
    }
    if ((c.code == '@' || c.code == '#') && LetterAt(end)) {
      end = WordEnd(end);
      while (end < text_.size() &&
             (text_[end] == '_' || JoinsWord(Next(end).kind)))
        end += Next(end).bytes;
      Add(begin, end, TokenKind::kWord);
      return;
    }
    Add(begin, end, TokenKind::kOther);
  }

  const std::string_view text_;  // Ends where the block ends.
  uint32_t at_;
  const uint32_t begin_;
  std::vector<Token>& tokens_;
  bool single_open_ = false;  // A single mark of quotation is open.
  bool low_open_ = false;     // „ is open.
};

}  // namespace

void Tokenize(std::string_view text, Range block, std::vector<Token>& tokens) {
  Tokenizer(text, block, tokens).Run();
}

}  // namespace quoth::parse
