#include "query-service/index/vocabulary_change.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "query-service/index/bytes.h"
#include "service-kit/names/names.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// Marks: chunks kept, and the next statement to expand anew.
constexpr std::string_view kReexpandMark = "reexpand";

std::string PendingPrefix(std::string_view source) {
  return absl::StrCat("vocabulary/", kit::ToAbsl(source), "/");
}

std::string PendingMark(std::string_view source, std::uint32_t chunk) {
  std::string key = PendingPrefix(source);
  AppendBig<4>(key, chunk);
  return key;
}

using Concepts =
    std::map<std::string, std::string>;  // Slug -> serialized topic.

void AddConcepts(const quoth::v1::VocabularyPut& put, Concepts& concepts) {
  for (const quoth::v1::Topic& topic : put.topics()) {
    absl::StatusOr<kit::TopicName> name =
        kit::ParseTopicName("topic.name", topic.name());
    if (name.ok()) concepts[name->slug] = topic.SerializeAsString();
  }
}

absl::StatusOr<Concepts> CollectConcepts(const IndexWriter& writer,
                                         ChangeBatch& batch,
                                         const quoth::v1::VocabularyPut& put) {
  Concepts concepts;
  const std::string prefix = PendingPrefix(put.source());
  kit::StoreIterator marks = writer.store().NewIterator(kMarks);
  for (marks->Seek(prefix); marks->Valid() && marks->key().starts_with(prefix);
       marks->Next()) {
    quoth::v1::VocabularyPut chunk;
    if (chunk.ParseFromArray(marks->value().data(),
                             static_cast<int>(marks->value().size())) &&
        chunk.version() == put.version()) {
      AddConcepts(chunk, concepts);
    }
    batch.Delete(kMarks, marks->key().ToStringView());
  }
  if (absl::Status status = marks.status(); !status.ok()) return status;
  AddConcepts(put, concepts);
  return concepts;
}

// "quoth" first, then by name.
bool SourceBefore(const std::string& a, const std::string& b) {
  if ((a == "quoth") != (b == "quoth")) return a == "quoth";
  return a < b;
}

bool SetConcept(TopicRow& row, const std::string& source,
                const std::string* topic) {
  auto at = std::find_if(
      row.concepts.begin(), row.concepts.end(),
      [&](const TopicRow::Concept& c) { return c.source == source; });
  if (topic == nullptr) {
    if (at == row.concepts.end()) return false;
    row.concepts.erase(at);
  } else if (at != row.concepts.end()) {
    if (at->topic == *topic) return false;
    at->topic = *topic;
  } else {
    at = std::find_if(row.concepts.begin(), row.concepts.end(),
                      [&](const TopicRow::Concept& c) {
                        return SourceBefore(source, c.source);
                      });
    row.concepts.insert(at, {source, *topic});
  }
  RefoldTopic(row);
  return true;
}

// Rows of the source's topics as they are to be. True when any changed.
absl::StatusOr<bool> ReplaceConcepts(const IndexWriter& writer,
                                     ChangeBatch& batch,
                                     const std::string& source,
                                     const Concepts& concepts) {
  bool changed = false;
  for (const auto& [slug, topic] : concepts) {
    const Ordinal ordinal = batch.Intern(OrdinalKind::kTopic, slug);
    absl::StatusOr<TopicRow*> row = batch.Topic(ordinal, slug);
    if (!row.ok()) return row.status();
    changed |= SetConcept(**row, source, &topic);
  }
  for (const auto& [slug, ordinal] :
       writer.index().ordinals().All(OrdinalKind::kTopic)) {
    if (concepts.contains(slug)) continue;
    absl::StatusOr<TopicRow> stored = writer.index().Topic(ordinal);
    if (absl::IsNotFound(stored.status())) continue;
    if (!stored.ok()) return stored.status();
    if (!SetConcept(*stored, source, nullptr)) continue;
    absl::StatusOr<TopicRow*> row = batch.Topic(ordinal, slug);
    if (!row.ok()) return row.status();
    changed |= SetConcept(**row, source, nullptr);
    // Gone from the vocabulary but carried by statements: named by its former
    // label.
    quoth::v1::Topic former;
    if ((*row)->display_name.empty() && !stored->concepts.empty() &&
        former.ParseFromString(stored->concepts.front().topic)) {
      (*row)->display_name = former.display_name();
    }
  }
  return changed;
}

void MovePostings(ChangeBatch& batch, StatementId id, const RecordFacts& before,
                  const RecordFacts& after) {
  std::map<std::string, std::uint8_t> old_bits;
  // All but topics are the same in both, the document too.
  VisitPostings(before, "", id, [&](const std::string& key, std::uint8_t bits) {
    old_bits[key] = bits;
  });
  VisitPostings(after, "", id, [&](const std::string& key, std::uint8_t bits) {
    const auto found = old_bits.find(key);
    if (found == old_bits.end() || found->second != bits) {
      batch.postings().Put(key, bits);
    }
    if (found != old_bits.end()) old_bits.erase(found);
  });
  for (const auto& [key, bits] : old_bits) batch.postings().Delete(key);
}

