#include "tests/eval/stages.h"

namespace quoth::eval {
namespace {
using namespace quoth::parse;

#ifndef QUOTH_HAVE_BLOCKS
Layout StandInBlocks(const std::string& text) {
  Layout layout;
  uint32_t at = 0;
  while (at < text.size()) {
    uint32_t end = static_cast<uint32_t>(text.find('\n', at));
    if (end > text.size()) end = static_cast<uint32_t>(text.size());
    uint32_t b = at, e = end;
    while (b < e && text[b] == ' ') ++b;
    while (e > b && text[e - 1] == ' ') --e;
    if (e > b) {
      Block block;
      block.range = {b, e};
      layout.blocks.push_back(block);
    }
    at = end + 1;
  }
  return layout;
}
#endif

#ifndef QUOTH_HAVE_MENTIONS
Mentions StandInMentions(const DecodedDocument& document,
                         const Sentences& sentences) {
  Mentions result;
  for (uint32_t s = 0; s < sentences.sentences.size(); ++s) {
    const Sentence& sentence = sentences.sentences[s];
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      const Token& token = sentences.tokens[i];
      const std::string_view word = token.range.of(document.text);
      const bool pronoun = word == "he" || word == "she" || word == "they" ||
                           word == "He" || word == "She" || word == "They" ||
                           word == "I" || word == "we" || word == "We";
      uint32_t end = i;
      if (!pronoun) {
        while (end < sentence.end_token &&
               sentences.tokens[end].kind == TokenKind::kWord &&
               sentences.tokens[end].capitalised &&
               !(end == sentence.first_token &&
                 (end + 1 >= sentence.end_token ||
                  !sentences.tokens[end + 1].capitalised))) {
          ++end;
        }
        if (end == i) continue;
      } else {
        end = i + 1;
      }
      Mention m;
      m.form = pronoun ? MentionForm::kPronoun : MentionForm::kName;
      m.kind = EntityKind::kPerson;
      m.range = {token.range.begin, sentences.tokens[end - 1].range.end};
      m.name = pronoun ? Range{} : m.range;
      m.sentence = s;
      m.first_token = i;
      m.end_token = end;
      result.mentions.push_back(m);
      i = end - 1;
    }
  }
  return result;
}
#endif

}  // namespace

Staged RunStages(const std::string& text, const Lexicons* lexicons) {
  Staged staged;
#ifdef QUOTH_HAVE_BLOCKS
  SourceDocument source;
  source.bytes = text;
  source.declared_type = "text/plain; charset=utf-8";
  staged.decoded = Decode(source, DecodeLimits{}, staged.issues);
  staged.layout = SplitBlocks(staged.decoded, staged.issues);
  staged.metadata =
      ReadMetadata(staged.decoded, staged.layout, {}, staged.issues);
#else
  staged.decoded.text = text;
  staged.layout = StandInBlocks(text);
#endif
  staged.sentences =
      SplitSentences(staged.decoded, staged.layout, staged.issues);
#ifdef QUOTH_HAVE_MENTIONS
  staged.mentions = FindMentions(staged.decoded, staged.layout, staged.metadata,
                                 staged.sentences, *lexicons);
#else
  (void)lexicons;
  staged.mentions = StandInMentions(staged.decoded, staged.sentences);
#endif
  return staged;
}

}  // namespace quoth::eval
