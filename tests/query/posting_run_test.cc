// Runs of postings: their bytes, and lists that change against a plain model.
#include "query-service/index/posting_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "query-service/index/index.h"
#include "query-service/index/posting_edits.h"
#include "query-service/planner/list_cursor.h"
#include "tests/kit/temporary_folder.h"

namespace quoth::query {
namespace {

TEST(PostingRun, GivesBackWhatItWasMadeOf) {
  const std::vector<std::vector<RunPosting>> runs = {
      {{7, 0, {}}},  // A byte.
      {{7, kForwardBit | 1, {9, "doc/k1"}}},
      {{1, 1, {}}, {2, 2, {}}, {kStatementIdMax - 1, 3, {}}},
      {{5, 1, {}}, {300, kForwardBit | 2, {1, ""}}, {301, 0, {}}},
  };
  for (const std::vector<RunPosting>& run : runs) {
    const std::string bytes = EncodeRun(run);
    std::vector<RunPosting> read;
    ASSERT_TRUE(DecodeRun(run.back().id, bytes, read));
    ASSERT_EQ(read.size(), run.size());
    for (std::size_t i = 0; i < run.size(); ++i) {
      EXPECT_EQ(read[i].id, run[i].id);
      EXPECT_EQ(read[i].bits, run[i].bits);
      EXPECT_EQ(read[i].forward.offset, run[i].forward.offset);
      EXPECT_EQ(read[i].forward.name_key, run[i].forward.name_key);
    }
    // Cut short it is damaged, or shorter than its key says.
    for (std::size_t cut = 2; cut < bytes.size(); ++cut)
      EXPECT_FALSE(DecodeRun(run.back().id, bytes.substr(0, cut), read)) << cut;
  }
  std::vector<RunPosting> read;
  EXPECT_FALSE(DecodeRun(1, "", read));
  EXPECT_FALSE(DecodeRun(1, "\x7f\x01", read));  // Begins before id 0.
}

// Walks a list from a place; at most 300 postings.
std::vector<Posting> Walk(const Index& index, const std::string& prefix,
                          bool newest_first, const Posting& from) {
  ListCursor cursor(index, prefix, newest_first);
  std::vector<Posting> seen;
  for (cursor.Seek(from); cursor.valid() && seen.size() < 300; cursor.Next())
    seen.push_back(cursor.at());
  EXPECT_TRUE(cursor.status().ok());
  return seen;
}

// In the order of the walk.
std::vector<Posting> Expect(const std::map<std::pair<Day, StatementId>, int>& m,
                            bool newest_first, const Posting& from) {
  std::vector<Posting> all;
  for (const auto& [at, bits] : m) all.push_back({at.first, at.second});
  const auto before = [&](const Posting& a, const Posting& b) {
    if (a.day != b.day) return newest_first ? a.day > b.day : a.day < b.day;
    return newest_first ? a.id < b.id : a.id > b.id;
  };
  std::sort(all.begin(), all.end(), before);
  std::erase_if(all, [&](const Posting& p) { return before(p, from); });
  if (all.size() > 300) all.resize(300);
  return all;
}

TEST(PostingEdits, ListsAreWhatAModelSays) {
  const kit::TemporaryFolder folder;
  IndexOptions options;
  options.folder = folder / "index";
  options.heap_bytes_max = 1 << 30;
  auto index = Index::Open(options);
  ASSERT_TRUE(index.ok());
  const kit::Store& store = (*index)->store();
  const std::string lists[] = {SpeakerPrefix(1), SpeakerPrefix(2), AllPrefix()};
  std::map<std::pair<Day, StatementId>, int> model[3];
  std::mt19937 random(3);
  StatementId next = 1;
  for (int round = 0; round < 120; ++round) {
    PostingEdits edits(store, next);
    const auto change = [&](std::size_t list, Day day, StatementId id) {
      std::string key = lists[list];
      AppendPosting(key, {day, id});
      if (random() % 3 == 0) {
        edits.Delete(key);
        model[list].erase({day, id});
      } else if (random() % 4 == 0) {
        edits.Forward(key, 1, id, "doc/key");
        model[list][{day, id}] = 1 | kForwardBit;
      } else {
        edits.Put(key, 2);
        model[list][{day, id}] = 2;
      }
    };
    // Earlier ones come, go and come back; then new ones, sometimes many.
    for (std::size_t i = random() % 30; i > 0 && next > 1; --i)
      change(random() % 3, 1 + random() % 3, 1 + random() % (next - 1));
    for (std::size_t i = random() % (round % 10 == 0 ? 400 : 20); i > 0; --i)
      change(random() % 3, 1 + random() % 3, next++);
    rocksdb::WriteBatch batch;
    ASSERT_TRUE(edits.Finish(batch).ok());
    ASSERT_TRUE(store.Write(batch, false).ok());
    for (std::size_t list = 0; list < 3; ++list) {
      for (const bool newest_first : {true, false}) {
        const Posting from{static_cast<Day>(1 + random() % 3),
                           1 + random() % next};
        ASSERT_EQ(Walk(**index, lists[list], newest_first, from),
                  Expect(model[list], newest_first, from))
            << "round " << round << ", list " << list;
      }
    }
  }
}

}  // namespace
}  // namespace quoth::query
