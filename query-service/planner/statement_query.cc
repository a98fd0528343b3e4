#include "query-service/planner/statement_query.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "query-service/index/document_change.h"
#include "query-service/index/statement_fields.h"
#include "query-service/planner/expression.h"
#include "query-service/search/text_match.h"
#include "service-kit/names/names.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

using quoth::v1::StatementFilter;

bool Contains(const std::vector<Ordinal>& sorted, Ordinal ordinal) {
  return std::binary_search(sorted.begin(), sorted.end(), ordinal);
}

bool Overlap(const DaySpan& days, const DaySpan& range) {
  return days.first != kUndated && days.first <= range.last &&
         days.last >= range.first;
}

std::string FieldOf(std::string_view path, std::string_view field,
                    int index = -1) {
  std::string out = absl::StrCat(kit::ToAbsl(path), ".", kit::ToAbsl(field));
  if (index >= 0) absl::StrAppend(&out, "[", index, "]");
  return out;
}

class Preparation {
 public:
  Preparation(const Index& index, const StatementFilter& filter,
              std::string_view path)
      : index_(index), filter_(filter), path_(path) {}

  absl::StatusOr<StatementQuery> Run() {
    for (absl::Status status :
         {CheckSizes(), Speakers(), Topics(), Enums(), Ranges(), Places()}) {
      if (!status.ok()) return status;
    }
    if (!filter_.expression().empty()) {
      const std::string path = FieldOf(path_, "expression");
      absl::StatusOr<Expression> expression =
          ParseExpression(filter_.expression(), path);
      if (!expression.ok()) return expression.status();
      if (absl::Status status =
              ApplyExpression(index_, *expression, path, query_);
          !status.ok()) {
        return status;
      }
    }
    return std::move(query_);
  }

