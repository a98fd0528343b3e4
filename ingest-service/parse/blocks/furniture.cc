#include "ingest-service/parse/blocks/furniture.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kShortBytesMax = 200;

struct Phrase {
  std::string_view words;  // Lower case.
  Furniture is;
  // Longest unit in bytes that it marks; the phrase alone must not condemn a
  // paragraph that merely begins with it.
  uint16_t bytes_max;
};

using enum Furniture;

// Units that begin so.
constexpr Phrase kOpenings[] = {
    {"skip to ", kLine, 40},
    {"jump to ", kLine, 40},
    {"zum inhalt", kLine, 40},
    {"zum hauptinhalt", kLine, 60},
    {"aller au contenu", kLine, 40},
    {"saltar al contenido", kLine, 40},
    {"перейти к ", kLine, 60},
    {"toggle ", kLine, 40},
    {"main menu", kLine, 30},
    {"menu", kLine, 12},
    {"search", kLine, 24},
    {"home »", kLine, 200},
    {"home >", kLine, 200},
    {"home /", kLine, 200},
    {"you are here", kLine, 200},
    {"breadcrumb", kLine, 60},
    {"photo caption", kLine, 24},
    {"image caption", kLine, 24},
    {"share", kLine, 60},
    {"share this", kLine, 80},
    {"tweet", kLine, 12},
    {"print", kLine, 24},
    {"email this", kLine, 40},
    {"e-mail", kLine, 10},
    {"email", kLine, 10},
    {"copy link", kLine, 24},
    {"facebook", kLine, 60},
    {"twitter", kLine, 60},
    {"whatsapp", kLine, 60},
    {"telegram", kLine, 24},
    {"linkedin", kLine, 40},
    {"pinterest", kLine, 40},
    {"follow us", kLine, 160},
    {"follow ", kLine, 90},
    {"subscribe", kLine, 160},
    {"sign up ", kLine, 200},
    {"sign in", kLine, 60},
    {"log in", kLine, 60},
    {"register ", kLine, 80},
    {"join our ", kLine, 160},
    {"newsletter", kLine, 60},
    {"advertisement", kLine, 60},
    {"advertising", kLine, 30},
    {"advert", kLine, 16},
    {"anzeige", kLine, 16},
    {"story continues below", kLine, 60},
    {"article continues below", kLine, 60},
    {"scroll to continue", kLine, 60},
    {"want more stories", kLine, 100},
    {"like this story", kLine, 80},
    {"tell us what you think", kLine, 60},
    {"what do you think?", kLine, 60},
    {"get the latest", kLine, 160},
    {"get our ", kLine, 160},
    {"send us ", kLine, 120},
    {"have a tip", kLine, 160},
    {"got a tip", kLine, 160},
    {"download our", kLine, 160},
    {"thank you for reading", kLine, 120},
    {"thanks for reading", kLine, 120},
    {"privacy overview", kLine, 40},
    {"updated at ", kLine, 60},
    {"image credit", kLine, 100},
    {"werbung", kLine, 16},
    {"publicité", kLine, 16},
    {"реклама", kLine, 24},
    {"sponsored", kLine, 40},
    {"read more", kLine, 200},
    {"read also", kLine, 200},
    {"also read", kLine, 200},
    {"read next", kLine, 200},
    {"see also", kEndZone, 10},
    {"see also", kLine, 200},
    {"reporting by ", kLine, 200},
    {"(reporting by ", kLine, 240},
    {"editing by ", kLine, 160},
    {"our standards", kLine, 120},
    {"end", kLine, 5},
    {"ends", kLine, 6},
    {"see more", kLine, 60},
    {"related:", kLine, 200},
    {"more:", kLine, 160},
    {"watch:", kLine, 160},
    {"lesen sie auch", kLine, 200},
    {"mehr zum thema", kLine, 80},
    {"lire aussi", kLine, 200},
    {"lee también", kLine, 200},
    {"читайте также", kLine, 240},
    {"click here", kLine, 160},
    {"click to ", kLine, 100},
    {"tap here", kLine, 100},
    {"continue reading", kLine, 80},
    {"load more", kLine, 40},
    {"show more", kLine, 40},
    {"view all", kLine, 40},
    {"view comments", kLine, 40},
    {"to be continued", kLine, 40},
    {"link to source", kLine, 60},
    {"link to the source", kLine, 60},
    {"source link", kLine, 40},
    {"download pdf", kLine, 60},
    {"print friendly", kLine, 60},
    {"minute read", kLine, 24},
    {"reading time", kLine, 60},
    {"estimated reading", kLine, 80},
    {"listen to this", kLine, 80},
    {"this article was originally published", kLine, 300},
    {"this article originally appeared", kLine, 300},
    {"this article first appeared", kLine, 300},
    {"this article was first published", kLine, 300},
    {"this story was originally published", kLine, 300},
    {"this story originally appeared", kLine, 300},
    {"originally published", kLine, 200},
    {"the original source of this article", kLine, 400},
    {"this post appeared first", kLine, 200},
    {"reprinted with permission", kLine, 200},
    {"republished with permission", kLine, 200},
    {"note to readers", kLine, 400},
    {"articles by:", kLine, 200},
    {"become a member", kLine, 160},
    {"support our ", kLine, 200},
    {"support independent", kLine, 200},
    {"donate ", kLine, 120},
    {"comment on ", kLine, 160},
    {"post a comment", kEndZone, 60},
    {"add a comment", kEndZone, 60},
    {"add comment", kEndZone, 40},
    {"leave a reply", kEndZone, 80},
    {"leave a comment", kEndZone, 80},
    {"leave your comment", kEndZone, 80},
    {"write a comment", kEndZone, 80},
    {"schreibe einen kommentar", kEndZone, 80},
    {"laisser un commentaire", kEndZone, 80},
    {"deja una respuesta", kEndZone, 80},
    {"добавить комментарий", kEndZone, 80},
    {"your email address will not be", kEndZone, 160},
    {"required fields are marked", kEndZone, 100},
    {"comments", kEndZone, 30},
    {"kommentare", kEndZone, 30},
    {"commentaires", kEndZone, 30},
    {"related posts", kEndZone, 40},
    {"related articles", kEndZone, 40},
    {"related stories", kEndZone, 40},
    {"related news", kEndZone, 40},
    {"related content", kEndZone, 40},
    {"related topics", kEndZone, 60},
    {"related", kEndZone, 9},
    {"you may also like", kEndZone, 60},
    {"you might also like", kEndZone, 60},
    {"you may like", kEndZone, 40},
    {"recommended for you", kEndZone, 60},
    {"recommended stories", kEndZone, 60},
    {"more from ", kEndZone, 60},
    {"more stories", kEndZone, 60},
    {"more news", kEndZone, 40},
    {"more on this", kEndZone, 60},
    {"most read", kEndZone, 40},
    {"most popular", kEndZone, 40},
    {"trending", kEndZone, 30},
    {"latest news", kEndZone, 40},
    {"latest posts", kEndZone, 40},
    {"recent posts", kEndZone, 40},
    {"popular posts", kEndZone, 40},
    {"previous article", kEndZone, 200},
    {"previous post", kEndZone, 200},
    {"next article", kEndZone, 200},
    {"next post", kEndZone, 200},
    {"share this:", kLine, 60},
    {"like this:", kEndZone, 40},
    {"about the author", kEndZone, 60},
    {"about author", kEndZone, 40},
    {"über den autor", kEndZone, 60},
    {"disclaimer:", kEndZone, 2000},
    {"for media inquiries", kLine, 200},
    {"for press inquiries", kLine, 200},
    {"media contact", kEndZone, 120},
    {"press contact", kEndZone, 120},
    {"copyright ©", kEndZone, 400},
    {"copyright (c)", kEndZone, 400},
    {"copyright 1", kEndZone, 300},
    {"copyright 2", kEndZone, 300},
    {"©", kEndZone, 300},
    {"(c) ", kEndZone, 200},
    {"all rights reserved", kEndZone, 300},
    {"terms of use", kLine, 60},
    {"terms of service", kLine, 60},
    {"privacy policy", kLine, 60},
    {"last updated", kLine, 60},
    {"last modified", kLine, 60},
    {"receive our ", kLine, 100},
    {"you are receiving this", kLine, 300},
    {"unsubscribe", kLine, 100},
    {"additional reporting by", kLine, 160},
    {"additional materials", kEndZone, 40},
    {"join the conversation", kEndZone, 60},
    {"this interview has been edited", kLine, 200},
    {"this conversation has been edited", kLine, 200},
    {"this transcript has been edited", kLine, 200},
    {"cookie", kLine, 60},
    {"we use cookies", kLine, 400},
    {"this site uses cookies", kLine, 400},
    {"this site uses akismet", kLine, 200},
    {"by continuing to use", kLine, 400},
    {"tags:", kLine, 300},
    {"tagged ", kLine, 200},
    {"filed under", kLine, 200},
    {"categories:", kLine, 200},
    {"topics:", kLine, 200},
    {"keywords:", kLine, 300},
    {"contributing:", kLine, 120},
};

