// A statement as the index keeps it: the facts that filters look at, then the
// serialized quoth.v1.Statement exactly as responses carry it.
//
// Layout (little endian), the same in RocksDB and in the record heap:
//    0  format     u8, 2          1  kind u8      2  act u8      3  flags u8
//    (0) 4  said first, last, published first, last   4 x u32 days, 0 = unknown
//   20  speaker, outlet, language                 3 x u32 ordinals, 0 = none
//   32  confidence f32
//   36  direct topics u16, inherited topics u16, key bytes u16, runs u16
//   44  topics: {ordinal u32, roles u32} each, direct ones first
//       runs of words that reports are found by (reports/sketch.h), 5 bytes
//       each key, then the serialized statement to the end
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query-service/index/bytes.h"
#include "query-service/index/days.h"
#include "query-service/index/keys.h"
#include "query-service/reports/sketch.h"

namespace quoth::query {

// How a statement carries a topic; also the first byte of topic and pair
// postings' values.
enum TopicBits : std::uint8_t {
  kDirectAbout = 1,
  kDirectMentions = 2,
  kInheritedAbout = 4,
  kInheritedMentions = 8,
};
inline constexpr std::uint8_t kDirectBits = kDirectAbout | kDirectMentions;
inline constexpr std::uint8_t kAboutBits = kDirectAbout | kInheritedAbout;
inline constexpr std::uint8_t kMentionsBits =
    kDirectMentions | kInheritedMentions;

struct RecordTopic {
  Ordinal topic = 0;
  std::uint32_t bits = 0;
  friend bool operator==(const RecordTopic&, const RecordTopic&) = default;
};

// What a record says besides the statement's bytes.
struct RecordFacts {
  int kind = 0;
  int act = 0;
  DaySpan said;
  DaySpan published;
  Ordinal speaker = 0;
  Ordinal outlet = 0;
  Ordinal language = 0;
  float confidence = 0;
  std::vector<RecordTopic> direct;     // By ordinal, each once.
  std::vector<RecordTopic> inherited;  // Broader ones; may repeat a direct one.
  std::vector<std::uint64_t> runs;     // Ascending.
  std::string key;                     // Last part of the statement's name.
};

std::string EncodeRecord(const RecordFacts& facts, std::string_view statement);

// Reads a record in place. Cheap: no allocation. The bytes must outlive it.
class RecordView {
 public:
  // Nothing when the bytes are no record (damage).
  static std::optional<RecordView> Of(std::string_view bytes);

  int kind() const { return static_cast<unsigned char>(bytes_[1]); }
  int act() const { return static_cast<unsigned char>(bytes_[2]); }
  DaySpan said() const { return {U32(4), U32(8)}; }
  DaySpan published() const { return {U32(12), U32(16)}; }
  // What lists are ordered and said ranges are matched by: said, else
  // published.
  DaySpan effective() const {
    return U32(4) != kUndated ? said() : published();
  }
  Day sort_day() const { return effective().first; }
  Ordinal speaker() const { return U32(20); }
  Ordinal outlet() const { return U32(24); }
  Ordinal language() const { return U32(28); }
  float confidence() const { return ReadLittle<float>(bytes_.data() + 32); }
  std::size_t direct_count() const { return U16(36); }
  std::size_t inherited_count() const { return U16(38); }
  RecordTopic direct(std::size_t index) const { return Topic(index); }
  RecordTopic inherited(std::size_t index) const {
    return Topic(direct_count() + index);
  }
  std::size_t run_count() const { return U16(42); }
  std::uint64_t run(std::size_t index) const {
    const char* const at = bytes_.data() + TopicsEnd() + kRunBytes * index;
    return ReadLittle<std::uint32_t>(at) |
           std::uint64_t{static_cast<unsigned char>(at[4])} << 32;
  }
  std::string_view key() const { return bytes_.substr(KeyAt(), U16(40)); }
  std::string_view statement() const {
    return bytes_.substr(KeyAt() + U16(40));
  }

 private:
  explicit RecordView(std::string_view bytes) : bytes_(bytes) {}
  std::uint32_t U32(std::size_t at) const {
    return ReadLittle<std::uint32_t>(bytes_.data() + at);
  }
  std::uint16_t U16(std::size_t at) const {
    return ReadLittle<std::uint16_t>(bytes_.data() + at);
  }
  RecordTopic Topic(std::size_t index) const {
    return {U32(kTopicsAt + 8 * index), U32(kTopicsAt + 8 * index + 4)};
  }
  std::size_t TopicsEnd() const {
    return kTopicsAt + 8 * (direct_count() + inherited_count());
  }
  std::size_t KeyAt() const { return TopicsEnd() + kRunBytes * run_count(); }
  static constexpr std::size_t kTopicsAt = 44;
  std::string_view bytes_;
};

RecordFacts FactsOf(const RecordView& record);

}  // namespace quoth::query
