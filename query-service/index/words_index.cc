#include "query-service/index/words_index.h"

#include <algorithm>
#include <cstdlib>

#include "absl/container/flat_hash_set.h"
#include "query-service/index/bytes.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr std::string_view kSealedMark = "words";
// Ids that have a bit. Address space alone: 128 MiB.
constexpr StatementId kMarkedIdsMax = StatementId{1} << 30;
// Rows of a chunk being sealed that a batch takes, and more for each statement
// it adds: done long before the next chunk is full.
constexpr std::size_t kRowsABatch = 32;
constexpr std::size_t kRowsAStatement = 3;
// Sweeping begins when so many are gone, and one in so many.
constexpr std::uint64_t kSweepMin = 256;
constexpr std::uint64_t kSweepShare = 5;

absl::Status Damaged() {
  return kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                         "the index holds a damaged row of words");
}

std::string EncodeForward(const WordsForward& forward) {
  std::string value;
  AppendLittle<std::uint64_t>(value, forward.offset);
  AppendLittle<std::uint32_t>(value, forward.day);
  return value.append(forward.name_key);
}

std::optional<WordsForward> DecodeForward(std::string_view value) {
  if (value.size() < 12) return std::nullopt;
  return WordsForward{ReadLittle<std::uint64_t>(value.data()),
                      ReadLittle<std::uint32_t>(value.data() + 8),
                      std::string(value.substr(12))};
}

}  // namespace

struct WordsIndex::Sweeping {
  absl::flat_hash_set<StatementId> ids;
  std::vector<StatementId> marks;  // The same, to be taken away at the end.
  std::string next;                // Row to go on with; empty: rows are done.
};

WordsIndex::WordsIndex(const kit::Store& store) : store_(store) {
  // Zeroed pages come when they are touched.
  gone_ = static_cast<std::atomic<std::uint64_t>*>(
      std::calloc(kMarkedIdsMax / 64, sizeof(std::atomic<std::uint64_t>)));
}

WordsIndex::~WordsIndex() { std::free(gone_); }

absl::Status WordsIndex::Load(StatementId next_id, const VisitTexts& texts) {
  if (gone_ == nullptr) {
    return kit::WithReason(absl::StatusCode::kResourceExhausted,
                           "OUT_OF_MEMORY", "no address space for the index");
  }
  if (absl::Status status = LoadSealed(); !status.ok()) return status;
  if (absl::Status status = LoadGone(); !status.ok()) return status;
  const StatementId from =
      now_.sealed.size() * StatementId{kSegmentStatementsMax};
  buffer_ = std::make_shared<WordsBuffer>(from);
  absl::Status status = texts(from, [&](StatementId id, std::string_view text) {
    if (id >= next_id) return;
    Roll(id);
    buffer_->Add(StatementWordsOf(id, text));
  });
  if (!status.ok()) return status;
  Roll(next_id);
  Publish();
  return absl::OkStatus();
}

absl::Status WordsIndex::LoadSealed() {
  absl::StatusOr<std::string> mark = store_.Get(kMarks, kSealedMark);
  if (absl::IsNotFound(mark.status())) return absl::OkStatus();
  if (!mark.ok()) return mark.status();
  if (mark->size() != 4) return Damaged();
  const auto chunks = ReadLittle<std::uint32_t>(mark->data());
  now_.sealed.resize(chunks);
  for (std::uint32_t chunk = 0; chunk < chunks; ++chunk) {
    absl::StatusOr<std::string> lengths =
        store_.Get(kWords, WordLengthsKey(chunk));
    if (absl::IsNotFound(lengths.status())) return Damaged();
    if (!lengths.ok()) return lengths.status();
    if (lengths->size() != kSegmentStatementsMax) return Damaged();
    now_.sealed[chunk] = std::make_shared<WordsSegment>(
        StatementId{chunk} * kSegmentStatementsMax, *lengths);
  }
  return absl::OkStatus();
}

