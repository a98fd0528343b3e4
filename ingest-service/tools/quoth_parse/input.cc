#include "ingest-service/tools/quoth_parse/input.h"

#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/strip.h"
#include "ingest-service/parse/concat.h"

namespace quoth::tools {
namespace {

namespace fs = std::filesystem;

// A gzip file of a few kilobytes can hold gigabytes.
constexpr std::size_t kUnpackedBytesMax = 256u << 20;

absl::StatusOr<std::string> Unpack(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(
      gzopen(path.c_str(), "rb"), gzclose);
  if (file == nullptr) {
    return absl::NotFoundError(parse::Concat("cannot open ", path));
  }
  std::string out;
  std::vector<char> buffer(1 << 16);
  for (;;) {
    const int got =
        gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
    if (got < 0) {
      return absl::InvalidArgumentError(
          parse::Concat(path, ": not a gzip file"));
    }
    if (got == 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(got));
    if (out.size() > kUnpackedBytesMax) {
      return absl::ResourceExhaustedError(
          parse::Concat(path, ": unpacks to more than 256 MiB"));
    }
  }
}

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  if (path == "-") {
    return std::string{std::istreambuf_iterator<char>(std::cin), {}};
  }
  if (path.ends_with(".gz")) return Unpack(path);
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(parse::Concat("cannot open ", path));
  std::string contents{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return absl::DataLossError(parse::Concat("cannot read ", path));
  return contents;
}

absl::StatusOr<std::vector<std::string>> ExpandFolders(
    const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || !fs::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
      if (entry.is_regular_file()) found.push_back(entry.path().string());
    }
    if (error) {
      return absl::NotFoundError(parse::Concat(path, ": ", error.message()));
    }
    std::sort(found.begin(), found.end());
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

// The string member, or "" when it is absent or null.
std::string Member(const nlohmann::json& line, const char* name) {
  const auto found = line.find(name);
  return found != line.end() && found->is_string() ? found->get<std::string>()
                                                   : std::string();
}

absl::StatusOr<InputDocument> FromJsonLine(std::string_view line,
                                           const std::string& type) {
  const nlohmann::json json =
      nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object()) {
    return absl::InvalidArgumentError("not a JSON object");
  }
  if (!json.contains("text") || !json["text"].is_string()) {
    return absl::InvalidArgumentError("no \"text\"");
  }
  InputDocument document;
  document.id = Member(json, "id");
  document.bytes = json["text"].get<std::string>();
  document.type = json.contains("type") ? Member(json, "type") : type;
  document.metadata.title = Member(json, "title");
  document.metadata.outlet = Member(json, "outlet");
  document.metadata.language = Member(json, "language");
  document.metadata.source_url = Member(json, "source_url");
  document.metadata.published_on = Member(json, "published_on");
  document.metadata.said_on = Member(json, "said_on");
  return document;
}

absl::Status ReadJsonLines(const std::string& path, std::istream& in,
                           const std::string& type, const DocumentSink& sink) {
  std::string line;
  for (uint64_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    absl::StatusOr<InputDocument> document = FromJsonLine(line, type);
    if (!document.ok()) {
      return absl::InvalidArgumentError(
          parse::Concat(path, ":", number, ": ", document.status().message()));
    }
    if (document->id.empty()) document->id = parse::Concat("line-", number);
    if (!sink(*std::move(document))) return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadInput(const std::vector<std::string>& paths, InputForm form,
                       const std::string& declared_type,
                       const DocumentSink& sink) {
  if (form == InputForm::kJsonLines) {
    for (const std::string& path : paths) {
      if (path == "-") {
        if (auto s = ReadJsonLines(path, std::cin, declared_type, sink);
            !s.ok())
          return s;
        continue;
      }
      std::ifstream in(path, std::ios::binary);
      if (!in) return absl::NotFoundError(parse::Concat("cannot open ", path));
      if (auto s = ReadJsonLines(path, in, declared_type, sink); !s.ok())
        return s;
    }
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<std::string>> files = ExpandFolders(paths);
  if (!files.ok()) return files.status();
  for (const std::string& path : *files) {
    absl::StatusOr<std::string> bytes = ReadAll(path);
    if (!bytes.ok()) return bytes.status();
    InputDocument document;
    document.id = std::string(
        absl::StripSuffix(fs::path(path).filename().string(), ".gz"));
    document.file_name = path == "-" ? "" : document.id;
    document.bytes = *std::move(bytes);
    document.type = declared_type;
    if (!sink(std::move(document))) return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace quoth::tools
