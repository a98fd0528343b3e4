#include "ingest-service/parse/attribution/turns.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/attribution/principal.h"
#include "ingest-service/parse/attribution/words.h"

namespace quoth::parse {
namespace {

// Lower-case hash of the last word of a name.
uint32_t LastNameKey(std::string_view name) {
  while (!name.empty() && (name.back() == ' ' || name.back() == '.')) {
    name.remove_suffix(1);
  }
  const std::size_t space = name.rfind(' ');
  if (space != std::string_view::npos) name = name.substr(space + 1);
  return name.empty() ? 0 : HashLower(name);
}

// Labels of turns -> chains of the document.
class LabelSpeakers {
 public:
  explicit LabelSpeakers(const Mentions& mentions) : mentions_(mentions) {
    for (std::size_t i = 0; i < mentions.chains.size(); ++i) {
      const Chain& chain = mentions.chains[i];
      if (chain.name.empty()) continue;
      const int32_t index = static_cast<int32_t>(i);
      by_name_.emplace(HashLower(chain.name), index);
      for (const std::string& alias : chain.aliases) {
        by_name_.emplace(HashLower(alias), index);
      }
      if (chain.kind == EntityKind::kPerson ||
          chain.kind == EntityKind::kUnknown) {
        const auto [it, fresh] =
            by_last_.emplace(LastNameKey(chain.name), index);
        if (!fresh) it->second = kNone;  // Two of that name: nobody.
      }
    }
    for (std::size_t i = 0; i < mentions.mentions.size(); ++i) {
      by_begin_.emplace(mentions.mentions[i].range.begin,
                        static_cast<int32_t>(i));
    }
  }

  int32_t MentionAt(Range label) const {
    if (label.empty()) return kNone;
    const auto found = by_begin_.find(label.begin);
    return found == by_begin_.end() ? kNone : found->second;
  }

  int32_t ChainOf(const Turn& turn) const {
    const int32_t mention = MentionAt(turn.label);
    if (mention != kNone && mentions_.mentions[mention].chain != kNone) {
      return mentions_.mentions[mention].chain;
    }
    const auto exact = by_name_.find(HashLower(turn.name));
    if (exact != by_name_.end()) return exact->second;
    const auto last = by_last_.find(LastNameKey(turn.name));
    return last == by_last_.end() ? kNone : last->second;
  }

 private:
  const Mentions& mentions_;
  absl::flat_hash_map<uint32_t, int32_t> by_name_, by_last_, by_begin_;
};

bool IsOutlet(const Turn& turn, const Metadata& metadata) {
  return !metadata.outlet.empty() && !turn.name.empty() &&
         HashLower(turn.name) == HashLower(metadata.outlet);
}

// Not only a time of day or a rule.
bool CarriesWords(const Block& block, std::string_view text) {
  if (block.kind != BlockKind::kTurn) return false;
  const std::string_view words = block.range.of(text);
  return std::any_of(words.begin(), words.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  });
}

}  // namespace

void AddTurns(const Frame& frame, const Metadata& metadata,
              const std::vector<Draft>& drafts,
              std::vector<Attribution>& statements) {
  const Layout& layout = *frame.layout;
  if (layout.turns.empty()) return;
  const LabelSpeakers speakers(*frame.mentions);
  int32_t principal = kNone;
  bool principal_known = false;
  int32_t question = kNone;
  for (std::size_t t = 0; t < layout.turns.size(); ++t) {
    const Turn& turn = layout.turns[t];
    // The outlet that prints an interview is the one that asks.
    if (turn.role == TurnRole::kQuestion || IsOutlet(turn, metadata)) {
      question = static_cast<int32_t>(t);
      continue;
    }
    Attribution base;
    base.kind = StatementKind::kTurn;
    base.source = turn.label;
    base.mention = speakers.MentionAt(turn.label);
    base.turn = static_cast<int32_t>(t);
    base.question = question;
    base.rule = "turn";
    if (turn.role == TurnRole::kAnswer) {
      if (!principal_known) {
        principal = PrincipalSpeaker(frame, metadata, drafts);
        principal_known = true;
      }
      base.chain = principal;
      base.speaker_rule = "interviewee";
      base.confidence = principal == kNone ? 0.5f : 0.85f;
    } else {
      base.chain = t < frame.mentions->turn_chains.size()
                       ? frame.mentions->turn_chains[t]
                       : kNone;
      if (base.chain == kNone) base.chain = speakers.ChainOf(turn);
      base.speaker_rule = "label";
      base.confidence = 0.97f;
    }
    const uint32_t last = std::min<uint32_t>(
        turn.last_block, static_cast<uint32_t>(layout.blocks.size()) - 1);
    for (uint32_t b = turn.first_block; b <= last; ++b) {
      const Block& block = layout.blocks[b];
      if (!CarriesWords(block, frame.text) ||
          block.turn != static_cast<int32_t>(t)) {
        continue;
      }
      Attribution a = base;
      a.spans = {block.range};
      a.block = b;
      a.section = block.section;
      statements.push_back(std::move(a));
    }
  }
}

}  // namespace quoth::parse
