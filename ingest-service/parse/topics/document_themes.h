// What a document as a whole is about: the subjects that its title, its lead
// and many of its paragraphs name. Statements that name no subject of their own
// take them over ("The tail will fade by Christmas", in a report on a comet).
#pragma once

#include <vector>

#include "ingest-service/parse/topics/topic_scan.h"
#include "ingest-service/parse/topics/topics.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace quoth::parse {

inline constexpr std::size_t kThemesMax = 2;

struct Theme {
  uint32_t concept_index = 0;
  Range evidence;  // Where it stands first; empty when only the title has it.
};

// Best first, at most kThemesMax. Subjects and events only, and no backdrops
// (Concept::backdrop): "politics" is where a statement is made, not what it is
// about. Linear in blocks and matches.
std::vector<Theme> FindThemes(const Layout& layout, const Metadata& metadata,
                              const TopicScan& scan,
                              const Vocabulary& vocabulary);

}  // namespace quoth::parse
