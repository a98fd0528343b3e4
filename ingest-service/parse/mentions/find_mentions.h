// FindMentions with a view of its decisions: for training and explanations.
#pragma once

#include "ingest-service/parse/mentions/chain_builder.h"

namespace quoth::parse {

// As FindMentions; `observer` is told of each pronoun, and `entity_names`
// (when given) gets the names of the chains under their entity numbers.
Mentions FindMentionsObserved(const DecodedDocument& document,
                              const Layout& layout, const Metadata& metadata,
                              const Sentences& sentences,
                              const Lexicons& lexicons,
                              const PronounObserver& observer);

}  // namespace quoth::parse
