// A record log in a file, for tests and for indexes built away from an ingest
// service: TailResponse messages, each behind its size as a varint.
#pragma once

#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "query-service/follower/log_source.h"

namespace quoth::query {

// Tails the file; waits for it to grow, also from nothing. A message written
// in part is waited for. Any thread may stop it.
class FileLogSource : public LogSource {
 public:
  explicit FileLogSource(std::string path,
                         absl::Duration look_every = absl::Milliseconds(20))
      : path_(std::move(path)), look_every_(look_every) {}

  // DATA_LOSS (FEED_DAMAGED): the file holds what is no such message.
  absl::Status Tail(
      const std::string& after,
      const std::function<absl::Status(const quoth::v1::TailResponse&)>&
          receive) override;
  void Stop() override;

 private:
  bool WaitStopped();

  const std::string path_;
  const absl::Duration look_every_;
  absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

// Adds a message to the end of the file, made when there is none.
absl::Status AppendToFeedFile(const std::string& path,
                              const quoth::v1::TailResponse& response);

}  // namespace quoth::query
