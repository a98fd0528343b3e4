#include "ingest-service/parse/sentences/sentences.h"

#include "ingest-service/parse/sentences/abbreviations.h"
#include "ingest-service/parse/sentences/characters.h"
#include "ingest-service/parse/sentences/tokenizer.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kSentenceTokensMax = 4000;

bool IsCut(BlockKind kind) { return kind != BlockKind::kBoilerplate; }

bool IsMark(TokenKind kind) {
  return kind == TokenKind::kQuoteClose || kind == TokenKind::kQuoteEither ||
         kind == TokenKind::kQuoteOpen;
}

// Where sentences end among the tokens of one block.
class Splitter {
 public:
  Splitter(std::string_view text, uint32_t block, Sentences& out,
           uint32_t first, Issues& issues)
      : text_(text),
        block_(block),
        out_(out),
        issues_(issues),
        begin_(first),
        end_(static_cast<uint32_t>(out.tokens.size())) {}

  void Run() {
    uint32_t at = begin_;
    while (at < end_) {
      const Token& token = out_.tokens[at];
      if (token.kind == TokenKind::kQuoteEither) open_ = !open_;
      if (token.kind == TokenKind::kQuoteOpen) open_ = true;
      if (token.kind == TokenKind::kQuoteClose) open_ = false;
      if (MayEnd(at)) {
        const uint32_t after = AfterClosers(at + 1);
        if (after >= end_ || Begins(at, after)) {
          Close(after);
          at = after;
          continue;
        }
      }
      ++at;
      if (at - begin_ >= kSentenceTokensMax) {
        issues_.Add(
            IssueCode::kSentenceTooLong,
            {out_.tokens[begin_].range.begin, out_.tokens[at - 1].range.end});
        Close(at);
      }
    }
    if (begin_ < end_) Close(end_);
  }

 private:
  std::string_view Text(uint32_t at) const {
    return out_.tokens[at].range.of(text_);
  }

  // A stop of its own, or one inside an abbreviation.
  bool MayEnd(uint32_t at) const {
    const Token& token = out_.tokens[at];
    if (token.kind == TokenKind::kFullStop) return true;
    return token.kind == TokenKind::kWord && text_[token.range.end - 1] == '.';
  }

  // Closing marks and brackets belong to the sentence that they end.
  uint32_t AfterClosers(uint32_t at) {
    while (at < end_) {
      const Token& token = out_.tokens[at];
      const bool closes = token.kind == TokenKind::kQuoteClose ||
                          token.kind == TokenKind::kBracketClose ||
                          token.kind == TokenKind::kFullStop ||
                          (token.kind == TokenKind::kQuoteEither && open_);
      if (!closes) break;
      if (IsMark(token.kind)) open_ = false;
      ++at;
    }
    return at;
  }

  // Does a sentence begin at `next`, after the stop at `stop`?
  bool Begins(uint32_t stop, uint32_t next) const {
    const Token& last = out_.tokens[stop];
    const Token& token = out_.tokens[next];
    const bool quoted = next > stop + 1 && IsMark(out_.tokens[next - 1].kind);
    const std::string_view mark = Text(stop);
    switch (token.kind) {
      case TokenKind::kComma:
      case TokenKind::kSemicolon:
      case TokenKind::kColon:
      case TokenKind::kFullStop:
      case TokenKind::kBracketClose:
      case TokenKind::kQuoteClose:
        return false;
      case TokenKind::kDash:
        // `"Go!" - he said` goes on; a list or a turn of speech does not.
        return token.space_before && !quoted && next + 1 < end_ &&
               out_.tokens[next + 1].capitalised &&
               last.kind == TokenKind::kFullStop;
      case TokenKind::kNumber:
        if (!token.space_before) return false;
        return last.kind == TokenKind::kFullStop
                   ? !ListNumber(stop)
                   : AbbreviationOf(WithoutStop(stop)) == Abbreviation::kEither;
      default:
        break;
    }
    if (last.kind == TokenKind::kWord) return AbbreviationEnds(stop, next);
    if (!token.space_before && !quoted && mark == ".") {
      // "example.Org" without a space: only a capital after a small letter.
      if (token.kind != TokenKind::kWord || !token.capitalised ||
          stop == begin_)
        return false;
      return out_.tokens[stop - 1].kind == TokenKind::kWord &&
             !out_.tokens[stop - 1].capitalised;
    }
    uint32_t head = next;
    while (head < end_ && (out_.tokens[head].kind == TokenKind::kQuoteOpen ||
                           out_.tokens[head].kind == TokenKind::kQuoteEither ||
                           out_.tokens[head].kind == TokenKind::kBracketOpen)) {
      ++head;
    }
    if (head >= end_) return true;
    const Token& first = out_.tokens[head];
    if (first.kind == TokenKind::kWord && !first.capitalised &&
        IsLower(CharAt(text_, first.range.begin).code)) {
      return false;
    }
    if (quoted && head == next && ReportedBy(next)) return false;
    if (ListNumber(stop)) return false;
    // "z. B.", "d. h.": a lone small letter.
    if (mark == "." && stop > begin_ &&
        out_.tokens[stop - 1].range.size() == 1 &&
        IsLower(CharAt(text_, out_.tokens[stop - 1].range.begin).code)) {
      return false;
    }
    if (Ordinal(stop, head)) return false;
    return true;
  }

