// What documents with nearly the same text are found by (DocumentPut.
// text_hashes): the least hashes of the runs of words in what was read as
// text, boilerplate left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest-service/parse/pipeline.h"

namespace quoth::parse {

inline constexpr std::size_t kTextHashesMax = 64;

// Ascending, each once, at most kTextHashesMax. The share of equal ones among
// the least of two documents' hashes estimates how much of their text is the
// same (Broder, "On the resemblance and containment of documents", 1997).
// Stable: records keep them. Linear.
std::vector<uint64_t> TextHashes(const ParsedDocument& document);

}  // namespace quoth::parse
