// Where a name begins and ends, and whether it is a person's.
#include <algorithm>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_finder.h"
#include "ingest-service/parse/mentions/name_forms.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"

namespace quoth::parse {
namespace {

// "Juan Carlos Alfonso Victor María de Borbón" has seven words.
constexpr uint32_t kNameTokensMax = 7;

}  // namespace

bool NameFinder::NameBegins(uint32_t at, bool modified) const {
  if (words_.Longest(at, end_, Kinds(LexKind::kFigure)).tokens > 0) return true;
  // "Mr. de la Aye"
  if (!Namey(at)) return modified && BehindParticles(at) > at;
  if (modified) return true;
  if (words_.Has(at, LexKind::kGivenName)) return true;
  if (!words_.SentenceInitial(at) || HasInnerCapital(words_.word(at)))
    return true;
  // The first word of a sentence: a name when the document prints it so
  // elsewhere, or a capital follows and it never stands small.
  const uint32_t small = words_.SmallCount(at);
  if (small == 0 && !lexicons_.authority().BySurname(words_.hash(at)).empty()) {
    return true;
  }
  // "Aye spokesman Bee"
  if (small == 0 && Word(at + 1) && words_.Has(at + 1, LexKind::kRole) &&
      Namey(at + 2)) {
    return true;
  }
  const uint32_t capital = words_.CapitalCount(at);
  if (capital > small) return true;
  // "Van der Aye said": a particle with the capital of its sentence.
  if (const uint32_t behind = BehindParticles(at);
      behind > at + 1 || (behind > at && words_.CapitalCount(behind) >
                                             words_.SmallCount(behind))) {
    return true;
  }
  if (Namey(at + 1) && small == 0) {
    const std::string_view word = words_.word(at);
    return !word.ends_with("ing") && !word.ends_with("ed") &&
           !word.ends_with("ly");
  }
  // "Lavrov said": at its first mention, before a verb of reporting.
  return small == 0 && Word(at + 1) &&
         words_.word_class(at + 1) == WordClass::kReporting &&
         words_.word(at).size() > 2;
}

// The capital behind the particles at `at`, in any case; `at` when there are
// none or no capital follows.
uint32_t NameFinder::BehindParticles(uint32_t at) const {
  uint32_t q = at;
  while (q < at + 3 && Word(q) && IsParticle(ToLower(words_.word(q)))) ++q;
  return q > at && Namey(q) ? q : at;
}

// The end of the name at `name`; the tokens of it in [name, end).
uint32_t NameFinder::NameEnd(uint32_t name) const {
  uint32_t q = name;
  while (q < end_ && q < name + kNameTokensMax) {
    if (q > name && words_.token(q - 1).possessive) break;
    if (q > name && IsSuffix(words_.word(q))) {
      ++q;
      break;
    }
    if (q > name + 1 && IsPostNominal(words_.word(q))) break;
    if (Namey(q)) {
      // "Hillary Clinton Spokesman Brian Fallon": a second title begins.
      if (q >= name + 2 &&
          words_.Longest(q, end_, Kinds(LexKind::kTitle, LexKind::kRole))
                  .tokens > 0 &&
          Namey(q + 1))
        break;
      ++q;
      continue;
    }
    // ", Jr."
    if (words_.token(q).kind == TokenKind::kComma && q + 1 < end_ &&
        IsSuffix(words_.word(q + 1)) && words_.word(q + 1).size() > 1 &&
        words_.word(q + 1).back() == '.') {
      q += 2;
      break;
    }
    // A nickname: Jim “Chip” Aye.
    if (q > name && words_.token(q).kind != TokenKind::kWord && Nickname(q)) {
      q += 3;
      continue;
    }
    const uint32_t behind = BehindParticles(q);
    if (behind == q) break;
    q = behind;
  }
  return q;
}

bool NameFinder::Nickname(uint32_t q) const {
  if (q + 3 >= end_) return false;
  const TokenKind open = words_.token(q).kind;
  const TokenKind close = words_.token(q + 2).kind;
  return (open == TokenKind::kQuoteOpen || open == TokenKind::kQuoteEither) &&
         (close == TokenKind::kQuoteClose ||
          close == TokenKind::kQuoteEither) &&
         Namey(q + 1) && Namey(q + 3) && words_.Has(q - 1, LexKind::kGivenName);
}

// Emits the name at `name`; modifiers from `at` belong to it. Returns the end
// or `name` when it was none after all.
uint32_t NameFinder::Name(uint32_t at, uint32_t name, FoundMention& mention) {
  const Match figure = words_.Longest(name, end_, Kinds(LexKind::kFigure));
  uint32_t end = NameEnd(name);
  if (figure.tokens > 0) {
    // "Hillary Clinton" of "Hillary Clinton Campaign Aide".
    if (figure.tokens >= end - name || headline_ ||
        !IsSuffix(words_.word(name + figure.tokens)))
      end = name + figure.tokens;
    mention.figure = static_cast<int32_t>(figure.entry.index);
    mention.person_evidence = true;
  }
  if (end <= name) return name;
  if (UnknownTitle(name, end)) {
    ++name;
    mention.person_evidence = true;
  }
  const bool given = words_.Has(name, LexKind::kGivenName) && end - name >= 2;
  if (given) mention.person_evidence = true;
  if (IsInitial(words_.word(name)) && end - name >= 2)
    mention.person_evidence = true;
  if (end - name >= 3 && IsInitial(words_.word(name + 1)))
    mention.person_evidence = true;
  const bool titled = headline_ && !mention.roles.empty();
  if (headline_ && !mention.person_evidence && !KnownSingle(name, end)) {
    // "Prime Minister Aye Bee at Summit": behind a title two capitals are a
    // name, in headlines too; one may be a verb.
    if (!titled || end - name < 2) return name;
  }
  if (headline_ && mention.figure == kNone && end - name > 2)
    end = given || titled ? name + 2 : end;
  const bool roles = !mention.roles.empty();
  mention.person_evidence |= roles;
  mention.name = {name, end};
  mention.mention.kind =
      mention.person_evidence ? EntityKind::kPerson : EntityKind::kUnknown;
  if (mention.mention.kind == EntityKind::kUnknown && end - name == 1 &&
      words_.token(name).all_caps && words_.word(name).size() <= 6 &&
      !headline_) {
    mention.mention.kind = EntityKind::kOrganisation;
  }
  // "Carla Campaign": a given name before a body of hers.
  if (mention.figure == kNone && mention.roles.empty() && end - name >= 2 &&
      IsBodyNoun(words_.word(end - 1))) {
    mention.person_evidence = false;
    mention.mention.kind = EntityKind::kOrganisation;
  }
  // "Los Angeles-based"
  if (!mention.person_evidence && end < end_ && words_.token(end).capitalised &&
      !words_.Namey(end) &&
      words_.word(end).find('-') != std::string_view::npos) {
    return name;
  }
  // "Strategic Arms Reduction Treaty", "Budget Committee"
  uint32_t form = 0;
  if (!mention.person_evidence && words_.Has(end - 1, LexKind::kRole, &form)) {
    const EntityKind kind = lexicons_.roles().forms()[form].kind;
    if (kind == EntityKind::kDocument) mention.mention.kind = kind;
    if (kind == EntityKind::kOrganisation || kind == EntityKind::kGroup) {
      mention.mention.kind = EntityKind::kOrganisation;
    }
  }
  // Demonyms and places alone before an unknown capital make no person:
  // "Russian Roulette", "New York Yankees".
  const uint32_t begin = mention.person_evidence ? at : name;
  EmitPending();
  Gendered(mention, name);
  // "Aye Bee MP": the letters belong to the phrase, not to the name.
  uint32_t phrase_end = end;
  while (mention.person_evidence && Word(phrase_end) &&
         IsPostNominal(words_.word(phrase_end)))
    ++phrase_end;
  Emit(mention, begin, phrase_end);
  return phrase_end;
}

// "Wójt Aye Bee" where a sentence begins: an unknown word before a given name
// that another capital follows.
bool NameFinder::UnknownTitle(uint32_t name, uint32_t end) const {
  return end - name >= 3 && !headline_ && words_.SentenceInitial(name) &&
         words_.CapitalCount(name) == 0 &&
         !words_.Has(name, LexKind::kGivenName) &&
         !IsInitial(words_.word(name)) && words_.word(name).size() > 2 &&
         words_.Has(name + 1, LexKind::kGivenName) && Namey(name + 2) &&
         !words_.Has(name + 2, LexKind::kGivenName);
}

// In a headline: a surname of a figure, or a given name known.
bool NameFinder::KnownSingle(uint32_t name, uint32_t end) const {
  if (end - name > 4) return false;
  for (uint32_t i = name; i < end; ++i) {
    if (words_.CapitalCount(i) <= words_.SmallCount(i)) return false;
  }
  return true;
}

void NameFinder::Gendered(FoundMention& mention, uint32_t name) {
  if (mention.mention.gender != Gender::kUnknown) return;
  if (mention.figure != kNone) {
    mention.mention.gender =
        lexicons_.authority().figures()[mention.figure].gender;
    if (mention.mention.gender != Gender::kUnknown) return;
  }
  if (mention.name.end - mention.name.begin < 2) return;
  uint32_t index = 0;
  if (words_.Has(name, LexKind::kGivenName, &index)) {
    mention.mention.gender = lexicons_.names().given_names()[index].gender;
  }
}

}  // namespace quoth::parse
