// The reading half of RecordLog.
#include <utility>

#include "ingest-service/record_log/record_log.h"
#include "ingest-service/record_log/record_log_state.h"
#include "ingest-service/record_log/speaker_marks.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

absl::Status Damaged(std::string_view what) {
  return kit::WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED", what);
}

absl::Status ParseInto(google::protobuf::MessageLite& message,
                       const std::string& bytes, std::string_view what) {
  return message.ParseFromString(bytes) ? absl::OkStatus() : Damaged(what);
}

// A part that must be there because its document is.
absl::StatusOr<std::string> GetPart(const kit::Store& store, Family family,
                                    std::string_view key,
                                    const rocksdb::ReadOptions& options) {
  absl::StatusOr<std::string> value = store.Get(family, key, options);
  if (absl::IsNotFound(value.status())) {
    return Damaged("a part of a stored record is missing");
  }
  return value;
}

// Fills the names that the log keeps with what they stand for.
class ChangeExpander {
 public:
  ChangeExpander(const kit::Store& store, const rocksdb::ReadOptions& options)
      : store_(store), options_(options) {}

  absl::Status Expand(v1::Change& change) const {
    switch (change.event_case()) {
      case v1::Change::kDocumentPut:
        return ExpandDocument(*change.mutable_document_put());
      case v1::Change::kSpeakerPut:
        return ExpandSpeaker(*change.mutable_speaker_put()->mutable_speaker());
      case v1::Change::kVocabularyPut:
        return ExpandChunk(*change.mutable_vocabulary_put());
      case v1::Change::kDocumentDeleted:
        return absl::OkStatus();
      case v1::Change::EVENT_NOT_SET:
        break;
    }
    return Damaged("a change of no known kind");
  }

 private:
  absl::Status ExpandDocument(v1::DocumentPut& put) const {
    absl::StatusOr<kit::DocumentName> name =
        kit::ParseDocumentName("name", put.document().name());
    if (!name.ok()) return Damaged("a change names no document");
    absl::StatusOr<std::string> document =
        GetPart(store_, kDocuments, name->id, options_);
    if (!document.ok()) return document.status();
    absl::StatusOr<std::string> found =
        GetPart(store_, kStatements, name->id, options_);
    if (!found.ok()) return found.status();
    if (absl::Status status =
            ParseInto(put, *found, "stored statements cannot be read");
        !status.ok()) {
      return status;
    }
    return ParseInto(*put.mutable_document(), *document,
                     "a stored document cannot be read");
  }

  absl::Status ExpandSpeaker(v1::Speaker& speaker) const {
    absl::StatusOr<kit::SpeakerName> name =
        kit::ParseSpeakerName("name", speaker.name());
    if (!name.ok()) return Damaged("a change names no speaker");
    absl::StatusOr<std::string> bytes =
        GetPart(store_, kSpeakers, name->slug, options_);
    if (!bytes.ok()) return bytes.status();
    return ParseInto(speaker, *bytes, "a stored speaker cannot be read");
  }

  absl::Status ExpandChunk(v1::VocabularyPut& chunk) const {
    absl::StatusOr<std::string> bytes =
        GetPart(store_, kTopics,
                VocabularyChunkKey(chunk.source(), chunk.chunk()), options_);
    if (!bytes.ok()) return bytes.status();
    return ParseInto(chunk, *bytes, "a stored vocabulary cannot be read");
  }

  const kit::Store& store_;
  const rocksdb::ReadOptions& options_;
};

}  // namespace

