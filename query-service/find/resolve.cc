#include "query-service/find/resolve.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service-kit/names/names.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::find {
namespace {

// Candidates nearer than this to the best are worth telling of.
constexpr float kNearScore = 0.15f;
constexpr int kOthersMax = 5;
constexpr int kListedPagesMax = 20;

// What speakers and topics have in common, so that one search serves both.
struct Speakers {
  using Record = quoth::v1::Speaker;
  static constexpr const char* kCollection = "speakers/";
  static constexpr const char* kNoun = "speaker";

  static grpc::Status Resolve(const Caller& caller,
                              grpc::ClientContext& context,
                              const std::string& words,
                              quoth::v1::ResolveSpeakerResponse& response) {
    quoth::v1::ResolveSpeakerRequest request;
    request.set_query(words);
    request.set_at_least_as_fresh(caller.at_least_as_fresh);
    return caller.stub.ResolveSpeaker(&context, request, &response);
  }
  using ResolveResponse = quoth::v1::ResolveSpeakerResponse;
  static const Record& RecordOf(const quoth::v1::SpeakerCandidate& candidate) {
    return candidate.speaker();
  }

  static grpc::Status Get(const Caller& caller, grpc::ClientContext& context,
                          const std::string& name, Record& record) {
    quoth::v1::GetSpeakerRequest request;
    request.set_name(name);
    request.set_at_least_as_fresh(caller.at_least_as_fresh);
    return caller.stub.GetSpeaker(&context, request, &record);
  }

  using ListRequest = quoth::v1::ListSpeakersRequest;
  using ListResponse = quoth::v1::ListSpeakersResponse;
  static grpc::Status List(const Caller& caller, grpc::ClientContext& context,
                           const ListRequest& request, ListResponse& response) {
    return caller.stub.ListSpeakers(&context, request, &response);
  }
  static const auto& Records(const ListResponse& response) {
    return response.speakers();
  }
  static void IncludeUnused(ListRequest&) {}

  static bool Matches(const Record& record, const std::string& words) {
    if (HasAllWords(record.display_name(), words)) return true;
    for (const std::string& name : record.other_names()) {
      if (HasAllWords(name, words)) return true;
    }
    return false;
  }
};

struct Topics {
  using Record = quoth::v1::Topic;
  static constexpr const char* kCollection = "topics/";
  static constexpr const char* kNoun = "topic";

  using ResolveResponse = quoth::v1::ResolveTopicResponse;
  static grpc::Status Resolve(const Caller& caller,
                              grpc::ClientContext& context,
                              const std::string& words,
                              ResolveResponse& response) {
    quoth::v1::ResolveTopicRequest request;
    request.set_query(words);
    request.set_at_least_as_fresh(caller.at_least_as_fresh);
    return caller.stub.ResolveTopic(&context, request, &response);
  }
  static const Record& RecordOf(const quoth::v1::TopicCandidate& candidate) {
    return candidate.topic();
  }

  static grpc::Status Get(const Caller& caller, grpc::ClientContext& context,
                          const std::string& name, Record& record) {
    quoth::v1::GetTopicRequest request;
    request.set_name(name);
    request.set_at_least_as_fresh(caller.at_least_as_fresh);
    return caller.stub.GetTopic(&context, request, &record);
  }

  using ListRequest = quoth::v1::ListTopicsRequest;
  using ListResponse = quoth::v1::ListTopicsResponse;
  static grpc::Status List(const Caller& caller, grpc::ClientContext& context,
                           const ListRequest& request, ListResponse& response) {
    return caller.stub.ListTopics(&context, request, &response);
  }
  static const auto& Records(const ListResponse& response) {
    return response.topics();
  }
  static void IncludeUnused(ListRequest& request) {
    request.set_include_unused(true);
  }

