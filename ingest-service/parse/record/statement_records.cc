#include "ingest-service/parse/record/statement_records.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/record/speaker_names.h"
#include "ingest-service/parse/record/statement_key.h"
#include "ingest-service/parse/record/topic_tags.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kContextBytesMax = 200;
constexpr uint32_t kSelectorBytesMax = 32;
constexpr std::size_t kQuestionBytesMax = 1000;
constexpr std::size_t kHeadingBytesMax = 300;

quoth::v1::StatementKind KindOf(StatementKind kind) {
  switch (kind) {
    case StatementKind::kDirect:
      return quoth::v1::STATEMENT_KIND_DIRECT;
    case StatementKind::kMixed:
      return quoth::v1::STATEMENT_KIND_MIXED;
    case StatementKind::kIndirect:
      return quoth::v1::STATEMENT_KIND_INDIRECT;
    case StatementKind::kTurn:
      return quoth::v1::STATEMENT_KIND_TURN;
  }
  return quoth::v1::STATEMENT_KIND_UNSPECIFIED;
}

quoth::v1::SpeechAct ActOf(SpeechAct act) {
  switch (act) {
    case SpeechAct::kSpeech:
      return quoth::v1::SPEECH_ACT_SPEECH;
    case SpeechAct::kQuestion:
      return quoth::v1::SPEECH_ACT_QUESTION;
    case SpeechAct::kBelief:
      return quoth::v1::SPEECH_ACT_BELIEF;
    case SpeechAct::kPlan:
      return quoth::v1::SPEECH_ACT_PLAN;
  }
  return quoth::v1::SPEECH_ACT_UNSPECIFIED;
}

// Words of a turn from its first to its last block.
Range TurnWords(const Layout& layout, int32_t turn) {
  const Turn& t = layout.turns[turn];
  return {layout.blocks[t.first_block].range.begin,
          layout.blocks[t.last_block].range.end};
}

// Verbs behind a "that" that is the subject of its clause: "that was wrong".
bool IsFiniteAfterThat(std::string_view word) {
  static constexpr std::string_view kVerbs[] = {
      "is",    "was",    "are",   "were",   "will",  "would", "has",
      "had",   "have",   "can",   "could",  "may",   "might", "must",
      "does",  "did",    "means", "meant",  "makes", "made",  "should",
      "isn't", "wasn't", "won't", "doesn't"};
  return std::find(std::begin(kVerbs), std::end(kVerbs), word) !=
         std::end(kVerbs);
}

// The spans as readers see them: the conjunction that joins reported words to
// their cue ("said [that] taxes would fall") is not among the words said.
std::vector<Range> ShownSpans(const Attribution& a, std::string_view text) {
  std::vector<Range> spans = a.spans;
  Range& first = spans.front();
  constexpr std::string_view kThat = "that ";
  const bool reported =
      a.kind == StatementKind::kIndirect || a.kind == StatementKind::kMixed;
  if (!reported || a.cue.empty() || a.cue.end > first.begin) return spans;
  const std::string_view words = first.of(text);
  if (!words.starts_with(kThat)) return spans;
  const std::string_view rest = words.substr(kThat.size());
  if (!rest.empty() && !IsFiniteAfterThat(rest.substr(0, rest.find(' ')))) {
    first.begin += static_cast<uint32_t>(kThat.size());
  }
  return spans;
}

class StatementWriter {
 public:
  StatementWriter(const ParsedDocument& document, const SpanWriter& spans,
                  const RecordContext& context)
      : document_(document), spans_(spans), context_(context) {}

  void WriteWords(const Attribution& a, quoth::v1::Statement& s) const {
    const std::string_view text = spans_.text();
    const std::vector<Range> shown = ShownSpans(a, text);
    for (const Range span : shown) {
      spans_.Write(span, s.add_spans());
      AppendTo(*s.mutable_text(), s.text().empty() ? "" : " … ", span.of(text));
    }
    const Range bounds = document_.layout.blocks[a.block].range;
    const Range whole{shown.front().begin, shown.back().end};
    if (a.spans.size() > 1) {
      s.mutable_quote()->set_exact(std::string(whole.of(text)));
    }
    s.mutable_quote()->set_prefix(std::string(
        ContextBefore(text, bounds, whole.begin, kSelectorBytesMax)));
    s.mutable_quote()->set_suffix(
        std::string(ContextAfter(text, bounds, whole.end, kSelectorBytesMax)));
    s.set_context_before(std::string(
        ContextBefore(text, bounds, whole.begin, kContextBytesMax)));
    s.set_context_after(
        std::string(ContextAfter(text, bounds, whole.end, kContextBytesMax)));
  }

