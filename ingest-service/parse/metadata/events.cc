#include "ingest-service/parse/metadata/events.h"

#include <algorithm>
#include <array>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

struct EventNoun {
  std::string_view noun;  // Lower case.
  EventKind kind;
  bool title_only;  // Too common in prose.
};

constexpr auto kNouns = std::to_array<EventNoun>({
    {"press conference", EventKind::kPressConference, false},
    {"news conference", EventKind::kPressConference, false},
    {"media availability", EventKind::kPressConference, false},
    {"pressekonferenz", EventKind::kPressConference, false},
    {"conférence de presse", EventKind::kPressConference, false},
    {"press briefing", EventKind::kBriefing, false},
    {"media briefing", EventKind::kBriefing, false},
    {"daily briefing", EventKind::kBriefing, false},
    {"briefing", EventKind::kBriefing, true},
    {"interview", EventKind::kInterview, false},
    {"conversation with", EventKind::kInterview, true},
    {"интервью", EventKind::kInterview, false},
    {"Интервью", EventKind::kInterview, false},
    {"q&a", EventKind::kInterview, true},
    {"speech", EventKind::kSpeech, true},
    {"remarks", EventKind::kSpeech, true},
    {"address", EventKind::kSpeech, true},
    {"keynote", EventKind::kSpeech, true},
    {"statement by", EventKind::kSpeech, true},
    {"joint statement", EventKind::kSpeech, true},
    {"statement of", EventKind::kSpeech, true},
    {"inaugural address", EventKind::kSpeech, false},
    {"state of the union", EventKind::kSpeech, true},
    {"rueda de prensa", EventKind::kPressConference, false},
    {"conferencia de prensa", EventKind::kPressConference, false},
    {"пресс-конференции", EventKind::kPressConference, false},
    {"пресс-конференцию", EventKind::kPressConference, false},
    {"пресс-конференция", EventKind::kPressConference, false},
    {"entrevista", EventKind::kInterview, true},
    {"entretien", EventKind::kInterview, true},
    {"discurso", EventKind::kSpeech, true},
    {"palabras de", EventKind::kSpeech, true},
    {"palabras del", EventKind::kSpeech, true},
    {"discours", EventKind::kSpeech, true},
    {"allocution", EventKind::kSpeech, true},
    {"rede von", EventKind::kSpeech, true},
    {"rede des", EventKind::kSpeech, true},
    {"rede der", EventKind::kSpeech, true},
    {"ansprache", EventKind::kSpeech, true},
    {"выступление", EventKind::kSpeech, true},
});

// Words for what a host is; skipped on the way to its name.
constexpr auto kHostNouns = std::to_array<std::string_view>(
    {"agency",        "newspaper", "channel",   "magazine", "broadcaster",
     "network",       "portal",    "outlet",    "news",     "television",
     "radio",         "website",   "programme", "program",  "station",
     "daily",         "weekly",    "tv",        "wire",     "service",
     "site",          "state",     "public",    "russian",  "german",
     "french",        "british",   "american",  "media",    "information",
     "international", "local",     "national"});

bool IsHostNoun(std::string_view word) {
  const std::string lower = ToLower(word);
  return std::find(kHostNouns.begin(), kHostNouns.end(), lower) !=
         kHostNouns.end();
}

std::string_view NextWord(std::string_view s, std::size_t& at) {
  while (at < s.size() && IsSpace(s[at])) ++at;
  const std::size_t begin = at;
  while (at < s.size() && !IsSpace(s[at])) ++at;
  return s.substr(begin, at - begin);
}

// A name in quotation marks at the start of `s`.
std::string_view QuotedName(std::string_view s) {
  static constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"\xE2\x80\x9C", "\xE2\x80\x9D"},
      {"\"", "\""},
      {"\xC2\xAB", "\xC2\xBB"},
      {"\xE2\x80\x9E", "\xE2\x80\x9C"}};
  for (const auto& [open, close] : kPairs) {
    if (!s.starts_with(open)) continue;
    const std::size_t end = s.substr(0, 80).find(close, open.size());
    if (end != s.npos) return s.substr(open.size(), end - open.size());
  }
  return {};
}

