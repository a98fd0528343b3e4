// Iterators over the postings, kept from one lookup for the next: making one
// costs as much as the seek it is made for.
//
// A kept iterator holds on to the files and memtables of its time, so few are
// kept, and Drop lets go of them. Any thread.
#pragma once

#include <rocksdb/iterator.h>
#include <rocksdb/slice.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "service-kit/store/store.h"

namespace quoth::query {

class PostingIterators {
 private:
  // At one address for good: the iterator reads its bound through a pointer.
  struct Kept {
    std::string end;
    rocksdb::Slice bound;
    std::optional<kit::StoreIterator> rows;
  };

 public:
  // `store` outlives this, and this its leases.
  explicit PostingIterators(const kit::Store& store) : store_(store) {}

  // An iterator that ends behind a list. Sees what was stored before it was
  // taken.
  class Lease {
   public:
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (kept_ != nullptr) home_->Return(std::move(kept_));
    }
    rocksdb::Iterator* operator->() const { return &**kept_->rows; }
    absl::Status status() const { return kept_->rows->status(); }

   private:
    friend class PostingIterators;
    Lease(PostingIterators* home, std::unique_ptr<Kept> kept)
        : home_(home), kept_(std::move(kept)) {}
    PostingIterators* home_;
    std::unique_ptr<Kept> kept_;
  };
  // `end`: the first key that is not wanted.
  Lease Take(std::string end);

  // Frees what is kept.
  void Drop();

 private:
  void Return(std::unique_ptr<Kept> kept);

  const kit::Store& store_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Kept>> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace quoth::query
