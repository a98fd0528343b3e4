#include "tests/ingest/record_log/sample_records.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "ingest-service/record_log/fingerprints.h"

namespace quoth::ingest::testing {

TemporaryFolder::TemporaryFolder() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "quoth_log_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<RecordLog> OpenLog(const std::string& path,
                                   const kit::Clock& clock) {
  absl::StatusOr<std::unique_ptr<RecordLog>> log =
      RecordLog::Open({.path = path}, clock);
  if (!log.ok()) {
    std::cerr << log.status() << "\n";
    std::abort();
  }
  return *std::move(log);
}

DocumentWrite SampleWrite(const std::string& id, std::string_view words) {
  DocumentWrite write;
  write.id = id;
  v1::Document& document = *write.record.mutable_document();
  document.set_name("documents/" + id);
  document.set_title("Minutes of the harbour council");
  document.set_content_hash(ContentHash(words));
  document.set_statement_count(1);
  v1::Statement& statement = *write.record.add_statements();
  statement.set_name("documents/" + id + "/statements/s1");
  statement.set_document(document.name());
  statement.set_text(std::string(words));
  write.record.add_speakers()->set_name("speakers/mayor");
  write.text = words;
  write.source.set_content(std::string(words));
  write.fingerprint =
      RecordFingerprint(write.source, document.content_hash(), "p1", "v1");
  return write;
}

}  // namespace quoth::ingest::testing
