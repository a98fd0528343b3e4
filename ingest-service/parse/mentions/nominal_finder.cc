// "the Russian foreign minister", "two officials", "a spokesman for X", "the
// statement".
#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/found_mention.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kLeftTokensMax = 9;
constexpr uint32_t kComplementTokensMax = 9;

class NominalFinder {
 public:
  NominalFinder(const DocumentWords& words, const std::vector<uint8_t>& taken,
                FoundMentions& found)
      : words_(words),
        taken_(taken),
        found_(found),
        lexicons_(words.lexicons()) {}

  void Run() {
    const auto& sentences = words_.sentences().sentences;
    for (uint32_t s = 0; s < sentences.size(); ++s) {
      sentence_ = s;
      begin_ = sentences[s].first_token;
      end_ = sentences[s].end_token;
      if (words_.style(s) == CaseStyle::kHeadline) continue;
      for (uint32_t at = begin_; at < end_;) at = std::max(Take(at), at + 1);
    }
  }

 private:
  bool Word(uint32_t at) const {
    return at < end_ && words_.token(at).kind == TokenKind::kWord;
  }
  bool Free(uint32_t at) const { return Word(at) && !taken_[at]; }
  bool Clitic(uint32_t at) const {
    const std::string_view word = words_.word(at);
    return word.front() == '\'' || word.starts_with("’");
  }

  uint32_t Take(uint32_t at) {
    if (!Free(at)) return at;
    uint32_t people = 0;
    if (words_.Has(at, LexKind::kPeople, &people)) return Nation(at, people);
    Match match = words_.Longest(at, end_, Kinds(LexKind::kRole));
    if (match.tokens == 0) return Quantified(at);
    const uint32_t after = at + match.tokens;
    for (uint32_t i = at; i < after; ++i) {
      if (taken_[i]) return at;
    }
    const auto& form = lexicons_.roles().forms()[match.entry.index];
    if (!HeadsPhrase(at, after, form)) return at;
    FoundMention mention;
    RoleFact fact{static_cast<int32_t>(match.entry.index),
                  form.role,
                  kNone,
                  kNone,
                  {at, after}};
    mention.mention.kind = form.kind;
    mention.mention.gender = form.gender;
    mention.mention.plural = form.plural;
    indefinite_ = false;
    const uint32_t left = Left(at, mention, fact);
    const uint32_t right = Complement(after, mention, fact, form);
    if (form.kind == EntityKind::kOrganisation)
      Collective(mention, fact, form, left, at);
    // A bare singular is part of another phrase: "campaign trail", "press
    // briefing"; capitals make it an office: "Foreign Minister said".
    const bool bare = left == at && !Apposed(at);
    if (bare && !form.plural &&
        !(words_.token(at).capitalised && form.kind == EntityKind::kPerson &&
          fact.words.end > at))
      return at;
    if (bare && form.kind == EntityKind::kDocument) return at;
    if (!form.plural && !indefinite_ && words_.token(at).capitalised)
      mention.definite = true;
    mention.roles.push_back(fact);
    Emit(mention, left, right, fact);
    return right;
  }

  // "Americans", "many Russians"
  uint32_t Nation(uint32_t at, uint32_t place) {
    FoundMention mention;
    mention.mention.kind = EntityKind::kGroup;
    mention.mention.plural = true;
    RoleFact fact;
    fact.words = {at, at + 1};
    fact.country = static_cast<int32_t>(place);
    const uint32_t left = Left(at, mention, fact);
    mention.roles.push_back(fact);
    Emit(mention, left, at + 1, fact);
    return at + 1;
  }

  // "X, spokesman for Y": after a name and a comma no article is needed.
  bool Apposed(uint32_t at) const {
    return at >= begin_ + 2 && words_.token(at - 1).kind == TokenKind::kComma &&
           taken_[at - 2];
  }

