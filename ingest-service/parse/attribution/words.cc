#include "ingest-service/parse/attribution/words.h"

#include <array>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/attribution/cue_lexicon.h"

namespace quoth::parse {
namespace {

struct ClassList {
  WordClass tag;
  std::string_view words;  // Separated by one space.
};

// Closed classes of English. A word is in one list only.
constexpr ClassList kLists[] = {
    {WordClass::kDeterminer,
     "the a an this these those some any every each no both many most several "
     "few all another such much more other either neither"},
    {WordClass::kPossessive, "his their its my our your whose"},
    {WordClass::kSubject, "he she they we i"},
    {WordClass::kObject, "him them me us himself herself themselves itself"},
    {WordClass::kPronounOther,
     "it you her one there everyone everybody nobody "
     "someone anyone nothing something anything"},
    {WordClass::kThat, "that"},
    {WordClass::kTo, "to"},
    {WordClass::kWh, "what which how why when where whatever"},
    {WordClass::kWho, "who whom"},
    {WordClass::kWhether, "whether if"},
    {WordClass::kPreposition,
     "in on at for with from about into against over under between during "
     "without through among toward towards upon within across behind beyond "
     "despite amid regarding concerning including since until like than "
     "around near via per outside inside off out up down above below "
     "throughout alongside"},
    {WordClass::kBy, "by"},
    {WordClass::kOf, "of"},
    {WordClass::kAs, "as"},
    {WordClass::kModal,
     "will would can could may might must shall should 'll 'd ’ll ’d cannot "
     "can't won't wouldn't couldn't shouldn't can’t won’t wouldn’t couldn’t "
     "shouldn’t ca"},
    {WordClass::kBe,
     "is are was were be been being am 're 'm ’re ’m isn't aren't wasn't "
     "weren't isn’t aren’t wasn’t weren’t"},
    {WordClass::kHave,
     "has have had having 've ’ve hasn't haven't hadn't hasn’t haven’t hadn’t"},
    {WordClass::kDo,
     "do does did doing don't doesn't didn't don’t doesn’t "
     "didn’t done"},
    {WordClass::kNot, "not never n't n’t"},
    {WordClass::kCoordinator, "and or but nor"},
    {WordClass::kSubordinator,
     "because although though while after before unless so whereas once "
     "whenever wherever lest provided"},
    {WordClass::kTime,
     "monday tuesday wednesday thursday friday saturday sunday january "
     "february march april june july august september october november "
     "december yesterday today tomorrow tonight week month year morning night "
     "afternoon evening recently earlier ago last next"},
    {WordClass::kTitle,
     "mr. mrs. ms. dr. sen. rep. gov. gen. prof. mr mrs ms "
     "dr rev. lt. col. sgt. capt. president senator"},
    {WordClass::kTurnAdverb,
     "also later then just even still only now again already however often "
     "once too yet always ever"},
};

const absl::flat_hash_map<uint32_t, WordClass>& ClosedWords() {
  static const auto* const kWords = [] {
    auto* map = new absl::flat_hash_map<uint32_t, WordClass>;
    for (const ClassList& list : kLists) {
      std::string_view rest = list.words;
      while (!rest.empty()) {
        const std::size_t space = rest.find(' ');
        map->emplace(HashForm(rest.substr(0, space)), list.tag);
        if (space == std::string_view::npos) break;
        rest.remove_prefix(space + 1);
      }
    }
    return map;
  }();
  return *kWords;
}

bool EndsWith(std::string_view word, std::string_view lower_suffix) {
  if (word.size() <= lower_suffix.size() + 1) return false;
  const std::string_view tail = word.substr(word.size() - lower_suffix.size());
  for (std::size_t i = 0; i < tail.size(); ++i) {
    if ((tail[i] | 0x20) != lower_suffix[i]) return false;
  }
  return true;
}

WordClass OpenClass(const Token& token, std::string_view word) {
  if (word.size() <= 4 && (word[0] == '\'' || word.substr(0, 3) == "’")) {
    return WordClass::kClitic;
  }
  if (token.all_caps) return WordClass::kAllCaps;
  if (token.capitalised) return WordClass::kName;
  if (EndsWith(word, "ed")) return WordClass::kVerbEd;
  if (EndsWith(word, "ing")) return WordClass::kVerbIng;
  if (EndsWith(word, "ly")) return WordClass::kAdverb;
  if (EndsWith(word, "s")) return WordClass::kEndsS;
  return WordClass::kLower;
}

WordClass MarkClass(TokenKind kind) {
  switch (kind) {
    case TokenKind::kQuoteOpen:
      return WordClass::kQuoteOpen;
    case TokenKind::kQuoteClose:
      return WordClass::kQuoteClose;
    case TokenKind::kQuoteEither:
      return WordClass::kMark;
    case TokenKind::kComma:
      return WordClass::kComma;
    case TokenKind::kFullStop:
      return WordClass::kStop;
    case TokenKind::kColon:
      return WordClass::kColon;
    case TokenKind::kSemicolon:
      return WordClass::kSemicolon;
    case TokenKind::kDash:
      return WordClass::kDash;
    case TokenKind::kBracketOpen:
      return WordClass::kBracketOpen;
    case TokenKind::kBracketClose:
      return WordClass::kBracketClose;
    default:
      return WordClass::kMark;
  }
}

// Quotations nest by range and come by begin, so one sweep with a stack tells
// for each token how deep it stands.
void MarkQuotes(const Sentences& sentences, const Quotes& quotes,
                std::vector<Word>& words) {
  std::size_t next = 0;
  std::array<uint32_t, 8> ends{};
  std::size_t depth = 0;
  int32_t outer = kNone;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Range range = sentences.tokens[i].range;
    while (depth > 0 && ends[depth - 1] <= range.begin) --depth;
    while (next < quotes.quotes.size() &&
           quotes.quotes[next].range.begin < range.end) {
      const Quote& quote = quotes.quotes[next];
      // A mark read only here closes inside the token before: nothing to do.
      while (depth > 0 && ends[depth - 1] <= quote.range.begin) --depth;
      if (quote.range.end > range.begin && depth < ends.size()) {
        if (depth == 0) outer = static_cast<int32_t>(next);
        ends[depth++] = quote.range.end;
      }
      ++next;
    }
    while (depth > 0 && ends[depth - 1] <= range.begin) --depth;
    words[i].depth = static_cast<uint8_t>(depth);
    words[i].quote = depth > 0 ? outer : kNone;
  }
}

// Pairing knows better than the shape of a mark which way it faces.
void FaceMarks(const Sentences& sentences, const Quotes& quotes,
               std::vector<Word>& words) {
  std::size_t token = 0;
  const auto at = [&](uint32_t begin) -> Word* {
    while (token < words.size() && sentences.tokens[token].range.end <= begin) {
      ++token;
    }
    return token < words.size() && !words[token].is_word ? &words[token]
                                                         : nullptr;
  };
  for (const Quote& quote : quotes.quotes) {
    if (!quote.opened) continue;
    while (token > 0 &&
           sentences.tokens[token - 1].range.end > quote.range.begin) {
      --token;
    }
    if (Word* word = at(quote.range.begin)) word->tag = WordClass::kQuoteOpen;
  }
}

}  // namespace

