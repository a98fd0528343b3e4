#include "ingest-service/parse/attribution/quotes.h"

#include <algorithm>
#include <array>

#include "absl/container/inlined_vector.h"
#include "ingest-service/parse/attribution/quote_marks.h"

namespace quoth::parse {
namespace {

// Deeper nesting does not occur in prose; beyond it marks are ignored.
constexpr std::size_t kDepthMax = 6;
// A quotation that misses its closing mark may run over this much text before
// the next mark is taken for a new beginning.
constexpr uint32_t kCarryBytesMax = 6'000;
// A quotation in straight single marks around quotations in double ones is a
// sentence or two; a longer one is two apostrophes that found each other.
constexpr uint32_t kStraightSingleBytesMax = 400;

struct Open {
  QuoteMark mark;
  uint32_t index;            // Into Quotes::quotes.
  uint32_t first_inner = 0;  // Where a quotation of the same family opened
                             // inside; 0 = none.
};

bool IsSingle(const QuoteMark& mark) {
  return mark.family == QuoteFamily::kSingle;
}

// A straight single may be an apostrophe: its quotation stays in its block
// unless it is set off by spaces.
bool MayCarry(const QuoteMark& mark) {
  return !IsSingle(mark) || !mark.straight || mark.shape == QuoteShape::kEither;
}

class Pairing {
 public:
  Pairing(std::string_view text, const Layout& layout, Issues& issues)
      : text_(text), layout_(layout), issues_(issues) {}

  Quotes Run(const std::vector<QuoteMark>& marks) {
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const QuoteMark& mark = marks[i];
      if (depth_ > 0) LeaveBlocks(mark);
      Take(mark, i + 1 < marks.size() ? &marks[i + 1] : nullptr);
    }
    while (depth_ > 0) CloseAtBlockEnd();
    Finish();
    return std::move(result_);
  }

 private:
  uint32_t BlockEnd(uint32_t block) const {
    return layout_.blocks[block].range.end;
  }

  // The next mark stands in a later block than the open quotation: does that
  // quotation go on there?
  void LeaveBlocks(const QuoteMark& mark) {
    while (depth_ > 0 && Top().mark.block != mark.block) {
      const bool reopened = mark.first_in_block &&
                            mark.shape != QuoteShape::kClosing &&
                            Top().mark.family == mark.family &&
                            mark.block == Top().mark.block + 1 && depth_ == 1;
      const bool near = mark.end - LastSeen() <= kCarryBytesMax;
      const bool closes =
          mark.shape != QuoteShape::kOpening && !mark.first_in_block &&
          Top().mark.family == mark.family && MayCarry(Top().mark);
      if (near && (reopened || closes)) {
        Continue(mark.block, reopened ? mark.end : 0);
        reopening_ = reopened;
        return;
      }
      CloseAtBlockEnd();
    }
  }

  void Take(const QuoteMark& mark, const QuoteMark* next) {
    if (reopening_) {  // An opening mark that repeats the one above.
      reopening_ = false;
      return;
    }
    const int match = FindOpen(mark);
    switch (mark.shape) {
      case QuoteShape::kOpening:
        if (match >= 0 && mark.straight && mark.after_stop && next != nullptr &&
            next->family == mark.family && next->block == mark.block &&
            next->shape == QuoteShape::kOpening) {
          // `interests, "he said. "We`: a closing mark on the wrong side.
          CloseDownTo(match, mark);
        } else {
          OpenAt(mark);
        }
        return;
      case QuoteShape::kClosing:
        if (match >= 0) {
          CloseDownTo(match, mark);
        } else if (!IsSingle(mark) && !mark.after_digit) {
          OpenMissing(mark);
        }
        return;
      case QuoteShape::kEither:
        if (match >= 0) {
          CloseDownTo(match, mark);
        } else if (next != nullptr) {
          OpenAt(mark);
        } else {
          Unbalanced(mark);
        }
        return;
    }
  }

  int FindOpen(const QuoteMark& mark) const {
    for (std::size_t i = depth_; i-- > 0;) {
      if (stack_[i].mark.family == mark.family) return static_cast<int>(i);
    }
    return -1;
  }

  void OpenAt(const QuoteMark& mark) {
    if (depth_ == kDepthMax) return;
    for (std::size_t i = 0; i < depth_; ++i) {
      if (stack_[i].mark.family == mark.family && stack_[i].first_inner == 0) {
        stack_[i].first_inner = mark.begin;
      }
    }
    Quote quote;
    quote.range = {mark.begin, mark.end};
    quote.parent = depth_ > 0 ? static_cast<int32_t>(Top().index) : kNone;
    quote.depth = static_cast<uint8_t>(depth_);
    quote.single = IsSingle(mark);
    stack_[depth_++] = {mark, static_cast<uint32_t>(result_.quotes.size())};
    result_.quotes.push_back(quote);
    extra_.emplace_back();
    extra_.back().push_back({mark.end, mark.end});
  }

