#include "ingest-service/intake/source_url.h"

#include <algorithm>
#include <array>
#include <vector>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

// Parameters that say how a reader came, never which page it is.
constexpr std::array<std::string_view, 14> kTrackingParameters = {
    "fbclid", "gclid", "dclid",  "yclid", "msclkid",     "igshid", "mc_cid",
    "mc_eid", "_ga",   "gclsrc", "wt_mc", "ns_mchannel", "cmpid",  "at_medium"};
constexpr std::string_view kTrackingPrefix = "utm_";

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; }

std::string Lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), Lower);
  return out;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (Lower(c) >= 'a' && Lower(c) <= 'f') return Lower(c) - 'a' + 10;
  return -1;
}

// RFC 3986 section 6.2.2: escapes in upper case, none for unreserved bytes.
std::string NormalizeEscapes(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        HexValue(text[i + 1]) >= 0 &&
                        HexValue(text[i + 2]) >= 0;
    if (!escape) {
      out.push_back(text[i]);
      continue;
    }
    const int byte = HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]);
    const char c = static_cast<char>(byte);
    i += 2;
    if (IsAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out.push_back(c);
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

// RFC 3986 section 5.2.4, without recursion.
std::string RemoveDotSegments(std::string_view path) {
  std::vector<std::string_view> kept;
  bool directory = false;  // The path ends in a slash.
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const std::size_t slash = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, slash - begin);
    directory = segment.empty() || segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != "." && !(segment.empty() && slash == path.size())) {
      kept.push_back(segment);
    }
    begin = slash + 1;
  }
  std::string out;
  for (const std::string_view segment : kept) {
    out += '/';
    out += segment;
  }
  if (directory || out.empty()) out += '/';
  return out;
}

bool IsTracking(std::string_view parameter) {
  const std::string name = Lowered(parameter.substr(0, parameter.find('=')));
  return name.compare(0, kTrackingPrefix.size(), kTrackingPrefix) == 0 ||
         std::find(kTrackingParameters.begin(), kTrackingParameters.end(),
                   name) != kTrackingParameters.end();
}

std::string WithoutTracking(std::string_view query) {
  std::string out;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (parameter.empty() || IsTracking(parameter)) continue;
    if (!out.empty()) out += '&';
    out += parameter;
  }
  return out;
}

bool IsHost(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  if (host.front() == '[') {
    return host.size() > 2 && host.back() == ']' &&
           host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1;
  }
  for (const char c : host) {
    const bool fine = IsAlphanumeric(c) || c == '-' || c == '.' || c == '_' ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (!fine) return false;
  }
  return host.front() != '.' && host.front() != '-';
}

bool IsPort(std::string_view port) {
  int value = 0;
  for (const char c : port) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
    if (value > 65535) return false;
  }
  return !port.empty() && value > 0;
}

// "Example.ORG:443" -> "example.org"; empty when malformed.
std::string CanonicalAuthority(std::string_view authority, bool https) {
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != authority.npos && (bracket == authority.npos || colon > bracket);
  std::string host =
      Lowered(authority.substr(0, has_port ? colon : authority.npos));
  if (!host.empty() && host.back() == '.') host.pop_back();
  if (!IsHost(host)) return {};
  if (!has_port || colon + 1 == authority.size()) return host;
  const std::string_view port = authority.substr(colon + 1);
  if (!IsPort(port)) return {};
  if (port == (https ? "443" : "80")) return host;
  return host + ":" + std::string(port);
}

}  // namespace

absl::StatusOr<std::string> CanonicalUrl(std::string_view field,
                                         std::string_view url) {
  if (url.size() > kSourceUrlBytesMax) {
    return kit::InvalidField(field, "is longer than 2,000 bytes");
  }
  for (const char c : url) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) {
      return kit::InvalidField(field, "has white space or control characters");
    }
  }
  const std::size_t colon = url.find("://");
  const std::string scheme =
      Lowered(url.substr(0, colon == url.npos ? 0 : colon));
  if (scheme != "http" && scheme != "https") {
    return kit::InvalidField(field, "is not an http or https address");
  }
  std::string_view rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t path_begin =
      std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view authority = rest.substr(0, path_begin);
  rest.remove_prefix(path_begin);
  if (authority.find('@') != authority.npos) {
    return kit::InvalidField(field, "must not carry a user name or password");
  }
  const std::string host = CanonicalAuthority(authority, scheme == "https");
  if (host.empty()) return kit::InvalidField(field, "has no valid host");

  const std::size_t question = std::min(rest.find('?'), rest.size());
  std::string out = scheme + "://" + host;
  out += RemoveDotSegments(NormalizeEscapes(rest.substr(0, question)));
  if (question < rest.size()) {
    const std::string query =
        WithoutTracking(NormalizeEscapes(rest.substr(question + 1)));
    if (!query.empty()) out += "?" + query;
  }
  return out;
}

}  // namespace quoth::ingest
