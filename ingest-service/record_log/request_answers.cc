#include "ingest-service/record_log/request_answers.h"

#include <utility>

#include "service-kit/status/status.h"

namespace quoth::ingest {

absl::StatusOr<std::optional<RequestAnswer>> FindAnswer(
    CommitGroup& group, const RequestStamp& request) {
  using Found = std::optional<RequestAnswer>;
  if (request.id.empty()) return Found();
  absl::StatusOr<std::optional<std::string>> bytes =
      group.Get(kRequests, RequestKey(request.id));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return Found();
  Found answer = DecodeRequestAnswer(**bytes);
  if (!answer) {
    return kit::WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                           "a kept answer cannot be read");
  }
  if (answer->expires_at_s <=
      static_cast<uint64_t>(absl::ToUnixSeconds(group.now()))) {
    // Else the sweep of this expiry would later take the new answer.
    group.Delete(kRequests, RequestExpiryKey(answer->expires_at_s, request.id));
    return Found();
  }
  if (answer->fingerprint != request.fingerprint) {
    return kit::WithReason(absl::StatusCode::kAlreadyExists,
                           "REQUEST_ID_REUSED",
                           "request_id was used for another request",
                           {{"request_id", request.id}});
  }
  return answer;
}

void KeepAnswer(CommitGroup& group, const RequestStamp& request,
                absl::Duration ttl, RequestAnswer answer) {
  if (request.id.empty()) return;
  answer.expires_at_s =
      static_cast<uint64_t>(absl::ToUnixSeconds(group.now() + ttl));
  answer.fingerprint = request.fingerprint;
  group.Put(kRequests, RequestKey(request.id), EncodeRequestAnswer(answer));
  group.Put(kRequests, RequestExpiryKey(answer.expires_at_s, request.id), "");
}

}  // namespace quoth::ingest
