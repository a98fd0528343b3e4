// Words by which a page's furniture shows itself.
#pragma once

#include <string_view>

#include "ingest-service/parse/blocks/furniture.h"

namespace quoth::parse {

// What a phrase at the start of a unit says. `lower`: its start in lower case;
// `unit_bytes`: size of the whole unit.
Furniture OpeningPhrase(std::string_view lower, std::size_t unit_bytes);

// What a phrase anywhere in a short unit says.
Furniture InnerPhrase(std::string_view lower);

// "Photo:", "△": the words or marks that open a caption.
bool OpensCaption(std::string_view lower);

}  // namespace quoth::parse
