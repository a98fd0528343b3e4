#include <gtest/gtest.h>

#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {
namespace {

TEST(SourceMapTest, EmptyMapIsNotAvailable) {
  const SourceMap map;
  EXPECT_FALSE(map.available());
  EXPECT_EQ(map.ToSource({3, 5}), (Range{0, 0}));
}

TEST(SourceMapTest, AdjacentVerbatimRunsMelt) {
  SourceMap map;
  map.AppendVerbatim(3, 0);
  map.AppendVerbatim(4, 3);
  EXPECT_EQ(map.run_count(), 1u);
  EXPECT_EQ(map.ToSource({2, 6}), (Range{2, 6}));
}

TEST(SourceMapTest, RangeCoversWhatWasReplacedOrDropped) {
  SourceMap map;  // "ab&amp;cd" -> "ab&cd"
  map.AppendVerbatim(2, 0);
  map.AppendReplaced(1, {2, 7});
  map.AppendVerbatim(2, 7);
  EXPECT_EQ(map.ToSource({0, 5}), (Range{0, 9}));
  EXPECT_EQ(map.ToSource({2, 3}), (Range{2, 7}));
  EXPECT_EQ(map.ToSource({3, 4}), (Range{7, 8}));
  EXPECT_EQ(map.ToSource({2, 2}), (Range{2, 2}));
}

TEST(SourceMapTest, ChainLeadsThroughBoth) {
  SourceMap middle;  // A string inside JSON: bytes 10.. with an escape.
  middle.AppendVerbatim(2, 10);
  middle.AppendReplaced(1, {12, 18});
  middle.AppendVerbatim(3, 18);
  SourceMap inner;  // Text that drops the first byte.
  inner.AppendVerbatim(5, 1);
  SourceMap map;
  map.AppendChained(inner, middle);
  EXPECT_EQ(map.ToSource({0, 1}), (Range{11, 12}));
  EXPECT_EQ(map.ToSource({1, 2}), (Range{12, 18}));
  EXPECT_EQ(map.ToSource({2, 5}), (Range{18, 21}));
}

}  // namespace
}  // namespace quoth::parse
