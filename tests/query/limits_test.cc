// Limits over real sockets: what is too much is refused by name, what takes
// too long ends, what is cancelled is freed, and others are served meanwhile.
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "query-service/follower/index_holder.h"
#include "query-service/handlers/query_handlers.h"
#include "service-kit/host/server_host.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"
#include "tests/query/test_index.h"

namespace quoth::query::testing {
namespace {

using quoth::v1::QueryService;

constexpr int kWatchersMax = 5;

class LimitsTest : public ::testing::Test {
 protected:
  LimitsTest() : index_(true, Pruning()) {}
  static ApplierOptions Pruning() {
    ApplierOptions options;
    options.keep_changes = absl::Minutes(10);
    return options;
  }
  void SetUp() override {
    index_.Apply({Put(One("first"))});
    Publish();
    HandlerOptions options;
    options.watchers_max = kWatchersMax;
    service_ = MakeQueryService(holder_, options, kit::Log());
    kit::HostOptions host;
    host.handle_signals = false;
    host.announce = false;
    host.drain_deadline = absl::Seconds(1);
    host_ = std::make_unique<kit::ServerHost>(host, kit::Log());
    host_->AddService(service_.get(), kQueryServiceName);
    const absl::Status status = host_->Start();
    ASSERT_TRUE(status.ok()) << status;
    stub_ = QueryService::NewStub(grpc::CreateChannel(
        host_->addresses()[0], grpc::InsecureChannelCredentials()));
  }
  void TearDown() override {
    holder_.Close();
    host_->DrainAndStop();
  }
  static MadeDocument One(const std::string& id) {
    MadeDocument document;
    document.id = id;
    document.published = MakeDate(2021, 5, 6);
    document.statements.push_back(
        {"k0", "ada", {"x"}, {}, MakeDate(2021, 5, 5), "Words."});
    return document;
  }
  // Readers may use the index while it is applied to.
  void Publish() {
    holder_.Set(
        std::shared_ptr<const Index>(&index_.index(), [](const Index*) {}),
        true);
  }
  // A topic with this many statements.
  void Fill(int statements) {
    MadeDocument document = One("many");
    document.statements.clear();
    for (int i = 0; i < statements; ++i) {
      document.statements.push_back({"k" + std::to_string(i),
                                     "ada",
                                     {"x"},
                                     {},
                                     MakeDate(2021, 5, 1 + i % 28),
                                     "Words."});
    }
    index_.Apply({Put(document)});
    holder_.Applied();
  }
  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (QueryService::Stub::*method)(
                        grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response,
                    int deadline_ms = 10'000) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::milliseconds(deadline_ms));
    return kit::FromGrpc((stub_.get()->*method)(&context, request, &response));
  }
  absl::Status List(const quoth::v1::ListStatementsRequest& request,
                    int deadline_ms = 10'000) {
    quoth::v1::ListStatementsResponse response;
    return Call(&QueryService::Stub::ListStatements, request, response,
                deadline_ms);
  }
  // Somebody else's plain lookup.
  void ExpectServed() {
    quoth::v1::ListStatementsRequest request;
    request.mutable_filter()->add_speakers("speakers/ada");
    const absl::Time begin = absl::Now();
    const absl::Status status = List(request);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  }

