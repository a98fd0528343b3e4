// Resource names of a document's speakers.
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/parse/speakers/speakers.h"
#include "quoth/v1/speaker.pb.h"

namespace quoth::parse {

// "speakers/sergey-lavrov"; a speaker that is local to its document carries a
// hash of the document's id, "speakers/smith-local-k3v7ha2q", so that two
// strangers of one name stay two.
std::string SpeakerResourceName(const ResolvedSpeaker& speaker,
                                std::string_view document_id);

quoth::v1::SpeakerKind SpeakerKindOf(EntityKind kind);

}  // namespace quoth::parse
