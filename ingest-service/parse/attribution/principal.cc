#include "ingest-service/parse/attribution/principal.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"

namespace quoth::parse {
namespace {

// A person, or a name of several words that pronouns take for one.
bool MayBePrincipal(const Chain& chain) {
  if (chain.name.empty()) return false;
  if (chain.kind == EntityKind::kPerson) return true;
  const bool gendered =
      chain.gender == Gender::kMale || chain.gender == Gender::kFemale;
  return chain.kind == EntityKind::kUnknown && gendered &&
         chain.name.find(' ') != std::string::npos;
}

bool FullName(const Chain& chain) {
  return chain.kind == EntityKind::kUnknown &&
         chain.name.find(' ') != std::string::npos;
}

// By chain: is it ever called by a name?
std::vector<bool> NamedChains(const Mentions& mentions) {
  std::vector<bool> named(mentions.chains.size(), false);
  for (const Mention& m : mentions.mentions) {
    if (m.chain != kNone && m.form == MentionForm::kName) named[m.chain] = true;
  }
  return named;
}

bool SameName(std::string_view a, std::string_view b) {
  return !a.empty() && a == b;
}

}  // namespace

namespace {

// `unknown`: look for full names of unknown kind in place of people.
int32_t FindPrincipal(const Frame& frame, const Metadata& metadata,
                      const std::vector<Draft>& drafts, bool unknown) {
  const Mentions& mentions = *frame.mentions;
  absl::flat_hash_map<int32_t, float> scores;
  const std::vector<bool> named = NamedChains(mentions);
  uint32_t early = 0;  // Blocks of prose seen.
  uint32_t last_block = UINT32_MAX;
  for (const Mention& m : mentions.mentions) {
    if (m.chain == kNone || m.quoted) continue;
    const Chain& chain = mentions.chains[m.chain];
    if (unknown ? !FullName(chain) : !MayBePrincipal(chain)) continue;
    bool author = SameName(metadata.outlet, chain.name);
    for (const std::string& name : metadata.authors) {
      author |= SameName(name, chain.name);
    }
    if (author) continue;
    const uint32_t block = frame.sentences->sentences[m.sentence].block;
    const BlockKind kind = frame.layout->blocks[block].kind;
    if (kind == BlockKind::kByline || kind == BlockKind::kBoilerplate) continue;
    if (kind == BlockKind::kParagraph && block != last_block) {
      ++early;
      last_block = block;
    }
    float weight = 1;
    if (kind == BlockKind::kTitle) {
      weight = 6;
    } else if (kind == BlockKind::kSummary ||
               (early <= 2 && kind != BlockKind::kHeading)) {
      weight = 3;
    }
    // "One driver" whom nobody names is hardly what a text is about.
    if (!named[m.chain]) weight /= 3;
    scores[m.chain] += weight;
  }
  for (const Draft& d : drafts) {
    if (d.chain != kNone && scores.contains(d.chain)) scores[d.chain] += 2;
  }
  int32_t best = kNone;
  float first = 0, second = 0;
  for (const auto& [chain, score] : scores) {
    if (score > first || (score == first && chain < best)) {
      second = first;
      first = score;
      best = chain;
    } else {
      second = std::max(second, score);
    }
  }
  // One mention in the lead is enough where nobody else is named.
  const float needed = second == 0 ? 3 : 4;
  return first >= needed && first >= 1.6f * second ? best : kNone;
}

}  // namespace

int32_t PrincipalSpeaker(const Frame& frame, const Metadata& metadata,
                         const std::vector<Draft>& drafts) {
  const int32_t person = FindPrincipal(frame, metadata, drafts, false);
  if (person != kNone) return person;
  // Names that no lexicon knows, where the text has nobody else.
  for (const Chain& chain : frame.mentions->chains) {
    if (MayBePrincipal(chain)) return kNone;
  }
  return FindPrincipal(frame, metadata, drafts, true);
}

}  // namespace quoth::parse
