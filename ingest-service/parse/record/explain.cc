// Each decision about a statement in words, for ParseDocument and the readable
// page of quoth-parse.
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/record/record.h"

namespace quoth::parse {
namespace {

std::string SourceWords(quoth::v1::TopicSource source) {
  switch (source) {
    case quoth::v1::TOPIC_SOURCE_HEADING:
      return "the heading";
    case quoth::v1::TOPIC_SOURCE_QUESTION:
      return "the question";
    case quoth::v1::TOPIC_SOURCE_LEAD:
      return "the document's lead";
    default:
      return "its words";
  }
}

std::string ContentStep(const Attribution& a) {
  return absl::StrFormat(
      "content: %d span%s found by rule '%s', confidence %.2f", a.spans.size(),
      a.spans.size() == 1 ? "" : "s", std::string(a.rule), a.confidence);
}

std::string SpeakerStep(const quoth::v1::Statement& s, const Attribution& a) {
  const quoth::v1::SpeakerReference& r = s.speaker();
  const std::string mention = r.mention().empty()
                                  ? std::string("no words name the source")
                                  : Concat("source '", r.mention(), "'");
  if (r.speaker().empty()) {
    return Concat("speaker: ", mention, "; unknown");
  }
  return absl::StrFormat(
      "speaker: %s -> %s by %s, confidence %.2f", mention, r.speaker(),
      r.resolution().empty() ? std::string(a.speaker_rule) : r.resolution(),
      r.confidence());
}

// How the mention was joined to the others of its chain.
void AddChainSteps(const ParsedDocument& document, const Attribution& a,
                   quoth::v1::Explanation& out) {
  if (a.mention == kNone) return;
  const Mention& mention = document.mentions.mentions[a.mention];
  if (mention.chain == kNone) return;
  const Chain& chain = document.mentions.chains[mention.chain];
  out.add_steps(absl::StrFormat(
      "mention: joined to '%s' (%d mentions) by '%s', confidence %.2f",
      chain.name, chain.mentions.size(), std::string(mention.chain_rule),
      mention.chain_confidence));
}

}  // namespace

std::vector<quoth::v1::Explanation> ExplainStatements(
    const ParsedDocument& document, const Vocabulary& /*vocabulary*/,
    const quoth::v1::DocumentPut& record) {
  std::vector<quoth::v1::Explanation> out(record.statements_size());
  for (int i = 0; i < record.statements_size(); ++i) {
    const quoth::v1::Statement& s = record.statements(i);
    const Attribution& a = document.attributions.statements[i];
    out[i].set_statement(s.name());
    out[i].add_steps(ContentStep(a));
    out[i].add_steps(s.cue().empty() ? std::string("cue: none")
                                     : Concat("cue: '", s.cue(), "'"));
    out[i].add_steps(SpeakerStep(s, a));
    AddChainSteps(document, a, out[i]);
    for (const quoth::v1::TopicTag& tag : s.topics()) {
      out[i].add_steps(absl::StrFormat(
          "topic: %s, %s, from %s, confidence %.2f", tag.display_name(),
          tag.role() == quoth::v1::TOPIC_ROLE_ABOUT ? "about" : "mentions",
          SourceWords(tag.source()), tag.confidence()));
    }
  }
  return out;
}

}  // namespace quoth::parse