  static bool Matches(const Record& record, const std::string& words) {
    if (HasAllWords(record.display_name(), words)) return true;
    for (const auto* labels : {&record.labels(), &record.synonyms()}) {
      for (const auto& label : *labels) {
        if (HasAllWords(label.text(), words)) return true;
      }
    }
    return false;
  }
};

template <typename Record>
std::string Describe(const Record& record) {
  return absl::StrCat(record.display_name(), " (", record.name(), ")");
}

template <typename Kind>
absl::StatusOr<Resolved> ByServer(const Caller& caller,
                                  const std::string& words) {
  typename Kind::ResolveResponse response;
  const absl::Status status =
      CallServer(caller, [&](grpc::ClientContext& context) {
        return Kind::Resolve(caller, context, words, response);
      });
  if (!status.ok()) return status;
  Resolved resolved;
  for (const auto& candidate : response.candidates()) {
    const auto& record = Kind::RecordOf(candidate);
    if (resolved.name.empty()) {
      resolved.name = record.name();
      resolved.display_name = record.display_name();
    } else if (candidate.score() + kNearScore >=
                   response.candidates(0).score() &&
               static_cast<int>(resolved.others.size()) < kOthersMax) {
      resolved.others.push_back(Describe(record));
    }
  }
  return resolved;
}

template <typename Kind>
absl::StatusOr<Resolved> BySlug(const Caller& caller,
                                const std::string& words) {
  const std::string slug = SlugOfWords(words);
  if (!kit::IsSlug(slug)) return Resolved();
  typename Kind::Record record;
  const absl::Status status =
      CallServer(caller, [&](grpc::ClientContext& context) {
        return Kind::Get(caller, context, absl::StrCat(Kind::kCollection, slug),
                         record);
      });
  if (status.code() == absl::StatusCode::kNotFound) return Resolved();
  if (!status.ok()) return status;
  return Resolved{.name = record.name(), .display_name = record.display_name()};
}

// Those listed under `prefix` that hold all the words, the most talkative
// first.
template <typename Kind>
absl::StatusOr<Resolved> ByListing(const Caller& caller,
                                   const std::string& prefix,
                                   const std::string& words) {
  Resolved resolved;
  typename Kind::ListRequest request;
  request.set_prefix(prefix);
  request.set_page_size(1000);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  Kind::IncludeUnused(request);
  for (int page = 0; page < kListedPagesMax; ++page) {
    typename Kind::ListResponse response;
    const absl::Status status =
        CallServer(caller, [&](grpc::ClientContext& context) {
          return Kind::List(caller, context, request, response);
        });
    if (!status.ok()) return status;
    for (const auto& record : Kind::Records(response)) {
      if (!Kind::Matches(record, words)) continue;
      if (resolved.name.empty()) {
        resolved.name = record.name();
        resolved.display_name = record.display_name();
      } else if (static_cast<int>(resolved.others.size()) < kOthersMax) {
        resolved.others.push_back(Describe(record));
      }
    }
    if (response.next_page_token().empty() || !resolved.name.empty()) break;
    request.set_page_token(response.next_page_token());
  }
  return resolved;
}

template <typename Kind>
absl::StatusOr<Resolved> ResolveWords(const Caller& caller,
                                      const std::string& words) {
  if (words.starts_with(Kind::kCollection)) return Resolved{.name = words};
  absl::StatusOr<Resolved> found = ByServer<Kind>(caller, words);
  if (found.ok() && !found->name.empty()) return found;
  if (found.ok() || absl::IsUnimplemented(found.status())) {
    found = BySlug<Kind>(caller, words);
    if (found.ok() && found->name.empty())
      found = ByListing<Kind>(caller, words, words);
    if (found.ok() && found->name.empty())
      found = ByListing<Kind>(caller, "", words);
  }
  if (!found.ok() || !found->name.empty()) return found;
  return kit::WithReason(
      absl::StatusCode::kNotFound, "NOTHING_LIKE_IT",
      absl::StrCat("no ", Kind::kNoun, " is called \"", words, "\""));
}

}  // namespace

std::string SlugOfWords(const std::string& words) {
  std::string slug;
  for (const char c : words) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      slug.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!slug.empty() && !slug.ends_with('-') && c != '\'') {
      slug.push_back('-');
    }
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

bool HasAllWords(const std::string& text, const std::string& words) {
  const std::string lower = absl::StrCat(" ", absl::AsciiStrToLower(text));
  bool any = false;
  for (const absl::string_view word :
       absl::StrSplit(words, ' ', absl::SkipEmpty())) {
    any = true;
    const std::string wanted = absl::AsciiStrToLower(word);
    bool found = false;
    for (std::size_t at = lower.find(wanted); at != lower.npos && !found;
         at = lower.find(wanted, at + 1)) {
      found = at > 0 && (lower[at - 1] == ' ' || lower[at - 1] == '-');
    }
    if (!found) return false;
  }
  return any;
}

absl::StatusOr<Resolved> ResolveSpeaker(const Caller& caller,
                                        const std::string& words) {
  return ResolveWords<Speakers>(caller, words);
}

absl::StatusOr<Resolved> ResolveTopic(const Caller& caller,
                                      const std::string& words) {
  return ResolveWords<Topics>(caller, words);
}

}  // namespace quoth::find
