#include "ingest-service/parse/record/record.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/record/spans.h"
#include "ingest-service/parse/record/speaker_names.h"
#include "ingest-service/parse/record/statement_records.h"
#include "ingest-service/parse/record/text_hashes.h"

namespace quoth::parse {
namespace {

constexpr int kAuthorsMax = 50;
constexpr int kKeywordsMax = 50;

quoth::v1::EventKind EventOf(EventKind kind) {
  switch (kind) {
    case EventKind::kArticle:
      return quoth::v1::EVENT_KIND_ARTICLE;
    case EventKind::kInterview:
      return quoth::v1::EVENT_KIND_INTERVIEW;
    case EventKind::kPressConference:
      return quoth::v1::EVENT_KIND_PRESS_CONFERENCE;
    case EventKind::kBriefing:
      return quoth::v1::EVENT_KIND_BRIEFING;
    case EventKind::kSpeech:
      return quoth::v1::EVENT_KIND_SPEECH;
    case EventKind::kUnknown:
      break;
  }
  return quoth::v1::EVENT_KIND_UNSPECIFIED;
}

void WriteMetadata(const Metadata& m, const SpanWriter& spans,
                   quoth::v1::Document& out) {
  out.set_title(m.title);
  out.set_outlet(m.outlet);
  for (const std::string& author : m.authors) {
    if (out.authors_size() < kAuthorsMax) out.add_authors(author);
  }
  out.set_language(m.language.empty() ? "und" : m.language);
  if (m.published_on.known()) {
    spans.Write(m.published_on, out.mutable_published_on());
  }
  if (m.said_on.known()) spans.Write(m.said_on, out.mutable_said_on());
  if (m.event != EventKind::kUnknown || !m.event_host.empty()) {
    out.mutable_event()->set_kind(EventOf(m.event));
    out.mutable_event()->set_host(m.event_host);
    if (!m.event_evidence.empty()) {
      spans.Write(m.event_evidence, out.mutable_event()->mutable_evidence());
    }
  }
  for (const std::string& section : m.sections) {
    if (out.sections_size() < kKeywordsMax) out.add_sections(section);
  }
  for (const std::string& keyword : m.keywords) {
    if (out.keywords_size() < kKeywordsMax) out.add_keywords(keyword);
  }
}

void WriteIssues(const Issues& issues, const SpanWriter& spans,
                 quoth::v1::Document& out) {
  const auto size = static_cast<uint32_t>(spans.text().size());
  for (const Issue& issue : issues.list()) {
    quoth::v1::DocumentIssue& record = *out.add_issues();
    record.set_code(static_cast<int32_t>(issue.code));
    record.set_detail(issue.detail);
    if (!issue.range.empty() && issue.range.end <= size) {
      spans.Write(issue.range, record.mutable_span());
    }
  }
  out.set_issues_dropped(static_cast<uint32_t>(issues.dropped()));
}

// The speakers that statements refer to, each once, as this document shows
// them.
void WriteSpeakers(const ParsedDocument& document, const RecordContext& context,
                   quoth::v1::DocumentPut& record) {
  absl::flat_hash_set<std::string> wanted;
  for (const quoth::v1::Statement& s : record.statements()) {
    if (!s.speaker().speaker().empty()) wanted.insert(s.speaker().speaker());
  }
  const quoth::v1::Document& d = record.document();
  for (const ResolvedSpeaker& speaker : document.speakers.speakers) {
    const std::string name = SpeakerResourceName(speaker, context.document_id);
    if (wanted.erase(name) == 0) continue;
    quoth::v1::Speaker& out = *record.add_speakers();
    out.set_name(name);
    out.set_display_name(speaker.display_name);
    out.set_kind(SpeakerKindOf(speaker.kind));
    out.set_local(speaker.local);
    for (const std::string& spelling : speaker.spellings) {
      if (spelling != speaker.display_name) out.add_other_names(spelling);
    }
    for (const std::string& role : speaker.roles) {
      quoth::v1::SpeakerRole& r = *out.add_roles();
      r.set_title(role);
      const bool said = d.has_said_on();
      if (said || d.has_published_on()) {
        *r.mutable_first_seen() = said ? d.said_on() : d.published_on();
        *r.mutable_last_seen() = r.first_seen();
      }
      r.add_documents(d.name());
    }
  }
}

}  // namespace

std::string_view ContentTypeOf(Format format) {
  switch (format) {
    case Format::kMarkdown:
      return "text/markdown";
    case Format::kHtml:
      return "text/html";
    case Format::kPdf:
      return "application/pdf";
    case Format::kWebVtt:
      return "text/vtt";
    case Format::kSubRip:
      return "application/x-subrip";
    case Format::kNinjs:
      return "application/vnd.iptc.ninjs+json";
    case Format::kJsonLd:
      return "application/ld+json";
    case Format::kTei:
      return "application/tei+xml";
    case Format::kPlainText:
    case Format::kUnknown:
      break;
  }
  return "text/plain";
}

quoth::v1::DocumentPut BuildRecord(const ParsedDocument& document,
                                   const Vocabulary& vocabulary,
                                   const RecordContext& context) {
  const SpanWriter spans(document.decoded.text);
  quoth::v1::DocumentPut record;
  quoth::v1::Document& d = *record.mutable_document();
  d.set_name(Concat("documents/", context.document_id));
  WriteMetadata(document.metadata, spans, d);
  d.set_source_url(context.source_url.empty() ? document.metadata.canonical_url
                                              : context.source_url);
  d.set_content_type(std::string(ContentTypeOf(document.decoded.format)));
  d.set_content_hash(context.content_hash);
  d.set_parser_version(context.parser_version.empty()
                           ? std::string(kParserVersion)
                           : context.parser_version);
  d.set_vocabulary_version(context.vocabulary_version);
  d.set_source_size_bytes(context.source_size_bytes);
  d.set_text_size_bytes(document.decoded.text.size());
  WriteIssues(document.issues, spans, d);
  WriteStatements(document, vocabulary, spans, context, d,
                  *record.mutable_statements());
  d.set_statement_count(static_cast<uint32_t>(record.statements_size()));
  WriteSpeakers(document, context, record);
  const std::vector<uint64_t> hashes = TextHashes(document);
  record.mutable_text_hashes()->Assign(hashes.begin(), hashes.end());
  return record;
}

}  // namespace quoth::parse
