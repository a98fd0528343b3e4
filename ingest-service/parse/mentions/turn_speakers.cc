#include "ingest-service/parse/mentions/turn_speakers.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/role_lexicon.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kSpeakersMax = 256;          // Of one transcript.
constexpr std::size_t kSearchBytesMax = 64 << 10;  // For full names.
constexpr std::size_t kNameWordsMax = 6;

using Words = std::vector<std::string_view>;

Words WordsOf(std::string_view s) {
  Words words;
  for (std::size_t at = 0; at < s.size();) {
    while (at < s.size() && IsSpace(s[at])) ++at;
    std::size_t end = at;
    while (end < s.size() && !IsSpace(s[end])) ++end;
    if (end > at) words.push_back(s.substr(at, end - at));
    at = end;
  }
  return words;
}

std::string Joined(const Words& words, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) {
    if (!out.empty()) out += ' ';
    out += words[i];
  }
  return out;
}

bool IsTitleOrRole(const std::string& words, const RoleLexicon& roles) {
  if (roles.FindForm(ToLower(words)).has_value()) return true;
  const std::string bare =
      words.ends_with('.') ? words.substr(0, words.size() - 1) : words;
  return std::any_of(roles.titles().begin(), roles.titles().end(),
                     [&](const auto& title) {
                       return EqualsIgnoreCase(title.form, words) ||
                              EqualsIgnoreCase(title.form, bare);
                     });
}

// Words that are left when titles and roles in front are taken away; at least
// the last one stays.
Words WithoutRoles(const Words& words, const RoleLexicon& roles) {
  std::size_t from = 0;
  bool again = true;
  while (again && from + 1 < words.size()) {
    again = false;
    for (std::size_t to = std::min(words.size() - 1, from + 5); to > from;
         --to) {
      if (!IsTitleOrRole(Joined(words, from, to), roles)) continue;
      from = to;
      again = true;
      break;
    }
  }
  return Words(words.begin() + static_cast<std::ptrdiff_t>(from), words.end());
}

bool AllCapitalised(const Words& words) {
  return !words.empty() &&
         std::all_of(words.begin(), words.end(), [](std::string_view word) {
           return StartsUpper(word) && !IsDigit(word[0]);
         });
}

// "HARCOURT" -> "Harcourt"; other spellings stay.
std::string Cased(const Words& words) {
  std::string out;
  for (std::string_view word : words) {
    if (!out.empty()) out += ' ';
    const CaseCount cases = CountCases(word);
    if (cases.all_caps == 0) {
      out += word;
      continue;
    }
    bool first = true;
    for (const char c : word) {
      out += first ? c : ToLower(c);
      first = !IsAlpha(c) && !IsHigh(c);
    }
  }
  return out;
}

std::string LastWord(std::string_view name) {
  const std::size_t space = name.rfind(' ');
  return ToLower(space == name.npos ? name : name.substr(space + 1));
}

// "Radu Ionescu" for "Ionescu", when the text has it; else "".
std::string FullNameIn(std::string_view text, std::string_view surname,
                       const RoleLexicon& roles) {
  text = text.substr(0, kSearchBytesMax);
  for (std::size_t at = text.find(surname); at != text.npos;
       at = text.find(surname, at + surname.size())) {
    const std::size_t end = at + surname.size();
    const bool whole =
        (end >= text.size() || (!IsAlnum(text[end]) && !IsHigh(text[end])) ||
         text.substr(end, 3) == "\xE2\x80\x99") &&
        at >= 2 && text[at - 1] == ' ';
    if (!whole) continue;
    std::size_t begin = at - 1;
    while (begin > 0 && !IsSpace(text[begin - 1])) --begin;
    const std::string_view given = text.substr(begin, at - 1 - begin);
    if (given.size() < 2 || !StartsUpper(given) || IsDigit(given[0]) ||
        !(IsAlpha(given.back()) || IsHigh(given.back())) ||
        CountCases(given).all_caps > 0 ||
        IsTitleOrRole(std::string(given), roles))
      continue;
    return std::string(given) + " " + std::string(surname);
  }
  return {};
}

class SpeakerChains {
 public:
  explicit SpeakerChains(Mentions& mentions) : mentions_(mentions) {
    for (std::size_t i = 0; i < mentions.chains.size(); ++i)
      Remember(static_cast<int32_t>(i));
  }

