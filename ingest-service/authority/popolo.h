// Popolo JSON (popoloproject.com) -> speaker records, not yet matched with any
// that there are.
//
// Read: persons and organizations with name, other_names, identifiers, links to
// Wikidata, and memberships (within them or of the whole file) with role or
// post, organization and dates. Contact details and the rest are ignored. A
// bare list of persons is taken too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "quoth/v1/speaker.pb.h"

namespace quoth::ingest {

struct PopoloRecord {
  std::string where;    // "persons[3] Ada Okoye"
  v1::Speaker speaker;  // Without resource name. `external_ids` have its own id
                        // in the file with scheme "popolo".
  std::vector<std::string> notes;  // What of it was left out, and why.
};

struct PopoloFile {
  std::vector<PopoloRecord> records;  // Organizations first.
  std::vector<std::string> skipped;   // "persons[4]: has no name"
};

inline constexpr std::string_view kPopoloScheme = "popolo";

// INVALID_ARGUMENT naming `field`, with line and column for what is no JSON, or
// with the member that has the wrong form. Nesting, records and their parts
// are bounded.
absl::StatusOr<PopoloFile> ReadPopolo(std::string_view field,
                                      std::string_view json);

}  // namespace quoth::ingest
