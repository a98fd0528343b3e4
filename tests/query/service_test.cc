// The service over real sockets: follower, freshness, streams, bad input.
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <thread>

#include "absl/time/clock.h"
#include "query-service/follower/follower.h"
#include "query-service/follower/grpc_log_source.h"
#include "query-service/follower/memory_log_source.h"
#include "query-service/handlers/query_handlers.h"
#include "service-kit/clock/clock.h"
#include "service-kit/host/server_host.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"
#include "tests/query/made_documents.h"

namespace quoth::query::testing {
namespace {

using quoth::v1::QueryService;

// The feed of a memory log as a gRPC service.
class FeedService final : public quoth::v1::ChangeFeedService::Service {
 public:
  explicit FeedService(MemoryLogSource& log) : log_(log) {}
  grpc::Status Tail(
      grpc::ServerContext* context, const quoth::v1::TailRequest* request,
      grpc::ServerWriter<quoth::v1::TailResponse>* writer) override {
    return kit::ToGrpc(log_.Tail(
        request->after(), [&](const quoth::v1::TailResponse& response) {
          return writer->Write(response) && !context->IsCancelled()
                     ? absl::OkStatus()
                     : absl::CancelledError("the follower went away");
        }));
  }

 private:
  MemoryLogSource& log_;
};

kit::HostOptions TestHost() {
  kit::HostOptions options;
  options.handle_signals = false;
  options.announce = false;
  options.drain_deadline = absl::Seconds(1);
  return options;
}

class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    StartFollower();
    StartServer();
  }
  void TearDown() override {
    holder_.Close();
    host_->DrainAndStop();
    follower_->Stop();
  }
  void StartFollower() {
    FollowerOptions options;
    options.folder = folder_.path();
    options.index.cache_bytes = 8 << 20;
    options.index.heap_bytes_max = 1 << 30;
    options.backoff_first = absl::Milliseconds(5);
    options.backoff_max = absl::Milliseconds(20);
    follower_ = std::make_unique<Follower>(options, log_, holder_,
                                           kit::SystemClock(), kit::Log());
    const absl::Status status = follower_->Start();
    ASSERT_TRUE(status.ok()) << status;
  }
  void StartServer() {
    service_ = MakeQueryService(holder_, {}, kit::Log());
    host_ = std::make_unique<kit::ServerHost>(TestHost(), kit::Log());
    host_->AddService(service_.get(), kQueryServiceName);
    const absl::Status status = host_->Start();
    ASSERT_TRUE(status.ok()) << status;
    stub_ = QueryService::NewStub(grpc::CreateChannel(
        host_->addresses()[0], grpc::InsecureChannelCredentials()));
  }
  void WaitLevel() {
    const std::string revision = log_.revision();
    quoth::v1::ListTopicsRequest request;
    request.set_at_least_as_fresh(revision);
    quoth::v1::ListTopicsResponse response;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(10));
    const grpc::Status status = stub_->ListTopics(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (QueryService::Stub::*method)(
                        grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response,
                    int deadline_ms = 5'000) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::milliseconds(deadline_ms));
    return kit::FromGrpc(
        (static_cast<QueryService::Stub*>(stub_.get())->*method)(
            &context, request, &response));
  }

  TemporaryFolder folder_;
  MemoryLogSource log_{42};
  IndexHolder holder_;
  std::unique_ptr<Follower> follower_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<kit::ServerHost> host_;
  std::unique_ptr<QueryService::Stub> stub_;
};

MadeDocument OneStatement(const std::string& id, const std::string& speaker,
                          const std::string& topic) {
  MadeDocument document;
  document.id = id;
  document.published = MakeDate(2021, 5, 6);
  document.statements.push_back(
      {"k0", speaker, {topic}, {}, MakeDate(2021, 5, 5), "Words."});
  return document;
}

TEST_F(ServiceTest, WhatWasWrittenIsReadWithItsRevision) {
  log_.Append(Vocabulary({{"arms", {}}, {"treaty", {"arms"}}}));
  for (int i = 0; i < 300; ++i) {
    const std::string id = "d" + std::to_string(i);
    const std::string revision =
        log_.Append(Put(OneStatement(id, "ada", "treaty")));
    quoth::v1::GetStatementRequest request;
    request.set_name("documents/" + id + "/statements/k0");
    request.set_at_least_as_fresh(revision);
    quoth::v1::Statement statement;
    const absl::Status status =
        Call(&QueryService::Stub::GetStatement, request, statement);
    ASSERT_TRUE(status.ok()) << status;
    ASSERT_EQ(statement.name(), request.name());
  }
  quoth::v1::ListStatementsRequest list;
  list.mutable_filter()->add_topics("topics/arms");
  list.mutable_filter()->add_speakers("speakers/ada");
  list.set_page_size(1000);
  list.set_count_total(true);
  quoth::v1::ListStatementsResponse page;
  ASSERT_TRUE(Call(&QueryService::Stub::ListStatements, list, page).ok());
  EXPECT_EQ(page.statements_size(), 300);
  EXPECT_EQ(page.total_size(), 300);
  EXPECT_FALSE(page.read_at().empty());
  quoth::v1::GetSpeakerRequest get;
  get.set_name("speakers/ada");
  quoth::v1::Speaker speaker;
  ASSERT_TRUE(Call(&QueryService::Stub::GetSpeaker, get, speaker).ok());
  EXPECT_EQ(speaker.statement_count(), 300);
  EXPECT_EQ(speaker.top_topics(0).topic(), "topics/treaty");
  EXPECT_EQ(speaker.first_said_on().day(), 5);
}

TEST_F(ServiceTest, FreshnessNotReachedIsUnavailableWithRetryInfo) {
  WaitLevel();
  quoth::v1::ListStatementsRequest request;
  request.set_at_least_as_fresh(kit::FormatRevision({42, 1'000'000}));
  quoth::v1::ListStatementsResponse response;
  const absl::Status status =
      Call(&QueryService::Stub::ListStatements, request, response, 300);
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_TRUE(kit::RetryDelayOf(status).has_value());
  request.set_at_least_as_fresh(kit::FormatRevision({43, 1}));
  EXPECT_EQ(kit::ReasonOf(
                Call(&QueryService::Stub::ListStatements, request, response)),
            "EPOCH_CHANGED");
}

TEST_F(ServiceTest, SearchFindsWhatWasJustWritten) {
  for (int i = 0; i < 100; ++i) {
    MadeDocument document =
        OneStatement("d" + std::to_string(i), "ada", "treaty");
    document.statements[0].text = "Word w" + std::to_string(i) + " was said.";
    quoth::v1::SearchStatementsRequest request;
    request.set_at_least_as_fresh(log_.Append(Put(document)));
    request.set_query("w" + std::to_string(i));
    quoth::v1::SearchStatementsResponse response;
    const absl::Status status =
        Call(&QueryService::Stub::SearchStatements, request, response);
    ASSERT_TRUE(status.ok()) << status;
    ASSERT_EQ(response.results_size(), 1);
    EXPECT_EQ(response.results(0).statement().document(),
              "documents/" + document.id);
    EXPECT_FALSE(response.read_at().empty());
  }
  quoth::v1::SearchStatementsRequest request;
  request.set_query("word");
  request.set_at_least_as_fresh(kit::FormatRevision({42, 1'000'000}));
  quoth::v1::SearchStatementsResponse response;
  absl::Status status =
      Call(&QueryService::Stub::SearchStatements, request, response, 300);
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_TRUE(kit::RetryDelayOf(status).has_value());
  request.set_at_least_as_fresh(kit::FormatRevision({43, 1}));
  status = Call(&QueryService::Stub::SearchStatements, request, response);
  EXPECT_EQ(kit::ReasonOf(status), "EPOCH_CHANGED");
  request.set_at_least_as_fresh("garbage");
  status = Call(&QueryService::Stub::SearchStatements, request, response);
  EXPECT_EQ(kit::FieldOf(status), "at_least_as_fresh");
}

TEST_F(ServiceTest, AnotherHistoryIsRebuiltAndNothingOldServed) {
  log_.Append(Put(OneStatement("old", "ada", "x")));
  WaitLevel();
  log_.Reset(43);
  const std::string revision =
      log_.Append(Put(OneStatement("new", "bob", "y")));
  quoth::v1::ListStatementsResponse page;
  // Until level again: UNAVAILABLE or the old history, never a mixture.
  for (int i = 0; i < 500; ++i) {
    quoth::v1::ListStatementsRequest request;
    const absl::Status status =
        Call(&QueryService::Stub::ListStatements, request, page);
    if (status.ok()) {
      ASSERT_EQ(page.statements_size(), 1);
      if (page.statements(0).document() == "documents/new") break;
    } else {
      ASSERT_EQ(kit::ReasonOf(status), "INDEX_REBUILDING");
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
  ASSERT_EQ(page.statements(0).document(), "documents/new");
  EXPECT_EQ(follower_->state().rebuilds, 1u);
}

TEST_F(ServiceTest, FollowerResumesAfterBreaksAndRestarts) {
  for (int i = 0; i < 50; ++i) {
    if (i % 10 == 3) log_.Fail(absl::UnavailableError("broken on purpose"), 2);
    log_.Append(Put(OneStatement("d" + std::to_string(i), "ada", "x")));
  }
  WaitLevel();
  quoth::v1::CountStatementsResponse count;
  ASSERT_TRUE(Call(&QueryService::Stub::CountStatements, {}, count).ok());
  EXPECT_EQ(count.total(), 50);
}

TEST(FollowerTest, GoesOnFromTheStoredPositionAndRebuildsAMissingIndex) {
  TemporaryFolder folder;
  FollowerOptions options;
  options.folder = folder.path();
  options.index.heap_bytes_max = 1 << 30;
  std::vector<quoth::v1::Change> changes;
  std::uint64_t taken_before = 0;
  for (int run = 0; run < 4; ++run) {
    if (run == 3) std::filesystem::remove_all(folder.path() + "/index-1");
    // The same history each time, longer by ten.
    for (int i = 0; i < 10; ++i) {
      changes.push_back(
          Put(OneStatement("d" + std::to_string(changes.size()), "ada", "x")));
    }
    MemoryLogSource log(42);
    for (const auto& change : changes) log.Append(change);
    IndexHolder holder;
    Follower follower(options, log, holder, kit::SystemClock(), kit::Log());
    ASSERT_TRUE(follower.Start().ok());
    while (!follower.state().caught_up) absl::SleepFor(absl::Milliseconds(1));
    // Only what is new is taken, unless the index is gone.
    EXPECT_EQ(follower.state().documents,
              run == 3 ? changes.size() : changes.size() - taken_before);
    taken_before = changes.size();
    EXPECT_EQ(*(*holder.Serving())->Counter(TotalCounterKey()),
              static_cast<std::int64_t>(changes.size()));
    EXPECT_EQ(follower.state().Lag(absl::Now()), absl::ZeroDuration());
  }
}

TEST_F(ServiceTest, LookupStreamAnswersEveryTagAndErrorsInPlace) {
  for (int i = 0; i < 20; ++i)
    log_.Append(Put(OneStatement("d" + std::to_string(i), "ada", "x")));
  WaitLevel();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(20));
  auto stream = stub_->LookupStream(&context);
  constexpr int kLookups = 2'000;
  std::thread writer([&] {
    for (int i = 0; i < kLookups; ++i) {
      quoth::v1::LookupStreamRequest request;
      request.set_tag(static_cast<std::uint64_t>(i));
      switch (i % 4) {
        case 0:
          request.mutable_list_statements()->mutable_filter()->add_speakers(
              "speakers/ada");
          break;
        case 1:
          request.mutable_get_statement()->set_name(
              "documents/d1/statements/k0");
          break;
        case 2:
          request.mutable_list_statements()->mutable_filter()->add_speakers(
              "no name");
          break;
        default:
          request.mutable_count_statements();
      }
      stream->Write(request);
    }
    stream->WritesDone();
  });
  std::set<std::uint64_t> tags;
  quoth::v1::LookupStreamResponse response;
  while (stream->Read(&response)) {
    EXPECT_TRUE(tags.insert(response.tag()).second);
    switch (response.tag() % 4) {
      case 0:
        EXPECT_EQ(response.list_statements().statements_size(), 20);
        break;
      case 1:
        EXPECT_EQ(response.statement().name(), "documents/d1/statements/k0");
        break;
      case 2:
        EXPECT_EQ(response.error().field(), "filter.speakers[0]");
        break;
      default:
        EXPECT_EQ(response.count_statements().total(), 20);
    }
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(tags.size(), static_cast<std::size_t>(kLookups));
}

TEST_F(ServiceTest, WatchTellsWhatComesAndGoesAndResumes) {
  log_.Append(Put(OneStatement("before", "ada", "x")));
  WaitLevel();
  grpc::ClientContext context;
  quoth::v1::WatchStatementsRequest request;
  request.mutable_filter()->add_speakers("speakers/ada");
  auto watch = stub_->WatchStatements(&context, request);
  quoth::v1::WatchStatementsResponse message;
  ASSERT_TRUE(watch->Read(&message));  // Where it begins.
  EXPECT_EQ(message.statements_size(), 0);
  const std::string begin = message.revision();
  log_.Append(Put(OneStatement("other", "bob", "x")));
  log_.Append(Put(OneStatement("mine", "ada", "x")));
  log_.Append(Delete("before"));
  std::set<std::string> told;
  while (told.size() < 2 && watch->Read(&message)) {
    for (const auto& s : message.statements()) told.insert("+" + s.document());
    for (const auto& name : message.removed()) told.insert("-" + name);
  }
  const std::set<std::string> expected = {"+documents/mine",
                                          "-documents/before/statements/k0"};
  EXPECT_EQ(told, expected);
  context.TryCancel();
  watch->Finish();
  // Again from the mark: the same news.
  grpc::ClientContext again;
  request.set_after(begin);
  auto resumed = stub_->WatchStatements(&again, request);
  told.clear();
  while (told.size() < 2 && resumed->Read(&message)) {
    for (const auto& s : message.statements()) told.insert("+" + s.document());
    for (const auto& name : message.removed()) told.insert("-" + name);
  }
  EXPECT_EQ(told, expected);
  again.TryCancel();
  resumed->Finish();
}

TEST_F(ServiceTest, ExportGivesEverythingAndResumes) {
  for (int i = 0; i < 30; ++i) {
    MadeDocument document = OneStatement("d" + std::to_string(i), "ada", "x");
    for (int k = 1; k < 100; ++k) {
      document.statements.push_back(document.statements[0]);
      document.statements.back().key = "k" + std::to_string(k);
    }
    log_.Append(Put(document));
  }
  WaitLevel();
  std::set<std::string> names;
  std::string resume;
  for (int part = 0; part < 2; ++part) {
    grpc::ClientContext context;
    quoth::v1::ExportStatementsRequest request;
    request.set_resume_token(resume);
    auto reader = stub_->ExportStatements(&context, request);
    quoth::v1::ExportStatementsResponse message;
    while (reader->Read(&message)) {
      for (const auto& s : message.statements())
        EXPECT_TRUE(names.insert(s.name()).second);
      resume = message.resume_token();
      if (part == 0) break;
    }
    if (part == 0) {
      context.TryCancel();
      EXPECT_FALSE(resume.empty());
    }
    const grpc::Status status = reader->Finish();
    EXPECT_EQ(status.ok(), part == 1) << status.error_message();
  }
  EXPECT_EQ(names.size(), 3'000u);
}

TEST_F(ServiceTest, ResolvesNamesInOtherSpellings) {
  log_.Append(Put(OneStatement("a", "sergey-lavrov", "new-start")));
  log_.Append(Put(OneStatement("b", "maria-zakharova", "vaccines")));
  WaitLevel();
  for (const char* query : {"Lavrov", "Sergei Lavrov", "LAVROV SERGEY",
                            "Лавров", "Lawrow", "Lavorv"}) {
    quoth::v1::ResolveSpeakerRequest request;
    request.set_query(query);
    quoth::v1::ResolveSpeakerResponse response;
    ASSERT_TRUE(
        Call(&QueryService::Stub::ResolveSpeaker, request, response).ok());
    ASSERT_GE(response.candidates_size(), 1) << query;
    EXPECT_EQ(response.candidates(0).speaker().name(), "speakers/sergey-lavrov")
        << query;
  }
  quoth::v1::ResolveTopicRequest request;
  request.set_query("vacc");
  request.set_prefix(true);
  quoth::v1::ResolveTopicResponse response;
  ASSERT_TRUE(Call(&QueryService::Stub::ResolveTopic, request, response).ok());
  ASSERT_EQ(response.candidates_size(), 1);
  EXPECT_EQ(response.candidates(0).topic().name(), "topics/vaccines");
}

TEST_F(ServiceTest, BadInputNamesTheField) {
  log_.Append(Put(OneStatement("a", "ada", "x")));
  WaitLevel();
  struct Row {
    const char* field;
    std::function<void(quoth::v1::ListStatementsRequest&)> make;
  };
  const std::vector<Row> rows = {
      {"filter.speakers[0]",
       [](auto& r) { r.mutable_filter()->add_speakers("ada"); }},
      {"filter.topics[1]",
       [](auto& r) {
         r.mutable_filter()->add_topics("topics/x");
         r.mutable_filter()->add_topics("topics/..//");
       }},
      {"filter.speakers",
       [](auto& r) {
         for (int i = 0; i < 1000; ++i)
           r.mutable_filter()->add_speakers("speakers/a");
       }},
      {"filter.said_on",
       [](auto& r) {
         *r.mutable_filter()->mutable_said_on()->mutable_first() =
             MakeDate(2021, 2, 2);
         *r.mutable_filter()->mutable_said_on()->mutable_last() =
             MakeDate(2020, 2, 2);
       }},
      {"filter.said_on.first",
       [](auto& r) {
         *r.mutable_filter()->mutable_said_on()->mutable_first() =
             MakeDate(2021, 2, 30);
       }},
      {"filter.kinds[0]",
       [](auto& r) {
         r.mutable_filter()->add_kinds(
             static_cast<quoth::v1::StatementKind>(99));
       }},
      {"filter.confidence_min",
       [](auto& r) { r.mutable_filter()->set_confidence_min(2); }},
      {"page_size", [](auto& r) { r.set_page_size(-1); }},
      {"page_token", [](auto& r) { r.set_page_token("garbage"); }},
      {"order",
       [](auto& r) { r.set_order(quoth::v1::STATEMENT_ORDER_RELEVANCE); }},
      {"at_least_as_fresh",
       [](auto& r) { r.set_at_least_as_fresh("garbage"); }},
  };
  for (const Row& row : rows) {
    quoth::v1::ListStatementsRequest request;
    row.make(request);
    quoth::v1::ListStatementsResponse response;
    const absl::Status status =
        Call(&QueryService::Stub::ListStatements, request, response);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << row.field << " " << status;
    EXPECT_EQ(kit::FieldOf(status), row.field);
    EXPECT_FALSE(kit::ReasonOf(status).empty());
  }
  quoth::v1::GetStatementRequest get;
  get.set_name("documents/a/statements/none");
  quoth::v1::Statement statement;
  EXPECT_TRUE(absl::IsNotFound(
      Call(&QueryService::Stub::GetStatement, get, statement)));
  // An unknown speaker is no error.
  quoth::v1::ListStatementsRequest unknown;
  unknown.mutable_filter()->add_speakers("speakers/nobody");
  quoth::v1::ListStatementsResponse page;
  ASSERT_TRUE(Call(&QueryService::Stub::ListStatements, unknown, page).ok());
  EXPECT_EQ(page.unknown(0), "speakers/nobody");
}

TEST(GrpcLogSourceTest, FollowsOverASocketAndEndsWhenStopped) {
  MemoryLogSource log(9);
  FeedService feed(log);
  kit::ServerHost host(TestHost(), kit::Log());
  host.AddService(&feed, "quoth.v1.ChangeFeedService");
  ASSERT_TRUE(host.Start().ok());
  for (int i = 0; i < 200; ++i)
    log.Append(Put(OneStatement("d" + std::to_string(i), "a", "x")));
  GrpcLogSource source(grpc::CreateChannel(host.addresses()[0],
                                           grpc::InsecureChannelCredentials()),
                       "test");
  int changes = 0;
  std::promise<void> all;
  std::thread tail([&] {
    const absl::Status status =
        source.Tail("", [&](const quoth::v1::TailResponse& response) {
          changes += response.changes_size();
          if (changes == 200 && response.caught_up()) all.set_value();
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
  });
  all.get_future().wait();
  source.Stop();
  tail.join();
  EXPECT_EQ(changes, 200);
  GrpcLogSource foreign(grpc::CreateChannel(host.addresses()[0],
                                            grpc::InsecureChannelCredentials()),
                        "test");
  EXPECT_EQ(
      kit::ReasonOf(foreign.Tail(kit::FormatRevision({8, 1}),
                                 [](const auto&) { return absl::OkStatus(); })),
      "EPOCH_CHANGED");
  log.Stop();
  host.DrainAndStop();
}

}  // namespace
}  // namespace quoth::query::testing
