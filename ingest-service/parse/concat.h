// Strings from parts, as absl::StrCat makes them; that one does not take
// std::string_view where Abseil has a string_view of its own (Debian).
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace quoth::parse {

template <typename... Parts>
void AppendTo(std::string& out, const Parts&... parts) {
  const auto append = [&out](const auto& part) {
    using Part = std::decay_t<decltype(part)>;
    if constexpr (std::same_as<Part, const char*>) {
      out += part;
    } else if constexpr (std::same_as<Part, char>) {
      out.push_back(part);
    } else if constexpr (std::integral<Part>) {
      out += std::to_string(part);
    } else {
      out.append(part.data(), part.size());
    }
  };
  (append(parts), ...);
}

template <typename... Parts>
std::string Concat(const Parts&... parts) {
  std::string out;
  AppendTo(out, parts...);
  return out;
}

}  // namespace quoth::parse
