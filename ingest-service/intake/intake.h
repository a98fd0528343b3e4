// Start here. Documents in: checked, admitted, parsed on the worker pool, and
// stored in the record log. Transport is not known here.
//
//   document_request.h  what a good request is
//   admission.h         how much is taken on at once
//   worker_pool.h       where parsing runs
//   document_parser.h   the parser, as seen from here; pipeline_parser.h, the
//   real one reparse.h           stored documents parsed again
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "ingest-service/intake/admission.h"
#include "ingest-service/intake/document_parser.h"
#include "ingest-service/intake/document_request.h"
#include "ingest-service/intake/worker_pool.h"
#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

struct IntakeOptions {
  uint64_t document_bytes_max = 8 << 20;
  int parser_threads = 2;
  AdmissionLimits admission;
};

// Whether the caller still wants the answer; asked between steps, from any
// thread.
using StillWanted = std::function<bool()>;

using IngestDone =
    absl::AnyInvocable<void(absl::StatusOr<v1::IngestDocumentResponse>)>;
using ParseDone =
    absl::AnyInvocable<void(absl::StatusOr<v1::ParseDocumentResponse>)>;

// Safe to use from any thread. `done` is called exactly once, perhaps before
// the call returns, from any thread; it must not block. Requests outlive it.
class Intake {
 public:
  // `log` and `parser` outlive this.
  Intake(RecordLog& log, const DocumentParser& parser, IntakeOptions options);
  ~Intake();  // After every `done` has been called.
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  // RESOURCE_EXHAUSTED (SERVER_BUSY) with RetryInfo when there is no room;
  // CANCELLED when no longer wanted; else as CheckRequest and PutDocument.
  void Ingest(const v1::IngestDocumentRequest& request, StillWanted wanted,
              IngestDone done);
  void Parse(const v1::IngestDocumentRequest& request, StillWanted wanted,
             ParseDone done);

  // The steps apart, for streams, which wait for room instead of failing.
  absl::StatusOr<CheckedRequest> Check(const v1::IngestDocumentRequest& request,
                                       std::string_view prefix) const;
  Admission& admission() { return admission_; }
  void IngestAdmitted(const v1::IngestDocumentRequest& request,
                      CheckedRequest checked, Admission::Place place,
                      StillWanted wanted, IngestDone done);

  WorkerPool& pool() { return pool_; }
  RecordLog& log() { return log_; }
  const DocumentParser& parser() const { return parser_; }
  const IntakeOptions& options() const { return options_; }

 private:
  struct Work;
  using WorkPtr = std::shared_ptr<Work>;

  void LookBefore(WorkPtr work);
  void ParseAndStore(WorkPtr work);
  void Answer(Work& work, absl::StatusOr<DocumentWritten> written) const;

  RecordLog& log_;
  const DocumentParser& parser_;
  const IntakeOptions options_;
  Admission admission_;
  WorkerPool pool_;  // Last: its tasks use all of the above.
};

}  // namespace quoth::ingest
