// kill -9 in the middle of a load: what was acknowledged is there afterwards,
// whole, in both services.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service-kit/status/grpc_status.h"
#include "tests/e2e/documents.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

constexpr int kStatements = 3;

int Rounds() { return std::getenv("QUOTH_TEST_FULL") != nullptr ? 20 : 3; }

// Streams documents until the server dies; ids of those acknowledged.
std::set<std::string> LoadUntilBroken(Services& services, int round,
                                      std::atomic<int>& answered) {
  grpc::ClientContext context;
  SetDeadline(context, absl::Seconds(120));
  const auto stream = services.ingest().IngestDocuments(&context);
  std::thread writer([&] {
    for (int i = 0; i < 100'000; ++i) {
      quoth::v1::IngestDocumentsRequest request;
      request.set_tag(absl::StrCat("round-", round, "-", i));
      request.mutable_document()->set_document_id(request.tag());
      request.mutable_document()->set_content(
          MadeDocument("Tobin Asgard", round * 100'000 + i, kStatements));
      if (!stream->Write(request)) return;
    }
  });
  std::set<std::string> acknowledged;
  quoth::v1::IngestDocumentsResponse response;
  while (stream->Read(&response)) {
    EXPECT_FALSE(response.has_error()) << response.error().message();
    acknowledged.insert(response.tag());
    ++answered;
  }
  writer.join();
  stream->Finish();
  return acknowledged;
}

TEST(CrashTest, AcknowledgedDocumentsSurviveKill9) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  std::set<std::string> acknowledged;
  for (int round = 0; round < Rounds(); ++round) {
    std::atomic<int> answered = 0;
    std::set<std::string> of_round;
    std::thread loader(
        [&] { of_round = LoadUntilBroken(services, round, answered); });
    // In the middle: some are answered, many on their way.
    const absl::Time end = absl::Now() + absl::Seconds(60);
    while (answered < 40 + 25 * round && absl::Now() < end)
      absl::SleepFor(absl::Milliseconds(1));
    services.KillIngest();
    loader.join();
    ASSERT_GE(of_round.size(), 40u);
    acknowledged.merge(of_round);
    ASSERT_TRUE(services.StartIngest()) << services.Logs();
  }
  const auto last =
      services.Ingest("last", MadeDocument("Tobin Asgard", 1, kStatements));
  ASSERT_TRUE(last.ok()) << last.status();
  // Waits until the index has everything before it.
  ASSERT_TRUE(services.GetFromQuery("last", last->revision()).ok())
      << services.Logs();
  for (const std::string& id : acknowledged) {
    const auto document = services.GetFromIngest(id);
    ASSERT_TRUE(document.ok()) << id << ": " << document.status();
    EXPECT_EQ(document->statement_count(), static_cast<unsigned>(kStatements))
        << id;
    ASSERT_TRUE(services.GetFromQuery(id).ok()) << id;
  }
  // All or none: no document of any fate is there in part.
  const auto statements =
      services.AllStatements("", "", last->revision(), 1000);
  ASSERT_TRUE(statements.ok()) << statements.status();
  std::map<std::string, int> count;
  for (const auto& statement : *statements) ++count[statement.document()];
  EXPECT_GE(count.size(), acknowledged.size() + 1);
  for (const auto& [document, statements_found] : count) {
    EXPECT_EQ(statements_found, kStatements) << document;
  }
}

// The loader waits for the server to come back and loads what was unanswered.
TEST(CrashTest, TheLoaderGoesOnAfterACrash) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  std::string lines;
  for (int i = 0; i < 400; ++i) {
    // Each is escaped by hand: the made text has newlines alone to escape.
    std::string text = MadeDocument("Tobin Asgard", i, 1);
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) {
      text.replace(at, 1, "\\n");
    }
    absl::StrAppend(&lines, "{\"id\":\"made-", i, "\",\"text\":\"", text,
                    "\"}\n");
  }
  WriteFileText(services.folder() + "/made.jsonl", lines);
  Process loader(ProgramPath("quoth-load"),
                 {"--server", services.ingest_address(),
                  services.folder() + "/made.jsonl"},
                 services.folder() + "/load.log");
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (!services.GetFromIngest("made-20").ok() && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(2));
  }
  services.KillIngest();
  ASSERT_TRUE(services.StartIngest()) << services.Logs();
  const auto exit_code = loader.Wait(absl::Seconds(90));
  EXPECT_EQ(exit_code, 0) << ReadFileText(services.folder() + "/load.log");
  for (int i = 0; i < 400; i += 7) {
    EXPECT_TRUE(services.GetFromIngest(absl::StrCat("made-", i)).ok()) << i;
  }
}

}  // namespace
}  // namespace quoth::e2e
