#include "service-kit/status/status.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "service-kit/status/absl_view.h"

namespace quoth::kit {
namespace {

std::string TypeUrl(const google::protobuf::Message& detail) {
  return absl::StrCat("type.googleapis.com/", detail.GetTypeName());
}

void Attach(absl::Status& status, const google::protobuf::Message& detail) {
  status.SetPayload(TypeUrl(detail), absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
std::optional<Detail> DetailOf(const absl::Status& status) {
  Detail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(TypeUrl(detail));
  if (!payload.has_value()) return std::nullopt;
  if (!detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

}  // namespace

absl::Status WithReason(absl::StatusCode code, std::string_view reason,
                        std::string_view message, ErrorMetadata metadata) {
  absl::Status status(code, ToAbsl(message));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[std::string(key)] = std::string(value);
  }
  Attach(status, info);
  return status;
}

absl::Status InvalidFieldWithReason(absl::StatusCode code,
                                    std::string_view reason,
                                    std::string_view field,
                                    std::string_view description) {
  absl::Status status = WithReason(
      code, reason, absl::StrCat(ToAbsl(field), ": ", ToAbsl(description)));
  google::rpc::BadRequest bad;
  auto& violation = *bad.add_field_violations();
  violation.set_field(std::string(field));
  violation.set_description(std::string(description));
  Attach(status, bad);
  return status;
}

absl::Status InvalidField(std::string_view field,
                          std::string_view description) {
  return InvalidFieldWithReason(absl::StatusCode::kInvalidArgument,
                                "INVALID_FIELD", field, description);
}

absl::Status RetryLater(absl::StatusCode code, std::string_view reason,
                        std::string_view message, absl::Duration delay) {
  absl::Status status = WithReason(code, reason, message);
  google::rpc::RetryInfo retry;
  delay = std::clamp(delay, absl::ZeroDuration(), absl::Hours(1));
  absl::Duration rest;
  retry.mutable_retry_delay()->set_seconds(
      absl::IDivDuration(delay, absl::Seconds(1), &rest));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<std::int32_t>(rest / absl::Nanoseconds(1)));
  Attach(status, retry);
  return status;
}

absl::Status NotFoundResource(std::string_view name) {
  absl::Status status =
      WithReason(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
                 absl::StrCat(ToAbsl(name), " does not exist"));
  google::rpc::ResourceInfo resource;
  resource.set_resource_name(std::string(name));
  Attach(status, resource);
  return status;
}

absl::Status NotImplemented(std::string_view method) {
  return WithReason(
      absl::StatusCode::kUnimplemented, "UNIMPLEMENTED",
      absl::StrCat(ToAbsl(method), " is not served by this version"));
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : std::string();
}

std::string FieldOf(const absl::Status& status) {
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  if (!bad.has_value() || bad->field_violations().empty()) return {};
  return bad->field_violations(0).field();
}

std::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  if (!retry.has_value()) return std::nullopt;
  return absl::Seconds(retry->retry_delay().seconds()) +
         absl::Nanoseconds(retry->retry_delay().nanos());
}

quoth::v1::RequestError ToRequestError(const absl::Status& status) {
  quoth::v1::RequestError error;
  error.set_code(static_cast<int>(status.code()));
  error.set_message(std::string(status.message()));
  error.set_reason(ReasonOf(status));
  if (error.reason().empty())
    error.set_reason(absl::StatusCodeToString(status.code()));
  error.set_field(FieldOf(status));
  return error;
}

std::string DescribeStatus(const absl::Status& status) {
  if (status.ok()) return "OK";
  std::string line = absl::StrCat(absl::StatusCodeToString(status.code()), ": ",
                                  status.message());
  const std::string reason = ReasonOf(status);
  if (!reason.empty()) absl::StrAppend(&line, " (", reason, ")");
  return line;
}

}  // namespace quoth::kit
