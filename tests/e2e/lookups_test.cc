// Documents in, lookups out: what the system is for, over two processes.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/e2e/documents.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

// Loads documents and returns the last revision.
std::string Load(
    Services& services,
    const std::vector<std::pair<std::string, std::string>>& documents) {
  std::string revision;
  for (const auto& [id, text] : documents) {
    const auto response = services.Ingest(id, text);
    EXPECT_TRUE(response.ok()) << id << ": " << response.status();
    if (response.ok()) revision = response->revision();
  }
  return revision;
}

std::size_t CountFound(Services& services, const std::string& speaker,
                       const std::string& topic, const std::string& revision) {
  const auto statements = services.AllStatements(speaker, topic, revision);
  EXPECT_TRUE(statements.ok())
      << speaker << " " << topic << ": " << statements.status();
  return statements.ok() ? statements->size() : 0;
}

TEST(LookupsTest, SamplesBySpeakerTopicAndBoth) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  const auto samples = SampleDocuments();
  ASSERT_GE(samples.size(), 5u);
  const std::string revision = Load(services, samples);
  const std::string speaker = "speakers/mirela-dannhauer";
  EXPECT_GE(CountFound(services, speaker, "", revision), 20u);
  for (const char* topic :
       {"topics/sanctions", "topics/vaccines", "topics/climate-change"}) {
    const auto by_topic = services.AllStatements("", topic, revision);
    const auto by_both = services.AllStatements(speaker, topic, revision);
    ASSERT_TRUE(by_topic.ok() && by_both.ok());
    EXPECT_GE(by_both->size(), 1u) << topic;
    EXPECT_GE(by_topic->size(), by_both->size()) << topic;
    for (const auto& statement : *by_both) {
      EXPECT_EQ(statement.speaker().speaker(), speaker) << statement.text();
    }
  }
}

// A page of one at a time gives what one page gives, in the same order.
TEST(LookupsTest, PagingNeitherSkipsNorRepeats) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  const std::string revision = Load(services, SampleDocuments());
  const auto at_once = services.AllStatements("", "", revision, 1000);
  const auto by_one = services.AllStatements("", "", revision, 1);
  const auto by_seven = services.AllStatements("", "", revision, 7);
  ASSERT_TRUE(at_once.ok() && by_one.ok() && by_seven.ok());
  ASSERT_GT(at_once->size(), 20u);
  ASSERT_EQ(by_one->size(), at_once->size());
  ASSERT_EQ(by_seven->size(), at_once->size());
  for (std::size_t i = 0; i < at_once->size(); ++i) {
    EXPECT_EQ((*by_one)[i].name(), (*at_once)[i].name());
    EXPECT_EQ((*by_seven)[i].name(), (*at_once)[i].name());
  }
}

TEST(LookupsTest, NewestFirstAndDateRanges) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  const std::string revision = Load(services, SampleDocuments());
  const auto all =
      services.AllStatements("speakers/mirela-dannhauer", "", revision);
  ASSERT_TRUE(all.ok());
  const auto day_of = [](const quoth::v1::Statement& statement) {
    const auto& date = statement.said_on().year() > 0
                           ? statement.said_on()
                           : statement.published_on();
    return date.year() * 10000 + date.month() * 100 + date.day();
  };
  for (std::size_t i = 1; i < all->size(); ++i) {
    if (day_of((*all)[i]) == 0) continue;
    EXPECT_GE(day_of((*all)[i - 1]), day_of((*all)[i])) << Describe(*all);
  }
  quoth::v1::ListStatementsRequest request;
  request.mutable_filter()->add_speakers("speakers/mirela-dannhauer");
  auto& first = *request.mutable_filter()->mutable_said_on()->mutable_first();
  first.set_year(2023);
  first.set_month(10);
  first.set_precision(quoth::v1::DATE_PRECISION_MONTH);
  const auto october = services.List(request);
  ASSERT_TRUE(october.ok()) << october.status();
  EXPECT_GE(october->statements_size(), 3);
  for (const auto& statement : october->statements()) {
    EXPECT_EQ(statement.document(), "documents/radio-interview");
  }
}

