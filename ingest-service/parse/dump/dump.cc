#include "ingest-service/parse/dump/dump.h"

#include <string_view>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "ingest-service/parse/dump/names.h"
#include "ingest-service/parse/topics/vocabulary.h"
#include "ingest-service/parse/concat.h"

namespace quoth::parse {
namespace {

// In one line: \n and \ escaped; nothing is cut, golden files show all.
std::string Quoted(std::string_view words) {
  std::string out = "\"";
  for (const char c : words) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\') {
      out += "\\\\";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

class Dumper {
 public:
  Dumper(const ParsedDocument& document, const Knowledge& knowledge)
      : d_(document), knowledge_(knowledge), text_(document.decoded.text) {}

  std::string Decode() {
    Line("format ", NameOf(d_.decoded.format));
    Line("charset ", d_.decoded.charset);
    Line("text ", d_.decoded.text.size(), " bytes");
    for (const DeclaredMetadata& m : d_.decoded.metadata) {
      Line("declared ", NameOf(m.origin), " ", m.field, " ", Quoted(m.value));
    }
    for (const Markup& m : d_.decoded.markup) {
      Line("markup ", At(m.range), " ", NameOf(m.kind),
           m.level > 0 ? Concat(" level ", m.level) : "",
           m.value.empty() ? "" : Concat(" value ", Quoted(m.value)), " ",
           Words(m.range));
    }
    return Done();
  }

  std::string Blocks() {
    for (std::size_t i = 0; i < d_.layout.blocks.size(); ++i) {
      const Block& b = d_.layout.blocks[i];
      Line("block ", i, " ", At(b.range), " ", NameOf(b.kind),
           b.level > 0 ? Concat(" level ", b.level) : "",
           Index(" section ", b.section), Index(" turn ", b.turn),
           b.closed ? "" : " open", " ", Words(b.range));
    }
    for (std::size_t i = 0; i < d_.layout.turns.size(); ++i) {
      const Turn& t = d_.layout.turns[i];
      Line("turn ", i, " ", NameOf(t.role), " blocks ", t.first_block, "..",
           t.last_block, " label ", Words(t.label), " name ", Quoted(t.name),
           t.aside.empty() ? "" : Concat(" aside ", Words(t.aside)));
    }
    return Done();
  }

  std::string Metadata() {
    const parse::Metadata& m = d_.metadata;
    Line("title ", Quoted(m.title), " ", At(m.title_range));
    Line("outlet ", Quoted(m.outlet));
    for (const std::string& author : m.authors) Line("author ", Quoted(author));
    Line("language ", m.language);
    Line("url ", m.canonical_url);
    for (const std::string& section : m.sections) {
      Line("section ", Quoted(section));
    }
    for (const std::string& keyword : m.keywords) {
      Line("keyword ", Quoted(keyword));
    }
    Line("event ", NameOf(m.event), " host ", Quoted(m.event_host), " ",
         Words(m.event_evidence));
    DateLine("published_on", m.published_on);
    DateLine("said_on", m.said_on);
    return Done();
  }

  std::string Sentences() {
    for (std::size_t i = 0; i < d_.sentences.sentences.size(); ++i) {
      const Sentence& s = d_.sentences.sentences[i];
      Line("sentence ", i, " ", At(s.range), " block ", s.block, " ",
           Words(s.range));
      std::string tokens;
      for (uint32_t t = s.first_token; t < s.end_token; ++t) {
        const Token& token = d_.sentences.tokens[t];
        AppendTo(tokens, t == s.first_token ? "" : " ",
                        token.range.of(text_));
        if (token.kind != TokenKind::kWord) {
          AppendTo(tokens, "/", NameOf(token.kind));
        }
      }
      Line("  tokens ", tokens);
    }
    return Done();
  }

  std::string Mentions() {
    for (std::size_t i = 0; i < d_.mentions.mentions.size(); ++i) {
      const Mention& m = d_.mentions.mentions[i];
      Line("mention ", i, " ", At(m.range), " ", NameOf(m.kind), " ",
           NameOf(m.form), " ", NameOf(m.gender), m.plural ? " plural" : "",
           m.quoted ? " quoted" : "", Index(" chain ", m.chain),
           m.chain == kNone ? "" : Concat(" by ", m.chain_rule), " ",
           Words(m.range),
           m.name.empty() ? "" : Concat(" name ", Words(m.name)),
           m.role.empty() ? "" : Concat(" role ", Words(m.role)));
    }
    for (std::size_t i = 0; i < d_.mentions.chains.size(); ++i) {
      const Chain& c = d_.mentions.chains[i];
      Line("chain ", i, " ", NameOf(c.kind), " ", NameOf(c.gender),
           c.plural ? " plural" : "", " ", Quoted(c.name), " aliases [",
           absl::StrJoin(c.aliases, " | "), "] roles [",
           absl::StrJoin(c.roles, " | "), "] mentions ",
           absl::StrJoin(c.mentions, ","));
    }
    return Done();
  }

  std::string Attributions() {
    for (std::size_t i = 0; i < d_.attributions.statements.size(); ++i) {
      const Attribution& a = d_.attributions.statements[i];
      Line("statement ", i, " ", NameOf(a.kind), " ", NameOf(a.act),
           a.continuation ? " continuation" : "", " rule ", a.rule, "/",
           a.speaker_rule, absl::StrFormat(" confidence %.2f", a.confidence),
           Index(" nested-in ", a.nested_in), Index(" turn ", a.turn),
           Index(" question ", a.question), Index(" section ", a.section));
      for (const Range span : a.spans) {
        Line("  span ", At(span), " ", Words(span));
      }
      if (!a.cue.empty()) Line("  cue ", At(a.cue), " ", Words(a.cue));
      if (!a.source.empty()) {
        Line("  source ", At(a.source), " ", Words(a.source));
      }
      if (a.chain != kNone) {
        Line("  speaker chain ", a.chain, " ",
             Quoted(d_.mentions.chains[a.chain].name));
      }
    }
    return Done();
  }

  std::string Speakers() {
    for (std::size_t i = 0; i < d_.speakers.speakers.size(); ++i) {
      const ResolvedSpeaker& s = d_.speakers.speakers[i];
      Line("speaker ", i, " ", s.slug, " ", NameOf(s.kind),
           s.local ? " local" : "", " by ", s.rule,
           absl::StrFormat(" confidence %.2f ", s.confidence),
           Quoted(s.display_name), " spellings [",
           absl::StrJoin(s.spellings, " | "), "] roles [",
           absl::StrJoin(s.roles, " | "), "]");
    }
    for (std::size_t i = 0; i < d_.speakers.by_chain.size(); ++i) {
      if (d_.speakers.by_chain[i] == kNone) continue;
      Line("chain ", i, " -> speaker ", d_.speakers.by_chain[i]);
    }
    return Done();
  }

  std::string Topics() {
    for (std::size_t i = 0; i < d_.topics.by_statement.size(); ++i) {
      const Attribution& a = d_.attributions.statements[i];
      Line("statement ", i, " ", Words(a.spans.front()));
      for (const Tag& tag : d_.topics.by_statement[i]) {
        Line("  ", knowledge_.vocabulary->at(tag.concept_index).slug, " ",
             NameOf(tag.role), " ", NameOf(tag.source),
             absl::StrFormat(" %.2f ", tag.confidence), At(tag.evidence), " ",
             Words(tag.evidence));
      }
    }
    return Done();
  }

 private:
  template <typename... Parts>
  void Line(const Parts&... parts) {
    AppendTo(out_, parts..., "\n");
  }
  void DateLine(std::string_view name, const Date& date) {
    if (!date.known()) return Line(name, " unknown");
    Line(name, " ", date.ToString(), " from ", NameOf(date.origin), " ",
         Words(date.evidence));
  }
  std::string Index(std::string_view label, int32_t index) const {
    return index == kNone ? std::string() : Concat(label, index);
  }
  std::string At(Range range) const {
    return Concat("[", range.begin, ",", range.end, ")");
  }
  std::string Words(Range range) const { return Quoted(range.of(text_)); }
  // The lines so far, then the issues, which any stage may have added.
  std::string Done() {
    for (const Issue& issue : d_.issues.list()) {
      Line("issue ", static_cast<int>(issue.code), " ", At(issue.range), " ",
           issue.detail);
    }
    return std::move(out_);
  }

  const ParsedDocument& d_;
  const Knowledge& knowledge_;
  std::string_view text_;
  std::string out_;
};

}  // namespace

std::string DumpStage(const ParsedDocument& document, Stage stage,
                      const Knowledge& knowledge) {
  Dumper dumper(document, knowledge);
  switch (stage) {
    case Stage::kDecode:
      return dumper.Decode();
    case Stage::kBlocks:
      return dumper.Blocks();
    case Stage::kMetadata:
      return dumper.Metadata();
    case Stage::kSentences:
      return dumper.Sentences();
    case Stage::kMentions:
      return dumper.Mentions();
    case Stage::kAttribution:
      return dumper.Attributions();
    case Stage::kSpeakers:
      return dumper.Speakers();
    case Stage::kTopics:
      return dumper.Topics();
    case Stage::kRecord:
      break;
  }
  return "";
}

}  // namespace quoth::parse
