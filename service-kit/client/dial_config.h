// --server, --tls-ca, --tls-certificate and --tls-key.
#pragma once

#include <string>

#include "service-kit/client/channel.h"
#include "service-kit/config/command_line.h"

namespace quoth::kit {

// `environment` names the variable for --server: programs that call different
// servers share a shell.
void AddDialOptions(CommandLine& line, DialOptions& options,
                    const std::string& environment);

}  // namespace quoth::kit
