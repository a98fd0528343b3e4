// Attribute() of attribution.h on a model and cues of the caller's choice: what
// trainers and tests use.
#pragma once

#include "ingest-service/parse/attribution/attribution.h"
#include "ingest-service/parse/attribution/cue_lexicon.h"
#include "ingest-service/parse/attribution/model.h"
#include "ingest-service/parse/attribution/proposals.h"

namespace quoth::parse {

Attributions AttributeWith(const DecodedDocument& document,
                           const Layout& layout, const Metadata& metadata,
                           const Sentences& sentences, const Mentions& mentions,
                           const AttributionModel& model,
                           const CueLexicon& cues, Issues& issues,
                           Parts parts = {});

}  // namespace quoth::parse
