#include "ingest-service/parse/attribution/proposals.h"

#include <algorithm>

#include "ingest-service/parse/attribution/clauses.h"
#include "ingest-service/parse/attribution/sources.h"

namespace quoth::parse {
namespace {

// A cue is none when content as such, or exactly this content, is less likely
// than these.
constexpr float kSomethingMin = 0.25f;
constexpr float kConfidenceMin = 0.12f;
// Of cues after "to", which often only tell a purpose.
constexpr float kInfinitiveMin = 0.6f;
// The plain clauses of clauses.h overrule the model below this.
constexpr float kSureOfContent = 0.6f;
// That the subject of a plain clause is its source, where the model sees none.
constexpr float kSourceOfClause = 0.8f;
// Two statements that share this much of their words are one.
constexpr float kSameOverlap = 0.6f;
// Only neighbours can share words: contents reach no further in practice.
constexpr std::size_t kNeighboursMax = 12;

// A heading tells what its section is about; its verbs report nothing.
bool InHeading(const Frame& frame, uint32_t token) {
  const uint32_t block =
      frame.sentences->sentences[frame.word(token).sentence].block;
  return frame.layout->blocks[block].kind == BlockKind::kHeading &&
         frame.word(token).is_word;
}

// A verb of saying with a clause beside it, whatever its weights.
bool ReportingVerb(const Frame& frame, uint32_t token) {
  const uint8_t act = frame.word(token).act;
  return (act == 1 || act == 2) && FindClause(frame, token).has_value();
}

// Ends on "would", or begins behind the "and" of a sentence: surely not all.
bool Truncated(const Frame& frame, const ContentChoice& choice) {
  if (choice.shape == Shape::kRight) {
    const WordClass last = frame.word(choice.right.end - 1).tag;
    return last == WordClass::kModal || last == WordClass::kBe ||
           last == WordClass::kDeterminer;
  }
  return choice.shape == Shape::kLeft &&
         frame.word(choice.left.begin).depth == 0 &&
         frame.word(static_cast<int64_t>(choice.left.begin) - 1).tag ==
             WordClass::kCoordinator;
}

uint32_t Size(const std::vector<TokenSpan>& spans) {
  uint32_t size = 0;
  for (TokenSpan s : spans) size += s.end - s.begin;
  return size;
}

bool QuoteFree(const Frame& frame, const std::vector<TokenSpan>& spans) {
  for (TokenSpan s : spans) {
    if (frame.totals[s.end].quotes > frame.totals[s.begin].quotes) return false;
  }
  return true;
}

}  // namespace

float Overlap(const std::vector<TokenSpan>& a,
              const std::vector<TokenSpan>& b) {
  uint32_t common = 0;
  for (TokenSpan x : a) {
    for (TokenSpan y : b) {
      const uint32_t begin = std::max(x.begin, y.begin);
      const uint32_t end = std::min(x.end, y.end);
      if (begin < end) common += end - begin;
    }
  }
  const uint32_t all = Size(a) + Size(b) - common;
  return all == 0 ? 0 : static_cast<float>(common) / static_cast<float>(all);
}

std::vector<Proposal> ProposeStatements(const Frame& frame,
                                        const AttributionModel& model,
                                        Parts parts) {
  std::vector<Proposal> found;
  FeatureList features;
  for (uint32_t i = 0; i < frame.words.words.size(); ++i) {
    if (!MayBeCue(frame.word(i))) continue;
    if (InHeading(frame, i)) continue;
    const auto by_rule = [&] { return parts.rules && ReportingVerb(frame, i); };
    ContentChoice choice;
    if (parts.model) {
      if (!WorthALook(frame, model, i) && !by_rule()) continue;
      features.clear();
      CueFeatures(frame, i, features);
      if (CueScore(model, features) < kCueScoreMin && !by_rule()) continue;
      choice = ChooseContent(frame, model, i, features);
    }
    Proposal proposal;
    proposal.cue = i;
    if (!choice.left.empty()) proposal.spans.push_back(choice.left);
    if (!choice.right.empty()) proposal.spans.push_back(choice.right);
    proposal.something = choice.something;
    proposal.confidence = choice.confidence;
    const bool likely = choice.shape != Shape::kNothing &&
                        choice.something >= kSomethingMin &&
                        choice.confidence >= kConfidenceMin;
    const bool parted = frame.word(static_cast<int64_t>(i) - 1).tag ==
                        WordClass::kComma;  // "C, promised X": never "X".
    if (choice.confidence < kSureOfContent || Truncated(frame, choice) ||
        (parted && choice.shape == Shape::kRight)) {
      const auto clause =
          parts.rules ? FindClause(frame, i) : std::optional<Clause>();
      if (clause && (clause->inverted || Truncated(frame, choice) ||
                     choice.confidence < kSureOfContent)) {
        proposal.spans = {clause->content};
        if (!clause->tail.empty()) proposal.spans.push_back(clause->tail);
        proposal.by_clause = true;
        proposal.mention = clause->source;
        proposal.subject = clause->subject;
        proposal.confidence = std::max(clause->confidence, choice.confidence);
      } else if (!likely) {
        continue;
      }
    }
    found.push_back(std::move(proposal));
  }
  std::vector<bool> drop(found.size(), false);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::size_t from = i > kNeighboursMax ? i - kNeighboursMax : 0;
    for (std::size_t j = from; j < i; ++j) {
      if (drop[j] || drop[i]) continue;
      if (Overlap(found[i].spans, found[j].spans) < kSameOverlap) continue;
      drop[found[i].confidence > found[j].confidence ? j : i] = true;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!drop[i]) {
      if (kept != i) found[kept] = std::move(found[i]);
      ++kept;
    }
  }
  found.resize(kept);
  for (Proposal& p : found) {
    const SourceChoice source = parts.model
                                    ? ChooseSource(frame, model, p.cue, p.spans)
                                    : SourceChoice();
    const int32_t subject = p.mention;
    p.source = source.span;
    p.mention = source.mention;
    p.source_confidence = source.confidence;
    if (p.by_clause && source.span.empty() && !p.subject.empty()) {
      p.source = p.subject;
      p.mention = subject;
      if (subject != kNone) {
        const Mention& m = frame.mentions->mentions[subject];
        p.source = {m.first_token, m.end_token};
      }
      p.source_confidence = kSourceOfClause;
    }
  }
  // "Referring to X, he ...", "gave an interview to explain X": the act is told
  // elsewhere in the sentence.
  std::erase_if(found, [&](const Proposal& p) {
    const Word& cue = frame.word(p.cue);
    if (p.by_clause) return false;
    if (p.source.empty() && cue.first && cue.act != 0 &&
        QuoteFree(frame, p.spans)) {
      return true;
    }
    if (p.confidence >= kSureOfContent) return false;
    const bool infinitive =
        frame.word(static_cast<int64_t>(p.cue) - 1).tag == WordClass::kTo;
    return (p.source.empty() && cue.first) ||
           (infinitive && p.confidence < kInfinitiveMin);
  });
  return found;
}

}  // namespace quoth::parse
