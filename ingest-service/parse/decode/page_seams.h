// What pages leave in plain text: numbers and running heads between them,
// words hyphenated at line ends, the header of a mail.
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/text.h"

namespace quoth::parse {

// A stretch of a plain-text source that is not copied as it stands.
struct Cut {
  Range source;
  bool page_break = false;  // A page ends here; else the parts are joined.
};

// In order, never overlapping. Running heads and page numbers count only where
// a form feed or a page number shows that a page ends; a hyphen only at the
// end of a full line, before a lower-case letter.
std::vector<Cut> FindCuts(std::string_view source);

// The part of a word before a hyphen at a line end keeps it: "well-", "ex-".
bool KeepsHyphen(std::string_view before);

// Lines "From:", "Subject:" at the start of a mail; empty when there are none.
Range MailHeader(std::string_view source);

// From the line "-- " near the end; empty when there is none.
Range MailSignature(std::string_view source);

}  // namespace quoth::parse
