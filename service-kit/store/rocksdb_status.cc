#include "service-kit/store/rocksdb_status.h"

#include "absl/time/time.h"
#include "service-kit/status/status.h"

namespace quoth::kit {

absl::Status FromRocksDb(const rocksdb::Status& status) {
  using absl::StatusCode;
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  if (status.IsNoSpace()) {
    return RetryLater(StatusCode::kResourceExhausted, "STORE_FULL", text,
                      absl::Seconds(5));
  }
  switch (status.code()) {
    case rocksdb::Status::kNotFound:
      return WithReason(StatusCode::kNotFound, "KEY_NOT_FOUND", text);
    case rocksdb::Status::kCorruption:
      return WithReason(StatusCode::kDataLoss, "STORE_DAMAGED", text);
    case rocksdb::Status::kIOError:
    case rocksdb::Status::kShutdownInProgress:
    case rocksdb::Status::kBusy:
    case rocksdb::Status::kTryAgain:
    case rocksdb::Status::kTimedOut:
    case rocksdb::Status::kIncomplete:
    case rocksdb::Status::kAborted:
      return RetryLater(StatusCode::kUnavailable, "STORE_UNAVAILABLE", text,
                        absl::Seconds(1));
    default:
      return WithReason(StatusCode::kInternal, "STORE_ERROR", text);
  }
}

}  // namespace quoth::kit