  std::string_view WithoutStop(uint32_t at) const {
    std::string_view word = Text(at);
    if (!word.empty() && word.back() == '.') word.remove_suffix(1);
    return word;
  }

  bool AbbreviationEnds(uint32_t stop, uint32_t next) const {
    const Token& token = out_.tokens[next];
    if (next > stop + 1)
      return token.space_before &&
             (token.capitalised || token.kind != TokenKind::kWord);
    if (!token.space_before) return false;
    const std::string_view word = WithoutStop(stop);
    const Abbreviation kind = AbbreviationOf(word);
    if (kind == Abbreviation::kTitle || kind == Abbreviation::kInside ||
        kind == Abbreviation::kBeforeNumber)
      return false;
    if (token.kind == TokenKind::kQuoteOpen) return word.size() > 1;
    if (token.kind != TokenKind::kWord || !token.capitalised) return false;
    const std::string_view opener = Text(next);
    if (!OpensSentences(opener)) return false;
    // "John A. In" hardly occurs; "Plan B. The" does. "J. A. Smith": no opener.
    return word.size() > 1 ||
           (opener != "A" && opener != "I" && opener != "In");
  }

  // "1. Peace" at the head of a sentence.
  bool ListNumber(uint32_t stop) const {
    return stop == begin_ + 1 &&
           out_.tokens[begin_].kind == TokenKind::kNumber &&
           out_.tokens[begin_].range.size() <= 3 && Text(stop) == ".";
  }

  bool Ordinal(uint32_t stop, uint32_t next) const {
    if (stop == begin_ || Text(stop) != "." || out_.tokens[stop].space_before)
      return false;
    const Token& number = out_.tokens[stop - 1];
    return number.kind == TokenKind::kNumber && number.range.size() <= 3 &&
           out_.tokens[next].kind == TokenKind::kWord &&
           FollowsOrdinal(Text(next));
  }

  // `"Why?" Mr. Aye asked`: within five words that are names or pronouns.
  bool ReportedBy(uint32_t at) const {
    for (uint32_t i = at; i < end_ && i < at + 5; ++i) {
      const Token& token = out_.tokens[i];
      if (token.kind != TokenKind::kWord) return false;
      if (i > at && IsCommonReportingVerb(Text(i))) return true;
      if (!token.capitalised) return false;
    }
    return false;
  }

  void Close(uint32_t end) {
    Sentence sentence;
    sentence.range = {out_.tokens[begin_].range.begin,
                      out_.tokens[end - 1].range.end};
    sentence.first_token = begin_;
    sentence.end_token = end;
    sentence.block = block_;
    out_.sentences.push_back(sentence);
    begin_ = end;
  }

  const std::string_view text_;
  const uint32_t block_;
  Sentences& out_;
  Issues& issues_;
  uint32_t begin_;
  const uint32_t end_;
  bool open_ = false;  // By parity of the marks in this block.
};

}  // namespace

Sentences SplitSentences(const DecodedDocument& document, const Layout& layout,
                         Issues& issues) {
  Sentences out;
  // English prose has a token in about five bytes.
  out.tokens.reserve(document.text.size() / 5 + 16);
  for (uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (!IsCut(block.kind)) continue;
    const auto first = static_cast<uint32_t>(out.tokens.size());
    Tokenize(document.text, block.range, out.tokens);
    Splitter(document.text, i, out, first, issues).Run();
  }
  return out;
}

}  // namespace quoth::parse
