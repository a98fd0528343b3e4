// ExportStatements: pages of an export, one after the other as the client takes
// them. Holds one page in memory.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "query-service/follower/index_holder.h"
#include "query-service/handlers/work_pool.h"

namespace quoth::query {

grpc::ServerWriteReactor<grpc::ByteBuffer>* StartExport(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer& request,
    IndexHolder& holder, WorkPool& pool);

}  // namespace quoth::query
