#include "query-service/index/keys.h"

#include "query-service/index/bytes.h"

namespace quoth::query {
namespace {

constexpr std::uint64_t kDayMask = 0xffffff;

std::string Tagged(char tag) { return std::string(1, tag); }

std::string Tagged(char tag, Ordinal first) {
  std::string key(1, tag);
  AppendBig<4>(key, first);
  return key;
}

std::string Tagged(char tag, Ordinal first, Ordinal second) {
  std::string key = Tagged(tag, first);
  AppendBig<4>(key, second);
  return key;
}

std::string ListPrefix(OrdinalKind kind, char list) {
  return {static_cast<char>(kind), list};
}

}  // namespace

std::string AllPrefix() { return Tagged('A'); }
std::string SpeakerPrefix(Ordinal speaker) { return Tagged('S', speaker); }
std::string TopicPrefix(Ordinal topic) { return Tagged('T', topic); }
std::string PairPrefix(Ordinal speaker, Ordinal topic) {
  return Tagged('P', speaker, topic);
}
std::string OutletPrefix(Ordinal outlet) { return Tagged('O', outlet); }

std::string DocumentPrefix(std::string_view document) {
  return Tagged('D').append(document).append(1, '\0');
}

std::string RunPrefix(std::uint64_t run) {
  std::string key = Tagged('R');
  AppendBig<5>(key, run);
  return key;
}

void AppendPosting(std::string& key, const Posting& posting) {
  AppendBig<3>(key, kDayMask - posting.day);
  AppendBig<5>(key, posting.id);
}

std::optional<Posting> PostingOf(std::string_view key,
                                 std::size_t prefix_bytes) {
  if (key.size() != prefix_bytes + kPostingTailBytes) return std::nullopt;
  const char* tail = key.data() + prefix_bytes;
  return Posting{static_cast<Day>(kDayMask - ReadBig<3>(tail)),
                 ReadBig<5>(tail + 3)};
}

std::string PrefixEnd(std::string prefix) {
  while (!prefix.empty()) {
    auto& last = reinterpret_cast<unsigned char&>(prefix.back());
    if (last != 0xff) {
      ++last;
      return prefix;
    }
    prefix.pop_back();
  }
  return prefix;
}

std::string StatementKey(StatementId id) {
  std::string key;
  AppendBig<8>(key, id);
  return key;
}

std::string StatementNameKey(std::string_view document, std::string_view key) {
  std::string out;
  out.reserve(document.size() + 1 + key.size());
  out.append(document).append(1, '/').append(key);
  return out;
}

std::string OrdinalKey(OrdinalKind kind, std::string_view name) {
  return std::string(1, static_cast<char>(kind)).append(name);
}

std::string SpeakerKey(Ordinal speaker) {
  std::string key;
  AppendBig<4>(key, speaker);
  return key;
}

std::string TopicKey(Ordinal topic) { return SpeakerKey(topic); }

std::string PairCounterPrefix(Ordinal speaker) { return Tagged('P', speaker); }
std::string PairCounterKey(Ordinal speaker, Ordinal topic) {
  return Tagged('P', speaker, topic);
}
std::string TopicPairCounterPrefix(Ordinal topic) { return Tagged('Q', topic); }
std::string TopicPairCounterKey(Ordinal topic, Ordinal speaker) {
  return Tagged('Q', topic, speaker);
}
std::string TotalCounterKey() { return Tagged('A'); }
std::string OutletCounterKey(Ordinal outlet) { return Tagged('O', outlet); }
std::string KindCounterKey(int kind) { return {'K', static_cast<char>(kind)}; }

std::string CountListPrefix(OrdinalKind kind) { return ListPrefix(kind, 'c'); }
std::string CountListKey(OrdinalKind kind, std::uint64_t count,
                         std::string_view slug) {
  std::string key = ListPrefix(kind, 'c');
  AppendBig<8>(key, ~count);
  return key.append(slug);
}
std::string FoldedListPrefix(OrdinalKind kind, std::string_view folded) {
  return ListPrefix(kind, 'f').append(folded);
}
std::string FoldedListKey(OrdinalKind kind, std::string_view folded,
                          std::string_view slug) {
  return FoldedListPrefix(kind, folded).append(1, '\0').append(slug);
}
std::string SoundListPrefix(OrdinalKind kind, std::string_view sound) {
  return ListPrefix(kind, 'z').append(sound);
}
std::string SoundListKey(OrdinalKind kind, std::string_view sound,
                         std::string_view slug) {
  return SoundListPrefix(kind, sound).append(1, '\0').append(slug);
}
std::string NameListPrefix(OrdinalKind kind) { return ListPrefix(kind, 'n'); }
std::string NameListKey(OrdinalKind kind, std::string_view slug) {
  return ListPrefix(kind, 'n').append(slug);
}
std::string MergeListPrefix() { return ListPrefix(OrdinalKind::kSpeaker, 'm'); }
std::string MergeListKey(std::string_view into, std::string_view slug) {
  return MergeListPrefix().append(into).append(1, '\0').append(slug);
}

std::string TextHashPrefix(std::uint64_t hash) {
  std::string key = "dh";
  AppendBig<8>(key, hash);
  return key;
}
std::string TextHashKey(std::uint64_t hash, Day day,
                        std::string_view document) {
  std::string key = TextHashPrefix(hash);
  AppendBig<3>(key, kDayMask - AgeOf(day));
  return key.append(document);
}

std::string RolePrefix(Ordinal speaker) { return SpeakerKey(speaker); }
std::string RoleKey(Ordinal speaker, std::uint64_t role_hash, Day day,
                    std::string_view document) {
  std::string key = SpeakerKey(speaker);
  AppendBig<8>(key, role_hash);
  AppendBig<3>(key, day);
  return key.append(document);
}

std::string WordPrefix(std::string_view word) {
  return std::string(1, 'w').append(word).append(1, '\0');
}
std::string WordKey(std::string_view word, std::uint32_t chunk) {
  std::string key = WordPrefix(word);
  AppendBig<4>(key, chunk);
  return key;
}

std::string WordLengthsKey(std::uint32_t chunk) {
  std::string key(1, 'l');
  AppendBig<4>(key, chunk);
  return key;
}
std::string WordGoneKey(StatementId id) {
  std::string key(1, 'd');
  AppendBig<8>(key, id);
  return key;
}

std::string OutletMark(Ordinal outlet) {
  std::string key = "outlet";
  AppendBig<4>(key, outlet);
  return key;
}

std::string ChangeKey(std::uint64_t offset) { return StatementKey(offset); }

}  // namespace quoth::query