  // The chain of that name, of that surname alone, or kNone.
  int32_t Find(const std::string& name) const {
    const auto exact = by_name_.find(ToLower(name));
    if (exact != by_name_.end()) return exact->second;
    const auto last = by_last_.find(LastWord(name));
    if (last == by_last_.end() || last->second == kNone) return kNone;
    // Two full names with one surname are two people.
    const Chain& chain = mentions_.chains[last->second];
    const bool full = name.find(' ') != name.npos;
    return full && chain.full_name ? kNone : last->second;
  }

  int32_t Add(const std::string& name) {
    Chain chain;
    chain.kind = EntityKind::kPerson;
    chain.name = name;
    chain.full_name = name.find(' ') != name.npos;
    chain.aliases = {name};
    mentions_.chains.push_back(std::move(chain));
    const auto index = static_cast<int32_t>(mentions_.chains.size()) - 1;
    Remember(index);
    return index;
  }

 private:
  void Remember(int32_t index) {
    const Chain& chain = mentions_.chains[index];
    if (chain.name.empty()) return;
    by_name_.emplace(ToLower(chain.name), index);
    for (const std::string& alias : chain.aliases)
      by_name_.emplace(ToLower(alias), index);
    if (chain.kind != EntityKind::kPerson && chain.kind != EntityKind::kUnknown)
      return;
    const auto [it, fresh] = by_last_.emplace(LastWord(chain.name), index);
    if (!fresh) it->second = kNone;
  }

  Mentions& mentions_;
  absl::flat_hash_map<std::string, int32_t> by_name_, by_last_;
};

}  // namespace

std::string PersonOfTurn(const DecodedDocument& document, const Turn& turn,
                         const Lexicons& lexicons) {
  const RoleLexicon& roles = lexicons.roles();
  const Words outer =
      WithoutRoles(WordsOf(std::string_view(turn.name).substr(0, 160)), roles);
  const bool office = outer.empty() || EqualsIgnoreCase(outer.front(), "the") ||
                      outer.size() > kNameWordsMax;
  // Behind a full name the bracket holds a party or a place.
  if (!office && outer.size() >= 2 && AllCapitalised(outer))
    return Cased(outer);
  const Words aside =
      WithoutRoles(WordsOf(turn.aside.of(document.text).substr(0, 160)), roles);
  if (aside.size() >= 2 && aside.size() <= kNameWordsMax &&
      AllCapitalised(aside))
    return Cased(aside);
  if (office || !StartsUpper(outer.front()) || !StartsUpper(outer.back()) ||
      IsTitleOrRole(std::string(outer.back()), roles))
    return {};
  return Cased(outer);
}

void AddTurnSpeakers(const DecodedDocument& document, const Layout& layout,
                     const Lexicons& lexicons, Mentions& mentions) {
  mentions.turn_chains.assign(layout.turns.size(), kNone);
  if (layout.turns.empty()) return;
  SpeakerChains chains(mentions);
  // "THE CHAIR (Ann Stone):" also names the later "THE CHAIR:".
  absl::flat_hash_map<std::string, int32_t> by_label;
  for (std::size_t t = 0; t < layout.turns.size(); ++t) {
    const Turn& turn = layout.turns[t];
    if (turn.role != TurnRole::kSpeaker) continue;
    const std::string label = ToLower(turn.name);
    const auto known = by_label.find(label);
    if (known != by_label.end()) {
      mentions.turn_chains[t] = known->second;
      continue;
    }
    if (by_label.size() >= kSpeakersMax) continue;
    std::string name = PersonOfTurn(document, turn, lexicons);
    if (name.empty()) continue;
    int32_t chain = chains.Find(name);
    if (name.find(' ') == name.npos &&
        (chain == kNone || !mentions.chains[chain].full_name)) {
      const std::string full =
          FullNameIn(document.text, name, lexicons.roles());
      if (!full.empty()) name = full;
      if (!full.empty() && chain != kNone &&
          mentions.chains[chain].kind == EntityKind::kPerson) {
        mentions.chains[chain].name = full;
        mentions.chains[chain].full_name = true;
        mentions.chains[chain].aliases.push_back(full);
      }
    }
    if (chain == kNone) chain = chains.Add(name);
    by_label.emplace(label, chain);
    mentions.turn_chains[t] = chain;
  }
}

}  // namespace quoth::parse
