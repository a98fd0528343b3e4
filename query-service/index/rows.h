// What the index keeps of documents, speakers and topics: values of the
// families of those names. Decode gives nothing for damaged bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query-service/index/keys.h"
#include "quoth/v1/change.pb.h"
#include "quoth/v1/speaker.pb.h"
#include "quoth/v1/topic.pb.h"

namespace quoth::query {

// How one document shows one speaker. Kept with the document, so that taking
// the document away takes exactly this away.
struct Sighting {
  struct Role {
    std::string title;
    std::string organisation;
    Day day = kUndated;
  };
  std::string slug;
  std::string display_name;
  std::vector<std::string> names;  // Other spellings, each once.
  std::vector<Role> roles;
  int kind = 0;
  bool local = false;
};

// One for each speaker the document has a record or a statement of, by slug.
std::vector<Sighting> SightingsOf(const quoth::v1::DocumentPut& put);

struct DocumentRow {
  std::string document;          // Serialized quoth.v1.Document.
  std::vector<StatementId> ids;  // In document order.
  std::vector<Sighting> sightings;
  Day day = kUndated;                      // Of publication, else of the words.
  std::vector<std::uint64_t> text_hashes;  // As in DocumentPut; ascending.
};

// A document is listed by so many of its least text hashes.
inline constexpr std::size_t kTextHashesListed = 8;

std::string EncodeDocumentRow(const DocumentRow& row);
std::optional<DocumentRow> DecodeDocumentRow(std::string_view bytes);
// The first part alone, in place.
std::optional<std::string_view> DocumentBytes(std::string_view row);

struct SpeakerRow {
  struct Name {
    std::string spelling;
    std::string folded;
    std::uint64_t documents = 0;   // That show it at all.
    std::uint64_t as_display = 0;  // That show it as the display name.
  };
  std::string slug;
  std::uint64_t statements = 0;
  std::uint64_t documents = 0;
  std::vector<Name> names;  // By spelling.
  int kind = 0;
  bool local = false;
  std::string record;  // An operator's quoth.v1.Speaker; may be empty.
  std::vector<std::string> record_folded;  // Its names, folded.
  std::string merged_into;                 // Slug, from the record.

  bool empty() const {
    return statements == 0 && documents == 0 && record.empty();
  }
  void Add(const Sighting& sighting, int sign);  // sign: +1 or -1.
  std::string display_name() const;
};

std::string EncodeSpeakerRow(const SpeakerRow& row);
std::optional<SpeakerRow> DecodeSpeakerRow(std::string_view bytes);
// Without roles and top topics, which are kept elsewhere.
quoth::v1::Speaker SpeakerOf(const SpeakerRow& row);

struct TopicRow {
  struct Concept {
    std::string source;
    std::string topic;  // Serialized quoth.v1.Topic.
  };
  std::string slug;
  std::uint64_t direct = 0;       // Statements tagged with it.
  std::uint64_t total = 0;        // With it or anything narrower.
  std::string display_name;       // As documents have it.
  std::vector<Concept> concepts;  // By source; "quoth" first.
  std::vector<std::string>
      folded;  // Labels of the concepts or the display name, folded.

  bool empty() const { return total == 0 && concepts.empty(); }
};

// Topics that are no more than candidates have names of their own,
// "topics/candidate.grain-corridor", so that they meet no other topic.
bool IsCandidateTopic(std::string_view slug);

std::string EncodeTopicRow(const TopicRow& row);
std::optional<TopicRow> DecodeTopicRow(std::string_view bytes);
// Concepts joined; counts filled; without what GetTopic alone gives.
quoth::v1::Topic TopicOf(const TopicRow& row);
// Folds the labels again after a change of concepts or display name.
void RefoldTopic(TopicRow& row);

// What one change did, for watchers and for pages begun before it.
struct ChangeRow {
  struct Gone {
    std::string name;    // Resource name of the statement.
    StatementId id = 0;  // As it was numbered.
    bool forwarded =
        false;          // A new version took its place; postings lead to it.
    std::string facts;  // A record without the statement's bytes.
  };
  std::int64_t applied_at_s = 0;
  std::vector<StatementId> added;
  std::vector<Gone> gone;
};

std::string EncodeChangeRow(const ChangeRow& row);
std::optional<ChangeRow> DecodeChangeRow(std::string_view bytes);

}  // namespace quoth::query