absl::StatusOr<StoredDocument> RecordLog::ReadDocument(
    std::string_view id, DocumentParts parts) const {
  const kit::Store& store = *state_->store;
  const std::unique_ptr<kit::StoreSnapshot> snapshot = store.NewSnapshot();
  rocksdb::ReadOptions options;
  options.snapshot = snapshot->get();

  StoredDocument stored;
  const kit::DocumentName name{std::string(id)};
  absl::StatusOr<std::string> bytes = store.Get(kDocuments, id, options);
  if (absl::IsNotFound(bytes.status())) {
    return kit::NotFoundResource(kit::FormatName(name));
  }
  if (!bytes.ok()) return bytes.status();
  absl::Status status =
      ParseInto(stored.document, *bytes, "a stored document cannot be read");
  if (!status.ok()) return status;
  absl::StatusOr<kit::Revision> revision =
      kit::ParseRevision("revision", stored.document.revision());
  if (!revision.ok()) return Damaged("a stored document has no revision");
  stored.offset = revision->offset;
  if (parts.statements) {
    bytes = GetPart(store, kStatements, id, options);
    if (!bytes.ok()) return bytes.status();
    status =
        ParseInto(stored.found, *bytes, "stored statements cannot be read");
    if (!status.ok()) return status;
  }
  if (parts.text) {
    bytes = GetPart(store, kTexts, id, options);
    if (!bytes.ok()) return bytes.status();
    stored.text = *std::move(bytes);
  }
  if (parts.source) {
    bytes = GetPart(store, kSources, id, options);
    if (!bytes.ok()) return bytes.status();
    status = ParseInto(stored.source, *bytes, "a stored source cannot be read");
    if (!status.ok()) return status;
  }
  return stored;
}

absl::StatusOr<bool> RecordLog::MayBeSettled(
    std::string_view id, const Fingerprint& fingerprint,
    std::string_view request_id) const {
  absl::StatusOr<std::string> bytes = state_->store->Get(
      kHeads, HeadKey({.kind = SubjectKind::kDocument, .id = std::string(id)}));
  if (bytes.ok()) {
    const std::optional<Head> head = DecodeHead(*bytes);
    if (!head) return Damaged("a head cannot be read");
    if (head->live && head->live->fingerprint == fingerprint) return true;
  } else if (!absl::IsNotFound(bytes.status())) {
    return bytes.status();
  }
  if (request_id.empty()) return false;
  bytes = state_->store->Get(kRequests, RequestKey(request_id));
  if (absl::IsNotFound(bytes.status())) return false;
  if (!bytes.ok()) return bytes.status();
  return true;
}

absl::StatusOr<std::vector<std::string>> RecordLog::ListDocumentIds(
    std::string_view after, std::size_t count_max) const {
  const std::string prefix(1, static_cast<char>(SubjectKind::kDocument));
  const kit::StoreIterator it = state_->store->NewIterator(kHeads);
  std::vector<std::string> ids;
  // A trailing zero byte makes the bound exclusive.
  std::string from = prefix + std::string(after);
  if (!after.empty()) from.push_back('\0');
  for (it->Seek(from); it->Valid() && ids.size() < count_max; it->Next()) {
    if (!it->key().starts_with(prefix)) break;
    const std::optional<Subject> subject =
        ParseHeadKey(it->key().ToStringView());
    const std::optional<Head> head = DecodeHead(it->value().ToStringView());
    if (!subject || !head) return Damaged("a head cannot be read");
    if (head->live) ids.push_back(subject->id);
  }
  if (absl::Status status = it.status(); !status.ok()) return status;
  return ids;
}

absl::StatusOr<std::string> RecordLog::VocabularyVersion(
    std::string_view source) const {
  absl::StatusOr<std::string> bytes =
      state_->store->Get(kTopics, VocabularyChunkKey(source, 0));
  if (absl::IsNotFound(bytes.status())) return std::string();
  if (!bytes.ok()) return bytes.status();
  v1::VocabularyPut chunk;
  absl::Status status =
      ParseInto(chunk, *bytes, "a stored vocabulary cannot be read");
  if (!status.ok()) return status;
  return chunk.version();
}

absl::StatusOr<std::vector<TopicImport>> RecordLog::ListTopicImports() const {
  const std::string prefix = TopicImportPrefix();
  const kit::StoreIterator it = state_->store->NewIterator(kTopics);
  std::vector<TopicImport> imports;
  for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix);
       it->Next()) {
    const std::optional<uint32_t> order =
        OrderOfTopicImport(it->key().ToStringView());
    if (!order) return Damaged("an import cannot be read");
    TopicImport& import = imports.emplace_back();
    import.order = *order;
    absl::Status status = ParseInto(import.request, it->value().ToString(),
                                    "an import cannot be read");
    if (!status.ok()) return status;
  }
  if (absl::Status status = it.status(); !status.ok()) return status;
  return imports;
}

