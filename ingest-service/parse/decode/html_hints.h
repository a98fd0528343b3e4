// What the words of a class or an id say of an element: furniture, body,
// byline.
#pragma once

#include <string_view>

namespace quoth::parse {

struct ElementHints {
  bool furniture = false, sure = false, body = false, lead = false;
  bool byline = false, dateline = false;
};

// Adds what `value` says: its words, cut at anything but letters and inside
// camelCase.
void ReadHints(std::string_view value, ElementHints& hints);

}  // namespace quoth::parse
