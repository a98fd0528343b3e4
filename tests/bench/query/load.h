// The client side: pages asked for in ways that programs ask for them.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace quoth::bench {

struct Measured {
  double calls_a_second = 0;
  double server_us = 0;  // CPU a call.
  double bytes = 0;      // Of a response.
  double p50_us = 0;     // Of a call, seen by the client.
};

// Requests of one kind: "speaker", "topic", "both" or "both, dates".
std::vector<std::string> MakeRequests(const std::string& kind);

struct LoadOptions {
  int in_flight = 64;
  int channels = 1;
  double seconds = 3;
  std::function<double()> server_cpu;  // Seconds so far.
};

// ListStatements by unary calls, each answered by the next.
Measured LoadUnary(int port, const std::vector<std::string>& requests,
                   const LoadOptions& options);
// One lookup at a time, each on the same LookupStream.
Measured LoadStream(int port, const std::vector<std::string>& requests,
                    const LoadOptions& options);
// One unary call at a time by the same kind of client.
Measured LoadUnaryBlocking(int port, const std::vector<std::string>& requests,
                           const LoadOptions& options);
// The answer to each request.
std::vector<std::string> Fetch(int port,
                               const std::vector<std::string>& requests);

}  // namespace quoth::bench
