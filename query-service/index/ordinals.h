// Slugs, outlets and languages as small numbers, all in memory.
//
// Read by any thread; changed by the applier alone, after its batch is stored.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "query-service/index/keys.h"

namespace quoth::query {

class Ordinals {
 public:
  // 0 when there is none.
  Ordinal Find(OrdinalKind kind, std::string_view name) const;
  // Empty when there is none.
  std::string NameOf(OrdinalKind kind, Ordinal ordinal) const;

  void Set(OrdinalKind kind, std::string_view name, Ordinal ordinal);
  void Erase(OrdinalKind kind, std::string_view name);
  std::vector<std::pair<std::string, Ordinal>> All(OrdinalKind kind) const;

 private:
  struct Names {
    absl::flat_hash_map<std::string, Ordinal> by_name;
    absl::flat_hash_map<Ordinal, std::string> by_ordinal;
  };
  static std::size_t SlotOf(OrdinalKind kind);

  mutable absl::Mutex mutex_;
  std::array<Names, 4> names_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace quoth::query
