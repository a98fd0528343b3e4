// What everything is measured against: a bare callback-API server that returns
// bytes it was given beforehand.
#pragma once

#include <string>

namespace quoth::bench {

// Serves until it is killed. `answers`: a file that AppendAnswer made.
// Writes its port and a newline to `port_file`.
int ServeEcho(const std::string& answers, const std::string& port_file);

void AppendAnswer(std::string& out, const std::string& request,
                  const std::string& response);

}  // namespace quoth::bench
