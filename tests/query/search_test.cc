// SearchStatements against a plain look at every text: words, phrases, OR,
// exclusions, orders, pages, replacements between pages, restarts, sealed
// chunks and sweeping.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "query-service/index/words_index.h"
#include "service-kit/status/status.h"
#include "tests/query/test_index.h"

namespace quoth::query::testing {
namespace {

using quoth::v1::SearchStatementsRequest;
using quoth::v1::SearchStatementsResponse;

absl::StatusOr<SearchStatementsResponse> Search(
    TestIndex& index, const SearchStatementsRequest& request) {
  return index.Look<SearchStatementsResponse>(SearchStatements, request);
}

SearchStatementsRequest Asking(const std::string& query, int page_size = 20) {
  SearchStatementsRequest request;
  request.set_query(query);
  request.set_page_size(page_size);
  return request;
}

// Names of all pages, in order.
std::vector<std::string> SearchAll(TestIndex& index,
                                   SearchStatementsRequest request) {
  std::vector<std::string> names;
  double score = 1e9;
  for (int pages = 0; pages < 3'000; ++pages) {
    auto page = Search(index, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) break;
    for (const auto& result : page->results()) {
      names.push_back(result.statement().name());
      if (request.order() == quoth::v1::STATEMENT_ORDER_RELEVANCE) {
        EXPECT_LE(result.score(), score + 1e-9);
        EXPECT_GT(result.score(), 0);
        score = result.score();
      }
      EXPECT_GT(result.highlights_size(), 0) << result.snippet();
    }
    if (page->next_page_token().empty()) break;
    request.set_page_token(page->next_page_token());
  }
  return names;
}

MadeDocument OneDocument(const std::string& id,
                         const std::vector<std::string>& texts) {
  MadeDocument document;
  document.id = id;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    MadeStatement statement;
    statement.key = "k" + std::to_string(i);
    statement.text = texts[i];
    statement.speaker = "ada-lovelace";
    statement.said = MakeDate(2020, 1, static_cast<int>(1 + i % 28));
    document.statements.push_back(statement);
  }
  return document;
}

std::set<std::string> KeysOf(const std::vector<std::string>& names) {
  std::set<std::string> keys;
  for (const std::string& name : names)
    keys.insert(name.substr(name.rfind('/') + 1));
  return keys;
}

TEST(SearchTest, WordsPhrasesAlternativesAndExclusions) {
  TestIndex index;
  index.Apply(
      {Put(OneDocument("doc", {"The balance of power, said the treaty.",  // k0
                               "Treaties of arms control.",               // k1
                               "Power of balance.",                       // k2
                               "A pact on nuclear arms",                  // k3
                               "COVID-19 changed it",                     // k4
                               "19 cases of covid",                       // k5
                               "\u6838\u6b66\u5668\u306e\u554f\u984c",    // k6
                               "Caf\u00e9 politics"}))});                 // k7
  const struct {
    const char* query;
    std::set<std::string> keys;
  } kCases[] = {
      {"treaty", {"k0", "k1"}},
      {"\"treaty\"", {"k0"}},  // As written: no plural.
      {"\"balance of power\"", {"k0"}},
      {"\u201cbalance of power\u201d", {"k0"}},
      {"balance power", {"k0", "k2"}},
      {"POWER", {"k0", "k2"}},
      {"treaty OR pact", {"k0", "k1", "k3"}},
      {"arms treaty OR pact", {"k1", "k3"}},  // OR binds closer.
      {"arms -nuclear", {"k1"}},
      {"power -\"balance of power\"", {"k2"}},
      {"covid-19", {"k4"}},
      {"covid 19", {"k4", "k5"}},
      {"\u6b66\u5668", {"k6"}},
      {"\u6838\u5668", {}},  // Both characters, but no neighbours.
      {"\u5668", {"k6"}},
      {"cafe", {"k7"}},
      {"CAF\u00c9", {"k7"}},
      {"\"power of balance\" OR \"nuclear arms\"", {"k2", "k3"}},
      {"balance AND power", {"k0", "k2"}},
      {"unheard", {}},
      {"treaty unheard", {}},
      {"treaty OR unheard", {"k0", "k1"}},
      {"\"balance of", {"k0"}},  // Never closed.
  };
  for (const auto& test : kCases) {
    for (const auto order : {quoth::v1::STATEMENT_ORDER_RELEVANCE,
                             quoth::v1::STATEMENT_ORDER_NEWEST_FIRST,
                             quoth::v1::STATEMENT_ORDER_OLDEST_FIRST}) {
      SearchStatementsRequest request = Asking(test.query);
      request.set_order(order);
      EXPECT_EQ(KeysOf(SearchAll(index, request)), test.keys) << test.query;
    }
  }
}

TEST(SearchTest, BadQueriesAreRefusedByName) {
  TestIndex index;
  for (const std::string& query :
       {std::string(), std::string("..."), std::string("-only"),
        std::string("a OR -b"), std::string(1'001, 'x'), [] {
          std::string many;
          for (int i = 0; i < 70; ++i) many += "w" + std::to_string(i) + " ";
          return many;
        }()}) {
    const auto found = Search(index, Asking(query));
    ASSERT_FALSE(found.ok()) << query;
    EXPECT_EQ(kit::FieldOf(found.status()), "query") << found.status();
  }
}

TEST(SearchTest, RarerWordsAndShorterTextsComeFirst) {
  TestIndex index;
  std::vector<std::string> texts(30, "common words of no weight");
  texts.push_back("common words with a rarity");
  texts.push_back("rarity");
  texts.push_back("rarity of many other words that make the text a long one");
  texts.push_back("common rarity common rarity common rarity");
  index.Apply({Put(OneDocument("doc", texts))});
  SearchStatementsRequest request = Asking("rarity");
  request.set_order(quoth::v1::STATEMENT_ORDER_RELEVANCE);
  auto found = Search(index, request);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->results_size(), 4);
  EXPECT_TRUE(
      found->results(0).statement().text().starts_with("common rarity"));
  EXPECT_EQ(found->results(1).statement().text(), "rarity");
  EXPECT_TRUE(found->results(3).statement().text().starts_with("rarity of"));
  request.set_query("common OR rarity");
  found = Search(index, request);
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(
      found->results(0).statement().text().starts_with("common rarity"));
}

