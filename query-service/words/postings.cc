#include "query-service/words/postings.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace quoth::query {
namespace {

constexpr std::uint32_t kShortMax = 32;
constexpr std::uint32_t kBlockPostings = 128;
constexpr std::size_t kDirectoryEntry = 4;
constexpr std::size_t kPadding = 8;
// A bitmap where more than one statement in so many has the word.
constexpr std::uint32_t kBitmapDensity = 12;

template <typename Number>
void AppendLittle(std::string& out, Number value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

template <typename Number>
Number ReadLittle(const char* bytes) {
  Number value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

void AppendVarint(std::string& out, std::uint32_t value) {
  for (; value >= 0x80; value >>= 7)
    out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

bool TakeVarint(std::string_view& rest, std::uint32_t& value) {
  value = 0;
  for (int shift = 0; shift < 32 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

// Values of `bits` each, back to back.
class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  void Add(std::uint32_t value, int bits) {
    held_ |= std::uint64_t{value} << held_bits_;
    held_bits_ += bits;
    while (held_bits_ >= 8) {
      out_.push_back(static_cast<char>(held_));
      held_ >>= 8;
      held_bits_ -= 8;
    }
  }
  void Flush() {
    if (held_bits_ > 0) out_.push_back(static_cast<char>(held_));
    held_ = 0;
    held_bits_ = 0;
  }

 private:
  std::string& out_;
  std::uint64_t held_ = 0;
  int held_bits_ = 0;
};

constexpr std::uint32_t PackedBytes(std::uint32_t count, std::uint32_t bits) {
  return (count * bits + 7) / 8;
}

void EncodeShort(const std::vector<WordPosting>& postings, std::string& out) {
  std::uint32_t before = 0;
  for (const WordPosting& posting : postings) {
    const bool often = posting.times > 1;
    AppendVarint(out, (posting.rank - before) << 1 | (often ? 1 : 0));
    if (often) out.push_back(static_cast<char>(posting.times));
    before = posting.rank;
  }
}

void EncodeBlocks(const std::vector<WordPosting>& postings, std::string& out) {
  std::string data;
  std::uint32_t next = 0;  // First rank that may come.
  for (std::size_t begin = 0; begin < postings.size();
       begin += kBlockPostings) {
    const std::size_t end =
        std::min<std::size_t>(begin + kBlockPostings, postings.size());
    std::uint32_t gaps = 0;
    std::uint32_t times = 0;
    std::uint32_t at = next;
    for (std::size_t i = begin; i < end; ++i) {
      gaps |= postings[i].rank - at;
      times |= postings[i].times - 1u;
      at = postings[i].rank + 1u;
    }
    const int gap_bits = static_cast<int>(std::bit_width(gaps));
    const int times_bits = static_cast<int>(std::bit_width(times));
    AppendLittle<std::uint16_t>(out, postings[end - 1].rank);
    out.push_back(static_cast<char>(gap_bits));
    out.push_back(static_cast<char>(times_bits));
    BitWriter bits(data);
    for (std::size_t i = begin; i < end; ++i) {
      bits.Add(postings[i].rank - next, gap_bits);
      next = postings[i].rank + 1u;
    }
    bits.Flush();
    if (times_bits > 0) {
      for (std::size_t i = begin; i < end; ++i)
        bits.Add(postings[i].times - 1u, times_bits);
      bits.Flush();
    }
  }
  out.append(data).append(kPadding, '\0');
}

void EncodeBitmap(const std::vector<WordPosting>& postings, std::string& out) {
  const std::uint32_t words = postings.back().rank / 64u + 1u;
  std::vector<std::uint64_t> bitmap(words);
  std::string ranks;
  std::string times;
  for (const WordPosting& posting : postings) {
    bitmap[posting.rank / 64u] |= std::uint64_t{1} << (posting.rank % 64u);
    if (posting.times > 1) {
      AppendLittle<std::uint16_t>(ranks, posting.rank);
      times.push_back(static_cast<char>(posting.times));
    }
  }
  AppendLittle<std::uint16_t>(out, static_cast<std::uint16_t>(words));
  AppendLittle<std::uint16_t>(out, static_cast<std::uint16_t>(times.size()));
  out.append(reinterpret_cast<const char*>(bitmap.data()), words * 8);
  out.append(ranks).append(times);
}

// Constant widths let the compiler unroll and shift by constants.
template <std::uint32_t kBits>
void UnpackAs(const char* from, std::uint32_t count, std::uint32_t* out) {
  constexpr std::uint64_t kMask = (std::uint64_t{1} << kBits) - 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t bit = i * kBits;
    out[i] = static_cast<std::uint32_t>(
        ReadLittle<std::uint64_t>(from + bit / 8) >> (bit % 8) & kMask);
  }
}

void Unpack(const char* from, std::uint32_t count, std::uint32_t bits,
            std::uint32_t* out) {
  using Unpacker = void (*)(const char*, std::uint32_t, std::uint32_t*);
  static constexpr std::array<Unpacker, 17> kUnpackers = {
      UnpackAs<0>,  UnpackAs<1>,  UnpackAs<2>,  UnpackAs<3>,  UnpackAs<4>,
      UnpackAs<5>,  UnpackAs<6>,  UnpackAs<7>,  UnpackAs<8>,  UnpackAs<9>,
      UnpackAs<10>, UnpackAs<11>, UnpackAs<12>, UnpackAs<13>, UnpackAs<14>,
      UnpackAs<15>, UnpackAs<16>};
  kUnpackers[bits](from, count, out);
}

}  // namespace

std::string EncodePostings(const std::vector<WordPosting>& postings,
                           std::uint32_t statements) {
  std::string out;
  const auto count = static_cast<std::uint32_t>(postings.size());
  if (count <= kShortMax) {
    out.push_back(0);
    AppendVarint(out, count);
    EncodeShort(postings, out);
    return out;
  }
  std::uint32_t frequent = 0;
  std::uint8_t times_max = 1;
  for (const WordPosting& posting : postings) {
    frequent += posting.times > 1 ? 1 : 0;
    times_max = std::max(times_max, posting.times);
  }
  // The number of frequent ones must fit its field.
  const bool bitmap = count > statements / kBitmapDensity && frequent < 65'536;
  out.push_back(bitmap ? 2 : 1);
  AppendVarint(out, count);
  out.push_back(static_cast<char>(times_max));
  if (bitmap) {
    EncodeBitmap(postings, out);
  } else {
    EncodeBlocks(postings, out);
  }
  return out;
}

std::uint32_t CountPostings(std::string_view bytes) {
  std::uint32_t count = 0;
  if (bytes.empty()) return 0;
  bytes.remove_prefix(1);
  return TakeVarint(bytes, count) ? count : 0;
}

std::uint8_t MostTimes(std::string_view bytes) {
  if (bytes.empty() || bytes.front() == 0) return kTimesMax;
  bytes.remove_prefix(1);
  std::uint32_t count = 0;
  if (!TakeVarint(bytes, count) || bytes.empty()) return kTimesMax;
  return std::min(static_cast<std::uint8_t>(bytes.front()), kTimesMax);
}

PostingReader::PostingReader(std::string_view bytes) {
  if (bytes.empty() || bytes.front() < 0 || bytes.front() > 2) return;
  form_ = static_cast<Form>(bytes.front());
  bytes.remove_prefix(1);
  std::uint32_t count = 0;
  if (!TakeVarint(bytes, count) || count == 0 ||
      count > kSegmentStatementsMax) {
    return;
  }
  count_ = count;
  if (form_ == Form::kShort) {
    OpenShort(bytes);
  } else {
    if (bytes.empty()) {
      count_ = 0;
      return;
    }
    times_max_ = std::clamp<std::uint8_t>(
        static_cast<std::uint8_t>(bytes.front()), 1, kTimesMax);
    bytes.remove_prefix(1);
    if (form_ == Form::kBlocks) {
      OpenBlocks(bytes);
    } else {
      OpenBitmap(bytes);
    }
  }
  if (!ok_) count_ = 0;
  at_end_ = !ok_;
}

void PostingReader::OpenShort(std::string_view rest) {
  if (count_ > kShortMax) return;
  std::uint32_t rank = 0;
  for (std::uint32_t i = 0; i < count_; ++i) {
    std::uint32_t gap = 0;
    if (!TakeVarint(rest, gap)) return;
    rank += gap >> 1;
    if (rank >= kSegmentStatementsMax) return;
    std::uint8_t times = 1;
    if ((gap & 1) != 0) {
      if (rest.empty()) return;
      times = static_cast<std::uint8_t>(rest.front());
      rest.remove_prefix(1);
    }
    ranks_[i] = static_cast<std::uint16_t>(rank);
    times = std::clamp<std::uint8_t>(times, 1, kTimesMax);
    times_[i] = times;
    times_max_ = std::max(times_max_, times);
  }
  size_ = count_;
  rank_min_ = ranks_[0];
  loaded_ = times_loaded_ = true;
  blocks_ = 1;
  ok_ = true;
}

void PostingReader::OpenBlocks(std::string_view rest) {
  blocks_ = (count_ + kBlock - 1) / kBlock;
  if (rest.size() < blocks_ * kDirectoryEntry + kPadding) return;
  directory_ = rest.data();
  data_ = directory_ + blocks_ * kDirectoryEntry;
  std::size_t bytes = blocks_ * kDirectoryEntry + kPadding;
  for (std::uint32_t b = 0; b < blocks_; ++b) {
    const char* const entry = directory_ + b * kDirectoryEntry;
    const auto gap = static_cast<unsigned char>(entry[2]);
    const auto times = static_cast<unsigned char>(entry[3]);
    if (gap > 16 || times > 8) return;
    const std::uint32_t size = b + 1 < blocks_ ? kBlock : count_ - b * kBlock;
    bytes += PackedBytes(size, gap) + PackedBytes(size, times);
  }
  ok_ = bytes <= rest.size();
}

void PostingReader::OpenBitmap(std::string_view rest) {
  if (rest.size() < 4) return;
  bitmap_words_ = ReadLittle<std::uint16_t>(rest.data());
  frequent_count_ = ReadLittle<std::uint16_t>(rest.data() + 2);
  bitmap_ = rest.data() + 4;
  frequent_ = bitmap_ + std::size_t{bitmap_words_} * 8;
  ok_ = bitmap_words_ <= kSegmentStatementsMax / 64 &&
        rest.size() >= 4 + std::size_t{bitmap_words_} * 8 +
                           std::size_t{frequent_count_} * 3;
}

std::uint32_t PostingReader::BlockSize() const {
  return block_ + 1 < blocks_ ? kBlock : count_ - block_ * kBlock;
}

PostingReader::Bound PostingReader::NextBound() const {
  switch (form_) {
    case Form::kShort:
      return {rank_min_, times_max_};
    case Form::kBlocks: {
      const auto bits =
          static_cast<unsigned char>(directory_[block_ * kDirectoryEntry + 3]);
      const auto times = static_cast<std::uint8_t>(
          1u << std::min(bits, static_cast<unsigned char>(7)));
      return {rank_min_, std::min(times, times_max_)};
    }
    default:
      return {next_word_ * 64, times_max_};
  }
}

void PostingReader::StepBlock() {
  if (form_ == Form::kBlocks) {
    const char* const entry = directory_ + block_ * kDirectoryEntry;
    const std::uint32_t size = BlockSize();
    data_ += PackedBytes(size, static_cast<unsigned char>(entry[2])) +
             PackedBytes(size, static_cast<unsigned char>(entry[3]));
    rank_min_ = ReadLittle<std::uint16_t>(entry) + 1u;
    loaded_ = times_loaded_ = false;
  }
  ++block_;
  in_block_ = 0;
  at_end_ = block_ >= blocks_;
}

void PostingReader::SkipBlock() {
  if (form_ == Form::kBitmap) {
    next_word_ += 2;
    at_end_ = next_word_ >= bitmap_words_;
  } else {
    StepBlock();
  }
}

void PostingReader::LoadBlock() {
  std::uint32_t gaps[kBlock];
  size_ = BlockSize();
  const char* const entry = directory_ + block_ * kDirectoryEntry;
  Unpack(data_, size_, static_cast<unsigned char>(entry[2]), gaps);
  std::uint32_t rank = rank_min_;
  for (std::uint32_t i = 0; i < size_; ++i) {
    rank += gaps[i];
    ranks_[i] = static_cast<std::uint16_t>(rank);
    ++rank;
  }
  loaded_ = true;
  in_block_ = 0;
}

void PostingReader::LoadTimes() {
  const char* const entry = directory_ + block_ * kDirectoryEntry;
  const auto bits = static_cast<unsigned char>(entry[3]);
  if (bits == 0) {
    std::fill_n(times_.begin(), size_, std::uint8_t{1});
  } else {
    std::uint32_t times[kBlock];
    Unpack(data_ + PackedBytes(size_, static_cast<unsigned char>(entry[2])),
           size_, bits, times);
    for (std::uint32_t i = 0; i < size_; ++i) {
      times_[i] = static_cast<std::uint8_t>(
          std::min<std::uint32_t>(times[i] + 1, kTimesMax));
    }
  }
  times_loaded_ = true;
}

PostingReader::Block PostingReader::TakeBlock() {
  if (at_end_) return {};
  if (form_ == Form::kBitmap) {
    size_ = 0;
    while (size_ == 0 && next_word_ < bitmap_words_) {
      const std::uint32_t end = std::min(next_word_ + 2, bitmap_words_);
      for (; next_word_ < end; ++next_word_) {
        auto word =
            ReadLittle<std::uint64_t>(bitmap_ + std::size_t{next_word_} * 8);
        for (; word != 0; word &= word - 1) {
          const std::uint32_t rank =
              next_word_ * 64 +
              static_cast<std::uint32_t>(std::countr_zero(word));
          ranks_[size_] = static_cast<std::uint16_t>(rank);
          times_[size_] = FrequentTimes(rank);
          ++size_;
        }
      }
    }
    at_end_ = next_word_ >= bitmap_words_;
    return {ranks_.data(), times_.data(), size_};
  }
  if (!loaded_) LoadBlock();
  if (!times_loaded_) LoadTimes();
  const std::uint32_t size = size_;
  StepBlock();
  return {ranks_.data(), times_.data(), size};
}

std::uint8_t PostingReader::FrequentTimes(std::uint32_t rank) {
  const auto rank_at = [&](std::uint32_t i) {
    return ReadLittle<std::uint16_t>(frequent_ + std::size_t{i} * 2);
  };
  // Near the last one in most cases, else by halves.
  std::uint32_t step = 1;
  std::uint32_t low = frequent_at_;
  std::uint32_t high = low;
  while (high < frequent_count_ && rank_at(high) < rank) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = std::min(high, frequent_count_);
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (rank_at(middle) < rank) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  frequent_at_ = low;
  if (low >= frequent_count_ || rank_at(low) != rank) return 1;
  return std::clamp<std::uint8_t>(
      static_cast<std::uint8_t>(
          frequent_[std::size_t{frequent_count_} * 2 + low]),
      1, kTimesMax);
}

std::uint8_t PostingReader::TimesOf(std::uint32_t rank) {
  if (form_ == Form::kBitmap) {
    if (!ok_ || rank / 64 >= bitmap_words_) return 0;
    const auto word =
        ReadLittle<std::uint64_t>(bitmap_ + std::size_t{rank / 64} * 8);
    if ((word >> (rank % 64) & 1) == 0) return 0;
    return FrequentTimes(rank);
  }
  if (form_ == Form::kBlocks) {
    while (!at_end_ && ReadLittle<std::uint16_t>(
                           directory_ + block_ * kDirectoryEntry) < rank) {
      StepBlock();
    }
  }
  if (at_end_ || rank < rank_min_) return 0;
  if (!loaded_) LoadBlock();
  while (in_block_ < size_ && ranks_[in_block_] < rank) ++in_block_;
  if (in_block_ >= size_ || ranks_[in_block_] != rank) return 0;
  if (!times_loaded_) LoadTimes();
  return times_[in_block_];
}

}  // namespace quoth::query
