// Labels of turns ("Adaeze Nwokolo:", "The Prime Minister (Ann Stone):") name
// people, whatever the lexicons know of their names.
#pragma once

#include <string>

#include "ingest-service/parse/mentions/mentions.h"

namespace quoth::parse {

// The person's name in a label: the bracket's when it holds a full name, else
// the label without titles and roles. "" when there is none.
std::string PersonOfTurn(const DecodedDocument& document, const Turn& turn,
                         const Lexicons& lexicons);

// Adds a chain for each speaker of turns that the text does not name, and
// completes surnames ("Ionescu:") by a full name that stands in the text.
void AddTurnSpeakers(const DecodedDocument& document, const Layout& layout,
                     const Lexicons& lexicons, Mentions& mentions);

}  // namespace quoth::parse
