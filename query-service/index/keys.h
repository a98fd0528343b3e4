// Every key of the index, made and taken apart. KEYS.md shows them in hex; a
// test holds the two together. Never change the form of a key without a new
// kIndexFormatVersion: stored data has the old one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "query-service/index/days.h"

namespace quoth::query {

inline constexpr std::uint32_t kIndexFormatVersion = 3;

// Position in StoreOptions.families. Names stand in index.cc; never reordered.
enum Family : std::size_t {
  kMarks = 0,
  kStatements,
  kStatementNames,
  kDocuments,
  kOrdinals,
  kPostings,
  kCounters,
  kSpeakers,
  kTopics,
  kLists,
  kSightings,
  kWords,
  kChanges,
  kFamilies,
};

// Statements are numbered as they come, from 1; a number is never used again
// and always means the same bytes. 40 bits are kept in keys.
using StatementId = std::uint64_t;
inline constexpr StatementId kStatementIdMax = (StatementId{1} << 40) - 1;

// Slugs, outlets and languages stand in keys as numbers from 1 on. 0 = none.
using Ordinal = std::uint32_t;

enum class OrdinalKind : char {
  kSpeaker = 's',
  kTopic = 't',
  kOutlet = 'o',
  kLanguage = 'l'
};

// ---- postings: which statements, newest first, then in the order they came.
//   'A'                              day id   all
//   'S' speaker:4                    day id   by speaker
//   'T' topic:4                      day id   by topic, its own and inherited
//   'P' speaker:4 topic:4            day id   by both
//   'O' outlet:4                     day id   by outlet
//   'D' document 00                  day id   by document
//   'R' run:5                        age id   by a run of words (reports)
// day = 3 bytes of 0xffffff - day, so that undated statements come last.
// id = the last of a run of neighbours that are one row: posting_run.h.
struct Posting {
  Day day = kUndated;
  StatementId id = 0;
  friend bool operator==(const Posting&, const Posting&) = default;
};
inline constexpr std::size_t kPostingTailBytes = 8;

std::string AllPrefix();
std::string SpeakerPrefix(Ordinal speaker);
std::string TopicPrefix(Ordinal topic);
std::string PairPrefix(Ordinal speaker, Ordinal topic);
std::string OutletPrefix(Ordinal outlet);
std::string DocumentPrefix(std::string_view document);
// Reports are listed earliest first, undated last: their postings have
// AgeOf(day) for a day.
std::string RunPrefix(std::uint64_t run);
inline Day AgeOf(Day day) { return day == kUndated ? day : kDayMax + 1 - day; }
void AppendPosting(std::string& key, const Posting& posting);
// The posting a key of this prefix length ends in; nothing when malformed.
std::optional<Posting> PostingOf(std::string_view key,
                                 std::size_t prefix_bytes);
// First key after all that begin with `prefix`.
std::string PrefixEnd(std::string prefix);

// ---- single keys
std::string StatementKey(StatementId id);  // id:8
std::string StatementNameKey(std::string_view document,
                             std::string_view key);               // doc '/' key
std::string OrdinalKey(OrdinalKind kind, std::string_view name);  // kind name
std::string SpeakerKey(Ordinal speaker);                          // speaker:4
std::string TopicKey(Ordinal topic);                              // topic:4

// ---- counters (values: 8 bytes, added up by the merge operator)
std::string PairCounterPrefix(Ordinal speaker);  // 'P' speaker:4
std::string PairCounterKey(Ordinal speaker,
                           Ordinal topic);          // 'P' speaker:4 topic:4
std::string TopicPairCounterPrefix(Ordinal topic);  // 'Q' topic:4
std::string TopicPairCounterKey(Ordinal topic,
                                Ordinal speaker);  // 'Q' topic:4 speaker:4
std::string TotalCounterKey();                     // 'A'
std::string OutletCounterKey(Ordinal outlet);      // 'O' outlet:4
std::string KindCounterKey(int kind);              // 'K' kind:1

// ---- lists of speakers ('s') and topics ('t')
//   kind 'c' (~count):8 slug   -> ordinal:4    most statements first
//   kind 'f' folded 00 slug    -> ordinal:4 word:1    by folded spelling, from
//   each word on kind 'z' sound 00 slug     -> ordinal:4 word:1    by the sound
//   of a word kind 'n' slug              -> ordinal:4    by name
std::string CountListPrefix(OrdinalKind kind);
std::string CountListKey(OrdinalKind kind, std::uint64_t count,
                         std::string_view slug);
std::string FoldedListPrefix(OrdinalKind kind, std::string_view folded);
std::string FoldedListKey(OrdinalKind kind, std::string_view folded,
                          std::string_view slug);
std::string SoundListPrefix(OrdinalKind kind, std::string_view sound);
std::string SoundListKey(OrdinalKind kind, std::string_view sound,
                         std::string_view slug);
std::string NameListPrefix(OrdinalKind kind);
std::string NameListKey(OrdinalKind kind, std::string_view slug);
//   's' 'm' into 00 slug       -> (empty)      speakers merged into another
std::string MergeListPrefix();
std::string MergeListKey(std::string_view into, std::string_view slug);
//   'd' 'h' hash:8 age:3 document -> (empty)   documents by a hash of their
//   text
std::string TextHashPrefix(std::uint64_t hash);
std::string TextHashKey(std::uint64_t hash, Day day, std::string_view document);

// ---- sightings of a speaker's role: speaker:4 hash:8 day:3 document -> title
// 00 organisation
std::string RolePrefix(Ordinal speaker);
std::string RoleKey(Ordinal speaker, std::uint64_t role_hash, Day day,
                    std::string_view document);

// ---- words
//   'w' stem 00 chunk:4 -> postings of a chunk of 65,536 ids (words/postings.h)
//   'l' chunk:4         -> words of each text of the chunk, a byte each
//   'd' id:8            -> (empty), or where a replaced statement leads:
//                          offset u64, day u32, name key
std::string WordPrefix(std::string_view word);
std::string WordKey(std::string_view word, std::uint32_t chunk);
std::string WordLengthsKey(std::uint32_t chunk);
std::string WordGoneKey(StatementId id);

// ---- marks of an outlet: "outlet" outlet:4 -> as first printed
std::string OutletMark(Ordinal outlet);

// ---- changes: offset:8 -> what the change added and removed
std::string ChangeKey(std::uint64_t offset);

}  // namespace quoth::query
