#include "query-service/index/change_batch.h"

#include <algorithm>

#include "query-service/index/bytes.h"
#include "query-service/index/name_list.h"

namespace quoth::query {
namespace {

rocksdb::Slice SliceOf(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

std::string OrdinalValue(Ordinal ordinal) {
  std::string value;
  AppendBig<4>(value, ordinal);
  return value;
}

std::vector<std::string> FoldedNamesOf(const SpeakerRow& row) {
  std::vector<std::string> folded = row.record_folded;
  for (const SpeakerRow::Name& name : row.names) folded.push_back(name.folded);
  std::sort(folded.begin(), folded.end());
  folded.erase(std::unique(folded.begin(), folded.end()), folded.end());
  if (!folded.empty() && folded.front().empty()) folded.erase(folded.begin());
  return folded;
}

// Direct and inherited tags of a record as one list, each topic once.
std::vector<RecordTopic> AllTopics(const RecordFacts& facts) {
  std::vector<RecordTopic> topics = facts.direct;
  topics.insert(topics.end(), facts.inherited.begin(), facts.inherited.end());
  std::sort(topics.begin(), topics.end(),
            [](const RecordTopic& a, const RecordTopic& b) {
              return a.topic < b.topic;
            });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < topics.size(); ++i) {
    if (kept > 0 && topics[kept - 1].topic == topics[i].topic) {
      topics[kept - 1].bits |= topics[i].bits;
    } else {
      topics[kept++] = topics[i];
    }
  }
  topics.resize(kept);
  return topics;
}

}  // namespace

void VisitPostings(const RecordFacts& facts, std::string_view document,
                   StatementId id,
                   const std::function<void(const std::string& key,
                                            std::uint8_t bits)>& visit) {
  Posting posting;
  posting.day =
      facts.said.first != kUndated ? facts.said.first : facts.published.first;
  posting.id = id;
  const auto emit = [&](std::string key, std::uint32_t bits) {
    AppendPosting(key, posting);
    visit(key, static_cast<std::uint8_t>(bits));
  };
  emit(AllPrefix(), 0);
  emit(DocumentPrefix(document), 0);
  if (facts.outlet != 0) emit(OutletPrefix(facts.outlet), 0);
  if (facts.speaker != 0) emit(SpeakerPrefix(facts.speaker), 0);
  for (const RecordTopic& topic : AllTopics(facts)) {
    emit(TopicPrefix(topic.topic), topic.bits);
    if (facts.speaker != 0)
      emit(PairPrefix(facts.speaker, topic.topic), topic.bits);
  }
  posting.day = AgeOf(facts.published.first != kUndated ? facts.published.first
                                                        : facts.said.first);
  for (const std::uint64_t run : facts.runs) emit(RunPrefix(run), 0);
}

void ChangeBatch::Put(Family family, std::string_view key,
                      std::string_view value) {
  writes_.Put(store_.family(family), SliceOf(key), SliceOf(value));
}

void ChangeBatch::Delete(Family family, std::string_view key) {
  writes_.Delete(store_.family(family), SliceOf(key));
}

Ordinal ChangeBatch::Intern(OrdinalKind kind, std::string_view name) {
  if (name.empty()) return 0;
  const std::string key = OrdinalKey(kind, name);
  if (const auto made = new_ordinals_.find(key); made != new_ordinals_.end())
    return made->second;
  if (const Ordinal known = index_.ordinals().Find(kind, name); known != 0)
    return known;
  const Ordinal ordinal = position_.next_ordinal++;
  new_ordinals_.emplace(key, ordinal);
  Put(kOrdinals, key, OrdinalValue(ordinal));
  return ordinal;
}

absl::StatusOr<SpeakerRow*> ChangeBatch::Speaker(Ordinal speaker,
                                                 std::string_view slug) {
  const auto [at, inserted] = speakers_.try_emplace(speaker);
  if (inserted) {
    absl::StatusOr<SpeakerRow> stored = index_.Speaker(speaker);
    if (stored.ok()) {
      at->second.existed = true;
      at->second.before = *stored;
      at->second.after = *std::move(stored);
    } else if (absl::IsNotFound(stored.status())) {
      at->second.after.slug = slug;
    } else {
      speakers_.erase(at);
      return stored.status();
    }
  }
  return &at->second.after;
}

absl::StatusOr<TopicRow*> ChangeBatch::Topic(Ordinal topic,
                                             std::string_view slug) {
  const auto [at, inserted] = topics_.try_emplace(topic);
  if (inserted) {
    absl::StatusOr<TopicRow> stored = index_.Topic(topic);
    if (stored.ok()) {
      at->second.existed = true;
      at->second.before = *stored;
      at->second.after = *std::move(stored);
    } else if (absl::IsNotFound(stored.status())) {
      at->second.after.slug = slug;
    } else {
      topics_.erase(at);
      return stored.status();
    }
  }
  return &at->second.after;
}

absl::Status ChangeBatch::CountFacts(const RecordFacts& facts, int sign) {
  const auto by = static_cast<std::uint64_t>(static_cast<std::int64_t>(sign));
  Count(TotalCounterKey(), sign);
  Count(KindCounterKey(facts.kind), sign);
  if (facts.outlet != 0) Count(OutletCounterKey(facts.outlet), sign);
  if (facts.speaker != 0) {
    absl::StatusOr<SpeakerRow*> row = Speaker(facts.speaker, "");
    if (!row.ok()) return row.status();
    (*row)->statements += by;
    for (const RecordTopic& topic : facts.direct) {
      Count(PairCounterKey(facts.speaker, topic.topic), sign);
      Count(TopicPairCounterKey(topic.topic, facts.speaker), sign);
    }
  }
  for (const RecordTopic& topic : AllTopics(facts)) {
    absl::StatusOr<TopicRow*> row = Topic(topic.topic, "");
    if (!row.ok()) return row.status();
    (*row)->total += by;
    if ((topic.bits & kDirectBits) != 0) (*row)->direct += by;
  }
  return absl::OkStatus();
}

absl::Status ChangeBatch::Finish() {
  if (absl::Status status = postings_.Finish(writes_); !status.ok())
    return status;
  for (const auto& [speaker, change] : speakers_)
    FinishSpeaker(speaker, change);
  for (const auto& [topic, change] : topics_) FinishTopic(topic, change);
  for (const auto& [key, by] : counters_) {
    if (by == 0) continue;
    std::string value;
    AppendLittle<std::int64_t>(value, by);
    writes_.Merge(store_.family(kCounters), SliceOf(key), SliceOf(value));
  }
  return absl::OkStatus();
}

void ChangeBatch::FinishSpeaker(Ordinal speaker, const SpeakerChange& change) {
  const bool stays = !change.after.empty();
  const std::string& slug = change.after.slug;
  if (stays) {
    Put(kSpeakers, SpeakerKey(speaker), EncodeSpeakerRow(change.after));
  } else {
    Delete(kSpeakers, SpeakerKey(speaker));
    Forget(OrdinalKind::kSpeaker, slug);
  }
  // One merged away is found by name, and its statements under the other.
  const auto listed =
      [](const SpeakerRow& row) -> std::optional<std::uint64_t> {
    if (!row.merged_into.empty()) return std::nullopt;
    return row.statements;
  };
  FinishList(OrdinalKind::kSpeaker, slug, speaker,
             change.existed ? listed(change.before) : std::nullopt,
             stays ? listed(change.after) : std::nullopt,
             FoldedNamesOf(change.before),
             stays ? FoldedNamesOf(change.after) : std::vector<std::string>());
}

void ChangeBatch::FinishTopic(Ordinal topic, const TopicChange& change) {
  const bool stays = !change.after.empty();
  const std::string& slug = change.after.slug;
  if (stays) {
    Put(kTopics, TopicKey(topic), EncodeTopicRow(change.after));
  } else {
    Delete(kTopics, TopicKey(topic));
    Forget(OrdinalKind::kTopic, slug);
  }
  FinishList(OrdinalKind::kTopic, slug, topic,
             change.existed ? std::optional(change.before.total) : std::nullopt,
             stays ? std::optional(change.after.total) : std::nullopt,
             change.before.folded,
             stays ? change.after.folded : std::vector<std::string>());
}

void ChangeBatch::FinishList(OrdinalKind kind, std::string_view slug,
                             Ordinal ordinal,
                             std::optional<std::uint64_t> count_before,
                             std::optional<std::uint64_t> count_after,
                             const std::vector<std::string>& folded_before,
                             const std::vector<std::string>& folded_after) {
  const std::string value = OrdinalValue(ordinal);
  if (count_before != count_after) {
    if (count_before) Delete(kLists, CountListKey(kind, *count_before, slug));
    if (count_after) Put(kLists, CountListKey(kind, *count_after, slug), value);
    if (count_before && !count_after) Delete(kLists, NameListKey(kind, slug));
    if (!count_before && count_after)
      Put(kLists, NameListKey(kind, slug), value);
  }
  if (folded_before == folded_after) return;
  const std::map<std::string, std::string> before =
      NameEntries(kind, slug, ordinal, folded_before);
  const std::map<std::string, std::string> after =
      NameEntries(kind, slug, ordinal, folded_after);
  for (const auto& [key, entry] : before) {
    if (!after.contains(key)) Delete(kLists, key);
  }
  for (const auto& [key, entry] : after) {
    const auto former = before.find(key);
    if (former == before.end() || former->second != entry)
      Put(kLists, key, entry);
  }
}

void ChangeBatch::Forget(OrdinalKind kind, std::string_view slug) {
  const std::string key = OrdinalKey(kind, slug);
  Delete(kOrdinals, key);
  if (new_ordinals_.erase(key) == 0) erased_ordinals_.push_back(key);
}

}  // namespace quoth::query
