// LookupStream: many lookups in flight on one stream. Answers come as they are
// done and carry the request's tag; a request that fails gets its error and
// never ends the stream.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "query-service/follower/index_holder.h"
#include "query-service/handlers/work_pool.h"

namespace quoth::query {

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StartLookupStream(
    grpc::CallbackServerContext* context, IndexHolder& holder, WorkPool& pool);

}  // namespace quoth::query
