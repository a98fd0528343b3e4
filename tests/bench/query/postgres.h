// PostgreSQL with the same statements, asked the same: a private cluster on
// the loopback address, in a folder of its own.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/query/load.h"
#include "tests/bench/query/made_log.h"

namespace quoth::bench {

class Postgres {
 public:
  // `bin`: folder of initdb and postgres. Nothing, with the reason on standard
  // error, where there is none or the bench was built without libpq.
  static std::unique_ptr<Postgres> Open(const std::string& bin,
                                        const std::string& folder,
                                        const MadeLogOptions& data);
  virtual ~Postgres() = default;

  // The kinds of MakeRequests: prepared, binary, `connections` at a time.
  virtual Measured Load(const std::string& kind, int connections,
                        double seconds) = 0;
};

}  // namespace quoth::bench