// Units that hold one of these, from the start of a word or at a mark (looked
// for in short units only).
constexpr Phrase kInside[] = {
    {"photo:", kCaption, 420},
    {"(photo by", kCaption, 420},
    {"photo by", kCaption, 420},
    {"photo credit", kCaption, 420},
    {"image credit", kCaption, 420},
    {"/getty", kCaption, 420},
    {"getty images", kCaption, 420},
    {"/afp", kCaption, 420},
    {"afp via", kCaption, 420},
    {"reuters/", kCaption, 420},
    {"/reuters", kCaption, 420},
    {"/ap)", kCaption, 420},
    {"ap photo", kCaption, 420},
    {"foto:", kCaption, 420},
    {"all rights reserved", kEndZone, 300},
    {"share buttons", kLine, 300},
    {"click the share", kLine, 300},
    {"copyright ©", kEndZone, 300},
    {"was originally published", kLine, 160},
    {"first appeared on", kLine, 200},
    {"appeared first on", kLine, 200},
    {"sign up for our", kLine, 200},
    {"subscribe to our", kLine, 200},
    {"subscribe to the", kLine, 160},
    {"follow him on twitter", kLine, 240},
    {"follow her on twitter", kLine, 240},
    {"on twitter: @", kLine, 240},
    {"on twitter @", kLine, 240},
    {"opinions expressed", kLine, 500},
    {"views expressed", kLine, 500},
    {"enable javascript", kLine, 300},
    {"your browser", kLine, 200},
    {"mailto:", kLine, 200},
    {"in your inbox", kLine, 240},
    {"to your inbox", kLine, 240},
    {"share it with a friend", kLine, 120},
    {"sign up for the", kLine, 200},
    {"sign up to ", kLine, 200},
    {"click here for more", kLine, 240},
    {"click here to", kLine, 200},
    {"uses cookies", kLine, 500},
    {"your cookie", kLine, 300},
    {"join the conversation", kLine, 160},
    {"contact the author", kLine, 160},
    {"contact this reporter", kLine, 160},
    {"email the author", kLine, 160},
    {"affiliate commission", kLine, 400},
    {"affiliate link", kLine, 400},
};

