// Invented documents for tests of the log and the feed, and a folder to keep
// them in.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "ingest-service/record_log/record_log.h"
#include "tests/kit/fake_clock.h"

namespace quoth::ingest::testing {

// A folder that is gone at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Where the clocks of these tests start.
inline absl::Time SampleTime() { return absl::FromUnixSeconds(1'700'000'000); }

// Opens or fails the test.
std::unique_ptr<RecordLog> OpenLog(const std::string& path,
                                   const kit::Clock& clock);

// A document with one statement whose text is `words`.
DocumentWrite SampleWrite(const std::string& id, std::string_view words);

}  // namespace quoth::ingest::testing
