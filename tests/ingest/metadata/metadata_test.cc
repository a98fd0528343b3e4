#include "ingest-service/parse/metadata/metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-service/parse/metadata/bylines.h"

namespace quoth::parse {
namespace {

using testing::ElementsAre;

Metadata Read(std::string_view text, std::string_view type = "text/plain",
              const ClientMetadata& client = {}) {
  Issues issues;
  const DecodedDocument document = Decode({text, type, ""}, {}, issues);
  return ReadMetadata(document, SplitBlocks(document, issues), client, issues);
}

constexpr std::string_view kArticle =
    "The pier is ready – The Gazette\n\nBy Ann Aye and Bo Bee\n\nMarch 4, "
    "2021\n\nThe mayor said on Tuesday in an "
    "interview with Radio Porto that the pier would open in spring, and that "
    "the ferry would run.\n";

TEST(MetadataTest, FromPlainText) {
  const Metadata m = Read(kArticle);
  EXPECT_EQ(m.title, "The pier is ready");
  EXPECT_EQ(m.outlet, "The Gazette");
  EXPECT_THAT(m.authors, ElementsAre("Ann Aye", "Bo Bee"));
  EXPECT_EQ(m.published_on.ToString(), "2021-03-04");
  EXPECT_EQ(m.said_on.ToString(), "2021-03-02");
  EXPECT_EQ(m.event, EventKind::kInterview);
  EXPECT_EQ(m.event_host, "Radio Porto");
  EXPECT_EQ(m.language, "en");
}

TEST(MetadataTest, TheClientAlwaysWins) {
  ClientMetadata client;
  client.title = "Mine";
  client.outlet = "Wire";
  client.language = "de";
  client.published_on = "2020-01-02";
  client.said_on = "2020-01-01";
  client.authors = {"Cy Cee"};
  client.source_url = "https://x.org/1";
  const Metadata m = Read(kArticle, "text/plain", client);
  EXPECT_EQ(m.title, "Mine");
  EXPECT_EQ(m.outlet, "Wire");
  EXPECT_EQ(m.language, "de");
  EXPECT_EQ(m.published_on.ToString(), "2020-01-02");
  EXPECT_EQ(m.published_on.origin, MetadataOrigin::kClient);
  EXPECT_EQ(m.said_on.ToString(), "2020-01-01");
  EXPECT_THAT(m.authors, ElementsAre("Cy Cee"));
  EXPECT_EQ(m.canonical_url, "https://x.org/1");
}

TEST(MetadataTest, OrderOfTrustInPages) {
  const Metadata m =
      Read(R"(<html><head><title>Something else | The Gazette</title>
    <meta property="og:title" content="Less wrong"><meta name="author" content="Meta Author">
    <meta property="article:published_time" content="2021-03-05">
    <script type="application/ld+json">{"@type":"NewsArticle","headline":"Right","author":{"name":"Ld Author"},
    "datePublished":"2021-03-04T23:00:00Z","keywords":["pier","ferry"],"articleSection":"Town"}</script></head>
    <body><p>The mayor said that the pier would open in spring, and that the ferry would run.</p></body></html>)",
           "text/html");
  EXPECT_EQ(m.title, "Right");
  EXPECT_THAT(m.authors, ElementsAre("Ld Author"));
  EXPECT_EQ(m.published_on.ToString(), "2021-03-04");
  EXPECT_EQ(m.published_on.origin, MetadataOrigin::kJsonLd);
  EXPECT_THAT(m.keywords, ElementsAre("pier", "ferry"));
  EXPECT_THAT(m.sections, ElementsAre("Town"));
  EXPECT_EQ(m.outlet, "The Gazette");
}

TEST(MetadataTest, WhatLooksAheadDatesTheDay) {
  const Metadata m = Read(
      "Town plans for 2021\n\nOn December 29 the mayor told the council of her "
      "plans for the coming year.\n\n"
      "In 2021, the town will build a pier, the mayor said, and it will run a "
      "ferry to the north.\n");
  EXPECT_EQ(m.said_on.ToString(), "2020-12-29");
  const Metadata open = Read(
      "Town plans\n\nOn December 29 the mayor told the council of her plans "
      "for the town, and of the pier.\n\n"
      "The town needs a pier, the mayor said, and it needs a ferry to the "
      "north of the country.\n");
  EXPECT_EQ(open.said_on.ToString(), "") << "no year is known: no guess";
}

TEST(MetadataTest, DatesInsideQuotationsAreNotTheDocuments) {
  ClientMetadata client;
  client.published_on = "2021-03-04";
  const Metadata m = Read(
      "The pier is ready\n\n“It opened on Monday,” the mayor said, “and the "
      "town was there to see it, all of it.”\n",
      "text/plain", client);
  EXPECT_EQ(m.said_on.ToString(), "");
}

TEST(MetadataTest, TitleRangePointsIntoTheText) {
  Issues issues;
  const DecodedDocument document =
      Decode({kArticle, "text/plain", ""}, {}, issues);
  const Metadata m =
      ReadMetadata(document, SplitBlocks(document, issues), {}, issues);
  EXPECT_EQ(m.title_range.of(document.text), m.title);
}

TEST(MetadataTest, Languages) {
  EXPECT_EQ(Read("Die Bürgermeisterin sagte am Montag, der Hafen werde im "
                 "Frühjahr eröffnet, und die Fähre fahre "
                 "dann jede Stunde.")
                .language,
            "de");
  EXPECT_EQ(Read("Мэр сказала в понедельник, что причал откроется весной, и "
                 "что паром будет ходить каждый час.")
                .language,
            "ru");
  EXPECT_EQ(Read("").language, "und");
}

TEST(BylinesTest, Names) {
  EXPECT_THAT(AuthorsOfByline("By Ann Aye and Bo Bee"),
              ElementsAre("Ann Aye", "Bo Bee"));
  EXPECT_THAT(AuthorsOfByline("by HarbourPress"), ElementsAre("HarbourPress"));
  EXPECT_THAT(AuthorsOfByline("By ANN AYE, BO BEE and CY CEE"),
              ElementsAre("ANN AYE", "BO BEE", "CY CEE"));
  EXPECT_THAT(AuthorsOfByline("By Ann Aye | March 4, 2021"),
              ElementsAre("Ann Aye"));
  EXPECT_THAT(AuthorsOfByline("By Ann Aye for The Gazette"),
              ElementsAre("Ann Aye"));
  EXPECT_TRUE(AuthorsOfByline("https://x.org/ann").empty());
}

TEST(BylinesTest, Outlets) {
  EXPECT_EQ(OutletOfDateline("Harbour Gazette, January 26, 2021"),
            "Harbour Gazette");
  EXPECT_EQ(OutletOfDateline("PORTO, Dec 29 (Wire) —"), "Wire");
  EXPECT_EQ(OutletOfDateline("January 26, 2021"), "");
  EXPECT_EQ(OutletOfDateline("Published January 26, 2021"), "");
}

}  // namespace
}  // namespace quoth::parse