constexpr auto kCaptionOpenings = std::to_array<std::string_view>(
    {"photo:",       "photo by", "photos:",      "photograph:",
     "photo credit", "image:",   "image source", "image credit",
     "image by",     "images:",  "picture:",     "pictured:",
     "file photo",   "credit:",  "foto:",        "fotos:",
     "bild:",        "фото:",    "фото ",        "crédit photo"});

constexpr auto kMonths = std::to_array<std::string_view>(
    {"january", "february", "march",     "april",   "may",      "june",
     "july",    "august",   "september", "october", "november", "december",
     "jan",     "feb",      "mar",       "apr",     "jun",      "jul",
     "aug",     "sept",     "sep",       "oct",     "nov",      "dec",
     "januar",  "februar",  "märz",      "mai",     "juni",     "juli",
     "oktober", "dezember", "janvier",   "février", "mars",     "avril",
     "juin",    "décembre"});

bool IsMonth(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ','))
    word.remove_suffix(1);
  return std::any_of(kMonths.begin(), kMonths.end(), [&](std::string_view m) {
    return EqualsIgnoreCase(m, word);
  });
}

template <typename Visit>
void ForEachWord(std::string_view s, Visit visit) {
  std::size_t at = 0;
  while (at < s.size()) {
    while (at < s.size() && IsSpace(s[at])) ++at;
    std::size_t end = at;
    while (end < s.size() && !IsSpace(s[end])) ++end;
    if (end > at && !visit(s.substr(at, end - at))) return;
    at = end;
  }
}

