// Documents for tests: the repository's samples, and made ones whose contents
// are known.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace quoth::e2e {

// (id, bytes) of deploy/samples.
std::vector<std::pair<std::string, std::string>> SampleDocuments();

// (id, bytes) of ../shared/seeds/*.txt beside the source tree; empty when there
// are none.
std::vector<std::pair<std::string, std::string>> SeedDocuments();

// A short report: `name` says `count` different things about vaccines. The
// number makes the words differ from other documents'.
std::string MadeDocument(const std::string& name, int number, int count);

}  // namespace quoth::e2e
