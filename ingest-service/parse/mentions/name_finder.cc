// Names of people, organisations and places: runs of capitals, cut by what the
// lexicons know of their words.
#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/found_mention.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"

namespace quoth::parse {
namespace {

// "Juan Carlos Alfonso Victor María de Borbón" has seven words.
constexpr uint32_t kNameTokensMax = 7;
constexpr uint32_t kModifierTokensMax = 24;

constexpr uint32_t kBodyKinds = Kinds(LexKind::kTitle, LexKind::kOrganisation,
                                      LexKind::kPlace, LexKind::kDemonym);
constexpr uint32_t kModifierKinds = kBodyKinds | Kinds(LexKind::kRole);

bool IsParticle(std::string_view word) {
  static constexpr std::string_view kParticles[] = {
      "van", "von", "der",  "den", "de",  "del", "della", "di",  "da",
      "dos", "das", "du",   "bin", "ibn", "al",  "el",    "ten", "ter",
      "la",  "le",  "bint", "zu",  "af",  "av",  "e",     "y",   "of"};
  for (std::string_view particle : kParticles) {
    if (word == particle && particle != "of") return true;
  }
  return false;
}

bool IsSuffix(std::string_view word) {
  return word == "Jr." || word == "Sr." || word == "Jr" || word == "Sr" ||
         word == "II" || word == "III" || word == "IV" || word == "V" ||
         word == "VI" || word == "XVI" || word == "XIV";
}

bool IsInitial(std::string_view word) {
  return (word.size() == 2 && word[1] == '.') ||
         (word.size() == 4 && word[1] == '.' && word[3] == '.');
}

bool IsBodyNoun(std::string_view word) {
  return word == "Campaign" || word == "Camp" || word == "Administration" ||
         word == "Team" || word == "Foundation" || word == "Organization" ||
         word == "Party" || word == "Committee" || word == "University" ||
         word == "Group" || word == "Institute";
}

// Offices that come with a portfolio before them.
bool IsOfficeOver(std::string_view word) {
  return word == "Minister" || word == "Commissioner" || word == "Secretary";
}

bool IsParty(std::string_view word) {
  return word == "Republican" || word == "Democrat" || word == "Democratic" ||
         word == "Conservative" || word == "Liberal" || word == "fellow";
}

class NameFinder {
 public:
  NameFinder(const DocumentWords& words, FoundMentions& found)
      : words_(words), found_(found), lexicons_(words.lexicons()) {}

  void Run() {
    const auto& sentences = words_.sentences().sentences;
    for (uint32_t s = 0; s < sentences.size(); ++s) {
      sentence_ = s;
      headline_ = words_.style(s) == CaseStyle::kHeadline;
      end_ = sentences[s].end_token;
      for (uint32_t at = sentences[s].first_token; at < end_;)
        at = std::max(Take(at), at + 1);
    }
  }

 private:
  struct Pending {
    TokenRun span;
    EntityKind kind;
    int32_t organisation;
    int32_t place;
  };

  bool Word(uint32_t at) const {
    return at < end_ && words_.token(at).kind == TokenKind::kWord;
  }
  bool Namey(uint32_t at) const { return Word(at) && words_.Namey(at); }

  // Reads what begins at `at`; the first token after it, or `at` for nothing.
  uint32_t Take(uint32_t at) {
    if (!Word(at)) return at;
    const bool candidate =
        words_.Namey(at) || words_.word_class(at) == WordClass::kModifier ||
        words_.token(at).capitalised || words_.Has(at, LexKind::kRole) ||
        words_.Longest(at, end_,
                       Kinds(LexKind::kRole, LexKind::kFigure, LexKind::kPlace,
                             LexKind::kTitle))
                .tokens > 0;
    if (!candidate) return at;
    FoundMention mention;
    mention.mention.sentence = sentence_;
    mention.headline = headline_;
    pending_.clear();
    const uint32_t name = Modifiers(at, mention);
    if (name < end_ && NameBegins(name, name > at)) {
      const uint32_t after = Name(at, name, mention);
      if (after > name) return after;
    }
    // No name follows: what was read stands for itself.
    return Alone(at);
  }

