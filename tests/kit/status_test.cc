// Errors keep their details from where they are made to where a client reads
// them.
#include "service-kit/status/status.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service-kit/status/grpc_status.h"

namespace quoth::kit {
namespace {

TEST(StatusTest, InvalidFieldNamesTheField) {
  const absl::Status status = InvalidField("filter.speakers[0]", "is empty");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "filter.speakers[0]: is empty");
  EXPECT_EQ(FieldOf(status), "filter.speakers[0]");
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
}

TEST(StatusTest, DetailsSurviveTheWire) {
  const absl::Status made =
      RetryLater(absl::StatusCode::kUnavailable, "BEHIND", "not there yet",
                 absl::Milliseconds(1500));
  const grpc::Status wire = ToGrpc(made);
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::UNAVAILABLE);
  const absl::Status read = FromGrpc(wire);
  EXPECT_EQ(read, made);
  EXPECT_EQ(RetryDelayOf(read), absl::Milliseconds(1500));
  EXPECT_EQ(ReasonOf(read), "BEHIND");
}

TEST(StatusTest, WireFormIsGoogleRpcStatus) {
  google::rpc::Status wire;
  ASSERT_TRUE(wire.ParseFromString(
      ToGrpc(InvalidField("name", "is bad")).error_details()));
  EXPECT_EQ(wire.code(), 3);
  ASSERT_EQ(wire.details_size(), 2);
  google::rpc::BadRequest bad;
  google::rpc::ErrorInfo info;
  for (const auto& detail : wire.details()) {
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  }
  EXPECT_EQ(bad.field_violations(0).field(), "name");
  EXPECT_EQ(info.domain(), "quoth.v1");
}

TEST(StatusTest, EveryErrorOnTheWireCarriesErrorInfo) {
  const absl::Status read = FromGrpc(ToGrpc(absl::InternalError("bug")));
  EXPECT_EQ(ReasonOf(read), "INTERNAL");
  EXPECT_EQ(read.message(), "bug");
}

TEST(StatusTest, OkStaysOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(StatusTest, AForeignServersDetailsMayBeGarbage) {
  const absl::Status read = FromGrpc(grpc::Status(
      grpc::StatusCode::ABORTED, "elsewhere", "\xff\xff not a proto"));
  EXPECT_EQ(read.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(read), "");
}

// Messages travel in headers, which are bounded: gRPC drops the whole call's
// status when they are not.
TEST(StatusTest, LongMessagesAreCutBetweenCharacters) {
  std::string text;
  while (text.size() < 5000) text += "\xd0\x96";
  const grpc::Status wire = ToGrpc(absl::InternalError(text));
  EXPECT_LT(wire.error_message().size(), 1100u);
  const std::string cut =
      wire.error_message().substr(0, wire.error_message().size() - 3);
  EXPECT_EQ(cut.size() % 2, 0u);
}

TEST(StatusTest, StreamsGetTheSameAsAMessage) {
  const auto error = ToRequestError(InvalidField("content", "is empty"));
  EXPECT_EQ(error.code(), 3);
  EXPECT_EQ(error.field(), "content");
  EXPECT_EQ(error.reason(), "INVALID_FIELD");
  EXPECT_EQ(error.message(), "content: is empty");
  EXPECT_EQ(ToRequestError(absl::UnknownError("")).reason(), "UNKNOWN");
}

TEST(StatusTest, OneLineForPeople) {
  EXPECT_EQ(DescribeStatus(NotFoundResource("documents/a")),
            "NOT_FOUND: documents/a does not exist (RESOURCE_NOT_FOUND)");
}

}  // namespace
}  // namespace quoth::kit
