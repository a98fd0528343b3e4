#include "query-service/index/heap.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "query-service/index/bytes.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr std::uint64_t kHeaderBytes = 24;
constexpr std::uint64_t kFirstOffset = 8;  // So that offset 0 means "not here".
constexpr std::uint64_t kPageBytes = 4096;
constexpr absl::Duration kGrace = absl::Seconds(60);

std::uint64_t Padded(std::uint64_t size) {
  return (size + 7) & ~std::uint64_t{7};
}

std::uint64_t Fold(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^
         static_cast<std::uint64_t>(product >> 64);
}

absl::Status SystemError(std::string_view what, const std::string& path) {
  return kit::WithReason(
      absl::StatusCode::kUnavailable, "HEAP_UNAVAILABLE",
      absl::StrCat(kit::ToAbsl(what), " ", path, ": ", std::strerror(errno)));
}

absl::StatusOr<int> OpenFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0) return SystemError("cannot open", path);
  return file;
}

absl::StatusOr<const char*> MapFile(int file, std::uint64_t bytes,
                                    const std::string& path) {
  void* const address =
      ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED | MAP_NORESERVE, file, 0);
  if (address == MAP_FAILED) return SystemError("cannot map", path);
  return static_cast<const char*>(address);
}

std::uint64_t SizeOf(int file) {
  struct stat info {};
  return ::fstat(file, &info) == 0 ? static_cast<std::uint64_t>(info.st_size)
                                   : 0;
}

}  // namespace

std::uint64_t Checksum(std::string_view bytes) {
  constexpr std::uint64_t kFirst = 0x9e3779b97f4a7c15;
  constexpr std::uint64_t kSecond = 0xc2b2ae3d27d4eb4f;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  const auto fold = [&at](std::uint64_t state, std::size_t offset) {
    return Fold(ReadLittle<std::uint64_t>(at + offset) ^ kFirst ^ state,
                ReadLittle<std::uint64_t>(at + offset + 8) ^ kSecond);
  };
  std::uint64_t state = kFirst ^ bytes.size();
  // Four chains that don't wait for each other's products.
  if (left >= 64) {
    std::uint64_t chains[4] = {state, state ^ kSecond, ~state, state + kSecond};
    for (; left >= 64; at += 64, left -= 64) {
      for (std::size_t i = 0; i < 4; ++i) chains[i] = fold(chains[i], 16 * i);
    }
    state = Fold(chains[0] ^ kSecond, chains[1] ^ kFirst) ^
            Fold(chains[2] ^ kFirst, chains[3] ^ kSecond);
  }
  for (; left >= 16; at += 16, left -= 16) state = fold(state, 0);
  char tail[16] = {};
  if (left > 0) std::memcpy(tail, at, left);
  return Fold(ReadLittle<std::uint64_t>(tail) ^ kSecond ^ state,
              ReadLittle<std::uint64_t>(tail + 8) ^ kFirst);
}

absl::StatusOr<std::unique_ptr<RecordHeap>> RecordHeap::Open(
    const HeapOptions& options, std::uint64_t end) {
  if (::mkdir(options.folder.c_str(), 0750) != 0 && errno != EEXIST) {
    return SystemError("cannot make", options.folder);
  }
  std::unique_ptr<RecordHeap> heap(new RecordHeap);
  if (absl::Status status = heap->Map(options); !status.ok()) return status;
  heap->end_ = std::clamp(Padded(end), kFirstOffset, options.bytes_max);
  const std::uint64_t size = SizeOf(heap->records_file_);
  // A shorter file has lost records; their places then point past its end.
  heap->readable_end_ = std::min(heap->end_, size);
  if (size < heap->end_ &&
      ::ftruncate(heap->records_file_, static_cast<off_t>(heap->end_)) == 0) {
    heap->readable_end_ = heap->end_;
  }
  heap->places_end_ = SizeOf(heap->places_file_) / 8;
  return heap;
}

absl::Status RecordHeap::Map(const HeapOptions& options) {
  bytes_max_ = options.bytes_max;
  ids_max_ = options.ids_max;
  const std::string records = options.folder + "/records";
  const std::string places = options.folder + "/places";
  for (auto [path, file] :
       {std::pair{&records, &records_file_}, {&places, &places_file_}}) {
    absl::StatusOr<int> opened = OpenFile(*path);
    if (!opened.ok()) return opened.status();
    *file = *opened;
  }
  absl::StatusOr<const char*> mapped =
      MapFile(records_file_, bytes_max_, records);
  if (!mapped.ok()) return mapped.status();
  records_ = *mapped;
  mapped = MapFile(places_file_, ids_max_ * 8, places);
  if (!mapped.ok()) return mapped.status();
  places_ = *mapped;
  return absl::OkStatus();
}

RecordHeap::~RecordHeap() {
  if (records_ != nullptr) ::munmap(const_cast<char*>(records_), bytes_max_);
  if (places_ != nullptr) ::munmap(const_cast<char*>(places_), ids_max_ * 8);
  if (records_file_ >= 0) ::close(records_file_);
  if (places_file_ >= 0) ::close(places_file_);
}