absl::Status WordsIndex::LoadGone() {
  kit::StoreIterator rows = store_.NewIterator(kWords);
  for (rows->Seek("d"); rows->Valid() && rows->key().starts_with("d");
       rows->Next()) {
    if (rows->key().size() != 9) return Damaged();
    Mark(ReadBig<8>(rows->key().data() + 1));
    const std::optional<WordsForward> forward =
        DecodeForward(rows->value().ToStringView());
    if (forward) {
      last_replaced_ = std::max(last_replaced_.load(), forward->offset);
    } else {
      ++gone_marks_;
    }
  }
  return rows.status();
}

std::shared_ptr<const WordsView> WordsIndex::view() const {
  absl::MutexLock lock(&mutex_);
  return view_;
}

void WordsIndex::Publish() {
  now_.buffer = buffer_;
  auto view = std::make_shared<const WordsView>(now_);
  absl::MutexLock lock(&mutex_);
  view_ = std::move(view);
}

void WordsIndex::Mark(StatementId id) {
  if (id >= kMarkedIdsMax) return;
  gone_[id / 64].fetch_or(std::uint64_t{1} << (id % 64),
                          std::memory_order_release);
}

bool WordsIndex::IsGone(StatementId id) const {
  if (id >= kMarkedIdsMax) return store_.Get(kWords, WordGoneKey(id)).ok();
  return (gone_[id / 64].load(std::memory_order_acquire) >> (id % 64) & 1) != 0;
}

absl::StatusOr<std::optional<WordsForward>> WordsIndex::ForwardOfGone(
    StatementId id) const {
  absl::StatusOr<std::string> value = store_.Get(kWords, WordGoneKey(id));
  if (absl::IsNotFound(value.status())) return std::optional<WordsForward>();
  if (!value.ok()) return value.status();
  return DecodeForward(*value);
}

void WordsIndex::Stage(const WordsChange& change, rocksdb::WriteBatch& batch) {
  rocksdb::ColumnFamilyHandle* const family = store_.family(kWords);
  for (const WordsChange::Gone& gone : change.gone) {
    batch.Put(family, WordGoneKey(gone.id),
              gone.forward ? EncodeForward(*gone.forward) : std::string());
  }
  staged_ = {};
  if (!sealing_) return;
  const std::size_t left = sealing_->rows() - sealing_->written();
  staged_.rows =
      std::min(left, change.added.empty()
                         ? std::size_t{0}
                         : kRowsABatch + kRowsAStatement * change.added.size());
  sealing_->PutRows(staged_.rows, family, batch);
  if (staged_.rows < left) return;
  staged_.finishes = true;
  sealing_->PutLengths(family, batch);
  std::string chunks;
  AppendLittle<std::uint32_t>(chunks, sealing_->chunk() + 1);
  batch.Put(store_.family(kMarks),
            rocksdb::Slice(kSealedMark.data(), kSealedMark.size()), chunks);
}

void WordsIndex::Apply(const WordsChange& change, StatementId next_id) {
  bool changed = false;
  if (sealing_) {
    sealing_->Advance(staged_.rows);
    if (staged_.finishes) {
      now_.sealed.push_back(sealing_->sealed());
      now_.recent.erase(now_.recent.begin(),
                        now_.recent.begin() + kSegmentsOfChunk);
      sealing_.reset();
      changed = true;
    }
    staged_ = {};
  }
  const WordsBuffer* const before = buffer_.get();
  for (const StatementWords& words : change.added) {
    Roll(words.id);
    buffer_->Add(words);
  }
  Roll(next_id);
  // New ones are there before old ones are gone.
  if (changed || buffer_.get() != before) Publish();
  for (const WordsChange::Gone& gone : change.gone) {
    if (gone.forward) {
      last_replaced_.store(
          std::max(last_replaced_.load(), gone.forward->offset),
          std::memory_order_release);
    } else {
      ++gone_marks_;
    }
    Mark(gone.id);
  }
}

void WordsIndex::Roll(StatementId next_id) {
  while (next_id >= buffer_->base() + kRecentSegmentStatements) {
    now_.recent.push_back(buffer_->Freeze(kRecentSegmentStatements));
    buffer_ = std::make_shared<WordsBuffer>(buffer_->base() +
                                            kRecentSegmentStatements);
  }
  if (sealing_ || now_.recent.size() < kSegmentsOfChunk) return;
  sealing_ = std::make_unique<WordsSealing>(
      std::vector(now_.recent.begin(), now_.recent.begin() + kSegmentsOfChunk));
}

