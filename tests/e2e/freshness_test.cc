// A read that carries a write's revision sees that write: pairs of them over
// two real processes, writers side by side, documents created, replaced and
// deleted.
//
// QUOTH_FRESHNESS_PAIRS=1000000 for the full dose; a small one otherwise.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service-kit/status/grpc_status.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

constexpr int kWriters = 16;
constexpr int kDocumentsAWriter = 8;

std::uint64_t Dose() {
  const char* const text = std::getenv("QUOTH_FRESHNESS_PAIRS");
  return text == nullptr ? 1'500 : std::strtoull(text, nullptr, 10);
}

struct Tally {
  std::atomic<std::uint64_t> pairs{0};
  std::atomic<std::uint64_t> violations{0};
  std::atomic<std::uint64_t> late{0};    // UNAVAILABLE: said, not wrong.
  std::atomic<std::uint64_t> failed{0};  // Anything else.
};

// Writes its own documents over and over; each write is read back at once.
class Writer {
 public:
  Writer(Services& services, int number, Tally& tally)
      : services_(services), number_(number), tally_(tally), random_(number) {}

  void Pair(std::uint64_t turn) {
    const std::string id =
        absl::StrCat("d-", number_, "-", turn % kDocumentsAWriter);
    const bool gone = turn % 7 == 6 && alive_[turn % kDocumentsAWriter];
    std::string revision;
    if (gone) {
      const auto deleted = services_.Delete(id);
      if (!deleted.ok()) return Fail(deleted.status());
      revision = deleted->revision();
    } else {
      const auto written = services_.Ingest(id, Text(turn));
      if (!written.ok()) return Fail(written.status());
      revision = written->revision();
    }
    alive_[turn % kDocumentsAWriter] = !gone;
    Read(id, revision, gone ? "" : Words(turn));
    ++tally_.pairs;
  }

 private:
  std::string Words(std::uint64_t turn) const {
    return absl::StrCat("Ship ", number_, " is at mile ", turn, " tonight");
  }
  std::string Text(std::uint64_t turn) const {
    return absl::StrCat("“", Words(turn),
                        "”, said Harbour Minister Petra Holm.\n");
  }

  void Read(const std::string& id, const std::string& revision,
            const std::string& words) {
    quoth::v1::ListStatementsRequest request;
    // By the document, and by what all documents share.
    if (random_() % 2 == 0) {
      request.mutable_filter()->add_documents("documents/" + id);
    } else {
      request.mutable_filter()->add_speakers("speakers/petra-holm");
      request.set_page_size(kWriters * kDocumentsAWriter);
    }
    request.set_at_least_as_fresh(revision);
    grpc::ClientContext context;
    SetDeadline(context);
    quoth::v1::ListStatementsResponse response;
    const absl::Status status = kit::FromGrpc(
        services_.query().ListStatements(&context, request, &response));
    if (absl::IsUnavailable(status)) {
      ++tally_.late;
      return;
    }
    if (!status.ok()) return Fail(status);
    std::string found;
    for (const auto& statement : response.statements()) {
      if (statement.document() == "documents/" + id) found = statement.text();
    }
    while (!found.empty() && (found.back() == ',' || found.back() == '.'))
      found.pop_back();
    if (found == words) return;
    ++tally_.violations;
    std::fprintf(stderr, "%s: \"%s\" instead of \"%s\"\n", id.c_str(),
                 found.c_str(), words.c_str());
  }
  void Fail(const absl::Status& status) {
    if (tally_.failed++ < 3)
      std::fprintf(stderr, "%s\n", status.ToString().c_str());
  }

  Services& services_;
  const int number_;
  Tally& tally_;
  std::mt19937_64 random_;
  bool alive_[kDocumentsAWriter] = {};
};

TEST(FreshnessTest, AWriteIsSeenByTheReadThatCarriesItsRevision) {
  Services services;
  ASSERT_TRUE(services.Start()) << services.Logs();
  services.ingest();  // Made by the first caller: before the threads.
  services.query();
  const std::uint64_t dose = Dose();
  Tally tally;
  std::atomic<std::uint64_t> turns{0};
  const absl::Time begin = absl::Now();
  std::vector<std::thread> threads;
  for (int number = 0; number < kWriters; ++number) {
    threads.emplace_back([&, number] {
      Writer writer(services, number, tally);
      for (std::uint64_t turn = 0; turns++ < dose; ++turn) writer.Pair(turn);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  std::printf("%llu pairs, %.0f a second: %llu violations, %llu late\n",
              static_cast<unsigned long long>(tally.pairs.load()),
              static_cast<double>(tally.pairs.load()) / seconds,
              static_cast<unsigned long long>(tally.violations.load()),
              static_cast<unsigned long long>(tally.late.load()));
  EXPECT_EQ(tally.violations, 0u);
  EXPECT_EQ(tally.failed, 0u) << services.Logs();
  EXPECT_EQ(tally.pairs, dose);
}

}  // namespace
}  // namespace quoth::e2e
