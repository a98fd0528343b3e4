// What to load: files, folders, lines of JSON, standard input.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::load {

// One document to send, or why there is none.
struct Item {
  std::string label;  // For people: a path, "lines.jsonl:12".
  quoth::v1::IngestDocumentRequest request;
  absl::Status status;  // Not OK: the input could not be read; nothing to send.
};

enum class InputFormat { kAuto, kFile, kJsonl };

struct InputOptions {
  InputFormat format =
      InputFormat::kAuto;         // kAuto: .jsonl and .ndjson are lines.
  bool ids_from_content = false;  // Leave ids to the server.
  std::string content_type;       // For every document; empty = by content.
  quoth::v1::DocumentMetadata
      metadata;  // For every document; a line's own wins.
  // Larger files are not read; what the server allows is its own affair.
  std::uint64_t file_bytes_max = 256 << 20;
};

struct InputFile {
  std::string path;      // To open; "-" = standard input.
  std::string relative;  // To the folder that was named; ids come from it.
  std::uint64_t bytes = 0;
};

// Files under `paths` in the order given, folders recursively and sorted,
// hidden files and links to folders left out. NOT_FOUND names a path that does
// not exist.
absl::Status ListInputs(const std::vector<std::string>& paths,
                        std::vector<InputFile>& files);

// Whether a file holds a document a line rather than one document.
bool HoldsLines(const InputFile& file, const InputOptions& options);

// Gives ids that do not meet within one run.
class IdAssigner {
 public:
  std::string Assign(const std::string& relative, const std::string& path);

 private:
  absl::flat_hash_map<std::string, std::string> path_of_id_;
};

// Calls `take` for each document of `file`; stops when it returns false.
// Returns false then. Memory: one file, or one line of a JSONL file.
bool ReadInput(const InputFile& file, const InputOptions& options,
               IdAssigner& ids, const std::function<bool(Item)>& take);

}  // namespace quoth::load
