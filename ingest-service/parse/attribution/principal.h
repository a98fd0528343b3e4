// Part of attribution: the one person whom a document is about.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/drafts.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

// The person whom the document is about: of all chains the one that is named in
// title and lead or says most. kNone when two are close. Authors never count.
int32_t PrincipalSpeaker(const Frame& frame, const Metadata& metadata,
                         const std::vector<Draft>& drafts);

}  // namespace quoth::parse