  // "some", "many", "others" as subjects of a verb.
  uint32_t Quantified(uint32_t at) {
    if (words_.word_class(at) != WordClass::kQuantifier || !Word(at + 1))
      return at;
    const WordClass next = words_.word_class(at + 1);
    const bool subject =
        next == WordClass::kReporting || next == WordClass::kAuxiliary;
    uint32_t end = at + 1;
    if (!subject) {
      // "many of them", "some in the party" + verb is left alone.
      return at;
    }
    const std::string folded = FoldWord(words_.word(at));
    const bool one = folded == "one" || folded == "any" || folded == "each" ||
                     folded == "every" || folded == "no" || folded == "all" ||
                     folded == "more";
    if (one && folded != "all" && folded != "one") return at;
    FoundMention mention;
    mention.mention.kind = EntityKind::kGroup;
    mention.mention.plural = folded != "one";
    RoleFact fact;
    fact.words = {at, end};
    Emit(mention, at, end, fact);
    return end;
  }

  // Is the noun the head of its phrase, not the first half of a compound
  // ("company policy")?
  bool HeadsPhrase(uint32_t at, uint32_t after,
                   const RoleLexicon::Form& form) const {
    if (form.form.size() < 3 && form.kind != EntityKind::kPerson) return false;
    if (after >= end_ || words_.token(after).kind != TokenKind::kWord) {
      return after >= end_ || words_.token(after).kind != TokenKind::kDash ||
             words_.token(after).space_before;
    }
    if (Clitic(after)) return true;
    const WordClass next = words_.word_class(after);
    if (next != WordClass::kNone && next != WordClass::kModifier) return true;
    const std::string_view word = words_.word(after);
    if (words_.token(after).capitalised)
      return form.kind == EntityKind::kPerson ||
             form.kind == EntityKind::kGroup;
    if (form.kind == EntityKind::kPerson)
      return !words_.Has(after, LexKind::kRole) || word.ends_with("s");
    if (form.plural && !words_.Has(after, LexKind::kRole)) return true;
    (void)at;
    return word.ends_with("ed") || word.ends_with("es") ||
           word.ends_with("ts") || word.ends_with("ns") ||
           word.ends_with("ds") || word.ends_with("ys") ||
           word.ends_with("ws") || word.ends_with("ly");
  }

  // The first token of the phrase whose head is at `head`.
  uint32_t Left(uint32_t head, FoundMention& mention, RoleFact& fact) {
    uint32_t p = head;     // Scanned to here.
    uint32_t sure = head;  // Certainly within the phrase from here.
    const uint32_t stop =
        head > begin_ + kLeftTokensMax ? head - kLeftTokensMax : begin_;
    while (p > stop) {
      const uint32_t q = p - 1;
      const Token& token = words_.token(q);
      if (token.kind == TokenKind::kNumber) {
        p = q;
        continue;
      }
      if (token.kind != TokenKind::kWord) break;
      if (Clitic(q)) {
        if (!words_.token(q - (q > begin_ ? 1 : 0)).possessive) break;
        mention.definite = true;
        return Possessor(q, mention);
      }
      const WordClass kind = words_.word_class(q);
      if (kind == WordClass::kDefinite) {
        // "said that citizens": no article.
        if (words_.word(q) == "that" &&
            (mention.mention.plural ||
             (q > begin_ &&
              words_.word_class(q - 1) == WordClass::kReporting))) {
          break;
        }
        mention.definite = true;
        return q;
      }
      if (kind == WordClass::kPossessive) {
        mention.possessor = {q, q + 1};
        mention.definite = true;
        return q;
      }
      if (kind == WordClass::kIndefinite) {
        indefinite_ = true;
        return q;
      }
      if (kind == WordClass::kQuantifier) {
        if (words_.word(q) != "one")
          mention.mention.plural |= mention.mention.kind == EntityKind::kGroup;
        sure = p = q;
        continue;
      }
      uint32_t index = 0;
      if (words_.Has(q, LexKind::kDemonym, &index)) {
        fact.country = index;
        sure = p = q;
        continue;
      }
      // "He met officials", "But officials": capitals of grammar.
      if (kind != WordClass::kNone && kind != WordClass::kModifier &&
          !taken_[q]) {
        break;
      }
      if (taken_[q]) {
        // A name before the noun is part of the phrase when nothing uncertain
        // stands between: "Trump assured voters" is no phrase. A plural or a
        // document beside a name may be its verb: "Aye notes", "Bee reports".
        if (p != sure) break;
        if (fact.form == kNone) break;
        const auto& form = lexicons_.roles().forms()[fact.form];
        if (p == head && (form.kind == EntityKind::kDocument ||
                          (form.plural && form.kind != EntityKind::kGroup))) {
          break;
        }
        const uint32_t name = NameBefore(q, fact);
        if (name == q + 1) break;
        sure = p = name;
        continue;
      }
      if (kind == WordClass::kModifier || token.capitalised ||
          words_.Has(q, LexKind::kRole)) {
        if (kind == WordClass::kModifier || token.capitalised) sure = q;
        p = q;
        continue;
      }
      if (kind != WordClass::kNone) break;
      // An adjective or noun, when a determiner stands further left.
      const std::string_view word = words_.word(q);
      if (word.ends_with("ly")) break;
      p = q;
    }
    return sure;
  }