TEST(SearchTest, SnippetsMarkTheWordsInThreeUnits) {
  TestIndex index;
  std::string text = "\U0001F600 Caf\u00e9 ";
  for (int i = 0; i < 200; ++i) text += "filler ";
  text += "then the Balance of Power mattered to t\u00f6wns and ";
  for (int i = 0; i < 200; ++i) text += "filler ";
  index.Apply({Put(OneDocument("doc", {text, "\U0001F600 caf\u00e9 town"}))});
  auto found = Search(index, Asking("\"balance of power\" town"));
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->results_size(), 1);
  const std::string& snippet = found->results(0).snippet();
  EXPECT_LE(snippet.size(), 320u);
  EXPECT_TRUE(snippet.starts_with("\u2026"));
  EXPECT_TRUE(snippet.ends_with("\u2026"));
  ASSERT_EQ(found->results(0).highlights_size(), 2);
  const auto marked = [&](const quoth::v1::Highlight& mark) {
    return snippet.substr(mark.utf8_begin(),
                          mark.utf8_end() - mark.utf8_begin());
  };
  EXPECT_EQ(marked(found->results(0).highlights(0)), "Balance of Power");
  EXPECT_EQ(marked(found->results(0).highlights(1)), "t\u00f6wns");
  const auto& second = found->results(0).highlights(1);
  EXPECT_EQ(second.code_point_end() - second.code_point_begin(), 5u);
  found = Search(index, Asking("cafe town -balance"));
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->results_size(), 1);
  const auto& mark = found->results(0).highlights(0);
  EXPECT_EQ(found->results(0).snippet(), "\U0001F600 caf\u00e9 town");
  EXPECT_EQ(mark.utf8_begin(), 5u);
  EXPECT_EQ(mark.utf16_begin(), 3u);
  EXPECT_EQ(mark.code_point_begin(), 2u);
  EXPECT_EQ(mark.utf8_end(), 10u);
  EXPECT_EQ(mark.utf16_end(), 7u);
  EXPECT_EQ(mark.code_point_end(), 6u);
}

