#include "ingest-service/parse/pipeline.h"

#include <array>

namespace quoth::parse {
namespace {

constexpr std::array<std::string_view, 9> kStageNames = {
    "decode",      "blocks",   "metadata", "sentences", "mentions",
    "attribution", "speakers", "topics",   "record"};

}  // namespace

std::optional<Stage> StageByName(std::string_view name) {
  for (std::size_t i = 0; i < kStageNames.size(); ++i) {
    if (kStageNames[i] == name) return static_cast<Stage>(i);
  }
  return std::nullopt;
}

std::string_view StageName(Stage stage) {
  return kStageNames[static_cast<std::size_t>(stage)];
}

ParsedDocument ParseDocument(const SourceDocument& source,
                             const ClientMetadata& client,
                             const Knowledge& knowledge, Stage last) {
  ParsedDocument d;
  d.decoded = Decode(source, DecodeLimits{}, d.issues);
  if (last <= Stage::kDecode) return d;
  d.layout = SplitBlocks(d.decoded, d.issues);
  if (last <= Stage::kBlocks) return d;
  d.metadata = ReadMetadata(d.decoded, d.layout, client, d.issues);
  if (last <= Stage::kMetadata) return d;
  d.sentences = SplitSentences(d.decoded, d.layout, d.issues);
  if (last <= Stage::kSentences) return d;
  d.mentions = FindMentions(d.decoded, d.layout, d.metadata, d.sentences,
                            *knowledge.lexicons);
  if (last <= Stage::kMentions) return d;
  d.attributions = Attribute(d.decoded, d.layout, d.metadata, d.sentences,
                             d.mentions, *knowledge.lexicons, d.issues);
  if (last <= Stage::kAttribution) return d;
  d.speakers =
      ResolveSpeakers(d.decoded, d.metadata, d.mentions, d.attributions,
                      *knowledge.lexicons, knowledge.speakers);
  if (last <= Stage::kSpeakers) return d;
  d.topics = TagTopics(d.decoded, d.layout, d.metadata, d.mentions,
                       d.attributions, *knowledge.vocabulary);
  return d;
}

}  // namespace quoth::parse
