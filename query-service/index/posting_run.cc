#include "query-service/index/posting_run.h"

#include "query-service/index/bytes.h"

namespace quoth::query {

std::string EncodeRun(const std::vector<RunPosting>& postings) {
  std::string out;
  const RunPosting& first = postings.front();
  if (postings.size() == 1 && (first.bits & kForwardBit) == 0) {
    out.push_back(static_cast<char>(first.bits));
    return out;
  }
  AppendVarint(out, postings.back().id - first.id);
  StatementId before = first.id;
  for (const RunPosting& posting : postings) {
    if (&posting != &first) AppendVarint(out, posting.id - before);
    before = posting.id;
    out.push_back(static_cast<char>(posting.bits));
    if ((posting.bits & kForwardBit) == 0) continue;
    AppendLittle<std::uint64_t>(out, posting.forward.offset);
    AppendText(out, posting.forward.name_key);
  }
  return out;
}

bool DecodeRun(StatementId last, std::string_view value,
               std::vector<RunPosting>& postings) {
  postings.clear();
  if (value.size() == 1) {
    postings.push_back({last, static_cast<std::uint8_t>(value[0]), {}});
    return (postings.back().bits & kForwardBit) == 0;
  }
  ByteReader in(value);
  const std::uint64_t span = in.Varint();
  if (!in.ok() || span > last) return false;
  StatementId id = last - span;
  while (true) {
    RunPosting& posting = postings.emplace_back();
    posting.id = id;
    posting.bits = in.Little<std::uint8_t>();
    if ((posting.bits & kForwardBit) != 0) {
      posting.forward.offset = in.Little<std::uint64_t>();
      posting.forward.name_key = in.Text();
    }
    if (!in.ok()) return false;
    if (in.rest().empty()) return id == last;
    const std::uint64_t gap = in.Varint();
    if (gap == 0 || gap > last - id) return false;
    id += gap;
  }
}

}  // namespace quoth::query
