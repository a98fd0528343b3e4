// How well ListReports' rule finds the same statement: on variants made of real
// statements, and on repeats that a corpus holds by itself.
//
//   quoth-parse --input=jsonl --jsonl train.jsonl | reports_eval [--show=20]
//
// Recall is told for what finds candidates (a shared run of words) and for
// both it and the rule. Repeats are judged by another measure: the longest run
// of words that both have, against the shorter one's length.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "query-service/reports/sameness.h"
#include "query-service/reports/sketch.h"
#include "query-service/reports/words.h"

namespace quoth::query {
namespace {

using Texts = std::vector<std::string>;

struct Said {
  int document = 0;
  std::uint32_t speaker = 0;
  std::string slug;
  std::string text;
  std::vector<std::uint64_t> words;
  std::vector<WordRun> runs;
};

std::vector<Said> ReadStatements() {
  std::vector<Said> all;
  std::map<std::string, std::uint32_t> speakers;
  int document = 0;
  for (std::string line; std::getline(std::cin, line); ++document) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_discarded() || !json.contains("quotes")) continue;
    for (const auto& quote : json["quotes"]) {
      Said said;
      said.document = document;
      said.text = quote.value("content", "");
      if (quote.contains("speaker") && quote["speaker"].is_string())
        said.slug = quote["speaker"].get<std::string>();
      if (!said.slug.empty()) {
        said.speaker =
            speakers.emplace(said.slug, speakers.size() + 1).first->second;
      }
      said.words = WordsOf(said.text);
      said.runs = RunsOf(said.words, said.slug);
      all.push_back(std::move(said));
    }
  }
  return all;
}

Texts SplitWords(const std::string& text) {
  Texts words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ' && c != '\n') {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

std::string Join(const Texts& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end && i < words.size(); ++i)
    text += (text.empty() ? "" : " ") + words[i];
  return text;
}

// What editors do to a quotation, by name.
std::map<std::string, std::string> Variants(const Texts& w,
                                            const std::string& other,
                                            std::mt19937_64& random) {
  const std::size_t n = w.size();
  const std::size_t at = 1 + random() % (n - 1);
  std::map<std::string, std::string> out;
  std::string upper = Join(w, 0, n);
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  out["other marks, case"] = "“" + upper + "”";
  out["cue moved inside"] = Join(w, 0, at) + ",” … “" + Join(w, at, n);
  out["first quarter cut"] = Join(w, (n + 3) / 4, n);
  out["last quarter cut"] = Join(w, 0, n - (n + 3) / 4);
  out["half of it"] =
      random() % 2 == 0 ? Join(w, 0, (n + 1) / 2) : Join(w, n / 2, n);
  const std::size_t gap = std::max<std::size_t>(1, n / 6);
  const std::size_t from = random() % (n - gap + 1);
  out["a sixth left out"] = Join(w, 0, from) + " … " + Join(w, from + gap, n);
  Texts changed = w;
  changed[random() % n] = "[which]";
  out["a word changed"] = Join(changed, 0, n);
  for (std::size_t i = 9 + random() % 3; i < n; i += 10) changed[i] = "another";
  out["every tenth changed"] = Join(changed, 0, n);
  out["inside a longer one"] = other + " " + Join(w, 0, n) + " " + other;
  return out;
}

bool ShareRun(const std::vector<WordRun>& a, const std::vector<WordRun>& b) {
  std::vector<WordRun> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  return !both.empty();
}

