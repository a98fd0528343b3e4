#include "query-service/search/text_match.h"

#include <algorithm>

#include "query-service/words/words.h"

namespace quoth::query {

void TextWords::Read(std::string_view text) {
  bytes_.clear();
  places_.clear();
  VisitWords(text, [&](const Word& word) {
    Place place{};
    place.folded_begin = static_cast<std::uint32_t>(bytes_.size());
    place.folded_bytes = static_cast<std::uint32_t>(word.folded.size());
    bytes_.append(word.folded);
    if (word.folded.substr(0, word.stem.size()) == word.stem) {
      place.stem_begin = place.folded_begin;
    } else {
      place.stem_begin = static_cast<std::uint32_t>(bytes_.size());
      bytes_.append(word.stem);
    }
    place.stem_bytes = static_cast<std::uint32_t>(word.stem.size());
    place.position = word.position;
    place.begin = static_cast<std::uint32_t>(word.begin);
    place.end = static_cast<std::uint32_t>(word.end);
    places_.push_back(place);
  });
  // A pair comes after its first character but before the second: positions
  // ascend but for that.
  std::stable_sort(
      places_.begin(), places_.end(),
      [](const Place& a, const Place& b) { return a.position < b.position; });
}

bool TextWords::IsPart(const Place& place, const TextItem& item,
                       const TextItem::Part& part) const {
  return item.exact ? FoldedOf(place) == part.folded
                    : StemOf(place) == part.stem;
}

std::size_t TextWords::EndOf(const TextItem& item, std::size_t at) const {
  if (!IsPart(places_[at], item, item.parts.front())) return 0;
  std::size_t end = places_[at].end;
  std::size_t next = at;
  const std::uint32_t first = places_[at].position;
  for (std::size_t p = 1; p < item.parts.size(); ++p) {
    const std::uint32_t wanted = first + item.parts[p].position;
    while (next < places_.size() && places_[next].position < wanted) ++next;
    bool found = false;
    for (std::size_t i = next;
         i < places_.size() && places_[i].position == wanted && !found; ++i) {
      if (!IsPart(places_[i], item, item.parts[p])) continue;
      found = true;
      end = std::max<std::size_t>(end, places_[i].end);
    }
    if (!found) return 0;
  }
  return end;
}

bool TextWords::Has(const TextItem& item) const {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (EndOf(item, i) != 0) return true;
  }
  return false;
}

bool TextWords::Matches(const TextQuery& query) const {
  for (const TextClause& clause : query.clauses) {
    const bool any =
        std::any_of(clause.any.begin(), clause.any.end(),
                    [this](const TextItem& item) { return Has(item); });
    if (any == clause.excluded) return false;
  }
  return true;
}

std::vector<TextWords::Stretch> TextWords::Find(const TextQuery& query) const {
  std::vector<Stretch> found;
  for (const TextClause& clause : query.clauses) {
    if (clause.excluded) continue;
    for (const TextItem& item : clause.any) {
      for (std::size_t i = 0; i < places_.size(); ++i) {
        if (const std::size_t end = EndOf(item, i); end != 0)
          found.push_back({places_[i].begin, end});
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const Stretch& a, const Stretch& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::size_t kept = 0;
  for (const Stretch& stretch : found) {
    if (kept > 0 && stretch.begin < found[kept - 1].end) {
      found[kept - 1].end = std::max(found[kept - 1].end, stretch.end);
    } else {
      found[kept++] = stretch;
    }
  }
  found.resize(kept);
  return found;
}

std::vector<TextWords::Stretch> TextWords::Bounds() const {
  std::vector<Stretch> bounds;
  bounds.reserve(places_.size());
  for (const Place& place : places_) {
    if (bounds.empty() || place.begin >= bounds.back().end)
      bounds.push_back({place.begin, place.end});
  }
  return bounds;
}

}  // namespace quoth::query