uint32_t HashLower(std::string_view text) {
  uint32_t h = 2166136261u;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  }
  return h ^ (h >> 15);
}

Words ReadWords(std::string_view text, const Sentences& sentences,
                const Quotes& quotes, const CueLexicon& cues) {
  Words result;
  result.words.resize(sentences.tokens.size());
  const auto& closed = ClosedWords();
  for (std::size_t i = 0; i < sentences.tokens.size(); ++i) {
    const Token& token = sentences.tokens[i];
    Word& word = result.words[i];
    const std::string_view bytes = token.range.of(text);
    word.form = HashLower(bytes);
    word.suffix =
        HashLower(bytes.size() > 3 ? bytes.substr(bytes.size() - 3) : bytes);
    if (token.kind == TokenKind::kWord) {
      word.is_word = true;
      const auto found = closed.find(word.form);
      word.tag =
          found != closed.end() ? found->second : OpenClass(token, bytes);
      if (const CueEntry* entry = cues.Find(word.form)) {
        word.act = static_cast<uint8_t>(1 + static_cast<int>(entry->act));
        word.noun_cue = entry->noun;
        word.addressee_cue = entry->addressee;
      }
    } else if (token.kind == TokenKind::kNumber) {
      word.is_word = true;
      word.tag = WordClass::kNumber;
    } else {
      // A bar (U+2015) or two hyphens serve as dashes.
      const bool dash = bytes == "\xE2\x80\x95" || bytes == "--";
      word.tag = dash ? WordClass::kDash : MarkClass(token.kind);
    }
  }
  for (std::size_t i = 0; i + 1 < result.words.size(); ++i) {
    Word& word = result.words[i];
    const WordClass next = result.words[i + 1].tag;
    if (!word.is_word ||
        (next != WordClass::kPreposition && next != WordClass::kTo)) {
      continue;
    }
    if (const CueEntry* entry =
            cues.FindPair(word.form, result.words[i + 1].form)) {
      word.act = static_cast<uint8_t>(1 + static_cast<int>(entry->act));
      word.pair_cue = true;
    }
  }
  for (uint32_t s = 0; s < sentences.sentences.size(); ++s) {
    const Sentence& sentence = sentences.sentences[s];
    bool seen = false;
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      Word& word = result.words[i];
      word.sentence = s;
      word.first = !seen;
      seen |= word.is_word;
    }
    uint8_t left = 0;
    for (uint32_t i = sentence.end_token; i-- > sentence.first_token;) {
      if (result.words[i].is_word && left < kWordsLeftMax) ++left;
      result.words[i].left = left;
    }
  }
  MarkQuotes(sentences, quotes, result.words);
  FaceMarks(sentences, quotes, result.words);
  return result;
}

}  // namespace quoth::parse
