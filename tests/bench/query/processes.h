// Child processes of a benchmark and what CPU and memory they take.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace quoth::bench {

// Runs a program; its standard output goes to `output` (a file) or is ours.
// Ends the bench when it cannot be started.
pid_t Start(const std::vector<std::string>& command,
            const std::string& output = "");
// SIGTERM, then waits. Only ever a process that Start gave.
void End(pid_t process);
// Runs to the end; false when it failed.
bool RunToEnd(const std::vector<std::string>& command,
              const std::string& output = "/dev/null");
// The first line of a file once it has one; "" after `seconds`.
std::string AwaitLine(const std::string& path, double seconds);

// User and system time of the process so far.
double CpuSeconds(pid_t process);
// Of a process and its living children.
double CpuSecondsOfFamily(pid_t process);
double OwnCpuSeconds();
// A line of /proc/PID/status in KiB: "RssAnon", "RssFile".
long StatusKib(pid_t process, const std::string& field);

}  // namespace quoth::bench
