// Stage 8 of 9 (pipeline.h): statements, headings and questions -> topic tags.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/attribution/attribution.h"

namespace quoth::parse {

class Vocabulary;  // vocabulary.h

enum class TagRole : uint8_t { kAbout, kMentions };
enum class TagSource : uint8_t { kText, kHeading, kQuestion, kLead };

struct Tag {
  uint32_t concept_index = 0;  // Into the Vocabulary.
  TagRole role = TagRole::kMentions;
  TagSource source = TagSource::kText;
  float confidence = 0;
  Range evidence;  // Words that name it; in text, heading, ...
};

// A phrase that recurs and that the vocabulary lacks: a candidate topic.
struct KeyPhrase {
  std::string text;  // As printed last.
  Range evidence;    // Where it stands first.
  uint32_t times = 0;
  bool in_heading = false;
};

struct Topics {
  // One list per statement of the Attributions, best first, no concept twice.
  std::vector<std::vector<Tag>> by_statement;
  std::vector<KeyPhrase> key_phrases;  // Best first, at most 10.
};

// People named in statements become topics through `mentions`; those tags are
// made by the record stage from chains, not from the vocabulary.
Topics TagTopics(const DecodedDocument& document, const Layout& layout,
                 const Metadata& metadata, const Mentions& mentions,
                 const Attributions& attributions,
                 const Vocabulary& vocabulary);

}  // namespace quoth::parse
