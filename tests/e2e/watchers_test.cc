// Many watchers at once: each is told everything once and in order, the slow
// ones cost little memory, nobody waits much longer than another, and lookups
// go on meanwhile.
//
// QUOTH_WATCHERS=10000 for the full dose; a small one otherwise.
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/e2e/documents.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

constexpr int kChannels = 20;
constexpr int kStatementsADocument = 5;
constexpr int kSlowEach = 50;  // One of so many never reads after the first.

int Dose() {
  const char* const text = std::getenv("QUOTH_WATCHERS");
  return text == nullptr ? 300 : std::atoi(text);
}

double ResidentMib(pid_t pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/statm"));
  double pages = 0;
  in >> pages >> pages;
  return pages * 4096 / (1 << 20);
}

class Watcher final
    : public grpc::ClientReadReactor<quoth::v1::WatchStatementsResponse> {
 public:
  Watcher(quoth::v1::QueryService::Stub& stub, bool slow,
          const std::string& after)
      : slow_(slow) {
    request_.set_after(after);
    stub.async()->WatchStatements(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    bool read_on = true;
    {
      absl::MutexLock lock(&mutex_);
      begun_ = true;
      for (const auto& statement : response_.statements()) {
        repeats_ += names_.insert(statement.name()).second ? 0 : 1;
        last_ = absl::Now();
      }
      mark_ = response_.revision();
      read_on = !slow_;
    }
    if (read_on) StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mutex_);
    status_ = status;
    done_ = true;
  }
  void Cancel() { context_.TryCancel(); }

  bool begun() const {
    absl::MutexLock lock(&mutex_);
    return begun_ || done_;
  }
  bool done() const {
    absl::MutexLock lock(&mutex_);
    return done_;
  }
  std::size_t told() const {
    absl::MutexLock lock(&mutex_);
    return names_.size();
  }
  int repeats() const {
    absl::MutexLock lock(&mutex_);
    return repeats_;
  }
  absl::Time last() const {
    absl::MutexLock lock(&mutex_);
    return last_;
  }
  std::string mark() const {
    absl::MutexLock lock(&mutex_);
    return mark_;
  }
  std::set<std::string> names() const {
    absl::MutexLock lock(&mutex_);
    return names_;
  }
  bool slow() const { return slow_; }
  std::string ended() const {
    absl::MutexLock lock(&mutex_);
    return done_ ? absl::StrCat("ended: ", status_.error_message()) : "goes on";
  }

 private:
  const bool slow_;
  grpc::ClientContext context_;
  quoth::v1::WatchStatementsRequest request_;
  quoth::v1::WatchStatementsResponse response_;
  mutable absl::Mutex mutex_;
  bool begun_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  int repeats_ ABSL_GUARDED_BY(mutex_) = 0;
  std::set<std::string> names_ ABSL_GUARDED_BY(mutex_);
  std::string mark_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);
};

template <typename Condition>
bool WaitUntil(absl::Duration timeout, Condition condition) {
  const absl::Time end = absl::Now() + timeout;
  while (!condition()) {
    if (absl::Now() >= end) return false;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return true;
}

class WatchersTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(services_.Start()) << services_.Logs();
    // Waits until the index is level with the log.
    ASSERT_TRUE(services_.List({}).ok()) << services_.Logs();
    for (int i = 0; i < kChannels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("quoth.test.channel", i);  // A connection each.
      stubs_.push_back(
          quoth::v1::QueryService::NewStub(grpc::CreateCustomChannel(
              services_.query_address(), grpc::InsecureChannelCredentials(),
              arguments)));
    }
  }
  void TearDown() override { End(); }
  void End() {
    for (auto& watcher : watchers_) watcher->Cancel();
    for (auto& watcher : watchers_)
      WaitUntil(absl::Seconds(20), [&] { return watcher->done(); });
    watchers_.clear();
  }
  bool Watch(int count, int slow_each, const std::string& after = "") {
    for (int i = 0; i < count; ++i) {
      watchers_.push_back(std::make_unique<Watcher>(
          *stubs_[static_cast<std::size_t>(i % kChannels)],
          slow_each > 0 && i % slow_each == slow_each - 1, after));
    }
    return WaitUntil(absl::Seconds(120), [&] {
      return std::all_of(watchers_.begin(), watchers_.end(),
                         [](const auto& watcher) { return watcher->begun(); });
    });
  }
  // All that read are told this many.
  bool AllTold(std::size_t count, absl::Duration timeout) {
    return WaitUntil(timeout, [&] {
      return std::all_of(watchers_.begin(), watchers_.end(),
                         [&](const auto& watcher) {
                           return watcher->slow() || watcher->told() >= count;
                         });
    });
  }

  Services services_;
  std::vector<std::unique_ptr<quoth::v1::QueryService::Stub>> stubs_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
};

