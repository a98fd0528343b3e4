#include "ingest-service/parse/blocks/labels.h"

#include <algorithm>
#include <array>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

// A longer "label" is prose with a colon. Offices can be long: "The Minister
// for Foreign Affairs and Trade (A. Name)".
constexpr std::size_t kLabelBytesMax = 110;
constexpr int kLabelWordsMax = 12;
constexpr int kNameWordsMax = 6;  // Without commas, brackets or "of".

template <std::size_t N>
bool OneOf(std::string_view word,
           const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr auto kQuestionWords =
    std::to_array<std::string_view>({"q",
                                     "question",
                                     "questions",
                                     "interviewer",
                                     "journalist",
                                     "reporter",
                                     "correspondent",
                                     "media",
                                     "press",
                                     "host",
                                     "moderator",
                                     "the moderator",
                                     "anchor",
                                     "presenter",
                                     "questioner",
                                     "frage",
                                     "preguntas",
                                     "pregunta",
                                     "pergunta",
                                     "domanda",
                                     "вопрос",
                                     "корреспондент",
                                     "ведущий",
                                     "journaliste",
                                     "audience member",
                                     "Вопрос",
                                     "ВОПРОС",
                                     "Корреспондент",
                                     "Ведущий",
                                     "participant",
                                     "unidentified reporter"});
constexpr auto kAnswerWords = std::to_array<std::string_view>(
    {"a", "answer", "antwort", "réponse", "reponse", "respuesta", "resposta",
     "risposta", "ответ", "Ответ", "ОТВЕТ"});

// Lower-case words inside names and offices.
constexpr auto kConnectors = std::to_array<std::string_view>(
    {"of",  "the", "for", "and", "de",  "del", "della", "der", "den", "des",
     "di",  "da",  "do",  "dos", "du",  "la",  "le",    "van", "von", "zu",
     "bin", "ibn", "al",  "el",  "y",   "e",   "et",    "und", "für", "on",
     "to",  "in",  "at",  "von", "und", "&",   "für",   "ter", "te",  "ben"});

// Words that open prose or metadata lines, not turns.
constexpr auto kNotNames = std::to_array<std::string_view>(
    {"the latest",    "update",       "updated",     "note",
     "editor's note", "editors note", "correction",  "photo",
     "image",         "source",       "sources",     "credit",
     "caption",       "video",        "watch",       "read",
     "read more",     "related",      "see also",    "more",
     "online",        "tags",         "topics",      "topic",
     "theme",         "region",       "category",    "categories",
     "filed under",   "published",    "posted",      "date",
     "time",          "place",        "location",    "venue",
     "contact",       "contacts",     "email",       "e-mail",
     "phone",         "tel",          "fax",         "website",
     "web",           "url",          "twitter",     "facebook",
     "copyright",     "disclaimer",   "warning",     "example",
     "summary",       "background",   "conclusion",  "introduction",
     "abstract",      "keywords",     "references",  "share",
     "follow",        "previously",   "exclusive",   "breaking",
     "analysis",      "opinion",      "editorial",   "review",
     "name",          "age",          "total",       "by",
     "author",        "authors",      "event",       "subject",
     "step",          "chapter",      "figure",      "claim",
     "the claim",     "facts",        "the facts",   "rating",
     "our rating",    "verdict",      "our verdict", "ruling",
     "our ruling",    "fact check",   "context",     "interview",
     "text",          "agenda",       "duration",    "price",
     "subtitle",      "headline",     "transcript",  "full transcript",
     "hearing",       "panel",        "podcast",     "live",
     "press release", "results",      "debate",      "speech",
     "statement",     "quote",        "fact",        "tip",
     "media advisory"});

bool IsMaybeNameWord(std::string_view word, bool& capital) {
  // Strip brackets, commas and marks around it.
  while (!word.empty() && (IsPunct(word.front()) && word.front() != '&'))
    word.remove_prefix(1);
  while (!word.empty() &&
         (word.back() == ',' || word.back() == ')' || word.back() == ']' ||
          word.back() == '.' || word.back() == '"' || word.back() == '\'')) {
    word.remove_suffix(1);
  }
  capital = false;
  if (word.empty()) return true;
  std::size_t length = 0;
  const char32_t first = CodePointAt(word, 0, length);
  if (first == 0x2013 || first == 0x2014 || first == '-') return true;
  if (IsUpperLetter(first) || (IsLetter(first) && !IsLowerLetter(first))) {
    capital = true;
    return true;
  }
  if (IsDigit(word[0])) return word.size() <= 3;
  return OneOf(word, kConnectors);
}

// A verb in the label makes it prose: "Stated Stone", "Mr Aye said".
bool HasReportingVerb(std::string_view name) {
  static constexpr auto kVerbs = std::to_array<std::string_view>(
      {"said",      "says",      "say",       "added",    "adds",
       "told",      "tells",     "wrote",     "writes",   "continued",
       "continues", "stated",    "states",    "asked",    "asks",
       "replied",   "replies",   "tweeted",   "tweets",   "concluded",
       "concludes", "explained", "explains",  "noted",    "notes",
       "argued",    "argues",    "responded", "responds", "declared",
       "follows",   "read",      "reads",     "is"});
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find(' ', at), name.size());
    const std::string_view word = name.substr(at, end - at);
    // A capital inside makes it part of a name: "Meridian Notes".
    if ((at == 0 || !StartsUpper(word)) && OneOf(ToLower(word), kVerbs))
      return true;
    at = end + 1;
  }
  return false;
}