  TestIndex index_;
  IndexHolder holder_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<kit::ServerHost> host_;
  std::unique_ptr<QueryService::Stub> stub_;
};

TEST_F(LimitsTest, ListsAndStringsThatAreTooLongAreNamed) {
  using Filter = quoth::v1::StatementFilter;
  const struct {
    const char* field;
    std::function<void(Filter&)> make;
  } kRows[] = {
      {"filter.speakers",
       [](Filter& f) {
         for (int i = 0; i < 101; ++i) f.add_speakers("speakers/a");
       }},
      {"filter.topics",
       [](Filter& f) {
         for (int i = 0; i < 1'000; ++i) f.add_topics("topics/a");
       }},
      {"filter.outlets",
       [](Filter& f) {
         for (int i = 0; i < 101; ++i) f.add_outlets("a");
       }},
      {"filter.outlets[0]",
       [](Filter& f) { f.add_outlets(std::string(201, 'a')); }},
      {"filter.documents",
       [](Filter& f) {
         for (int i = 0; i < 101; ++i) f.add_documents("documents/a");
       }},
      {"filter.languages",
       [](Filter& f) {
         for (int i = 0; i < 21; ++i) f.add_languages("en");
       }},
      {"filter.languages[0]",
       [](Filter& f) { f.add_languages(std::string(100, 'e')); }},
      {"filter.kinds",
       [](Filter& f) {
         for (int i = 0; i < 1'000; ++i)
           f.add_kinds(quoth::v1::STATEMENT_KIND_DIRECT);
       }},
      {"filter.topic_roles",
       [](Filter& f) {
         for (int i = 0; i < 1'000; ++i)
           f.add_topic_roles(quoth::v1::TOPIC_ROLE_ABOUT);
       }},
      {"filter.published_on",
       [](Filter& f) {
         *f.mutable_published_on()->mutable_first() = MakeDate(2021);
         *f.mutable_published_on()->mutable_last() = MakeDate(2020);
       }},
      {"filter.expression",
       [](Filter& f) { f.set_expression(std::string(16'385, 'a')); }},
  };
  for (const auto& row : kRows) {
    quoth::v1::ListStatementsRequest list;
    row.make(*list.mutable_filter());
    EXPECT_EQ(kit::FieldOf(List(list)), row.field);
    quoth::v1::CountStatementsRequest count;
    *count.mutable_filter() = list.filter();
    quoth::v1::CountStatementsResponse counted;
    EXPECT_EQ(kit::FieldOf(
                  Call(&QueryService::Stub::CountStatements, count, counted)),
              row.field);
  }
  quoth::v1::BatchGetStatementsRequest batch;
  for (int i = 0; i < 1'001; ++i) batch.add_names("documents/a/statements/b");
  quoth::v1::BatchGetStatementsResponse got;
  EXPECT_EQ(
      kit::FieldOf(Call(&QueryService::Stub::BatchGetStatements, batch, got)),
      "names");
  quoth::v1::ResolveSpeakerRequest resolve;
  resolve.set_query(std::string(201, 'a'));
  quoth::v1::ResolveSpeakerResponse resolved;
  EXPECT_EQ(kit::FieldOf(
                Call(&QueryService::Stub::ResolveSpeaker, resolve, resolved)),
            "query");
  ExpectServed();
}

TEST_F(LimitsTest, AMillisecondIsTooShortAndHarmsNobody) {
  Fill(30'000);
  quoth::v1::ListStatementsRequest request;
  request.mutable_filter()->add_topics("topics/x");
  // Nothing passes: every posting is looked at.
  request.mutable_filter()->set_confidence_min(0.99f);
  request.set_count_total(true);
  int late = 0;
  for (int i = 0; i < 50; ++i) {
    const absl::Status status = List(request, 1);
    late += absl::IsDeadlineExceeded(status) ? 1 : 0;
    EXPECT_TRUE(status.ok() || absl::IsDeadlineExceeded(status)) << status;
  }
  EXPECT_GT(late, 0);
  ExpectServed();
}

// Every text has the word and every record is looked at: nothing passes.
quoth::v1::SearchStatementsRequest LongSearch() {
  quoth::v1::SearchStatementsRequest request;
  request.set_query("words OR said");
  request.mutable_filter()->set_confidence_min(0.99f);
  request.set_count_total(true);
  return request;
}

TEST_F(LimitsTest, SearchesEndAtTheirDeadlineInEveryOrder) {
  Fill(30'000);
  for (const auto order : {quoth::v1::STATEMENT_ORDER_RELEVANCE,
                           quoth::v1::STATEMENT_ORDER_NEWEST_FIRST,
                           quoth::v1::STATEMENT_ORDER_OLDEST_FIRST}) {
    quoth::v1::SearchStatementsRequest request = LongSearch();
    request.set_order(order);
    int late = 0;
    for (int i = 0; i < 20; ++i) {
      quoth::v1::SearchStatementsResponse response;
      const absl::Status status =
          Call(&QueryService::Stub::SearchStatements, request, response, 1);
      late += absl::IsDeadlineExceeded(status) ? 1 : 0;
      EXPECT_TRUE(status.ok() || absl::IsDeadlineExceeded(status)) << status;
    }
    EXPECT_GT(late, 0) << order;
    // With time enough it is an answer.
    quoth::v1::SearchStatementsResponse response;
    const absl::Status status =
        Call(&QueryService::Stub::SearchStatements, request, response);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(response.results_size(), 0);
    EXPECT_EQ(response.total_size(), 0);
  }
  ExpectServed();
}

TEST_F(LimitsTest, CancelledSearchesEndAndOthersAreServed) {
  Fill(30'000);
  const quoth::v1::SearchStatementsRequest request = LongSearch();
  for (int i = 0; i < 50; ++i) {
    grpc::ClientContext context;
    quoth::v1::SearchStatementsResponse response;
    std::thread cancel([&] {
      absl::SleepFor(absl::Microseconds(i * 40));
      context.TryCancel();
    });
    const grpc::Status status =
        stub_->SearchStatements(&context, request, &response);
    cancel.join();
    EXPECT_TRUE(status.ok() ||
                status.error_code() == grpc::StatusCode::CANCELLED)
        << status.error_message();
  }
  ExpectServed();
}

TEST_F(LimitsTest, CancelledCallsEndAndAreFreed) {
  Fill(30'000);
  quoth::v1::CountStatementsRequest count;
  count.mutable_filter()->set_confidence_min(0.5f);
  count.add_facets(quoth::v1::FACET_SPEAKER);
  quoth::v1::ExportStatementsRequest whole;
  for (int i = 0; i < 100; ++i) {
    {
      grpc::ClientContext context;
      quoth::v1::CountStatementsResponse response;
      std::thread cancel([&] { context.TryCancel(); });
      (void)stub_->CountStatements(&context, count, &response);
      cancel.join();
    }
    grpc::ClientContext context;
    auto reader = stub_->ExportStatements(&context, whole);
    quoth::v1::ExportStatementsResponse message;
    EXPECT_TRUE(reader->Read(&message));
    context.TryCancel();
    while (reader->Read(&message)) {
    }
    EXPECT_FALSE(reader->Finish().ok());
  }
  ExpectServed();
}

TEST_F(LimitsTest, MoreWatchersThanAllowedComeLater) {
  struct Watch {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<quoth::v1::WatchStatementsResponse>>
        reader;
  };
  std::vector<std::unique_ptr<Watch>> watches;
  const auto open = [&]() -> absl::Status {
    auto watch = std::make_unique<Watch>();
    watch->reader = stub_->WatchStatements(&watch->context, {});
    quoth::v1::WatchStatementsResponse mark;
    if (!watch->reader->Read(&mark))
      return kit::FromGrpc(watch->reader->Finish());
    watches.push_back(std::move(watch));
    return absl::OkStatus();
  };
  for (int i = 0; i < kWatchersMax; ++i) ASSERT_TRUE(open().ok());
  const absl::Status refused = open();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(kit::ReasonOf(refused), "TOO_MANY_WATCHERS");
  EXPECT_TRUE(kit::RetryDelayOf(refused).has_value());
  ExpectServed();
  watches.back()->context.TryCancel();
  (void)watches.back()->reader->Finish();
  watches.pop_back();
  absl::Status again;
  for (int i = 0; i < 100 && !(again = open()).ok(); ++i)
    absl::SleepFor(absl::Milliseconds(20));
  EXPECT_TRUE(again.ok()) << again;
  for (auto& watch : watches) {
    watch->context.TryCancel();
    (void)watch->reader->Finish();
  }
}

TEST_F(LimitsTest, AWatchTokenThatIsTooOldIsRefusedClearly) {
  const std::string old = kit::FormatRevision({TestIndex::kEpoch, 1});
  index_.Apply({Put(One("a")), Put(One("b"))}, absl::UnixEpoch());
  index_.Apply({Put(One("c"))}, absl::UnixEpoch() + absl::Hours(2));
  holder_.Applied();
  const auto watch = [&](const std::string& after) {
    grpc::ClientContext context;
    quoth::v1::WatchStatementsRequest request;
    request.set_after(after);
    auto reader = stub_->WatchStatements(&context, request);
    quoth::v1::WatchStatementsResponse message;
    if (reader->Read(&message)) context.TryCancel();
    return kit::FromGrpc(reader->Finish());
  };
  const absl::Status expired = watch(old);
  EXPECT_TRUE(absl::IsOutOfRange(expired)) << expired;
  EXPECT_EQ(kit::ReasonOf(expired), "OFFSET_EXPIRED");
  EXPECT_EQ(kit::FieldOf(watch("garbage")), "after");
  EXPECT_EQ(kit::FieldOf(watch(old + ".x")), "after");
  EXPECT_EQ(kit::ReasonOf(watch(kit::FormatRevision({1, 1}))), "EPOCH_CHANGED");
}

}  // namespace
}  // namespace quoth::query::testing
