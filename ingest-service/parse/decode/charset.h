// Bytes in any character set -> valid UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/parse/text.h"

namespace quoth::parse {

struct CharsetResult {
  std::string name;       // ICU name of what was read: "UTF-8", ...
  std::string converted;  // The text when it differs from the bytes given.
  bool is_converted = false;
};

// Order: byte order mark, the declaration if the bytes agree with it, UTF-8 if
// the bytes are valid, ICU's detector, and last UTF-8 with every bad sequence
// as U+FFFD. `declared` is any alias ICU knows, or "".
CharsetResult ToUtf8(std::string_view bytes, std::string_view declared,
                     Issues& issues);

// Length of the longest valid prefix.
std::size_t ValidUtf8Prefix(std::string_view bytes);

// Each maximal invalid part as one U+FFFD. `repaired` counts them.
std::string RepairUtf8(std::string_view bytes, std::size_t& repaired);

// A charset named inside the document: <meta charset>, <?xml encoding?>.
// Looks at the first 4 KiB; "" when there is none.
std::string_view DeclaredInside(std::string_view bytes);

}  // namespace quoth::parse
