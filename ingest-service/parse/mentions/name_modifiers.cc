// What stands before a name: titles, roles, places, bodies.
#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_finder.h"
#include "ingest-service/parse/mentions/name_forms.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kModifierTokensMax = 24;

}  // namespace

// Skips titles, roles, demonyms, places and bodies before a name; fills the
// facts of `mention` and `pending_` with the bodies and places passed.
uint32_t NameFinder::Modifiers(uint32_t at, FoundMention& mention) {
  const uint32_t limit = std::min(end_, at + kModifierTokensMax);
  uint32_t p = at;
  int32_t country = kNone;
  uint32_t country_at = at;
  int32_t body = kNone;
  while (p < limit && Word(p)) {
    const Match figure = words_.Longest(p, end_, Kinds(LexKind::kFigure));
    Match other = words_.Longest(p, end_, kModifierKinds);
    if (other.tokens > 0 && other.entry.kind == LexKind::kRole &&
        lexicons_.roles().forms()[other.entry.index].kind !=
            EntityKind::kPerson) {
      // "Ministry of Foreign Affairs" is a body by name before it is one by
      // description.
      other = words_.Longest(p, end_, kBodyKinds);
    }
    if (figure.tokens > 0 && figure.tokens >= other.tokens) break;
    if (other.tokens == 0) {
      if (words_.word_class(p) == WordClass::kModifier &&
          (p > at || Leads(p))) {
        ++p;
        continue;
      }
      if (UnknownBody(p, mention, pending_)) {
        TakePlaceIntoBody();
        // "European Space Agency"
        if (country != kNone && country_at + 1 == p &&
            words_.Has(country_at, LexKind::kDemonym))
          pending_.back().span.begin = country_at;
        p = pending_.back().span.end;
        continue;
      }
      if (IsPortfolio(p)) {
        ++p;
        continue;
      }
      break;
    }
    const bool single = other.tokens == 1;
    // "Chelsea Clinton", "Jordan Peele": a given name before a name.
    if (single && words_.Has(p, LexKind::kGivenName) &&
        other.entry.kind != LexKind::kTitle && Namey(p + 1) &&
        words_.Longest(p + 1, end_,
                       Kinds(LexKind::kTitle, LexKind::kRole,
                             LexKind::kOrganisation))
                .tokens == 0 &&
        !OrganisationLexicon::IsSuffix(words_.hash(p + 1))) {
      break;
    }
    TokenRun span{p, p + other.tokens};
    const uint32_t index = other.entry.index;
    switch (other.entry.kind) {
      case LexKind::kTitle: {
        const auto& title = lexicons_.roles().titles()[index];
        // "Don" and "King" before nothing that is a name are names.
        if (!Namey(span.end) && BehindParticles(span.end) == span.end &&
            (title.honorific || !words_.token(p).capitalised))
          return p;
        if (title.honorific) mention.honorific = true;
        if (title.gender != Gender::kUnknown)
          mention.mention.gender = title.gender;
        if (title.role != kNone)
          mention.roles.push_back({kNone, title.role, country, body, span});
        mention.person_evidence = true;
        break;
      }
      case LexKind::kRole: {
        const auto& form = lexicons_.roles().forms()[index];
        if (form.gender != Gender::kUnknown)
          mention.mention.gender = form.gender;
        RoleFact fact{static_cast<int32_t>(index), form.role, country, body,
                      span};
        const uint32_t after = OfWhat(span.end, mention, fact);
        mention.roles.push_back(fact);
        p = after;
        continue;
      }
      case LexKind::kOrganisation:
        pending_.push_back(Body(span, index, country_at, country));
        body = index;
        span.end = pending_.back().span.end;
        break;
      case LexKind::kPlace:
        pending_.push_back(
            {span, EntityKind::kPlace, kNone, static_cast<int32_t>(index)});
        country = index;
        break;
      default:
        country = index;
        country_at = p;
        break;
    }
    p = span.end;
    // "Russia's Lavrov": the possessor and what follows are told apart later.
    if (words_.token(p - 1).possessive) break;
  }
  return p;
}