void MeasureVariants(const std::vector<Said>& all) {
  struct Tally {
    int made = 0;
    int candidates = 0;
    int found = 0;
  };
  std::map<std::string, std::map<std::string, Tally>> by_length;
  std::mt19937_64 random(7);
  for (const Said& said : all) {
    const Texts words = SplitWords(said.text);
    if (words.size() < 6 || said.words.size() < 6) continue;
    const std::string& other = all[random() % all.size()].text;
    const char* const length = words.size() < 12   ? "6-11 words"
                               : words.size() < 25 ? "12-24 words"
                                                   : "25 and more";
    for (const auto& [name, text] : Variants(words, other, random)) {
      const auto varied = WordsOf(text);
      Tally& tally = by_length[name][length];
      ++tally.made;
      const bool candidate = ShareRun(said.runs, RunsOf(varied, said.slug));
      tally.candidates += candidate ? 1 : 0;
      const Circumstances of{said.speaker, 737'000};
      tally.found +=
          candidate && IsSameStatement(said.words, of, varied, of) ? 1 : 0;
    }
  }
  std::printf("%-22s %-12s %7s %10s %7s\n", "variant", "length", "made",
              "candidate", "found");
  for (const auto& [name, lengths] : by_length) {
    for (const auto& [length, tally] : lengths) {
      std::printf("%-22s %-12s %7d %10.3f %7.3f\n", name.c_str(),
                  length.c_str(), tally.made,
                  1.0 * tally.candidates / tally.made,
                  1.0 * tally.found / tally.made);
    }
  }
}

// Longest run of words that both have.
std::size_t LongestRun(const std::vector<std::uint64_t>& a,
                       const std::vector<std::uint64_t>& b) {
  std::vector<std::size_t> ends(b.size() + 1, 0);
  std::size_t longest = 0;
  for (const std::uint64_t word : a) {
    for (std::size_t j = b.size(); j > 0; --j) {
      ends[j] = b[j - 1] == word ? ends[j - 1] + 1 : 0;
      longest = std::max(longest, ends[j]);
    }
  }
  return longest;
}

// Independent of the rule: a passage that makes out most of the shorter one
// and that nobody says by chance.
bool IsRepeat(const Said& a, const Said& b) {
  const std::size_t n = std::min(a.words.size(), b.words.size());
  const std::size_t run = LongestRun(a.words, b.words);
  return run >= 6 && 10 * run >= 4 * n;
}

void MeasureRepeats(const std::vector<Said>& all, int show) {
  // Pairs of different documents that share three words in a row.
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> lists;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    std::set<std::uint64_t> seen;
    for (std::size_t k = 0; k + 3 <= all[i].words.size(); ++k) {
      const auto& w = all[i].words;
      const std::uint64_t three = Mix(Mix(w[k], w[k + 1]), w[k + 2]);
      if (seen.insert(three).second) lists[three].push_back(i);
    }
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const auto& [three, list] : lists) {
    if (list.size() > 60) continue;  // A phrase of the language.
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        if (all[list[i]].document != all[list[j]].document)
          pairs.emplace(list[i], list[j]);
      }
    }
  }
  int found = 0;
  int right = 0;
  int repeats = 0;
  int by_rule = 0;
  for (const auto& [i, j] : pairs) {
    const Said& a = all[i];
    const Said& b = all[j];
    const bool repeat = IsRepeat(a, b);
    const bool same =
        IsSameStatement(a.words, {a.speaker, 0}, b.words, {b.speaker, 0});
    const bool listed = same && ShareRun(a.runs, b.runs);
    repeats += repeat ? 1 : 0;
    by_rule += same ? 1 : 0;
    found += listed ? 1 : 0;
    right += listed && repeat ? 1 : 0;
    if (listed != repeat && show-- > 0) {
      std::printf("%s [%s]\n  %s\n  [%s]\n  %s\n",
                  listed ? "ONLY LISTED"
                  : same ? "NO SHARED RUN"
                         : "NOT SAME",
                  a.slug.c_str(), a.text.c_str(), b.slug.c_str(),
                  b.text.c_str());
    }
  }
  std::printf(
      "%zu statements, %zu pairs looked at: %d repeats by the longest run; "
      "%d listed, %d of them repeats: precision %.3f, recall %.3f; the rule "
      "without candidates finds %d\n",
      all.size(), pairs.size(), repeats, found, right,
      found == 0 ? 1.0 : 1.0 * right / found,
      repeats == 0 ? 1.0 : 1.0 * right / repeats, by_rule);
}

}  // namespace
}  // namespace quoth::query

int main(int argc, char** argv) {
  const std::string flag = argc > 1 ? argv[1] : "";
  const int show =
      flag.rfind("--show=", 0) == 0 ? std::atoi(flag.c_str() + 7) : 0;
  const auto all = quoth::query::ReadStatements();
  std::size_t runs = 0;
  for (const auto& said : all) runs += said.runs.size();
  std::printf("%zu statements, %.1f runs each\n", all.size(),
              static_cast<double>(runs) /
                  static_cast<double>(std::max<std::size_t>(1, all.size())));
  quoth::query::MeasureVariants(all);
  quoth::query::MeasureRepeats(all, show);
}
