#include "ingest-service/parse/sentences/ideographs.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <memory>

namespace quoth::parse {
namespace {

struct CloseBreaks {
  void operator()(UBreakIterator* breaks) const { ubrk_close(breaks); }
};

// One for each thread: opening it reads rules, and it is not shareable.
UBreakIterator* WordBreaks() {
  thread_local std::unique_ptr<UBreakIterator, CloseBreaks> breaks = [] {
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator* opened = ubrk_open(UBRK_WORD, "", nullptr, 0, &error);
    if (U_FAILURE(error)) opened = nullptr;
    return std::unique_ptr<UBreakIterator, CloseBreaks>(opened);
  }();
  return breaks.get();
}

}  // namespace

std::vector<Range> CutIdeographs(std::string_view text, Range run) {
  std::vector<Range> words;
  UBreakIterator* breaks = WordBreaks();
  UErrorCode error = U_ZERO_ERROR;
  UText source = UTEXT_INITIALIZER;
  const std::string_view part = run.of(text);
  utext_openUTF8(&source, part.data(), static_cast<int64_t>(part.size()),
                 &error);
  if (breaks != nullptr && U_SUCCESS(error)) {
    ubrk_setUText(breaks, &source, &error);
  }
  if (breaks == nullptr || U_FAILURE(error)) {
    words.push_back(run);
  } else {
    uint32_t begin = run.begin;
    ubrk_first(breaks);
    for (int32_t at = ubrk_next(breaks); at != UBRK_DONE;
         at = ubrk_next(breaks)) {
      const uint32_t end = run.begin + static_cast<uint32_t>(at);
      if (end > begin) words.push_back({begin, end});
      begin = end;
    }
    if (begin < run.end) words.push_back({begin, run.end});
  }
  utext_close(&source);
  return words;
}

}  // namespace quoth::parse
