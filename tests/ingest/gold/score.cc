#include "score.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_format.h"

namespace quoth::gold {
namespace {

using nlohmann::json;
using Tokens = std::set<int>;

// Case, accents and outer space removed.
std::string Fold(const std::string& s) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString text =
      nfkd->normalize(icu::UnicodeString::fromUTF8(s), status);
  icu::UnicodeString bare;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    if (u_charType(text.char32At(i)) != U_NON_SPACING_MARK)
      bare.append(text.char32At(i));
  }
  std::string out;
  bare.foldCase().trim().toUTF8String(out);
  return out;
}

std::string Text(const json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

bool IsWord(UChar32 c) {
  return c == '_' || u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK;
}

struct Extent {
  int begin, end;  // Code points, end excluded.
};

// \w+ with inner ' ’ - and full stops.
std::vector<Extent> WordsOf(const std::string& utf8) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  std::vector<UChar32> c;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    c.push_back(text.char32At(i));
  const int size = static_cast<int>(c.size());
  const auto joins = [](UChar32 x) {
    return x == '\'' || x == 0x2019 || x == '-' || x == '.';
  };
  std::vector<Extent> words;
  for (int i = 0; i < size;) {
    if (!IsWord(c[i])) {
      ++i;
      continue;
    }
    const int begin = i;
    while (i < size &&
           (IsWord(c[i]) || (joins(c[i]) && i + 1 < size && IsWord(c[i + 1]))))
      ++i;
    words.push_back({begin, i});
  }
  return words;
}

Tokens TokensIn(const json& quote, const std::vector<Extent>& words) {
  Tokens tokens;
  for (const json& span : quote.at("spans")) {
    const int begin = span.at(0), end = span.at(1);
    auto it = std::partition_point(
        words.begin(), words.end(),
        [begin](const Extent& w) { return w.end <= begin; });
    for (; it != words.end() && it->begin < end; ++it)
      tokens.insert(static_cast<int>(it - words.begin()));
  }
  return tokens;
}

int Shared(const Tokens& a, const Tokens& b) {
  return static_cast<int>(std::count_if(
      a.begin(), a.end(), [&b](int token) { return b.count(token) > 0; }));
}

std::set<std::string> Words(const std::string& s) {
  const std::string folded = Fold(s);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(folded);
  std::set<std::string> words;
  for (const Extent& w : WordsOf(folded)) {
    std::string word;
    const int begin = text.moveIndex32(0, w.begin);
    text.tempSubStringBetween(begin, text.moveIndex32(begin, w.end - w.begin))
        .toUTF8String(word);
    words.insert(word);
  }
  for (const char* empty : {"the", "a", "an", "of"}) words.erase(empty);
  return words;
}

// Sources without a name of their own ("officials") are judged by mention.
bool SpeakerRight(const json& gold, const json& found) {
  const std::string name = Text(gold, "speaker_canonical");
  const std::string said_by = Text(found, "speaker_canonical");
  const bool proper =
      !name.empty() &&
      !u_islower(icu::UnicodeString::fromUTF8(name).char32At(0));
  if (proper) return Fold(said_by) == Fold(name);
  const std::string mention = Text(gold, "speaker_text");
  if (mention.empty() && said_by.empty()) return true;
  const std::set<std::string> want = Words(mention + " " + name);
  const std::set<std::string> have =
      Words(Text(found, "speaker_text") + " " + said_by);
  return std::any_of(want.begin(), want.end(),
                     [&have](const std::string& w) { return have.count(w); });
}

struct Pick {
  int index = -1;
  bool content = false;
  bool right = false;
};

struct Found {
  const json* quote;
  Tokens tokens;
  bool used = false;
};

Pick Best(const json& gold, const Tokens& tokens,
          const std::vector<Found>& found) {
  Pick pick;
  double best = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].used) continue;
    const int shared = Shared(tokens, found[i].tokens);
    if (shared == 0) continue;
    const bool right = SpeakerRight(gold, *found[i].quote);
    const double jaccard = static_cast<double>(shared) /
                           (tokens.size() + found[i].tokens.size() - shared);
    // The speaker decides between equals.
    if (jaccard + (right ? 0.001 : 0) <= best) continue;
    best = jaccard + (right ? 0.001 : 0);
    pick = {static_cast<int>(i), jaccard >= 0.8, jaccard >= 0.8 && right};
  }
  return pick;
}

void Add(const Pick& pick, Count& count) {
  ++count.need;
  count.content += pick.content;
  count.found += pick.right;
}

void AddFields(const json& gold, const json& found, Score& score) {
  for (const char* field : {"title", "outlet", "published_on", "said_on"}) {
    const std::string want = Text(gold, field), have = Text(found, field);
    Count& count = score.fields[field];
    if (want.empty()) continue;  // Not judged.
    if (want == "none") {
      count.content += !have.empty();
      continue;
    }
    ++count.need;
    count.found += Fold(want) == Fold(have);
  }
  if (gold.at("authors").empty()) return;
  ++score.fields["authors"].need;
  score.fields["authors"].found +=
      Fold(gold.at("authors").dump()) == Fold(found.at("authors").dump());
}

}  // namespace

void AddDocument(const json& gold, const json& found, Score& score) {
  ++score.documents;
  AddFields(gold, found, score);
  const std::vector<Extent> words = WordsOf(gold.at("text"));
  std::vector<Found> quotes;
  for (const json& quote : found.at("quotes"))
    quotes.push_back({&quote, TokensIn(quote, words)});
  Tokens optional;
  for (const json& want : gold.at("quotes")) {
    const Tokens tokens = TokensIn(want, words);
    const bool is_optional = want.value("optional", false);
    if (is_optional) optional.insert(tokens.begin(), tokens.end());
    const Pick pick = Best(want, tokens, quotes);
    if (pick.right) quotes[pick.index].used = true;
    if (is_optional) continue;
    Add(pick, score.all);
    for (const json& phenomenon : want.at("phenomena"))
      Add(pick, score.phenomena[phenomenon]);
    if (!pick.content) continue;
    const json& quote = *quotes[pick.index].quote;
    score.kind += Fold(Text(quote, "kind")) == Text(want, "kind");
  }
  for (const Found& quote : quotes) {
    const bool excused = !quote.used && !quote.tokens.empty() &&
                         Shared(quote.tokens, optional) * 2 >=
                             static_cast<int>(quote.tokens.size());
    if (excused) continue;
    ++score.said;
    score.good += quote.used;
  }
}

std::string Table(const Score& score) {
  std::string out = absl::StrFormat(
      "%d documents, %d statements\n%-28s %5s %8s %6s\n", score.documents,
      score.all.need, "phenomenon", "n", "content", "found");
  for (const auto& [name, c] : score.phenomena) {
    out += absl::StrFormat("%-28s %5d %8.2f %6.2f\n", name, c.need,
                           Score::Ratio(c.content, c.need),
                           Score::Ratio(c.found, c.need));
  }
  out += absl::StrFormat(
      "recall %.3f  precision %.3f  content %.3f  speaker %.3f  kind %.3f\n",
      score.recall(), score.precision(),
      Score::Ratio(score.all.content, score.all.need), score.speaker_accuracy(),
      score.kind_accuracy());
  for (const auto& [name, c] : score.fields) {
    out += absl::StrFormat("%s %d/%d, %d invented\n", name, c.found, c.need,
                           c.content);
  }
  return out;
}

}  // namespace quoth::gold