TEST(SearchTest, TokensAreBoundToTheQuery) {
  TestIndex index;
  index.Apply(
      {Put(OneDocument("doc", std::vector<std::string>(9, "one word")))});
  SearchStatementsRequest request = Asking("word", 4);
  auto page = Search(index, request);
  ASSERT_TRUE(page.ok());
  ASSERT_FALSE(page->next_page_token().empty());
  request.set_page_token(page->next_page_token());
  request.set_query("one");
  EXPECT_EQ(kit::ReasonOf(Search(index, request).status()),
            "PAGE_TOKEN_MISMATCH");
  request.set_query("word");
  std::string changed = page->next_page_token();
  changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
  request.set_page_token(changed);
  EXPECT_EQ(kit::FieldOf(Search(index, request).status()), "page_token");
}

// ---- against a model

constexpr int kVocabulary = 9;

struct Said {
  std::string name;
  std::vector<int> words;
  std::string speaker;
  int kind = 0;
};

std::string WordText(int word) { return "word" + std::string(1, 'a' + word); }

bool HasPhrase(const std::vector<int>& text, const std::vector<int>& phrase) {
  return std::search(text.begin(), text.end(), phrase.begin(), phrase.end()) !=
         text.end();
}

struct RandomQuery {
  std::string text;
  std::vector<std::pair<bool, std::vector<std::vector<int>>>> clauses;
  bool Matches(const Said& said) const {
    for (const auto& [excluded, any] : clauses) {
      const bool has = std::any_of(any.begin(), any.end(), [&](const auto& p) {
        return HasPhrase(said.words, p);
      });
      if (has == excluded) return false;
    }
    return true;
  }
};

RandomQuery MakeQuery(std::mt19937& random) {
  RandomQuery query;
  const auto item = [&] {
    std::vector<int> phrase;
    for (int n = random() % 4 == 0 ? 2 + static_cast<int>(random() % 2) : 1;
         n > 0; --n)
      phrase.push_back(static_cast<int>(random() % kVocabulary));
    return phrase;
  };
  const auto print = [](const std::vector<int>& phrase) {
    std::string out;
    for (const int word : phrase)
      out += (out.empty() ? "" : " ") + WordText(word);
    return phrase.size() > 1 ? "\"" + out + "\"" : out;
  };
  for (int n = 1 + static_cast<int>(random() % 3); n > 0; --n) {
    const bool excluded = !query.clauses.empty() && random() % 4 == 0;
    std::vector<std::vector<int>> any = {item()};
    query.text += (excluded ? " -" : " ") + print(any[0]);
    while (!excluded && random() % 4 == 0) {
      any.push_back(item());
      query.text += " OR " + print(any.back());
    }
    query.clauses.emplace_back(excluded, any);
  }
  return query;
}

class SearchModelTest : public ::testing::TestWithParam<int> {
 protected:
  void PutRandom(std::mt19937& random,
                 std::vector<quoth::v1::Change>& changes) {
    MadeDocument document;
    document.id = "doc-" + std::to_string(random() % 30);
    std::erase_if(model_, [&](const auto& entry) {
      return entry.first.starts_with("documents/" + document.id + "/");
    });
    if (random() % 5 == 0) {
      changes.push_back(Delete(document.id));
      return;
    }
    for (int i = static_cast<int>(random() % 8); i > 0; --i) {
      MadeStatement made;
      Said said;
      made.key = "k" + std::to_string(i);
      made.speaker = said.speaker = "speaker-" + std::to_string(random() % 3);
      made.text.clear();
      for (int w = 1 + static_cast<int>(random() % 8); w > 0; --w) {
        // Few words are common, most are rare.
        const int word = static_cast<int>(
            std::min(random() % kVocabulary, random() % kVocabulary));
        said.words.push_back(word);
        made.text += (made.text.empty() ? "" : ", ") + WordText(word);
      }
      said.kind = 1 + static_cast<int>(random() % 4);
      made.kind = static_cast<quoth::v1::StatementKind>(said.kind);
      if (random() % 4 != 0)
        made.said = MakeDate(2020, 1, 1 + static_cast<int>(random() % 28));
      said.name = "documents/" + document.id + "/statements/" + made.key;
      document.statements.push_back(made);
      model_[said.name] = said;
    }
    changes.push_back(Put(document));
  }
  std::map<std::string, Said> model_;
};

