#include "ingest-service/tools/quoth_load/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

namespace quoth::load {
namespace {

constexpr absl::Duration kRedraw = absl::Milliseconds(100);
constexpr int kBarColumns = 24;

int TerminalColumns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

double Megabytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

double PerSecond(double amount, absl::Duration elapsed) {
  return amount / std::max(1e-3, absl::ToDoubleSeconds(elapsed));
}

}  // namespace

void Count(const Outcome& outcome, Totals& totals) {
  totals.bytes += outcome.bytes;
  if (!outcome.status.ok()) {
    ++totals.failed;
    return;
  }
  switch (outcome.response.outcome()) {
    case quoth::v1::INGEST_OUTCOME_REPLACED:
      ++totals.replaced;
      break;
    case quoth::v1::INGEST_OUTCOME_UNCHANGED:
      ++totals.unchanged;
      break;
    default:
      ++totals.created;
  }
  totals.statements += outcome.response.document().statement_count();
  if (!outcome.response.revision().empty())
    totals.revision = outcome.response.revision();
}

std::string ProgressLine(const Totals& totals, std::uint64_t documents,
                         absl::Duration elapsed, int width) {
  const std::uint64_t done = totals.answered();
  const double rate = PerSecond(static_cast<double>(done), elapsed);
  std::vector<std::string> parts;
  std::string bar;
  if (documents > 0) {
    const int filled = static_cast<int>(
        std::min<std::uint64_t>(kBarColumns, kBarColumns * done / documents));
    bar = absl::StrCat("[", std::string(filled, '#'),
                       std::string(kBarColumns - filled, '-'), "] ");
    parts.push_back(absl::StrCat(done, " of ", documents));
  } else {
    parts.push_back(absl::StrCat(done, " documents"));
  }
  parts.push_back(absl::StrFormat("%.1f MB", Megabytes(totals.bytes)));
  parts.push_back(absl::StrFormat("%.0f/s", rate));
  if (totals.failed > 0)
    parts.push_back(absl::StrCat(totals.failed, " failed"));
  if (documents > done && rate > 0) {
    parts.push_back(absl::StrFormat(
        "%.0f s left", static_cast<double>(documents - done) / rate));
  }
  std::string line = bar + absl::StrJoin(parts, ", ");
  line.resize(std::min<std::size_t>(line.size(), std::max(1, width - 1)));
  return line;
}

std::string Summary(const Totals& totals, absl::Duration elapsed) {
  const std::uint64_t stored =
      totals.created + totals.replaced + totals.unchanged;
  std::vector<std::string> kinds;
  if (totals.created > 0) kinds.push_back(absl::StrCat(totals.created, " new"));
  if (totals.replaced > 0)
    kinds.push_back(absl::StrCat(totals.replaced, " replaced"));
  if (totals.unchanged > 0)
    kinds.push_back(absl::StrCat(totals.unchanged, " unchanged"));
  std::string line =
      absl::StrCat("Stored ", stored, stored == 1 ? " document" : " documents");
  if (!kinds.empty())
    absl::StrAppend(&line, " (", absl::StrJoin(kinds, ", "), ")");
  absl::StrAppend(&line, ", ", totals.statements, " statements");
  if (totals.failed > 0) absl::StrAppend(&line, "; ", totals.failed, " failed");
  absl::StrAppendFormat(
      &line, ". %.2f MB in %.1f s: %.0f documents/s, %.2f MB/s.",
      Megabytes(totals.bytes), absl::ToDoubleSeconds(elapsed),
      PerSecond(static_cast<double>(totals.answered()), elapsed),
      PerSecond(Megabytes(totals.bytes), elapsed));
  return line;
}

Progress::Progress(std::uint64_t documents, bool quiet)
    : documents_(documents),
      draws_(!quiet && isatty(STDERR_FILENO) == 1),
      begin_(absl::Now()) {}

Progress::~Progress() {
  absl::MutexLock lock(&mutex_);
  Clear();
}

void Progress::Add(const Outcome& outcome) {
  absl::MutexLock lock(&mutex_);
  Count(outcome, totals_);
  Draw(false);
}

void Progress::Say(const std::string& line, std::FILE* where) {
  absl::MutexLock lock(&mutex_);
  Clear();
  std::fprintf(where, "%s\n", line.c_str());
  std::fflush(where);
  Draw(true);
}

Totals Progress::totals() const {
  absl::MutexLock lock(&mutex_);
  return totals_;
}

absl::Duration Progress::elapsed() const { return absl::Now() - begin_; }

void Progress::Draw(bool now) {
  if (!draws_) return;
  const absl::Time time = absl::Now();
  if (!now && time - drawn_ < kRedraw) return;
  drawn_ = time;
  std::fprintf(
      stderr, "\r%s\x1b[K",
      ProgressLine(totals_, documents_, time - begin_, TerminalColumns())
          .c_str());
  std::fflush(stderr);
}

void Progress::Clear() {
  if (draws_ && drawn_ != absl::InfinitePast()) std::fputs("\r\x1b[K", stderr);
}

}  // namespace quoth::load
