// Server reflection v1, for clients newer than the v1alpha that gRPC's own
// library serves. Answers from the descriptors linked into the program.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grpc/reflection/v1/reflection.grpc.pb.h"

namespace quoth::kit {

// Answers one request; pure, so that tests need no server. `services` are the
// full names to list.
grpc::reflection::v1::ServerReflectionResponse AnswerReflection(
    const grpc::reflection::v1::ServerReflectionRequest& request,
    const std::vector<std::string>& services);

// The service for ServerHost. `services` is read at each call and may grow
// until the server starts.
std::unique_ptr<grpc::Service> MakeReflectionV1(
    const std::vector<std::string>* services);

}  // namespace quoth::kit
