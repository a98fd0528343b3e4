#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

using testing::ElementsAre;

TEST(WebVttTest, VoicesMakeParagraphsTimingsStay) {
  const DecodedDocument document = DecodeAs(
      "text/vtt",
      "WEBVTT\n\nNOTE not spoken\n\n1\n00:01.000 --> 00:02.000 align:start\n"
      "<v A. Aye>Good <i>morning</i>,\nall.\n\n"
      "00:03.000 --> 00:04.000\n<v A. Aye>More &amp; more.\n\n"
      "00:05.000 --> 00:06.000\n<v B. Bee>Thanks.\n");
  EXPECT_EQ(document.text, "Good morning, all. More & more.\n\nThanks.");
  std::vector<std::string> voices, times;
  for (const Markup& m : document.markup) {
    if (m.kind == MarkupKind::kVoice) voices.push_back(m.value);
    if (m.kind == MarkupKind::kTime) times.push_back(m.value);
  }
  EXPECT_THAT(voices, ElementsAre("A. Aye", "B. Bee"));
  EXPECT_THAT(times,
              ElementsAre("00:01.000 --> 00:02.000", "00:03.000 --> 00:04.000",
                          "00:05.000 --> 00:06.000"));
  EXPECT_THAT(TextsOf(document, MarkupKind::kTime),
              ElementsAre("Good morning, all.", "More & more.", "Thanks."));
}

TEST(SubRipTest, LabelsOpenParagraphsRepeatsAreDropped) {
  const DecodedDocument document = DecodeAs(
      "application/x-subrip",
      "1\r\n00:00:01,000 --> 00:00:02,000\r\nAYE: One\r\ntwo.\r\n\r\n"
      "2\r\n00:00:02,000 --> 00:00:03,000\r\ntwo.\r\nthree.\r\n\r\n"
      "3\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}>> BEE: Four.\r\n");
  EXPECT_EQ(document.text, "AYE: One two. three.\n\nBEE: Four.");
}

}  // namespace
}  // namespace quoth::parse