RecordHeap::Found RecordHeap::Find(StatementId id) const {
  if (id >= places_end_.load(std::memory_order_acquire)) return {};
  const auto place = ReadLittle<std::uint64_t>(places_ + id * 8);
  const std::uint64_t end = readable_end_.load(std::memory_order_acquire);
  if (place < kFirstOffset || place % 8 != 0 || place + kHeaderBytes > end)
    return {};
  const char* const header = records_ + place;
  const auto size = ReadLittle<std::uint32_t>(header);
  if (place + kHeaderBytes + size > end ||
      ReadLittle<std::uint64_t>(header + 8) != id)
    return {};
  return {std::string_view(header + kHeaderBytes, size),
          ReadLittle<std::uint64_t>(header + 16)};
}

void RecordHeap::Prefetch(StatementId id) const {
  if (id >= places_end_.load(std::memory_order_acquire)) return;
  const auto place = ReadLittle<std::uint64_t>(places_ + id * 8);
  if (place >= readable_end_.load(std::memory_order_acquire)) return;
  // What a reader looks at first; the processor then follows by itself.
  constexpr std::size_t kLineBytes = 64;
  for (std::size_t line = 0; line < 4; ++line)
    __builtin_prefetch(records_ + place + line * kLineBytes);
}

bool RecordHeap::Write(int file, const void* bytes, std::size_t size,
                       std::uint64_t at) {
  const char* from = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t written = ::pwrite(file, from, size, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      if (status_.ok())
        status_ = SystemError("cannot write", "the record heap");
      return false;
    }
    from += written;
    at += static_cast<std::uint64_t>(written);
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

void RecordHeap::Append(StatementId id, std::string_view record) {
  const std::uint64_t size = Padded(kHeaderBytes + record.size());
  const std::uint64_t place = end_ + unwritten_.size();
  if (id >= ids_max_ || place + size > bytes_max_) return;
  AppendLittle<std::uint32_t>(unwritten_,
                              static_cast<std::uint32_t>(record.size()));
  AppendLittle<std::uint32_t>(unwritten_, 0);
  AppendLittle<std::uint64_t>(unwritten_, id);
  AppendLittle<std::uint64_t>(unwritten_, Checksum(record));
  unwritten_.append(record);
  unwritten_.resize(place - end_ + size, '\0');
  unplaced_.emplace_back(id, place);
}

void RecordHeap::Flush() {
  if (unplaced_.empty()) return;
  if (Write(records_file_, unwritten_.data(), unwritten_.size(), end_)) {
    end_ += unwritten_.size();
    readable_end_.store(std::max(end_, readable_end_.load()),
                        std::memory_order_release);
    WritePlaces();
  }
  Discard();
}

void RecordHeap::Discard() {
  unwritten_.clear();
  unplaced_.clear();
}

void RecordHeap::WritePlaces() {
  // Neighbouring ids in one write.
  std::string places;
  for (std::size_t i = 0; i < unplaced_.size();) {
    const StatementId first = unplaced_[i].first;
    places.clear();
    for (; i < unplaced_.size() &&
           unplaced_[i].first == first + places.size() / 8;
         ++i) {
      AppendLittle<std::uint64_t>(places, unplaced_[i].second);
    }
    if (!Write(places_file_, places.data(), places.size(), first * 8)) return;
    const StatementId end = first + places.size() / 8;
    if (end > places_end_.load())
      places_end_.store(end, std::memory_order_release);
  }
}

void RecordHeap::Drop(StatementId id, absl::Time now) {
  const Found found = Find(id);
  if (found.bytes.data() == nullptr) return;
  const std::uint64_t begin =
      static_cast<std::uint64_t>(found.bytes.data() - records_) - kHeaderBytes;
  const std::uint64_t end = begin + Padded(kHeaderBytes + found.bytes.size());
  // A document's records lie side by side: one hole for all of them.
  if (!dropped_.empty() && dropped_.back().end == begin) {
    dropped_.back().end = end;
    dropped_.back().at = now;
  } else {
    dropped_.push_back({now, begin, end});
  }
}

void RecordHeap::Trim(absl::Time now) {
  while (!dropped_.empty() && dropped_.front().at + kGrace <= now) {
    const Dropped gap = dropped_.front();
    dropped_.pop_front();
    const std::uint64_t begin =
        (gap.begin + kPageBytes - 1) / kPageBytes * kPageBytes;
    const std::uint64_t end = gap.end / kPageBytes * kPageBytes;
    if (begin >= end) continue;
    // Not every file system can; the space is then kept until a rebuild.
    [[maybe_unused]] const int ignored =
        ::fallocate(records_file_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                    static_cast<off_t>(begin), static_cast<off_t>(end - begin));
  }
}

std::uint64_t RecordHeap::AllocatedBytes() const {
  std::uint64_t bytes = 0;
  for (const int file : {records_file_, places_file_}) {
    struct stat info {};
    if (::fstat(file, &info) == 0)
      bytes += static_cast<std::uint64_t>(info.st_blocks) * 512;
  }
  return bytes;
}

}  // namespace quoth::query