bool IsCaptionUnit(std::string_view l) {
  // Arrows and triangles point at the picture.
  for (std::string_view mark : {"△", "▲", "▼", "▽", "◀", "▶", "↑", "↓", "📷"}) {
    if (l.starts_with(mark)) return true;
  }
  if (l.starts_with("(") || l.starts_with("[")) l.remove_prefix(1);
  for (std::string_view opening : kCaptionOpenings) {
    if (l.starts_with(opening)) return true;
  }
  return false;
}

// "By Name Name", "by NAME and NAME, Outlet"
bool IsBylineUnit(std::string_view s) {
  if (s.size() > 160) return false;
  std::string_view rest;
  for (std::string_view by : {"by ", "von ", "par ", "por ",
                              "text: ", "author: ", "authors: ", "written by ",
                              "reported by ", "by: ", "автор: "}) {
    if (StartsWithIgnoreCase(s, by)) rest = s.substr(by.size());
  }
  if (rest.empty() || s.size() > 160 || EndingOf(rest) == Ending::kColon)
    return false;
  // Names: nearly every word is capitalised.
  const CaseCount cases = CountCases(rest);
  return cases.words >= 1 && cases.words <= 16 &&
         cases.capitalised * 3 >= cases.words * 2 && StartsUpper(rest) &&
         CountSentences(rest.substr(0, rest.size() - 1), 2) == 0;
}

}  // namespace

bool IsSeparator(std::string_view unit) {
  if (unit.size() > 100) return false;
  std::size_t length = 0;
  for (std::size_t at = 0; at < unit.size(); at += length) {
    const char32_t c = CodePointAt(unit, at, length);
    if (IsLetter(c) || (c < 0x80 && IsDigit(static_cast<char>(c))))
      return false;
    if (c >= 0x1F000) return false;  // Emoji say something.
  }
  return true;
}

namespace {

// Without "· 6 min read" at its end.
std::string_view WithoutReadingTime(std::string_view unit) {
  for (std::string_view tail : {" min read", " minute read", " minutes read"}) {
    if (!unit.ends_with(tail)) continue;
    unit.remove_suffix(tail.size());
    while (!unit.empty() && (IsDigit(unit.back()) || unit.back() == '-'))
      unit.remove_suffix(1);
    while (!unit.empty() && !IsAlnum(unit.back())) unit.remove_suffix(1);
  }
  return unit;
}

}  // namespace

