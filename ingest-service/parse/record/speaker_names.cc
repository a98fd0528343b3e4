#include "ingest-service/parse/record/speaker_names.h"

#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/record/statement_key.h"

namespace quoth::parse {

std::string SpeakerResourceName(const ResolvedSpeaker& speaker,
                                std::string_view document_id) {
  if (!speaker.local) return Concat("speakers/", speaker.slug);
  return Concat("speakers/", speaker.slug, "-local-", ShortHash(document_id));
}

quoth::v1::SpeakerKind SpeakerKindOf(EntityKind kind) {
  switch (kind) {
    case EntityKind::kPerson:
      return quoth::v1::SPEAKER_KIND_PERSON;
    case EntityKind::kOrganisation:
      return quoth::v1::SPEAKER_KIND_ORGANISATION;
    case EntityKind::kOffice:
      return quoth::v1::SPEAKER_KIND_OFFICE;
    case EntityKind::kPlace:
      return quoth::v1::SPEAKER_KIND_STATE;
    case EntityKind::kGroup:
      return quoth::v1::SPEAKER_KIND_GROUP;
    case EntityKind::kDocument:
      return quoth::v1::SPEAKER_KIND_DOCUMENT;
    case EntityKind::kUnknown:
      break;
  }
  return quoth::v1::SPEAKER_KIND_UNSPECIFIED;
}

}  // namespace quoth::parse
