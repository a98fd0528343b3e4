#include "ingest-service/parse/attribution/attribute_with.h"
#include "ingest-service/parse/attribution/proposals.h"

namespace quoth::parse {
namespace {

Range BytesOf(const Frame& frame, TokenSpan span) {
  return {frame.sentences->tokens[span.begin].range.begin,
          frame.sentences->tokens[span.end - 1].range.end};
}

float QuotedShare(const Frame& frame, const std::vector<TokenSpan>& spans) {
  uint32_t quoted = 0, all = 0;
  for (TokenSpan s : spans) {
    for (uint32_t i = s.begin; i < s.end; ++i) {
      if (!frame.word(i).is_word) continue;
      ++all;
      quoted += frame.word(i).depth > 0;
    }
  }
  return all == 0 ? 0 : static_cast<float>(quoted) / static_cast<float>(all);
}

}  // namespace

Attributions AttributeWith(const DecodedDocument& document,
                           const Layout& layout, const Metadata& metadata,
                           const Sentences& sentences, const Mentions& mentions,
                           const AttributionModel& model, Issues& issues) {
  (void)metadata;
  const Quotes quotes = PairQuotes(document, layout, issues);
  const Frame frame = BuildFrame(document, layout, sentences, quotes, mentions);
  Attributions result;
  for (const Proposal& p : ProposeStatements(frame, model)) {
    Attribution a;
    for (TokenSpan s : p.spans) a.spans.push_back(BytesOf(frame, s));
    const float quoted = QuotedShare(frame, p.spans);
    a.kind = quoted > 0.9f   ? StatementKind::kDirect
             : quoted > 0.f ? StatementKind::kMixed
                             : StatementKind::kIndirect;
    a.cue = frame.sentences->tokens[p.cue].range;
    a.confidence = model.Calibrated(p.confidence);
    a.rule = "model";
    result.statements.push_back(std::move(a));
  }
  return result;
}

}  // namespace quoth::parse
