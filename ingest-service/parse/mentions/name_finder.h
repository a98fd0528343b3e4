// Names of people, organisations and places: runs of capitals, cut by what the
// lexicons know of their words.
//
//   name_finder.cc     the loop over a document, and what is emitted
//   name_modifiers.cc  titles, roles, places and bodies before a name
//   name_bodies.cc     bodies, known and unknown
//   name_extent.cc     where a name begins and ends, and what kind it is
//   name_possessors.cc "Aye spokesman Bee"
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/mentions/found_mention.h"

namespace quoth::parse {

inline constexpr uint32_t kBodyKinds =
    Kinds(LexKind::kTitle, LexKind::kOrganisation, LexKind::kPlace,
          LexKind::kDemonym);
inline constexpr uint32_t kModifierKinds = kBodyKinds | Kinds(LexKind::kRole);

class NameFinder {
 public:
  NameFinder(const DocumentWords& words, FoundMentions& found)
      : words_(words), found_(found), lexicons_(words.lexicons()) {}

  void Run();

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

  // name_finder.cc
  // Reads what begins at `at`; the first token after it, or `at` for nothing.
  uint32_t Take(uint32_t at);
  // Bodies and places passed on the way to a name are mentions of their own;
  // the last body before a role is what the role is of.
  void EmitPending();
  void EmitBody(const Pending& pending);
  // No name came: the bodies and places passed are mentions, roles are left to
  // the nominals.
  uint32_t Alone(uint32_t at);
  void Emit(FoundMention& mention, uint32_t begin, uint32_t end);

  // name_modifiers.cc
  // Skips titles, roles, demonyms, places and bodies before a name; fills the
  // facts of `mention` and `pending_` with the bodies and places passed.
  uint32_t Modifiers(uint32_t at, FoundMention& mention);
  // "President of Russia Aye Bee": what the role that ends before `at` is of;
  // the first token behind that, where a name begins, or `at`.
  uint32_t OfWhat(uint32_t at, const FoundMention& mention, RoleFact& fact);
  // "Pacific Waters Office": a place passed just before the last body belongs
  // to its name.
  void TakePlaceIntoBody();
  // "Irrigation" in "Irrigation Minister Aye Bee": what an office is over, in
  // capitals that no lexicon has.
  bool IsPortfolio(uint32_t p) const;
  // Does a modifier here lead to a title, a role or a name?
  bool Leads(uint32_t p) const;

  // name_bodies.cc
  // The body named at `span`. Offices that every country has take theirs:
  // "Russian Foreign Ministry", "Ministry of Finance of Japan".
  Pending Body(TokenRun span, uint32_t index, uint32_t country_at,
               int32_t country) const;
  // "Acme Widgets Inc", "Committee on Foreign Affairs", "University of
  // Ayetown": a run that ends in, or begins with, a word of organisations.
  // "Minister of Water Resources Aye Bee": where the name begins behind what
  // the office is over; `at` when it does not.
  uint32_t BehindPortfolio(uint32_t at) const;
  bool UnknownBody(uint32_t p, const FoundMention& mention,
                   std::vector<Pending>& out) const;

  // name_extent.cc
  bool NameBegins(uint32_t at, bool modified) const;
  // The capital behind the particles at `at`, in any case; `at` when there are
  // none or no capital follows.
  uint32_t BehindParticles(uint32_t at) const;
  // The end of the name at `name`; the tokens of it in [name, end).
  uint32_t NameEnd(uint32_t name) const;
  bool Nickname(uint32_t q) const;
  // Emits the name at `name`; modifiers from `at` belong to it. Returns the end
  // or `name` when it was none after all.
  uint32_t Name(uint32_t at, uint32_t name, FoundMention& mention);
  // "Wójt Aye Bee" where a sentence begins: an unknown word before a given name
  // that another capital follows.
  bool UnknownTitle(uint32_t name, uint32_t end) const;
  // In a headline: a surname of a figure, or a given name known.
  bool KnownSingle(uint32_t name, uint32_t end) const;
  void Gendered(FoundMention& mention, uint32_t name);

  const DocumentWords& words_;
  FoundMentions& found_;
  const Lexicons& lexicons_;
  std::vector<Pending> pending_;
  uint32_t sentence_ = 0;
  uint32_t end_ = 0;
  bool headline_ = false;
};

// "Aye spokesman Bee": the name before the role belongs to the phrase of the
// name after it. `found` holds names alone.
void TakePossessors(const DocumentWords& words, FoundMentions& found);

}  // namespace quoth::parse
