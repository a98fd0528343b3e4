// The pronouns of a document.
#include "ingest-service/parse/mentions/found_mention.h"

namespace quoth::parse {

void FindPronouns(const DocumentWords& words, FoundMentions& found) {
  const auto& sentences = words.sentences().sentences;
  for (uint32_t s = 0; s < sentences.size(); ++s) {
    for (uint32_t i = sentences[s].first_token; i < sentences[s].end_token;
         ++i) {
      const WordClass kind = words.word_class(i);
      if (kind != WordClass::kPronoun && kind != WordClass::kPossessive &&
          kind != WordClass::kRelative)
        continue;
      if (words.token(i).all_caps && words.word(i).size() == 2)
        continue;  // "US", "IT"
      const Pronoun* pronoun = FindPronoun(words.hash(i));
      if (pronoun == nullptr) continue;
      FoundMention mention;
      Mention& out = mention.mention;
      out.form = MentionForm::kPronoun;
      out.kind = pronoun->gender == Gender::kNeuter ? EntityKind::kUnknown
                                                    : EntityKind::kPerson;
      out.gender = pronoun->gender;
      out.plural = pronoun->plural;
      out.sentence = s;
      out.first_token = i;
      out.end_token = i + 1;
      out.range = words.token(i).range;
      out.quoted = words.quoted(i);
      found.push_back(mention);
    }
  }
}

}  // namespace quoth::parse
