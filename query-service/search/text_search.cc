#include "query-service/search/text_search.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "query-service/index/bytes.h"
#include "query-service/words/postings.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr double kSaturation = 1.2;     // BM25's k1.
constexpr double kLengthShare = 0.75;   // BM25's b.
constexpr double kLengthAverage = 20;   // Words of a text, as a constant.
constexpr double kFactorScale = 1'000;  // Of Factor().
constexpr double kWeightScale = kScoreScale / kFactorScale;

using Factors =
    std::array<std::array<std::uint16_t, kTextLengthMax + 1>, kTimesMax + 1>;

// What a word that often in a text that long contributes, its weight aside.
const Factors& FactorTable() {
  static const Factors* const table = [] {
    auto* const made = new Factors{};
    for (std::size_t times = 1; times <= kTimesMax; ++times) {
      for (std::size_t length = 0; length <= kTextLengthMax; ++length) {
        const double norm =
            1 - kLengthShare +
            kLengthShare * static_cast<double>(length) / kLengthAverage;
        const auto n = static_cast<double>(times);
        (*made)[times][length] = static_cast<std::uint16_t>(std::lround(
            kFactorScale * n * (kSaturation + 1) / (n + kSaturation * norm)));
      }
    }
    return made;
  }();
  return *table;
}

struct Scored {
  std::uint16_t rank;
  std::uint32_t score;
};

}  // namespace

struct TextSearch::Segment {
  StatementId base = 0;
  std::uint32_t size = 0;
  const std::uint8_t* lengths = nullptr;  // By rank.
  const std::uint16_t* ids = nullptr;     // By rank; null: the rank itself.
  StatementId IdOf(std::uint32_t rank) const {
    return base + (ids == nullptr ? rank : ids[rank]);
  }
  bool ranked() const { return ids != nullptr; }  // Lengths ascend.
};

// Any of the alternatives, each all of its terms.
struct TextSearch::Wanted {
  std::vector<std::vector<int>> alternatives;
  bool single() const {
    return alternatives.size() == 1 && alternatives.front().size() == 1;
  }
};

TextSearch::TextSearch(const Index& index, const TextQuery& query)
    : index_(index), query_(query), view_(index.words().view()) {
  PlanClauses();
  FindLists();
  Weigh();
}

TextSearch::~TextSearch() = default;

int TextSearch::TermOf(const std::string& stem) {
  const auto found = std::find(stems_.begin(), stems_.end(), stem);
  if (found != stems_.end()) return static_cast<int>(found - stems_.begin());
  stems_.push_back(stem);
  return static_cast<int>(stems_.size()) - 1;
}

void TextSearch::PlanClauses() {
  std::vector<int> alone;  // Terms that must all be there.
  for (const TextClause& clause : query_.clauses) {
    if (clause.excluded) {
      const TextItem& item = clause.any.front();
      // Phrases are left to who looks at the text.
      if (clause.any.size() == 1 && !item.needs_text())
        excluded_.push_back(TermOf(item.parts.front().stem));
      continue;
    }
    Wanted wanted;
    for (const TextItem& item : clause.any) {
      std::vector<int> terms;
      for (const TextItem::Part& part : item.parts) {
        const int term = TermOf(part.stem);
        if (std::find(terms.begin(), terms.end(), term) == terms.end())
          terms.push_back(term);
      }
      wanted.alternatives.push_back(std::move(terms));
    }
    if (wanted.alternatives.size() == 1) {
      for (const int term : wanted.alternatives.front()) {
        if (std::find(alone.begin(), alone.end(), term) == alone.end())
          alone.push_back(term);
      }
    } else {
      wanted_.push_back(std::move(wanted));
    }
  }
  for (const int term : alone) wanted_.push_back({{{term}}});
}

void TextSearch::FindLists() {
  const std::size_t terms = stems_.size();
  newest_ = view_->buffer->CopyOf(stems_);
  segments_.reserve(view_->sealed.size() + view_->recent.size() + 1);
  const auto add = [this](const WordsSegment& from) {
    segments_.push_back(
        {from.base(), from.size(), from.lengths().data(), from.ids().data()});
  };
  for (const auto& sealed : view_->sealed) add(*sealed);
  for (const auto& recent : view_->recent) add(*recent);
  segments_.push_back(
      {view_->buffer->base(),
       static_cast<std::uint32_t>(newest_.lengths.size()),
       reinterpret_cast<const std::uint8_t*>(newest_.lengths.data()), nullptr});
  lists_.resize(segments_.size() * terms);
  if (!view_->sealed.empty()) FindSealed();
  std::size_t at = view_->sealed.size() * terms;
  for (const auto& recent : view_->recent) {
    for (const std::string& stem : stems_)
      lists_[at++] = recent->PostingsOf(stem);
  }
  for (const std::string& postings : newest_.postings) lists_[at++] = postings;
}

