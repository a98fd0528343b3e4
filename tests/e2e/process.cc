#include "tests/e2e/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "absl/time/clock.h"
#include "tests/kit/temporary_folder.h"

namespace quoth::e2e {
namespace {

// Where a child's standard streams go; empty = /dev/null.
struct Streams {
  std::string in;
  std::string out;
  std::string err;
};

void Redirect(int descriptor, const std::string& path, int flags) {
  const int opened =
      open(path.empty() ? "/dev/null" : path.c_str(), flags, 0644);
  if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
}

pid_t Spawn(const std::string& program,
            const std::vector<std::string>& arguments, const Streams& streams) {
  std::vector<char*> argv;
  argv.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // Should the test itself die.
    Redirect(STDIN_FILENO, streams.in, O_RDONLY);
    Redirect(STDOUT_FILENO, streams.out, O_WRONLY | O_CREAT | O_APPEND);
    Redirect(STDERR_FILENO, streams.err, O_WRONLY | O_CREAT | O_APPEND);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  return pid;
}

int ExitCodeOf(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::optional<int> WaitFor(pid_t pid, absl::Duration timeout) {
  const absl::Time end = absl::Now() + timeout;
  for (;;) {
    int status = 0;
    if (waitpid(pid, &status, WNOHANG) == pid) return ExitCodeOf(status);
    if (absl::Now() >= end) return std::nullopt;
    absl::SleepFor(absl::Milliseconds(5));
  }
}

}  // namespace

std::string ProgramPath(const std::string& name) {
  const char* bin = std::getenv("QUOTH_BIN_DIR");
  return std::string(bin == nullptr ? "." : bin) + "/" + name;
}

Process::Process(const std::string& program,
                 const std::vector<std::string>& arguments,
                 const std::string& log_path)
    : pid_(Spawn(program, arguments,
                 {.in = "", .out = log_path, .err = log_path})) {}

Process::~Process() {
  if (!running()) return;
  Signal(SIGKILL);
  Wait(absl::Seconds(10));
}

bool Process::running() { return !Wait(absl::ZeroDuration()).has_value(); }

void Process::Signal(int signal) {
  if (running()) kill(pid_, signal);
}

std::optional<int> Process::Wait(absl::Duration timeout) {
  if (!exit_code_.has_value()) exit_code_ = WaitFor(pid_, timeout);
  return exit_code_;
}

Finished RunProgram(const std::string& program,
                    const std::vector<std::string>& arguments,
                    const std::string& input, absl::Duration timeout) {
  kit::TemporaryFolder folder;
  if (!input.empty()) WriteFileText(folder / "in", input);
  const pid_t pid = Spawn(program, arguments,
                          {.in = input.empty() ? "" : folder / "in",
                           .out = folder / "out",
                           .err = folder / "err"});
  Finished finished;
  const std::optional<int> exit_code = WaitFor(pid, timeout);
  if (exit_code.has_value()) {
    finished.exit_code = *exit_code;
  } else {
    kill(pid, SIGKILL);
    WaitFor(pid, absl::Seconds(10));
  }
  finished.out = ReadFileText(folder / "out");
  finished.err = ReadFileText(folder / "err");
  return finished;
}

std::string ReadFileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void WriteFileText(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace quoth::e2e
