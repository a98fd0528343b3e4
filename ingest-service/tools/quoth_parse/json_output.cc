#include "ingest-service/tools/quoth_parse/json_output.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ingest-service/parse/dump/names.h"
#include "ingest-service/parse/offsets.h"

namespace quoth::tools {
namespace {

using Json = nlohmann::ordered_json;
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

Json OrNull(const std::string& s) { return s.empty() ? Json() : Json(s); }

void PutRange(Json& out, const char* begin, const char* end, Range range,
              const Positions& positions) {
  if (range.empty()) {
    out[begin] = nullptr;
    out[end] = nullptr;
    return;
  }
  const auto [b, e] = positions.Of(range);
  out[begin] = b;
  out[end] = e;
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

Json Quote(const parse::Attribution& a, const quoth::v1::Statement& s,
           std::string_view text, const Positions& positions) {
  Json out;
  Json spans = Json::array();
  for (const Range span : a.spans) {
    const auto [b, e] = positions.Of(span);
    spans.push_back({b, e});
  }
  out["start"] = spans.front()[0];
  out["end"] = spans.back()[1];
  out["spans"] = std::move(spans);
  out["content"] = Content(a, text);
  out["kind"] = parse::NameOf(a.kind);
  out["act"] = parse::NameOf(a.act);
  out["speaker_text"] = OrNull(std::string(a.source.of(text)));
  PutRange(out, "speaker_start", "speaker_end", a.source, positions);
  out["speaker_canonical"] = OrNull(s.speaker().display_name());
  out["speaker"] = OrNull(s.speaker().speaker());
  out["role"] = OrNull(s.speaker().role());
  out["cue"] = OrNull(s.cue());
  PutRange(out, "cue_start", "cue_end", a.cue, positions);
  Json topics = Json::array();
  for (const quoth::v1::TopicTag& tag : s.topics()) {
    topics.push_back(tag.display_name());
  }
  out["topics"] = std::move(topics);
  out["heading"] = OrNull(s.heading());
  out["question"] = OrNull(s.question());
  out["addressee"] = OrNull(s.addressee());
  out["nested"] = a.nested_in != parse::kNone;
  out["continuation"] = a.continuation;
  out["confidence"] = a.confidence;
  out["rule"] = s.rule();
  return out;
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string JsonLine(const std::string& id, std::string_view source_bytes,
                     const parse::ParsedDocument& document,
                     const quoth::v1::DocumentPut& record,
                     const JsonOptions& options) {
  const Positions positions(document.decoded, source_bytes,
                            options.source_offsets);
  const parse::Metadata& m = document.metadata;
  Json out;
  out["id"] = id;
  out["title"] = OrNull(m.title);
  out["outlet"] = OrNull(m.outlet);
  out["authors"] = m.authors;
  out["published_on"] = OrNull(m.published_on.ToString());
  out["said_on"] = OrNull(m.said_on.ToString());
  out["event"] = parse::NameOf(m.event);
  out["event_host"] = OrNull(m.event_host);
  out["language"] = OrNull(m.language);
  out["format"] = parse::NameOf(document.decoded.format);
  out["offsets"] = positions.in_source() ? "source" : "text";
  if (options.with_text) out["text"] = document.decoded.text;
  Json quotes = Json::array();
  for (int i = 0; i < record.statements_size(); ++i) {
    quotes.push_back(Quote(document.attributions.statements[i],
                           record.statements(i), document.decoded.text,
                           positions));
  }
  out["quotes"] = std::move(quotes);
  Json issues = Json::array();
  for (const parse::Issue& issue : document.issues.list()) {
    issues.push_back(
        {{"code", static_cast<int>(issue.code)}, {"detail", issue.detail}});
  }
  out["issues"] = std::move(issues);
  return Dump(out);
}

std::string BodyLine(const std::string& id, std::string_view body) {
  return Dump(Json{{"id", id}, {"text", body}});
}

}  // namespace quoth::tools
