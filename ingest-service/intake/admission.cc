#include "ingest-service/intake/admission.h"

#include <utility>

namespace quoth::ingest {

Admission::Place::Place(Place&& other) noexcept
    : gate_(std::exchange(other.gate_, nullptr)), bytes_(other.bytes_) {}

Admission::Place& Admission::Place::operator=(Place&& other) noexcept {
  std::swap(gate_, other.gate_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

Admission::Place::~Place() {
  if (gate_ != nullptr) gate_->Leave(bytes_);
}

Admission::Place Admission::TryEnter(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  if (!waiting_.empty() || !HasRoom(bytes)) return Place();
  ++documents_;
  bytes_ += bytes;
  return Place(this, bytes);
}

void Admission::Enter(std::size_t bytes, Admitted admitted) {
  {
    const std::lock_guard lock(mutex_);
    if (!waiting_.empty() || !HasRoom(bytes)) {
      waiting_.push_back({bytes, std::move(admitted)});
      return;
    }
    ++documents_;
    bytes_ += bytes;
  }
  admitted(Place(this, bytes));
}

bool Admission::HasRoom(std::size_t bytes) const {
  if (documents_ == 0) return true;
  return documents_ < limits_.documents_max &&
         bytes_ + bytes <= limits_.bytes_max;
}

void Admission::Leave(std::size_t bytes) {
  std::unique_lock lock(mutex_);
  --documents_;
  bytes_ -= bytes;
  // Who is admitted may leave at once: the outermost call admits the rest, so
  // that a long queue does not become a deep stack.
  if (admitting_) return;
  admitting_ = true;
  while (!waiting_.empty() && HasRoom(waiting_.front().bytes)) {
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    ++documents_;
    bytes_ += next.bytes;
    lock.unlock();
    next.admitted(Place(this, next.bytes));
    lock.lock();
  }
  admitting_ = false;
}

}  // namespace quoth::ingest
