// A filter as people write it (AIP-160), taken apart.
//
//   speaker = "ada-lovelace" AND said_on >= 2020-01 AND NOT kind = turn
//   (topic = arms-control OR topic = sanctions) text:"balance of power" -treaty
//
// As the AIP has it, OR binds closer than AND, and terms side by side are
// joined by AND. Errors name the column, counted in characters from 1.
//
// Pure and linear; the depth of parentheses is bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace quoth::query {

inline constexpr std::size_t kExpressionBytesMax = 16'384;
inline constexpr std::size_t kExpressionTermsMax = 1'000;
inline constexpr int kExpressionDepthMax = 32;

enum class Comparator {
  kHas,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual
};
std::string_view TextOf(Comparator comparator);

struct Expression {
  enum class Kind { kAnd, kOr, kNot, kTerm };
  Kind kind = Kind::kAnd;
  std::vector<Expression> parts;  // Of AND and OR, at least one; of NOT, one.

  // Of a term. Without a field the value is looked for in the text.
  std::string field;  // Lower case.
  Comparator comparator = Comparator::kHas;
  std::string value;
  bool quoted = false;  // The value stood in quotation marks.
  std::size_t field_column = 0;
  std::size_t value_column = 0;
};

// INVALID_ARGUMENT naming `path`, with the column. An empty text is an AND
// without parts.
absl::StatusOr<Expression> ParseExpression(std::string_view text,
                                           std::string_view path);

// The error of an expression at a column.
absl::Status ExpressionError(std::string_view path, std::size_t column,
                             std::string_view what);

}  // namespace quoth::query
