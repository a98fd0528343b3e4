// What a synced write costs with the log's one committing thread, against
// RocksDB's own grouping of concurrent writers.
//
//   commit_bench FOLDER [seconds each]
//
// Prints writes a second and CPU time a write for 1, 8 and 32 writers. Not a
// test.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "ingest-service/record_log/families.h"
#include "ingest-service/record_log/record_log.h"
#include "service-kit/clock/clock.h"
#include "tests/ingest/record_log/sample_records.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::SampleWrite;

// A document of about 6 KB with its statements.
DocumentWrite TypicalWrite(const std::string& id) {
  DocumentWrite write = SampleWrite(id, std::string(4000, 'x'));
  for (int i = 0; i < 8; ++i) {
    write.record.add_statements()->set_text(std::string(250, 'y'));
  }
  return write;
}

struct Rate {
  double per_second = 0;
  double cpu_us =
      0;  // Of all threads, a write: what a busy machine cannot blur.
};

template <typename Write>
Rate MeasureWrites(int writers, double seconds, Write write) {
  const std::clock_t cpu_before = std::clock();
  std::atomic<int64_t> written = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int w = 0; w < writers; ++w) {
    threads.emplace_back([&, w] {
      for (int i = 0; !stop; ++i) {
        write("w" + std::to_string(w) + "-" + std::to_string(i));
        ++written;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  const double cpu_s =
      static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC;
  return {static_cast<double>(written) / seconds,
          cpu_s * 1e6 / static_cast<double>(written)};
}

// The same rows straight into RocksDB, which groups concurrent synced writes
// itself. Offsets would need a watermark beside it: they become visible out of
// order.
void WriteRows(const kit::Store& store, std::atomic<uint64_t>& next,
               const std::string& id) {
  const DocumentWrite write = TypicalWrite(id);
  const uint64_t offset = ++next;
  rocksdb::WriteBatch batch;
  const auto put = [&](Family family, const std::string& key,
                       const std::string& value) {
    if (!batch.Put(store.family(family), key, value).ok()) std::abort();
  };
  put(kChanges, ChangeKey(offset), id);
  put(kHeads, "d" + id, EncodeHead({.offset = offset, .live = Head::Live{}}));
  put(kDocuments, id, write.record.document().SerializeAsString());
  put(kStatements, id, write.record.SerializeAsString());
  put(kTexts, id, write.text);
  put(kSources, id, write.source.SerializeAsString());
  if (!store.Write(batch, true).ok()) std::abort();
}

int Run(const std::string& folder, double seconds) {
  auto log = testing::OpenLog(folder + "/log", kit::SystemClock());
  auto store = kit::Store::Open({.path = folder + "/raw",
                                 .kind = "bench",
                                 .families = RecordFamilies(64 << 20),
                                 .db = RecordDbOptions()});
  if (!store.ok()) return 1;
  std::atomic<uint64_t> next = 0;
  std::printf("writers  one thread/s  cpu us  rocksdb/s  cpu us\n");
  for (const int writers : {1, 8, 32}) {
    const Rate one =
        MeasureWrites(writers, seconds, [&](const std::string& id) {
          if (!log->PutDocument(
                      TypicalWrite(id + "-" + std::to_string(writers)))
                   .ok()) {
            std::abort();
          }
        });
    const Rate raw =
        MeasureWrites(writers, seconds, [&](const std::string& id) {
          WriteRows(**store, next, id + "-" + std::to_string(writers));
        });
    std::printf("%7d  %12.0f  %6.0f  %9.0f  %6.0f\n", writers, one.per_second,
                one.cpu_us, raw.per_second, raw.cpu_us);
  }
  return 0;
}

}  // namespace
}  // namespace quoth::ingest

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: commit_bench FOLDER [SECONDS]\n");
    return 2;
  }
  return quoth::ingest::Run(argv[1], argc > 2 ? std::atof(argv[2]) : 3);
}
