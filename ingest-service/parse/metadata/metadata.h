// Stage 3 of 9 (pipeline.h): what a document says of itself -> title, authors,
// outlet, event and dates, each with the evidence it was read from.
//
// Order of trust, first wins: client, JSON-LD, OpenGraph, meta tags, feed
// fields, byline and dateline, title element, text.
#pragma once

#include <string>
#include <vector>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

enum class DatePrecision : uint8_t { kNone, kYear, kMonth, kDay };

// A calendar date, as coarse as is known: never a guess dressed as a day.
struct Date {
  int16_t year = 0;  // 1..9999; 0 = unknown.
  uint8_t month = 0;
  uint8_t day = 0;
  DatePrecision precision = DatePrecision::kNone;
  MetadataOrigin origin = MetadataOrigin::kText;
  Range evidence;  // Words in the text it was read from; may be empty.

  bool known() const { return precision != DatePrecision::kNone; }
  std::string ToString() const;  // "2020-12-29", "2020-12", "2020" or "".
};

enum class EventKind : uint8_t {
  kUnknown,
  kArticle,
  kInterview,
  kPressConference,
  kBriefing,
  kSpeech,
};

// What the client passes with the document; empty = not given. Always wins.
struct ClientMetadata {
  std::string title, outlet, language, source_url, published_on, said_on;
  std::vector<std::string> authors;
};

struct Metadata {
  std::string title;
  Range title_range;  // Empty when not read from the text.
  std::string outlet;
  std::vector<std::string> authors;
  std::string language;  // BCP 47; "und" when unknown.
  std::string canonical_url;
  std::vector<std::string> sections;
  std::vector<std::string> keywords;
  EventKind event = EventKind::kUnknown;
  std::string event_host;  // "TASS News Agency"
  Range event_evidence;
  Date published_on;
  Date said_on;
};

Metadata ReadMetadata(const DecodedDocument& document, const Layout& layout,
                      const ClientMetadata& client, Issues& issues);

}  // namespace quoth::parse