void TextSearch::FindSealed() {
  // Values are read where they lie for as long as the iterator lives: pin_data
  // keeps the blocks of files, the iterator's view what is still in memory.
  // That is so for rows that are put and walked forward alone; what a merge
  // makes would lie in the iterator and go with its next step.
  rocksdb::ReadOptions options;
  options.pin_data = true;
  rows_.emplace(index_.store().NewIterator(kWords, options));
  kit::StoreIterator& rows = *rows_;
  for (std::size_t term = 0; term < stems_.size(); ++term) {
    const std::string prefix = WordPrefix(stems_[term]);
    for (rows->Seek(prefix); rows->Valid() && rows->key().starts_with(prefix);
         rows->Next()) {
      const std::string_view key = rows->key().ToStringView();
      if (key.size() != prefix.size() + 4) continue;
      const auto chunk =
          static_cast<std::size_t>(ReadBig<4>(key.data() + prefix.size()));
      if (chunk >= view_->sealed.size()) break;
      lists_[chunk * stems_.size() + term] = rows->value().ToStringView();
    }
    if (status_.ok()) status_ = rows.status();
  }
}

void TextSearch::Weigh() {
  counts_.resize(stems_.size());
  for (std::size_t i = 0; i < lists_.size(); ++i)
    counts_[i % stems_.size()] += CountPostings(lists_[i]);
  std::uint64_t statements = 0;
  for (const Segment& segment : segments_) statements += segment.size;
  const auto all = static_cast<double>(statements);
  for (const std::uint64_t count : counts_) {
    const auto n = static_cast<double>(count);
    const double rarity = std::log(1 + (all - n + 0.5) / (n + 0.5));
    weights_.push_back(static_cast<std::uint16_t>(
        std::clamp(std::lround(rarity * kWeightScale), 1L, 65'535L)));
  }
  count_max_ = ~std::uint64_t{0};
  for (const Wanted& wanted : wanted_) {
    std::uint64_t any = 0;
    for (const std::vector<int>& terms : wanted.alternatives) {
      std::uint64_t fewest = ~std::uint64_t{0};
      for (const int term : terms)
        fewest = std::min(fewest, counts_[static_cast<std::size_t>(term)]);
      any += fewest;
    }
    count_max_ = std::min(count_max_, any);
  }
}

bool TextSearch::SetWeights(std::vector<std::uint16_t> weights) {
  if (weights.size() != stems_.size()) return false;
  weights_ = std::move(weights);
  return true;
}

// One segment's walk: the list with the fewest postings leads, the others are
// asked.
class TextSearch::SegmentWalk {
 public:
  SegmentWalk(const TextSearch& search, const Segment& segment,
              const std::string_view* lists, const Ranked* floor)
      : search_(search),
        segment_(segment),
        lists_(lists),
        floor_(floor),
        factors_(FactorTable()) {}

  // False when the segment cannot have a match.
  bool Open();
  // False when `visit` wants no more.
  absl::StatusOr<bool> Run(Interrupt& interrupt, Visit visit);

 private:
  using Bounds = std::array<std::uint32_t, kTextLengthMax + 1>;

  // A clause: a word's list, or the alternatives' joined.
  struct Cursor {
    std::uint32_t count = 0;
    std::uint32_t weight = 0;
    std::optional<PostingReader> reader;
    std::vector<Scored> joined;
    std::size_t at = 0;
    const Wanted* wanted = nullptr;

    // The contribution to the score of `rank`; 0: not there.
    std::uint32_t ScoreOf(std::uint32_t rank, std::uint8_t length,
                          const Factors& factors) {
      if (reader) {
        const std::uint8_t times = reader->TimesOf(rank);
        return times == 0 ? 0 : weight * factors[times][length];
      }
      while (at < joined.size() && joined[at].rank < rank) ++at;
      return at < joined.size() && joined[at].rank == rank ? joined[at].score
                                                           : 0;
    }
  };

  std::string_view ListOf(int term) const {
    return lists_[static_cast<std::size_t>(term)];
  }
  std::uint32_t WeightOf(int term) const {
    return search_.weights_[static_cast<std::size_t>(term)];
  }
  bool OpenCursor(const Wanted& wanted, Cursor& cursor) const;
  void Join(Cursor& cursor) const;
  void JoinTerm(int term, std::vector<Scored>& out) const;
  void JoinPhrase(const std::vector<int>& terms,
                  std::vector<Scored>& out) const;
  void AddBounds(const Cursor& cursor, Bounds& bounds) const;
  // Can nothing of at most this score rank any more?
  bool Hopeless(std::uint32_t score) const {
    return floor_ != nullptr &&
           (score < floor_->score ||
            (score == floor_->score && last_id_ <= floor_->id));
  }
  std::uint32_t LimitRank() const;
  bool Try(std::uint32_t rank, std::uint32_t score, Visit visit);

  const TextSearch& search_;
  const Segment& segment_;
  const std::string_view* const lists_;
  const Ranked* const floor_;
  const Factors& factors_;
  StatementId last_id_ = 0;
  std::uint32_t limit_ = 0;  // Ranks from here on are hopeless.
  std::vector<Cursor> cursors_;
  std::vector<PostingReader> excluded_;
  Bounds rest_{};   // By length: what the others can add to the leader.
  Bounds total_{};  // And with the leader.
};

bool TextSearch::SegmentWalk::OpenCursor(const Wanted& wanted,
                                         Cursor& cursor) const {
  cursor.wanted = &wanted;
  for (const std::vector<int>& terms : wanted.alternatives) {
    std::uint32_t fewest = kSegmentStatementsMax;
    for (const int term : terms)
      fewest = std::min(fewest, CountPostings(ListOf(term)));
    cursor.count += fewest;
  }
  if (cursor.count == 0) return false;
  if (wanted.single()) {
    const int term = wanted.alternatives.front().front();
    cursor.reader.emplace(ListOf(term));
    cursor.weight = WeightOf(term);
    return cursor.reader->ok();
  }
  return true;
}

bool TextSearch::SegmentWalk::Open() {
  last_id_ = segment_.base + segment_.size - 1;
  cursors_.resize(search_.wanted_.size());
  for (std::size_t i = 0; i < cursors_.size(); ++i) {
    if (!OpenCursor(search_.wanted_[i], cursors_[i])) return false;
  }
  std::sort(cursors_.begin(), cursors_.end(),
            [](const Cursor& a, const Cursor& b) { return a.count < b.count; });
  if (floor_ != nullptr) {
    for (std::size_t i = 1; i < cursors_.size(); ++i)
      AddBounds(cursors_[i], rest_);
    total_ = rest_;
    AddBounds(cursors_.front(), total_);
  }
  limit_ = LimitRank();
  if (limit_ == 0) return false;
  for (Cursor& cursor : cursors_) {
    if (!cursor.reader) Join(cursor);
  }
  for (const int term : search_.excluded_) {
    if (!ListOf(term).empty()) excluded_.emplace_back(ListOf(term));
  }
  return true;
}

void TextSearch::SegmentWalk::AddBounds(const Cursor& cursor,
                                        Bounds& bounds) const {
  for (const std::vector<int>& terms : cursor.wanted->alternatives) {
    for (const int term : terms) {
      const std::string_view list = ListOf(term);
      if (list.empty()) continue;
      const std::uint8_t times =
          cursor.reader ? cursor.reader->times_max() : MostTimes(list);
      const std::uint32_t weight = WeightOf(term);
      const auto& row = factors_[std::min(times, kTimesMax)];
      for (std::size_t length = 0; length < bounds.size(); ++length)
        bounds[length] += weight * row[length];
    }
  }
}

std::uint32_t TextSearch::SegmentWalk::LimitRank() const {
  if (floor_ == nullptr || !segment_.ranked()) return segment_.size;
  if (Hopeless(total_[0])) return 0;
  std::size_t length = total_.size();
  while (length > 0 && Hopeless(total_[length - 1])) --length;
  if (length == total_.size()) return segment_.size;
  return static_cast<std::uint32_t>(
      std::lower_bound(segment_.lengths, segment_.lengths + segment_.size,
                       static_cast<std::uint8_t>(length)) -
      segment_.lengths);
}

void TextSearch::SegmentWalk::JoinTerm(int term,
                                       std::vector<Scored>& out) const {
  PostingReader reader(ListOf(term));
  const std::uint32_t weight = WeightOf(term);
  while (!reader.AtEnd() && reader.NextBound().rank_min < limit_) {
    const PostingReader::Block block = reader.TakeBlock();
    for (std::uint32_t i = 0; i < block.size; ++i) {
      const std::uint16_t rank = block.ranks[i];
      if (rank >= limit_) break;
      out.push_back(
          {rank, weight * factors_[block.times[i]][segment_.lengths[rank]]});
    }
  }
}

void TextSearch::SegmentWalk::JoinPhrase(const std::vector<int>& terms,
                                         std::vector<Scored>& out) const {
  std::vector<int> order = terms;
  std::sort(order.begin(), order.end(), [this](int a, int b) {
    return CountPostings(ListOf(a)) < CountPostings(ListOf(b));
  });
  if (ListOf(order.front()).empty()) return;
  std::vector<Scored> led;
  JoinTerm(order.front(), led);
  std::vector<PostingReader> others;
  for (std::size_t i = 1; i < order.size(); ++i)
    others.emplace_back(ListOf(order[i]));
  for (Scored& scored : led) {
    bool all = true;
    for (std::size_t i = 0; i < others.size() && all; ++i) {
      const std::uint8_t times = others[i].TimesOf(scored.rank);
      all = times != 0;
      scored.score += WeightOf(order[i + 1]) *
                      factors_[times][segment_.lengths[scored.rank]];
    }
    if (all) out.push_back(scored);
  }
}

void TextSearch::SegmentWalk::Join(Cursor& cursor) const {
  std::vector<Scored>& joined = cursor.joined;
  for (const std::vector<int>& terms : cursor.wanted->alternatives) {
    if (terms.size() == 1) {
      if (!ListOf(terms.front()).empty()) JoinTerm(terms.front(), joined);
    } else {
      JoinPhrase(terms, joined);
    }
  }
  std::sort(joined.begin(), joined.end(),
            [](const Scored& a, const Scored& b) { return a.rank < b.rank; });
  std::size_t kept = 0;
  for (const Scored& scored : joined) {
    if (kept > 0 && joined[kept - 1].rank == scored.rank) {
      joined[kept - 1].score += scored.score;
    } else {
      joined[kept++] = scored;
    }
  }
  joined.resize(kept);
}

bool TextSearch::SegmentWalk::Try(std::uint32_t rank, std::uint32_t score,
                                  Visit visit) {
  const std::uint8_t length = segment_.lengths[rank];
  if (Hopeless(score + rest_[length])) return true;
  for (std::size_t i = 1; i < cursors_.size(); ++i) {
    const std::uint32_t more = cursors_[i].ScoreOf(rank, length, factors_);
    if (more == 0) return true;
    score += more;
  }
  for (PostingReader& list : excluded_) {
    if (list.TimesOf(rank) != 0) return true;
  }
  const Ranked found{score, segment_.IdOf(rank)};
  if (floor_ != nullptr && !found.Before(*floor_)) return true;
  return visit(found);
}

absl::StatusOr<bool> TextSearch::SegmentWalk::Run(Interrupt& interrupt,
                                                  Visit visit) {
  Cursor& leader = cursors_.front();
  if (!leader.reader) {
    for (const Scored& scored : leader.joined) {
      if (absl::Status status = interrupt.Step(); !status.ok()) return status;
      if (!Try(scored.rank, scored.score, visit)) return false;
    }
    return true;
  }
  PostingReader& reader = *leader.reader;
  while (!reader.AtEnd()) {
    if (absl::Status status = interrupt.Step(); !status.ok()) return status;
    const PostingReader::Bound bound = reader.NextBound();
    if (bound.rank_min >= limit_) break;
    if (floor_ != nullptr && segment_.ranked()) {
      const std::uint8_t length = segment_.lengths[bound.rank_min];
      // What follows is no shorter.
      if (Hopeless(total_[length])) break;
      const std::uint8_t times = std::min(bound.times_max, kTimesMax);
      if (Hopeless(leader.weight * factors_[times][length] + rest_[length])) {
        reader.SkipBlock();
        continue;
      }
    }
    const PostingReader::Block block = reader.TakeBlock();
    for (std::uint32_t i = 0; i < block.size; ++i) {
      const std::uint16_t rank = block.ranks[i];
      if (rank >= limit_) return true;
      const std::uint32_t score =
          leader.weight * factors_[block.times[i]][segment_.lengths[rank]];
      if (!Try(rank, score, visit)) return false;
    }
  }
  return true;
}

absl::Status TextSearch::Walk(const Ranked* floor, Interrupt& interrupt,
                              Visit visit) {
  if (!status_.ok()) return status_;
  for (std::size_t s = segments_.size(); s-- > 0;) {
    if (segments_[s].size == 0) continue;
    if (absl::Status status = interrupt.Step(); !status.ok()) return status;
    SegmentWalk walk(*this, segments_[s], lists_.data() + s * stems_.size(),
                     floor);
    if (!walk.Open()) continue;
    absl::StatusOr<bool> more = walk.Run(interrupt, visit);
    if (!more.ok()) return more.status();
    if (!*more) break;
  }
  return absl::OkStatus();
}

}  // namespace quoth::query
