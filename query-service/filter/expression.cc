#include "query-service/filter/expression.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

enum class TokenKind {
  kEnd,
  kOpen,
  kClose,
  kMinus,
  kComparator,
  kWord,
  kQuoted
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;
  Comparator comparator = Comparator::kHas;
  std::size_t column = 0;
  bool space_before = false;
};

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsOperator(char c) {
  return c == '(' || c == ')' || c == ':' || c == '=' || c == '!' || c == '<' ||
         c == '>' || c == '"' || c == '\'' || c == ',';
}

class Lexer {
 public:
  Lexer(std::string_view text, std::string_view path)
      : text_(text), path_(path) {}

  absl::StatusOr<Token> Next() {
    Token token;
    while (at_ < text_.size() && IsSpace(text_[at_])) {
      Step();
      token.space_before = true;
    }
    token.column = column_;
    if (at_ >= text_.size()) return token;
    const char c = text_[at_];
    switch (c) {
      case '(':
        token.kind = TokenKind::kOpen;
        Step();
        return token;
      case ')':
        token.kind = TokenKind::kClose;
        Step();
        return token;
      case '-':
        // Before a term; within a word it is part of it.
        token.kind = TokenKind::kMinus;
        Step();
        return token;
      case '"':
      case '\'':
        return Quoted(c, std::move(token));
      case ',':
        return ExpressionError(
            path_, column_, "a comma has no meaning here; join by AND or OR");
      default:
        break;
    }
    if (IsOperator(c)) return ReadComparator(std::move(token));
    token.kind = TokenKind::kWord;
    while (at_ < text_.size() && !IsSpace(text_[at_]) &&
           !IsOperator(text_[at_])) {
      token.text.push_back(text_[at_]);
      Step();
    }
    return token;
  }

  // A value may begin with a minus: the next token is one word.
  std::size_t column() const { return column_; }

 private:
  void Step() {
    ++at_;
    // Continuation bytes are of the character before.
    if (at_ >= text_.size() ||
        (static_cast<unsigned char>(text_[at_]) & 0xc0) != 0x80) {
      ++column_;
    }
  }

  absl::StatusOr<Token> Quoted(char mark, Token token) {
    token.kind = TokenKind::kQuoted;
    Step();
    while (at_ < text_.size() && text_[at_] != mark) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) Step();
      token.text.push_back(text_[at_]);
      Step();
    }
    if (at_ >= text_.size()) {
      return ExpressionError(path_, token.column,
                             "the quotation mark is never closed");
    }
    Step();
    return token;
  }

  absl::StatusOr<Token> ReadComparator(Token token) {
    token.kind = TokenKind::kComparator;
    const char c = text_[at_];
    Step();
    const bool equal = at_ < text_.size() && text_[at_] == '=' && c != ':';
    if (equal && c != '=') Step();
    switch (c) {
      case ':':
        token.comparator = Comparator::kHas;
        return token;
      case '=':
        if (equal) Step();  // "==", as programmers type it.
        token.comparator = Comparator::kEqual;
        return token;
      case '<':
        token.comparator = equal ? Comparator::kLessEqual : Comparator::kLess;
        return token;
      case '>':
        token.comparator =
            equal ? Comparator::kGreaterEqual : Comparator::kGreater;
        return token;
      default:
        if (!equal)
          return ExpressionError(path_, token.column,
                                 "\"!\" needs \"=\" behind");
        token.comparator = Comparator::kNotEqual;
        return token;
    }
  }

  const std::string_view text_;
  const std::string_view path_;
  std::size_t at_ = 0;
  std::size_t column_ = 1;
};

// Recursive descent, as deep as parentheses and NOTs go: bounded.
class Parser {
 public:
  Parser(std::string_view text, std::string_view path)
      : lexer_(text, path), path_(path) {}

  absl::StatusOr<Expression> Run() {
    if (absl::Status status = Advance(); !status.ok()) return status;
    Expression all;
    if (token_.kind == TokenKind::kEnd) return all;
    absl::StatusOr<Expression> parsed = And(0);
    if (!parsed.ok()) return parsed.status();
    if (token_.kind != TokenKind::kEnd)
      return Error("a parenthesis is closed that was never opened");
    return parsed;
  }

 private:
  absl::Status Advance() {
    absl::StatusOr<Token> next = lexer_.Next();
    if (!next.ok()) return next.status();
    token_ = *std::move(next);
    return absl::OkStatus();
  }
  absl::Status Error(std::string_view what) const {
    return ExpressionError(path_, token_.column, what);
  }
  bool IsKeyword(std::string_view word) const {
    return token_.kind == TokenKind::kWord && token_.text == word;
  }
  bool BeginsTerm() const {
    return token_.kind == TokenKind::kOpen ||
           token_.kind == TokenKind::kMinus ||
           token_.kind == TokenKind::kWord ||
           token_.kind == TokenKind::kQuoted ||
           token_.kind == TokenKind::kComparator;
  }

