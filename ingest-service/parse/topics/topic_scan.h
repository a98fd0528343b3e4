// All labels of a document, found once and read many times: by statement,
// heading, question and title.
//
// Ambiguous labels are settled here, by what else the document speaks of:
// "Georgia" beside Tbilisi, or beside Atlanta.
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/attribution/attribution.h"
#include "ingest-service/parse/topics/label_matcher.h"
#include "ingest-service/parse/topics/topics.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace quoth::parse {

// "ties with Turkey": one side of a pair, the other to be found.
struct OpenPair {
  Range range;       // The relation word and the country.
  uint32_t country;  // Concept.
};

struct TopicScan {
  std::vector<KeyPhrase> key_phrases;  // What the vocabulary does not know.
  std::vector<LabelMatch> matches;     // By range.begin, outer before nested.
  std::vector<OpenPair> open_pairs;    // By range.begin.
  // Of the title, when it is not part of the text; ranges are in the title.
  std::vector<LabelMatch> title_matches;
};

// How sure a label makes one of its concept, 0..1; 0 for words that are no
// evidence of themselves (context, portfolio, relation words).
float LabelWeight(const LabelMatch& match, const Concept& matched);

// Whether the label may speak for a whole document, from its title or by
// recurring: of a vocabulary that is not ours only names of several words.
bool SpeaksForDocument(const LabelMatch& match, const Concept& matched);

TopicScan ScanTopics(const DecodedDocument& document, const Layout& layout,
                     const Metadata& metadata, const Mentions& mentions,
                     const Attributions& attributions,
                     const Vocabulary& vocabulary);

// The matches of a short text by itself: a speaker's role.
std::vector<LabelMatch> ScanPhrase(std::string_view phrase,
                                   std::string_view language,
                                   const Vocabulary& vocabulary);

}  // namespace quoth::parse
