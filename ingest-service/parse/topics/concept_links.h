// Small parts of building a vocabulary: slugs, and circles of broader links.
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/parse/topics/skos_reader.h"

namespace quoth::parse {

// "Côte d'Ivoire" -> "cote-divoire"; "t-" and a number where the name has no
// Latin letter.
std::string SlugOf(std::string_view name, std::string_view uri);

// A circle among the broader links of one document, as a message with `line`
// set; empty when there is none. Linear time, no recursion.
std::string FindCircle(const SkosDocument& document, int& line);

}  // namespace quoth::parse
