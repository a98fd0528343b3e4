// kill -9 in the middle of writing: everything acknowledged is found again,
// whole, at the offset that was told.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <thread>

#include "ingest-service/record_log/record_log.h"
#include "tests/ingest/record_log/sample_records.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::OpenLog;
using ::quoth::ingest::testing::SampleTime;
using ::quoth::ingest::testing::SampleWrite;
using ::quoth::ingest::testing::TemporaryFolder;

struct Acknowledgement {
  uint64_t offset;
  uint32_t writer;
  uint32_t number;
};

// Some documents are replaced again and again, some deleted at once.
std::string IdOf(uint32_t writer, uint32_t number) {
  return "w" + std::to_string(writer) + "-" + std::to_string(number % 7);
}

// Writes until killed; tells each offset after it was acknowledged.
[[noreturn]] void WriteForEver(const std::string& path, int told) {
  static kit::FakeClock clock(SampleTime());
  const std::unique_ptr<RecordLog> log = OpenLog(path, clock);
  const auto first = static_cast<uint32_t>(log->end());
  std::vector<std::thread> threads;
  for (uint32_t writer = 0; writer < 4; ++writer) {
    threads.emplace_back([&, writer] {
      for (uint32_t number = first;; ++number) {
        absl::StatusOr<DocumentWritten> written = log->PutDocument(
            SampleWrite(IdOf(writer, number), std::to_string(number)));
        if (!written.ok()) _exit(3);
        const Acknowledgement ack{written->revision.offset, writer, number};
        if (write(told, &ack, sizeof ack) != sizeof ack) _exit(4);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  _exit(5);
}

TEST(RecordLogCrash, EveryAcknowledgedWriteIsFoundAfterKill) {
  const TemporaryFolder folder;
  kit::FakeClock clock(SampleTime());
  uint64_t acknowledged_end = 0;
  for (int round = 0; round < 6; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) WriteForEver(folder.path(), pipe_ends[1]);
    close(pipe_ends[1]);

    // The latest acknowledgement of each document.
    std::map<std::string, Acknowledgement> latest;
    Acknowledgement ack;
    const int wanted = 100 + 37 * round;
    for (int i = 0; i < wanted; ++i) {
      ASSERT_EQ(read(pipe_ends[0], &ack, sizeof ack),
                static_cast<ssize_t>(sizeof ack));
      latest[IdOf(ack.writer, ack.number)] = ack;
      acknowledged_end = std::max(acknowledged_end, ack.offset);
    }
    kill(child, SIGKILL);
    int outcome = 0;
    ASSERT_EQ(waitpid(child, &outcome, 0), child);
    ASSERT_TRUE(WIFSIGNALED(outcome));
    while (read(pipe_ends[0], &ack, sizeof ack) ==
           static_cast<ssize_t>(sizeof ack)) {
      latest[IdOf(ack.writer, ack.number)] = ack;
      acknowledged_end = std::max(acknowledged_end, ack.offset);
    }
    close(pipe_ends[0]);

    const std::unique_ptr<RecordLog> log = OpenLog(folder.path(), clock);
    ASSERT_GE(log->end(), acknowledged_end);
    for (const auto& [id, told] : latest) {
      absl::StatusOr<StoredDocument> stored =
          log->ReadDocument(id, {.statements = true, .text = true});
      ASSERT_TRUE(stored.ok()) << id << " " << stored.status();
      // A later write may have been durable without being acknowledged.
      ASSERT_GE(stored->offset, told.offset) << id;
      if (stored->offset == told.offset) {
        ASSERT_EQ(stored->text, std::to_string(told.number));
      }
      ASSERT_EQ(stored->found.statements(0).text(), stored->text);
    }
    // The log names each live document once, in order, to its end.
    absl::StatusOr<ChangePage> page = log->ReadChanges(0, 1 << 30);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_EQ(page->last_offset, log->end());
    ASSERT_EQ(page->changes.size(), log->ListDocumentIds("", 1000)->size());
  }
}

}  // namespace
}  // namespace quoth::ingest
