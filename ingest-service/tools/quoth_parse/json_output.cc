#include "ingest-service/tools/quoth_parse/json_output.h"

#include <utility>

#include "ingest-service/parse/dump/names.h"
#include "ingest-service/parse/offsets.h"
#include "ingest-service/tools/quoth_parse/json_writer.h"

namespace quoth::tools {
namespace {

using parse::Range;

// Code points of the source (through the map) or of the text.
class Positions {
 public:
  Positions(const parse::DecodedDocument& decoded, std::string_view source,
            bool want_source)
      : decoded_(decoded),
        source_(want_source && decoded.map.available()),
        offsets_(!source_                      ? std::string_view(decoded.text)
                 : decoded.source_text.empty() ? source
                                               : decoded.source_text) {}

  bool in_source() const { return source_; }
  std::pair<uint32_t, uint32_t> Of(Range range) const {
    if (source_) range = decoded_.map.ToSource(range);
    return {offsets_.At(range.begin).code_points,
            offsets_.At(range.end).code_points};
  }

 private:
  const parse::DecodedDocument& decoded_;
  bool source_;
  parse::OffsetIndex offsets_;
};

void PutRange(JsonWriter& out, const char* begin, const char* end, Range range,
              const Positions& positions) {
  if (range.empty()) {
    out.Key(begin).Null();
    out.Key(end).Null();
    return;
  }
  const auto [b, e] = positions.Of(range);
  out.Key(begin).Number(int64_t{b});
  out.Key(end).Number(int64_t{e});
}

// The words of the spans; unlike the record it keeps a leading "that", as
// corpora of attribution do.
std::string Content(const parse::Attribution& a, std::string_view text) {
  std::string content;
  for (const Range span : a.spans) {
    if (!content.empty()) content += " \xE2\x80\xA6 ";
    content += span.of(text);
  }
  return content;
}

void PutQuote(JsonWriter& out, const parse::Attribution& a,
              const quoth::v1::Statement& s, std::string_view text,
              const Positions& positions) {
  out.BeginObject();
  out.Key("start").Number(int64_t{positions.Of(a.spans.front()).first});
  out.Key("end").Number(int64_t{positions.Of(a.spans.back()).second});
  out.Key("spans").BeginArray();
  for (const Range span : a.spans) {
    const auto [b, e] = positions.Of(span);
    out.BeginArray();
    out.Number(int64_t{b});
    out.Number(int64_t{e});
    out.EndArray();
  }
  out.EndArray();
  out.Key("content").String(Content(a, text));
  out.Key("kind").String(parse::NameOf(a.kind));
  out.Key("act").String(parse::NameOf(a.act));
  out.Key("speaker_text").StringOrNull(a.source.of(text));
  PutRange(out, "speaker_start", "speaker_end", a.source, positions);
  out.Key("speaker_canonical").StringOrNull(s.speaker().display_name());
  out.Key("speaker").StringOrNull(s.speaker().speaker());
  out.Key("role").StringOrNull(s.speaker().role());
  out.Key("cue").StringOrNull(s.cue());
  PutRange(out, "cue_start", "cue_end", a.cue, positions);
  out.Key("topics").BeginArray();
  for (const quoth::v1::TopicTag& tag : s.topics()) {
    out.String(tag.display_name());
  }
  out.EndArray();
  out.Key("heading").StringOrNull(s.heading());
  out.Key("question").StringOrNull(s.question());
  out.Key("addressee").StringOrNull(s.addressee());
  out.Key("nested").Bool(a.nested_in != parse::kNone);
  out.Key("continuation").Bool(a.continuation);
  out.Key("confidence").Number(double{a.confidence});
  out.Key("rule").String(s.rule());
  out.EndObject();
}

}  // namespace

std::string JsonLine(const std::string& id, std::string_view source_bytes,
                     const parse::ParsedDocument& document,
                     const quoth::v1::DocumentPut& record,
                     const JsonOptions& options) {
  const Positions positions(document.decoded, source_bytes,
                            options.source_offsets);
  const parse::Metadata& m = document.metadata;
  JsonWriter out;
  out.BeginObject();
  out.Key("id").String(id);
  out.Key("title").StringOrNull(m.title);
  out.Key("outlet").StringOrNull(m.outlet);
  out.Key("authors").BeginArray();
  for (const std::string& author : m.authors) out.String(author);
  out.EndArray();
  out.Key("published_on").StringOrNull(m.published_on.ToString());
  out.Key("said_on").StringOrNull(m.said_on.ToString());
  out.Key("event").String(parse::NameOf(m.event));
  out.Key("event_host").StringOrNull(m.event_host);
  out.Key("language").StringOrNull(m.language);
  out.Key("format").String(parse::NameOf(document.decoded.format));
  out.Key("offsets").String(positions.in_source() ? "source" : "text");
  if (options.with_text) out.Key("text").String(document.decoded.text);
  out.Key("quotes").BeginArray();
  for (int i = 0; i < record.statements_size(); ++i) {
    PutQuote(out, document.attributions.statements[i], record.statements(i),
             document.decoded.text, positions);
  }
  out.EndArray();
  out.Key("issues").BeginArray();
  for (const parse::Issue& issue : document.issues.list()) {
    out.BeginObject();
    out.Key("code").Number(int64_t{static_cast<int32_t>(issue.code)});
    out.Key("detail").String(issue.detail);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return out.text();
}

std::string BodyLine(const std::string& id, std::string_view body) {
  JsonWriter out;
  out.BeginObject();
  out.Key("id").String(id);
  out.Key("text").String(body);
  out.EndObject();
  return out.text();
}

}  // namespace quoth::tools