TEST_P(SearchModelTest, FindsWhatALookAtEveryTextFinds) {
  std::mt19937 random(static_cast<unsigned>(GetParam()));
  TestIndex index;
  for (int round = 0; round < 50; ++round) {
    std::vector<quoth::v1::Change> changes;
    for (int n = 1 + static_cast<int>(random() % 5); n > 0; --n)
      PutRandom(random, changes);
    index.Apply(std::move(changes));
    if (random() % 10 == 0) index.Reopen();
    for (int n = 0; n < 8; ++n) {
      const RandomQuery query = MakeQuery(random);
      SearchStatementsRequest request =
          Asking(query.text, 1 + static_cast<int>(random() % 9));
      request.set_order(
          static_cast<quoth::v1::StatementOrder>(1 + random() % 3));
      request.set_count_total(true);
      std::string speaker;
      int kind = 0;
      if (random() % 3 == 0) {
        speaker = "speaker-" + std::to_string(random() % 3);
        request.mutable_filter()->add_speakers("speakers/" + speaker);
      }
      if (random() % 4 == 0) {
        kind = 1 + static_cast<int>(random() % 4);
        request.mutable_filter()->add_kinds(
            static_cast<quoth::v1::StatementKind>(kind));
      }
      std::set<std::string> expected;
      for (const auto& [name, said] : model_) {
        if (query.Matches(said) &&
            (speaker.empty() || said.speaker == speaker) &&
            (kind == 0 || said.kind == kind)) {
          expected.insert(name);
        }
      }
      const std::vector<std::string> names = SearchAll(index, request);
      ASSERT_EQ(std::set<std::string>(names.begin(), names.end()), expected)
          << query.text << " " << request.ShortDebugString();
      ASSERT_EQ(names.size(), expected.size()) << "repeats: " << query.text;
      const auto first = Search(index, request);
      ASSERT_EQ(first->total_size(),
                static_cast<std::int64_t>(expected.size()));
      ASSERT_FALSE(first->total_estimated());
      quoth::v1::CountStatementsRequest count;
      count.set_query(query.text);
      *count.mutable_filter() = request.filter();
      count.add_facets(quoth::v1::FACET_SPEAKER);
      const auto counted = index.Look<quoth::v1::CountStatementsResponse>(
          CountStatements, count);
      ASSERT_TRUE(counted.ok()) << counted.status();
      ASSERT_EQ(counted->total(), static_cast<std::int64_t>(expected.size()));
    }
  }
}

// What existed at the first page comes once and only once, whatever is put,
// replaced and deleted between pages; what is deleted may be missing.
TEST_P(SearchModelTest, PagesStayWholeWhileDocumentsComeAndGo) {
  std::mt19937 random(static_cast<unsigned>(GetParam()) + 100);
  TestIndex index;
  std::vector<quoth::v1::Change> changes;
  for (int n = 0; n < 60; ++n) {
    PutRandom(random, changes);
    index.Apply(std::move(changes));
    changes.clear();
  }
  for (int round = 0; round < 12; ++round) {
    SearchStatementsRequest request = Asking("worda OR wordb OR wordc", 5);
    request.set_order(static_cast<quoth::v1::StatementOrder>(1 + round % 3));
    RandomQuery query;
    query.clauses = {{false, {{0}, {1}, {2}}}};
    std::set<std::string> before, always;
    for (const auto& [name, said] : model_) {
      before.insert(name);
      if (query.Matches(said)) always.insert(name);
    }
    std::vector<std::string> names;
    while (true) {
      auto page = Search(index, request);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& result : page->results())
        names.push_back(result.statement().name());
      if (page->next_page_token().empty()) break;
      request.set_page_token(page->next_page_token());
      PutRandom(random, changes);
      index.Apply(std::move(changes));
      changes.clear();
      std::erase_if(always, [&](const std::string& name) {
        const auto found = model_.find(name);
        return found == model_.end() || !query.Matches(found->second);
      });
    }
    const std::set<std::string> found(names.begin(), names.end());
    EXPECT_EQ(found.size(), names.size()) << "repeats";
    for (const std::string& name : always)
      EXPECT_TRUE(found.contains(name)) << "missing " << name;
    for (const std::string& name : found)
      EXPECT_TRUE(before.contains(name)) << "came later: " << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SearchModelTest, ::testing::Range(1, 5));

