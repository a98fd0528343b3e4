#include "query-service/planner/page_token.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "query-service/index/bytes.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr char kTokenVersion = 1;
constexpr std::size_t kSignatureBytes = 12;
constexpr std::size_t kRequestHashBytes = 8;
constexpr std::size_t kRestBytesMax = 600;

// A thread's HMAC-SHA-256 with its key worked in: most of what one costs is to
// look the algorithm up and to take the key in.
class Signer {
 public:
  Signer() = default;
  ~Signer() { EVP_MAC_CTX_free(context_); }
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;

  // Cut: forging one token takes 2^95 attempts.
  std::string Sign(std::string_view bytes, std::string_view key) {
    unsigned char digest[EVP_MAX_MD_SIZE] = {};
    std::size_t size = 0;
    const bool signed_now =
        Begin(key) &&
        EVP_MAC_update(context_,
                       reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size()) == 1 &&
        EVP_MAC_final(context_, digest, &size, sizeof(digest)) == 1;
    // Memory aside nothing can fail; a token without a signature never leaves.
    if (!signed_now || size < kSignatureBytes) std::abort();
    return {reinterpret_cast<const char*>(digest), kSignatureBytes};
  }

 private:
  bool Begin(std::string_view key) {
    if (context_ != nullptr && key_ == key)
      return EVP_MAC_init(context_, nullptr, 0, nullptr) == 1;
    if (context_ == nullptr) {
      EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
      context_ = EVP_MAC_CTX_new(mac);
      EVP_MAC_free(mac);  // The context keeps it.
    }
    key_ = key;
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    return context_ != nullptr &&
           EVP_MAC_init(context_,
                        reinterpret_cast<const unsigned char*>(key_.data()),
                        key_.size(), parameters) == 1;
  }
  EVP_MAC_CTX* context_ = nullptr;
  std::string key_;
};

std::string Signature(std::string_view bytes, std::string_view key) {
  static thread_local Signer signer;
  return signer.Sign(bytes, key);
}

std::string RequestHash(std::string_view request) {
  std::string out;
  AppendLittle<std::uint64_t>(out, Checksum(request));
  return out;
}

absl::Status Refuse(std::string_view field, std::string_view reason,
                    std::string_view why) {
  return kit::InvalidFieldWithReason(absl::StatusCode::kInvalidArgument, reason,
                                     field, why);
}

bool SameBytes(std::string_view a, std::string_view b) {
  unsigned char difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  }
  return difference == 0;
}

}  // namespace

std::string FormatPageToken(const PageToken& token, std::string_view request,
                            std::string_view page_key) {
  std::string bytes(1, kTokenVersion);
  bytes.append(RequestHash(request));
  AppendVarint(bytes, token.bound.offset);
  AppendVarint(bytes, token.bound.next_id);
  AppendVarint(bytes, token.last.day);
  AppendVarint(bytes, token.last.id);
  AppendText(bytes, std::string_view(token.rest).substr(0, kRestBytesMax));
  bytes.append(Signature(bytes, page_key));
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<PageToken> ParsePageToken(std::string_view text,
                                         std::string_view request,
                                         std::string_view page_key,
                                         std::string_view field) {
  std::string bytes;
  if (text.size() > 2048 ||
      !absl::WebSafeBase64Unescape(kit::ToAbsl(text), &bytes) ||
      bytes.size() < 1 + kRequestHashBytes + kSignatureBytes) {
    return Refuse(field, "PAGE_TOKEN_INVALID",
                  "is not a page token of this service");
  }
  if (bytes[0] != kTokenVersion) {
    return Refuse(
        field, "PAGE_TOKEN_VERSION",
        "is of another version of this service; begin again with an empty one");
  }
  const std::string_view all = bytes;
  const std::string_view body = all.substr(0, all.size() - kSignatureBytes);
  if (!SameBytes(all.substr(body.size()), Signature(body, page_key))) {
    return Refuse(
        field, "PAGE_TOKEN_INVALID",
        "was changed, or made by another index; begin again with an empty one");
  }
  if (body.substr(1, kRequestHashBytes) != RequestHash(request)) {
    return Refuse(field, "PAGE_TOKEN_MISMATCH",
                  "is of another query; keep filter, order and view as for the "
                  "first page");
  }
  ByteReader in(body.substr(1 + kRequestHashBytes));
  PageToken token;
  token.bound.offset = in.Varint();
  token.bound.next_id = in.Varint();
  token.last.day = static_cast<Day>(in.Varint());
  token.last.id = in.Varint();
  token.rest = in.Text();
  if (!in.ok())
    return Refuse(field, "PAGE_TOKEN_INVALID",
                  "is not a page token of this service");
  return token;
}

}  // namespace quoth::query
