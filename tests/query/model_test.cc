// The index against a model that keeps documents in a map and looks at every
// statement: random puts, replacements, deletions, vocabularies, restarts.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "query-service/index/days.h"
#include "tests/query/test_index.h"

namespace quoth::query::testing {
namespace {

using quoth::v1::ListStatementsRequest;
using quoth::v1::Statement;

class Model {
 public:
  void Put(const quoth::v1::Change& change) {
    documents[change.document_put().document().name()] = change.document_put();
  }
  std::set<std::string> ClosureOf(const std::string& topic) const {
    std::set<std::string> closure = {topic};
    for (bool grew = true; grew;) {
      grew = false;
      for (const auto& [slug, parents] : broader) {
        for (const std::string& parent : parents) {
          if (closure.contains("topics/" + parent) &&
              closure.insert("topics/" + slug).second) {
            grew = true;
          }
        }
      }
    }
    return closure;
  }
  bool Matches(const Statement& s,
               const quoth::v1::StatementFilter& filter) const {
    const auto in = [](const auto& list, const auto& value) {
      return list.empty() ||
             std::find(list.begin(), list.end(), value) != list.end();
    };
    if (!in(filter.speakers(), s.speaker().speaker())) return false;
    if (!in(filter.kinds(), s.kind())) return false;
    if (!in(filter.outlets(), s.outlet())) return false;
    if (!in(filter.documents(), s.document())) return false;
    if (!in(filter.languages(), s.language())) return false;
    if (s.confidence() < filter.confidence_min()) return false;
    if (filter.has_said_on()) {
      const DaySpan days =
          DaysOf(s.has_said_on() ? s.said_on() : s.published_on());
      const Day first = filter.said_on().has_first()
                            ? DaysOf(filter.said_on().first()).first
                            : 1;
      const Day last = filter.said_on().has_last()
                           ? DaysOf(filter.said_on().last()).last
                           : kDayMax;
      if (days.first == kUndated || days.first > last || days.last < first)
        return false;
    }
    if (filter.topics().empty()) {
      return filter.topic_roles().empty() ||
             std::any_of(s.topics().begin(), s.topics().end(),
                         [&](const auto& t) {
                           return in(filter.topic_roles(), t.role());
                         });
    }
    int found = 0;
    for (const std::string& topic : filter.topics()) {
      const std::set<std::string> closure = filter.exact_topics()
                                                ? std::set<std::string>{topic}
                                                : ClosureOf(topic);
      found +=
          std::any_of(s.topics().begin(), s.topics().end(), [&](const auto& t) {
            return closure.contains(t.topic()) &&
                   in(filter.topic_roles(), t.role());
          });
    }
    return filter.all_topics() ? found == filter.topics_size() : found > 0;
  }
  // Names by day; within one day the order is that of coming, which the model
  // does not keep.
  std::multimap<Day, std::string> Find(
      const quoth::v1::StatementFilter& filter) const {
    std::multimap<Day, std::string> found;
    for (const auto& [name, put] : documents) {
      for (const Statement& s : put.statements()) {
        if (!Matches(s, filter)) continue;
        found.emplace(
            DaysOf(s.has_said_on() ? s.said_on() : s.published_on()).first,
            s.name());
      }
    }
    return found;
  }

  std::map<std::string, quoth::v1::DocumentPut> documents;
  std::map<std::string, std::vector<std::string>> broader;
};

class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}
  int Below(int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(random_);
  }
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  std::mt19937 random_;
};

constexpr int kSpeakersMade = 6;
constexpr int kTopicsMade = 8;
constexpr int kDocumentsMade = 25;

std::string SpeakerSlug(int i) { return "speaker-" + std::to_string(i); }
std::string TopicSlug(int i) { return "topic-" + std::to_string(i); }

quoth::v1::Date RandomDate(Chance& chance) {
  switch (chance.Below(6)) {
    case 0:
      return {};
    case 1:
      return MakeDate(2019 + chance.Below(3));
    case 2:
      return MakeDate(2019 + chance.Below(3), 1 + chance.Below(12));
    default:
      return MakeDate(2019 + chance.Below(3), 1 + chance.Below(3),
                      1 + chance.Below(28));
  }
}

