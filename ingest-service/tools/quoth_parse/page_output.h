// One parsed document as a page for people.
#pragma once

#include <string>

#include "ingest-service/parse/pipeline.h"
#include "quoth/v1/change.pb.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::tools {

struct PageOptions {
  int width = 100;       // Columns to wrap at.
  bool explain = false;  // Print each decision under its statement.
};

std::string Page(const std::string& id, const parse::ParsedDocument& document,
                 const quoth::v1::DocumentPut& record,
                 const std::vector<quoth::v1::Explanation>& explanations,
                 const PageOptions& options);

}  // namespace quoth::tools