  // A closing mark that nothing opened: the quotation began with its block or
  // where the last one ended.
  void OpenMissing(const QuoteMark& mark) {
    Unbalanced(mark);
    if (depth_ > 0) return;
    uint32_t begin = layout_.blocks[mark.block].range.begin;
    begin = std::max(begin, last_close_);
    if (mark.begin <= begin || mark.begin - begin > kCarryBytesMax) return;
    Quote quote;
    quote.range = {begin, mark.end};
    quote.opened = false;
    result_.quotes.push_back(quote);
    extra_.emplace_back();
    extra_.back().push_back({begin, mark.begin});
    last_close_ = mark.end;
  }

  void CloseDownTo(int index, const QuoteMark& mark) {
    while (static_cast<int>(depth_) > index + 1) {
      // An inner quotation never closed: it was an apostrophe or a slip.
      Drop();
    }
    const Open& top = Top();
    if (IsSingle(mark) && top.mark.straight &&
        top.index + 1 < result_.quotes.size() &&
        mark.end - top.mark.begin > kStraightSingleBytesMax) {
      Drop();
      return;
    }
    Quote& quote = result_.quotes[top.index];
    quote.range.end = mark.end;
    extra_[top.index].back().end = mark.begin;
    last_close_ = mark.end;
    --depth_;
  }

  // Marks of an inner single quotation without end are apostrophes; of a double
  // one, a quotation that ends where the next begins.
  void Drop() {
    const Open& top = Top();
    result_.quotes[top.index].range.end = result_.quotes[top.index].range.begin;
    --depth_;
  }

  void Continue(uint32_t block, uint32_t begin_after) {
    for (std::size_t i = 0; i < depth_; ++i) {
      Open& open = stack_[i];
      auto& pieces = extra_[open.index];
      pieces.back().end = BlockEnd(open.mark.block);
      // Blocks between have no mark and belong to the quotation whole.
      for (uint32_t b = open.mark.block + 1; b < block; ++b) {
        pieces.push_back(layout_.blocks[b].range);
      }
      const uint32_t begin = layout_.blocks[block].range.begin;
      pieces.push_back({std::max(begin, begin_after), begin});
      open.mark.block = block;
    }
  }

  void CloseAtBlockEnd() {
    const Open& top = Top();
    Quote& quote = result_.quotes[top.index];
    Unbalanced(top.mark);
    if (quote.single) {
      Drop();
      return;
    }
    // Where a quotation of the same marks opened inside, this one had ended.
    const uint32_t end =
        top.first_inner > 0 ? top.first_inner : BlockEnd(top.mark.block);
    quote.range.end = end;
    quote.closed = false;
    auto& pieces = extra_[top.index];
    while (pieces.size() > 1 && pieces.back().begin >= end) pieces.pop_back();
    pieces.back().end = end;
    last_close_ = BlockEnd(top.mark.block);
    --depth_;
  }

  void Unbalanced(const QuoteMark& mark) {
    if (!IsSingle(mark)) {
      issues_.Add(IssueCode::kUnbalancedQuote, {mark.begin, mark.end},
                  "quotation mark without partner");
    }
  }

  uint32_t LastSeen() const { return BlockEnd(Top().mark.block); }
  const Open& Top() const { return stack_[depth_ - 1]; }

  // Keeps what has words, flattens the pieces, renumbers parents.
  void Finish() {
    Quotes kept;
    std::vector<int32_t> renumbered(result_.quotes.size(), kNone);
    for (std::size_t i = 0; i < result_.quotes.size(); ++i) {
      Quote quote = result_.quotes[i];
      quote.first_piece = static_cast<uint32_t>(kept.pieces.size());
      for (Range piece : extra_[i]) {
        piece = TrimSpace(text_, piece);
        if (!piece.empty()) kept.pieces.push_back(piece);
      }
      quote.piece_count =
          static_cast<uint32_t>(kept.pieces.size()) - quote.first_piece;
      if (quote.range.empty() || quote.piece_count == 0) {
        kept.pieces.resize(quote.first_piece);
        if (quote.parent != kNone) renumbered[i] = renumbered[quote.parent];
        continue;
      }
      if (quote.parent != kNone) quote.parent = renumbered[quote.parent];
      while (quote.parent != kNone &&
             !kept.quotes[quote.parent].range.contains(quote.range)) {
        quote.parent = kept.quotes[quote.parent].parent;
      }
      quote.depth =
          quote.parent == kNone
              ? 0
              : static_cast<uint8_t>(kept.quotes[quote.parent].depth + 1);
      renumbered[i] = static_cast<int32_t>(kept.quotes.size());
      kept.quotes.push_back(quote);
    }
    result_ = std::move(kept);
  }

  std::string_view text_;
  const Layout& layout_;
  Issues& issues_;
  Quotes result_;
  std::vector<absl::InlinedVector<Range, 1>> extra_;  // Pieces of each.
  std::array<Open, kDepthMax> stack_;
  std::size_t depth_ = 0;
  uint32_t last_close_ = 0;
  bool reopening_ = false;
};

}  // namespace

Quotes PairQuotes(const DecodedDocument& document, const Layout& layout,
                  Issues& issues) {
  const std::vector<QuoteMark> marks =
      ReadQuoteMarks(document.text, layout, kQuoteMarksMax, issues);
  return Pairing(document.text, layout, issues).Run(marks);
}

}  // namespace quoth::parse
