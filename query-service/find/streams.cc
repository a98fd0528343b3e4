#include "query-service/find/streams.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "query-service/find/records.h"
#include "query-service/find/table.h"
#include "service-kit/client/date_text.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::find {
namespace {

absl::Status FileError(const std::string& path, std::string_view what) {
  return kit::WithReason(absl::StatusCode::kInvalidArgument, "FILE_UNUSABLE",
                         absl::StrCat(path, ": ", kit::ToAbsl(what)));
}

std::string ReadSmallFile(const std::string& path) {
  std::ifstream in(path);
  std::string text;
  std::getline(in, text, '\0');
  return std::string(absl::StripAsciiWhitespace(text));
}

// Whole or not at all.
absl::Status ReplaceFile(const std::string& path, const std::string& text) {
  const std::string draft = path + ".new";
  {
    std::ofstream out(draft, std::ios::trunc);
    out << text << "\n";
    if (!out.flush()) return FileError(draft, "cannot be written");
  }
  std::error_code error;
  std::filesystem::rename(draft, path, error);
  return error ? FileError(path, error.message()) : absl::OkStatus();
}

// Waits between tries grow to a second; a try that brought something begins
// the count anew. False when `patience` is over.
class Patience {
 public:
  explicit Patience(absl::Duration patience) : patience_(patience) { Renew(); }
  void Renew() {
    end_ = absl::Now() + patience_;
    delay_ = absl::Milliseconds(50);
  }
  bool Wait() {
    if (absl::Now() + delay_ >= end_) return false;
    absl::SleepFor(delay_);
    delay_ = std::min(2 * delay_, absl::Seconds(1));
    return true;
  }

 private:
  const absl::Duration patience_;
  absl::Time end_;
  absl::Duration delay_;
};

// Where records go: standard output, or a file whose length is known to the
// state beside it.
class Records {
 public:
  static absl::StatusOr<Records> Open(const ExportOptions& options) {
    Records records;
    records.token_ = options.resume;
    if (options.to.empty()) return records;
    records.path_ = options.to;
    std::error_code error;
    const bool goes_on = std::filesystem::exists(records.StatePath(), error);
    if (!goes_on && std::filesystem::exists(options.to, error) &&
        std::filesystem::file_size(options.to, error) > 0) {
      return FileError(options.to,
                       "is there and whole; remove it to export again");
    }
    std::uint64_t bytes = 0;
    if (goes_on) {
      const std::vector<std::string> parts =
          absl::StrSplit(ReadSmallFile(records.StatePath()), ' ');
      if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &bytes)) {
        return FileError(records.StatePath(),
                         "is not what an export leaves; remove both files to "
                         "begin again");
      }
      records.token_ = parts[1] == "-" ? "" : parts[1];
    }
    records.file_ = std::fopen(options.to.c_str(), goes_on ? "r+" : "w");
    if (records.file_ == nullptr)
      return FileError(options.to, "cannot be written");
    std::filesystem::resize_file(options.to, bytes, error);
    if (error) return FileError(options.to, error.message());
    std::fseek(records.file_, 0, SEEK_END);
    records.bytes_ = bytes;
    if (absl::Status status = records.KeepState(); !status.ok()) return status;
    return records;
  }
  Records(Records&& other) noexcept
      : path_(std::move(other.path_)),
        token_(std::move(other.token_)),
        file_(std::exchange(other.file_, nullptr)),
        bytes_(other.bytes_) {}
  Records& operator=(Records&&) = delete;
  ~Records() {
    if (file_ != nullptr) std::fclose(file_);
  }

  const std::string& token() const { return token_; }

  // The records of one message; after it, `token` goes on.
  absl::Status Write(const std::string& lines, const std::string& token) {
    std::FILE* const out = file_ != nullptr ? file_ : stdout;
    if (std::fwrite(lines.data(), 1, lines.size(), out) != lines.size() ||
        std::fflush(out) != 0) {
      return FileError(path_.empty() ? "standard output" : path_,
                       "cannot be written");
    }
    bytes_ += lines.size();
    token_ = token;
    if (path_.empty()) return absl::OkStatus();
    if (!token.empty()) return KeepState();
    std::error_code ignored;
    std::filesystem::remove(StatePath(), ignored);
    return absl::OkStatus();
  }

 private:
  Records() = default;
  std::string StatePath() const { return path_ + ".resume"; }
  absl::Status KeepState() const {
    return ReplaceFile(
        StatePath(), absl::StrCat(bytes_, " ", token_.empty() ? "-" : token_));
  }

  std::string path_;
  std::string token_;
  std::FILE* file_ = nullptr;
  std::uint64_t bytes_ = 0;
};

