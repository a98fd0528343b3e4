#include "query-service/planner/expression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "query-service/index/bytes.h"
#include "query-service/index/document_change.h"
#include "query-service/names/fold.h"
#include "query-service/planner/condition.h"
#include "service-kit/names/names.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

using Kind = Condition::Kind;

constexpr std::string_view kFields =
    "speaker, topic, about, mentions, role, kind, act, outlet, document, "
    "language, said_on, published_on, confidence, text";
// Speakers or topics that one name may stand for.
constexpr std::size_t kNamedMax = 100;
constexpr std::uint8_t kAnyRole = kAboutBits | kMentionsBits;

// "direct" -> STATEMENT_KIND_DIRECT, in any case; 0 when there is none.
template <typename Parse, typename Enum>
int NumberOf(std::string_view prefix, std::string_view value, Parse parse,
             Enum& number) {
  const std::string name = absl::StrCat(
      kit::ToAbsl(prefix), absl::AsciiStrToUpper(kit::ToAbsl(value)));
  return parse(name, &number) ? static_cast<int>(number) : 0;
}

std::optional<quoth::v1::Date> DateIn(std::string_view text) {
  int parts[3] = {0, 0, 0};
  int count = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = std::min(text.find('-', begin), text.size());
    const std::string_view digits = text.substr(begin, end - begin);
    if (count == 3 || digits.empty() || digits.size() > 4 ||
        !absl::SimpleAtoi(kit::ToAbsl(digits), &parts[count]) ||
        parts[count] <= 0) {
      return std::nullopt;
    }
    ++count;
    begin = end + 1;
  }
  quoth::v1::Date date;
  date.set_year(parts[0]);
  date.set_month(parts[1]);
  date.set_day(parts[2]);
  if (!IsDate(date)) return std::nullopt;
  return date;
}

class Compiler {
 public:
  Compiler(const Index& index, std::string_view path, StatementQuery& query)
      : index_(index), path_(path), query_(query), graph_(index.topics()) {}

  absl::Status Apply(const Expression& expression) {
    std::vector<const Expression*> all;
    Flatten(expression, all);
    std::vector<Condition> rest;
    for (const Expression* part : all) {
      absl::StatusOr<Condition> condition = Compile(*part);
      if (!condition.ok()) return condition.status();
      absl::StatusOr<bool> lifted = Lift(*condition);
      if (!lifted.ok()) return lifted.status();
      if (!*lifted) rest.push_back(*std::move(condition));
    }
    query_.test = MakeTest(std::move(rest));
    return absl::OkStatus();
  }

 private:
  static void Flatten(const Expression& expression,
                      std::vector<const Expression*>& all) {
    if (expression.kind != Expression::Kind::kAnd) {
      all.push_back(&expression);
      return;
    }
    for (const Expression& part : expression.parts) Flatten(part, all);
  }

  absl::Status ErrorAt(std::size_t column, std::string_view what) const {
    return ExpressionError(path_, column, what);
  }

  absl::StatusOr<Condition> Compile(const Expression& expression) {
    Condition out;
    switch (expression.kind) {
      case Expression::Kind::kTerm:
        return CompileTerm(expression);
      case Expression::Kind::kAnd:
        out.kind = Kind::kAll;
        break;
      case Expression::Kind::kOr:
        out.kind = Kind::kAny;
        break;
      case Expression::Kind::kNot:
        out.kind = Kind::kNot;
        break;
    }
    for (const Expression& part : expression.parts) {
      absl::StatusOr<Condition> compiled = Compile(part);
      if (!compiled.ok()) return compiled.status();
      out.parts.push_back(*std::move(compiled));
    }
    if (out.kind == Kind::kAny) {
      JoinSets(out.parts);
      if (out.parts.size() == 1) {
        Condition only = std::move(out.parts.front());
        return only;
      }
    }
    return out;
  }

  absl::StatusOr<Condition> CompileTerm(const Expression& term) {
    Condition out;
    out.column = term.value_column;
    out.comparator = term.comparator;
    if (term.field.empty() || term.field == "text") {
      if (!term.field.empty()) {
        if (absl::Status status = CheckSet(term); !status.ok()) return status;
      }
      return Negated(term, Text(term, std::move(out)));
    }
    if (term.value == "*" && !term.quoted)
      return Presence(term, std::move(out));
    const std::string& field = term.field;
    if (field == "said_on" || field == "published_on")
      return Negated(term, Days(term, std::move(out)));
    if (field == "confidence")
      return Negated(term, Confidence(term, std::move(out)));
    if (absl::Status status = CheckSet(term); !status.ok()) return status;
    if (field == "speaker")
      return Negated(term,
                     Named(term, OrdinalKind::kSpeaker, 0, std::move(out)));
    if (field == "topic" || field == "about" || field == "mentions") {
      std::uint8_t mask = kDirectBits;
      if (field == "about") mask = kDirectAbout;
      if (field == "mentions") mask = kDirectMentions;
      return Negated(term,
                     Named(term, OrdinalKind::kTopic, mask, std::move(out)));
    }
    if (field == "kind" || field == "act" || field == "role")
      return Negated(term, Enumerated(term, std::move(out)));
    if (field == "outlet" || field == "language" || field == "document")
      return Negated(term, Place(term, std::move(out)));
    return ErrorAt(term.field_column,
                   absl::StrCat("there is no field \"", Short(field),
                                "\"; fields are ", kit::ToAbsl(kFields)));
  }

