// Bodies by name: those of the lexicon, and runs of capitals that end or begin
// like one.
#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_finder.h"
#include "ingest-service/parse/mentions/name_forms.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"

namespace quoth::parse {

// The body named at `span`. Offices that every country has take theirs:
// "Russian Foreign Ministry", "Ministry of Finance of Japan".
NameFinder::Pending NameFinder::Body(TokenRun span, uint32_t index,
                                     uint32_t country_at,
                                     int32_t country) const {
  Pending body{span, EntityKind::kOrganisation, static_cast<int32_t>(index),
               kNone};
  const auto& known = lexicons_.organisations().organisations()[index];
  if (known.kind != OrganisationKind::kOffice || known.country != kNone) {
    return body;
  }
  if (country != kNone && country_at + 1 == span.begin) {
    body.place = country;
    body.span.begin = country_at;
    return body;
  }
  uint32_t q = span.end;
  if (!Word(q) || words_.word(q) != "of") return body;
  ++q;
  if (Word(q) && words_.word_class(q) == WordClass::kDefinite) ++q;
  if (!Word(q)) return body;
  const Match place = words_.Longest(q, end_, Kinds(LexKind::kPlace));
  if (place.tokens == 0) return body;
  body.place = static_cast<int32_t>(place.entry.index);
  body.span.end = q + place.tokens;
  return body;
}

// "Acme Widgets Inc", "Committee on Foreign Affairs", "University of
// Ayetown": a run that ends in, or begins with, a word of organisations.
bool NameFinder::UnknownBody(uint32_t p, const FoundMention& mention,
                             std::vector<Pending>& out) const {
  if (headline_ || mention.person_evidence || !Namey(p)) return false;
  uint32_t q = p;
  uint32_t last = 0;  // One past the last word of organisations.
  while (q < end_ && q < p + 8) {
    if (Namey(q)) {
      if (q > p && OrganisationLexicon::IsSuffix(words_.hash(q))) last = q + 1;
      if (q > p && last != q + 1 && words_.Has(q, LexKind::kTitle)) break;
      if (words_.token(q).possessive) {
        // "Mine Workers' Union"
        uint32_t r = q + 1;
        if (Word(r) &&
            (words_.word(r).front() == '\'' || words_.word(r).starts_with("’")))
          ++r;
        if (Namey(r) && OrganisationLexicon::IsSuffix(words_.hash(r))) {
          q = last = r + 1;
          break;
        }
        ++q;
        break;
      }
      ++q;
      continue;
    }
    // "&" and "of" join.
    if (words_.word(q) == "&" && Namey(q + 1)) {
      ++q;
      continue;
    }
    const bool of =
        Word(q) && (words_.word(q) == "of" || words_.word(q) == "for" ||
                    words_.word(q) == "on");
    const bool opened =
        q > p && OrganisationLexicon::TakesOf(words_.hash(q - 1));
    uint32_t r = q + 1;
    if (of && opened && Word(r) && words_.word(r) == "the") ++r;
    if (of && opened && Namey(r)) {
      q = r + 1;
      while (
          q < end_ && q < r + 5 &&
          (Namey(q) || (Word(q) && words_.word(q) == "and" && Namey(q + 1)))) {
        // "the League of Ports Aye Bee": a person's name begins.
        if (words_.Has(q, LexKind::kGivenName) && Namey(q + 1)) break;
        ++q;
      }
      last = q;
      break;
    }
    break;
  }
  if (last == 0 || last - p < 2) return false;
  // "Hillary Clinton Campaign": the given name makes it hers, still a body.
  out.push_back({{p, last}, EntityKind::kOrganisation, kNone, kNone});
  return true;
}

}  // namespace quoth::parse