absl::StatusOr<v1::Speaker> RecordLog::ReadSpeaker(
    std::string_view slug) const {
  absl::StatusOr<std::string> bytes = state_->store->Get(kSpeakers, slug);
  if (absl::IsNotFound(bytes.status())) {
    return kit::NotFoundResource(
        kit::FormatName(kit::SpeakerName{std::string(slug)}));
  }
  if (!bytes.ok()) return bytes.status();
  v1::Speaker speaker;
  absl::Status status =
      ParseInto(speaker, *bytes, "a stored speaker cannot be read");
  if (!status.ok()) return status;
  return speaker;
}

absl::StatusOr<std::vector<v1::Speaker>> RecordLog::ListSpeakers(
    std::string_view after, std::size_t count_max) const {
  const kit::StoreIterator it = state_->store->NewIterator(kSpeakers);
  std::vector<v1::Speaker> speakers;
  std::string from(after);
  if (!after.empty()) from.push_back('\0');
  for (it->Seek(from); it->Valid() && speakers.size() < count_max; it->Next()) {
    absl::Status status =
        ParseInto(speakers.emplace_back(), it->value().ToString(),
                  "a stored speaker cannot be read");
    if (!status.ok()) return status;
  }
  if (absl::Status status = it.status(); !status.ok()) return status;
  return speakers;
}

absl::StatusOr<std::vector<DocumentSpeakers>> RecordLog::ListDocumentSpeakers(
    std::string_view after, std::size_t count_max) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;  // A scan must not drive out what is asked for.
  const kit::StoreIterator it =
      state_->store->NewIterator(kStatements, options);
  std::vector<DocumentSpeakers> documents;
  std::string from(after);
  if (!after.empty()) from.push_back('\0');
  for (it->Seek(from); it->Valid() && documents.size() < count_max;
       it->Next()) {
    DocumentSpeakers& document = documents.emplace_back();
    document.id = it->key().ToString();
    if (!ReadSpeakersOf(it->value().ToStringView(), document.speakers)) {
      return Damaged("stored statements cannot be read");
    }
  }
  if (absl::Status status = it.status(); !status.ok()) return status;
  return documents;
}

absl::StatusOr<ChangePage> RecordLog::ReadChanges(uint64_t after,
                                                  std::size_t bytes_max) const {
  const kit::Store& store = *state_->store;
  // Change, record and statements as of one moment: a replacement between two
  // reads would put new words under an old offset.
  const std::unique_ptr<kit::StoreSnapshot> snapshot = store.NewSnapshot();
  rocksdb::ReadOptions options;
  options.snapshot = snapshot->get();
  const ChangeExpander expander(store, options);

  ChangePage page;
  page.last_offset = after;
  std::size_t bytes = 0;
  const kit::StoreIterator it = store.NewIterator(kChanges, options);
  for (it->Seek(ChangeKey(after + 1)); it->Valid(); it->Next()) {
    v1::Change change;
    const std::optional<uint64_t> offset =
        ParseChangeKey(it->key().ToStringView());
    if (!offset || !change.ParseFromString(it->value().ToString()) ||
        change.offset() != *offset) {
      return Damaged("a change cannot be read");
    }
    if (absl::Status status = expander.Expand(change); !status.ok()) {
      return status;
    }
    const std::size_t size = change.ByteSizeLong();
    if (!page.changes.empty() && bytes + size > bytes_max) return page;
    bytes += size;
    page.last_offset = *offset;
    page.changes.push_back(std::move(change));
  }
  if (absl::Status status = it.status(); !status.ok()) return status;
  page.caught_up = true;
  return page;
}

}  // namespace quoth::ingest
