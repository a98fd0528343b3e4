// Start here. The record log: the truth of the system, on disk.
//
// Holds every document with its statements, text and source, the operator's
// speakers and the vocabularies, and a log of changes that followers read. Each
// write gets the next offset; writes are durable when they are reported done. A
// change that a later one of the same subject replaces is gone from the log, so
// that reading all of it gives the present state once, deletions included.
//
//   keys.h           what is stored under which key (KEYS.md has it in hex)
//   families.h       column families and their tuning
//   fingerprints.h   hashes: of content, of requests, etags
//   commit_queue.h   group commit
//   commit_group.h   one batch in the making
//   document_writes.h, vocabulary_writes.h, speaker_writes.h
//                    what each kind of write checks and stores
//   speaker_marks.h  what stored documents do not follow yet
//   record_reads.cc  reading documents and changes
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ingest-service/record_log/keys.h"
#include "quoth/v1/change.pb.h"
#include "quoth/v1/document.pb.h"
#include "quoth/v1/ingest_service.pb.h"
#include "quoth/v1/speaker.pb.h"
#include "service-kit/clock/clock.h"
#include "service-kit/revision/revision.h"
#include "service-kit/store/store.h"

namespace quoth::ingest {

struct RecordLogOptions {
  std::string path;
  uint64_t block_cache_bytes = 64 << 20;
  // How long an answer to a request id is kept.
  absl::Duration request_ttl = absl::Hours(24);
  bool verify_on_open = false;
};

// A condition on the stored document, as the etag field of a request has it.
struct EtagCondition {
  enum Kind { kNone, kExists, kMissing, kEquals };
  Kind kind = kNone;
  EtagBytes etag{};  // For kEquals.
};
// "" none, "*" exists, "-" missing, else 32 hex digits. INVALID_ARGUMENT.
absl::StatusOr<EtagCondition> ParseEtagCondition(std::string_view field,
                                                 std::string_view etag);

// Makes a retry safe; an empty id is not kept.
struct RequestStamp {
  std::string id;
  Fingerprint fingerprint{};  // RequestFingerprint of the request.
};

// One document to store. The log sets etag, revision and ingest_time.
struct DocumentWrite {
  std::string id;
  EtagCondition condition;
  // Write only if the document still stands at this offset (re-parsing must
  // not undo a newer ingest). ABORTED (DOCUMENT_CHANGED) otherwise.
  std::optional<uint64_t> expected_offset;
  // Changes of speakers up to here were known to the parser. When there are
  // later ones the document is marked (ReadUnsettled).
  uint64_t speakers_offset = UINT64_MAX;
  RequestStamp request;
  Fingerprint fingerprint{};  // RecordFingerprint.
  v1::DocumentPut record;     // document.name = documents/{id}.
  std::string text;           // Normalised text.
  // Content, content_type, file_name, metadata: what parsing again needs. The
  // other fields are dropped.
  v1::IngestDocumentRequest source;
};

struct DocumentWritten {
  v1::IngestOutcome outcome = v1::INGEST_OUTCOME_UNSPECIFIED;
  v1::Document document;  // As stored, without text and source.
  kit::Revision revision;
  bool replayed = false;  // The answer to an earlier request of the same id.
};

// Asks, before the work of parsing, whether it is needed at all.
struct UnchangedProbe {
  std::string id;
  EtagCondition condition;
  RequestStamp request;
  Fingerprint fingerprint{};
};

struct DocumentDeletion {
  std::string id;
  EtagCondition condition;
  bool allow_missing = false;
  RequestStamp request;
};

// What to read of a document besides its own record.
struct DocumentParts {
  bool statements = false;
  bool text = false;
  bool source = false;
};

struct StoredDocument {
  v1::Document document;  // Without text and source.
  v1::DocumentPut found;  // Statements and speakers alone.
  std::string text;
  v1::IngestDocumentRequest source;  // As DocumentWrite.source.
  uint64_t offset = 0;
};

// Marks of what is to be resolved again (RecordLog::ReadUnsettled).
struct Unsettled {
  struct Speaker {
    std::string slug;
    uint64_t offset = 0;  // Of its last change.
    v1::Speaker former;   // Names it had since documents last followed it.
    v1::Speaker present;
  };
  struct Document {
    std::string id;
    uint64_t offset = 0;  // At which it was stored.
  };
  std::vector<Speaker> speakers;
  std::vector<Document> documents;
  uint64_t speakers_end = 0;  // The last change of a speaker as of this read.

