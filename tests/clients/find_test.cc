// What quoth-find shows, and how it reads names.
#include <gtest/gtest.h>

#include <clocale>

#include "query-service/find/bars.h"
#include "query-service/find/counts.h"
#include "query-service/find/lookups.h"
#include "query-service/find/records.h"
#include "query-service/find/resolve.h"
#include "query-service/find/table.h"
#include "service-kit/client/channel.h"
#include "service-kit/host/server_host.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::find {
namespace {

TEST(TableTest, WrapsAtWords) {
  EXPECT_EQ(WrapText("one two three", 7),
            (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(WrapText("abcdefghij", 4),
            (std::vector<std::string>{"abcd", "efgh", "ij"}));
  EXPECT_EQ(WrapText("a  b\n\tc", 20), (std::vector<std::string>{"a b c"}));
  EXPECT_EQ(WrapText("", 10), (std::vector<std::string>{""}));
}

TEST(TableTest, CountsColumnsAsTerminalsDo) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  EXPECT_EQ(ColumnsOf("caf\xc3\xa9"), 4);
  EXPECT_EQ(ColumnsOf("\xe6\x97\xa5\xe6\x9c\xac"), 4);  // Two wide characters.
  EXPECT_EQ(ColumnsOf("e\xcc\x81"), 1);                 // A combining accent.
  EXPECT_EQ(ColumnsOf("\xff\xc3"), 2);                  // Not UTF-8.
  for (const std::string& line :
       WrapText("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 5)) {
    EXPECT_LE(ColumnsOf(line), 5);
  }
}

TEST(TableTest, AlignsAndFits) {
  const std::string table = FormatTable(
      {{.title = "N", .to_the_right = true},
       {.title = "TEXT", .takes_rest = true}},
      {{"7", "short"},
       {"1234", "some words that need to be wrapped to fit in here"}},
      32);
  EXPECT_EQ(table,
            "   N  TEXT\n"
            "   7  short\n"
            "1234  some words that need to be\n"
            "      wrapped to fit in here\n");
}

// Records come from documents; a terminal must not obey them.
TEST(TableTest, ControlCharactersDoNotReachTheTerminal) {
  const std::string table =
      FormatTable({{.title = "T"}}, {{"a\x1b[31mred\x07"}}, 80);
  EXPECT_EQ(table.find('\x1b'), table.npos);
  EXPECT_EQ(table.find('\x07'), table.npos);
}

TEST(BarsTest, FitTheWidthAndShowEveryCount) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  const std::vector<Bar> bars = {{"2021-01", 4},
                                 {"2021-02", 0},
                                 {"2021-03", 1},
                                 {"a label that is too long "
                                  "for a narrow terminal",
                                  1'234'567}};
  for (const int width : {20, 40, 64, 200}) {
    for (const BarStyle style : {BarStyle::kAscii, BarStyle::kBlocks}) {
      const std::string text = FormatBars(bars, width, style);
      std::size_t begin = 0;
      int lines = 0;
      for (std::size_t end = text.find('\n'); end != text.npos;
           begin = end + 1, end = text.find('\n', begin), ++lines) {
        EXPECT_LE(ColumnsOf(text.substr(begin, end - begin)),
                  std::max(width, 40))
            << text;
      }
      EXPECT_EQ(lines, 4);
      EXPECT_NE(text.find("1,234,567"), text.npos);
      EXPECT_NE(text.find(style == BarStyle::kAscii ? "4  #" : "4  ▏"),
                text.npos)
          << "small counts are seen too: " << text;
    }
  }
}

TEST(BarsTest, PlainIsForPrograms) {
  EXPECT_EQ(
      FormatBars({{"2021", 1'234}, {"a\tb\x1b", 2}}, 40, BarStyle::kPlain),
      "2021\t1234\na b \t2\n");
}

TEST(BarsTest, TimelinesShowWhatIsEmptyBetween) {
  google::protobuf::RepeatedPtrField<quoth::v1::TimelinePoint> points;
  const auto add = [&](int year, int month, int day, int count) {
    auto& point = *points.Add();
    point.mutable_start()->set_year(year);
    point.mutable_start()->set_month(month);
    point.mutable_start()->set_day(day);
    point.set_count(count);
  };
  const auto labels = [&](quoth::v1::TimeUnit unit) {
    std::vector<std::string> out;
    for (const Bar& bar : TimelineBars(points, unit)) out.push_back(bar.label);
    return out;
  };
  using Labels = std::vector<std::string>;
  add(2020, 12, 28, 1);
  add(2021, 1, 18, 2);
  EXPECT_EQ(labels(quoth::v1::TIME_UNIT_WEEK),
            (Labels{"2020-12-28", "2021-01-04", "2021-01-11", "2021-01-18"}));
  add(2024, 1, 1, 3);
  EXPECT_EQ(labels(quoth::v1::TIME_UNIT_MONTH),
            (Labels{"2020-12", "2021-01", "...", "2024-01"}));
  EXPECT_EQ(labels(quoth::v1::TIME_UNIT_YEAR),
            (Labels{"2020", "2021", "2022", "2023", "2024"}));
}

TEST(RecordsTest, StatementsShowWhoWhenWhat) {
  quoth::v1::Statement statement;
  statement.set_text("We agree.");
  statement.set_kind(quoth::v1::STATEMENT_KIND_DIRECT);
  statement.mutable_speaker()->set_display_name("Ada Lovelace");
  statement.mutable_published_on()->set_year(1843);
  statement.mutable_published_on()->set_precision(
      quoth::v1::DATE_PRECISION_YEAR);
  statement.add_topics()->set_topic("topics/computing");
  const std::string table = StatementTable({statement}, 100);
  for (const char* part :
       {"1843", "Ada Lovelace", "direct", "We agree.", "computing"}) {
    EXPECT_NE(table.find(part), table.npos) << table;
  }
  const std::string json = ToJsonLine(statement);
  EXPECT_EQ(json.find('\n'), json.npos);
  EXPECT_NE(json.find("\"display_name\":\"Ada Lovelace\""), json.npos) << json;
}

TEST(ResolveTest, SlugsAndWords) {
  EXPECT_EQ(SlugOfWords("Sergey Lavrov"), "sergey-lavrov");
  EXPECT_EQ(SlugOfWords("  New  START "), "new-start");
  EXPECT_EQ(SlugOfWords("O'Neill, J."), "oneill-j");
  EXPECT_TRUE(HasAllWords("Ada King Lovelace", "love ada"));
  EXPECT_TRUE(HasAllWords("Nagorno-Karabakh", "karabakh"));
  EXPECT_FALSE(HasAllWords("Ada Lovelace", "lace"));
  EXPECT_FALSE(HasAllWords("Ada Lovelace", ""));
}

// A server of two speakers and 500 statements, with or without resolution.
class FakeQuery final : public quoth::v1::QueryService::Service {
 public:
  grpc::Status ResolveSpeaker(
      grpc::ServerContext*, const quoth::v1::ResolveSpeakerRequest*,
      quoth::v1::ResolveSpeakerResponse* response) override {
    if (!resolves) return kit::ToGrpc(kit::NotImplemented("ResolveSpeaker"));
    for (const float score : {0.9f, 0.85f, 0.2f}) {
      auto& candidate = *response->add_candidates();
      candidate.set_score(score);
      candidate.mutable_speaker()->set_name("speakers/by-server-" +
                                            std::to_string(int(score * 100)));
      candidate.mutable_speaker()->set_display_name("By Server");
    }
    return grpc::Status::OK;
  }
  grpc::Status GetSpeaker(grpc::ServerContext*,
                          const quoth::v1::GetSpeakerRequest* request,
                          quoth::v1::Speaker* speaker) override {
    if (request->name() != "speakers/ada-lovelace") {
      return kit::ToGrpc(kit::NotFoundResource(request->name()));
    }
    speaker->set_name(request->name());
    speaker->set_display_name("Ada Lovelace");
    return grpc::Status::OK;
  }
  grpc::Status ListSpeakers(
      grpc::ServerContext*, const quoth::v1::ListSpeakersRequest* request,
      quoth::v1::ListSpeakersResponse* response) override {
    for (const char* name : {"Ada Lovelace", "Charles Babbage", "Ada Yonath"}) {
      if (!std::string(name).starts_with(request->prefix())) continue;
      auto& speaker = *response->add_speakers();
      speaker.set_name("speakers/" + SlugOfWords(name));
      speaker.set_display_name(name);
    }
    return grpc::Status::OK;
  }
  grpc::Status ListStatements(
      grpc::ServerContext*, const quoth::v1::ListStatementsRequest* request,
      quoth::v1::ListStatementsResponse* response) override {
    ++pages;
    int next =
        request->page_token().empty() ? 0 : std::stoi(request->page_token());
    for (int i = 0; i < request->page_size() && next < 500; ++i) {
      response->add_statements()->set_text(std::to_string(next++));
    }
    if (next < 500) response->set_next_page_token(std::to_string(next));
    return grpc::Status::OK;
  }

  bool resolves = false;
  int pages = 0;
};

class FindTest : public testing::Test {
 protected:
  FindTest() : host_(Options(), kit::Log()) {
    host_.AddService(&service_, quoth::v1::QueryService::service_full_name());
    EXPECT_TRUE(host_.Start().ok());
    stub_ = quoth::v1::QueryService::NewStub(
        *kit::Dial({.server = host_.addresses()[0]}));
  }
  static kit::HostOptions Options() {
    kit::HostOptions options;
    options.handle_signals = false;
    options.announce = false;
    return options;
  }
  Caller caller() { return {.stub = *stub_}; }

  FakeQuery service_;
  kit::ServerHost host_;
  std::unique_ptr<quoth::v1::QueryService::StubInterface> stub_;
};

TEST_F(FindTest, ServersThatResolveAreAsked) {
  service_.resolves = true;
  const auto resolved = ResolveSpeaker(caller(), "whoever");
  ASSERT_TRUE(resolved.ok());
  EXPECT_EQ(resolved->name, "speakers/by-server-90");
  EXPECT_EQ(resolved->others.size(), 1u);  // The near one, not the far one.
}

TEST_F(FindTest, OthersAreSearched) {
  EXPECT_EQ(ResolveSpeaker(caller(), "Ada Lovelace")->name,
            "speakers/ada-lovelace");  // By slug.
  EXPECT_EQ(ResolveSpeaker(caller(), "Charles")->name,
            "speakers/charles-babbage");  // By prefix.
  EXPECT_EQ(ResolveSpeaker(caller(), "babbage")->name,
            "speakers/charles-babbage");  // By word.
  EXPECT_EQ(ResolveSpeaker(caller(), "speakers/as-given")->name,
            "speakers/as-given");
  const auto several = ResolveSpeaker(caller(), "Ada");
  EXPECT_EQ(several->name, "speakers/ada-lovelace");
  EXPECT_EQ(several->others,
            std::vector<std::string>{"Ada Yonath (speakers/ada-yonath)"});
  EXPECT_EQ(ResolveSpeaker(caller(), "Nobody").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(FindTest, PagesThroughToTheLimit) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_EQ(*FindStatements(caller(), {},
                            {.json = true, .limit = 0, .page_size = 200}),
            500);
  EXPECT_EQ(service_.pages, 3);
  EXPECT_EQ(*FindStatements(caller(), {},
                            {.json = true, .limit = 250, .page_size = 200}),
            250);
  const std::string out = testing::internal::GetCapturedStdout();
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 750);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("--limit 0"),
            std::string::npos);
}

TEST_F(FindTest, MistakesAreNamed) {
  StatementQuery query;
  query.since = "yesterday";
  EXPECT_EQ(kit::FieldOf(FindStatements(caller(), query, {}).status()),
            "--since");
  query.since = "";
  query.kinds = {"shouted"};
  EXPECT_EQ(kit::FieldOf(FindStatements(caller(), query, {}).status()),
            "--kind");
}

}  // namespace
}  // namespace quoth::find
