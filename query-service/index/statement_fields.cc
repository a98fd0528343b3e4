#include "query-service/index/statement_fields.h"

#include "query-service/index/bytes.h"

namespace quoth::query {

std::string_view StatementField(std::string_view statement, int field) {
  ByteReader in(statement);
  while (in.ok() && !in.rest().empty()) {
    const std::uint64_t tag = in.Varint();
    switch (tag & 7) {
      case 0:
        in.Varint();
        break;
      case 1:
        in.Little<std::uint64_t>();
        break;
      case 2: {
        const std::string_view bytes = in.Text();
        if (in.ok() && tag >> 3 == static_cast<std::uint64_t>(field))
          return bytes;
        break;
      }
      case 5:
        in.Little<std::uint32_t>();
        break;
      default:
        return {};
    }
  }
  return {};
}

}  // namespace quoth::query