  absl::StatusOr<Expression> And(int depth) {
    Expression all;
    while (true) {
      absl::StatusOr<Expression> part = Or(depth);
      if (!part.ok()) return part.status();
      all.parts.push_back(*std::move(part));
      if (IsKeyword("AND")) {
        if (absl::Status status = Advance(); !status.ok()) return status;
        if (!BeginsTerm()) return Error("AND needs a condition behind it");
      } else if (!BeginsTerm()) {
        break;
      }
    }
    return all.parts.size() == 1 ? std::move(all.parts.front())
                                 : std::move(all);
  }

  absl::StatusOr<Expression> Or(int depth) {
    Expression any;
    any.kind = Expression::Kind::kOr;
    while (true) {
      absl::StatusOr<Expression> part = Not(depth);
      if (!part.ok()) return part.status();
      any.parts.push_back(*std::move(part));
      if (!IsKeyword("OR")) break;
      if (absl::Status status = Advance(); !status.ok()) return status;
      if (!BeginsTerm()) return Error("OR needs a condition behind it");
    }
    return any.parts.size() == 1 ? std::move(any.parts.front())
                                 : std::move(any);
  }

  absl::StatusOr<Expression> Not(int depth) {
    bool negated = false;
    while (token_.kind == TokenKind::kMinus || IsKeyword("NOT")) {
      negated = !negated;
      if (absl::Status status = Advance(); !status.ok()) return status;
      if (!BeginsTerm()) return Error("NOT needs a condition behind it");
    }
    absl::StatusOr<Expression> term = Term(depth);
    if (!term.ok() || !negated) return term;
    Expression out;
    out.kind = Expression::Kind::kNot;
    out.parts.push_back(*std::move(term));
    return out;
  }

  absl::StatusOr<Expression> Term(int depth) {
    if (token_.kind == TokenKind::kOpen) {
      if (depth >= kExpressionDepthMax) {
        return Error(absl::StrCat("parentheses are nested deeper than ",
                                  kExpressionDepthMax));
      }
      const std::size_t opened = token_.column;
      if (absl::Status status = Advance(); !status.ok()) return status;
      absl::StatusOr<Expression> inside = And(depth + 1);
      if (!inside.ok()) return inside.status();
      if (token_.kind != TokenKind::kClose) {
        return ExpressionError(path_, opened,
                               "the parenthesis is never closed");
      }
      if (absl::Status status = Advance(); !status.ok()) return status;
      return inside;
    }
    if (token_.kind == TokenKind::kComparator)
      return Error("a comparison needs a field before it");
    if (token_.kind != TokenKind::kWord && token_.kind != TokenKind::kQuoted)
      return Error("expected a condition such as speaker = ada-lovelace");
    if (token_.kind == TokenKind::kWord &&
        (token_.text == "AND" || token_.text == "OR")) {
      return Error(absl::StrCat(token_.text, " needs a condition before it"));
    }
    return Comparison();
  }

  absl::StatusOr<Expression> Comparison() {
    if (++terms_ > kExpressionTermsMax) {
      return Error(absl::StrCat("there are more than ", kExpressionTermsMax,
                                " conditions"));
    }
    Expression term;
    term.kind = Expression::Kind::kTerm;
    Token first = std::move(token_);
    if (absl::Status status = Advance(); !status.ok()) return status;
    if (token_.kind != TokenKind::kComparator) {
      term.value = std::move(first.text);
      term.quoted = first.kind == TokenKind::kQuoted;
      term.field_column = term.value_column = first.column;
      return term;
    }
    term.field = absl::AsciiStrToLower(first.text);
    term.field_column = first.column;
    term.comparator = token_.comparator;
    if (absl::Status status = Advance(); !status.ok()) return status;
    const std::size_t column = token_.column;
    std::string sign;
    if (token_.kind == TokenKind::kMinus) {  // A negative number.
      sign = "-";
      if (absl::Status status = Advance(); !status.ok()) return status;
      if (token_.space_before)
        return ExpressionError(path_, column, "the comparison needs a value");
    }
    if (token_.kind != TokenKind::kWord && token_.kind != TokenKind::kQuoted)
      return ExpressionError(path_, column, "the comparison needs a value");
    term.value = sign + token_.text;
    term.quoted = token_.kind == TokenKind::kQuoted;
    term.value_column = column;
    if (absl::Status status = Advance(); !status.ok()) return status;
    return term;
  }

  Lexer lexer_;
  const std::string_view path_;
  Token token_;
  std::size_t terms_ = 0;
};

}  // namespace

std::string_view TextOf(Comparator comparator) {
  switch (comparator) {
    case Comparator::kHas:
      return ":";
    case Comparator::kEqual:
      return "=";
    case Comparator::kNotEqual:
      return "!=";
    case Comparator::kLess:
      return "<";
    case Comparator::kLessEqual:
      return "<=";
    case Comparator::kGreater:
      return ">";
    default:
      return ">=";
  }
}

absl::Status ExpressionError(std::string_view path, std::size_t column,
                             std::string_view what) {
  return kit::InvalidField(
      path, absl::StrCat("column ", column, ": ", kit::ToAbsl(what)));
}

absl::StatusOr<Expression> ParseExpression(std::string_view text,
                                           std::string_view path) {
  if (text.size() > kExpressionBytesMax) {
    return kit::InvalidField(
        path, absl::StrCat("has ", text.size(), " bytes; at most ",
                           kExpressionBytesMax));
  }
  return Parser(text, path).Run();
}

}  // namespace quoth::query