struct NameShape {
  bool ok = false;
  bool all_caps = false;
};

NameShape ShapeOf(std::string_view name) {
  NameShape shape;
  int words = 0, capitals = 0, plain = 0;
  std::size_t at = 0;
  while (at < name.size()) {
    if (IsSpace(name[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < name.size() && !IsSpace(name[end])) ++end;
    bool capital = false;
    if (!IsMaybeNameWord(name.substr(at, end - at), capital)) return shape;
    ++words;
    ++(capital ? capitals : plain);
    at = end;
  }
  const bool office = name.find(',') != name.npos || plain > 0;
  if (words == 0 || capitals == 0 ||
      words > (office ? kLabelWordsMax : kNameWordsMax)) {
    return shape;
  }
  const CaseCount cases = CountCases(name);
  shape.all_caps = cases.all_caps > 0 && cases.all_caps * 2 > cases.words;
  shape.ok = true;
  return shape;
}

// "[00:12:34]", "(12:34)", "00:12:34 " in front of a label, ">> " of captions.
std::size_t LeadBytes(std::string_view s) {
  std::size_t at = 0;
  while (at < s.size()) {
    if (s[at] == ' ' || s[at] == '>' || s[at] == '"' || s[at] == '\'') {
      ++at;
      continue;
    }
    if (s.substr(at, 3) == "\xE2\x80\x9C") {
      at += 3;
      continue;
    }
    // "— Name:", "- Name:"
    if (at == 0 && s.starts_with("- ")) {
      at += 2;
      continue;
    }
    if (at == 0 &&
        (s.starts_with("\xE2\x80\x94") || s.starts_with("\xE2\x80\x93"))) {
      at += 3;
      continue;
    }
    const char open = s[at];
    const bool bracket = open == '[' || open == '(';
    std::size_t end = at + (bracket ? 1 : 0);
    int digits = 0, colons = 0;
    while (end < s.size() &&
           (IsDigit(s[end]) || s[end] == ':' || s[end] == '.')) {
      digits += IsDigit(s[end]) ? 1 : 0;
      colons += s[end] == ':' ? 1 : 0;
      ++end;
    }
    if (colons == 0 || digits < 3) return at;
    if (bracket) {
      if (end >= s.size() || (s[end] != ']' && s[end] != ')')) return at;
      ++end;
    }
    at = end;
  }
  return at;
}

// "Q." and "Q:" and "Q - ", "A.": the short forms.
std::optional<Label> ShortForm(std::string_view text, Range range,
                               std::size_t lead) {
  const std::string_view s = range.of(text).substr(lead, 8);
  if (s.size() < 2 || (s[0] != 'Q' && s[0] != 'A')) return std::nullopt;
  std::size_t at = 1;
  while (at < s.size() && IsDigit(s[at])) ++at;  // "Q1."
  if (at >= s.size()) return std::nullopt;
  std::size_t mark = 0;
  if (s[at] == '.' || s[at] == ':' || s[at] == ')') mark = 1;
  if (s[at] == ' ' || s[at] == '-' || s[at] == '\xE2') {
    std::size_t length = 0;
    std::size_t dash = s[at] == ' ' ? at + 1 : at;
    const char32_t c = CodePointAt(s, dash, length);
    if (c == '-' || c == 0x2013 || c == 0x2014) mark = dash + length - at;
  }
  if (mark == 0) return std::nullopt;
  const std::size_t after = at + mark;
  // "A. Name:" is a speaker with an initial.
  if (s[at] == '.' && at == 1) {
    const std::string_view rest = range.of(text).substr(
        std::min<std::size_t>(lead + after, range.size()), 40);
    const std::size_t colon = rest.find(':');
    if (colon != rest.npos && CountWords(rest.substr(0, colon), 4) <= 3 &&
        CountCases(rest.substr(0, colon)).long_lower == 0) {
      return std::nullopt;
    }
  }
  if (after < s.size() && !IsSpace(s[after])) return std::nullopt;  // "A.B."
  Label label;
  label.role = s[0] == 'Q' ? TurnRole::kQuestion : TurnRole::kAnswer;
  label.printed = {range.begin + static_cast<uint32_t>(lead),
                   range.begin + static_cast<uint32_t>(lead + at)};
  label.name = label.role == TurnRole::kQuestion ? "Q" : "A";
  label.key = label.role == TurnRole::kQuestion ? "q" : "a";
  label.content = range.begin + static_cast<uint32_t>(std::min<std::size_t>(
                                    lead + after, range.size()));
  label.all_caps = true;
  return label;
}

// Bracketed part of a label: its inside, and the label without it.
void SplitAside(std::string_view text, Label& label) {
  const std::string_view printed = label.printed.of(text);
  const std::size_t open = printed.find_first_of("([");
  if (open == printed.npos) {
    label.name = std::string(Strip(printed));
    return;
  }
  const std::size_t close = printed.find_first_of(")]", open);
  const std::size_t end = close == printed.npos ? printed.size() : close;
  label.aside = {label.printed.begin + static_cast<uint32_t>(open) + 1,
                 label.printed.begin + static_cast<uint32_t>(end)};
  label.name = std::string(Strip(printed.substr(0, open)));
  if (close != printed.npos) {
    // "Name (Place) (Party)": a second bracket says no more of the name.
    const std::string_view after = printed.substr(close + 1);
    label.name.append(StripRight(after.substr(0, after.find_first_of("(["))));
  }
  if (label.name.empty()) label.name = std::string(label.aside.of(text));
}

void Finish(std::string_view text, Range unit, Label& label) {
  SplitAside(text, label);
  while (!label.name.empty() &&
         (label.name.back() == ' ' || label.name.back() == '*' ||
          label.name.back() == '\'' || label.name.back() == '"')) {
    label.name.pop_back();
  }
  label.key = ToLower(label.name);
  if (!label.key.empty() && label.key.back() == '.') label.key.pop_back();
  std::string base = label.key;  // "question 2" asks as well.
  while (!base.empty() && (IsDigit(base.back()) || base.back() == ' '))
    base.pop_back();
  if (IsQuestionWord(base)) label.role = TurnRole::kQuestion;
  if (IsAnswerWord(base)) label.role = TurnRole::kAnswer;
  while (label.content < unit.end &&
         (IsSpace(text[label.content]) || text[label.content] == '*')) {
    ++label.content;
  }
}

}  // namespace

namespace {

// "[Name] words": the whole label in brackets.
std::optional<Label> Bracketed(std::string_view text, Range unit,
                               std::size_t lead) {
  constexpr std::size_t kBytesMax = 48;
  const std::string_view s = unit.of(text).substr(lead);
  if (!s.starts_with("[")) return std::nullopt;
  const std::size_t close = s.substr(0, kBytesMax).find(']');
  if (close == s.npos || close + 2 >= s.size() || s[close + 1] != ' ' ||
      !StartsUpper(StripLeft(s.substr(close + 1))))
    return std::nullopt;
  const std::string_view name = Strip(s.substr(1, close - 1));
  const std::string lower = ToLower(name);
  const NameShape shape = ShapeOf(name);
  if (name.empty() || !shape.ok || OneOf(lower, kNotNames) ||
      HasReportingVerb(name))
    return std::nullopt;
  Label label;
  const auto at = static_cast<uint32_t>(name.data() - text.data());
  label.printed = {at, at + static_cast<uint32_t>(name.size())};
  label.content = unit.begin + static_cast<uint32_t>(lead + close) + 1;
  label.all_caps = shape.all_caps;
  Finish(text, unit, label);
  return label;
}

}  // namespace

bool IsQuestionWord(std::string_view lower) {
  return OneOf(lower, kQuestionWords);
}
bool IsAnswerWord(std::string_view lower) { return OneOf(lower, kAnswerWords); }

std::optional<Label> FindLabel(std::string_view text, const Unit& unit,
                               bool doubtful_too) {
  const std::string_view s = unit.range.of(text).substr(0, kLabelBytesMax + 40);
  const std::size_t lead = LeadBytes(s.substr(0, 40));
  if (auto label = ShortForm(text, unit.range, lead)) return label;
  const std::string_view rest = s.substr(lead);
  if (auto label = Bracketed(text, unit.range, lead)) return label;
  // The colon: ASCII or full width; the first one that no bracket holds.
  std::size_t colon = rest.npos, mark = 1;
  int depth = 0;
  for (std::size_t i = 0; i < rest.size() && i <= kLabelBytesMax; ++i) {
    if (rest[i] == '(' || rest[i] == '[') ++depth;
    if (rest[i] == ')' || rest[i] == ']') --depth;
    if (rest[i] == '\n' && depth == 0) break;
    if (depth > 0) continue;
    if (rest[i] == ':' ||
        (rest[i] == '\xEF' && rest.substr(i, 3) == "\xEF\xBC\x9A")) {
      colon = i;
      mark = rest[i] == ':' ? 1 : 3;
      break;
    }
  }
  Label label;
  label.printed.begin = unit.range.begin + static_cast<uint32_t>(lead);
  if (colon == rest.npos) {
    // No colon: bold words at the start, or a whole line in capitals or bold.
    const bool head =
        !unit.strong_head.empty() && unit.strong_head.size() <= kLabelBytesMax;
    const bool whole =
        unit.range.size() <= 60 && (unit.strong || unit.emphasis ||
                                    unit.marked || CountCases(s).all_caps > 0);
    if (!head && !whole) return std::nullopt;
    label.printed =
        head ? unit.strong_head : Range{label.printed.begin, unit.range.end};
    label.content = label.printed.end;
    label.bare = true;
  } else {
    if (colon == 0) return std::nullopt;
    // "12:30", "http://", "Aye:bee" are no labels, except in tight transcripts
    // where an opening mark follows.
    const char next = colon + mark < rest.size() ? rest[colon + mark] : ' ';
    if (IsDigit(next) || next == '/') return std::nullopt;
    label.printed.end = label.printed.begin + static_cast<uint32_t>(colon);
    label.content = label.printed.end + static_cast<uint32_t>(mark);
  }
  const std::string_view printed = label.printed.of(text);
  // Asides are free text; the name around them is what must look like one.
  std::string name(printed.substr(0, printed.find_first_of("([")));
  if (Strip(name).empty()) name = std::string(printed);
  const std::string lower = ToLower(Strip(name));
  const bool known = IsQuestionWord(lower) || IsAnswerWord(lower);
  const NameShape shape = ShapeOf(name);
  // Behind a time stamp anything short is a name: "[18:04] mudlark77:".
  const bool timed = s.substr(0, lead).find(':') != s.npos &&
                     colon != rest.npos && CountWords(name, 4) <= 3 &&
                     EndingOf(name) == Ending::kSoft;
  if (!known && !timed && (!shape.ok || HasReportingVerb(Strip(name)))) {
    return std::nullopt;
  }
  label.doubtful = OneOf(lower, kNotNames);
  if (label.doubtful && (label.bare || !doubtful_too)) return std::nullopt;
  if (label.bare &&
      (EndingOf(printed) != Ending::kSoft || CountWords(printed) > 5)) {
    return std::nullopt;
  }
  label.all_caps = shape.all_caps;
  Finish(text, unit.range, label);
  if (label.name.empty()) return std::nullopt;
  return label;
}

bool IsStageDirection(std::string_view unit) {
  const std::string_view s = Strip(unit);
  if (s.size() < 3 || s.size() > 120) return false;
  const bool brackets =
      (s.front() == '(' && s.back() == ')') ||
      (s.front() == '[' && s.back() == ']') ||
      (s.starts_with("(") && s.ends_with(").")) ||
      (s.starts_with("\xE2\x99\xAA") && s.ends_with("\xE2\x99\xAA"));
  const bool words = std::any_of(
      s.begin(), s.end(), [](char c) { return IsAlpha(c) || IsHigh(c); });
  return brackets && words && CountWords(s) <= 14 &&
         s.substr(1).find_first_of("([") == s.npos;
}

}  // namespace quoth::parse