TEST(LookupsTest, UnknownNamesAreSaidAndFindNothing) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  quoth::v1::ListStatementsRequest request;
  request.mutable_filter()->add_speakers("speakers/nobody-at-all");
  const auto found = services.List(request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->statements_size(), 0);
  ASSERT_EQ(found->unknown_size(), 1);
  EXPECT_EQ(found->unknown(0), "speakers/nobody-at-all");
}

// The five documents that the parser is measured by.
TEST(LookupsTest, SeedsBySpeakerAndTopics) {
  const auto seeds = SeedDocuments();
  if (seeds.empty())
    GTEST_SKIP() << "no ../shared/seeds beside the source tree";
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  const std::string revision = Load(services, seeds);
  const std::string speaker = "speakers/sergey-lavrov";
  const auto said = services.AllStatements(speaker, "", revision);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_GE(said->size(), 50u);
  std::set<std::string> documents;
  for (const auto& statement : *said) documents.insert(statement.document());
  EXPECT_EQ(documents.size(), seeds.size());
  for (const char* topic : {"topics/new-start", "topics/vaccines",
                            "topics/nagorno-karabakh", "topics/sanctions"}) {
    EXPECT_GE(CountFound(services, speaker, topic, revision), 1u) << topic;
    EXPECT_GE(CountFound(services, "", topic, revision), 1u) << topic;
  }
  // Statements of topics nobody spoke of here.
  EXPECT_EQ(CountFound(services, speaker, "topics/no-such-topic", revision),
            0u);
}

TEST(LookupsTest, CommandLineClientsLoadAndFind) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  const std::string source = std::getenv("QUOTH_SOURCE_DIR");
  const Finished load = RunProgram(ProgramPath("quoth-load"),
                                   {"--server", services.ingest_address(),
                                    "--json", source + "/deploy/samples"});
  ASSERT_EQ(load.exit_code, 0) << load.err;
  EXPECT_NE(load.out.find("\"document\":\"documents/radio-interview\""),
            load.out.npos)
      << load.out;
  EXPECT_NE(load.err.find("Stored 5 documents (5 new)"), load.err.npos)
      << load.err;
  const std::size_t at = load.out.rfind("\"revision\":\"") + 12;
  const std::string revision = load.out.substr(at, load.out.find('"', at) - at);

  const auto find = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--server", services.query_address(),
                                         "--at-least", revision});
    return RunProgram(ProgramPath("quoth-find"), arguments);
  };
  const Finished table = find({"statements", "--speaker", "Mirela Dannhauer"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_NE(table.out.find("STATEMENT"), table.out.npos);
  EXPECT_NE(table.out.find("Mirela Dannhauer"), table.out.npos);
  const Finished json =
      find({"statements", "--speaker", "mirela dannhauer", "--topic",
            "vaccines", "--json", "--limit", "0", "--page-size", "1"});
  EXPECT_EQ(json.exit_code, 0) << json.err;
  EXPECT_GE(std::count(json.out.begin(), json.out.end(), '\n'), 2) << json.out;
  EXPECT_EQ(find({"speakers"}).exit_code, 0);
  EXPECT_EQ(find({"topics"}).exit_code, 0);
  EXPECT_EQ(find({"speaker", "Mirela Dannhauer"}).exit_code, 0);
  EXPECT_EQ(find({"topic", "vaccines"}).exit_code, 0);
  EXPECT_EQ(find({"document", "radio-interview"}).exit_code, 0);
  EXPECT_EQ(find({"statements", "--speaker", "Zzyzx Qwertyuiop"}).exit_code, 1);
  EXPECT_EQ(find({"statements", "--since", "yesterday"}).exit_code, 2);
  EXPECT_EQ(RunProgram(ProgramPath("quoth-find"),
                       {"--server", "127.0.0.1:1", "speakers"})
                .exit_code,
            3);
  EXPECT_EQ(RunProgram(ProgramPath("quoth-health"),
                       {"--address", services.query_address()})
                .exit_code,
            0);

  // Loading again writes nothing.
  const Finished again = RunProgram(
      ProgramPath("quoth-load"),
      {"--server", services.ingest_address(), source + "/deploy/samples"});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_NE(again.err.find("5 unchanged"), again.err.npos) << again.err;
}

}  // namespace
}  // namespace quoth::e2e