  bool empty() const { return speakers.empty() && documents.empty(); }
};

struct DocumentSpeakers {
  std::string id;
  std::vector<v1::Speaker> speakers;
};

// A vocabulary that a client imported, as it was sent.
struct TopicImport {
  uint32_t order = 0;               // Of the source's first import; unique.
  v1::ImportTopicsRequest request;  // `remove` forgets it.
};

// A stretch of the log.
struct ChangePage {
  std::vector<v1::Change> changes;
  uint64_t last_offset = 0;  // Position after these; `after` when empty.
  bool caught_up = false;    // Nothing later was committed when it was read.
};

template <typename T>
using WriteDone = absl::AnyInvocable<void(absl::StatusOr<T>)>;

// Safe to use from any thread. Writes take a callback, run once on the log's
// own thread (it must not block), or block the caller until durable.
//
// Errors of writes: ABORTED (ETAG_MISMATCH, DOCUMENT_CHANGED), ALREADY_EXISTS
// (REQUEST_ID_REUSED), NOT_FOUND, DATA_LOSS (STORE_DAMAGED), RESOURCE_EXHAUSTED
// (STORE_FULL), UNAVAILABLE. After a failed sync the write may or may not be
// found on restart; a retry is safe.
class RecordLog {
 public:
  // `clock` outlives the log. FAILED_PRECONDITION when the folder is in use or
  // of another format; DATA_LOSS when it is damaged.
  static absl::StatusOr<std::unique_ptr<RecordLog>> Open(
      const RecordLogOptions& options, const kit::Clock& clock);
  ~RecordLog();  // Commits what waits.
  RecordLog(const RecordLog&) = delete;
  RecordLog& operator=(const RecordLog&) = delete;

  // ---- documents
  void PutDocument(DocumentWrite write, WriteDone<DocumentWritten> done);
  absl::StatusOr<DocumentWritten> PutDocument(DocumentWrite write);

  // Absent when the document must be parsed and put.
  void FindUnchanged(UnchangedProbe probe,
                     WriteDone<std::optional<DocumentWritten>> done);
  absl::StatusOr<std::optional<DocumentWritten>> FindUnchanged(
      UnchangedProbe probe);

  // Whether FindUnchanged is worth asking: the stored document has this
  // fingerprint, or the request id is known. A hint, read without waiting for
  // writes under way.
  absl::StatusOr<bool> MayBeSettled(std::string_view id,
                                    const Fingerprint& fingerprint,
                                    std::string_view request_id) const;

  // The revision of the deletion; of the log's end when nothing was there and
  // that is allowed.
  void DeleteDocument(DocumentDeletion deletion, WriteDone<kit::Revision> done);
  absl::StatusOr<kit::Revision> DeleteDocument(DocumentDeletion deletion);

  // All parts as of one moment. NOT_FOUND when missing or deleted.
  absl::StatusOr<StoredDocument> ReadDocument(std::string_view id,
                                              DocumentParts parts) const;
  // Ids of live documents greater than `after`, in order.
  absl::StatusOr<std::vector<std::string>> ListDocumentIds(
      std::string_view after, std::size_t count_max) const;

  // ---- vocabularies
  // Replaces the whole vocabulary of a source, all or nothing, and keeps or
  // forgets the import that it came of with it. The revision of its last chunk;
  // of the log's end when `version` is the stored one.
  absl::StatusOr<kit::Revision> PutVocabulary(
      std::string source, std::string version, std::vector<v1::Topic> topics,
      std::optional<TopicImport> import = std::nullopt);
  // In their order.
  absl::StatusOr<std::vector<TopicImport>> ListTopicImports() const;
  // Empty when the source was never published.
  absl::StatusOr<std::string> VocabularyVersion(std::string_view source) const;

  // ---- speakers
  // Reads the operator's records of these slugs, lets `change` say what they
  // become, writes what it returns, all or nothing. `change` runs on the log's
  // thread; it must not block or call the log, and returns only speakers of
  // `slugs`. Their etags are set here. The revision of the last one; of the
  // log's end when nothing is returned.
  using PresentSpeakers = std::map<std::string, v1::Speaker>;  // By slug.
  using SpeakerChange =
      absl::AnyInvocable<absl::StatusOr<std::vector<v1::Speaker>>(
          const PresentSpeakers&)>;
  absl::StatusOr<kit::Revision> ChangeSpeakers(std::vector<std::string> slugs,
                                               SpeakerChange change);
  absl::StatusOr<v1::Speaker> ReadSpeaker(std::string_view slug) const;
  // In slug order, those greater than `after`.
  absl::StatusOr<std::vector<v1::Speaker>> ListSpeakers(
      std::string_view after, std::size_t count_max) const;

  // What stored documents do not follow yet: speakers whose change is not
  // known to have reached all of them, and documents stored after a change
  // that their parse did not know. At most `count_max` of either.
  absl::StatusOr<Unsettled> ReadUnsettled(std::size_t count_max) const;
  // Takes these marks away, but for those made anew meanwhile.
  absl::Status Settle(Unsettled settled);
  // The speakers of live documents greater than `after`, in order; the
  // statements are not read.
  absl::StatusOr<std::vector<DocumentSpeakers>> ListDocumentSpeakers(
      std::string_view after, std::size_t count_max) const;

  // ---- changes
  // Changes after an offset, oldest first, up to `bytes_max` (at least one).
  absl::StatusOr<ChangePage> ReadChanges(uint64_t after,
                                         std::size_t bytes_max) const;
  // The last durable write. 0 in an empty log.
  uint64_t end() const;
  uint64_t epoch() const;
  kit::Revision EndRevision() const { return {epoch(), end()}; }

  // `listener` is called after each durable group, on the log's thread; it must
  // not block. One listener; after this returns the former one is not called.
  void SetCommitListener(std::function<void(uint64_t end)> listener);

  // ---- upkeep
  // The store itself, for backups and checkpoints.
  const kit::Store& store() const;
  // Commits what waits; later writes get UNAVAILABLE. Reads go on.
  void CloseWrites();

 private:
  struct State;
  explicit RecordLog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace quoth::ingest