  // The name that ends at token q; notes what it says of the role.
  uint32_t NameBefore(uint32_t q, RoleFact& fact) const {
    const auto lower =
        std::lower_bound(found_.begin(), found_.begin() + names_, q,
                         [](const FoundMention& mention, uint32_t token) {
                           return mention.mention.end_token <= token;
                         });
    for (auto at = lower; at != found_.begin() + names_ && at < lower + 4;
         ++at) {
      if (at->mention.end_token != q + 1) continue;
      // "Trump campaign": the person's name is the modifier.
      if (at->mention.kind == EntityKind::kPerson &&
          at->mention.end_token - at->mention.first_token > 3)
        return q + 1;
      if (at->organisation != kNone) fact.body = at->organisation;
      if (at->place != kNone) fact.country = at->place;
      return at->mention.first_token;
    }
    return q + 1;
  }

 public:
  void SetNames(std::size_t count) { names_ = count; }

 private:
  // `clitic` is the 's; the possessor's first token.
  uint32_t Possessor(uint32_t clitic, FoundMention& mention) const {
    uint32_t p = clitic;
    const uint32_t stop = clitic > begin_ + 6 ? clitic - 6 : begin_;
    while (p > stop) {
      const uint32_t q = p - 1;
      if (words_.token(q).kind != TokenKind::kWord) break;
      const WordClass kind = words_.word_class(q);
      if (words_.token(q).capitalised && kind == WordClass::kNone) {
        p = q;
        continue;
      }
      if (kind == WordClass::kDefinite || kind == WordClass::kPossessive ||
          kind == WordClass::kIndefinite) {
        p = q;
        break;
      }
      if (p == clitic && kind == WordClass::kNone) {
        p = q;
        continue;
      }
      if (kind == WordClass::kNone && words_.Has(q, LexKind::kRole)) {
        p = q;
        continue;
      }
      break;
    }
    mention.possessor = {p, clitic};
    return p;
  }

