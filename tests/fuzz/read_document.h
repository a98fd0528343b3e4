// What every fuzz target of a reader does: decode, blocks, metadata, and check
// what later stages rely on.
#pragma once

#include <cstdint>
#include <string_view>

namespace quoth::parse {

// Aborts when a promise of decode.h or blocks.h is broken. An empty type
// sniffs.
void ReadDocument(std::string_view bytes, std::string_view declared_type);

}  // namespace quoth::parse
