#include "ingest-service/tools/quoth_load/watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR;
constexpr std::size_t kBufferBytes = 64 << 10;

bool IsHidden(const std::string& path) {
  return fs::path(path).filename().string().starts_with('.');
}

}  // namespace

absl::StatusOr<std::unique_ptr<FolderWatch>> FolderWatch::Open(
    const std::string& folder) {
  const int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) {
    return kit::WithReason(absl::StatusCode::kResourceExhausted, "CANNOT_WATCH",
                           absl::StrCat("inotify: ", std::strerror(errno)));
  }
  std::unique_ptr<FolderWatch> watch(new FolderWatch(descriptor, folder));
  const absl::Status added = watch->AddFolder(folder);
  if (!added.ok()) return added;
  return watch;
}

FolderWatch::FolderWatch(int descriptor, std::string folder)
    : descriptor_(descriptor), folder_(std::move(folder)) {}

FolderWatch::~FolderWatch() { close(descriptor_); }

absl::Status FolderWatch::AddFolder(const std::string& folder) {
  const int watch = inotify_add_watch(descriptor_, folder.c_str(), kEvents);
  if (watch < 0) {
    return kit::WithReason(absl::StatusCode::kFailedPrecondition,
                           "CANNOT_WATCH",
                           absl::StrCat(folder, ": ", std::strerror(errno)));
  }
  folder_of_watch_[watch] = folder;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code ignored;
    if (!entry.is_directory(ignored) || entry.is_symlink(ignored)) continue;
    if (IsHidden(entry.path().string())) continue;
    const absl::Status added = AddFolder(entry.path().string());
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

void FolderWatch::AddFile(const std::string& path,
                          std::vector<InputFile>& files) const {
  std::error_code error;
  if (IsHidden(path) || !fs::is_regular_file(path, error)) return;
  for (const InputFile& file : files) {
    if (file.path == path) return;
  }
  files.push_back(
      {.path = path,
       .relative = fs::path(path).lexically_relative(folder_).string(),
       .bytes = fs::file_size(path, error)});
}

std::vector<InputFile> FolderWatch::Wait(absl::Duration timeout) {
  std::vector<InputFile> files;
  pollfd entry{.fd = descriptor_, .events = POLLIN, .revents = 0};
  if (poll(&entry, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout))) <=
      0)
    return files;
  alignas(inotify_event) char buffer[kBufferBytes];
  for (;;) {
    const ssize_t size = read(descriptor_, buffer, sizeof buffer);
    if (size <= 0) break;
    for (const char* at = buffer; at < buffer + size;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(at);
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) {
        files.clear();
        ListInputs({folder_}, files).IgnoreError();
        continue;
      }
      const auto folder = folder_of_watch_.find(event.wd);
      if (folder == folder_of_watch_.end()) continue;
      if ((event.mask & IN_IGNORED) != 0) {
        folder_of_watch_.erase(folder);
        continue;
      }
      const std::string path = folder->second + "/" + event.name;
      if ((event.mask & IN_ISDIR) != 0) {
        if (IsHidden(path)) continue;
        // What it holds already told no one.
        AddFolder(path).IgnoreError();
        std::vector<InputFile> inside;
        ListInputs({path}, inside).IgnoreError();
        for (const InputFile& file : inside) AddFile(file.path, files);
      } else if ((event.mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0) {
        AddFile(path, files);
      }
    }
  }
  return files;
}

}  // namespace quoth::load
