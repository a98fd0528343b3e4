#include "ingest-service/intake/intake.h"

#include <optional>
#include <utility>

#include "ingest-service/record_log/fingerprints.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr absl::Duration kBusyRetryDelay = absl::Milliseconds(250);

absl::Status Busy() {
  return kit::RetryLater(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                         "too many documents are being worked on",
                         kBusyRetryDelay);
}

absl::Status NoLongerWanted() {
  return kit::WithReason(absl::StatusCode::kCancelled, "CANCELLED",
                         "the caller went away or its deadline passed");
}

ParseInput InputOf(const v1::IngestDocumentRequest& request,
                   const CheckedRequest& checked, bool explain) {
  return {.request = request,
          .document_id = checked.document_id,
          .source_url = checked.source_url,
          .published_on = checked.published_on,
          .said_on = checked.said_on,
          .content_hash = checked.content_hash,
          .explain = explain};
}

}  // namespace

// One document on its way.
struct Intake::Work {
  const v1::IngestDocumentRequest& request;
  CheckedRequest checked;
  Admission::Place place;
  StillWanted wanted;
  IngestDone done;
  Fingerprint fingerprint{};
  // Of the record, kept for the answer.
  std::vector<v1::Statement> statements;

  void Fail(absl::Status status) {
    place = Admission::Place();  // Room is free before the caller knows.
    done(std::move(status));
  }
};

Intake::Intake(RecordLog& log, const DocumentParser& parser,
               IntakeOptions options)
    : log_(log),
      parser_(parser),
      options_(options),
      admission_(options.admission),
      pool_(options.parser_threads) {}

Intake::~Intake() = default;

absl::StatusOr<CheckedRequest> Intake::Check(
    const v1::IngestDocumentRequest& request, std::string_view prefix) const {
  return CheckRequest(request, options_.document_bytes_max, prefix);
}

void Intake::Ingest(const v1::IngestDocumentRequest& request,
                    StillWanted wanted, IngestDone done) {
  absl::StatusOr<CheckedRequest> checked = Check(request, "");
  if (!checked.ok()) return done(checked.status());
  Admission::Place place = admission_.TryEnter(request.content().size());
  if (!place.held()) return done(Busy());
  IngestAdmitted(request, *std::move(checked), std::move(place),
                 std::move(wanted), std::move(done));
}

void Intake::IngestAdmitted(const v1::IngestDocumentRequest& request,
                            CheckedRequest checked, Admission::Place place,
                            StillWanted wanted, IngestDone done) {
  auto work = std::make_shared<Work>(Work{.request = request,
                                          .checked = std::move(checked),
                                          .place = std::move(place),
                                          .wanted = std::move(wanted),
                                          .done = std::move(done)});
  pool_.Submit([this, work = std::move(work)] { LookBefore(work); });
}

// Parsing what is stored already, or answering a retry anew, is saved when a
// look at the store says that it may be so.
void Intake::LookBefore(WorkPtr work) {
  if (!work->wanted()) return work->Fail(NoLongerWanted());
  const CheckedRequest& checked = work->checked;
  work->fingerprint =
      RecordFingerprint(work->request, checked.content_hash,
                        parser_.parser_version(), parser_.vocabulary_version());
  const absl::StatusOr<bool> settled = log_.MayBeSettled(
      checked.document_id, work->fingerprint, checked.stamp.id);
  if (!settled.ok()) return work->Fail(settled.status());
  if (!*settled) return ParseAndStore(std::move(work));
  UnchangedProbe probe{.id = checked.document_id,
                       .condition = checked.condition,
                       .request = checked.stamp,
                       .fingerprint = work->fingerprint};
  log_.FindUnchanged(
      std::move(probe),
      [this, work](absl::StatusOr<std::optional<DocumentWritten>> found) {
        if (!found.ok()) return work->Fail(found.status());
        pool_.Submit([this, work, found = *std::move(found)]() mutable {
          if (!found) return ParseAndStore(work);
          Answer(*work, *std::move(found));
        });
      });
}

void Intake::ParseAndStore(WorkPtr work) {
  if (!work->wanted()) return work->Fail(NoLongerWanted());
  CheckedRequest& checked = work->checked;
  ParsedRecord parsed =
      parser_.Parse(InputOf(work->request, checked, /*explain=*/false));
  if (!work->wanted()) return work->Fail(NoLongerWanted());
  if (work->request.return_statements()) {
    work->statements.assign(parsed.record.statements().begin(),
                            parsed.record.statements().end());
  }
  DocumentWrite write;
  write.id = checked.document_id;
  write.condition = checked.condition;
  write.request = checked.stamp;
  // Not work->fingerprint: the vocabulary may have changed since.
  const v1::Document& made = parsed.record.document();
  write.fingerprint =
      RecordFingerprint(work->request, checked.content_hash,
                        made.parser_version(), made.vocabulary_version());
  write.speakers_offset = parsed.speakers_offset;
  write.record = std::move(parsed.record);
  write.text = std::move(parsed.text);
  write.source = work->request;
  log_.PutDocument(std::move(write),
                   [this, work](absl::StatusOr<DocumentWritten> written) {
                     Answer(*work, std::move(written));
                   });
}

void Intake::Answer(Work& work, absl::StatusOr<DocumentWritten> written) const {
  if (!written.ok()) return work.Fail(written.status());
  v1::IngestDocumentResponse response;
  response.set_outcome(written->outcome);
  response.set_revision(kit::FormatRevision(written->revision));
  *response.mutable_document() = std::move(written->document);
  if (work.request.return_statements()) {
    const bool fresh =
        written->outcome != v1::INGEST_OUTCOME_UNCHANGED && !written->replayed;
    if (fresh) {
      for (v1::Statement& statement : work.statements) {
        *response.add_statements() = std::move(statement);
      }
    } else {
      // As stored, unless the document was replaced since: then they would be
      // those of another text.
      absl::StatusOr<StoredDocument> stored =
          log_.ReadDocument(work.checked.document_id, {.statements = true});
      if (stored.ok() && stored->offset == written->revision.offset) {
        response.mutable_statements()->Swap(stored->found.mutable_statements());
      }
    }
  }
  work.place = Admission::Place();
  work.done(std::move(response));
}

void Intake::Parse(const v1::IngestDocumentRequest& request, StillWanted wanted,
                   ParseDone done) {
  absl::StatusOr<CheckedRequest> checked = Check(request, "document.");
  if (!checked.ok()) return done(checked.status());
  Admission::Place place = admission_.TryEnter(request.content().size());
  if (!place.held()) return done(Busy());
  pool_.Submit([this, &request, checked = *std::move(checked),
                place = std::move(place), wanted = std::move(wanted),
                done = std::move(done)]() mutable {
    if (!wanted()) return done(NoLongerWanted());
    ParsedRecord parsed = parser_.Parse(InputOf(request, checked, true));
    v1::ParseDocumentResponse response;
    *response.mutable_document() = std::move(*parsed.record.mutable_document());
    response.mutable_document()->set_text(std::move(parsed.text));
    response.mutable_statements()->Swap(parsed.record.mutable_statements());
    response.mutable_speakers()->Swap(parsed.record.mutable_speakers());
    for (v1::Explanation& explanation : parsed.explanations) {
      *response.add_explanations() = std::move(explanation);
    }
    place = Admission::Place();
    done(std::move(response));
  });
}

}  // namespace quoth::ingest
