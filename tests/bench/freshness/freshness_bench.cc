// How soon a document is seen after its write was acknowledged, and what
// lookups are worth while documents come in: two real processes, fsync on.
//
//   freshness_bench [--rate=1000] [--seconds=10]
//
// Needs QUOTH_BIN_DIR. "visible" is the time from the acknowledgement of a
// write to the answer of a read that carries its revision: the time until the
// index has it, or one call's time when it had it already.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service-kit/status/grpc_status.h"
#include "tests/e2e/documents.h"
#include "tests/e2e/services.h"

namespace quoth::bench {
namespace {

struct Options {
  double rate = 1'000;  // Documents a second.
  double seconds = 10;
};

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto at =
      static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  return values[at];
}

quoth::v1::IngestDocumentsRequest Document(std::uint64_t number) {
  quoth::v1::IngestDocumentsRequest request;
  auto& document = *request.mutable_document();
  document.set_document_id(absl::StrCat("bench-", number));
  document.set_content(e2e::MadeDocument(
      "Petra Holm", static_cast<int>(number % 1'000'000'000), 2));
  return request;
}

// One stream of documents; `acknowledged` runs for each result.
class Feeder {
 public:
  using Acknowledged =
      std::function<void(std::uint64_t index, const std::string& revision)>;

  // `rate` 0: as fast as they are taken.
  static void Run(e2e::Services& services, double rate, absl::Time end,
                  std::uint64_t first, const Acknowledged& acknowledged) {
    grpc::ClientContext context;
    auto stream = services.ingest().IngestDocuments(&context);
    std::thread reader([&] {
      quoth::v1::IngestDocumentsResponse response;
      while (stream->Read(&response)) {
        if (response.has_response())
          acknowledged(response.index(), response.response().revision());
      }
    });
    const absl::Time begin = absl::Now();
    for (std::uint64_t n = 0; absl::Now() < end; ++n) {
      if (rate > 0) {
        const absl::Time due =
            begin + absl::Seconds(static_cast<double>(n) / rate);
        if (absl::Now() < due) absl::SleepFor(due - absl::Now());
      }
      if (!stream->Write(Document(first + n))) break;
    }
    stream->WritesDone();
    reader.join();
    const grpc::Status status = stream->Finish();
    if (!status.ok())
      std::fprintf(stderr, "ingest: %s\n", status.error_message().c_str());
  }
};

void MeasureVisible(e2e::Services& services, const Options& options) {
  std::vector<double> visible_ms;
  std::atomic<std::uint64_t> documents{0};
  // The reader of acknowledgements reads at once, so one at a time: what comes
  // meanwhile waits in the stream and is not measured.
  const absl::Time begin = absl::Now();
  absl::Time next_probe = begin + absl::Seconds(1);
  Feeder::Run(
      services, options.rate, begin + absl::Seconds(options.seconds), 0,
      [&](std::uint64_t index, const std::string& revision) {
        ++documents;
        const absl::Time acknowledged = absl::Now();
        if (acknowledged < next_probe) return;
        quoth::v1::GetDocumentRequest request;
        request.set_name(absl::StrCat("documents/bench-", index));
        request.set_at_least_as_fresh(revision);
        grpc::ClientContext context;
        e2e::SetDeadline(context);
        quoth::v1::Document document;
        if (!services.query().GetDocument(&context, request, &document).ok())
          return;
        visible_ms.push_back(
            absl::ToDoubleMilliseconds(absl::Now() - acknowledged));
        next_probe = absl::Now() + absl::Milliseconds(5);
      });
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  std::printf(
      "commit to visible at %.0f documents/s: p50 %.2f ms, p90 %.2f ms, p99 "
      "%.2f ms, worst %.2f ms (%zu reads)\n",
      static_cast<double>(documents) / seconds, Percentile(visible_ms, 0.5),
      Percentile(visible_ms, 0.9), Percentile(visible_ms, 0.99),
      Percentile(visible_ms, 1), visible_ms.size());
}

// Pages of 20 by speaker, `flight` callers, until `end`. Returns a second.
double LookupRate(e2e::Services& services, int flight, double seconds) {
  std::atomic<std::uint64_t> lookups{0};
  const absl::Time end = absl::Now() + absl::Seconds(seconds);
  std::vector<std::thread> callers;
  for (int i = 0; i < flight; ++i) {
    callers.emplace_back([&] {
      quoth::v1::ListStatementsRequest request;
      request.mutable_filter()->add_speakers("speakers/petra-holm");
      while (absl::Now() < end) {
        grpc::ClientContext context;
        quoth::v1::ListStatementsResponse response;
        if (services.query().ListStatements(&context, request, &response).ok())
          ++lookups;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  return static_cast<double>(lookups) / seconds;
}

void MeasureLookups(e2e::Services& services, const Options& options) {
  constexpr int kFlight = 8;
  const double idle = LookupRate(services, kFlight, options.seconds / 2);
  std::atomic<std::uint64_t> documents{0};
  const absl::Time end = absl::Now() + absl::Seconds(options.seconds / 2 + 1);
  std::thread feeder([&] {
    Feeder::Run(services, 0, end, 1'000'000,
                [&](std::uint64_t, const std::string&) { ++documents; });
  });
  absl::SleepFor(absl::Milliseconds(500));
  const std::uint64_t before = documents;
  const double busy = LookupRate(services, kFlight, options.seconds / 2);
  const double fed =
      static_cast<double>(documents - before) / (options.seconds / 2);
  feeder.join();
  std::printf(
      "lookups a second: %.0f idle, %.0f while %.0f documents/s come in: "
      "%.2f of idle (%u cores for both services and the callers)\n",
      idle, busy, fed, busy / idle, std::thread::hardware_concurrency());
}

int Main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--rate=", 7) == 0)
      options.rate = std::atof(argv[i] + 7);
    if (std::strncmp(argv[i], "--seconds=", 10) == 0)
      options.seconds = std::atof(argv[i] + 10);
  }
  e2e::Services services;
  if (!services.Start()) {
    std::fprintf(stderr, "services do not start\n%s\n",
                 services.Logs().c_str());
    return 1;
  }
  services.ingest();
  services.query();
  MeasureVisible(services, options);
  MeasureLookups(services, options);
  return 0;
}

}  // namespace
}  // namespace quoth::bench

int main(int argc, char** argv) { return quoth::bench::Main(argc, argv); }
