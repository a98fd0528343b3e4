#include "ingest-service/tools/quoth_load/inputs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest-service/tools/quoth_load/document_id.h"
#include "ingest-service/tools/quoth_load/jsonl.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

void ListFolder(const fs::path& folder, std::vector<InputFile>& files) {
  std::vector<InputFile> found;
  std::error_code error;
  fs::recursive_directory_iterator it(
      folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    if (IsHidden(it->path())) {
      it.disable_recursion_pending();
      continue;
    }
    std::error_code ignored;
    if (!it->is_regular_file(ignored)) continue;
    found.push_back({.path = it->path().string(),
                     .relative = it->path().lexically_relative(folder).string(),
                     .bytes = it->file_size(ignored)});
  }
  std::sort(
      found.begin(), found.end(),
      [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  files.insert(files.end(), found.begin(), found.end());
}

// A line's own metadata over that for all.
void AddCommon(const InputOptions& options,
               quoth::v1::IngestDocumentRequest& request) {
  quoth::v1::DocumentMetadata metadata = options.metadata;
  const quoth::v1::DocumentMetadata own = request.metadata();
  if (!own.authors().empty()) metadata.clear_authors();
  if (own.has_published_on()) metadata.clear_published_on();
  if (own.has_said_on()) metadata.clear_said_on();
  metadata.MergeFrom(own);
  *request.mutable_metadata() = std::move(metadata);
  if (request.content_type().empty())
    request.set_content_type(options.content_type);
}

Item Unreadable(const InputFile& file, std::string_view why) {
  return {.label = file.path,
          .status = kit::WithReason(absl::StatusCode::kNotFound,
                                    "INPUT_UNREADABLE", why)};
}

bool ReadLines(std::istream& in, const InputFile& file,
               const InputOptions& options,
               const std::function<bool(Item)>& take) {
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    Item item{.label = absl::StrCat(file.path, ":", number)};
    absl::StatusOr<quoth::v1::IngestDocumentRequest> request =
        ParseJsonLine(line);
    if (request.ok()) {
      item.request = *std::move(request);
      if (options.ids_from_content) item.request.clear_document_id();
      AddCommon(options, item.request);
    } else {
      item.status = request.status();
    }
    if (!take(std::move(item))) return false;
  }
  return true;
}

}  // namespace

bool HoldsLines(const InputFile& file, const InputOptions& options) {
  if (options.format != InputFormat::kAuto)
    return options.format == InputFormat::kJsonl;
  return file.path.ends_with(".jsonl") || file.path.ends_with(".ndjson");
}

absl::Status ListInputs(const std::vector<std::string>& paths,
                        std::vector<InputFile>& files) {
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-") {
      files.push_back({.path = "-", .relative = "standard-input"});
    } else if (fs::is_directory(path, error)) {
      ListFolder(path, files);
    } else if (fs::exists(path, error)) {
      files.push_back({.path = path,
                       .relative = fs::path(path).filename().string(),
                       .bytes = fs::is_regular_file(path, error)
                                    ? fs::file_size(path, error)
                                    : 0});
    } else {
      return kit::WithReason(absl::StatusCode::kNotFound, "INPUT_UNREADABLE",
                             absl::StrCat(path, " does not exist"));
    }
  }
  return absl::OkStatus();
}

std::string IdAssigner::Assign(const std::string& relative,
                               const std::string& path) {
  const std::string id = DocumentIdFromPath(relative, /*keep_ending=*/false);
  if (path_of_id_.try_emplace(id, path).first->second == path) return id;
  // "talk.txt" beside "talk.html", or one name in two folders named apart.
  const std::string longer = DocumentIdFromPath(relative, /*keep_ending=*/true);
  if (path_of_id_.try_emplace(longer, path).first->second == path)
    return longer;
  return DocumentIdFromPath(path, /*keep_ending=*/true);
}

bool ReadInput(const InputFile& file, const InputOptions& options,
               IdAssigner& ids, const std::function<bool(Item)>& take) {
  const bool standard_input = file.path == "-";
  std::ifstream opened;
  if (!standard_input) {
    opened.open(file.path, std::ios::binary);
    if (!opened) return take(Unreadable(file, "cannot be opened"));
    if (file.bytes > options.file_bytes_max && !HoldsLines(file, options)) {
      return take(Unreadable(file, "is larger than this program reads"));
    }
  }
  std::istream& in = standard_input ? std::cin : opened;
  if (HoldsLines(file, options)) return ReadLines(in, file, options, take);

  Item item{.label = standard_input ? "standard input" : file.path};
  item.request.mutable_content()->assign(std::istreambuf_iterator<char>(in),
                                         {});
  if (in.bad()) return take(Unreadable(file, "cannot be read"));
  if (!standard_input) {
    item.request.set_file_name(fs::path(file.path).filename().string());
    if (!options.ids_from_content) {
      item.request.set_document_id(ids.Assign(file.relative, file.path));
    }
  }
  AddCommon(options, item.request);
  return take(std::move(item));
}

}  // namespace quoth::load
