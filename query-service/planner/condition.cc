#include "query-service/planner/condition.h"

#include <algorithm>

#include "query-service/index/statement_fields.h"
#include "query-service/search/text_match.h"

namespace quoth::query {
namespace {

// A record kept without its bytes has no words: neither yes nor no.
enum class Answer { kNo, kUnknown, kYes };

Answer Of(bool yes) { return yes ? Answer::kYes : Answer::kNo; }

std::string_view DocumentOf(std::string_view name) {
  constexpr std::string_view kCollection = "documents/";
  if (name.substr(0, kCollection.size()) != kCollection) return {};
  name.remove_prefix(kCollection.size());
  return name.substr(0, name.find('/'));
}

bool CarriesOne(const RecordView& record, const std::vector<Ordinal>* ordinals,
                std::uint8_t mask) {
  for (std::size_t i = 0; i < record.direct_count(); ++i) {
    const RecordTopic tag = record.direct(i);
    if ((tag.bits & mask) == 0) continue;
    if (ordinals == nullptr ||
        std::binary_search(ordinals->begin(), ordinals->end(), tag.topic)) {
      return true;
    }
  }
  return false;
}

bool ComparesNumber(float value, Comparator comparator, float wanted) {
  switch (comparator) {
    case Comparator::kLess:
      return value < wanted;
    case Comparator::kLessEqual:
      return value <= wanted;
    case Comparator::kGreater:
      return value > wanted;
    case Comparator::kGreaterEqual:
      return value >= wanted;
    default:
      return value == wanted;
  }
}

// One record's answers. The text is read once, when first asked for.
class Asking {
 public:
  Asking(const RecordView& record, std::string_view name, TextWords& words)
      : record_(record), name_(name), words_(words) {}

  // As deep as the expression's parentheses, which are bounded.
  Answer All(const std::vector<Condition>& parts) {
    Answer answer = Answer::kYes;
    for (const Condition& part : parts) {
      answer = std::min(answer, Ask(part));
      if (answer == Answer::kNo) break;
    }
    return answer;
  }

 private:
  Answer Any(const std::vector<Condition>& parts) {
    Answer answer = Answer::kNo;
    for (const Condition& part : parts) {
      answer = std::max(answer, Ask(part));
      if (answer == Answer::kYes) break;
    }
    return answer;
  }

  Answer Ask(const Condition& c) {
    using Kind = Condition::Kind;
    const auto has = [&c](Ordinal ordinal) {
      return Of(
          std::binary_search(c.ordinals.begin(), c.ordinals.end(), ordinal));
    };
    switch (c.kind) {
      case Kind::kAll:
        return All(c.parts);
      case Kind::kAny:
        return Any(c.parts);
      case Kind::kNot: {
        const Answer answer = All(c.parts);
        if (answer == Answer::kUnknown) return answer;
        return Of(answer == Answer::kNo);
      }
      case Kind::kSpeaker:
        return has(record_.speaker());
      case Kind::kTopic:
        return Of(CarriesOne(record_, &c.ordinals, c.mask));
      case Kind::kOutlet:
        return has(record_.outlet());
      case Kind::kLanguage:
        return has(record_.language());
      case Kind::kDocument:
        return Of(std::binary_search(c.documents.begin(), c.documents.end(),
                                     std::string(DocumentOf(Name()))));
      case Kind::kKind:
        return Of(record_.kind() < 32 && (c.bits >> record_.kind() & 1) != 0);
      case Kind::kAct:
        return Of(record_.act() < 32 && (c.bits >> record_.act() & 1) != 0);
      case Kind::kRole:
        return Of(CarriesOne(record_, nullptr, c.mask));
      case Kind::kSaid:
        return Of(Compares(record_.effective(), c.comparator, c.days));
      case Kind::kPublished:
        return Of(Compares(record_.published(), c.comparator, c.days));
      case Kind::kConfidence:
        return Of(
            ComparesNumber(record_.confidence(), c.comparator, c.confidence));
      case Kind::kText:
        return AskText(c);
      case Kind::kPresent:
        return Of(Present(c.field));
    }
    return Answer::kNo;
  }

  Answer AskText(const Condition& c) {
    if (record_.statement().empty()) return Answer::kUnknown;
    if (!read_) {
      words_.Read(StatementField(record_.statement(), kStatementTextField));
      read_ = true;
    }
    return Of(
        std::all_of(c.words.begin(), c.words.end(),
                    [this](const TextItem& item) { return words_.Has(item); }));
  }

  bool Present(Condition::Kind field) const {
    switch (field) {
      case Condition::Kind::kSpeaker:
        return record_.speaker() != 0;
      case Condition::Kind::kTopic:
        return record_.direct_count() > 0;
      case Condition::Kind::kOutlet:
        return record_.outlet() != 0;
      case Condition::Kind::kLanguage:
        return record_.language() != 0;
      case Condition::Kind::kSaid:
        return record_.effective().first != kUndated;
      case Condition::Kind::kPublished:
        return record_.published().first != kUndated;
      default:
        return true;
    }
  }

  std::string_view Name() const {
    return name_.empty()
               ? StatementField(record_.statement(), kStatementNameField)
               : name_;
  }

  const RecordView& record_;
  const std::string_view name_;
  TextWords& words_;
  bool read_ = false;
};

class ConditionTest final : public RecordTest {
 public:
  explicit ConditionTest(std::vector<Condition> all) : all_(std::move(all)) {}
  bool Passes(const RecordView& record, std::string_view name) const override {
    thread_local TextWords words;
    return Asking(record, name, words).All(all_) != Answer::kNo;
  }

 private:
  const std::vector<Condition> all_;
};

bool IsSet(Condition::Kind kind) {
  using Kind = Condition::Kind;
  return kind == Kind::kSpeaker || kind == Kind::kTopic ||
         kind == Kind::kOutlet || kind == Kind::kLanguage ||
         kind == Kind::kDocument || kind == Kind::kKind || kind == Kind::kAct;
}

template <typename Value>
void SortOnce(std::vector<Value>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

void JoinSets(std::vector<Condition>& any) {
  std::vector<Condition> joined;
  for (Condition& condition : any) {
    const auto same =
        std::find_if(joined.begin(), joined.end(), [&](const Condition& other) {
          return IsSet(condition.kind) && other.kind == condition.kind &&
                 other.mask == condition.mask;
        });
    if (same == joined.end()) {
      joined.push_back(std::move(condition));
      continue;
    }
    same->bits |= condition.bits;
    same->ordinals.insert(same->ordinals.end(), condition.ordinals.begin(),
                          condition.ordinals.end());
    same->documents.insert(same->documents.end(), condition.documents.begin(),
                           condition.documents.end());
  }
  for (Condition& condition : joined) {
    SortOnce(condition.ordinals);
    SortOnce(condition.documents);
  }
  any = std::move(joined);
}

bool Compares(const DaySpan& days, Comparator comparator,
              const DaySpan& wanted) {
  if (days.first == kUndated) return false;
  switch (comparator) {
    case Comparator::kLess:
      return days.first < wanted.first;
    case Comparator::kLessEqual:
      return days.first <= wanted.last;
    case Comparator::kGreater:
      return days.last > wanted.last;
    case Comparator::kGreaterEqual:
      return days.last >= wanted.first;
    default:
      return days.first <= wanted.last && days.last >= wanted.first;
  }
}

std::shared_ptr<const RecordTest> MakeTest(std::vector<Condition> all) {
  if (all.empty()) return nullptr;
  return std::make_shared<const ConditionTest>(std::move(all));
}

}  // namespace quoth::query
