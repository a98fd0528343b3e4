// Text fields of a serialized quoth.v1.Statement, found without parsing it.
#pragma once

#include <string_view>

namespace quoth::query {

inline constexpr int kStatementNameField = 1;
inline constexpr int kStatementTextField = 5;

// The bytes of the first field of that number and wire type 2; empty when
// there is none.
std::string_view StatementField(std::string_view statement, int field);

}  // namespace quoth::query