bool IsDateLine(std::string_view unit) {
  unit = WithoutReadingTime(unit);
  if (unit.size() > 120 || unit.size() < 6) return false;
  bool month = false, digits = false, year = false;
  int words = 0, prose = 0;
  ForEachWord(unit, [&](std::string_view word) {
    ++words;
    const std::string_view bare =
        StripMarks(word.substr(0, word.find_last_not_of(",.;|") + 1));
    if (IsMonth(bare)) {
      month = true;
    } else if (!bare.empty() && IsDigit(bare[0])) {
      digits = true;
      year |= bare.size() == 4 && (bare[0] == '1' || bare[0] == '2');
      year |= bare.size() >= 8 && (bare[4] == '-' || bare[2] == '.' ||
                                   bare[2] == '/' || bare[4] == '/');
    } else if (bare.size() > 2 && IsLower(bare[0]) && bare != "published" &&
               bare != "updated" && bare != "posted" && bare != "last" &&
               bare != "the" && bare != "and") {
      ++prose;
    }
    return true;
  });
  return digits && (month || year) && (year || words <= 5) && prose == 0 &&
         words <= 14 && EndingOf(unit) != Ending::kTerminal;
}

bool IsFieldLine(std::string_view unit) {
  static constexpr auto kFields = std::to_array<std::string_view>(
      {"region",       "theme",     "topic",           "topics",  "tags",
       "tag",          "category",  "categories",      "section", "source",
       "sources",      "published", "updated",         "posted",  "date",
       "location",     "language",  "in-depth report", "series",  "filed under",
       "last updated", "modified",  "publisher",       "views"});
  if (unit.size() > 200) return false;
  const std::size_t colon = unit.find(':');
  if (colon == unit.npos || colon > 20) return false;
  const std::string key = ToLower(Strip(unit.substr(0, colon)));
  return std::find(kFields.begin(), kFields.end(), key) != kFields.end() &&
         EndingOf(unit) != Ending::kTerminal;
}

namespace {

// "Aug 30, 2022 - The head ...", "Bergen, Norway – June 19, 2024 – Nordvik
// ...": a full date between the start, or a place, and a dash. Bytes to the
// words behind the dash, or 0.
uint32_t DatedOpeningBytes(std::string_view unit) {
  const std::string_view head = unit.substr(0, 100);
  std::size_t from = 0;
  for (int dashes = 0; dashes < 2; ++dashes) {
    std::size_t dash = head.npos, bytes = 0;
    for (std::string_view mark :
         {" - ", " -- ", " \xE2\x80\x93 ", " \xE2\x80\x94 "}) {
      const std::size_t at = head.find(mark, from);
      if (at < dash) {
        dash = at;
        bytes = mark.size();
      }
    }
    if (dash == head.npos) return 0;
    const std::string_view part = head.substr(from, dash - from);
    from = dash + bytes;
    if (IsDateLine(part) && (dashes == 1 || IsDigit(part.back())) &&
        CountWords(part, 5) <= 4) {
      return static_cast<uint32_t>(from);
    }
    // In front of the date only a place: short, capitalised, no sentence.
    const CaseCount cases = CountCases(part);
    if (cases.words > 5 || cases.capitalised != cases.words) return 0;
  }
  return 0;
}

}  // namespace

