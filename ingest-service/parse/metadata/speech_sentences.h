// Which sentence a date stands in, and what it is the date of: words that were
// said, a plan, the publication.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest-service/parse/text.h"

namespace quoth::parse {

// A word of speaking or of an occasion to speak is in it.
bool ReportsSpeech(std::string_view sentence);

// Rough sentence around a position: full stops followed by space.
Range SentenceAround(std::string_view text, Range block, Range inside);

// `position` is inside quotation marks: a date there belongs to what was said.
bool Quoted(std::string_view text, Range block, uint32_t position);

// The sentence so far makes the day that of a plan: "will open the gates on".
bool OfPlan(std::string_view before);

// The sentence so far makes it the text's own date: "Published on".
bool OfPublication(std::string_view before);

}  // namespace quoth::parse
