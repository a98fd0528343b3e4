// WatchStatements: a stream each, woken when the index moves.
//
// A watcher is a position, not a queue: one that reads slowly is read for later
// and costs one message of memory; one that falls behind what is kept gets
// OUT_OF_RANGE. Watchers take turns on threads of their own, one step each, so
// that ten thousand of them delay each other but no lookup and no applying.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "query-service/follower/index_holder.h"
#include "query-service/handlers/work_pool.h"

namespace quoth::query {

class WatchStream;

class Watches {
 public:
  Watches(IndexHolder& holder, int threads, int watchers_max);
  ~Watches();

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer& request);

 private:
  friend class WatchStream;
  // Called with the stream idle at `offset`; false when the index is already
  // further.
  bool Sleep(WatchStream* stream, std::uint64_t epoch, std::uint64_t offset);
  // True: the stream was asleep and is the caller's now.
  bool Rouse(WatchStream* stream);
  void Ended();

  // Shared with the holder's hook, which may outlive the watches.
  struct Asleep {
    absl::Mutex mutex;
    absl::flat_hash_set<WatchStream*> streams ABSL_GUARDED_BY(mutex);
    int count ABSL_GUARDED_BY(mutex) = 0;
    bool waking ABSL_GUARDED_BY(mutex) = false;  // Somebody is about to.
    // Nothing when the watches are gone.
    WorkPool* pool ABSL_GUARDED_BY(mutex) = nullptr;
  };
  static void Wake(const std::shared_ptr<Asleep>& asleep);

  IndexHolder& holder_;
  const int watchers_max_;
  std::shared_ptr<Asleep> asleep_;
  WorkPool pool_;  // Last: its work uses what stands above.
};

}  // namespace quoth::query
