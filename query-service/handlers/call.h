// What unary calls and lookups on a stream share: deadlines, freshness, and the
// choice of thread.
#pragma once

#include <grpcpp/server_context.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "query-service/follower/index_holder.h"
#include "query-service/handlers/work_pool.h"
#include "query-service/lookups/lookup.h"

namespace quoth::query {

// The longest any wait for freshness lasts.
inline constexpr absl::Duration kFreshWaitMax = absl::Seconds(30);

absl::Time DeadlineOf(const grpc::CallbackServerContext& context);

// Gives an index that has what `at_least_as_fresh` (a revision token or empty)
// asks for, at once or later, or the reason why there is none.
void WithIndex(
    IndexHolder& holder, const std::string& at_least_as_fresh,
    absl::Time deadline,
    std::function<void(absl::StatusOr<std::shared_ptr<const Index>>)> use);

// Runs in the pool. When the pool is full, `refused` runs at once.
void InPool(WorkPool& pool, std::function<void()> work,
            const std::function<void()>& refused);

absl::Status PoolFull();

}  // namespace quoth::query
