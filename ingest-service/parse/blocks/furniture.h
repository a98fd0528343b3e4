// Lines that belong to the page, not to the story: navigation, sharing,
// related stories, comment forms, copyright, biographies, photo credits.
//
// Phrases are in English with the commonest of German, French, Spanish and
// Russian. A phrase marks one short unit, or opens a zone that runs to the end
// of the document.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {

enum class Furniture : uint8_t {
  kNone,
  kLine,     // This unit only.
  kEndZone,  // From here on, when little text is left.
  kCaption,
  kByline,
  kDateline,  // A line of outlet, place, date or time; no prose.
};

// What a unit is by its own words. Long units are looked at in a bounded
// prefix and suffix only.
Furniture FurnitureOf(std::string_view unit);

// "Name is a Moscow-based analyst ...", "Name covers politics for ...": a
// biography of the author. Only asked for units near the end.
bool IsBiography(std::string_view unit);

// "Key: value" lines of a page's head: "Region: ...", "Tags: ...".
bool IsFieldLine(std::string_view unit);

// "Read more", "See also" and their like, alone on the line.
bool IsTeaserLabel(std::string_view unit);

// Keyword lines and sign-offs of news wires: "BC-Island-Ferry, 1st Ld",
// "AP-NY-05-12-98 1904EDT".
bool IsWireMark(std::string_view unit);

// Nothing but punctuation and symbols.
bool IsSeparator(std::string_view unit);

}  // namespace quoth::parse
