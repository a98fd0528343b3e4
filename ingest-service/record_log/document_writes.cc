#include "ingest-service/record_log/document_writes.h"

#include <utility>

#include "ingest-service/record_log/fingerprints.h"
#include "ingest-service/record_log/request_answers.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

Subject DocumentSubject(const std::string& id) {
  return {.kind = SubjectKind::kDocument, .id = id};
}

std::vector<std::string> KeysOf(const std::string& id,
                                const RequestStamp& request) {
  std::vector<std::string> keys = {HeadKey(DocumentSubject(id))};
  if (!request.id.empty()) keys.push_back(RequestKey(request.id));
  return keys;
}

absl::Status DamagedDocument() {
  return kit::WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                         "a stored document cannot be read");
}

absl::Status CheckCondition(const EtagCondition& condition,
                            const std::optional<Head>& head) {
  const bool live = head && head->live;
  bool holds = true;
  switch (condition.kind) {
    case EtagCondition::kNone:
      break;
    case EtagCondition::kExists:
      holds = live;
      break;
    case EtagCondition::kMissing:
      holds = !live;
      break;
    case EtagCondition::kEquals:
      holds = live && head->live->etag == condition.etag;
      break;
  }
  if (holds) return absl::OkStatus();
  return kit::WithReason(
      absl::StatusCode::kAborted, "ETAG_MISMATCH",
      "the stored document is not the one the etag names",
      {{"etag", live ? FormatEtag(head->live->etag) : std::string()}});
}

// Stored or replayed bytes as an answer.
absl::StatusOr<DocumentWritten> ToWritten(v1::IngestOutcome outcome,
                                          const std::string& document,
                                          bool replayed) {
  DocumentWritten written;
  written.outcome = outcome;
  written.replayed = replayed;
  if (!written.document.ParseFromString(document)) return DamagedDocument();
  absl::StatusOr<kit::Revision> revision =
      kit::ParseRevision("revision", written.document.revision());
  if (!revision.ok()) return DamagedDocument();
  written.revision = *revision;
  return written;
}

// What the put and the probe share: the answer of an earlier request, or of a
// document that is the same already.
struct Settled {
  v1::IngestOutcome outcome;
  std::string document;
  bool replayed;
};

absl::StatusOr<std::optional<Settled>> FindSettled(
    CommitGroup& group, const RequestStamp& request, absl::Duration ttl,
    const std::string& id, const EtagCondition& condition,
    const Fingerprint& fingerprint, const std::optional<Head>& head) {
  absl::StatusOr<std::optional<RequestAnswer>> answer =
      FindAnswer(group, request);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) {
    return Settled{static_cast<v1::IngestOutcome>((*answer)->outcome),
                   std::move((*answer)->document), true};
  }
  if (absl::Status status = CheckCondition(condition, head); !status.ok()) {
    return status;
  }
  if (!head || !head->live || head->live->fingerprint != fingerprint) {
    return std::optional<Settled>();
  }
  absl::StatusOr<std::optional<std::string>> document =
      group.Get(kDocuments, id);
  if (!document.ok()) return document.status();
  if (!document->has_value()) return DamagedDocument();
  KeepAnswer(group, request, ttl,
             {.outcome = v1::INGEST_OUTCOME_UNCHANGED,
              .offset = head->offset,
              .document = **document});
  return Settled{v1::INGEST_OUTCOME_UNCHANGED, *std::move(*document), false};
}

class DocumentPutWrite final : public PendingWrite {
 public:
  DocumentPutWrite(DocumentWrite write, absl::Duration ttl,
                   WriteDone<DocumentWritten> done)
      : id_(std::move(write.id)),
        condition_(write.condition),
        expected_offset_(write.expected_offset),
        speakers_offset_(write.speakers_offset),
        request_(std::move(write.request)),
        ttl_(ttl),
        text_(std::move(write.text)),
        done_(std::move(done)) {
    live_.fingerprint = write.fingerprint;
    Serialize(std::move(write.record), std::move(write.source));
  }

  std::vector<std::string> ExclusiveKeys() const override {
    return KeysOf(id_, request_);
  }

  std::size_t bytes() const override {
    return document_.size() + found_.size() + text_.size() + source_.size();
  }

