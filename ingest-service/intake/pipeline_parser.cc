#include "ingest-service/intake/pipeline_parser.h"

#include <utility>

#include "ingest-service/authority/redirect_speakers.h"
#include "ingest-service/parse/pipeline.h"
#include "ingest-service/parse/record/record.h"

namespace quoth::ingest {
namespace {

parse::ClientMetadata ToClientMetadata(const ParseInput& input) {
  const v1::DocumentMetadata& given = input.request.metadata();
  parse::ClientMetadata client;
  client.title = given.title();
  client.outlet = given.outlet();
  client.language = given.language();
  client.source_url = input.source_url;
  client.published_on = input.published_on;
  client.said_on = input.said_on;
  client.authors.assign(given.authors().begin(), given.authors().end());
  return client;
}

}  // namespace

ParsedRecord PipelineParser::Parse(const ParseInput& input) const {
  const parse::SourceDocument source{
      .bytes = input.request.content(),
      .declared_type = input.request.content_type(),
      .file_name = input.request.file_name()};
  const std::shared_ptr<const LoadedKnowledge> present = knowledge_.Get();
  ParsedRecord parsed;
  parse::Knowledge knowledge = present->view();
  if (speakers_ != nullptr) {
    knowledge.speakers = speakers_;
    // Before the parse: what changes during it is marked when it is stored.
    parsed.speakers_offset = speakers_->offset();
  }
  parse::ParsedDocument document =
      parse::ParseDocument(source, ToClientMetadata(input), knowledge);
  const parse::RecordContext context{
      .document_id = std::string(input.document_id),
      .source_url = std::string(input.source_url),
      .content_hash = std::string(input.content_hash),
      .source_size_bytes = input.request.content().size(),
      .vocabulary_version = present->vocabulary_version,
      .parser_version = present->parser_version};
  parsed.record = parse::BuildRecord(document, *present->vocabulary, context);
  if (speakers_ != nullptr) RedirectSpeakers(*speakers_, parsed.record);
  if (input.explain) {
    parsed.explanations = parse::ExplainStatements(
        document, *present->vocabulary, parsed.record);
  }
  parsed.text = std::move(document.decoded.text);
  return parsed;
}

}  // namespace quoth::ingest