std::string WatchedLine(const quoth::v1::Statement& statement, int width) {
  const std::string said = kit::FormatDateText(
      statement.has_said_on() ? statement.said_on() : statement.published_on());
  const auto& speaker = statement.speaker();
  const std::string who = !speaker.display_name().empty()
                              ? speaker.display_name()
                              : speaker.mention();
  std::string out;
  const std::string lead =
      absl::StrCat(said.empty() ? "undated" : said, "  ",
                   who.empty() ? "(unknown)" : who, ": ", statement.text());
  for (const std::string& line : WrapText(lead, width))
    absl::StrAppend(&out, line, "\n");
  absl::StrAppend(&out, "            ", statement.name(), "\n");
  return out;
}

}  // namespace

absl::StatusOr<int> ExportRecords(const Caller& caller,
                                  const StatementQuery& query,
                                  const ExportOptions& options) {
  absl::StatusOr<quoth::v1::StatementFilter> filter = MakeFilter(caller, query);
  if (!filter.ok()) return filter.status();
  absl::StatusOr<Records> records = Records::Open(options);
  if (!records.ok()) return records.status();
  quoth::v1::ExportStatementsRequest request;
  *request.mutable_filter() = *std::move(filter);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  Patience patience(absl::FromChrono(caller.timeout));
  int count = 0;
  while (true) {
    request.set_resume_token(records->token());
    grpc::ClientContext context;
    const auto reader = caller.stub.ExportStatements(&context, request);
    quoth::v1::ExportStatementsResponse response;
    while (reader->Read(&response)) {
      std::string lines;
      for (const auto& statement : response.statements())
        absl::StrAppend(&lines, ToJsonLine(statement), "\n");
      if (absl::Status status = records->Write(lines, response.resume_token());
          !status.ok()) {
        context.TryCancel();
        return status;
      }
      count += response.statements_size();
      patience.Renew();
    }
    const absl::Status ended = kit::FromGrpc(reader->Finish());
    if (ended.ok()) return count;
    const bool again =
        absl::IsUnavailable(ended) || kit::RetryDelayOf(ended).has_value();
    if (again && patience.Wait()) continue;
    if (!records->token().empty() && options.to.empty()) {
      std::fprintf(stderr, "Go on with: --resume %s\n",
                   records->token().c_str());
    }
    return ended;
  }
}

absl::StatusOr<int> WatchRecords(const Caller& caller,
                                 const StatementQuery& query,
                                 const WatchOptions& options,
                                 const OutputOptions& output) {
  absl::StatusOr<quoth::v1::StatementFilter> filter = MakeFilter(caller, query);
  if (!filter.ok()) return filter.status();
  quoth::v1::WatchStatementsRequest request;
  *request.mutable_filter() = *std::move(filter);
  request.set_after(options.after);
  if (request.after().empty() && !options.state.empty())
    request.set_after(ReadSmallFile(options.state));
  const absl::Time end = absl::Now() + options.how_long;
  Patience patience(absl::FromChrono(caller.timeout));
  int count = 0;
  while (true) {
    grpc::ClientContext context;
    if (end != absl::InfiniteFuture())
      context.set_deadline(absl::ToChronoTime(end));
    const auto reader = caller.stub.WatchStatements(&context, request);
    quoth::v1::WatchStatementsResponse response;
    while (reader->Read(&response)) {
      const bool tells =
          response.statements_size() + response.removed_size() > 0;
      if (tells && output.json) {
        std::printf("%s\n", ToJsonLine(response).c_str());
      } else {
        for (const auto& statement : response.statements())
          std::fputs(WatchedLine(statement, output.width).c_str(), stdout);
        for (const std::string& name : response.removed())
          std::printf("gone        %s\n", name.c_str());
      }
      std::fflush(stdout);
      count += response.statements_size();
      // Printed first: after a stop in between something may come twice, but
      // nothing is lost.
      request.set_after(response.revision());
      if (!options.state.empty()) {
        if (absl::Status status =
                ReplaceFile(options.state, response.revision());
            !status.ok()) {
          context.TryCancel();
          return status;
        }
      }
      if (options.limit > 0 && count >= options.limit) {
        context.TryCancel();
        return count;
      }
      patience.Renew();
    }
    const absl::Status ended = kit::FromGrpc(reader->Finish());
    if (absl::Now() >= end || absl::IsDeadlineExceeded(ended)) return count;
    const bool again = ended.ok() || absl::IsUnavailable(ended) ||
                       kit::RetryDelayOf(ended).has_value();
    if (!again || !patience.Wait()) return ended;
  }
}

}  // namespace quoth::find
