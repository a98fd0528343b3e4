// A page of statements as the bytes of a response: stored statements are
// copied, never parsed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "query-service/planner/hit_source.h"
#include "query-service/planner/interrupt.h"
#include "query-service/planner/statement_query.h"
#include "quoth/v1/query_service.pb.h"

namespace quoth::query {

inline constexpr std::size_t kPageBytesMax = 3 << 20;
inline constexpr int kPageSizeDefault = 20;
inline constexpr int kPageSizeMax = 1000;
// Postings looked at for one page. A page that reaches it ends early, with a
// token: a filter that almost nothing passes costs many cheap calls, not one
// endless one.
inline constexpr std::size_t kScanMax = 200'000;
// Statements counted one by one when no counter has the answer.
inline constexpr std::int64_t kCountMax = 100'000;

struct PageLimits {
  std::size_t statements = kPageSizeDefault;
  std::size_t bytes = kPageBytesMax;
  std::size_t scanned = kScanMax;
};

// `page_size` of a request; INVALID_ARGUMENT when negative.
absl::StatusOr<std::size_t> PageSizeOf(int page_size,
                                       int when_zero = kPageSizeDefault);

// Appends to `out` a field of wire type 2 with the statement of record `id`,
// whole or as the view has it. NOT_FOUND when it is gone.
absl::Status AppendStatement(const Index& index, StatementId id, int field,
                             quoth::v1::StatementView view, std::string& out);

struct Page {
  std::string statements;  // Serialized fields, one for each statement.
  std::size_t count = 0;
  bool more = false;
  Posting last;  // Where the next page begins, when `more`.
};

// Reads the next page of a scan. `field`: number of the repeated field.
absl::StatusOr<Page> ReadPage(const Index& index, const StatementQuery& query,
                              HitSource& scan, const PageLimits& limits,
                              int field, quoth::v1::StatementView view,
                              Interrupt& interrupt);

// The same with fields of another form: `append` puts a statement's into the
// page, or says why not; NOT_FOUND passes it over.
absl::StatusOr<Page> ReadPageWith(
    const Index& index, const StatementQuery& query, HitSource& scan,
    const PageLimits& limits,
    absl::FunctionRef<absl::Status(StatementId id, std::string& out)> append,
    Interrupt& interrupt);

// Does the record pass? NOT_FOUND when it is gone. The second leaves the words
// aside. `buffer` may be used to hold it.
absl::StatusOr<bool> Passes(const Index& index, const StatementQuery& query,
                            StatementId id, std::string& buffer);
absl::StatusOr<bool> PassesFacts(const Index& index,
                                 const StatementQuery& query, StatementId id,
                                 std::string& buffer);

struct Total {
  std::int64_t count = 0;
  bool estimated = false;  // At least `count`.
};
// From the counters where they have it, else counted up to kCountMax.
absl::StatusOr<Total> CountMatches(const Index& index,
                                   const StatementQuery& query,
                                   Interrupt& interrupt);

// A length-delimited field.
void AppendField(std::string& out, int field, std::string_view bytes);

}  // namespace quoth::query
