// Between std::string_view and Abseil's. Debian builds Abseil with a
// string_view and an optional of its own, which the standard's do not convert
// to.
#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace quoth::kit {

inline absl::string_view ToAbsl(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view FromAbsl(absl::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace quoth::kit
