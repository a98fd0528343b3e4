// Documents to the ingest service over one stream, a bounded number of them
// unanswered at a time, over breaks of the connection.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ingest-service/tools/quoth_load/inputs.h"
#include "quoth/v1/ingest_service.grpc.pb.h"

namespace quoth::load {

// What became of one document.
struct Outcome {
  std::string label;
  std::uint64_t bytes = 0;
  absl::Status status;
  quoth::v1::IngestDocumentResponse response;  // When the status is OK.
};

struct LoaderOptions {
  std::size_t window_documents = 64;
  std::uint64_t window_bytes = 32 << 20;  // One larger document goes alone.
  int attempts_max = 8;  // Of connecting, without any answer in between.
  absl::Duration first_pause = absl::Milliseconds(250);  // Doubles up to 8 s.
};

// Not for several threads. `sink` is called once for each document, from
// another thread, one call at a time.
//
// A broken stream is opened again and what is unanswered sent again: storing
// the same document twice changes nothing. When a stream breaks for another
// reason than the server's absence (a message above its limit), what is
// unanswered goes by single calls, so that each gets its own answer.
class StreamLoader {
 public:
  StreamLoader(quoth::v1::IngestService::StubInterface& stub,
               LoaderOptions options, std::function<void(const Outcome&)> sink);
  ~StreamLoader();
  StreamLoader(const StreamLoader&) = delete;
  StreamLoader& operator=(const StreamLoader&) = delete;

  // Waits while the window is full. Not OK: the server cannot be reached or
  // refuses the call itself; nothing more can be loaded.
  absl::Status Add(Item item);
  // Waits for every answer.
  absl::Status Finish();

 private:
  struct State;
  absl::Status Recover(absl::Status ended);
  absl::Status SendSingly();
  std::unique_ptr<State> state_;
};

}  // namespace quoth::load