  // Skips titles, roles, demonyms, places and bodies before a name; fills the
  // facts of `mention` and `pending_` with the bodies and places passed.
  uint32_t Modifiers(uint32_t at, FoundMention& mention) {
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
          if (!Namey(span.end) &&
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
          // "President of Russia Vladimir Putin"
          uint32_t after = span.end;
          if (Word(after) && words_.word(after) == "of") {
            uint32_t q = after + 1;
            if (Word(q) && words_.word_class(q) == WordClass::kDefinite) ++q;
            if (q < end_) {
              const Match place = words_.Longest(
                  q, end_, Kinds(LexKind::kPlace, LexKind::kOrganisation));
              if (place.tokens > 0 && Namey(q + place.tokens)) {
                if (place.entry.kind == LexKind::kPlace) {
                  fact.country = place.entry.index;
                } else {
                  fact.body = place.entry.index;
                }
                after = q + place.tokens;
                fact.words.end = after;
              }
            }
          }
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

  // "Irrigation" in "Irrigation Minister Aye Bee": what an office is over, in
  // capitals that no lexicon has.
  bool IsPortfolio(uint32_t p) const {
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
  bool Leads(uint32_t p) const {
    for (uint32_t q = p + 1; q < end_ && q < p + 4; ++q) {
      if (!Word(q)) return false;
      if (words_
              .Longest(
                  q, end_,
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

  // The body named at `span`. Offices that every country has take theirs:
  // "Russian Foreign Ministry", "Ministry of Finance of Japan".
  Pending Body(TokenRun span, uint32_t index, uint32_t country_at,
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
  bool UnknownBody(uint32_t p, const FoundMention& mention,
                   std::vector<Pending>& out) const {
    if (headline_ || mention.person_evidence || !Namey(p)) return false;
    uint32_t q = p;
    uint32_t last = 0;  // One past the last word of organisations.
    while (q < end_ && q < p + 8) {
      if (Namey(q)) {
        if (q > p && OrganisationLexicon::IsSuffix(words_.hash(q)))
          last = q + 1;
        if (q > p && last != q + 1 && words_.Has(q, LexKind::kTitle)) break;
        if (words_.token(q).possessive) {
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
            (Namey(q) || (Word(q) && words_.word(q) == "and" && Namey(q + 1))))
          ++q;
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

  bool NameBegins(uint32_t at, bool modified) const {
    if (words_.Longest(at, end_, Kinds(LexKind::kFigure)).tokens > 0)
      return true;
    if (!Namey(at)) return false;
    if (modified) return true;
    if (words_.Has(at, LexKind::kGivenName)) return true;
    if (!words_.SentenceInitial(at)) return true;
    // The first word of a sentence: a name when the document prints it so
    // elsewhere, or a capital follows and it never stands small.
    const uint32_t small = words_.SmallCount(at);
    if (small == 0 &&
        !lexicons_.authority().BySurname(words_.hash(at)).empty()) {
      return true;
    }
    // "Aye spokesman Bee"
    if (small == 0 && Word(at + 1) && words_.Has(at + 1, LexKind::kRole) &&
        Namey(at + 2)) {
      return true;
    }
    const uint32_t capital = words_.CapitalCount(at);
    if (capital > small) return true;
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

  // The end of the name at `name`; the tokens of it in [name, end).
  uint32_t NameEnd(uint32_t name) const {
    uint32_t q = name;
    while (q < end_ && q < name + kNameTokensMax) {
      if (q > name && words_.token(q - 1).possessive) break;
      if (q > name && IsSuffix(words_.word(q))) {
        ++q;
        break;
      }
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
      uint32_t r = q;
      while (r < q + 3 && Word(r) && IsParticle(words_.word(r))) ++r;
      if (q > name && r > q && Namey(r)) {
        q = r;
        continue;
      }
      break;
    }
    return q;
  }

  bool Nickname(uint32_t q) const {
    if (q + 3 >= end_) return false;
    const TokenKind open = words_.token(q).kind;
    const TokenKind close = words_.token(q + 2).kind;
    return (open == TokenKind::kQuoteOpen || open == TokenKind::kQuoteEither) &&
           (close == TokenKind::kQuoteClose ||
            close == TokenKind::kQuoteEither) &&
           Namey(q + 1) && Namey(q + 3) &&
           words_.Has(q - 1, LexKind::kGivenName);
  }

  // Emits the name at `name`; modifiers from `at` belong to it. Returns the end
  // or `name` when it was none after all.
  uint32_t Name(uint32_t at, uint32_t name, FoundMention& mention) {
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
    const bool given = words_.Has(name, LexKind::kGivenName) && end - name >= 2;
    if (given) mention.person_evidence = true;
    if (IsInitial(words_.word(name)) && end - name >= 2)
      mention.person_evidence = true;
    if (end - name >= 3 && IsInitial(words_.word(name + 1)))
      mention.person_evidence = true;
    if (headline_ && !mention.person_evidence && !KnownSingle(name, end))
      return name;
    if (headline_ && mention.figure == kNone && end - name > 2)
      end = given ? name + 2 : end;
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
    if (!mention.person_evidence && end < end_ &&
        words_.token(end).capitalised && !words_.Namey(end) &&
        words_.word(end).find('-') != std::string_view::npos) {
      return name;
    }
    // "Strategic Arms Reduction Treaty", "Budget Committee"
    uint32_t form = 0;
    if (!mention.person_evidence &&
        words_.Has(end - 1, LexKind::kRole, &form)) {
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
    Emit(mention, begin, end);
    return end;
  }

  // In a headline: a surname of a figure, or a given name known.
  bool KnownSingle(uint32_t name, uint32_t end) const {
    if (end - name > 4) return false;
    for (uint32_t i = name; i < end; ++i) {
      if (words_.CapitalCount(i) <= words_.SmallCount(i)) return false;
    }
    return true;
  }

  void Gendered(FoundMention& mention, uint32_t name) {
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

  // Bodies and places passed on the way to a name are mentions of their own;
  // the last body before a role is what the role is of.
  void EmitPending() {
    for (const Pending& pending : pending_) EmitBody(pending);
    pending_.clear();
  }

  void EmitBody(const Pending& pending) {
    FoundMention body;
    body.mention.sentence = sentence_;
    body.headline = headline_;
    body.mention.kind = pending.kind;
    body.organisation = pending.organisation;
    body.place = pending.place;
    body.name = pending.span;
    if (pending.organisation != kNone &&
        lexicons_.organisations().organisations()[pending.organisation].kind ==
            OrganisationKind::kOffice) {
      body.mention.kind = EntityKind::kOffice;
    }
    Emit(body, pending.span.begin, pending.span.end);
  }

  // No name came: the bodies and places passed are mentions, roles are left to
  // the nominals.
  uint32_t Alone(uint32_t at) {
    uint32_t end = at;
    for (const Pending& pending : pending_) {
      EmitBody(pending);
      end = std::max(end, pending.span.end);
    }
    return end;
  }

  void Emit(FoundMention& mention, uint32_t begin, uint32_t end) {
    Mention& out = mention.mention;
    out.form = MentionForm::kName;
    out.first_token = begin;
    out.end_token = end;
    out.range = {words_.token(begin).range.begin,
                 words_.token(end - 1).range.end};
    out.name = {words_.token(mention.name.begin).range.begin,
                words_.token(mention.name.end - 1).range.end};
    if (begin < mention.name.begin) {
      out.role = {out.range.begin,
                  words_.token(mention.name.begin - 1).range.end};
    }
    out.quoted = words_.quoted(begin);
    found_.push_back(mention);
  }

  const DocumentWords& words_;
  FoundMentions& found_;
  const Lexicons& lexicons_;
  std::vector<Pending> pending_;
  uint32_t sentence_ = 0;
  uint32_t end_ = 0;
  bool headline_ = false;
};

// Words between whose name it is and the role: "Aye's senior policy adviser
// Bee", "Aye campaign manager Bee".
bool JoinsRole(const DocumentWords& words, uint32_t at) {
  static constexpr std::string_view kNouns[] = {
      "policy",   "communications", "campaign", "press",   "political",
      "economic", "foreign",        "security", "media",   "legal",
      "health",   "finance",        "national", "state",   "party",
      "staff",    "science",        "sports",   "defense", "defence",
      "business", "editorial",      "opinion",  "senior"};
  const std::string_view word = words.word(at);
  if (word.front() == '\'' || word.starts_with("’")) return true;
  if (words.word_class(at) == WordClass::kModifier) return true;
  for (std::string_view noun : kNouns) {
    if (word == noun) return true;
  }
  return false;
}

// "Aye spokesman Bee": the name before the role belongs to the phrase of the
// name after it.
void TakePossessors(const DocumentWords& words, FoundMentions& found) {
  constexpr uint32_t kGapMax = 4;
  const FoundMention* before = nullptr;
  for (FoundMention& mention : found) {
    const FoundMention* previous = before;
    before = &mention;
    if (previous == nullptr || mention.roles.empty() ||
        mention.mention.kind != EntityKind::kPerson ||
        previous->mention.sentence != mention.mention.sentence ||
        previous->mention.end_token > mention.mention.first_token) {
      continue;
    }
    // A title in capitals opens a name of its own: "with Aye, Senator Bee".
    if (words.token(mention.mention.first_token).capitalised) continue;
    const uint32_t gap =
        mention.mention.first_token - previous->mention.end_token;
    if (gap > kGapMax) continue;
    bool joined = true;
    for (uint32_t i = previous->mention.end_token;
         i < mention.mention.first_token; ++i) {
      joined &= words.token(i).kind == TokenKind::kWord && JoinsRole(words, i);
    }
    if (!joined) continue;
    if (previous->organisation != kNone) {
      mention.roles.front().body = previous->organisation;
    }
    mention.mention.first_token = previous->mention.first_token;
    mention.mention.range.begin = previous->mention.range.begin;
    mention.mention.role.begin = previous->mention.range.begin;
  }
}

}  // namespace

void FindNames(const DocumentWords& words, FoundMentions& found) {
  NameFinder(words, found).Run();
  TakePossessors(words, found);
}

}  // namespace quoth::parse
