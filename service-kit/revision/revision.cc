#include "service-kit/revision/revision.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

// Never renumbered: tokens are kept by clients.
constexpr char kVersion = 1;
constexpr std::size_t kBodyBytes = 1 + 8 + 8;
constexpr std::size_t kTokenBytes =
    kBodyBytes + 4;  // 28 characters, no padding.

void AppendBigEndian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

std::uint64_t ReadBigEndian(std::string_view in) {
  std::uint64_t value = 0;
  for (const char c : in) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// FNV-1a, 32 bits: against slips of the hand, not against forgers.
std::uint32_t Checksum(std::string_view bytes) {
  std::uint32_t hash = 2166136261u;
  for (const char c : bytes)
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace

std::string FormatRevision(const Revision& revision) {
  std::string bytes(1, kVersion);
  AppendBigEndian(bytes, revision.epoch, 8);
  AppendBigEndian(bytes, revision.offset, 8);
  AppendBigEndian(bytes, Checksum(bytes), 4);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<Revision> ParseRevision(std::string_view field,
                                       std::string_view token) {
  std::string bytes;
  if (token.size() != kTokenBytes * 4 / 3 ||
      !absl::WebSafeBase64Unescape(ToAbsl(token), &bytes) ||
      bytes.size() != kTokenBytes) {
    return InvalidField(
        field, "is not a revision token; pass one as a response gave it");
  }
  const std::string_view body = std::string_view(bytes).substr(0, kBodyBytes);
  if (ReadBigEndian(std::string_view(bytes).substr(kBodyBytes)) !=
      Checksum(body)) {
    return InvalidField(
        field, "is a damaged revision token; pass one as a response gave it");
  }
  if (body[0] != kVersion) {
    return InvalidField(
        field, "is a revision token of another version of the service");
  }
  return Revision{.epoch = ReadBigEndian(body.substr(1, 8)),
                  .offset = ReadBigEndian(body.substr(9, 8))};
}

std::string FormatEpoch(std::uint64_t epoch) {
  return absl::StrFormat("%016x", epoch);
}

}  // namespace quoth::kit
