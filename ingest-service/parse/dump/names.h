// Names of the stages' enumerators as the dumps print them.
#pragma once

#include <string_view>

#include "ingest-service/parse/pipeline.h"

namespace quoth::parse {

std::string_view NameOf(Format value);
std::string_view NameOf(MarkupKind value);
std::string_view NameOf(MetadataOrigin value);
std::string_view NameOf(BlockKind value);
std::string_view NameOf(TurnRole value);
std::string_view NameOf(EventKind value);
std::string_view NameOf(TokenKind value);
std::string_view NameOf(EntityKind value);
std::string_view NameOf(MentionForm value);
std::string_view NameOf(Gender value);
std::string_view NameOf(StatementKind value);
std::string_view NameOf(SpeechAct value);
std::string_view NameOf(TagRole value);
std::string_view NameOf(TagSource value);

}  // namespace quoth::parse
