// The one shape of our errors: an absl::Status whose payloads are google.rpc
// details. The type URL of a payload names the message, its value is the
// serialized message. grpc_status.h puts them on the wire.
//
// Every status made here carries ErrorInfo with domain "quoth.v1" and a reason
// in UPPER_SNAKE_CASE. Reasons are part of the API: never renamed.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "quoth/v1/error.pb.h"

namespace quoth::kit {

inline constexpr std::string_view kErrorDomain = "quoth.v1";

using ErrorMetadata =
    std::initializer_list<std::pair<std::string_view, std::string_view>>;

// INVALID_ARGUMENT, reason INVALID_FIELD, with BadRequest naming the field by
// its path in the request: "filter.speakers[0]". `description` says what is
// wrong and what would be right; it ends without a full stop and never quotes
// more than a few dozen bytes of the request.
absl::Status InvalidField(std::string_view field, std::string_view description);

// The same with another code or reason: RESOURCE_EXHAUSTED DOCUMENT_TOO_LARGE.
absl::Status InvalidFieldWithReason(absl::StatusCode code,
                                    std::string_view reason,
                                    std::string_view field,
                                    std::string_view description);

// Any code with a reason: (kAborted, "ETAG_MISMATCH", ...).
absl::Status WithReason(absl::StatusCode code, std::string_view reason,
                        std::string_view message, ErrorMetadata metadata = {});

// As WithReason, with RetryInfo: the same request can succeed after `delay`.
absl::Status RetryLater(absl::StatusCode code, std::string_view reason,
                        std::string_view message, absl::Duration delay);

// NOT_FOUND, reason RESOURCE_NOT_FOUND, with ResourceInfo naming it.
absl::Status NotFoundResource(std::string_view name);

// UNIMPLEMENTED, reason UNIMPLEMENTED, for calls that a later version brings.
absl::Status NotImplemented(std::string_view method);

// The details of a status, wherever it came from. Empty or absent when there
// are none.
std::string ReasonOf(const absl::Status& status);
std::string FieldOf(const absl::Status& status);  // First BadRequest violation.
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

// For streams, where one request's error is a message. `status` is not OK.
quoth::v1::RequestError ToRequestError(const absl::Status& status);

// One line for people: "INVALID_ARGUMENT: content: is empty (INVALID_FIELD)".
std::string DescribeStatus(const absl::Status& status);

}  // namespace quoth::kit
