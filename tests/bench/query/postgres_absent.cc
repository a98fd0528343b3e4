#include <cstdio>

#include "tests/bench/query/postgres.h"

namespace quoth::bench {

std::unique_ptr<Postgres> Postgres::Open(const std::string&, const std::string&,
                                         const MadeLogOptions&) {
  std::fprintf(stderr,
               "PostgreSQL: left out, this program was built without libpq\n");
  return nullptr;
}

}  // namespace quoth::bench
