#include "service-kit/client/dial_config.h"

namespace quoth::kit {

void AddDialOptions(CommandLine& line, DialOptions& options,
                    const std::string& environment) {
  line.Add("server", options.server,
           "Address of the server: HOST:PORT or unix:PATH")
      ->envname(environment)
      ->type_name("ADDRESS");
  line.Add("tls-ca", options.tls_ca, "PEM roots to trust; turns TLS on")
      ->type_name("FILE");
  line.Add("tls-certificate", options.tls_certificate, "PEM client certificate")
      ->type_name("FILE");
  line.Add("tls-key", options.tls_key, "PEM private key of --tls-certificate")
      ->type_name("FILE");
}

}  // namespace quoth::kit
