#include "query-service/index/words_segment.h"

#include <array>

#include "service-kit/status/absl_view.h"

namespace quoth::query {

// A counting sort: by length, and the later id first among equals, as results
// of one score are listed.
WordsSegment::WordsSegment(StatementId base, std::string_view lengths)
    : base_(base), lengths_(lengths.size()), ids_(lengths.size()) {
  std::array<std::uint32_t, kTextLengthMax + 2> begins{};
  for (const char c : lengths) ++begins[static_cast<unsigned char>(c) + 1u];
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  for (std::size_t id = lengths.size(); id-- > 0;) {
    const auto length = static_cast<unsigned char>(lengths[id]);
    const std::uint32_t rank = begins[length]++;
    lengths_[rank] = length;
    ids_[rank] = static_cast<std::uint16_t>(id);
  }
}

std::vector<std::uint16_t> WordsSegment::Ranks() const {
  std::vector<std::uint16_t> ranks(ids_.size());
  for (std::size_t rank = 0; rank < ids_.size(); ++rank)
    ranks[ids_[rank]] = static_cast<std::uint16_t>(rank);
  return ranks;
}

void WordsSegment::SetPostings(
    std::string bytes,
    const std::vector<std::pair<std::string, std::size_t>>& ends) {
  bytes_ = std::move(bytes);
  postings_.reserve(ends.size());
  std::size_t begin = 0;
  for (const auto& [stem, end] : ends) {
    postings_.emplace(stem,
                      std::string_view(bytes_).substr(begin, end - begin));
    begin = end;
  }
}

std::string_view WordsSegment::PostingsOf(std::string_view stem) const {
  const auto found = postings_.find(kit::ToAbsl(stem));
  return found == postings_.end() ? std::string_view() : found->second;
}

}  // namespace quoth::query
