#include "query-service/planner/list_cursor.h"

#include <utility>

#include "service-kit/status/status.h"

namespace quoth::query {

ListCursor::ListCursor(const Index& index, std::string prefix,
                       bool newest_first)
    : index_(&index),
      prefix_(std::move(prefix)),
      newest_first_(newest_first),
      rows_(index.posting_iterators().Take(PrefixEnd(prefix_))) {}

bool ListCursor::Load() {
  if (!rows_->Valid()) {
    status_.Update(rows_.status());
    return false;
  }
  const std::string_view key = rows_->key().ToStringView();
  // Walking backwards may leave the list.
  if (key.substr(0, prefix_.size()) != prefix_) return false;
  const std::optional<Posting> last = PostingOf(key, prefix_.size());
  if (!last || !DecodeRun(last->id, rows_->value().ToStringView(), run_)) {
    status_ = kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                              "the index holds a damaged posting");
    return false;
  }
  day_ = last->day;
  // A page takes about as many; their records come from memory side by side.
  constexpr std::size_t kPrefetched = 16;
  for (std::size_t i = 0; i < run_.size() && i < kPrefetched; ++i)
    index_->Prefetch(run_[i].id);
  return true;
}

void ListCursor::Seek(const Posting& from) {
  if (!newest_first_) return SeekOldest(from);
  std::string key = prefix_;
  AppendPosting(key, from);
  // Runs stand at their last id: this is the first that ends there or later.
  rows_->Seek(key);
  valid_ = Load();
  place_ = 0;
  if (!valid_ || day_ != from.day) return;
  while (run_[place_].id < from.id) ++place_;
}

void ListCursor::SeekOldest(const Posting& from) {
  std::string key = prefix_;
  AppendPosting(key, from);
  // A run that begins before the place and ends behind it stands behind it.
  if (from.id > 0 && from.id < kStatementIdMax) {
    rows_->Seek(key);
    if (Load() && day_ == from.day && run_.front().id <= from.id) {
      valid_ = true;
      place_ = run_.size() - 1;
      while (run_[place_].id > from.id) --place_;
      return;
    }
    if (!status_.ok()) {
      valid_ = false;
      return;
    }
  }
  rows_->SeekForPrev(key);
  valid_ = Load();
  if (valid_) place_ = run_.size() - 1;
}

void ListCursor::Next() {
  if (newest_first_) {
    if (++place_ < run_.size()) return;
    rows_->Next();
    valid_ = Load();
    place_ = 0;
    return;
  }
  if (place_ > 0) {
    --place_;
    return;
  }
  rows_->Prev();
  valid_ = Load();
  if (valid_) place_ = run_.size() - 1;
}

}  // namespace quoth::query
