// quoth.v1.QueryService: reads a request, waits for the freshness it asks for,
// calls the lookup, sends its bytes.
//
// All methods are raw: requests are parsed here, responses leave as the bytes
// the lookups made. Quick lookups run on gRPC's threads, others in a pool.
#pragma once

#include <memory>

#include "query-service/follower/index_holder.h"
#include "query-service/handlers/work_pool.h"
#include "quoth/v1/query_service.grpc.pb.h"
#include "service-kit/log/log.h"

namespace quoth::query {

struct HandlerOptions {
  int pool_threads = 2;
  int watch_threads = 1;
  int watchers_max = 10'000;
};

// The service to add to a server. `holder` outlives it.
std::unique_ptr<grpc::Service> MakeQueryService(IndexHolder& holder,
                                                HandlerOptions options,
                                                kit::Log log);

inline constexpr char kQueryServiceName[] = "quoth.v1.QueryService";

}  // namespace quoth::query
