// What kind of occasion a document reports or records, and its host.
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

struct Event {
  EventKind kind = EventKind::kUnknown;
  std::string host;  // "TASS News Agency"; may be empty.
  Range evidence;    // Words it was read from.
};

// The occasion that the words of `within` name; kUnknown when none. In a title
// bare nouns count ("Remarks by ..."), in prose only phrases such as "in an
// interview with".
Event FindEvent(std::string_view text, Range within, bool is_title);

}  // namespace quoth::parse