void WordsIndex::Forget(StatementId id, rocksdb::WriteBatch& batch) {
  batch.Put(store_.family(kWords), WordGoneKey(id), "");
  ++gone_marks_;
}

absl::StatusOr<bool> WordsIndex::Sweep(int rows_max,
                                       rocksdb::WriteBatch& batch) {
  rocksdb::ColumnFamilyHandle* const family = store_.family(kWords);
  if (!sweeping_) {
    const std::uint64_t sealed =
        now_.sealed.size() * std::uint64_t{kSegmentStatementsMax};
    if (gone_marks_ < kSweepMin || gone_marks_ * kSweepShare < sealed ||
        sealed == 0) {
      return false;
    }
    auto sweeping = std::make_unique<Sweeping>();
    kit::StoreIterator marks = store_.NewIterator(kWords);
    for (marks->Seek("d"); marks->Valid() && marks->key().starts_with("d");
         marks->Next()) {
      if (marks->key().size() != 9) return Damaged();
      const StatementId id = ReadBig<8>(marks->key().data() + 1);
      if (id >= sealed || !marks->value().empty()) continue;
      sweeping->ids.insert(id);
      sweeping->marks.push_back(id);
    }
    if (absl::Status status = marks.status(); !status.ok()) return status;
    // What is still in memory is swept later; not looked for each time.
    if (sweeping->marks.size() * kSweepShare < sealed) {
      gone_marks_ = sweeping->marks.size();
      return false;
    }
    sweeping->next = "w";
    sweeping_ = std::move(sweeping);
  }
  if (!sweeping_->next.empty()) {
    kit::StoreIterator rows = store_.NewIterator(kWords);
    int seen = 0;
    for (rows->Seek(sweeping_->next);
         rows->Valid() && rows->key().starts_with("w") && seen < rows_max;
         rows->Next(), ++seen) {
      if (absl::Status status = SweepRow(rows->key().ToStringView(),
                                         rows->value().ToStringView(), batch);
          !status.ok()) {
        return status;
      }
    }
    if (absl::Status status = rows.status(); !status.ok()) return status;
    sweeping_->next = rows->Valid() && rows->key().starts_with("w")
                          ? rows->key().ToString()
                          : std::string();
    return true;
  }
  for (int i = 0; i < rows_max && !sweeping_->marks.empty(); ++i) {
    batch.Delete(family, WordGoneKey(sweeping_->marks.back()));
    sweeping_->marks.pop_back();
    --gone_marks_;
  }
  // The bits stay: ids are never used again, and readers may hold old rows.
  if (sweeping_->marks.empty()) sweeping_.reset();
  return true;
}

absl::Status WordsIndex::SweepRow(std::string_view key, std::string_view value,
                                  rocksdb::WriteBatch& batch) {
  if (key.size() < 6) return Damaged();
  const auto chunk =
      static_cast<std::uint32_t>(ReadBig<4>(key.data() + key.size() - 4));
  // Rows of a chunk on its way are not read yet and are left alone.
  if (chunk >= now_.sealed.size()) return absl::OkStatus();
  const WordsSegment& segment = *now_.sealed[chunk];
  PostingReader reader(value);
  if (!reader.ok()) return Damaged();
  std::vector<WordPosting> kept;
  while (true) {
    const PostingReader::Block block = reader.TakeBlock();
    if (block.size == 0) break;
    for (std::uint32_t i = 0; i < block.size; ++i) {
      const StatementId id = segment.base() + segment.ids()[block.ranks[i]];
      if (!sweeping_->ids.contains(id))
        kept.push_back({block.ranks[i], block.times[i]});
    }
  }
  if (kept.size() == reader.count()) return absl::OkStatus();
  const rocksdb::Slice row(key.data(), key.size());
  if (kept.empty()) {
    batch.Delete(store_.family(kWords), row);
  } else {
    batch.Put(store_.family(kWords), row,
              EncodePostings(kept, kSegmentStatementsMax));
  }
  return absl::OkStatus();
}

}  // namespace quoth::query
