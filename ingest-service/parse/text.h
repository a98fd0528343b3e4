// The values every stage shares: byte ranges of the normalised text and the
// numbered issues of a document.
//
// All positions inside the parser are bytes of the normalised UTF-8 text. Other
// units (UTF-16, code points, source bytes) are made at the edge, by offsets.h
// and decode/source_map.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quoth::parse {

// Half-open range of bytes, `end` excluded. Both ends lie on code point
// boundaries.
struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;

  constexpr bool empty() const { return end <= begin; }
  constexpr uint32_t size() const { return empty() ? 0 : end - begin; }
  constexpr bool contains(Range other) const {
    return begin <= other.begin && other.end <= end;
  }
  constexpr bool overlaps(Range other) const {
    return begin < other.end && other.begin < end;
  }
  std::string_view of(std::string_view text) const {
    return text.substr(begin, size());
  }
  friend constexpr bool operator==(Range, Range) = default;
  friend constexpr auto operator<=>(Range, Range) = default;
};

// "No such thing" for indexes into the vectors of a ParsedDocument.
inline constexpr int32_t kNone = -1;

// Flaws of a document. Numbers appear in stored records and in the public API:
// never renumber, never reuse. Documented in parse/docs/ISSUES.md.
enum class IssueCode : int32_t {
  kInvalidUtf8 = 101,           // Bytes replaced by U+FFFD.
  kNulBytes = 102,              // NULs and other controls dropped.
  kCharsetGuessed = 103,        // No or wrong declaration; detector's choice.
  kFormatMismatch = 104,        // Declared type contradicted by the content.
  kTruncatedText = 105,         // Text beyond the limit was not read.
  kMarkupTooDeep = 106,         // Nesting cut at the limit.
  kBrokenMarkup = 107,          // Source repaired while reading.
  kEncryptedSource = 108,       // Readable parts only.
  kHiddenText = 109,            // Invisible text left out.
  kNoText = 110,                // Nothing readable was found.
  kUnbalancedQuote = 201,       // A quotation mark without partner.
  kTooManyQuotes = 202,         // More marks than the limit; rest ignored.
  kTooManyStatements = 203,     // More statements than the limit.
  kSentenceTooLong = 204,       // Cut at the limit.
  kAmbiguousDate = 301,         // A date with two readings; kept coarse.
  kConflictingDates = 302,      // Sources of a date disagree.
  kUnresolvedSpeaker = 401,     // A source that no chain explains.
};

struct Issue {
  IssueCode code;
  Range range;         // Where; empty when the whole document is meant.
  std::string detail;  // For people; one line, bounded.
};

// The issues of one document. Keeps the first kIssuesMax and counts the rest,
// so that a hostile document cannot grow its own record.
class Issues {
 public:
  static constexpr std::size_t kIssuesMax = 100;
  static constexpr std::size_t kDetailBytesMax = 200;

  void Add(IssueCode code, Range range, std::string_view detail = {});
  const std::vector<Issue>& list() const { return list_; }
  uint64_t dropped() const { return dropped_; }

 private:
  std::vector<Issue> list_;
  uint64_t dropped_ = 0;
};

}  // namespace quoth::parse