  static std::string Short(std::string_view text) {
    constexpr std::size_t kQuotedMax = 40;
    if (text.size() <= kQuotedMax) return std::string(text);
    std::size_t cut = kQuotedMax;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80)
      --cut;
    return std::string(text.substr(0, cut)) + "...";
  }

  // Fields without an order.
  absl::Status CheckSet(const Expression& term) const {
    if (term.comparator == Comparator::kHas ||
        term.comparator == Comparator::kEqual ||
        term.comparator == Comparator::kNotEqual) {
      return absl::OkStatus();
    }
    return ErrorAt(term.field_column,
                   absl::StrCat("\"", term.field, "\" has no order; \"",
                                kit::ToAbsl(TextOf(term.comparator)),
                                "\" is for dates and confidence"));
  }

  static absl::StatusOr<Condition> Negated(const Expression& term,
                                           absl::StatusOr<Condition> inside) {
    if (!inside.ok() || term.comparator != Comparator::kNotEqual) return inside;
    Condition out;
    out.kind = Kind::kNot;
    inside->comparator = Comparator::kEqual;
    out.parts.push_back(*std::move(inside));
    return out;
  }

  absl::StatusOr<Condition> Text(const Expression& term, Condition out) {
    out.kind = Kind::kText;
    out.words = ItemsOf(term.value, term.quoted);
    if (out.words.empty()) return ErrorAt(term.value_column, "has no word");
    if (out.words.front().parts.size() > kTextQueryWordsMax) {
      return ErrorAt(
          term.value_column,
          absl::StrCat("has more than ", kTextQueryWordsMax, " words"));
    }
    return out;
  }

  absl::StatusOr<Condition> Presence(const Expression& term, Condition out) {
    static const std::array<std::pair<std::string_view, Kind>, 6> kPresence = {
        {{"speaker", Kind::kSpeaker},
         {"topic", Kind::kTopic},
         {"outlet", Kind::kOutlet},
         {"language", Kind::kLanguage},
         {"said_on", Kind::kSaid},
         {"published_on", Kind::kPublished}}};
    if (term.comparator != Comparator::kHas)
      return ErrorAt(term.value_column,
                     "\"*\" goes with \":\", as in speaker:*");
    for (const auto& [field, kind] : kPresence) {
      if (term.field != field) continue;
      out.kind = Kind::kPresent;
      out.field = kind;
      return out;
    }
    return ErrorAt(
        term.field_column,
        "\":*\" is for speaker, topic, outlet, language, said_on and "
        "published_on");
  }

  absl::StatusOr<Condition> Days(const Expression& term, Condition out) {
    const std::optional<quoth::v1::Date> date = DateIn(term.value);
    if (!date) {
      return ErrorAt(term.value_column,
                     absl::StrCat("\"", Short(term.value),
                                  "\" is no date such as 2021, 2021-01 or "
                                  "2021-01-18"));
    }
    out.kind = term.field == "said_on" ? Kind::kSaid : Kind::kPublished;
    out.days = DaysOf(*date);
    return out;
  }

  absl::StatusOr<Condition> Confidence(const Expression& term, Condition out) {
    out.kind = Kind::kConfidence;
    if (!absl::SimpleAtof(term.value, &out.confidence) ||
        !(out.confidence >= 0 && out.confidence <= 1)) {
      return ErrorAt(term.value_column,
                     absl::StrCat("\"", Short(term.value),
                                  "\" is no number between 0 and 1"));
    }
    return out;
  }

  absl::StatusOr<Condition> Enumerated(const Expression& term, Condition out) {
    if (term.field == "role") {
      const std::string role = absl::AsciiStrToLower(term.value);
      out.kind = Kind::kRole;
      if (role == "about") out.mask = kDirectAbout;
      if (role == "mentions") out.mask = kDirectMentions;
      if (out.mask != 0) return out;
      return ErrorAt(term.value_column, "role is about or mentions");
    }
    int number = 0;
    if (term.field == "kind") {
      quoth::v1::StatementKind kind{};
      number = NumberOf("STATEMENT_KIND_", term.value,
                        quoth::v1::StatementKind_Parse, kind);
      out.kind = Kind::kKind;
    } else {
      quoth::v1::SpeechAct act{};
      number =
          NumberOf("SPEECH_ACT_", term.value, quoth::v1::SpeechAct_Parse, act);
      out.kind = Kind::kAct;
    }
    if (number == 0) {
      return ErrorAt(term.value_column,
                     term.field == "kind"
                         ? "kind is direct, mixed, indirect or turn"
                         : "act is speech, question, belief or plan");
    }
    out.bits = 1u << number;
    return out;
  }

  absl::StatusOr<Condition> Place(const Expression& term, Condition out) {
    if (term.value.empty() || term.value.size() > kFilterTextBytesMax)
      return ErrorAt(term.value_column, "must have 1 to 200 bytes");
    if (term.field == "document") {
      const bool whole = std::string_view(term.value).starts_with("documents/");
      absl::StatusOr<kit::DocumentName> name = kit::ParseDocumentName(
          "document", whole ? term.value : "documents/" + term.value);
      if (!name.ok())
        return ErrorAt(term.value_column, "is no id of a document");
      out.kind = Kind::kDocument;
      out.documents.push_back(name->id);
      return out;
    }
    const bool outlet = term.field == "outlet";
    out.kind = outlet ? Kind::kOutlet : Kind::kLanguage;
    const Ordinal ordinal =
        outlet ? index_.ordinals().Find(OrdinalKind::kOutlet,
                                        OutletKeyOf(term.value))
               : index_.ordinals().Find(OrdinalKind::kLanguage,
                                        absl::AsciiStrToLower(term.value));
    if (ordinal != 0) out.ordinals.push_back(ordinal);
    return out;
  }

  // A resource name, its last part, or with ":" the words of a name.
  absl::StatusOr<Condition> Named(const Expression& term, OrdinalKind kind,
                                  std::uint8_t mask, Condition out) {
    const bool speaker = kind == OrdinalKind::kSpeaker;
    const std::string_view collection = speaker ? "speakers/" : "topics/";
    out.kind = speaker ? Kind::kSpeaker : Kind::kTopic;
    out.mask = mask;
    std::string_view value = term.value;
    const bool whole = value.starts_with(collection);
    if (whole) value.remove_prefix(collection.size());
    std::set<Ordinal> found;
    const bool slug = kit::IsSlug(value);
    if (slug) AddSlug(value, kind, found);
    if (found.empty() && !whole && term.comparator == Comparator::kHas) {
      if (absl::Status status = AddByName(term, kind, found); !status.ok())
        return status;
    } else if (!slug) {
      return ErrorAt(
          term.value_column,
          absl::StrCat("\"", Short(term.value), "\" is no name such as ",
                       kit::ToAbsl(collection),
                       speaker ? "ada-lovelace" : "arms-control",
                       "; words of a name are looked for by ", term.field,
                       ":\"", speaker ? "ada lovelace" : "arms control", "\""));
    }
    if (found.empty()) {
      query_.unknown.push_back(
          slug ? absl::StrCat(kit::ToAbsl(collection), kit::ToAbsl(value))
               : term.value);
    }
    std::set<Ordinal> all;
    for (const Ordinal ordinal : found) {
      if (speaker) {
        all.insert(ordinal);
      } else {
        const std::vector<Ordinal> closure = graph_->ClosureOf(ordinal);
        all.insert(closure.begin(), closure.end());
        wanted_topics_.push_back({ordinal, closure});
      }
    }
    out.ordinals.assign(all.begin(), all.end());
    return out;
  }

  void AddSlug(std::string_view slug, OrdinalKind kind,
               std::set<Ordinal>& found) const {
    if (const Ordinal ordinal = index_.ordinals().Find(kind, slug);
        ordinal != 0)
      found.insert(ordinal);
    if (kind != OrdinalKind::kSpeaker) return;
    const std::shared_ptr<const Index::Merges> merges = index_.merges();
    const auto merged = merges->find(std::string(slug));
    if (merged == merges->end()) return;
    for (const std::string& other : merged->second) {
      if (const Ordinal ordinal = index_.ordinals().Find(kind, other);
          ordinal != 0) {
        found.insert(ordinal);
      }
    }
  }

  // Those whose name has the words side by side.
  absl::Status AddByName(const Expression& term, OrdinalKind kind,
                         std::set<Ordinal>& found) const {
    const std::string folded = FoldName(term.value);
    if (folded.empty()) return ErrorAt(term.value_column, "has no word");
    const std::string prefix = FoldedListPrefix(kind, folded);
    kit::StoreIterator rows = index_.store().NewIterator(kLists);
    for (rows->Seek(prefix); rows->Valid() && rows->key().starts_with(prefix);
         rows->Next()) {
      const char after = rows->key().size() > prefix.size()
                             ? rows->key()[prefix.size()]
                             : '\0';
      if ((after != '\0' && after != ' ') || rows->value().size() < 4) continue;
      found.insert(static_cast<Ordinal>(ReadBig<4>(rows->value().data())));
      if (found.size() > kNamedMax) {
        return ErrorAt(
            term.value_column,
            absl::StrCat("\"", Short(term.value), "\" is part of more than ",
                         kNamedMax, " names; say more of it"));
      }
    }
    return rows.status();
  }

  // Makes a condition of the top level one of the query's own. False: it must
  // be tested.
  absl::StatusOr<bool> Lift(const Condition& condition) {
    switch (condition.kind) {
      case Kind::kSpeaker:
        return LiftSet(condition, query_.by_speaker, query_.speakers);
      case Kind::kOutlet:
        return LiftSet(condition, query_.by_outlet, query_.outlets);
      case Kind::kLanguage:
        return LiftSet(condition, query_.by_language, query_.languages);
      case Kind::kTopic:
        return LiftTopics(condition);
      case Kind::kDocument:
        if (query_.by_document) return false;
        query_.by_document = true;
        query_.documents = condition.documents;
        return true;
      case Kind::kKind:
        if (query_.kinds != 0) return false;
        query_.kinds = condition.bits;
        return true;
      case Kind::kSaid:
        return LiftDays(condition, query_.said, "said_on");
      case Kind::kPublished:
        return LiftDays(condition, query_.published, "published_on");
      case Kind::kText: {
        auto text = query_.text ? std::make_shared<TextQuery>(*query_.text)
                                : std::make_shared<TextQuery>();
        Add(*text, TextQuery{{TextClause{condition.words, false}}, false});
        if (text->clauses.size() > kTextQueryWordsMax) return false;
        query_.text = std::move(text);
        return true;
      }
      default:
        return false;
    }
  }

  bool LiftSet(const Condition& condition, bool& by,
               std::vector<Ordinal>& set) {
    if (by) return false;
    by = true;
    set = condition.ordinals;
    query_.nothing |= set.empty();
    return true;
  }

  // A topic of the query's stands for what is narrower; so does this one, each
  // of its parts being a topic of its own with its list.
  bool LiftTopics(const Condition& condition) {
    if (query_.by_topic || query_.by_role || condition.mask != kDirectBits ||
        query_.topic_mask != kAnyRole) {
      return false;
    }
    query_.by_topic = true;
    for (const WantedTopic& topic : wanted_topics_) {
      if (std::binary_search(condition.ordinals.begin(),
                             condition.ordinals.end(), topic.topic) &&
          std::includes(condition.ordinals.begin(), condition.ordinals.end(),
                        topic.closure.begin(), topic.closure.end()) &&
          std::none_of(
              query_.topics.begin(), query_.topics.end(),
              [&](const WantedTopic& t) { return t.topic == topic.topic; })) {
        query_.topics.push_back(topic);
      }
    }
    query_.nothing |= query_.topics.empty();
    return true;
  }

  absl::StatusOr<bool> LiftDays(const Condition& condition, DaySpan& range,
                                std::string_view field) {
    DaySpan wanted{1, kDayMax};
    switch (condition.comparator) {
      case Comparator::kLess:
        wanted.last = condition.days.first - 1;
        break;
      case Comparator::kLessEqual:
        wanted.last = condition.days.last;
        break;
      case Comparator::kGreater:
        wanted.first = condition.days.last + 1;
        break;
      case Comparator::kGreaterEqual:
        wanted.first = condition.days.first;
        break;
      default:
        // Two different days can both lie in an imprecise date.
        if (range.first != kUndated) return false;
        wanted = condition.days;
    }
    if (range.first != kUndated) {
      wanted.first = std::max(wanted.first, range.first);
      wanted.last = std::min(wanted.last, range.last);
    }
    if (wanted.first > wanted.last) {
      return ErrorAt(condition.column,
                     absl::StrCat("the range of ", kit::ToAbsl(field),
                                  " ends before it begins"));
    }
    range = wanted;
    return true;
  }

  const Index& index_;
  const std::string_view path_;
  StatementQuery& query_;
  const std::shared_ptr<const TopicGraph> graph_;
  std::vector<WantedTopic> wanted_topics_;  // Named anywhere, with closures.
};

}  // namespace

absl::Status ApplyExpression(const Index& index, const Expression& expression,
                             std::string_view path, StatementQuery& query) {
  return Compiler(index, path, query).Apply(expression);
}

}  // namespace quoth::query
