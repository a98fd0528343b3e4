// Keys sort as what they stand for, survive the round trip, and are what
// KEYS.md says they are.
#include "ingest-service/record_log/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "ingest-service/record_log/fingerprints.h"

namespace quoth::ingest {
namespace {

std::vector<uint64_t> Numbers() {
  // Every byte boundary, then noise.
  std::vector<uint64_t> numbers = {0, 1, UINT64_MAX, UINT64_MAX - 1};
  for (int bit = 0; bit < 64; ++bit) {
    numbers.push_back(uint64_t{1} << bit);
    numbers.push_back((uint64_t{1} << bit) - 1);
  }
  std::mt19937_64 random(7);
  for (int i = 0; i < 500; ++i) numbers.push_back(random() >> (random() % 64));
  return numbers;
}

std::vector<std::string> Ids() {
  std::vector<std::string> ids = {"a", "a-", "a.", "a0", "aa", "z", "0"};
  std::mt19937 random(11);
  constexpr std::string_view kAlphabet = "abcxyz0189._-";
  for (int i = 0; i < 300; ++i) {
    std::string id(1, "abc09"[random() % 5]);
    for (std::size_t n = random() % 20; n > 0; --n) {
      id += kAlphabet[random() % kAlphabet.size()];
    }
    ids.push_back(id);
  }
  return ids;
}

TEST(Keys, NumbersSortAsBytes) {
  const std::vector<uint64_t> numbers = Numbers();
  for (const uint64_t a : numbers) {
    for (const uint64_t b : numbers) {
      ASSERT_EQ(a < b, ChangeKey(a) < ChangeKey(b)) << a << " " << b;
    }
  }
}

TEST(Keys, ChangeKeysRoundTrip) {
  for (const uint64_t number : Numbers()) {
    ASSERT_EQ(ParseChangeKey(ChangeKey(number)), number);
  }
  EXPECT_FALSE(ParseChangeKey(""));
  EXPECT_FALSE(ParseChangeKey("1234567"));
  EXPECT_FALSE(ParseChangeKey("123456789"));
}

TEST(Keys, HeadKeysRoundTripAndSortByIdWithinKind) {
  const std::vector<std::string> ids = Ids();
  for (const std::string& a : ids) {
    for (const SubjectKind kind :
         {SubjectKind::kDocument, SubjectKind::kSpeaker}) {
      const Subject subject{.kind = kind, .id = a};
      ASSERT_EQ(ParseHeadKey(HeadKey(subject)), subject);
    }
    for (const std::string& b : ids) {
      ASSERT_EQ(a < b, HeadKey({.kind = SubjectKind::kDocument, .id = a}) <
                           HeadKey({.kind = SubjectKind::kDocument, .id = b}));
    }
  }
}

TEST(Keys, VocabularyChunksSortByNumberAndStayWithTheirSource) {
  // "quoth" and "quoth-x": no chunk of one falls between the other's.
  std::vector<std::pair<std::string, uint32_t>> chunks;
  for (const char* source : {"quoth", "quoth-x", "quoti"}) {
    for (const uint32_t chunk : {0u, 1u, 255u, 256u, 70000u, UINT32_MAX}) {
      chunks.emplace_back(source, chunk);
      const Subject subject{
          .kind = SubjectKind::kVocabularyChunk, .id = source, .chunk = chunk};
      ASSERT_EQ(ParseHeadKey(HeadKey(subject)), subject);
    }
  }
  const auto key = [](const auto& c) {
    return VocabularyChunkKey(c.first, c.second);
  };
  EXPECT_TRUE(std::is_sorted(
      chunks.begin(), chunks.end(),
      [&](const auto& a, const auto& b) { return key(a) < key(b); }));
}

TEST(Keys, MalformedHeadKeysAreTold) {
  for (const std::string& key :
       {std::string(), std::string("d"), std::string("x1"),
        std::string("vquoth"), std::string("vq\0\0\0\0", 6)}) {
    EXPECT_FALSE(ParseHeadKey(key)) << HexOf(key);
  }
}

TEST(Keys, HeadsRoundTrip) {
  Head head{.offset = 77};
  EXPECT_EQ(DecodeHead(EncodeHead(head)), head);
  head.live.emplace();
  head.live->etag.fill(3);
  head.live->fingerprint.fill(9);
  EXPECT_EQ(DecodeHead(EncodeHead(head)), head);
  EXPECT_FALSE(DecodeHead("short"));
  EXPECT_FALSE(DecodeHead(std::string(9, 'x')));
}

TEST(Keys, RequestAnswersRoundTripAndExpireInOrder) {
  RequestAnswer answer;
  answer.expires_at_s = 1234;
  answer.fingerprint.fill(7);
  answer.outcome = 2;
  answer.offset = 99;
  answer.document = std::string("\0bytes", 6);
  const auto back = DecodeRequestAnswer(EncodeRequestAnswer(answer));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->expires_at_s, 1234u);
  EXPECT_EQ(back->fingerprint, answer.fingerprint);
  EXPECT_EQ(back->outcome, 2);
  EXPECT_EQ(back->offset, 99u);
  EXPECT_EQ(back->document, answer.document);
  EXPECT_FALSE(DecodeRequestAnswer("short"));

