// What people do for a living where no lexicon has the word: "Aye Bee, a vet,"
// or "the volcanologist Aye Bee" makes "the vet" a mention of Aye Bee in this
// document. And "the latter", "the former".
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/mentions/found_mention.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kPhraseTokensMax = 5;

class LearnedNominals {
 public:
  LearnedNominals(const DocumentWords& words, std::vector<uint8_t>& taken,
                  FoundMentions& found)
      : words_(words), taken_(taken), found_(found) {}

  void Run() {
    const std::size_t names = found_.size();
    for (std::size_t i = 0; i < names; ++i) Learn(found_[i]);
    const auto& sentences = words_.sentences().sentences;
    for (uint32_t s = 0; s < sentences.size(); ++s) {
      if (words_.style(s) == CaseStyle::kHeadline) continue;
      for (uint32_t at = sentences[s].first_token;
           at + 1 < sentences[s].end_token; ++at) {
        if (words_.word_class(at) == WordClass::kDefinite)
          Use(at, s, sentences[s].end_token);
      }
    }
  }

 private:
  bool Noun(uint32_t at) const {
    return words_.token(at).kind == TokenKind::kWord && !taken_[at] &&
           !words_.token(at).capitalised &&
           words_.word_class(at) == WordClass::kNone &&
           words_.word(at).size() > 2 &&
           words_.Longest(at, at + 1, Kinds(LexKind::kRole)).tokens == 0;
  }

  // One who is certainly a person, named in full.
  static bool Person(const FoundMention& mention) {
    return mention.mention.form == MentionForm::kName &&
           mention.mention.kind == EntityKind::kPerson &&
           mention.name.end - mention.name.begin >= 2 && !mention.headline;
  }

  void Learn(const FoundMention& mention) {
    if (!Person(mention)) return;
    const uint32_t end =
        words_.sentences().sentences[mention.mention.sentence].end_token;
    uint32_t at = mention.mention.end_token;
    if (at + 2 < end && words_.token(at).kind == TokenKind::kComma &&
        (words_.word_class(at + 1) == WordClass::kIndefinite ||
         words_.word_class(at + 1) == WordClass::kDefinite))
      LearnBehind(at + 2, end, mention);
    // "the volcanologist Aye Bee"
    const uint32_t begin = mention.mention.first_token;
    if (mention.name.begin == begin && begin > 1 && Noun(begin - 1) &&
        (words_.word_class(begin - 2) == WordClass::kDefinite ||
         words_.word_class(begin - 2) == WordClass::kModifier))
      Remember(begin - 1, mention);
  }

  // The last noun before what closes the phrase.
  void LearnBehind(uint32_t at, uint32_t end, const FoundMention& mention) {
    uint32_t head = 0;
    for (uint32_t i = at; i < end && i < at + kPhraseTokensMax; ++i) {
      if (words_.token(i).kind != TokenKind::kWord) {
        const TokenKind kind = words_.token(i).kind;
        if (kind != TokenKind::kComma && kind != TokenKind::kFullStop) return;
        break;
      }
      const WordClass kind = words_.word_class(i);
      if (kind == WordClass::kPreposition || kind == WordClass::kRelative)
        break;
      if (kind == WordClass::kModifier) continue;
      if (kind != WordClass::kNone) return;
      head = Noun(i) ? i : 0;
    }
    if (head != 0) Remember(head, mention);
  }

  void Remember(uint32_t noun, const FoundMention& mention) {
    const auto [at, fresh] =
        learned_.emplace(words_.hash(noun), mention.mention.first_token);
    // Two of one trade: it says nothing.
    if (!fresh && at->second != mention.mention.first_token)
      at->second = kNoToken;
  }

  void Use(uint32_t at, uint32_t sentence, uint32_t end) {
    const uint32_t head = at + 1;
    if (words_.token(head).kind != TokenKind::kWord || taken_[head]) return;
    const std::string_view word = words_.word(head);
    const bool verb_next =
        head + 1 < end &&
        (words_.word_class(head + 1) == WordClass::kReporting ||
         words_.word_class(head + 1) == WordClass::kAuxiliary ||
         words_.word_class(head + 1) == WordClass::kAdverb);
    FoundMention mention;
    if ((word == "latter" || word == "former") &&
        (verb_next || head + 1 == end ||
         words_.token(head + 1).kind != TokenKind::kWord)) {
      mention.last_two = word == "latter" ? 2 : 1;
    } else {
      const auto learned = learned_.find(words_.hash(head));
      if (learned == learned_.end() || learned->second == kNoToken) return;
      if (!Ends(head + 1, end)) return;
      mention.learned_from = static_cast<int32_t>(learned->second);
    }
    Emit(mention, at, head, sentence);
  }

  // Is the noun the head of its phrase?
  bool Ends(uint32_t at, uint32_t end) const {
    if (at >= end || words_.token(at).kind != TokenKind::kWord) return true;
    if (words_.word_class(at) != WordClass::kNone) return true;
    return words_.word(at).ends_with("ed");
  }

  void Emit(FoundMention& mention, uint32_t begin, uint32_t head,
            uint32_t sentence) {
    Mention& out = mention.mention;
    out.kind = EntityKind::kPerson;
    out.form = MentionForm::kNominal;
    out.sentence = sentence;
    out.first_token = begin;
    out.end_token = head + 1;
    out.range = {words_.token(begin).range.begin, words_.token(head).range.end};
    if (mention.last_two == 0) out.role = words_.token(head).range;
    out.quoted = words_.quoted(begin);
    mention.definite = true;
    std::fill(taken_.begin() + begin, taken_.begin() + head + 1, 1);
    found_.push_back(mention);
  }

  static constexpr uint32_t kNoToken = UINT32_MAX;

  const DocumentWords& words_;
  std::vector<uint8_t>& taken_;
  FoundMentions& found_;
  // Noun -> first token of the name it was said of.
  absl::flat_hash_map<uint64_t, uint32_t> learned_;
};

}  // namespace

void FindLearnedNominals(const DocumentWords& words,
                         std::vector<uint8_t>& taken, FoundMentions& found) {
  LearnedNominals(words, taken, found).Run();
}

}  // namespace quoth::parse
