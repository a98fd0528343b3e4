#include "ingest-service/parse/mentions/name_key.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <memory>
#include <vector>

namespace quoth::parse {
namespace {

constexpr std::size_t kNameBytesMax = 200;

// Transliterators are costly to make and not shareable between threads.
const icu::Transliterator* Transliterator(const char* rules) {
  struct Slot {
    const char* rules;
    std::unique_ptr<icu::Transliterator> made;
  };
  thread_local Slot slots[2];
  for (Slot& slot : slots) {
    if (slot.rules == rules) return slot.made.get();
    if (slot.rules != nullptr) continue;
    UErrorCode error = U_ZERO_ERROR;
    slot.made.reset(
        icu::Transliterator::createInstance(rules, UTRANS_FORWARD, error));
    if (U_FAILURE(error)) slot.made.reset();
    slot.rules = rules;
    return slot.made.get();
  }
  return nullptr;
}

constexpr char kToAscii[] = "Any-Latin; Latin-ASCII; Lower";
constexpr char kToLatin[] = "Any-Latin; NFC";

std::string Transliterate(std::string_view name, const char* rules) {
  const icu::Transliterator* transliterator = Transliterator(rules);
  if (transliterator == nullptr) return std::string(name);
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  transliterator->transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool IsAscii(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 128) return false;
  }
  return true;
}

std::string_view Cut(std::string_view name) {
  if (name.size() <= kNameBytesMax) return name;
  std::size_t end = kNameBytesMax;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
    --end;
  return name.substr(0, end);
}

struct Rewrite {
  std::string_view from;
  std::string_view to;
};

// In order; on whole words, each rule everywhere in the word. German, French
// and scholarly transcriptions of Slavic names come to the English one.
constexpr Rewrite kInner[] = {
    {"schtsch", "shch"}, {"tsch", "ch"}, {"dsch", "j"}, {"sch", "sh"},
    {"tch", "ch"},       {"kh", "h"},    {"ks", "x"},   {"ck", "k"},
    {"ph", "f"},         {"gui", "gi"},  {"gue", "ge"}, {"ou", "u"},
    {"ije", "ie"},       {"iye", "ie"},  {"yev", "ev"}, {"jew", "ev"},
    {"jev", "ev"},       {"ye", "e"},    {"je", "e"},   {"ia", "ya"},
    {"ja", "ya"},        {"iu", "yu"},   {"ju", "yu"},  {"zh", "z"},
    {"w", "v"},          {"j", "y"},     {"yy", "y"},   {"ss", "s"},
    {"ff", "f"},
};
constexpr Rewrite kEndings[] = {
    {"ei", "ey"},  {"ai", "ay"}, {"ii", "y"},  {"iy", "y"},
    {"yi", "y"},   {"oi", "oy"}, {"ow", "ov"}, {"off", "ov"},
    {"eff", "ev"}, {"ij", "y"},  {"i", "y"},
};

void Replace(std::string& word, std::string_view from, std::string_view to) {
  for (std::size_t at = word.find(from); at != std::string::npos;
       at = word.find(from, at)) {
    word.replace(at, from.size(), to);
    at += to.size();
  }
}

// Rules for Slavic names would spoil others ("Barack" -> "barak"), so that a
// name must look like one, by an ending of its surname or by its given name.
bool EndsSlavic(std::string_view word) {
  static constexpr std::string_view kTails[] = {
      "ov",   "ow",    "off",   "ev",   "ew",   "eff",    "ova",   "owa",
      "eva",  "ewa",   "sky",   "skiy", "skij", "ski",    "skii",  "skyi",
      "skyy", "skaya", "skaja", "enko", "chuk", "tschuk", "vich",  "witsch",
      "wich", "vitch", "wski",  "lny",  "lnyy", "lnyj",   "chyna", "nko"};
  if (word.size() < 5) return false;
  for (std::string_view tail : kTails) {
    if (word.ends_with(tail)) return true;
  }
  return false;
}

bool IsSlavicGiven(std::string_view word) {
  static constexpr std::string_view kGiven[] = {
      "sergey",     "alexey",  "dmitry",    "yury",      "nikolay",
      "andrey",     "mikhail", "mihail",    "vladimir",  "evgeny",
      "vyacheslav", "valery",  "vasily",    "anatoly",   "gennady",
      "grigory",    "igor",    "oleg",      "ilya",      "kirill",
      "leonid",     "maxim",   "pavel",     "stanislav", "vladislav",
      "yaroslav",   "boris",   "ivan",      "volodymyr", "oleksandr",
      "olexandr",   "dmytro",  "serhy",     "andry",     "petro",
      "mykola",     "natalya", "yulya",     "tatyana",   "svetlana",
      "olga",       "xenya",   "lyudmila",  "galina",    "irina",
      "alexandr",   "fyodor",  "konstantin"};
  for (std::string_view given : kGiven) {
    if (word == given) return true;
  }
  return false;
}

std::string KeyOfWord(std::string word) {
  if (word.size() < 3) return word;
  for (const auto& [from, to] : kEndings) {
    if (!word.ends_with(from) || word.size() <= from.size() + 1) continue;
    word.replace(word.size() - from.size(), from.size(), to);
    break;
  }
  for (const auto& [from, to] : kInner) Replace(word, from, to);
  return word;
}

}  // namespace

std::string LatinName(std::string_view name) {
  name = Cut(name);
  if (IsAscii(name)) return std::string(name);
  for (int32_t at = 0, size = static_cast<int32_t>(name.size()); at < size;) {
    UChar32 code = 0;
    U8_NEXT(name.data(), at, size, code);
    if (code < 0 || !u_isalpha(code)) continue;
    UErrorCode error = U_ZERO_ERROR;
    if (uscript_getScript(code, &error) != USCRIPT_LATIN)
      return Transliterate(name, kToLatin);
  }
  return std::string(name);
}

std::string NameKey(std::string_view name) {
  name = Cut(name);
  const std::string latin =
      IsAscii(name) ? std::string(name) : Transliterate(name, kToAscii);
  std::vector<std::string> words(1);
  for (char c : latin) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      words.back() += c;
    } else if (c != '\'' && c != '`' && !words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  if (words.empty()) return {};
  std::vector<std::string> rewritten;
  for (const std::string& word : words) rewritten.push_back(KeyOfWord(word));
  const bool slavic =
      EndsSlavic(words.back()) || IsSlavicGiven(rewritten.front());
  std::string key;
  for (const std::string& word : slavic ? rewritten : words) {
    if (!key.empty()) key += ' ';
    key += word;
  }
  return key;
}

}  // namespace quoth::parse
