// Filter expressions: any bytes are parsed or refused.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "query-service/filter/expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  (void)quoth::query::ParseExpression(
      {reinterpret_cast<const char*>(data), size}, "filter.expression");
  return 0;
}
