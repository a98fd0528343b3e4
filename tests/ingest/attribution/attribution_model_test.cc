// Loading of the weights and the cue lexicon: what is wrong with a file is
// said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-service/parse/attribution/cue_lexicon.h"
#include "ingest-service/parse/attribution/model.h"
#include "ingest-service/parse/attribution/words.h"

namespace quoth::parse {
namespace {

using ::testing::HasSubstr;

std::string Message(const absl::Status& status) {
  return std::string(status.message());
}

AttributionModel SampleModel() {
  std::vector<float> weights(16);
  weights[3] = 1.27f;
  weights[9] = -0.5f;
  return AttributionModel(4, weights, {{{0.2f, 0.1f}, {0.8f, 0.9f}}, {}});
}

TEST(AttributionModel, SurvivesARoundTrip) {
  const AttributionModel model = SampleModel();
  const auto read = AttributionModel::FromBytes(model.ToBytes());
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE((*read)->trained());
  const uint32_t third = 3u << 28, ninth = 9u << 28;
  EXPECT_NEAR((*read)->Score(std::vector<uint32_t>{third}), 1.27f, 0.01f);
  EXPECT_NEAR((*read)->Score(std::vector<uint32_t>{third, ninth}), 0.77f,
              0.02f);
  EXPECT_EQ((*read)->ToBytes(), model.ToBytes());
}

TEST(AttributionModel, CalibratesBetweenItsKnots) {
  const AttributionModel model = SampleModel();
  EXPECT_FLOAT_EQ(model.Calibrated(0.0f, true), 0.1f);
  EXPECT_FLOAT_EQ(model.Calibrated(0.5f, true), 0.5f);
  EXPECT_FLOAT_EQ(model.Calibrated(1.0f, true), 0.9f);
  EXPECT_FLOAT_EQ(model.Calibrated(0.4f, false), 0.4f) << "no knots: as it is";
}

TEST(AttributionModel, SaysWhatIsWrong) {
  const std::string good = SampleModel().ToBytes();
  std::string bits = good;
  bits[8] = 60;
  std::string magic = good;
  magic[0] = 'q';
  const struct {
    std::string bytes;
    const char* reason;
  } kCases[] = {
      {"", "does not begin"},
      {magic, "does not begin"},
      {bits, "table size"},
      {good.substr(0, 20), "inside the table"},
      {good.substr(0, 8 + 1 + 4 + 16), "before the calibration"},
      {good.substr(0, good.size() - 6), "inside the calibration"},
      {good + "x", "goes on"},
  };
  for (const auto& c : kCases) {
    const auto read = AttributionModel::FromBytes(c.bytes);
    ASSERT_FALSE(read.ok()) << c.reason;
    EXPECT_THAT(Message(read.status()), HasSubstr(c.reason));
  }
}

TEST(CueLexicon, ReadsActsFramesAndPairs) {
  const auto lexicon = CueLexicon::Load(
      "# comment\n"
      "say\tspeech\tthat,quote\tsay,says,said\n"
      "tell\tspeech\taddressee\ttell,told\n"
      "hope\tplan\t-\thope,hoped\n"
      "point out\tspeech\t-\tpoint out,pointed out\n"
      "stress\tspeech\tnoun\tstress,stressed\n");
  ASSERT_TRUE(lexicon.ok()) << Message(lexicon.status());
  const CueEntry* told = (*lexicon)->Find(HashForm("told"));
  ASSERT_NE(told, nullptr);
  EXPECT_TRUE(told->addressee);
  EXPECT_EQ((*lexicon)->Find(HashForm("hoped"))->act, SpeechAct::kPlan);
  EXPECT_TRUE((*lexicon)->Find(HashForm("stressed"))->noun);
  EXPECT_EQ((*lexicon)->Find(HashForm("pointed")), nullptr);
  EXPECT_NE((*lexicon)->FindPair(HashForm("pointed"), HashForm("out")),
            nullptr);
}

TEST(CueLexicon, NamesFileLineAndReason) {
  const struct {
    const char* contents;
    const char* reason;
  } kCases[] = {
      {"say\tspeech\t-\n", "cues.tsv:1"},
      {"# x\nsay\tshout\t-\tsay\n", "cues.tsv:2: act"},
      {"say\tspeech\tloud\tsay\n", "unknown frame"},
      {"say\tspeech\t-\tsay it out\n", "more than two words"},
  };
  for (const auto& c : kCases) {
    const auto lexicon = CueLexicon::Load(c.contents);
    ASSERT_FALSE(lexicon.ok()) << c.contents;
    EXPECT_THAT(Message(lexicon.status()), HasSubstr(c.reason));
  }
}

}  // namespace
}  // namespace quoth::parse
