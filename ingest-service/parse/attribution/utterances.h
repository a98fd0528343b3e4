// Part of attribution: does a quotation stand for something said, by its form
// and place alone?
#pragma once

#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {

// Quoted stretches of fewer words are often no statement; they need the shape
// of an utterance.
inline constexpr uint32_t kWordsSure = 7;

uint32_t BlockOf(const Frame& frame, uint32_t token);

// Is the token the first word of its block, marks aside; is `end` behind the
// last?
bool FirstOfBlock(const Frame& frame, uint32_t token);
bool LastOfBlock(const Frame& frame, uint32_t end);

// Does it end with a comma, a stop or a dash inside its marks?
bool EndsAsUtterance(const Frame& frame, const Quote& quote, TokenSpan words);

// An utterance, not a scare quote, a title or a nickname.
bool LooksSaid(const Frame& frame, const Quote& quote, TokenSpan words);

}  // namespace quoth::parse