// Name after "with", "to", "for": capitalised words, "of" and "the" inside.
std::string HostName(std::string_view s) {
  std::size_t at = 0;
  std::string host;
  bool skipped_noun = false;
  for (int words = 0; words < 12 && at < s.size(); ++words) {
    while (at < s.size() && IsSpace(s[at])) ++at;
    if (host.empty()) {
      if (const std::string_view quoted = QuotedName(s.substr(at));
          !quoted.empty()) {
        return std::string(Strip(quoted));
      }
    }
    const std::size_t begin = at;
    std::string_view word = NextWord(s, at);
    if (word.empty()) break;
    std::string_view bare = word;
    bool ends = false;
    while (!bare.empty() &&
           (bare.back() == ',' || bare.back() == ':' || bare.back() == ';' ||
            bare.back() == '.' || bare.back() == ')' || bare.back() == '"')) {
      const bool initial = bare.back() == '.' && bare.size() == 2;  // "J."
      if (initial) break;
      ends = true;
      bare.remove_suffix(1);
    }
    bool possessive = false;
    for (std::string_view mark : {"'s", "\xE2\x80\x99s"}) {
      if (bare.ends_with(mark)) {
        bare.remove_suffix(mark.size());
        possessive = true;
      }
    }
    if (bare.ends_with('\'')) bare.remove_suffix(1);
    if (bare.empty()) break;
    if (host.empty()) {
      if (EqualsIgnoreCase(bare, "the") || bare == "a" || bare == "an")
        continue;
      if (StartsLower(bare)) {
        if (!IsHostNoun(bare)) break;
        // "the agency. Name": a slip of the pen; the name still follows.
        skipped_noun = true;
        continue;
      }
      if (IsHostNoun(bare) &&
          !StartsUpper(s.substr(std::min(at + 1, s.size()), 8)))
        continue;
    } else if (!StartsUpper(bare) && bare != "of" && bare != "&" &&
               bare != "for" && bare != "and" && bare != "the" &&
               bare != "en" && bare != "de") {
      break;
    } else if (bare == "and" || bare == "for") {
      break;  // Two hosts: the first is enough.
    }
    // A number or a month ends a name: "Name News Agency, December 30".
    if (IsDigit(bare[0])) break;
    if (!host.empty()) host.push_back(' ');
    host.append(s.substr(begin, bare.size()));
    if (ends || possessive) break;
  }
  (void)skipped_noun;
  for (std::string_view tail : {" of", " the", " de", " en", " &"}) {
    if (std::string_view(host).ends_with(tail))
      host.resize(host.size() - tail.size());
  }
  return host;
}

// The words right before the noun tell whether the host or the guest follows
// "with".
bool HostFollows(std::string_view before) {
  const std::string tail = ToLower(Strip(
      before.substr(before.size() - std::min<std::size_t>(before.size(), 48))));
  const std::string_view t = tail;
  if (t.ends_with("'s") || t.ends_with("\xE2\x80\x99s") || t.ends_with("s'"))
    return true;
  for (std::string_view lead :
       {"in an",    "in his",       "in her",   "in a",     "during an",
        "during a", "gave an",      "gave a",   "gives an", "granted an",
        "given an", "an exclusive", "a recent", "an",       "a",
        "recent",   "exclusive",    "his",      "her",      "television",
        "tv",       "radio",        "telephone"}) {
    if (t.ends_with(lead)) return true;
  }
  return false;
}

bool IsWordBoundary(std::string_view s, std::size_t at) {
  return at >= s.size() || (!IsAlpha(s[at]) && !IsHigh(s[at]));
}

}  // namespace

Event FindEvent(std::string_view text, Range within, bool is_title) {
  constexpr uint32_t kBytesMax = 2000;
  if (within.size() > kBytesMax) within.end = within.begin + kBytesMax;
  const std::string_view s = within.of(text);
  Event event;
  for (const EventNoun& noun : kNouns) {
    if (noun.title_only && !is_title) continue;
    for (std::size_t at = FindIgnoreCase(s, noun.noun); at != s.npos;
         at = FindIgnoreCase(s, noun.noun, at + 1)) {
      std::size_t end = at + noun.noun.size();
      if (end < s.size() && s[end] == 's') {
        // "In interviews, voters ..." is no occasion.
        if (noun.kind == EventKind::kInterview) continue;
        ++end;
      }
      if ((at > 0 && !IsWordBoundary(s, at - 1)) || !IsWordBoundary(s, end))
        continue;
      event.kind = noun.kind;
      std::size_t begin = at;
      // "annual press conference": the adjective belongs to it.
      for (std::string_view word :
           {"annual ", "joint ", "year-end ", "weekly ", "daily "}) {
        if (begin >= word.size() &&
            EqualsIgnoreCase(s.substr(begin - word.size(), word.size()),
                             word)) {
          begin -= word.size();
        }
      }
      event.evidence = {within.begin + static_cast<uint32_t>(begin),
                        within.begin + static_cast<uint32_t>(end)};
      std::string_view rest = s.substr(end);
      // "interview to the media": the preposition must follow at once.
      const std::string_view after = StripLeft(rest);
      for (std::string_view preposition :
           {"with ", "to ", "for ", "at ", "on ", "by ", "before ", "mit ",
            "avec ", "агентству ", "газете ", "телеканалу ", "журналу ",
            "радиостанции "}) {
        if (!StartsWithIgnoreCase(after, preposition)) continue;
        const bool with = preposition == "with " || preposition == "mit " ||
                          preposition == "avec ";
        if (noun.kind == EventKind::kInterview &&
            (preposition == "by " || preposition == "at "))
          break;
        if (noun.kind == EventKind::kPressConference && preposition != "at ")
          break;
        if (noun.kind == EventKind::kSpeech &&
            (preposition == "by " || preposition == "on " || with))
          break;
        if (with && !HostFollows(s.substr(0, begin))) break;
        event.host = HostName(after.substr(preposition.size(), 160));
        break;
      }
      if (!event.host.empty() || is_title) return event;
      // A later mention in the same words may name the host.
    }
    if (event.kind != EventKind::kUnknown) return event;
  }
  return event;
}

}  // namespace quoth::parse
