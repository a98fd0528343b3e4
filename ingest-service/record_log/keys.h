// Keys of the record log: what each column family is sorted by.
//
// Written down with hex examples in KEYS.md beside this file; a test holds the
// two together. Numbers are big-endian, so that bytes sort as the numbers do.
// On disk: never change a key's form without a new format version.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quoth::ingest {

// Column families, by position in the store's options. Their names are on
// disk; see families.h.
enum Family : std::size_t {
  kMeta,
  kHeads,
  kChanges,
  kDocuments,
  kStatements,
  kTexts,
  kSources,
  kRequests,
  kSpeakers,
  kTopics,
};

// Keys of the family `meta`.
inline constexpr std::string_view kEndKey = "end";  // BE64: the last offset.
// BE64: the offset of the last change of an operator's speaker.
inline constexpr std::string_view kSpeakersEndKey = "speakers-end";
// What stored documents do not follow yet (speaker_marks.h): a speaker that was
// changed, a document parsed before a change and stored after it.
inline constexpr std::string_view kSpeakerMarkPrefix = "unsettled-speaker/";
inline constexpr std::string_view kDocumentMarkPrefix = "unsettled-document/";
std::string SpeakerMarkKey(std::string_view slug);
std::string DocumentMarkKey(std::string_view document_id);

// 8 bytes, sorts as the number.
std::string EncodeNumber(uint64_t number);
// Absent unless exactly 8 bytes.
std::optional<uint64_t> DecodeNumber(std::string_view bytes);

// Family `changes`: the offset alone.
std::string ChangeKey(uint64_t offset);
std::optional<uint64_t> ParseChangeKey(std::string_view key);

// What a change is about. The letters are on disk: never reuse one.
enum class SubjectKind : char {
  kDocument = 'd',
  kSpeaker = 's',
  kVocabularyChunk = 'v',
};

// The thing a change is about; a later change of the same subject replaces it.
struct Subject {
  SubjectKind kind = SubjectKind::kDocument;
  std::string id;      // Document id, speaker slug or vocabulary source.
  uint32_t chunk = 0;  // Of a vocabulary; 0 otherwise.

  friend bool operator==(const Subject&, const Subject&) = default;
};

// Family `heads`: the letter, then the key in the subject's own family.
std::string HeadKey(const Subject& subject);
std::optional<Subject> ParseHeadKey(std::string_view key);

// Family `topics`: source, a zero byte, the chunk's number in 4 bytes.
std::string VocabularyChunkKey(std::string_view source, uint32_t chunk);

// Family `topics` too: what a client imported, in the order of first import.
// No source begins with the byte 1.
std::string TopicImportPrefix();
std::string TopicImportKey(uint32_t order, std::string_view source);
std::optional<uint32_t> OrderOfTopicImport(std::string_view key);

// Family `requests`: the answer by request id, and the same id by the second
// it expires at, so that old ones are found without a scan.
std::string RequestKey(std::string_view request_id);
std::string RequestExpiryKey(uint64_t expires_at_s,
                             std::string_view request_id);
struct RequestExpiry {
  uint64_t expires_at_s = 0;
  std::string request_id;
};
std::optional<RequestExpiry> ParseRequestExpiryKey(std::string_view key);

using Fingerprint = std::array<uint8_t, 32>;  // SHA-256.
using EtagBytes = std::array<uint8_t, 16>;

// Of a live document: what conditional writes are checked against, so that no
// record is parsed.
struct LiveHead {
  EtagBytes etag{};
  Fingerprint fingerprint{};  // Of everything the record was made from.
  friend bool operator==(const LiveHead&, const LiveHead&) = default;
};

// Value in `heads`: where the subject's change stands.
struct Head {
  using Live = LiveHead;
  uint64_t offset = 0;
  std::optional<LiveHead> live;  // Absent for all but live documents.

  friend bool operator==(const Head&, const Head&) = default;
};
std::string EncodeHead(const Head& head);
std::optional<Head> DecodeHead(std::string_view bytes);

// Value in `requests`: the first answer to a request id.
struct RequestAnswer {
  uint64_t expires_at_s = 0;  // Unix seconds.
  Fingerprint fingerprint{};  // Of the request it answered.
  uint8_t outcome = 0;        // quoth.v1.IngestOutcome; 0 for a deletion.
  uint64_t offset = 0;        // Of the change it made or found.
  std::string document;       // Serialised quoth.v1.Document; may be empty.
};
std::string EncodeRequestAnswer(const RequestAnswer& answer);
std::optional<RequestAnswer> DecodeRequestAnswer(std::string_view bytes);

}  // namespace quoth::ingest
