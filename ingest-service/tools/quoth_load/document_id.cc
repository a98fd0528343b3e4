#include "ingest-service/tools/quoth_load/document_id.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace quoth::load {
namespace {

constexpr std::size_t kIdBytesMax = 128;
constexpr std::size_t kHashBytes = 9;  // "-" and 8 digits.

std::uint32_t Hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ull;  // FNV-1a.
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

std::string_view WithoutEnding(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t dot = path.rfind('.');
  const std::size_t name = slash == path.npos ? 0 : slash + 1;
  return dot != path.npos && dot > name ? path.substr(0, dot) : path;
}

}  // namespace

std::string DocumentIdFromPath(std::string_view relative_path,
                               bool keep_ending) {
  const std::string_view kept =
      keep_ending ? relative_path : WithoutEnding(relative_path);
  std::string id;
  bool changed = false;
  for (char c : kept) {
    c = absl::ascii_tolower(static_cast<unsigned char>(c));
    const bool alphanumeric =
        absl::ascii_isalnum(static_cast<unsigned char>(c));
    if (c == '/') c = '.';
    if (!alphanumeric && c != '.' && c != '_' && c != '-') {
      changed = true;
      c = '-';
    }
    if (id.empty() && !alphanumeric) {
      changed = true;  // Ids begin with a letter or digit.
      continue;
    }
    if (c == '-' && id.ends_with('-')) continue;
    id.push_back(c);
  }
  if (id.empty()) {
    id = "document";
    changed = true;
  }
  if (changed || id.size() > kIdBytesMax) {
    id.resize(std::min(id.size(), kIdBytesMax - kHashBytes));
    while (id.size() > 1 && (id.ends_with('-') || id.ends_with('.')))
      id.pop_back();
    id += absl::StrFormat("-%08x", Hash(relative_path));
  }
  return id;
}

}  // namespace quoth::load
