// Document ids from file names.
#pragma once

#include <string>
#include <string_view>

namespace quoth::load {

// "Reports/2021 May/Talks.txt" -> "reports.2021-may.talks-5f3a9c21". The
// ending is dropped unless `keep_ending`. Where the name had to be changed in
// more than case, a hash of it follows, so that two files never meet by
// accident. Always a valid document id; the same path always gives the same.
std::string DocumentIdFromPath(std::string_view relative_path,
                               bool keep_ending);

}  // namespace quoth::load
