#include "ingest-service/parse/mentions/document_words.h"

#include <bit>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

bool IsWord(const Token& token) {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
}

// "al-Assad": the capital stands behind the article.
bool HasInnerCapital(std::string_view word) {
  return word.size() > 4 &&
         (word.starts_with("al-") || word.starts_with("el-")) &&
         word[3] >= 'A' && word[3] <= 'Z';
}

bool StartsWithMark(std::string_view word) {
  return word.front() == '\'' || word.starts_with("’");
}

}  // namespace

DocumentWords::DocumentWords(std::string_view text, const Layout& layout,
                             const Sentences& sentences,
                             const Lexicons& lexicons)
    : text_(text),
      sentences_(sentences),
      lexicons_(lexicons),
      gazetteer_(lexicons.gazetteer()),
      hash_(sentences.tokens.size()),
      slot_(sentences.tokens.size()),
      class_(sentences.tokens.size()),
      quoted_(sentences.tokens.size()),
      initial_(sentences.tokens.size()),
      namey_(sentences.tokens.size()),
      style_(sentences.sentences.size()) {
  LookUp();
  MarkQuoted(layout);
  for (const Sentence& sentence : sentences.sentences) {
    // The first word, and the first after an opening mark or a colon.
    bool initial = true;
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      const TokenKind kind = token(i).kind;
      if (IsWord(token(i))) {
        initial_[i] = initial;
        initial = false;
      } else if (kind == TokenKind::kQuoteOpen ||
                 kind == TokenKind::kQuoteEither ||
                 kind == TokenKind::kFullStop || kind == TokenKind::kColon) {
        initial = true;
      }
    }
  }
  MarkStyles(layout);
  CountCapitals();
  MarkNamey();
}

void DocumentWords::LookUp() {
  bool capital = false;
  for (uint32_t i = 0; i < size(); ++i) {
    if (!IsWord(token(i))) continue;
    hash_[i] = HashWord(word(i));
    slot_[i] = gazetteer_.Find(hash_[i]);
    capital |= token(i).capitalised;
    if (slot_[i] == nullptr) continue;
    for (const LexEntry& entry : gazetteer_.Entries(*slot_[i])) {
      if (entry.kind == LexKind::kFunction)
        class_[i] = static_cast<WordClass>(entry.index);
    }
  }
  caseless_ = !capital;
}

void DocumentWords::MarkQuoted(const Layout& layout) {
  for (std::size_t s = 0; s < sentences_.sentences.size();) {
    const uint32_t block = sentences_.sentences[s].block;
    const BlockKind kind = layout.blocks[block].kind;
    const bool all = kind == BlockKind::kTurn || kind == BlockKind::kBlockQuote;
    bool open = false;
    for (; s < sentences_.sentences.size() &&
           sentences_.sentences[s].block == block;
         ++s) {
      const Sentence& sentence = sentences_.sentences[s];
      for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
        const bool pair = token(i).range.size() > 1 || word(i) == "\"";
        switch (token(i).kind) {
          case TokenKind::kQuoteOpen:
            if (pair) open = true;
            break;
          case TokenKind::kQuoteClose:
            if (pair) open = false;
            break;
          case TokenKind::kQuoteEither:
            if (pair) open = !open;
            break;
          default:
            break;
        }
        quoted_[i] = all || open;
      }
    }
  }
}

void DocumentWords::MarkStyles(const Layout& layout) {
  for (std::size_t s = 0; s < sentences_.sentences.size(); ++s) {
    const Sentence& sentence = sentences_.sentences[s];
    uint32_t words = 0;
    uint32_t capitals = 0;
    uint32_t shouted = 0;
    uint32_t open_small = 0;  // Words of open classes printed small.
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      if (token(i).kind != TokenKind::kWord || StartsWithMark(word(i)))
        continue;
      ++words;
      capitals += token(i).capitalised;
      shouted += token(i).all_caps;
      open_small += !token(i).capitalised && token(i).range.size() > 3 &&
                    class_[i] == WordClass::kNone;
    }
    const BlockKind kind = layout.blocks[sentence.block].kind;
    const bool heading =
        kind == BlockKind::kTitle || kind == BlockKind::kHeading;
    const bool title_case = words >= 3 &&
                            capitals * 10 >= words * (heading ? 5 : 6) &&
                            open_small * 4 <= words && words - open_small > 2;
    // A short sentence about a long name is no headline: most of those have no
    // full stop.
    const bool stopped =
        sentence.end_token > sentence.first_token &&
        token(sentence.end_token - 1).kind == TokenKind::kFullStop;
    const bool dense = words >= (stopped ? 9 : 5) && capitals * 10 >= words * 7;
    const bool shouting = words >= 4 && shouted * 10 >= words * 6;
    if ((title_case && (heading || open_small == 0) && words >= 5 &&
         !stopped) ||
        dense || shouting) {
      style_[s] = CaseStyle::kHeadline;
    }
  }
}