TEST_F(WatchersTest, EachIsToldEverythingOnce) {
  const int dose = Dose();
  const int documents = dose > 1'000 ? 10 : 40;
  const absl::Time begin = absl::Now();
  const double before = ResidentMib(services_.query_pid());
  ASSERT_TRUE(Watch(dose, kSlowEach));
  for (const auto& watcher : watchers_)
    ASSERT_FALSE(watcher->done()) << watcher->ended();
  const double idle = ResidentMib(services_.query_pid());
  const double opened_s = absl::ToDoubleSeconds(absl::Now() - begin);
  std::vector<double> spreads;
  absl::Duration slowest_lookup = absl::ZeroDuration();
  for (int d = 0; d < documents; ++d) {
    const auto written =
        services_.Ingest(absl::StrCat("watched-", d),
                         MadeDocument("Petra Holm", d, kStatementsADocument));
    ASSERT_TRUE(written.ok()) << written.status();
    const absl::Time asked = absl::Now();
    ASSERT_TRUE(services_
                    .StatementsOfDocument(absl::StrCat("watched-", d),
                                          written->revision())
                    .ok());
    slowest_lookup = std::max(slowest_lookup, absl::Now() - asked);
    if (d % 10 != 9) continue;
    ASSERT_TRUE(AllTold(static_cast<std::size_t>(d + 1) * kStatementsADocument,
                        absl::Seconds(120)));
    absl::Time first = absl::InfiniteFuture();
    absl::Time last = absl::InfinitePast();
    for (const auto& watcher : watchers_) {
      if (watcher->slow()) continue;
      first = std::min(first, watcher->last());
      last = std::max(last, watcher->last());
    }
    spreads.push_back(absl::ToDoubleMilliseconds(last - first));
  }
  const double busy = ResidentMib(services_.query_pid());
  for (const auto& watcher : watchers_) {
    EXPECT_EQ(watcher->repeats(), 0);
    EXPECT_FALSE(watcher->done()) << watcher->ended();
    if (!watcher->slow()) {
      ASSERT_EQ(watcher->told(),
                static_cast<std::size_t>(documents * kStatementsADocument));
    }
  }
  std::printf(
      "%d watchers in %.1f s: server %.0f MiB before, %.0f idle, %.0f after %d "
      "statements each; first to last told %.0f ms at most; slowest lookup "
      "%.0f ms\n",
      dose, opened_s, before, idle, busy, documents * kStatementsADocument,
      *std::max_element(spreads.begin(), spreads.end()),
      absl::ToDoubleMilliseconds(slowest_lookup));
  EXPECT_LT(busy - before, 64 + dose * 0.1) << "MiB";
  End();
  // What the streams had is free again.
  EXPECT_TRUE(Watch(dose, 0));
}

// Taking up from every mark there was gives each statement once.
TEST_F(WatchersTest, ResumesFromAnyMarkWithoutLossOrRepeat) {
  ASSERT_TRUE(Watch(1, 0));
  const std::string begin = watchers_.front()->mark();
  // One larger than a message, to be told in parts.
  ASSERT_TRUE(
      services_.Ingest("large", MadeDocument("Petra Holm", 1, 300)).ok());
  ASSERT_TRUE(services_.Ingest("small", MadeDocument("Petra Holm", 2, 3)).ok());
  constexpr std::size_t kAll = 303;
  ASSERT_TRUE(AllTold(kAll, absl::Seconds(30)))
      << watchers_.front()->told() << " told, " << watchers_.front()->ended();
  const std::set<std::string> all = watchers_.front()->names();
  End();
  std::set<std::string> seen;
  std::string mark = begin;
  int pieces = 0;
  while (seen.size() < kAll && ++pieces < 200) {
    // One message at a time: `slow` reads no further.
    ASSERT_TRUE(Watch(1, 1, mark));
    const std::string before = mark;
    mark = watchers_.front()->mark();
    for (const std::string& name : watchers_.front()->names())
      EXPECT_TRUE(seen.insert(name).second) << name << " after " << before;
    End();
  }
  EXPECT_EQ(seen, all);
  EXPECT_GT(pieces, 2);
}

}  // namespace
}  // namespace quoth::e2e