  EXPECT_LT(RequestExpiryKey(255, "z"), RequestExpiryKey(256, "a"));
  EXPECT_LT(RequestKey("zzz"), RequestExpiryKey(0, ""));  // Sweep's start.
  const auto expiry = ParseRequestExpiryKey(RequestExpiryKey(5, "id-1"));
  ASSERT_TRUE(expiry);
  EXPECT_EQ(expiry->expires_at_s, 5u);
  EXPECT_EQ(expiry->request_id, "id-1");
}

// Rows of KEYS.md: | family | what | hex key | ; `what` names the call below.
std::map<std::string, std::string> DocumentedKeys() {
  const char* root = std::getenv("QUOTH_SOURCE_DIR");
  std::ifstream file(std::string(root == nullptr ? "." : root) +
                     "/ingest-service/record_log/KEYS.md");
  std::map<std::string, std::string> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("| `", 0) != 0) continue;
    std::vector<std::string> cells;
    std::stringstream stream(line);
    for (std::string cell; std::getline(stream, cell, '`');) {
      cells.push_back(cell);
    }
    // Text between backticks has odd positions: family, example, hex.
    if (cells.size() >= 6) {
      std::string hex = cells[5];
      hex.erase(std::remove(hex.begin(), hex.end(), ' '), hex.end());
      rows[cells[1] + " " + cells[3]] = hex;
    }
  }
  return rows;
}

TEST(Keys, AreWhatKeysMdSays) {
  const auto documented = DocumentedKeys();
  Head head{.offset = 5};
  Head live{.offset = 258, .live = Head::Live{}};
  live.live->etag.fill(0xaa);
  live.live->fingerprint.fill(0xbb);
  RequestAnswer answer;
  answer.expires_at_s = 1'700'086'400;
  answer.fingerprint.fill(0xcc);
  answer.outcome = 1;
  answer.offset = 258;
  const std::map<std::string, std::string> made = {
      {"meta end", std::string(kEndKey)},
      {"meta end = 258", EncodeNumber(258)},
      {"meta last change of a speaker", std::string(kSpeakersEndKey)},
      {"meta speaker ada unsettled", SpeakerMarkKey("ada")},
      {"meta document a-1 unsettled", DocumentMarkKey("a-1")},
      {"changes 258", ChangeKey(258)},
      {"heads document a-1", HeadKey({SubjectKind::kDocument, "a-1"})},
      {"heads speaker ada", HeadKey({SubjectKind::kSpeaker, "ada"})},
      {"heads chunk 2 of quoth",
       HeadKey({SubjectKind::kVocabularyChunk, "quoth", 2})},
      {"heads = deleted at 5", EncodeHead(head)},
      {"heads = live at 258", EncodeHead(live)},
      {"documents a-1", "a-1"},
      {"statements a-1", "a-1"},
      {"texts a-1", "a-1"},
      {"sources a-1", "a-1"},
      {"speakers ada", "ada"},
      {"topics chunk 2 of quoth", VocabularyChunkKey("quoth", 2)},
      {"topics import 3, eurovoc", TopicImportKey(3, "eurovoc")},
      {"requests answer to 7f-1", RequestKey("7f-1")},
      {"requests expiry of 7f-1", RequestExpiryKey(1'700'086'400, "7f-1")},
      {"requests = created at 258", EncodeRequestAnswer(answer)},
  };
  EXPECT_EQ(documented.size(), made.size());
  for (const auto& [what, key] : made) {
    const auto row = documented.find(what);
    ASSERT_NE(row, documented.end()) << "KEYS.md lacks: " << what;
    EXPECT_EQ(row->second, HexOf(key)) << what;
  }
}

}  // namespace
}  // namespace quoth::ingest
