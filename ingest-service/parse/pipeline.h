// Start here. The whole parser: nine stages, each a free function, value in,
// value out, in the order of ParseDocument.
//
//   stage        header                      golden files
//   decode       decode/decode.h             tests/ingest/golden/decode
//   blocks       blocks/blocks.h             ...
//   metadata     metadata/metadata.h
//   sentences    sentences/sentences.h
//   mentions     mentions/mentions.h
//   attribution  attribution/attribution.h
//   speakers     speakers/speakers.h
//   topics       topics/topics.h
//   record       record/record.h
//
// The parser is pure: no gRPC, no RocksDB, no clock, no flags, no files. What
// it knows of the world (lexicons, vocabulary) is passed in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest-service/parse/attribution/attribution.h"
#include "ingest-service/parse/blocks/blocks.h"
#include "ingest-service/parse/decode/decode.h"
#include "ingest-service/parse/mentions/mentions.h"
#include "ingest-service/parse/metadata/metadata.h"
#include "ingest-service/parse/sentences/sentences.h"
#include "ingest-service/parse/speakers/speakers.h"
#include "ingest-service/parse/topics/topics.h"

namespace quoth::parse {

// Changes with anything that may change a record; stored with each document.
inline constexpr std::string_view kParserVersion = "0.1.0";

enum class Stage : uint8_t {
  kDecode,
  kBlocks,
  kMetadata,
  kSentences,
  kMentions,
  kAttribution,
  kSpeakers,
  kTopics,
  kRecord,
};

std::optional<Stage> StageByName(std::string_view name);  // "decode", ...
std::string_view StageName(Stage stage);

// What the parser knows of the world. Lexicons and vocabulary are immutable;
// all outlive every parse.
struct Knowledge {
  const Lexicons* lexicons = nullptr;
  const Vocabulary* vocabulary = nullptr;
  // Speakers that operators declared; may be null. May change while it is used,
  // one speaker at a time.
  const KnownSpeakers* speakers = nullptr;
};

// All that was found; ranges refer to decoded.text.
struct ParsedDocument {
  DecodedDocument decoded;
  Layout layout;
  Metadata metadata;
  Sentences sentences;
  Mentions mentions;
  Attributions attributions;
  Speakers speakers;
  Topics topics;
  Issues issues;
};

// Runs the stages up to `last`. Never fails; time is linear in the input.
// Safe to call from any thread.
ParsedDocument ParseDocument(const SourceDocument& source,
                             const ClientMetadata& client,
                             const Knowledge& knowledge,
                             Stage last = Stage::kTopics);

}  // namespace quoth::parse
