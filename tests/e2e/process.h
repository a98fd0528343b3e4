// Child processes of a test: started, watched, ended by their own pid, and
// never left behind.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace quoth::e2e {

// Of the built programs: $QUOTH_BIN_DIR/NAME.
std::string ProgramPath(const std::string& name);

class Process {
 public:
  // Standard output and error go to `log_path`, appended.
  Process(const std::string& program, const std::vector<std::string>& arguments,
          const std::string& log_path);
  ~Process();  // Kills, if still there.
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void Signal(int signal);
  // The exit code, 128 + the signal that ended it, or nothing when it is still
  // there after `timeout`.
  std::optional<int> Wait(absl::Duration timeout);

 private:
  pid_t pid_ = -1;
  std::optional<int> exit_code_;
};

struct Finished {
  int exit_code = -1;  // -1: did not end in time.
  std::string out;
  std::string err;
};

// Runs a program to its end. `input` goes to its standard input.
Finished RunProgram(const std::string& program,
                    const std::vector<std::string>& arguments,
                    const std::string& input = "",
                    absl::Duration timeout = absl::Seconds(60));

std::string ReadFileText(const std::string& path);
void WriteFileText(const std::string& path, const std::string& text);

}  // namespace quoth::e2e
