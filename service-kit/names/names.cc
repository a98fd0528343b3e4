#include "service-kit/names/names.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

constexpr std::string_view kDocuments = "documents/";
constexpr std::string_view kStatements = "/statements/";
constexpr std::string_view kSpeakers = "speakers/";
constexpr std::string_view kTopics = "topics/";

bool ConsumePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool IsLowerOrDigit(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c);
}

bool IsWord(std::string_view text, std::size_t bytes_max,
            std::string_view also) {
  if (text.empty() || text.size() > bytes_max || !IsLowerOrDigit(text[0]))
    return false;
  for (const char c : text) {
    if (!IsLowerOrDigit(c) && also.find(c) == also.npos) return false;
  }
  return true;
}

absl::StatusOr<std::string> ParseSlug(std::string_view collection,
                                      std::string_view field,
                                      std::string_view name) {
  if (name.empty())
    return InvalidField(field, absl::StrCat("is empty; expected ",
                                            ToAbsl(collection), "{slug}"));
  std::string_view slug = name;
  if (!ConsumePrefix(slug, collection) || !IsSlug(slug)) {
    return InvalidField(
        field,
        absl::StrCat("is not a name of the form ", ToAbsl(collection),
                     "{slug} with a slug of [a-z0-9][a-z0-9._~-]{0,254}"));
  }
  return std::string(slug);
}

}  // namespace

bool IsDocumentId(std::string_view id) {
  return IsWord(id, kDocumentIdBytesMax, "._-");
}
bool IsSlug(std::string_view slug) {
  return IsWord(slug, kSlugBytesMax, "._~-");
}

bool IsStatementKey(std::string_view key) {
  if (key.empty() || key.size() > kStatementKeyBytesMax) return false;
  for (const char c : key) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_' &&
        c != '-')
      return false;
  }
  return true;
}

absl::Status CheckDocumentId(std::string_view field, std::string_view id) {
  if (IsDocumentId(id)) return absl::OkStatus();
  return InvalidField(field,
                      "is not a document id of [a-z0-9][a-z0-9._-]{0,127}");
}

absl::StatusOr<DocumentName> ParseDocumentName(std::string_view field,
                                               std::string_view name) {
  if (name.empty())
    return InvalidField(field, "is empty; expected documents/{id}");
  std::string_view id = name;
  if (!ConsumePrefix(id, kDocuments) || !IsDocumentId(id)) {
    return InvalidField(
        field,
        "is not a name of the form documents/{id} with an id of "
        "[a-z0-9][a-z0-9._-]{0,127}");
  }
  return DocumentName{std::string(id)};
}

absl::StatusOr<StatementName> ParseStatementName(std::string_view field,
                                                 std::string_view name) {
  if (name.empty())
    return InvalidField(field,
                        "is empty; expected documents/{id}/statements/{key}");
  std::string_view rest = name;
  if (ConsumePrefix(rest, kDocuments)) {
    const std::size_t middle = rest.find(kStatements);
    if (middle != rest.npos) {
      const std::string_view id = rest.substr(0, middle);
      const std::string_view key = rest.substr(middle + kStatements.size());
      if (IsDocumentId(id) && IsStatementKey(key)) {
        return StatementName{std::string(id), std::string(key)};
      }
    }
  }
  return InvalidField(
      field, "is not a name of the form documents/{id}/statements/{key}");
}

absl::StatusOr<SpeakerName> ParseSpeakerName(std::string_view field,
                                             std::string_view name) {
  absl::StatusOr<std::string> slug = ParseSlug(kSpeakers, field, name);
  if (!slug.ok()) return slug.status();
  return SpeakerName{*std::move(slug)};
}

absl::StatusOr<TopicName> ParseTopicName(std::string_view field,
                                         std::string_view name) {
  absl::StatusOr<std::string> slug = ParseSlug(kTopics, field, name);
  if (!slug.ok()) return slug.status();
  return TopicName{*std::move(slug)};
}

std::string FormatName(const DocumentName& name) {
  return absl::StrCat(ToAbsl(kDocuments), name.id);
}
std::string FormatName(const StatementName& name) {
  return absl::StrCat(ToAbsl(kDocuments), name.document_id, ToAbsl(kStatements),
                      name.key);
}
std::string FormatName(const SpeakerName& name) {
  return absl::StrCat(ToAbsl(kSpeakers), name.slug);
}
std::string FormatName(const TopicName& name) {
  return absl::StrCat(ToAbsl(kTopics), name.slug);
}

}  // namespace quoth::kit
