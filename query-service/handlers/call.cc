#include "query-service/handlers/call.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::query {

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max())
    return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

void WithIndex(
    IndexHolder& holder, const std::string& at_least_as_fresh,
    absl::Time deadline,
    std::function<void(absl::StatusOr<std::shared_ptr<const Index>>)> use) {
  if (at_least_as_fresh.empty()) {
    use(holder.Serving());
    return;
  }
  absl::StatusOr<kit::Revision> revision =
      kit::ParseRevision("at_least_as_fresh", at_least_as_fresh);
  if (!revision.ok()) {
    use(revision.status());
    return;
  }
  // A little before the caller gives up, so that it hears why.
  const absl::Time now = absl::Now();
  const absl::Duration left = std::min(deadline - now, kFreshWaitMax);
  const absl::Time wait_until =
      now + left - std::min(left / 10, absl::Milliseconds(20));
  holder.WhenFresh(*revision, wait_until,
                   [&holder, use = std::move(use)](const absl::Status& fresh) {
                     if (!fresh.ok()) {
                       use(fresh);
                     } else {
                       use(holder.Serving());
                     }
                   });
}

absl::Status PoolFull() {
  return kit::RetryLater(absl::StatusCode::kResourceExhausted, "TOO_BUSY",
                         "too many lookups are waiting",
                         absl::Milliseconds(200));
}

void InPool(WorkPool& pool, std::function<void()> work,
            const std::function<void()>& refused) {
  if (!pool.Add(std::move(work))) refused();
}

}  // namespace quoth::query
