// The reader of ninjs.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/read_document.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  quoth::parse::ReadDocument({reinterpret_cast<const char*>(data), size},
                             "application/json");
  return 0;
}
