// What quoth-parse reads: files, folders, standard input, or JSON lines.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::tools {

// One document to parse.
struct InputDocument {
  std::string id;  // Base name of the file, or "id" of the JSON line.
  std::string bytes;
  std::string type;       // Declared MIME type; "" = find out.
  std::string file_name;  // A hint; "" for standard input.
  parse::ClientMetadata metadata;
};

enum class InputForm { kDocuments, kJsonLines };

// Called for each document in order; false stops the reading.
using DocumentSink = std::function<bool(InputDocument)>;

// Reads `paths` ("-" is standard input; folders are read recursively, by
// name; *.gz is unpacked). JSON lines are objects with "id" and "text", and
// optionally "type", "title", "outlet", "language", "source_url",
// "published_on" and "said_on"; blank lines are skipped. The error names path,
// line and reason; documents before it have been delivered.
absl::Status ReadInput(const std::vector<std::string>& paths, InputForm form,
                       const std::string& declared_type,
                       const DocumentSink& sink);

}  // namespace quoth::tools
