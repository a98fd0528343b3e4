#include "query-service/reports/sameness.h"

#include <algorithm>
#include <vector>

#include "query-service/reports/words.h"

namespace quoth::query {
namespace {

constexpr std::size_t kShort = 4;     // Below: equal, same speaker, same days.
constexpr std::size_t kCommon = 6;    // Below: anybody may say that.
constexpr std::size_t kFragment = 8;  // Below: a turn of phrase.
constexpr std::size_t kPhrase = 12;   // Below: half of it may be one.
constexpr std::uint32_t kDaysApart = 3;
constexpr std::size_t kRun = 3;

bool SameSpeaker(const Circumstances& a, const Circumstances& b) {
  return a.speaker != 0 && a.speaker == b.speaker;
}

bool SameDays(const Circumstances& a, const Circumstances& b) {
  if (a.day == 0 || b.day == 0) return false;
  return std::max(a.day, b.day) - std::min(a.day, b.day) <= kDaysApart;
}

// Ascending, each once.
std::vector<std::uint64_t> RunsOfThree(std::span<const std::uint64_t> words) {
  std::vector<std::uint64_t> runs;
  runs.reserve(words.size());
  for (std::size_t i = 0; i + kRun <= words.size(); ++i)
    runs.push_back(Mix(Mix(words[i], words[i + 1]), words[i + 2]));
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

std::size_t Shared(const std::vector<std::uint64_t>& a,
                   const std::vector<std::uint64_t>& b) {
  std::size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) {
      ++shared;
      ++i;
      ++j;
    } else if (*i < *j) {
      ++i;
    } else {
      ++j;
    }
  }
  return shared;
}

}  // namespace

bool IsSameStatement(std::span<const std::uint64_t> a,
                     const Circumstances& of_a,
                     std::span<const std::uint64_t> b,
                     const Circumstances& of_b) {
  if (a.size() > b.size()) return IsSameStatement(b, of_b, a, of_a);
  if (a.empty()) return false;
  const bool speaker = SameSpeaker(of_a, of_b);
  if (a.size() < kShort) {
    return speaker && SameDays(of_a, of_b) &&
           std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
  const bool fragment = b.size() > 2 * a.size();
  if (a.size() < kFragment && fragment && !speaker) return false;
  if (a.size() < kCommon && !speaker && !SameDays(of_a, of_b)) return false;
  const std::vector<std::uint64_t> runs = RunsOfThree(a);
  const std::size_t shared = Shared(runs, RunsOfThree(b));
  if (a.size() < kCommon) return shared == runs.size();
  const bool phrase = a.size() < kPhrase && !speaker;
  return phrase ? 3 * shared >= 2 * runs.size() : 2 * shared >= runs.size();
}

}  // namespace quoth::query
