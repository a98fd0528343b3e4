// Conditions of an expression in the index's own numbers, asked of one record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query-service/filter/expression.h"
#include "query-service/index/record.h"
#include "query-service/planner/statement_query.h"
#include "query-service/search/text_query.h"

namespace quoth::query {

struct Condition {
  enum class Kind {
    kAll,  // Of `parts`; holds when there are none.
    kAny,
    kNot,
    kSpeaker,  // One of `ordinals`.
    kTopic,    // One of them, in a role of `mask`.
    kOutlet,
    kLanguage,
    kDocument,  // One of `documents`.
    kKind,      // Bit of `bits`.
    kAct,
    kRole,  // Any topic in a role of `mask`.
    kSaid,  // Compared with `days`.
    kPublished,
    kConfidence,
    kText,
    kPresent,  // Has a value for `field`.
  };
  Kind kind = Kind::kAll;
  std::vector<Condition> parts;
  std::vector<Ordinal> ordinals;       // Ascending.
  std::vector<std::string> documents;  // Ids, ascending.
  std::uint8_t mask = 0;
  std::uint32_t bits = 0;
  Comparator comparator = Comparator::kEqual;
  DaySpan days;
  float confidence = 0;
  std::vector<TextItem> words;  // All of them.
  Kind field = Kind::kAll;      // Of kPresent.
  std::size_t column = 0;       // Of the value, for errors.
};

// Joins alternatives that ask for values of one field into one set.
void JoinSets(std::vector<Condition>& any);

// Does the span of days compare so with the wanted one? Never when undated.
bool Compares(const DaySpan& days, Comparator comparator,
              const DaySpan& wanted);

// All of the conditions.
std::shared_ptr<const RecordTest> MakeTest(std::vector<Condition> all);

}  // namespace quoth::query