MadeDocument RandomDocument(Chance& chance) {
  MadeDocument document;
  document.id = "doc-" + std::to_string(chance.Below(kDocumentsMade));
  document.outlet = chance.OneIn(2) ? "First Post" : "Second Post";
  document.language = chance.OneIn(3) ? "de" : "en";
  document.published = RandomDate(chance);
  const int count = chance.Below(7);
  for (int i = 0; i < count; ++i) {
    MadeStatement statement;
    statement.key = "k" + std::to_string(i);
    if (!chance.OneIn(8))
      statement.speaker = SpeakerSlug(chance.Below(kSpeakersMade));
    std::set<int> used;
    for (int t = chance.Below(4); t > 0; --t) {
      const int topic = chance.Below(kTopicsMade);
      if (!used.insert(topic).second) continue;
      (chance.OneIn(2) ? statement.about : statement.mentions)
          .push_back(TopicSlug(topic));
    }
    statement.said = RandomDate(chance);
    statement.text = "Version " + std::to_string(chance.Below(3));
    statement.kind = static_cast<quoth::v1::StatementKind>(1 + chance.Below(4));
    statement.confidence = 0.25f * static_cast<float>(chance.Below(5));
    document.statements.push_back(statement);
  }
  return document;
}

quoth::v1::StatementFilter RandomFilter(Chance& chance) {
  quoth::v1::StatementFilter filter;
  if (chance.OneIn(2)) {
    for (int n = 1 + chance.Below(2); n > 0; --n) {
      filter.add_speakers("speakers/" +
                          SpeakerSlug(chance.Below(kSpeakersMade)));
    }
  }
  if (chance.OneIn(2)) {
    for (int n = 1 + chance.Below(3); n > 0; --n) {
      filter.add_topics("topics/" + TopicSlug(chance.Below(kTopicsMade)));
    }
    filter.set_exact_topics(chance.OneIn(3));
    filter.set_all_topics(chance.OneIn(3));
    if (filter.all_topics() && filter.topics_size() == 2 &&
        filter.topics(0) == filter.topics(1)) {
      filter.mutable_topics()->RemoveLast();
    }
  }
  if (chance.OneIn(5)) filter.add_topic_roles(quoth::v1::TOPIC_ROLE_ABOUT);
  if (chance.OneIn(5)) filter.add_kinds(quoth::v1::STATEMENT_KIND_DIRECT);
  if (chance.OneIn(6)) filter.add_outlets("First Post");
  if (chance.OneIn(8)) filter.add_languages("de");
  if (chance.OneIn(8)) filter.set_confidence_min(0.5f);
  if (chance.OneIn(8)) {
    filter.add_documents("documents/doc-" +
                         std::to_string(chance.Below(kDocumentsMade)));
    filter.add_documents("documents/doc-" +
                         std::to_string(chance.Below(kDocumentsMade)));
  }
  if (chance.OneIn(3)) {
    const int year = 2019 + chance.Below(3);
    *filter.mutable_said_on()->mutable_first() =
        MakeDate(year, 1 + chance.Below(3), 5);
    if (chance.OneIn(2))
      *filter.mutable_said_on()->mutable_last() = MakeDate(year, 4);
  }
  return filter;
}

void ExpectSame(TestIndex& index, const Model& model,
                const quoth::v1::StatementFilter& filter, bool newest,
                int page_size) {
  ListStatementsRequest request;
  *request.mutable_filter() = filter;
  request.set_page_size(page_size);
  request.set_order(newest ? quoth::v1::STATEMENT_ORDER_NEWEST_FIRST
                           : quoth::v1::STATEMENT_ORDER_OLDEST_FIRST);
  const std::vector<std::string> names = index.ListAll(request);
  const std::multimap<Day, std::string> found = model.Find(filter);
  std::map<std::string, Day> day_of;
  for (const auto& [day, name] : found) day_of[name] = day;
  ASSERT_EQ(std::set<std::string>(names.begin(), names.end()).size(),
            names.size())
      << "repeats: " << filter.ShortDebugString();
  std::set<std::string> expected;
  for (const auto& [day, name] : found) expected.insert(name);
  ASSERT_EQ(std::set<std::string>(names.begin(), names.end()), expected)
      << filter.ShortDebugString();
  const auto rank = [&](const std::string& name) {
    const Day day = day_of[name];
    if (day == kUndated) return std::int64_t{1} << 40;
    return newest ? -static_cast<std::int64_t>(day)
                  : static_cast<std::int64_t>(day);
  };
  for (std::size_t i = 1; i < names.size(); ++i) {
    ASSERT_LE(rank(names[i - 1]), rank(names[i])) << filter.ShortDebugString();
  }
}

