// One page, one spelling of its address.
#include "ingest-service/intake/source_url.h"

#include <gtest/gtest.h>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

TEST(CanonicalUrl, SpellsOnePageOneWay) {
  struct Row {
    const char* given;
    const char* canonical;
    const char* why;
  };
  const Row rows[] = {
      {"https://example.org", "https://example.org/", "empty path"},
      {"HTTP://Example.ORG/A", "http://example.org/A", "paths keep their case"},
      {"https://example.org:443/", "https://example.org/", "default port"},
      {"http://example.org:443/", "http://example.org:443/", "not http's"},
      {"https://example.org:/", "https://example.org/", "empty port"},
      {"https://example.org./a", "https://example.org/a", "rooted host"},
      {"https://example.org/a#b", "https://example.org/a", "fragment"},
      {"https://example.org?x=1", "https://example.org/?x=1", "no path"},
      {"https://example.org/a?", "https://example.org/a", "empty query"},
      {"https://example.org/a/", "https://example.org/a/",
       "may be another page"},
      {"https://example.org/a?utm_source=x&id=7&UTM_medium=y&fbclid=z",
       "https://example.org/a?id=7", "tracking"},
      {"https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1",
       "order may matter"},
      {"https://example.org/%7Ea%2fb%e9", "https://example.org/~a%2Fb%E9",
       "escapes"},
      {"https://example.org/100%", "https://example.org/100%", "no escape"},
      {"https://example.org/a/./b/../../c", "https://example.org/c", "dots"},
      {"https://example.org/../..", "https://example.org/", "above the root"},
      {"https://example.org/a/..", "https://example.org/", "back to the root"},
      {"https://example.org//a", "https://example.org//a", "empty segment"},
      {"http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a", "IPv6"},
      {"https://пример.рф/я", "https://пример.рф/я", "not only ASCII"},
  };
  for (const Row& row : rows) {
    const auto canonical = CanonicalUrl("url", row.given);
    ASSERT_TRUE(canonical.ok()) << row.given << " " << canonical.status();
    EXPECT_EQ(*canonical, row.canonical) << row.why;
    EXPECT_EQ(*CanonicalUrl("url", *canonical), *canonical) << "again";
  }
}

TEST(CanonicalUrl, RefusesWhatIsNoAddressOfAPage) {
  for (const char* url :
       {"", "example.org", "ftp://example.org/", "javascript:alert(1)",
        "https://", "https:///a", "https://user@example.org/",
        "https://u:p@example.org/", "https://exa mple.org/",
        "https://example.org/a b", "https://example.org/\n",
        "https://example.org:99999/", "https://example.org:0/",
        "https://example.org:8a/", "https://-a.org/", "https://[::1/",
        "https://<script>/"}) {
    const absl::Status status = CanonicalUrl("url", url).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_EQ(kit::FieldOf(status), "url");
  }
  EXPECT_FALSE(CanonicalUrl("url", "https://a/" + std::string(2000, 'x')).ok());
}

}  // namespace
}  // namespace quoth::ingest
