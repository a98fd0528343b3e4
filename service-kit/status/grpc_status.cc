#include "service-kit/status/grpc_status.h"

#include <string>
#include <string_view>

#include "absl/strings/cord.h"
#include "google/rpc/status.pb.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

// Headers carry messages and details; gRPC's default limit for all of them
// together is 8 KiB.
constexpr std::size_t kMessageBytesMax = 1024;

std::string Bounded(std::string_view message) {
  if (message.size() <= kMessageBytesMax) return std::string(message);
  std::size_t end = kMessageBytesMax;
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80)
    --end;
  return std::string(message.substr(0, end)) + "...";
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  absl::Status complete = status;
  if (ReasonOf(status).empty()) {
    complete =
        WithReason(status.code(), absl::StatusCodeToString(status.code()),
                   FromAbsl(status.message()));
    status.ForEachPayload(
        [&](absl::string_view url, const absl::Cord& payload) {
          if (url != "type.googleapis.com/google.rpc.ErrorInfo")
            complete.SetPayload(url, payload);
        });
  }
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(complete.code()));
  wire.set_message(Bounded(FromAbsl(complete.message())));
  complete.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) {
        auto& detail = *wire.add_details();
        detail.set_type_url(std::string(url));
        detail.set_value(std::string(payload));
      });
  return grpc::Status(static_cast<grpc::StatusCode>(complete.code()),
                      wire.message(), wire.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status wire;
  if (!wire.ParseFromString(status.error_details())) return result;
  for (const auto& detail : wire.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace quoth::kit