 private:
  absl::Status CheckSizes() {
    const auto check = [&](std::string_view field, int size, int max) {
      if (size <= max) return absl::OkStatus();
      return kit::InvalidField(
          FieldOf(path_, field),
          absl::StrCat("has ", size, " values; at most ", max));
    };
    for (absl::Status status :
         {check("speakers", filter_.speakers_size(), kFilterListMax),
          check("topics", filter_.topics_size(), kFilterListMax),
          check("kinds", filter_.kinds_size(), kFilterListMax),
          check("topic_roles", filter_.topic_roles_size(), kFilterListMax),
          check("outlets", filter_.outlets_size(), kFilterListMax),
          check("documents", filter_.documents_size(), kFilterListMax),
          check("languages", filter_.languages_size(), kFilterLanguagesMax)}) {
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Speakers() {
    query_.by_speaker = filter_.speakers_size() > 0;
    const std::shared_ptr<const Index::Merges> merges = index_.merges();
    std::set<Ordinal> speakers;
    for (int i = 0; i < filter_.speakers_size(); ++i) {
      absl::StatusOr<kit::SpeakerName> name = kit::ParseSpeakerName(
          FieldOf(path_, "speakers", i), filter_.speakers(i));
      if (!name.ok()) return name.status();
      bool known = AddSpeaker(name->slug, speakers);
      if (!merges->empty()) {
        absl::StatusOr<std::string> into = MergedInto(name->slug);
        if (!into.ok()) return into.status();
        // An old name leads to the one that took its place.
        if (!into->empty()) name->slug = *std::move(into);
        known |= AddSpeaker(name->slug, speakers);
      }
      if (const auto merged = merges->find(name->slug);
          merged != merges->end()) {
        for (const std::string& slug : merged->second)
          known |= AddSpeaker(slug, speakers);
      }
      if (!known) query_.unknown.push_back(filter_.speakers(i));
    }
    query_.speakers.assign(speakers.begin(), speakers.end());
    if (query_.by_speaker && speakers.empty()) query_.nothing = true;
    return absl::OkStatus();
  }

  // Slug of the speaker that this one was merged into; empty when it was not.
  absl::StatusOr<std::string> MergedInto(const std::string& slug) const {
    const Ordinal ordinal = index_.ordinals().Find(OrdinalKind::kSpeaker, slug);
    if (ordinal == 0) return std::string();
    absl::StatusOr<SpeakerRow> row = index_.Speaker(ordinal);
    if (absl::IsNotFound(row.status())) return std::string();
    if (!row.ok()) return row.status();
    return std::move(row->merged_into);
  }

  bool AddSpeaker(const std::string& slug, std::set<Ordinal>& speakers) {
    const Ordinal ordinal = index_.ordinals().Find(OrdinalKind::kSpeaker, slug);
    if (ordinal != 0) speakers.insert(ordinal);
    return ordinal != 0;
  }

  absl::Status Topics() {
    query_.by_topic = filter_.topics_size() > 0;
    query_.all_topics = filter_.all_topics();
    const std::shared_ptr<const TopicGraph> graph = index_.topics();
    std::set<Ordinal> seen;
    for (int i = 0; i < filter_.topics_size(); ++i) {
      absl::StatusOr<kit::TopicName> name =
          kit::ParseTopicName(FieldOf(path_, "topics", i), filter_.topics(i));
      if (!name.ok()) return name.status();
      const Ordinal topic =
          index_.ordinals().Find(OrdinalKind::kTopic, name->slug);
      if (topic == 0) {
        query_.unknown.push_back(filter_.topics(i));
        if (query_.all_topics) query_.nothing = true;
      } else if (seen.insert(topic).second) {
        query_.topics.push_back({topic, filter_.exact_topics()
                                            ? std::vector<Ordinal>{topic}
                                            : graph->ClosureOf(topic)});
      }
    }
    if (query_.by_topic && query_.topics.empty()) query_.nothing = true;
    return absl::OkStatus();
  }

  absl::Status Enums() {
    for (int i = 0; i < filter_.kinds_size(); ++i) {
      const int kind = filter_.kinds(i);
      if (kind <= 0 || !quoth::v1::StatementKind_IsValid(kind)) {
        return kit::InvalidField(FieldOf(path_, "kinds", i),
                                 "is not a kind of statement");
      }
      query_.kinds |= 1u << kind;
    }
    std::uint8_t roles = 0;
    for (int i = 0; i < filter_.topic_roles_size(); ++i) {
      switch (filter_.topic_roles(i)) {
        case quoth::v1::TOPIC_ROLE_ABOUT:
          roles |= kAboutBits;
          break;
        case quoth::v1::TOPIC_ROLE_MENTIONS:
          roles |= kMentionsBits;
          break;
        default:
          return kit::InvalidField(FieldOf(path_, "topic_roles", i),
                                   "is not a role of a topic");
      }
    }
    query_.by_role = roles != 0;
    query_.topic_mask = query_.by_role ? roles : (kAboutBits | kMentionsBits);
    if (filter_.exact_topics()) query_.topic_mask &= kDirectBits;
    const float confidence = filter_.confidence_min();
    if (!(confidence >= 0 && confidence <= 1)) {
      return kit::InvalidField(FieldOf(path_, "confidence_min"),
                               "is not between 0 and 1");
    }
    query_.confidence_min = confidence;
    return absl::OkStatus();
  }

  absl::Status Ranges() {
    if (absl::Status status = Range("said_on", filter_.has_said_on(),
                                    filter_.said_on(), query_.said);
        !status.ok()) {
      return status;
    }
    return Range("published_on", filter_.has_published_on(),
                 filter_.published_on(), query_.published);
  }

  absl::Status Range(std::string_view field, bool present,
                     const quoth::v1::DateRange& range, DaySpan& out) {
    if (!present || (!range.has_first() && !range.has_last()))
      return absl::OkStatus();
    out = {1, kDayMax};
    if (range.has_first()) {
      if (!IsDate(range.first())) {
        return kit::InvalidField(FieldOf(path_, field) + ".first",
                                 "is not a date");
      }
      out.first = DaysOf(range.first()).first;
    }
    if (range.has_last()) {
      if (!IsDate(range.last())) {
        return kit::InvalidField(FieldOf(path_, field) + ".last",
                                 "is not a date");
      }
      out.last = DaysOf(range.last()).last;
    }
    if (out.first > out.last) {
      return kit::InvalidField(FieldOf(path_, field), "ends before it begins");
    }
    return absl::OkStatus();
  }

  absl::Status Places() {
    query_.by_outlet = filter_.outlets_size() > 0;
    for (int i = 0; i < filter_.outlets_size(); ++i) {
      const std::string& outlet = filter_.outlets(i);
      if (outlet.empty() || outlet.size() > kFilterTextBytesMax) {
        return kit::InvalidField(FieldOf(path_, "outlets", i),
                                 "must have 1 to 200 bytes");
      }
      const Ordinal ordinal =
          index_.ordinals().Find(OrdinalKind::kOutlet, OutletKeyOf(outlet));
      if (ordinal != 0) query_.outlets.push_back(ordinal);
    }
    query_.by_language = filter_.languages_size() > 0;
    for (int i = 0; i < filter_.languages_size(); ++i) {
      const std::string& language = filter_.languages(i);
      if (language.empty() || language.size() > 35) {
        return kit::InvalidField(FieldOf(path_, "languages", i),
                                 "is not a BCP 47 tag");
      }
      const Ordinal ordinal = index_.ordinals().Find(
          OrdinalKind::kLanguage, absl::AsciiStrToLower(language));
      if (ordinal != 0) query_.languages.push_back(ordinal);
    }
    query_.by_document = filter_.documents_size() > 0;
    std::set<std::string> documents;
    for (int i = 0; i < filter_.documents_size(); ++i) {
      absl::StatusOr<kit::DocumentName> name = kit::ParseDocumentName(
          FieldOf(path_, "documents", i), filter_.documents(i));
      if (!name.ok()) return name.status();
      documents.insert(name->id);
    }
    query_.documents.assign(documents.begin(), documents.end());
    std::sort(query_.outlets.begin(), query_.outlets.end());
    std::sort(query_.languages.begin(), query_.languages.end());
    if ((query_.by_outlet && query_.outlets.empty()) ||
        (query_.by_language && query_.languages.empty())) {
      query_.nothing = true;
    }
    return absl::OkStatus();
  }

  const Index& index_;
  const StatementFilter& filter_;
  const std::string_view path_;
  StatementQuery query_;
};

// Does the statement carry one of the closure's topics in a wanted role?
bool Carries(const RecordView& record, const std::vector<Ordinal>& closure,
             std::uint8_t mask) {
  const bool about = (mask & kAboutBits) != 0;
  const bool mentions = (mask & kMentionsBits) != 0;
  for (std::size_t i = 0; i < record.direct_count(); ++i) {
    const RecordTopic tag = record.direct(i);
    const bool role = (about && (tag.bits & kDirectAbout) != 0) ||
                      (mentions && (tag.bits & kDirectMentions) != 0);
    if (role && Contains(closure, tag.topic)) return true;
  }
  return false;
}

bool CarriesTopics(const StatementQuery& query, const RecordView& record) {
  const auto carries = [&](const WantedTopic& topic) {
    return Carries(record, topic.closure, query.topic_mask);
  };
  return query.all_topics
             ? std::all_of(query.topics.begin(), query.topics.end(), carries)
             : std::any_of(query.topics.begin(), query.topics.end(), carries);
}

bool CarriesRole(const RecordView& record, std::uint8_t mask) {
  for (std::size_t i = 0; i < record.direct_count(); ++i) {
    if ((record.direct(i).bits & mask) != 0) return true;
  }
  return false;
}

}  // namespace

bool StatementQuery::HasFacts() const {
  return by_speaker || by_topic || by_role || kinds != 0 ||
         said.first != kUndated || published.first != kUndated || by_outlet ||
         by_language || by_document || confidence_min > 0 || nothing ||
         test != nullptr;
}

bool StatementQuery::MatchesText(const RecordView& record) const {
  // Kept without its bytes: a statement that is gone.
  if (!text || record.statement().empty()) return true;
  thread_local TextWords words;
  words.Read(StatementField(record.statement(), kStatementTextField));
  return words.Matches(*text);
}

bool StatementQuery::MatchesFacts(const RecordView& record,
                                  std::string_view name) const {
  if (kinds != 0 && (record.kind() > 31 || (kinds >> record.kind() & 1) == 0))
    return false;
  if (record.confidence() < confidence_min) return false;
  if (by_speaker && !Contains(speakers, record.speaker())) return false;
  if (by_outlet && !Contains(outlets, record.outlet())) return false;
  if (by_language && !Contains(languages, record.language())) return false;
  if (said.first != kUndated && !Overlap(record.effective(), said))
    return false;
  if (published.first != kUndated && !Overlap(record.published(), published))
    return false;
  if (by_topic && !CarriesTopics(*this, record)) return false;
  if (!by_topic && by_role && !CarriesRole(record, topic_mask)) return false;
  return !test || test->Passes(record, name);
}

absl::Status AddWords(StatementQuery& query, std::string_view words,
                      std::string_view field) {
  absl::StatusOr<TextQuery> text = ParseTextQuery(words, field);
  if (!text.ok()) return text.status();
  if (query.text) {
    auto both = std::make_shared<TextQuery>(*query.text);
    Add(*both, *text);
    query.text = std::move(both);
  } else {
    query.text = std::make_shared<const TextQuery>(*std::move(text));
  }
  return absl::OkStatus();
}

absl::StatusOr<StatementQuery> PrepareQuery(const Index& index,
                                            const StatementFilter& filter,
                                            std::string_view path) {
  return Preparation(index, filter, path).Run();
}

}  // namespace quoth::query