// "Minister of Water Resources Aye Bee": where the name begins behind what the
// office is over; `at` when it does not.
uint32_t NameFinder::BehindPortfolio(uint32_t at) const {
  constexpr uint32_t kPortfolioTokensMax = 6;
  for (uint32_t q = at; q < at + kPortfolioTokensMax && Word(q); ++q) {
    if (q > at && words_.Has(q, LexKind::kGivenName) && Namey(q) &&
        Namey(q + 1))
      return q;
    const std::string_view word = words_.word(q);
    if (!words_.token(q).capitalised && word != "and" && word != "of" &&
        word != "the")
      return at;
  }
  return at;
}

// "President of Russia Aye Bee": what the role that ends before `at` is of;
// the first token behind that, where a name begins, or `at`.
uint32_t NameFinder::OfWhat(uint32_t at, const FoundMention& mention,
                            RoleFact& fact) {
  if (!Word(at) || words_.word(at) != "of") return at;
  uint32_t q = at + 1;
  if (Word(q) && words_.word_class(q) == WordClass::kDefinite) ++q;
  if (!Word(q)) return at;
  uint32_t after = at;
  const Match place =
      words_.Longest(q, end_, Kinds(LexKind::kPlace, LexKind::kOrganisation));
  if (place.tokens > 0 && Namey(q + place.tokens)) {
    if (place.entry.kind == LexKind::kPlace) {
      fact.country = static_cast<int32_t>(place.entry.index);
    } else {
      fact.body = static_cast<int32_t>(place.entry.index);
    }
    after = q + place.tokens;
  } else if (BehindPortfolio(q) > q) {
    after = BehindPortfolio(q);
  } else if (place.tokens == 0 && UnknownBody(q, mention, pending_)) {
    // "Secretary General of the League of Ports Aye Bee"
    const uint32_t end = pending_.back().span.end;
    if (Namey(end) && words_.Has(end, LexKind::kGivenName)) {
      after = end;
    } else {
      pending_.pop_back();
    }
  }
  if (after > at) fact.words.end = after;
  return after;
}

// "Pacific Waters Office": a place passed just before the last body belongs to
// its name.
void NameFinder::TakePlaceIntoBody() {
  if (pending_.size() < 2) return;
  const Pending& place = pending_[pending_.size() - 2];
  Pending& body = pending_.back();
  if (place.kind != EntityKind::kPlace || place.span.end != body.span.begin ||
      words_.token(place.span.end - 1).possessive)
    return;
  body.span.begin = place.span.begin;
  pending_.erase(pending_.end() - 2);
}

// "Irrigation" in "Irrigation Minister Aye Bee": what an office is over, in
// capitals that no lexicon has.
bool NameFinder::IsPortfolio(uint32_t p) const {
  if (!words_.token(p).capitalised || words_.Has(p, LexKind::kGivenName)) {
    return false;
  }
  for (uint32_t q = p + 1; q < end_ && q <= p + 3 && Word(q); ++q) {
    if (IsOfficeOver(words_.word(q))) {
      return Namey(q + 1) && !words_.token(q - 1).possessive;
    }
    const std::string_view word = words_.word(q);
    if (!words_.token(q).capitalised && word != "and" && word != "of") {
      return false;
    }
    // "Yesterday Bolivian Finance Minister": what is known is no portfolio.
    if (words_.Longest(q, end_, kModifierKinds).tokens > 0) return false;
  }
  return false;
}

// Does a modifier here lead to a title, a role or a name?
bool NameFinder::Leads(uint32_t p) const {
  for (uint32_t q = p + 1; q < end_ && q < p + 4; ++q) {
    if (!Word(q)) return false;
    if (words_
            .Longest(q, end_,
                     Kinds(LexKind::kRole, LexKind::kDemonym, LexKind::kTitle))
            .tokens > 0) {
      return true;
    }
    // "Republican Aye": a party before a bare name.
    if (words_.Namey(q)) return q == p + 1 && IsParty(words_.word(p));
    if (words_.word_class(q) != WordClass::kModifier) return false;
  }
  return false;
}

}  // namespace quoth::parse