  absl::Status Stage(CommitGroup& group) override {
    if (!readable_) {
      return kit::WithReason(absl::StatusCode::kInternal, "RECORD_UNREADABLE",
                             "the record could not be read back");
    }
    absl::StatusOr<std::optional<Head>> head =
        group.ReadHead(DocumentSubject(id_));
    if (!head.ok()) return head.status();
    absl::StatusOr<std::optional<Settled>> settled = FindSettled(
        group, request_, ttl_, id_, condition_, live_.fingerprint, *head);
    if (!settled.ok()) return settled.status();
    // A parse made anew stands even if its inputs are the same: what it found
    // decides.
    const bool same_record = *head && (*head)->live && *(*head)->live == live_;
    if (settled->has_value() && (!expected_offset_ || same_record)) {
      outcome_ = (*settled)->outcome;
      replayed_ = (*settled)->replayed;
      document_ = std::move((*settled)->document);
      return absl::OkStatus();
    }
    const bool live = *head && (*head)->live;
    if (expected_offset_ && (!live || (*head)->offset != *expected_offset_)) {
      return kit::WithReason(absl::StatusCode::kAborted, "DOCUMENT_CHANGED",
                             "the document was changed meanwhile");
    }
    outcome_ = live ? v1::INGEST_OUTCOME_REPLACED : v1::INGEST_OUTCOME_CREATED;
    const uint64_t offset = group.next_offset();
    Store(group, *head);
    return MarkUnlessSettled(group, offset);
  }

  void Complete(const absl::Status& outcome) override {
    if (!outcome.ok()) return done_(outcome);
    done_(ToWritten(outcome_, document_, replayed_));
  }

 private:
  void Serialize(v1::DocumentPut record, v1::IngestDocumentRequest source) {
    v1::Document& document = *record.mutable_document();
    document.clear_revision();
    document.clear_ingest_time();
    document.clear_text();
    document.clear_source();
    live_.etag = RecordEtag(record);
    document.set_etag(FormatEtag(live_.etag));
    document_ = document.SerializeAsString();
    record.clear_document();
    found_ = record.SerializeAsString();
    // A string that is not UTF-8 serialises and never parses again: it would
    // stop every follower.
    readable_ = v1::Document().ParseFromString(document_) &&
                record.ParseFromString(found_);
    source.clear_document_id();
    source.clear_etag();
    source.clear_request_id();
    source.clear_return_statements();
    source_ = source.SerializeAsString();
  }

  void Store(CommitGroup& group, const std::optional<Head>& former) {
    // Concatenated messages merge: the last fields of the record are added
    // without parsing it.
    v1::Document tail;
    const uint64_t offset = group.next_offset();
    tail.set_revision(group.RevisionToken(offset));
    const absl::Duration since_epoch = group.now() - absl::UnixEpoch();
    tail.mutable_ingest_time()->set_seconds(absl::ToInt64Seconds(since_epoch));
    tail.AppendToString(&document_);
    v1::Change change;
    change.mutable_document_put()->mutable_document()->set_name(
        kit::FormatName(kit::DocumentName{id_}));
    group.AddChange(DocumentSubject(id_), former, std::move(change), live_);
    group.Put(kDocuments, id_, document_);
    group.Put(kStatements, id_, found_);
    group.Put(kTexts, id_, text_);
    group.Put(kSources, id_, source_);
    KeepAnswer(group, request_, ttl_,
               {.outcome = static_cast<uint8_t>(outcome_),
                .offset = offset,
                .document = document_});
  }

  // Parsed with speakers that were changed since: to be resolved again.
  absl::Status MarkUnlessSettled(CommitGroup& group, uint64_t offset) const {
    const absl::StatusOr<uint64_t> speakers_end = group.SpeakersEnd();
    if (!speakers_end.ok()) return speakers_end.status();
    if (speakers_offset_ < *speakers_end) {
      group.Put(kMeta, DocumentMarkKey(id_), EncodeNumber(offset));
    }
    return absl::OkStatus();
  }

  const std::string id_;
  const EtagCondition condition_;
  const std::optional<uint64_t> expected_offset_;
  const uint64_t speakers_offset_;
  const RequestStamp request_;
  const absl::Duration ttl_;
  Head::Live live_;
  std::string document_;
  std::string found_;
  const std::string text_;
  std::string source_;
  v1::IngestOutcome outcome_ = v1::INGEST_OUTCOME_UNSPECIFIED;
  bool replayed_ = false;
  bool readable_ = false;
  WriteDone<DocumentWritten> done_;
};

class UnchangedProbeWrite final : public PendingWrite {
 public:
  UnchangedProbeWrite(UnchangedProbe probe, absl::Duration ttl,
                      WriteDone<std::optional<DocumentWritten>> done)
      : probe_(std::move(probe)), ttl_(ttl), done_(std::move(done)) {}