absl::Status ReexpandOne(IndexWriter& writer, ChangeBatch& batch,
                         StatementId id, const RecordView& view,
                         const TopicGraph& graph) {
  const RecordFacts before = FactsOf(view);
  if (before.direct.empty() && before.inherited.empty())
    return absl::OkStatus();
  RecordFacts after = before;
  after.inherited = InheritedTopics(after.direct, graph);
  if (after.inherited == before.inherited) return absl::OkStatus();
  MovePostings(batch, id, before, after);
  if (absl::Status status = batch.CountFacts(before, -1); !status.ok())
    return status;
  if (absl::Status status = batch.CountFacts(after, +1); !status.ok())
    return status;
  // The same statement bytes under the same number; only its facts differ.
  writer.PutRecord(batch, id, EncodeRecord(after, view.statement()));
  return absl::OkStatus();
}

absl::Status Reexpand(IndexWriter& writer, StatementId from,
                      std::size_t statements_a_batch) {
  const std::shared_ptr<const TopicGraph> graph = writer.index().topics();
  std::unique_ptr<ChangeBatch> batch = writer.Begin();
  std::size_t in_batch = 0;
  kit::StoreIterator records = writer.store().NewIterator(kStatements);
  for (records->Seek(StatementKey(from)); records->Valid(); records->Next()) {
    const auto id = ReadBig<8>(records->key().data());
    const std::optional<RecordView> view =
        RecordView::Of(records->value().ToStringView());
    if (!view) {
      return kit::WithReason(
          absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
          absl::StrCat("statement record ", id, " is damaged"));
    }
    if (absl::Status status = ReexpandOne(writer, *batch, id, *view, *graph);
        !status.ok()) {
      return status;
    }
    if (++in_batch < statements_a_batch) continue;
    in_batch = 0;
    batch->Put(kMarks, kReexpandMark, StatementKey(id + 1));
    if (absl::Status status = writer.Commit(std::move(batch)); !status.ok())
      return status;
    batch = writer.Begin();
  }
  if (absl::Status status = records.status(); !status.ok()) return status;
  batch->Delete(kMarks, kReexpandMark);
  return writer.Commit(std::move(batch));
}

}  // namespace

std::vector<RecordTopic> InheritedTopics(const std::vector<RecordTopic>& direct,
                                         const TopicGraph& graph) {
  std::map<Ordinal, std::uint32_t> inherited;
  for (const RecordTopic& topic : direct) {
    std::uint32_t bits = 0;
    if ((topic.bits & kDirectAbout) != 0) bits |= kInheritedAbout;
    if ((topic.bits & kDirectMentions) != 0) bits |= kInheritedMentions;
    for (const Ordinal ancestor : graph.AncestorsOf(topic.topic))
      inherited[ancestor] |= bits;
  }
  std::vector<RecordTopic> topics;
  for (const auto& [topic, bits] : inherited) topics.push_back({topic, bits});
  return topics;
}

absl::Status PutVocabulary(IndexWriter& writer, ChangeBatch& batch,
                           const quoth::v1::Change& change,
                           std::size_t statements_a_batch) {
  const quoth::v1::VocabularyPut& put = change.vocabulary_put();
  if (put.source().empty())
    return kit::InvalidField("vocabulary_put.source", "is empty");
  if (!put.last_chunk()) {
    batch.Put(kMarks, PendingMark(put.source(), put.chunk()),
              put.SerializeAsString());
    return absl::OkStatus();
  }
  // Rows first, then the statements, then (with `batch`, by the caller) the
  // position: a stop in between repeats the change, which then finds the mark.
  std::unique_ptr<ChangeBatch> rows = writer.Begin();
  absl::StatusOr<Concepts> concepts = CollectConcepts(writer, batch, put);
  if (!concepts.ok()) return concepts.status();
  absl::StatusOr<bool> changed =
      ReplaceConcepts(writer, *rows, put.source(), *concepts);
  if (!changed.ok()) return changed.status();
  StatementId from = 0;
  absl::StatusOr<std::string> mark = writer.store().Get(kMarks, kReexpandMark);
  if (mark.ok() && mark->size() == 8) from = ReadBig<8>(mark->data());
  if (*changed) {
    from = 1;
    rows->Put(kMarks, kReexpandMark, StatementKey(from));
    rows->topics_changed = true;
    if (absl::Status status = writer.Commit(std::move(rows)); !status.ok())
      return status;
  }
  if (from != 0) {
    if (absl::Status status = Reexpand(writer, from, statements_a_batch);
        !status.ok()) {
      return status;
    }
  }
  // Numbers and heap moved on meanwhile.
  const kit::Revision applied = batch.position().applied;
  batch.position() = writer.index().position();
  batch.position().applied = applied;
  return absl::OkStatus();
}

}  // namespace quoth::query
