#include "ingest-service/parse/text.h"

namespace quoth::parse {

void Issues::Add(IssueCode code, Range range, std::string_view detail) {
  if (list_.size() >= kIssuesMax) {
    ++dropped_;
    return;
  }
  // Cut on a code point boundary, so that the detail stays valid UTF-8.
  std::size_t size = detail.size();
  if (size > kDetailBytesMax) {
    size = kDetailBytesMax;
    while (size > 0 &&
           (static_cast<unsigned char>(detail[size]) & 0xC0) == 0x80) {
      --size;
    }
  }
  list_.push_back({code, range, std::string(detail.substr(0, size))});
}

}  // namespace quoth::parse
