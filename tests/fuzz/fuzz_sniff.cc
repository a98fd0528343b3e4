// The reader of whatever the bytes look like.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/read_document.h"

// Fontconfig keeps what it allocates once for the whole process.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig";
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  quoth::parse::ReadDocument({reinterpret_cast<const char*>(data), size}, "");
  return 0;
}
