#include "query-service/search/snippet.h"

#include <algorithm>

namespace quoth::query {
namespace {

constexpr std::string_view kEllipsis = "\u2026";
// Words before the first mark, so that it does not begin the snippet.
constexpr std::size_t kLeadBytes = 60;

// The marks that the most bytes of text hold at once: {first, one past last}.
std::pair<std::size_t, std::size_t> Densest(
    const std::vector<TextWords::Stretch>& marks, std::size_t bytes) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= marks.size(); ++end) {
    while (begin + 1 < end && marks[end - 1].end - marks[begin].begin > bytes)
      ++begin;
    if (end - begin > best.second - best.first) best = {begin, end};
  }
  return best;
}

}  // namespace

Snippet MakeSnippet(std::string_view text, const TextWords& words,
                    const TextQuery& query) {
  Snippet out;
  std::vector<TextWords::Stretch> marks = words.Find(query);
  if (text.size() <= kSnippetBytesMax) {
    out.text = text;
    out.marks = std::move(marks);
    return out;
  }
  const std::size_t room = kSnippetBytesMax - 2 * kEllipsis.size();
  const auto [first, last] = Densest(marks, room - kLeadBytes);
  const std::size_t wanted = first < last ? marks[first].begin : 0;
  const std::vector<TextWords::Stretch> bounds = words.Bounds();
  std::size_t begin = 0;
  if (wanted > kLeadBytes) {
    // The first word that begins within the lead.
    const auto word =
        std::lower_bound(bounds.begin(), bounds.end(), wanted - kLeadBytes,
                         [](const TextWords::Stretch& w, std::size_t at) {
                           return w.begin < at;
                         });
    begin = word == bounds.end() ? wanted : std::min(word->begin, wanted);
  }
  std::size_t end = text.size();
  if (end - begin > room) {
    // The last word that ends within the room.
    const auto word = std::upper_bound(
        bounds.begin(), bounds.end(), begin + room,
        [](std::size_t at, const TextWords::Stretch& w) { return at < w.end; });
    end = word == bounds.begin() ? begin : std::prev(word)->end;
    if (end <= begin) {  // One endless word: cut at a character.
      end = begin + room;
      while (end > begin &&
             (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
        --end;
      }
    }
  }
  if (begin > 0) out.text = kEllipsis;
  const std::size_t shift = out.text.size();
  out.text.append(text.substr(begin, end - begin));
  if (end < text.size()) out.text.append(kEllipsis);
  for (const TextWords::Stretch& mark : marks) {
    if (mark.begin >= begin && mark.end <= end)
      out.marks.push_back(
          {mark.begin - begin + shift, mark.end - begin + shift});
  }
  return out;
}

}  // namespace quoth::query