void ExpectCounts(TestIndex& index, const Model& model) {
  LookupScope scope(index.index());
  std::map<std::string, int> speakers;
  std::map<std::string, std::set<std::string>> speaker_documents;
  int total = 0;
  for (const auto& [name, put] : model.documents) {
    for (const Statement& s : put.statements()) {
      ++total;
      if (s.speaker().speaker().empty()) continue;
      ++speakers[s.speaker().speaker()];
      speaker_documents[s.speaker().speaker()].insert(name);
    }
  }
  EXPECT_EQ(*index.index().Counter(TotalCounterKey()), total);
  quoth::v1::ListSpeakersRequest list;
  auto listed = index.Look<quoth::v1::ListSpeakersResponse>(ListSpeakers, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(static_cast<std::size_t>(listed->speakers_size()), speakers.size());
  for (const auto& speaker : listed->speakers()) {
    EXPECT_EQ(speaker.statement_count(), speakers[speaker.name()]);
    EXPECT_EQ(static_cast<std::size_t>(speaker.document_count()),
              speaker_documents[speaker.name()].size());
  }
  for (int i = 0; i < kTopicsMade; ++i) {
    quoth::v1::StatementFilter whole;
    whole.add_topics("topics/" + TopicSlug(i));
    quoth::v1::StatementFilter exact = whole;
    exact.set_exact_topics(true);
    quoth::v1::GetTopicRequest get;
    get.set_name(whole.topics(0));
    auto topic = index.Look<quoth::v1::Topic>(GetTopic, get);
    const auto expected = static_cast<std::int64_t>(model.Find(whole).size());
    if (!topic.ok()) {
      EXPECT_TRUE(absl::IsNotFound(topic.status()));
      EXPECT_EQ(expected, 0);
      continue;
    }
    EXPECT_EQ(topic->total_statement_count(), expected);
    EXPECT_EQ(topic->statement_count(),
              static_cast<std::int64_t>(model.Find(exact).size()));
    std::int64_t said = 0;
    for (const auto& count : topic->top_speakers())
      said += count.statement_count();
    std::int64_t with_speaker = 0;
    for (const auto& [day, name] : model.Find(exact)) {
      const std::string document = name.substr(0, name.find("/statements/"));
      for (const Statement& s : model.documents.at(document).statements()) {
        with_speaker += s.name() == name && !s.speaker().speaker().empty();
      }
    }
    EXPECT_EQ(said, with_speaker);
  }
}

class ModelTest : public ::testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(ModelTest, LookupsFindWhatAScanOfEverythingFinds) {
  const auto [seed, use_heap] = GetParam();
  Chance chance(static_cast<unsigned>(seed));
  TestIndex index(use_heap);
  Model model;
  for (int round = 0; round < 60; ++round) {
    std::vector<quoth::v1::Change> changes;
    for (int n = 1 + chance.Below(6); n > 0; --n) {
      if (chance.OneIn(5)) {
        const std::string id =
            "doc-" + std::to_string(chance.Below(kDocumentsMade));
        changes.push_back(Delete(id));
        model.documents.erase("documents/" + id);
      } else if (chance.OneIn(12)) {
        std::vector<std::pair<std::string, std::vector<std::string>>> topics;
        model.broader.clear();
        for (int i = 0; i < kTopicsMade; ++i) {
          std::vector<std::string> parents;
          for (int p = 0; p < i; ++p) {
            if (chance.OneIn(4)) parents.push_back(TopicSlug(p));
          }
          topics.emplace_back(TopicSlug(i), parents);
          model.broader[TopicSlug(i)] = parents;
        }
        changes.push_back(Vocabulary(topics));
      } else {
        changes.push_back(Put(RandomDocument(chance)));
        model.Put(changes.back());
      }
    }
    index.Apply(std::move(changes));
    if (chance.OneIn(10)) index.Reopen();
    for (int n = 0; n < 6; ++n) {
      ExpectSame(index, model, RandomFilter(chance), chance.OneIn(2),
                 1 + chance.Below(7));
      if (HasFatalFailure()) return;
    }
    if (round % 10 == 9) ExpectCounts(index, model);
  }
  // Everything taken away leaves nothing behind.
  std::vector<quoth::v1::Change> changes;
  for (int i = 0; i < kDocumentsMade; ++i)
    changes.push_back(Delete("doc-" + std::to_string(i)));
  changes.push_back(Vocabulary({}));
  index.Apply(std::move(changes));
  model.documents.clear();
  ExpectCounts(index, model);
  ASSERT_TRUE(index.applier().Prune(absl::UnixEpoch() + absl::Hours(48)).ok());
  for (const Family family :
       {kStatements, kStatementNames, kDocuments, kPostings, kSpeakers, kTopics,
        kSightings, kLists, kChanges}) {
    kit::StoreIterator rows = index.index().store().NewIterator(family);
    rows->SeekToFirst();
    EXPECT_FALSE(rows->Valid())
        << "family " << family << " still has " << rows->key().ToString(true);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest,
                         ::testing::Combine(::testing::Range(1, 7),
                                            ::testing::Bool()));

}  // namespace
}  // namespace quoth::query::testing
