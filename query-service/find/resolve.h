// What people call speakers and topics -> resource names.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "quoth/v1/query_service.grpc.pb.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::find {

// Calls with a deadline each, and a revision to wait for.
struct Caller {
  quoth::v1::QueryService::StubInterface& stub;
  std::chrono::milliseconds timeout{10'000};
  std::string at_least_as_fresh;  // May be empty.
};

// One call within the caller's timeout. While the server says that it will be
// able to answer later (RetryInfo), asks again.
template <typename Call>
absl::Status CallServer(const Caller& caller, Call call) {
  const auto end = std::chrono::system_clock::now() + caller.timeout;
  for (;;) {
    grpc::ClientContext context;
    context.set_deadline(end);
    const absl::Status status = kit::FromGrpc(call(context));
    const std::optional<absl::Duration> delay = kit::RetryDelayOf(status);
    if (!delay.has_value() ||
        std::chrono::system_clock::now() + absl::ToChronoNanoseconds(*delay) >=
            end)
      return status;
    absl::SleepFor(*delay);
  }
}

struct Resolved {
  std::string name;          // speakers/{slug}
  std::string display_name;  // May be empty when a resource name was given.
  // Others that the words may mean: "Sergey Lavrov (speakers/...)".
  std::vector<std::string> others;
};

// Resource names pass as they are. Names in any spelling are resolved by the
// server; where it does not offer that, by slug, by prefix, and by words among
// the listed. NOT_FOUND when nothing is like it.
absl::StatusOr<Resolved> ResolveSpeaker(const Caller& caller,
                                        const std::string& words);
absl::StatusOr<Resolved> ResolveTopic(const Caller& caller,
                                      const std::string& words);

// "Sergey Lavrov" -> "sergey-lavrov"; letters beyond ASCII are left out.
std::string SlugOfWords(const std::string& words);

// True when each word of `words` begins a word of `text`, in any case.
bool HasAllWords(const std::string& text, const std::string& words);

}  // namespace quoth::find
