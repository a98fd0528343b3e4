#include "query-service/index/words_buffer.h"

#include <algorithm>

#include "query-service/words/words.h"
#include "service-kit/status/absl_view.h"

namespace quoth::query {

StatementWords StatementWordsOf(StatementId id, std::string_view text) {
  StatementWords out;
  out.id = id;
  std::uint32_t length = 0;
  // Few words: a linear search beats a hash, and long texts have the map.
  constexpr std::size_t kLinearMax = 48;
  absl::flat_hash_map<std::string, std::size_t> places;
  VisitWords(text, [&](const Word& word) {
    length = word.position + 1;
    std::size_t at = 0;
    if (places.empty()) {
      while (at < out.stems.size() && out.stems[at].first != word.stem) ++at;
    } else {
      const auto found = places.find(kit::ToAbsl(word.stem));
      at = found == places.end() ? out.stems.size() : found->second;
    }
    if (at < out.stems.size()) {
      out.stems[at].second = static_cast<std::uint8_t>(
          std::min<int>(out.stems[at].second + 1, kTimesMax));
      return;
    }
    out.stems.emplace_back(word.stem, std::uint8_t{1});
    if (!places.empty()) {
      places.emplace(word.stem, at);
    } else if (out.stems.size() == kLinearMax) {
      for (std::size_t i = 0; i < out.stems.size(); ++i)
        places.emplace(out.stems[i].first, i);
    }
  });
  out.length = static_cast<std::uint8_t>(
      std::min<std::uint32_t>(length, kTextLengthMax));
  return out;
}

void WordsBuffer::Add(const StatementWords& words) {
  absl::MutexLock lock(&mutex_);
  const auto rank = static_cast<std::uint16_t>(words.id - base_);
  lengths_.resize(rank, '\0');
  lengths_.push_back(static_cast<char>(words.length));
  for (const auto& [stem, times] : words.stems)
    postings_[stem].push_back({rank, times});
}

WordsBuffer::Copy WordsBuffer::CopyOf(
    const std::vector<std::string>& stems) const {
  Copy copy;
  copy.postings.resize(stems.size());
  std::vector<std::vector<WordPosting>> found(stems.size());
  {
    absl::ReaderMutexLock lock(&mutex_);
    copy.lengths = lengths_;
    for (std::size_t i = 0; i < stems.size(); ++i) {
      const auto at = postings_.find(stems[i]);
      if (at != postings_.end()) found[i] = at->second;
    }
  }
  for (std::size_t i = 0; i < stems.size(); ++i) {
    if (found[i].empty()) continue;
    copy.postings[i] = EncodePostings(
        found[i], static_cast<std::uint32_t>(copy.lengths.size()));
  }
  return copy;
}

std::shared_ptr<const WordsSegment> WordsBuffer::Freeze(
    std::uint32_t statements) const {
  absl::ReaderMutexLock lock(&mutex_);
  std::string lengths = lengths_;
  lengths.resize(statements, '\0');
  auto segment = std::make_shared<WordsSegment>(base_, lengths);
  const std::vector<std::uint16_t> ranks = segment->Ranks();
  std::string bytes;
  std::vector<std::pair<std::string, std::size_t>> ends;
  ends.reserve(postings_.size());
  std::vector<WordPosting> ranked;
  for (const auto& [stem, postings] : postings_) {
    ranked = postings;
    for (WordPosting& posting : ranked) posting.rank = ranks[posting.rank];
    std::sort(ranked.begin(), ranked.end(),
              [](const WordPosting& a, const WordPosting& b) {
                return a.rank < b.rank;
              });
    bytes.append(EncodePostings(ranked, statements));
    ends.emplace_back(stem, bytes.size());
  }
  segment->SetPostings(std::move(bytes), ends);
  return segment;
}

}  // namespace quoth::query