// More than a chunk: rows in RocksDB, segments in memory and the buffer answer
// together; what is deleted is swept from the rows.
TEST(SearchTest, ChunksAreSealedReadAgainAndSwept) {
  TestIndex index;
  std::mt19937 random(9);
  constexpr int kDocuments = 800;
  constexpr int kStatementsEach = 100;
  std::map<std::string, int> seventh;  // Name -> words of its text.
  for (int d = 0; d < kDocuments; ++d) {
    std::vector<std::string> texts;
    for (int s = 0; s < kStatementsEach; ++s) {
      std::string text = "all";
      for (int w = static_cast<int>(random() % 12); w > 0; --w)
        text += " w" + std::to_string(random() % 300);
      if ((d * kStatementsEach + s) % 7'000 == 6) text += " seventh";
      texts.push_back(text);
    }
    index.Apply({Put(OneDocument("doc-" + std::to_string(d), texts))});
  }
  ASSERT_EQ(index.index().words().view()->sealed.size(), 1u);
  const auto all = [&](const std::string& query, int page_size) {
    SearchStatementsRequest request = Asking(query, page_size);
    request.set_order(quoth::v1::STATEMENT_ORDER_RELEVANCE);
    return SearchAll(index, request);
  };
  const std::vector<std::string> sevenths = all("seventh", 3);
  EXPECT_EQ(sevenths.size(), 12u);
  EXPECT_EQ(all("seventh all", 1'000).size(), 12u);
  // Pages by relevance list what one large page lists.
  std::vector<std::string> large = all("w1 w2", 1'000);
  EXPECT_EQ(all("w1 w2", 7), large);
  EXPECT_EQ(std::set<std::string>(large.begin(), large.end()).size(),
            large.size());
  SearchStatementsRequest top = Asking("all w5", 20);
  const auto best = Search(index, top);
  ASSERT_TRUE(best.ok());
  std::vector<std::string> first;
  for (const auto& result : best->results())
    first.push_back(result.statement().name());
  const std::vector<std::string> every = all("all w5", 1'000);
  ASSERT_GT(every.size(), 1'000u);
  EXPECT_TRUE(std::equal(first.begin(), first.end(), every.begin()));

  index.Reopen();
  EXPECT_EQ(all("seventh", 3), sevenths);
  EXPECT_EQ(all("w1 w2", 1'000), large);

  for (int d = 0; d < kDocuments; d += 2)
    index.Apply({Delete("doc-" + std::to_string(d))});
  std::erase_if(large, [](const std::string& name) {
    return (name[name.find("doc-") + 4 +
                 name.substr(name.find("doc-") + 4).find('/') - 1] -
            '0') %
               2 ==
           0;
  });
  const std::vector<std::string> left = all("w1 w2", 1'000);
  EXPECT_EQ(std::set<std::string>(left.begin(), left.end()),
            std::set<std::string>(large.begin(), large.end()));
  const auto marks = [&] {
    int count = 0;
    kit::StoreIterator rows = index.index().store().NewIterator(kWords);
    for (rows->Seek("d"); rows->Valid() && rows->key().starts_with("d");
         rows->Next()) {
      ++count;
    }
    return count;
  };
  const int marks_before = marks();
  EXPECT_EQ(marks_before, kDocuments / 2 * kStatementsEach);
  for (int i = 1; i < 30; ++i) {
    ASSERT_TRUE(
        index.applier()
            .Prune(absl::UnixEpoch() + absl::Hours(24) + absl::Seconds(10 * i))
            .ok());
  }
  EXPECT_LT(marks(), marks_before / 2);
  EXPECT_EQ(all("w1 w2", 1'000), left);
  index.Reopen();
  EXPECT_EQ(all("w1 w2", 1'000), left);
}

}  // namespace
}  // namespace quoth::query::testing
