// Files that appear or change in a folder and those below it, as they do.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ingest-service/tools/quoth_load/inputs.h"

namespace quoth::load {

// By inotify: no polling, and a file is told of once it is closed or moved in,
// never half written. Not for several threads.
class FolderWatch {
 public:
  static absl::StatusOr<std::unique_ptr<FolderWatch>> Open(
      const std::string& folder);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // Files written since the last call, each once; waits up to `timeout` for the
  // first. Files of folders that were moved in come too. When the kernel
  // dropped events, all files of the folder come again: loading is idempotent.
  std::vector<InputFile> Wait(absl::Duration timeout);

 private:
  FolderWatch(int descriptor, std::string folder);
  absl::Status AddFolder(const std::string& folder);
  void AddFile(const std::string& path, std::vector<InputFile>& files) const;

  int descriptor_;
  std::string folder_;
  std::unordered_map<int, std::string> folder_of_watch_;
};

}  // namespace quoth::load
