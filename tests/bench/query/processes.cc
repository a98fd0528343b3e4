#include "tests/bench/query/processes.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace quoth::bench {
namespace {

// Fields of /proc/PID/stat from the third on; empty when it is gone.
std::vector<std::string> Stat(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(in, text);
  std::vector<std::string> fields;
  if (text.empty()) return fields;
  std::istringstream rest(text.substr(text.rfind(')') + 2));
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

double CpuOf(const std::vector<std::string>& stat) {
  if (stat.size() < 13) return 0;
  return (std::stod(stat[11]) + std::stod(stat[12])) /
         static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

pid_t Start(const std::vector<std::string>& command,
            const std::string& output) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // Never left behind.
  if (!output.empty()) {
    const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
  }
  std::vector<char*> arguments;
  for (const std::string& word : command)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  std::fprintf(stderr, "cannot run %s\n", arguments[0]);
  std::_Exit(127);
}

void End(pid_t process) {
  ::kill(process, SIGTERM);
  ::waitpid(process, nullptr, 0);
}

bool RunToEnd(const std::vector<std::string>& command,
              const std::string& output) {
  int status = 0;
  ::waitpid(Start(command, output), &status, 0);
  return status == 0;
}

std::string AwaitLine(const std::string& path, double seconds) {
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::string line;
  while (std::chrono::steady_clock::now() < end) {
    std::ifstream in(path);
    if (std::getline(in, line) && !in.eof()) return line;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return "";
}

double CpuSeconds(pid_t process) { return CpuOf(Stat(process)); }

double CpuSecondsOfFamily(pid_t process) {
  double seconds = CpuSeconds(process);
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::vector<std::string> stat = Stat(std::stoi(name));
    if (stat.size() > 1 && stat[1] == std::to_string(process))
      seconds += CpuOf(stat);
  }
  return seconds;
}

double OwnCpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec +
                                    usage.ru_stime.tv_usec);
}

long StatusKib(pid_t process, const std::string& field) {
  std::ifstream in("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind(field + ":", 0) == 0)
      return std::stol(line.substr(field.size() + 1));
  }
  return 0;
}

}  // namespace quoth::bench