  std::vector<std::string> ExclusiveKeys() const override {
    return KeysOf(probe_.id, probe_.request);
  }

  std::size_t bytes() const override { return 0; }

  absl::Status Stage(CommitGroup& group) override {
    absl::StatusOr<std::optional<Head>> head =
        group.ReadHead(DocumentSubject(probe_.id));
    if (!head.ok()) return head.status();
    absl::StatusOr<std::optional<Settled>> settled =
        FindSettled(group, probe_.request, ttl_, probe_.id, probe_.condition,
                    probe_.fingerprint, *head);
    if (!settled.ok()) return settled.status();
    settled_ = *std::move(settled);
    return absl::OkStatus();
  }

  void Complete(const absl::Status& outcome) override {
    if (!outcome.ok()) return done_(outcome);
    if (!settled_) return done_(std::optional<DocumentWritten>());
    absl::StatusOr<DocumentWritten> written =
        ToWritten(settled_->outcome, settled_->document, settled_->replayed);
    if (!written.ok()) return done_(written.status());
    done_(std::optional<DocumentWritten>(*std::move(written)));
  }

 private:
  const UnchangedProbe probe_;
  const absl::Duration ttl_;
  std::optional<Settled> settled_;
  WriteDone<std::optional<DocumentWritten>> done_;
};

class DocumentDeletionWrite final : public PendingWrite {
 public:
  DocumentDeletionWrite(DocumentDeletion deletion, absl::Duration ttl,
                        WriteDone<kit::Revision> done)
      : deletion_(std::move(deletion)), ttl_(ttl), done_(std::move(done)) {}

  std::vector<std::string> ExclusiveKeys() const override {
    return KeysOf(deletion_.id, deletion_.request);
  }

  std::size_t bytes() const override { return 0; }

  absl::Status Stage(CommitGroup& group) override {
    absl::StatusOr<std::optional<RequestAnswer>> answer =
        FindAnswer(group, deletion_.request);
    if (!answer.ok()) return answer.status();
    if (answer->has_value()) {
      revision_ = {group.epoch(), (*answer)->offset};
      return absl::OkStatus();
    }
    const Subject subject = DocumentSubject(deletion_.id);
    absl::StatusOr<std::optional<Head>> head = group.ReadHead(subject);
    if (!head.ok()) return head.status();
    const bool live = *head && (*head)->live;
    const std::string name = kit::FormatName(kit::DocumentName{deletion_.id});
    if (!live && !deletion_.allow_missing) return kit::NotFoundResource(name);
    if (live) {
      absl::Status status = CheckCondition(deletion_.condition, *head);
      if (!status.ok()) return status;
    }
    uint64_t offset = group.next_offset() - 1;
    if (live) {
      v1::Change change;
      change.mutable_document_deleted()->set_name(name);
      offset = group.AddChange(subject, *head, std::move(change));
      for (const Family family : {kDocuments, kStatements, kTexts, kSources}) {
        group.Delete(family, deletion_.id);
      }
    } else if (*head) {
      offset = (*head)->offset;  // It was deleted there.
    }
    KeepAnswer(group, deletion_.request, ttl_, {.offset = offset});
    revision_ = {group.epoch(), offset};
    return absl::OkStatus();
  }

  void Complete(const absl::Status& outcome) override {
    if (!outcome.ok()) return done_(outcome);
    done_(revision_);
  }

 private:
  const DocumentDeletion deletion_;
  const absl::Duration ttl_;
  kit::Revision revision_;
  WriteDone<kit::Revision> done_;
};

}  // namespace

std::unique_ptr<PendingWrite> MakeDocumentWrite(
    DocumentWrite write, absl::Duration request_ttl,
    WriteDone<DocumentWritten> done) {
  return std::make_unique<DocumentPutWrite>(std::move(write), request_ttl,
                                            std::move(done));
}

std::unique_ptr<PendingWrite> MakeUnchangedProbe(
    UnchangedProbe probe, absl::Duration request_ttl,
    WriteDone<std::optional<DocumentWritten>> done) {
  return std::make_unique<UnchangedProbeWrite>(std::move(probe), request_ttl,
                                               std::move(done));
}

std::unique_ptr<PendingWrite> MakeDocumentDeletion(
    DocumentDeletion deletion, absl::Duration request_ttl,
    WriteDone<kit::Revision> done) {
  return std::make_unique<DocumentDeletionWrite>(std::move(deletion),
                                                 request_ttl, std::move(done));
}

}  // namespace quoth::ingest
