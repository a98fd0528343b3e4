#include "query-service/follower/file_log_source.h"

#include <cstdint>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "query-service/index/bytes.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// As the client of the feed bounds them.
constexpr std::uint64_t kMessageBytesMax = std::uint64_t{256} << 20;

absl::Status Damaged(const std::string& path, std::uint64_t at) {
  return kit::WithReason(absl::StatusCode::kDataLoss, "FEED_DAMAGED",
                         absl::StrCat(path, " holds no message at byte ", at));
}

// The next message, and where the one after it begins.
struct Piece {
  enum { kWhole, kNotYet, kNoMessage } state = kNotYet;
  quoth::v1::TailResponse response;
  std::uint64_t next = 0;
};

Piece ReadPiece(std::ifstream& in, std::uint64_t at) {
  Piece piece;
  in.clear();
  in.seekg(static_cast<std::streamoff>(at));
  std::uint64_t size = 0;
  std::uint64_t begin = at;
  for (int shift = 0;; shift += 7) {
    const int byte = in.get();
    if (byte == std::ifstream::traits_type::eof()) return piece;
    ++begin;
    size |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) break;
    if (shift >= 28) size = kMessageBytesMax + 1;
    if (size > kMessageBytesMax) break;
  }
  if (size > kMessageBytesMax) {
    piece.state = Piece::kNoMessage;
    return piece;
  }
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) return piece;
  piece.state =
      piece.response.ParseFromString(bytes) ? Piece::kWhole : Piece::kNoMessage;
  piece.next = begin + size;
  return piece;
}

}  // namespace

absl::Status FileLogSource::Tail(
    const std::string& after,
    const std::function<absl::Status(const quoth::v1::TailResponse&)>&
        receive) {
  kit::Revision place;
  if (!after.empty()) {
    absl::StatusOr<kit::Revision> parsed = kit::ParseRevision("after", after);
    if (!parsed.ok()) return parsed.status();
    place = *parsed;
  }
  std::uint64_t at = 0;
  std::ifstream in;
  while (true) {
    if (!in.is_open()) in.open(path_, std::ios::binary);
    Piece piece;
    if (in.is_open()) piece = ReadPiece(in, at);
    if (piece.state == Piece::kNoMessage) return Damaged(path_, at);
    if (piece.state == Piece::kNotYet) {
      if (WaitStopped()) return absl::OkStatus();
      continue;
    }
    at = piece.next;
    absl::StatusOr<kit::Revision> revision =
        kit::ParseRevision("revision", piece.response.revision());
    if (!revision.ok()) return Damaged(path_, at);
    if (place.epoch != 0 && revision->epoch != place.epoch) {
      return kit::WithReason(absl::StatusCode::kFailedPrecondition,
                             "EPOCH_CHANGED",
                             "the position is of another history");
    }
    if (place.epoch != 0 && revision->offset <= place.offset) continue;
    if (absl::Status status = receive(piece.response); !status.ok())
      return status;
    absl::MutexLock lock(&mutex_);
    if (stopped_) return absl::OkStatus();
  }
}

bool FileLogSource::WaitStopped() {
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopped_), look_every_);
  return stopped_;
}

void FileLogSource::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
}

absl::Status AppendToFeedFile(const std::string& path,
                              const quoth::v1::TailResponse& response) {
  std::ofstream out(path, std::ios::binary | std::ios::app);
  std::string bytes;
  AppendText(bytes, response.SerializeAsString());
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) {
    return kit::WithReason(absl::StatusCode::kUnavailable, "FILE_UNUSABLE",
                           absl::StrCat(path, " cannot be written"));
  }
  return absl::OkStatus();
}

}  // namespace quoth::query
