#include "query-service/reports/sketch.h"

#include <algorithm>
#include <array>

#include "query-service/reports/words.h"

namespace quoth::query {
namespace {

constexpr std::uint64_t kRunMask = (std::uint64_t{1} << 40) - 1;
constexpr std::uint64_t kWeakBit = std::uint64_t{1} << 63;

// Runs of these alone ("it is in the") lead to everything and are chosen only
// where there is nothing better. English; other languages do without.
const std::vector<std::uint64_t>& CommonWords() {
  static const auto* const common = [] {
    auto* const words = new std::vector<std::uint64_t>(WordsOf(
        "a about all also am an and any are as at be because been before but "
        "by can could did do does dont for from get go going had has have he "
        "her here him his how i if im in into is it its just know like make "
        "me more my need no not now of on one or our out over people really "
        "said say says she should so some than that thats the their them then "
        "there these they think this those to up us very want was way we well "
        "were what when where which who will with would you your"));
    std::sort(words->begin(), words->end());
    return words;
  }();
  return *common;
}

bool IsCommon(std::uint64_t word) {
  const std::vector<std::uint64_t>& common = CommonWords();
  return std::binary_search(common.begin(), common.end(), word);
}

// What decides which run of a window is chosen: least wins.
std::vector<std::uint64_t> Ranks(std::span<const std::uint64_t> words) {
  std::vector<std::uint64_t> ranks;
  ranks.reserve(words.size());
  std::size_t common = 0;
  std::array<bool, kRunWords> is_common{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool& slot = is_common[i % kRunWords];
    common -= slot ? 1 : 0;
    slot = IsCommon(words[i]);
    common += slot ? 1 : 0;
    if (i + 1 < kRunWords) continue;
    std::uint64_t run = 0;
    for (std::size_t k = i + 1 - kRunWords; k <= i; ++k)
      run = Mix(run, words[k]);
    // The 40 bits kept are the rank's low ones.
    ranks.push_back((run & ~kWeakBit) | (common == kRunWords ? kWeakBit : 0));
  }
  return ranks;
}

// Smaller windows choose all that larger ones do, and more.
std::size_t WindowFor(std::size_t words) {
  if (words <= 10) return 2;
  return words <= 20 ? 4 : 6;
}

}  // namespace

std::vector<WordRun> RunsOf(std::span<const std::uint64_t> words,
                            std::string_view speaker_slug) {
  if (words.empty()) return {};
  if (words.size() < kRunWords) {
    if (speaker_slug.empty()) return {};
    std::uint64_t all = words.size();
    for (const std::uint64_t word : words) all = Mix(all, word);
    for (const char c : speaker_slug)
      all = Mix(all, static_cast<unsigned char>(c));
    return {all & kRunMask};
  }
  const std::vector<std::uint64_t> ranks = Ranks(words);
  const std::size_t window = std::min(WindowFor(words.size()), ranks.size());
  std::vector<std::uint64_t> chosen;
  std::size_t least = 0;
  for (std::size_t begin = 0; begin + window <= ranks.size(); ++begin) {
    const std::size_t end = begin + window;
    if (begin == 0 || least < begin) {
      least = static_cast<std::size_t>(
          std::min_element(ranks.begin() + static_cast<std::ptrdiff_t>(begin),
                           ranks.begin() + static_cast<std::ptrdiff_t>(end)) -
          ranks.begin());
    } else if (ranks[end - 1] < ranks[least]) {
      least = end - 1;
    }
    if (chosen.empty() || chosen.back() != ranks[least])
      chosen.push_back(ranks[least]);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  if (chosen.size() > kRunsMax) chosen.resize(kRunsMax);
  for (std::uint64_t& run : chosen) run &= kRunMask;
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

std::string ClusterOf(std::span<const std::uint64_t> words) {
  if (words.size() < kRunWords) return {};
  std::uint64_t all = words.size();
  for (const std::uint64_t word : words) all = Mix(all, word);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string cluster = "c";
  for (int shift = 60; shift >= 0; shift -= 4)
    cluster.push_back(kDigits[all >> shift & 15]);
  return cluster;
}

}  // namespace quoth::query
