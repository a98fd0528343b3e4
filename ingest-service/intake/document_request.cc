#include "ingest-service/intake/document_request.h"

#include <utility>

#include "ingest-service/intake/dates.h"
#include "ingest-service/intake/source_url.h"
#include "ingest-service/record_log/fingerprints.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kTitleBytesMax = 1000;
constexpr std::size_t kOutletBytesMax = 200;
constexpr std::size_t kAuthorBytesMax = 200;
constexpr int kAuthorsMax = 50;
constexpr std::size_t kLanguageBytesMax = 35;  // RFC 5646 section 4.4.1.
constexpr std::size_t kContentTypeBytesMax = 255;
constexpr std::size_t kFileNameBytesMax = 1000;
constexpr std::size_t kRequestIdBytesMax = 64;
// Of a hash, in hex: 128 bits.
constexpr std::size_t kDerivedIdDigits = 32;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

// Names the fields of one request.
class FieldCheck {
 public:
  explicit FieldCheck(std::string_view prefix) : prefix_(prefix) {}

  std::string Path(std::string_view field) const {
    return prefix_ + std::string(field);
  }

  // One line of text; Protobuf has made sure of UTF-8.
  absl::Status Line(std::string_view field, std::string_view text,
                    std::size_t bytes_max) const {
    if (text.size() > bytes_max) {
      return kit::InvalidField(
          Path(field),
          "is longer than " + std::to_string(bytes_max) + " bytes");
    }
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
        return kit::InvalidField(Path(field), "has control characters");
      }
    }
    return absl::OkStatus();
  }

  absl::Status Language(std::string_view field, std::string_view tag) const {
    bool fine = tag.size() <= kLanguageBytesMax;
    std::size_t run = 0;
    for (const char c : tag) {
      fine = fine && (IsAlphanumeric(c) || (c == '-' && run > 0));
      run = c == '-' ? 0 : run + 1;
      fine = fine && run <= 8;
    }
    const std::size_t primary = std::min(tag.find('-'), tag.size());
    fine = fine && (tag.empty() || (run > 0 && primary >= 2));
    if (fine) return absl::OkStatus();
    return kit::InvalidField(Path(field),
                             "is not a BCP 47 tag such as \"en\" or \"pt-BR\"");
  }

  // "type/subtype", parameters after a semicolon.
  absl::Status ContentType(std::string_view field,
                           std::string_view type) const {
    absl::Status line = Line(field, type, kContentTypeBytesMax);
    if (!line.ok() || type.empty()) return line;
    std::string_view essence = type.substr(0, type.find(';'));
    while (!essence.empty() && essence.back() == ' ') essence.remove_suffix(1);
    const std::size_t slash = essence.find('/');
    bool fine =
        slash != essence.npos && slash > 0 && slash + 1 < essence.size();
    for (std::size_t i = 0; i < essence.size(); ++i) {
      const char c = essence[i];
      const bool token =
          IsAlphanumeric(c) ||
          std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
      fine = fine && (token || i == slash);
    }
    if (fine) return absl::OkStatus();
    return kit::InvalidField(
        Path(field), "is not a MIME type such as \"text/html; charset=utf-8\"");
  }

 private:
  const std::string prefix_;
};

absl::Status CheckContent(const FieldCheck& check, const std::string& content,
                          uint64_t bytes_max) {
  if (content.empty()) {
    return kit::InvalidField(check.Path("content"), "is empty");
  }
  if (content.size() > bytes_max) {
    return kit::InvalidFieldWithReason(
        absl::StatusCode::kResourceExhausted, "DOCUMENT_TOO_LARGE",
        check.Path("content"),
        "has " + std::to_string(content.size()) + " bytes; the limit is " +
            std::to_string(bytes_max));
  }
  return absl::OkStatus();
}

absl::Status CheckMetadata(const FieldCheck& check,
                           const v1::DocumentMetadata& metadata,
                           CheckedRequest& checked) {
  absl::Status status =
      check.Line("metadata.title", metadata.title(), kTitleBytesMax);
  if (!status.ok()) return status;
  status = check.Line("metadata.outlet", metadata.outlet(), kOutletBytesMax);
  if (!status.ok()) return status;
  if (metadata.authors_size() > kAuthorsMax) {
    return kit::InvalidField(check.Path("metadata.authors"),
                             "has more than 50 authors");
  }
  for (int i = 0; i < metadata.authors_size(); ++i) {
    status = check.Line("metadata.authors[" + std::to_string(i) + "]",
                        metadata.authors(i), kAuthorBytesMax);
    if (!status.ok()) return status;
  }
  status = check.Language("metadata.language", metadata.language());
  if (!status.ok()) return status;
  if (!metadata.source_url().empty()) {
    absl::StatusOr<std::string> url =
        CanonicalUrl(check.Path("metadata.source_url"), metadata.source_url());
    if (!url.ok()) return url.status();
    checked.source_url = *std::move(url);
  }
  absl::StatusOr<std::string> date =
      CheckedDate(check.Path("metadata.published_on"), metadata.published_on());
  if (!date.ok()) return date.status();
  checked.published_on = *std::move(date);
  date = CheckedDate(check.Path("metadata.said_on"), metadata.said_on());
  if (!date.ok()) return date.status();
  checked.said_on = *std::move(date);
  return absl::OkStatus();
}

// The same document always gets the same id.
std::string DeriveId(const CheckedRequest& checked) {
  if (checked.source_url.empty()) {
    const std::string_view hex =
        std::string_view(checked.content_hash).substr(sizeof "sha256:" - 1);
    return "doc-" + std::string(hex.substr(0, kDerivedIdDigits));
  }
  const std::string hash = ContentHash(checked.source_url);
  return "url-" + hash.substr(sizeof "sha256:" - 1, kDerivedIdDigits);
}

}  // namespace

absl::Status CheckRequestId(std::string_view field, std::string_view id) {
  bool fine = id.size() <= kRequestIdBytesMax;
  for (const char c : id) fine = fine && (IsAlphanumeric(c) || c == '-');
  if (fine) return absl::OkStatus();
  return kit::InvalidField(field, "is not 1 to 64 of [A-Za-z0-9-]");
}

absl::StatusOr<CheckedRequest> CheckRequest(
    const v1::IngestDocumentRequest& request, uint64_t content_bytes_max,
    std::string_view prefix) {
  const FieldCheck check(prefix);
  CheckedRequest checked;
  if (!request.document_id().empty()) {
    absl::Status status =
        kit::CheckDocumentId(check.Path("document_id"), request.document_id());
    if (!status.ok()) return status;
  }
  absl::Status status =
      CheckContent(check, request.content(), content_bytes_max);
  if (!status.ok()) return status;
  status = check.ContentType("content_type", request.content_type());
  if (!status.ok()) return status;
  status = check.Line("file_name", request.file_name(), kFileNameBytesMax);
  if (!status.ok()) return status;
  status = CheckMetadata(check, request.metadata(), checked);
  if (!status.ok()) return status;
  status = CheckRequestId(check.Path("request_id"), request.request_id());
  if (!status.ok()) return status;
  absl::StatusOr<EtagCondition> condition =
      ParseEtagCondition(check.Path("etag"), request.etag());
  if (!condition.ok()) return condition.status();

  checked.condition = *condition;
  checked.content_hash = ContentHash(request.content());
  checked.document_id =
      request.document_id().empty() ? DeriveId(checked) : request.document_id();
  if (!request.request_id().empty()) {
    checked.stamp = {request.request_id(),
                     RequestFingerprint(request, checked.content_hash)};
  }
  return checked;
}

}  // namespace quoth::ingest
