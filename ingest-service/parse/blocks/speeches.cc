#include "ingest-service/parse/blocks/speeches.h"

#include <algorithm>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

// What is looked at of a paragraph.
constexpr std::size_t kLookBytesMax = 800;

constexpr std::string_view kForms[] = {
    "remarks",  "statement", "speech",   "address",   "keynote",
    "message",  "discurso",  "palabras", "discours",  "allocution",
    "rede",     "ansprache", "речь",     "обращение", "выступление",
    "послание", "intervento"};

// "Remarks", "Opening remarks", "Keynote address": a form among the first
// three words, and " by " or " of " behind it.
bool OpensWithForm(std::string_view title) {
  std::size_t at = 0;
  for (int word = 0; word < 3 && at < title.size(); ++word) {
    const std::size_t end = std::min(title.find(' ', at), title.size());
    for (const std::string_view form : kForms) {
      if (!EqualsIgnoreCase(title.substr(at, end - at), form)) continue;
      const std::string_view next = title.substr(end, 4);
      for (const std::string_view owner :
           {" by ", " of ", " de ", " du ", " del", " von", " des", " der",
            " di "}) {
        if (StartsWithIgnoreCase(next, owner)) return true;
      }
      // Russian has no preposition here.
      if (IsHigh(form[0]) && !next.empty()) return true;
    }
    at = end + 1;
  }
  return false;
}

// "Prime Minister Aye's remarks", curly or straight.
bool HasOwnersForm(std::string_view title) {
  for (const std::string_view clitic : {"'s ", "\xE2\x80\x99s "}) {
    for (std::size_t at = title.find(clitic); at != title.npos;
         at = title.find(clitic, at + 1)) {
      std::string_view rest = title.substr(at + clitic.size());
      for (const std::string_view before :
           {"opening ", "closing ", "inaugural ", "keynote ", "press "}) {
        if (StartsWithIgnoreCase(rest, before))
          rest.remove_prefix(before.size());
      }
      for (const std::string_view form : kForms) {
        if (StartsWithIgnoreCase(rest, form)) return true;
      }
    }
  }
  return false;
}

// The same in other languages.
bool OneselfElsewhere(std::string_view lower) {
  for (const std::string_view word :
       {"ich", "wir", "unser", "unsere", "je", "nous", "notre", "nos", "yo",
        "nosotros", "nuestro", "nuestra", "mi", "мы", "наш", "наша", "я", "noi",
        "nostro"}) {
    if (lower == word) return true;
  }
  return false;
}

// A word for oneself outside quotation marks.
bool SpeaksOfOneself(std::string_view s) {
  s = s.substr(0, kLookBytesMax);
  bool quoted = false;
  for (std::size_t at = 0; at < s.size();) {
    if (s[at] == '"') quoted = !quoted;
    if (s.substr(at).starts_with("\xE2\x80\x9C")) quoted = true;
    if (s.substr(at).starts_with("\xE2\x80\x9D")) quoted = false;
    const auto is_letter = [](char c) {
      return IsAlpha(c) || (IsHigh(c) && c != '\xE2' && c != '\xC2');
    };
    if (!is_letter(s[at])) {
      // Marks of two and three bytes are no letters all through.
      at += s[at] == '\xE2' ? 3 : s[at] == '\xC2' ? 2 : 1;
      continue;
    }
    std::size_t end = at;
    while (end < s.size() && is_letter(s[end])) ++end;
    const std::string_view word = s.substr(at, end - at);
    if (!quoted &&
        (word == "I" || word == "my" || word == "My" || word == "we" ||
         word == "We" || word == "our" || word == "Our" || word == "us" ||
         OneselfElsewhere(ToLower(word)))) {
      return true;
    }
    at = end;
  }
  return false;
}

bool IsBody(const Unit& unit) {
  return !unit.decided && (unit.leaf == MarkupKind::kParagraph ||
                           unit.leaf == MarkupKind::kListItem);
}

}  // namespace

bool NamesSpeech(std::string_view title) {
  title = StripMarks(title.substr(0, kLookBytesMax));
  return OpensWithForm(title) || HasOwnersForm(title);
}

std::optional<UnitTurn> FindSpeech(std::string_view text,
                                   const std::vector<Unit>& units) {
  const auto title =
      std::find_if(units.begin(), units.end(), [](const Unit& unit) {
        return unit.decided && unit.kind == BlockKind::kTitle;
      });
  if (title == units.end() || !NamesSpeech(title->range.of(text))) {
    return std::nullopt;
  }
  UnitTurn turn;
  int paragraphs = 0, first_person = 0;
  for (std::size_t i = static_cast<std::size_t>(title - units.begin());
       i < units.size(); ++i) {
    if (!IsBody(units[i])) continue;
    if (paragraphs++ == 0) turn.first = i;
    turn.end = i + 1;
    first_person += SpeaksOfOneself(units[i].range.of(text)) ? 1 : 0;
  }
  if (first_person < 2 || first_person * 5 < paragraphs * 2) {
    return std::nullopt;
  }
  turn.label.role = TurnRole::kAnswer;
  turn.label.content = units[turn.first].range.begin;
  return turn;
}

}  // namespace quoth::parse
