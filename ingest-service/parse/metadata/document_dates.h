// When a document was published and when its words were said.
#pragma once

#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

// Fills published_on and said_on. published_on: client, declarations in the
// order of trust, a date line of the head, the address. said_on: client, a
// date in the title of a named occasion, the first date in the opening
// paragraphs of a sentence that reports speech, resolved against published_on.
void ReadDocumentDates(const DecodedDocument& document, const Layout& layout,
                       const ClientMetadata& client, Metadata& metadata,
                       Issues& issues);

}  // namespace quoth::parse