  void WriteSpeaker(const Attribution& a, quoth::v1::Statement& s) const {
    quoth::v1::SpeakerReference& reference = *s.mutable_speaker();
    if (!a.source.empty()) {
      reference.set_mention(std::string(a.source.of(spans_.text())));
      spans_.Write(a.source, reference.mutable_mention_span());
    }
    if (a.mention != kNone) {
      const Mention& mention = document_.mentions.mentions[a.mention];
      if (!mention.role.empty()) {
        reference.set_role(std::string(mention.role.of(spans_.text())));
      }
    }
    const int32_t index =
        a.chain == kNone ? kNone : document_.speakers.by_chain[a.chain];
    if (index == kNone) return;
    const ResolvedSpeaker& speaker = document_.speakers.speakers[index];
    reference.set_speaker(SpeakerResourceName(speaker, context_.document_id));
    reference.set_display_name(speaker.display_name);
    reference.set_kind(SpeakerKindOf(speaker.kind));
    if (reference.role().empty() && !speaker.roles.empty()) {
      reference.set_role(speaker.roles.front());
    }
    // The path: how the source was found, how its words were joined to the
    // others that mean the same one, how that one is known.
    const bool joined =
        a.mention != kNone &&
        document_.mentions.mentions[a.mention].chain == a.chain &&
        !document_.mentions.mentions[a.mention].chain_rule.empty();
    if (!joined) {
      reference.set_resolution(Concat(a.speaker_rule, "/", speaker.rule));
      reference.set_confidence(StoredConfidence(speaker.confidence));
      return;
    }
    const Mention& mention = document_.mentions.mentions[a.mention];
    reference.set_resolution(
        Concat(a.speaker_rule, "/", mention.chain_rule, "/", speaker.rule));
    reference.set_confidence(
        StoredConfidence(speaker.confidence * mention.chain_confidence));
  }

  void WriteSurroundings(const Attribution& a, quoth::v1::Statement& s) const {
    const std::string_view text = spans_.text();
    if (!a.cue.empty()) {
      s.set_cue(OneLine(a.cue.of(text), kSelectorBytesMax * 2));
      spans_.Write(a.cue, s.mutable_cue_span());
    }
    if (a.addressee != kNone) {
      s.set_addressee(
          std::string(document_.mentions.mentions[a.addressee].range.of(text)));
    }
    if (a.question != kNone) {
      s.set_question(OneLine(TurnWords(document_.layout, a.question).of(text),
                             kQuestionBytesMax));
    }
    const int32_t section = a.section != kNone
                                ? a.section
                                : document_.layout.blocks[a.block].section;
    if (section != kNone) {
      s.set_heading(OneLine(document_.layout.blocks[section].range.of(text),
                            kHeadingBytesMax));
    }
  }

 private:
  const ParsedDocument& document_;
  const SpanWriter& spans_;
  const RecordContext& context_;
};

void WriteFromDocument(const quoth::v1::Document& d, quoth::v1::Statement& s) {
  if (d.has_said_on()) *s.mutable_said_on() = d.said_on();
  if (d.has_published_on()) *s.mutable_published_on() = d.published_on();
  s.set_document_title(d.title());
  s.set_outlet(d.outlet());
  s.set_source_url(d.source_url());
  s.set_language(d.language());
}

}  // namespace

void WriteStatements(
    const ParsedDocument& document, const Vocabulary& vocabulary,
    const SpanWriter& spans, const RecordContext& context,
    const quoth::v1::Document& record_document,
    google::protobuf::RepeatedPtrField<quoth::v1::Statement>& out) {
  const auto& attributions = document.attributions.statements;
  const StatementWriter writer(document, spans, context);
  const TagWriter tags(document, vocabulary, spans, context);
  out.Reserve(static_cast<int>(attributions.size()));
  absl::flat_hash_map<std::string, int> seen;  // Key -> times used.
  for (std::size_t i = 0; i < attributions.size(); ++i) {
    const Attribution& a = attributions[i];
    quoth::v1::Statement& s = *out.Add();
    writer.WriteWords(a, s);
    std::string key = StatementKey(s.text());
    if (const int repeat = ++seen[key]; repeat > 1) {
      AppendTo(key, "-", repeat);
    }
    s.set_name(Concat("documents/", context.document_id, "/statements/", key));
    s.set_document(Concat("documents/", context.document_id));
    s.set_kind(KindOf(a.kind));
    s.set_act(ActOf(a.act));
    writer.WriteSpeaker(a, s);
    writer.WriteSurroundings(a, s);
    tags.Write(i, s);
    s.set_continuation(a.continuation);
    s.set_confidence(StoredConfidence(a.confidence));
    s.set_rule(std::string(a.rule));
    s.set_ordinal(static_cast<uint32_t>(i));
    WriteFromDocument(record_document, s);
  }
  for (int i = 0; i < out.size(); ++i) {
    const int32_t around = attributions[static_cast<std::size_t>(i)].nested_in;
    if (around != kNone) {
      out.Mutable(i)->set_nested_in(out.Get(around).name());
    }
  }
}

}  // namespace quoth::parse
