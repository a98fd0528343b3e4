// Looks at one text itself: does it match, and where? The text index gives
// candidates; this decides on phrases and words as written, and finds what a
// snippet marks.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query-service/search/text_query.h"

namespace quoth::query {

// A text taken apart once. Keeps its memory for the next one.
class TextWords {
 public:
  void Read(std::string_view text);

  bool Matches(const TextQuery& query) const;
  bool Has(const TextItem& item) const;

  struct Stretch {  // Bytes of the text.
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  // Where the query's words and phrases stand: ascending, never overlapping.
  std::vector<Stretch> Find(const TextQuery& query) const;
  // Beginnings and ends of all words, ascending.
  std::vector<Stretch> Bounds() const;

 private:
  struct Place {
    std::uint32_t folded_begin, folded_bytes;
    std::uint32_t stem_begin, stem_bytes;
    std::uint32_t position;
    std::uint32_t begin, end;
  };
  std::string_view FoldedOf(const Place& place) const {
    return std::string_view(bytes_).substr(place.folded_begin,
                                           place.folded_bytes);
  }
  std::string_view StemOf(const Place& place) const {
    return std::string_view(bytes_).substr(place.stem_begin, place.stem_bytes);
  }
  bool IsPart(const Place& place, const TextItem& item,
              const TextItem::Part& part) const;
  // End of the item's words when it begins at place `at`; 0 when it doesn't.
  std::size_t EndOf(const TextItem& item, std::size_t at) const;

  std::string bytes_;
  std::vector<Place> places_;
};

}  // namespace quoth::query
