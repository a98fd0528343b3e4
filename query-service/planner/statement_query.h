// A StatementFilter, checked and in the index's own numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "query-service/index/index.h"
#include "query-service/index/record.h"
#include "query-service/search/text_query.h"
#include "quoth/v1/query_service.pb.h"

namespace quoth::query {

inline constexpr int kFilterListMax = 100;
inline constexpr int kFilterLanguagesMax = 20;
inline constexpr std::size_t kFilterTextBytesMax = 200;

// A topic of the filter with what counts as it.
struct WantedTopic {
  Ordinal topic = 0;
  std::vector<Ordinal>
      closure;  // Itself and narrower, ascending; itself alone when exact.
};

// A condition that only the record can answer. Shared by copies of a query.
class RecordTest {
 public:
  virtual ~RecordTest() = default;
  // `name`: of the statement, for records kept without its bytes; what such a
  // record cannot tell counts as met.
  virtual bool Passes(const RecordView& record,
                      std::string_view name) const = 0;
};

struct StatementQuery {
  bool by_speaker = false;
  std::vector<Ordinal> speakers;  // With those merged into them. Ascending.
  bool by_topic = false;
  std::vector<WantedTopic> topics;
  bool all_topics = false;
  // Bits a topic must have to count: role and whether inherited.
  std::uint8_t topic_mask = 0;
  bool by_role = false;
  std::uint32_t kinds = 0;  // Bit n: kind n. 0 = any.
  // Inclusive; {0, 0} = no condition.
  DaySpan said;
  DaySpan published;
  bool by_outlet = false;
  std::vector<Ordinal> outlets;
  bool by_language = false;
  std::vector<Ordinal> languages;
  bool by_document = false;
  std::vector<std::string> documents;  // Ids.
  float confidence_min = 0;

  bool nothing =
      false;  // Names that the index does not know: no statement can match.
  std::vector<std::string> unknown;  // Those names.

  std::shared_ptr<const TextQuery> text;   // Words of the text.
  std::shared_ptr<const RecordTest> test;  // The rest of an expression.

  // Everything that must hold of a statement, its document aside. `name` as
  // for RecordTest.
  bool Matches(const RecordView& record, std::string_view name = {}) const {
    return MatchesFacts(record, name) && MatchesText(record);
  }
  bool MatchesFacts(const RecordView& record, std::string_view name = {}) const;
  bool MatchesText(const RecordView& record) const;
  // Is anything asked but words?
  bool HasFacts() const;
};

// Words that must be in the text too, as ParseTextQuery reads them.
absl::Status AddWords(StatementQuery& query, std::string_view words,
                      std::string_view field);

// INVALID_ARGUMENT names the field below `path` ("filter").
absl::StatusOr<StatementQuery> PrepareQuery(
    const Index& index, const quoth::v1::StatementFilter& filter,
    std::string_view path = "filter");

}  // namespace quoth::query