  // "of the Ministry of Foreign Affairs", "for the campaign".
  uint32_t Complement(uint32_t after, FoundMention& mention, RoleFact& fact,
                      const RoleLexicon::Form& form) {
    if (!Word(after)) return after;
    const std::string_view prep = words_.word(after);
    const bool of = prep == "of";
    const bool person =
        form.kind == EntityKind::kPerson || form.kind == EntityKind::kGroup;
    if (!of && !(person && (prep == "for" || prep == "at" || prep == "from" ||
                            prep == "with")))
      return after;
    uint32_t q = after + 1;
    if (Word(q) && (words_.word_class(q) == WordClass::kDefinite ||
                    words_.word_class(q) == WordClass::kPossessive ||
                    words_.word_class(q) == WordClass::kIndefinite))
      ++q;
    uint32_t country = kNone;
    uint32_t index = 0;
    if (q < end_ && words_.token(q).kind == TokenKind::kWord &&
        words_.Has(q, LexKind::kDemonym, &index) && Word(q + 1)) {
      country = index;
      ++q;
    }
    if (!Word(q)) return after;
    const Match body =
        words_.Longest(q, end_, Kinds(LexKind::kOrganisation, LexKind::kPlace));
    if (body.tokens > 0) {
      q += body.tokens;
      if (body.entry.kind == LexKind::kOrganisation) {
        fact.body = static_cast<int32_t>(body.entry.index);
        const auto& organisation =
            lexicons_.organisations().organisations()[fact.body];
        const std::string_view head_word =
            lexicons_.roles().ClassName(form.role);
        if (organisation.head != kNone &&
            (head_word == "leader" || head_word == "director" ||
             head_word == "chairman") &&
            !HasMore(q)) {
          fact.role = organisation.head;
        }
        if (fact.country == kNone) fact.country = organisation.country;
      } else {
        fact.country = static_cast<int32_t>(body.entry.index);
        // "of the Vermont Farmers Union"
        while (q < after + kComplementTokensMax && HasMore(q)) ++q;
      }
      if (country != static_cast<uint32_t>(kNone))
        fact.country = static_cast<int32_t>(country);
      fact.words.end = q;
      mention.definite |= mention.definite;
      return q;
    }
    const uint32_t limit = std::min(end_, after + kComplementTokensMax);
    uint32_t r = q;
    while (r < limit && Word(r) && words_.token(r).capitalised &&
           words_.word_class(r) == WordClass::kNone)
      ++r;
    if (r > q) return r;
    const Match noun = words_.Longest(q, end_, Kinds(LexKind::kRole));
    uint32_t end = noun.tokens > 0 ? q + noun.tokens : after;
    // "the head of health"
    if (end == after && of && words_.word_class(q) == WordClass::kNone &&
        form.role != kNone &&
        lexicons_.roles().ClassName(form.role) == "leader")
      end = q + 1;
    if (end == after || !words_.token(end - 1).possessive) return end;
    // "the leader of the nurses' union"
    r = end;
    if (Word(r) && Clitic(r)) ++r;
    return Word(r) && words_.word_class(r) == WordClass::kNone ? r + 1 : end;
  }

  bool HasMore(uint32_t q) const {
    return Word(q) && words_.token(q).capitalised &&
           words_.word_class(q) == WordClass::kNone;
  }

  // "the Russian side", "the Chinese government": the country speaks.
  void Collective(FoundMention& mention, const RoleFact& fact,
                  const RoleLexicon::Form& form, uint32_t left, uint32_t head) {
    if (fact.country == kNone || left == head) return;
    const bool place = form.form == "side" || form.form == "government" ||
                       form.form == "authorities" || form.form == "leadership";
    if (form.form.ends_with("ministry") || form.form.starts_with("ministry"))
      mention.mention.kind = EntityKind::kOffice;
    if (!place) return;
    mention.mention.kind = EntityKind::kPlace;
    mention.place = fact.country;
  }

  void Emit(FoundMention& mention, uint32_t begin, uint32_t end,
            const RoleFact& fact) {
    Mention& out = mention.mention;
    out.form = MentionForm::kNominal;
    out.sentence = sentence_;
    out.first_token = begin;
    out.end_token = end;
    out.range = {words_.token(begin).range.begin,
                 words_.token(end - 1).range.end};
    out.role = {words_.token(fact.words.begin).range.begin,
                words_.token(fact.words.end - 1).range.end};
    out.quoted = words_.quoted(begin);
    found_.push_back(mention);
  }

  const DocumentWords& words_;
  const std::vector<uint8_t>& taken_;
  FoundMentions& found_;
  const Lexicons& lexicons_;
  std::size_t names_ = 0;  // The first so many of found_ are names, in order.
  uint32_t sentence_ = 0;
  uint32_t begin_ = 0;
  uint32_t end_ = 0;
  bool indefinite_ = false;  // The phrase just read has "a".
};

}  // namespace

void FindNominals(const DocumentWords& words, const std::vector<uint8_t>& taken,
                  FoundMentions& found) {
  NominalFinder finder(words, taken, found);
  finder.SetNames(found.size());
  finder.Run();
}

}  // namespace quoth::parse
