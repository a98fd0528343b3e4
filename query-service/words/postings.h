// The statements of one segment that have a word, packed: their ranks in the
// segment and how often each has it. Made once, read in place.
//
// A segment is up to 65,536 statements, ranked by the length of their text,
// shortest first: what may score high comes early, and a search stops where
// the rest cannot. Three forms, by density:
//   short   0, count varint, {gap << 1 | often} varints, each with the number
//           of times as a byte when `often`
//   blocks  1, count varint, times_max u8, for each 128 postings {last rank
//           u16, bits of a gap u8, bits of the times u8}, then the blocks: gaps
//           less one and times less one, in that many bits each; 8 zero bytes
//   bitmap  2, count varint, times_max u8, words u16, frequent u16, bitmap of
//           that many u64, ranks u16 and times u8 of those with the word twice
//           or more
// Numbers are little endian.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quoth::query {

inline constexpr std::uint32_t kSegmentStatementsMax = 65'536;
inline constexpr std::uint8_t kTimesMax = 16;  // More count as so many.

struct WordPosting {
  std::uint16_t rank = 0;
  std::uint8_t times = 1;
};

// `postings` by rank, each once, not empty, times 1 to kTimesMax.
// `statements`: of the segment.
std::string EncodePostings(const std::vector<WordPosting>& postings,
                           std::uint32_t statements);

// How many postings a list has, without opening it; 0 when damaged.
std::uint32_t CountPostings(std::string_view bytes);
// The most times one of them has the word, or more; kTimesMax at most.
std::uint8_t MostTimes(std::string_view bytes);

// Reads a list, forward only, either block by block or by asking for ranks.
// The bytes must outlive it. Not for several threads.
class PostingReader {
 public:
  // A list of damaged bytes is empty and not ok().
  explicit PostingReader(std::string_view bytes);

  bool ok() const { return ok_; }
  std::uint32_t count() const { return count_; }
  std::uint8_t times_max() const { return times_max_; }

  struct Block {
    const std::uint16_t* ranks = nullptr;
    const std::uint8_t* times = nullptr;
    std::uint32_t size = 0;  // 0: the end.
  };
  // The next block's postings have at least this rank and at most these times.
  struct Bound {
    std::uint32_t rank_min = 0;
    std::uint8_t times_max = 0;
  };
  bool AtEnd() const { return at_end_; }
  Bound NextBound() const;
  void SkipBlock();
  Block TakeBlock();  // Valid until the next call.

  // Is `rank` in the list? Ranks asked for must ascend. 0: no; else the times.
  std::uint8_t TimesOf(std::uint32_t rank);

 private:
  static constexpr std::uint32_t kBlock = 128;
  enum class Form : unsigned char { kShort = 0, kBlocks = 1, kBitmap = 2 };

  void OpenShort(std::string_view rest);
  void OpenBlocks(std::string_view rest);
  void OpenBitmap(std::string_view rest);
  void LoadBlock();  // Ranks of the block at block_.
  void LoadTimes();
  void StepBlock();
  std::uint32_t BlockSize() const;
  std::uint8_t FrequentTimes(std::uint32_t rank);

  Form form_ = Form::kShort;
  bool ok_ = false;
  bool at_end_ = true;
  std::uint32_t count_ = 0;
  std::uint8_t times_max_ = 1;

  // Blocks.
  const char* directory_ = nullptr;
  const char* data_ = nullptr;
  std::uint32_t blocks_ = 0;
  std::uint32_t block_ = 0;
  std::uint32_t rank_min_ = 0;  // Of the block at block_.
  bool loaded_ = false;
  bool times_loaded_ = false;
  std::uint32_t in_block_ = 0;

  // Bitmap.
  const char* bitmap_ = nullptr;
  std::uint32_t bitmap_words_ = 0;
  std::uint32_t next_word_ = 0;
  const char* frequent_ = nullptr;
  std::uint32_t frequent_count_ = 0;
  std::uint32_t frequent_at_ = 0;

  std::array<std::uint16_t, kBlock + 64> ranks_;
  std::array<std::uint8_t, kBlock + 64> times_;
  std::uint32_t size_ = 0;
};

}  // namespace quoth::query