void DocumentWords::CountCapitals() {
  for (std::size_t s = 0; s < sentences_.sentences.size(); ++s) {
    const Sentence& sentence = sentences_.sentences[s];
    if (style_[s] == CaseStyle::kHeadline) continue;
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      if (token(i).capitalised ? !initial_[i] : HasInnerCapital(word(i)))
        ++printed_[hash_[i]].capital;
      if (token(i).capitalised && initial_[i]) printed_.try_emplace(hash_[i]);
    }
  }
  if (printed_.empty()) return;
  // A filter of 64 Ki bits spares most small words the table.
  std::vector<uint64_t> filter(1024);
  for (const auto& [hash, unused] : printed_)
    filter[(hash >> 6) & 1023] |= 1ull << (hash & 63);
  for (uint32_t i = 0; i < size(); ++i) {
    if (token(i).kind != TokenKind::kWord || token(i).capitalised) continue;
    if ((filter[(hash_[i] >> 6) & 1023] >> (hash_[i] & 63) & 1) == 0) continue;
    const auto found = printed_.find(hash_[i]);
    if (found != printed_.end() && !HasInnerCapital(word(i)))
      ++found->second.small;
  }
}

// "Russian-American", "Russia-US": from place to place.
bool DocumentWords::OfPlaces(uint32_t at) const {
  const std::string_view text = word(at);
  const std::size_t hyphen = text.find('-');
  const Gazetteer::Slot* slot =
      gazetteer_.Find(HashWord(text.substr(0, hyphen)));
  if (slot == nullptr || slot_[at] != nullptr) return false;
  for (const LexEntry& entry : gazetteer_.Entries(*slot)) {
    if (entry.kind == LexKind::kDemonym || entry.kind == LexKind::kPlace) {
      return true;
    }
  }
  return false;
}

void DocumentWords::MarkNamey() {
  for (uint32_t i = 0; i < size(); ++i) {
    const Token& at = token(i);
    if (at.kind != TokenKind::kWord || StartsWithMark(word(i))) continue;
    if (!at.capitalised) {
      // "al-Assad", "d'Arco"
      namey_[i] = HasInnerCapital(word(i)) ||
                  (caseless_ && Has(i, LexKind::kGivenName));
      continue;
    }
    switch (class_[i]) {
      case WordClass::kNone: {
        // "Moscow-backed": an adjective.
        const std::string_view text = word(i);
        const std::size_t hyphen = text.rfind('-');
        const bool adjective =
            hyphen != std::string_view::npos && text.size() - hyphen > 4 &&
            text[hyphen + 1] >= 'a' && text[hyphen + 1] <= 'z';
        namey_[i] = !adjective && !Has(i, LexKind::kPeople) &&
                    !(hyphen != std::string_view::npos && OfPlaces(i));
        break;
      }
      case WordClass::kCalendar:
        break;
      default: {
        // "Will Smith", "Grant Major": a given name that is also a small word.
        const bool next =
            i + 1 < size() && token(i + 1).kind == TokenKind::kWord &&
            token(i + 1).capitalised && class_[i + 1] == WordClass::kNone;
        namey_[i] = next && Has(i, LexKind::kGivenName);
        break;
      }
    }
  }
}

bool DocumentWords::Allowed(const LexEntry& entry, uint32_t at) const {
  switch (entry.rule) {
    case CaseRule::kAny:
      return true;
    case CaseRule::kCapitalised:
      return token(at).capitalised ||
             (caseless_ &&
              (entry.kind == LexKind::kFigure ||
               entry.kind == LexKind::kTitle || entry.kind == LexKind::kPlace));
    case CaseRule::kAllCaps:
      return token(at).all_caps || word(at).find('.') != std::string_view::npos;
  }
  return false;
}

Match DocumentWords::Longest(uint32_t at, uint32_t end, uint32_t kinds) const {
  Match best;
  const Gazetteer::Slot* slot = slot_[at];
  if (slot == nullptr) return best;
  auto take = [&](const Gazetteer::Slot& found, uint32_t tokens) {
    for (const LexEntry& entry : gazetteer_.Entries(found)) {
      if ((kinds >> static_cast<int>(entry.kind) & 1) == 0 ||
          !Allowed(entry, at))
        continue;
      best = {entry, tokens};
      return true;
    }
    return false;
  };
  take(*slot, 1);
  if (slot->lengths == 0) return best;
  const uint32_t longest = 31 - std::countl_zero(slot->lengths);
  uint64_t hash = hash_[at];
  for (uint32_t n = 2; n <= longest && at + n <= end; ++n) {
    const uint32_t next = at + n - 1;
    const Token& token_next = token(next);
    hash =
        JoinHash(hash, hash_[next] != 0 ? hash_[next]
                                        : HashWord(token_next.range.of(text_)));
    if ((slot->lengths >> n & 1) == 0) continue;
    const Gazetteer::Slot* found = gazetteer_.Find(hash);
    if (found != nullptr) take(*found, n);
  }
  return best;
}

bool DocumentWords::Has(uint32_t at, LexKind kind, uint32_t* index) const {
  if (slot_[at] == nullptr) return false;
  for (const LexEntry& entry : gazetteer_.Entries(*slot_[at])) {
    if (entry.kind != kind || !Allowed(entry, at)) continue;
    if (index != nullptr) *index = entry.index;
    return true;
  }
  return false;
}

uint32_t DocumentWords::SmallCount(uint32_t at) const {
  const auto found = printed_.find(hash_[at]);
  return found == printed_.end() ? 0 : found->second.small;
}

uint32_t DocumentWords::CapitalCount(uint32_t at) const {
  const auto found = printed_.find(hash_[at]);
  return found == printed_.end() ? 0 : found->second.capital;
}

}  // namespace quoth::parse
