#include "ingest-service/tools/quoth_parse/page_output.h"

#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "ingest-service/parse/dump/names.h"
#include "ingest-service/parse/concat.h"

namespace quoth::tools {
namespace {

// Words of `text` in lines of at most `width` bytes, each behind `indent`.
// Bytes, not columns: close enough for wrapping.
void Wrap(std::string_view text, int width, std::string_view indent,
          std::string& out) {
  std::size_t column = 0;
  const std::vector<std::string> words = absl::StrSplit(
      std::string(text), absl::ByAnyChar(" \n\t"), absl::SkipEmpty());
  for (const std::string& word : words) {
    if (column > 0 &&
        column + 1 + word.size() > static_cast<std::size_t>(width)) {
      out += '\n';
      column = 0;
    }
    if (column == 0) {
      parse::AppendTo(out, indent, word);
      column = indent.size() + word.size();
    } else {
      parse::AppendTo(out, " ", word);
      column += 1 + word.size();
    }
  }
  out += '\n';
}

void Head(const std::string& id, const parse::ParsedDocument& document,
          const quoth::v1::DocumentPut& record, std::string& out) {
  const parse::Metadata& m = document.metadata;
  parse::AppendTo(out, id, "\n", m.title.empty() ? "(no title)" : m.title,
                  "\n");
  std::vector<std::string> facts;
  if (!m.outlet.empty()) facts.push_back(m.outlet);
  if (!m.authors.empty()) {
    facts.push_back(parse::Concat("by ", absl::StrJoin(m.authors, ", ")));
  }
  if (m.event != parse::EventKind::kUnknown) {
    facts.push_back(parse::Concat(parse::NameOf(m.event),
                                 m.event_host.empty() ? "" : ": ",
                                 m.event_host));
  }
  if (m.said_on.known()) facts.push_back("said " + m.said_on.ToString());
  if (m.published_on.known()) {
    facts.push_back("published " + m.published_on.ToString());
  }
  facts.push_back(std::string(parse::NameOf(document.decoded.format)));
  facts.push_back(parse::Concat(record.statements_size(), " statements"));
  parse::AppendTo(out, absl::StrJoin(facts, " · "), "\n");
  for (const parse::Issue& issue : document.issues.list()) {
    parse::AppendTo(out, "issue ", static_cast<int>(issue.code), " ",
                    issue.detail, "\n");
  }
}

void StatementBody(int number, const quoth::v1::Statement& s,
                   const parse::Attribution& a, const PageOptions& options,
                   std::string& out) {
  const std::string who = s.speaker().display_name().empty()
                              ? std::string("(unknown speaker)")
                              : s.speaker().display_name();
  parse::AppendTo(
      out, "\n", number, ". ", who, s.speaker().role().empty() ? "" : ", ",
      s.speaker().role(), " · ", parse::NameOf(a.kind),
      a.act == parse::SpeechAct::kSpeech ? "" : " ",
      a.act == parse::SpeechAct::kSpeech ? "" : parse::NameOf(a.act),
      a.continuation ? " continuation" : "",
      s.cue().empty() ? "" : " · cue: ", s.cue(),
      absl::StrFormat(" · %.2f", a.confidence), "\n");
  if (!s.heading().empty())
    parse::AppendTo(out, "   under: ", s.heading(), "\n");
  Wrap(s.text(), options.width, "   ", out);
  std::vector<std::string> topics;
  for (const auto& tag : s.topics()) topics.push_back(tag.display_name());
  if (!topics.empty()) {
    Wrap(parse::Concat("topics: ", absl::StrJoin(topics, ", ")), options.width,
         "   ", out);
  }
}

}  // namespace

std::string Page(const std::string& id, const parse::ParsedDocument& document,
                 const quoth::v1::DocumentPut& record,
                 const std::vector<quoth::v1::Explanation>& explanations,
                 const PageOptions& options) {
  std::string out;
  Head(id, document, record, out);
  for (int i = 0; i < record.statements_size(); ++i) {
    StatementBody(i + 1, record.statements(i),
                  document.attributions.statements[i], options, out);
    if (!options.explain) continue;
    for (const std::string& step : explanations[i].steps()) {
      parse::AppendTo(out, "     - ", step, "\n");
    }
  }
  return out + "\n";
}

}  // namespace quoth::tools
