// What people call speakers and topics -> resource names.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "quoth/v1/query_service.grpc.pb.h"

namespace quoth::find {

// Calls with a deadline each, and a revision to wait for.
struct Caller {
  quoth::v1::QueryService::StubInterface& stub;
  std::chrono::milliseconds timeout{10'000};
  std::string at_least_as_fresh;  // May be empty.
};

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
