// Prints {"id","text"} a line for web pages (*.html, *.html.gz), the form that
// body scorers read; and, to stderr, bytes and seconds of reading.
#include <zlib.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "ingest-service/parse/blocks/body_text.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace {

// gzread passes plain files through unchanged.
std::string ReadAll(const char* path) {
  std::string bytes;
  gzFile file = gzopen(path, "rb");
  if (file == nullptr) return bytes;
  char buffer[1 << 16];
  for (int n = gzread(file, buffer, sizeof(buffer)); n > 0;
       n = gzread(file, buffer, sizeof(buffer))) {
    bytes.append(buffer, static_cast<std::size_t>(n));
  }
  gzclose(file);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 0;
  std::size_t bytes = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string page = ReadAll(argv[i]);
    const auto start = std::chrono::steady_clock::now();
    quoth::parse::Issues issues;
    const auto decoded =
        quoth::parse::Decode({page, "text/html", ""}, {}, issues);
    const auto layout = quoth::parse::SplitBlocks(decoded, issues);
    const std::string body = quoth::parse::BodyText(decoded, layout);
    seconds +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count();
    bytes += page.size();
    std::string id = std::filesystem::path(argv[i]).filename().string();
    id = id.substr(0, id.find('.'));
    const nlohmann::json line = {{"id", id}, {"text", body}};
    std::cout << line.dump(-1, ' ', false,
                           nlohmann::json::error_handler_t::replace)
              << "\n";
  }
  std::fprintf(stderr, "%zu bytes in %.2f s: %.1f MB/s\n", bytes, seconds,
               static_cast<double>(bytes) / 1e6 / seconds);
  return 0;
}
