#include "query-service/index/words_sealing.h"

#include <algorithm>

#include "query-service/index/keys.h"

namespace quoth::query {
namespace {

std::string LengthsById(const WordsSegment& segment) {
  std::string lengths(segment.size(), '\0');
  for (std::uint32_t rank = 0; rank < segment.size(); ++rank)
    lengths[segment.ids()[rank]] = static_cast<char>(segment.lengths()[rank]);
  return lengths;
}

}  // namespace

WordsSealing::WordsSealing(
    std::vector<std::shared_ptr<const WordsSegment>> segments)
    : segments_(std::move(segments)) {
  const StatementId base = segments_.front()->base();
  chunk_ = static_cast<std::uint32_t>(base / kSegmentStatementsMax);
  std::string lengths;
  for (const auto& segment : segments_) lengths += LengthsById(*segment);
  sealed_ = std::make_shared<WordsSegment>(base, lengths);
  const std::vector<std::uint16_t> rank_of = sealed_->Ranks();
  ranks_.resize(lengths.size());
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const std::size_t first = s * kRecentSegmentStatements;
    for (std::size_t rank = 0; rank < kRecentSegmentStatements; ++rank)
      ranks_[first + rank] = rank_of[first + segments_[s]->ids()[rank]];
    for (const auto& [stem, postings] : segments_[s]->postings())
      stems_.push_back(stem);
  }
  std::sort(stems_.begin(), stems_.end());
  stems_.erase(std::unique(stems_.begin(), stems_.end()), stems_.end());
}

std::string WordsSealing::Encode(std::string_view stem) {
  postings_.clear();
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const std::string_view bytes = segments_[s]->PostingsOf(stem);
    if (bytes.empty()) continue;
    const std::uint16_t* const ranks =
        ranks_.data() + s * kRecentSegmentStatements;
    PostingReader reader(bytes);
    while (true) {
      const PostingReader::Block block = reader.TakeBlock();
      if (block.size == 0) break;
      for (std::uint32_t i = 0; i < block.size; ++i)
        postings_.push_back({ranks[block.ranks[i]], block.times[i]});
    }
  }
  std::sort(postings_.begin(), postings_.end(),
            [](const WordPosting& a, const WordPosting& b) {
              return a.rank < b.rank;
            });
  return EncodePostings(postings_, kSegmentStatementsMax);
}

void WordsSealing::PutRows(std::size_t rows,
                           rocksdb::ColumnFamilyHandle* family,
                           rocksdb::WriteBatch& batch) {
  for (std::size_t i = written_; i < written_ + rows && i < stems_.size(); ++i)
    batch.Put(family, WordKey(stems_[i], chunk_), Encode(stems_[i]));
}

void WordsSealing::PutLengths(rocksdb::ColumnFamilyHandle* family,
                              rocksdb::WriteBatch& batch) const {
  batch.Put(family, WordLengthsKey(chunk_), LengthsById(*sealed_));
}

}  // namespace quoth::query