uint32_t DatelineBytes(std::string_view unit) {
  if (const uint32_t dated = DatedOpeningBytes(unit); dated > 0) return dated;
  // PLACE[, PLACE] [, date] [(AGENCY)] dash. The dash must come soon.
  const std::string_view head = unit.substr(0, 120);
  std::size_t dash = head.npos, dash_bytes = 0;
  for (std::size_t at = 1; at < head.size(); ++at) {
    if (head.substr(at, 3) == "\xE2\x80\x94" ||
        head.substr(at, 3) == "\xE2\x80\x93") {
      dash = at;
      dash_bytes = 3;
      break;
    }
    if (head.substr(at, 2) == "--") {
      dash = at;
      dash_bytes = 2;
      break;
    }
    if (head.substr(at, 3) == " - ") {
      dash = at + 1;
      dash_bytes = 1;
      break;
    }
    if (head[at] == '"' || head[at] == '?' || head[at] == '!' ||
        head[at] == ';')
      return 0;
  }
  if (dash == head.npos) return 0;
  std::string_view lead = StripRight(head.substr(0, dash));
  if (lead.empty() || dash + dash_bytes >= unit.size()) return 0;
  bool agency = false;
  if (lead.back() == ')') {
    const std::size_t open = lead.rfind('(');
    if (open == lead.npos) return 0;
    const std::string_view inside =
        lead.substr(open + 1, lead.size() - open - 2);
    agency = !inside.empty() && StartsUpper(inside) &&
             inside.find_first_of("0123456789") == inside.npos &&
             CountWords(inside) <= 4;
    if (!agency) return 0;
    lead = StripRight(lead.substr(0, open));
    if (lead.empty()) return static_cast<uint32_t>(dash + dash_bytes);
  }
  // Every word a capitalised place, a month or a number; the first in capitals
  // unless an agency vouches for it. A place has few words before its comma.
  constexpr int kPlaceWordsMax = 4;
  bool ok = true, first = true, caps = false, dated = false;
  int words = 0, place_words = 0;
  bool in_place = true;
  ForEachWord(lead, [&](std::string_view word) {
    std::string_view bare = word;
    while (!bare.empty() &&
           (bare.back() == ',' || bare.back() == '.' || bare.back() == '/')) {
      bare.remove_suffix(1);
    }
    ++words;
    place_words += in_place ? 1 : 0;
    if (word.back() == ',') in_place = false;
    if (bare.empty()) return true;
    const CaseCount cases = CountCases(bare);
    if (first) {
      caps = cases.words > 0 && cases.all_caps == cases.words;
      const std::string lower = ToLower(bare);
      ok = lower != "chapter" && lower != "part" && lower != "book" &&
           lower != "volume" && lower != "update";
      first = false;
      if (!ok) return false;
    }
    dated |= IsMonth(bare);
    const bool small = bare == "of" || bare == "de" || bare == "al" ||
                       bare == "and" || bare == "the" || bare == "am" ||
                       bare == "le" || bare == "la" || bare == "en" ||
                       bare == "sur";
    ok = StartsUpper(bare) || IsMonth(bare) || IsDigit(bare[0]) || small;
    return ok;
  });
  if (!ok || words > 9 || words == 0 || (!caps && !agency)) return 0;
  if (place_words > kPlaceWordsMax && !agency && !dated) return 0;
  return static_cast<uint32_t>(dash + dash_bytes);
}

bool IsBiography(std::string_view unit) {
  if (unit.size() > 900 || StartsWithOpenQuote(unit) ||
      unit.starts_with("The "))
    return false;
  // Name, then "is" and an article, or a verb of reporting trades.
  std::size_t names = 0, at = 0;
  std::string_view verb;
  ForEachWord(unit.substr(0, 120), [&](std::string_view word) {
    at = static_cast<std::size_t>(word.data() - unit.data()) + word.size();
    if (StartsUpper(word)) {
      ++names;
      return names <= 6;
    }
    verb = word;
    return word == "and" || word == "de" || word == "von" || word == "van";
  });
  if (names < 2 || names > 6 || verb.empty()) return false;
  std::string rest = ToLower(unit.substr(at, 110));
  const auto has = [&](std::string_view part) {
    return rest.find(part) != rest.npos;
  };
  static constexpr auto kTrades = std::to_array<std::string_view>(
      {"analyst",     "columnist",   "author of",     "author and",
       "writer",      "journalist",  "correspondent", "reporter",
       "contributor", "editor",      "fellow",        "professor",
       "blogger",     "commentator", "researcher",    "board of contributors",
       "lecturer",    "host of",     "novelist",      "producer",
       "freelance",   "director of", "founder of",    "scholar",
       "co-author"});
  if (verb == "is") {
    const bool article =
        rest.starts_with(" a ") || rest.starts_with(" an ") ||
        rest.starts_with(" the ") || rest.starts_with(" editor") ||
        rest.starts_with(" founder") || rest.starts_with(" director");
    return article && std::any_of(kTrades.begin(), kTrades.end(), has);
  }
  rest.resize(std::min<std::size_t>(rest.size(), 60));
  if (unit.size() > 300 || unit.find('"') != unit.npos) return false;
  if (verb == "covers" || verb == "writes") return has(" for ") || has(" on ");
  if (verb == "reported") return rest.starts_with(" from ");
  if (verb == "contributed") return has(" to this") || has(" report");
  return false;
}

