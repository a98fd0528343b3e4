// Resource names: documents/{id}, documents/{id}/statements/{key},
// speakers/{slug}, topics/{slug}.
//
// Parsing never copies more than the bounded parts; every error is
// INVALID_ARGUMENT and names the request field that held the name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace quoth::kit {

inline constexpr std::size_t kDocumentIdBytesMax = 128;
inline constexpr std::size_t kStatementKeyBytesMax = 64;
inline constexpr std::size_t kSlugBytesMax = 255;

struct DocumentName {
  std::string id;  // [a-z0-9][a-z0-9._-]{0,127}
  friend bool operator==(const DocumentName&, const DocumentName&) = default;
};
struct StatementName {
  std::string document_id;
  std::string key;  // [A-Za-z0-9_-]{1,64}
  friend bool operator==(const StatementName&, const StatementName&) = default;
};
struct SpeakerName {
  std::string slug;  // [a-z0-9][a-z0-9._~-]{0,254}
  friend bool operator==(const SpeakerName&, const SpeakerName&) = default;
};
struct TopicName {
  std::string slug;  // As a speaker's.
  friend bool operator==(const TopicName&, const TopicName&) = default;
};

bool IsDocumentId(std::string_view id);
bool IsSlug(std::string_view slug);
bool IsStatementKey(std::string_view key);

// OK, or the error for a request field that holds a document id.
absl::Status CheckDocumentId(std::string_view field, std::string_view id);

absl::StatusOr<DocumentName> ParseDocumentName(std::string_view field,
                                               std::string_view name);
absl::StatusOr<StatementName> ParseStatementName(std::string_view field,
                                                 std::string_view name);
absl::StatusOr<SpeakerName> ParseSpeakerName(std::string_view field,
                                             std::string_view name);
absl::StatusOr<TopicName> ParseTopicName(std::string_view field,
                                         std::string_view name);

std::string FormatName(const DocumentName& name);
std::string FormatName(const StatementName& name);
std::string FormatName(const SpeakerName& name);
std::string FormatName(const TopicName& name);

}  // namespace quoth::kit
