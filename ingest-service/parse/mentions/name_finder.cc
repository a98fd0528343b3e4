// The loop of the name finder, and what it emits.
#include "ingest-service/parse/mentions/name_finder.h"

#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_forms.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"

namespace quoth::parse {

void NameFinder::Run() {
  const auto& sentences = words_.sentences().sentences;
  for (uint32_t s = 0; s < sentences.size(); ++s) {
    sentence_ = s;
    headline_ = words_.style(s) == CaseStyle::kHeadline;
    end_ = sentences[s].end_token;
    for (uint32_t at = sentences[s].first_token; at < end_;)
      at = std::max(Take(at), at + 1);
  }
}

// Reads what begins at `at`; the first token after it, or `at` for nothing.
uint32_t NameFinder::Take(uint32_t at) {
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

// Bodies and places passed on the way to a name are mentions of their own;
// the last body before a role is what the role is of.
void NameFinder::EmitPending() {
  for (const Pending& pending : pending_) EmitBody(pending);
  pending_.clear();
}

void NameFinder::EmitBody(const Pending& pending) {
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
uint32_t NameFinder::Alone(uint32_t at) {
  uint32_t end = at;
  for (const Pending& pending : pending_) {
    EmitBody(pending);
    end = std::max(end, pending.span.end);
  }
  return end;
}

void NameFinder::Emit(FoundMention& mention, uint32_t begin, uint32_t end) {
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

void FindNames(const DocumentWords& words, FoundMentions& found) {
  NameFinder(words, found).Run();
  TakePossessors(words, found);
}

}  // namespace quoth::parse