namespace {

// Phrases by their first byte.
class PhraseIndex {
 public:
  template <std::size_t N>
  explicit PhraseIndex(const Phrase (&phrases)[N]) {
    for (const Phrase& phrase : phrases)
      by_first_[static_cast<unsigned char>(phrase.words[0])].push_back(&phrase);
  }
  const std::vector<const Phrase*>& StartingWith(char c) const {
    return by_first_[static_cast<unsigned char>(c)];
  }

 private:
  std::array<std::vector<const Phrase*>, 256> by_first_;
};

Furniture Opening(std::string_view l, std::size_t unit_bytes) {
  static const PhraseIndex* const kIndex = new PhraseIndex(kOpenings);
  if (l.empty()) return Furniture::kNone;
  for (const Phrase* phrase : kIndex->StartingWith(l[0])) {
    if (unit_bytes > phrase->bytes_max || !l.starts_with(phrase->words))
      continue;
    // A whole word: "Printing money" is not "Print".
    const std::size_t next = phrase->words.size();
    if (IsAlpha(phrase->words.back()) && next < l.size() && IsAlpha(l[next]))
      continue;
    return phrase->is;
  }
  return Furniture::kNone;
}

Furniture Inside(std::string_view lower) {
  static const PhraseIndex* const kIndex = new PhraseIndex(kInside);
  char previous = ' ';
  for (std::size_t at = 0; at < lower.size(); ++at) {
    const char c = lower[at];
    if (!IsAlnum(previous) || !IsAlnum(c)) {
      for (const Phrase* phrase : kIndex->StartingWith(c)) {
        if (lower.size() <= phrase->bytes_max &&
            lower.substr(at).starts_with(phrase->words))
          return phrase->is;
      }
    }
    previous = c;
  }
  return Furniture::kNone;
}

}  // namespace

Furniture FurnitureOf(std::string_view unit) {
  constexpr std::size_t kWholeBytesMax = 500;
  if (IsSeparator(unit)) return kLine;
  // Lower case of the whole of a short unit, of the start of a long one.
  char buffer[kWholeBytesMax];
  const std::size_t size =
      std::min(unit.size(),
               unit.size() <= kWholeBytesMax ? kWholeBytesMax : kShortBytesMax);
  for (std::size_t i = 0; i < size; ++i) buffer[i] = ToLower(unit[i]);
  const std::string_view lower(buffer, size);
  // Marks in front do not change what a line is.
  std::string_view l = lower;
  while (!l.empty() && (l[0] == '*' || l[0] == '-' || l[0] == '>' ||
                        l[0] == ' ' || l[0] == '|')) {
    l.remove_prefix(1);
  }
  if (const Furniture opening = Opening(l, unit.size());
      opening != Furniture::kNone)
    return opening;
  if (unit.size() <= kWholeBytesMax) {
    if (unit.size() <= 420 && IsCaptionUnit(lower)) return kCaption;
    if (const Furniture inside = Inside(lower); inside != Furniture::kNone)
      return inside;
  } else if (unit.size() <= 4000 &&
             lower.find("contains copyrighted material") != lower.npos) {
    return kEndZone;
  }
  if (IsBylineUnit(unit)) return kByline;
  if (IsDateLine(unit)) return kDateline;
  return Furniture::kNone;
}

}  // namespace quoth::parse
