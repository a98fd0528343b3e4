#include "ingest-service/record_log/vocabulary_writes.h"

#include <utility>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

Subject ChunkSubject(const std::string& source, uint32_t chunk) {
  return {.kind = SubjectKind::kVocabularyChunk, .id = source, .chunk = chunk};
}

std::vector<v1::VocabularyPut> CutIntoChunks(const std::string& source,
                                             const std::string& version,
                                             std::vector<v1::Topic> topics) {
  std::vector<v1::VocabularyPut> chunks(1);
  std::size_t bytes = 0;
  for (v1::Topic& topic : topics) {
    const std::size_t size = topic.ByteSizeLong();
    if (bytes > 0 && bytes + size > kVocabularyChunkBytesMax) {
      chunks.emplace_back();
      bytes = 0;
    }
    bytes += size;
    *chunks.back().add_topics() = std::move(topic);
  }
  for (uint32_t i = 0; i < chunks.size(); ++i) {
    chunks[i].set_source(source);
    chunks[i].set_version(version);
    chunks[i].set_chunk(i);
  }
  chunks.back().set_last_chunk(true);
  return chunks;
}

class VocabularyWrite final : public PendingWrite {
 public:
  VocabularyWrite(std::string source, std::string version,
                  std::vector<v1::Topic> topics,
                  std::optional<TopicImport> import,
                  WriteDone<kit::Revision> done)
      : source_(std::move(source)),
        version_(std::move(version)),
        chunks_(CutIntoChunks(source_, version_, std::move(topics))),
        import_(std::move(import)),
        done_(std::move(done)) {
    for (const v1::VocabularyPut& chunk : chunks_)
      bytes_ += chunk.ByteSizeLong();
    if (import_) bytes_ += import_->request.content().size();
  }

  std::vector<std::string> ExclusiveKeys() const override {
    // Every vocabulary has a first chunk: it stands for all of them.
    return {HeadKey(ChunkSubject(source_, 0))};
  }

  std::size_t bytes() const override { return bytes_; }

  absl::Status Stage(CommitGroup& group) override {
    absl::StatusOr<bool> stored = IsStored(group);
    if (!stored.ok()) return stored.status();
    if (!*stored) {
      if (absl::Status status = Store(group); !status.ok()) return status;
    }
    if (import_) {
      const std::string key =
          TopicImportKey(import_->order, import_->request.source());
      if (import_->request.remove()) {
        group.Delete(kTopics, key);
      } else {
        group.Put(kTopics, key, import_->request.SerializeAsString());
      }
    }
    revision_ = {group.epoch(), group.next_offset() - 1};
    return absl::OkStatus();
  }

  void Complete(const absl::Status& outcome) override {
    if (!outcome.ok()) return done_(outcome);
    done_(revision_);
  }

 private:
  absl::StatusOr<bool> IsStored(const CommitGroup& group) const {
    absl::StatusOr<std::optional<std::string>> first =
        group.Get(kTopics, VocabularyChunkKey(source_, 0));
    if (!first.ok()) return first.status();
    if (!first->has_value()) return false;
    v1::VocabularyPut chunk;
    return chunk.ParseFromString(**first) && chunk.version() == version_;
  }

  absl::Status Store(CommitGroup& group) const {
    uint32_t index = 0;
    for (const v1::VocabularyPut& chunk : chunks_) {
      const Subject subject = ChunkSubject(source_, index++);
      absl::StatusOr<std::optional<Head>> former = group.ReadHead(subject);
      if (!former.ok()) return former.status();
      v1::Change change;
      v1::VocabularyPut& event = *change.mutable_vocabulary_put();
      event.set_source(source_);
      event.set_version(version_);
      event.set_chunk(subject.chunk);
      event.set_last_chunk(chunk.last_chunk());
      group.AddChange(subject, *former, std::move(change));
      group.Put(kTopics, VocabularyChunkKey(source_, subject.chunk),
                chunk.SerializeAsString());
    }
    return RemoveChunksFrom(index, group);
  }

  // Chunks of a former, larger vocabulary.
  absl::Status RemoveChunksFrom(uint32_t index, CommitGroup& group) const {
    while (true) {
      const Subject subject = ChunkSubject(source_, index++);
      absl::StatusOr<std::optional<Head>> former = group.ReadHead(subject);
      if (!former.ok()) return former.status();
      if (!former->has_value()) return absl::OkStatus();
      group.Delete(kChanges, ChangeKey((*former)->offset));
      group.Delete(kHeads, HeadKey(subject));
      group.Delete(kTopics, VocabularyChunkKey(source_, subject.chunk));
    }
  }

  const std::string source_;
  const std::string version_;
  const std::vector<v1::VocabularyPut> chunks_;
  const std::optional<TopicImport> import_;
  std::size_t bytes_ = 0;
  kit::Revision revision_;
  WriteDone<kit::Revision> done_;
};

}  // namespace

std::unique_ptr<PendingWrite> MakeVocabularyWrite(
    std::string source, std::string version, std::vector<v1::Topic> topics,
    std::optional<TopicImport> import, WriteDone<kit::Revision> done) {
  return std::make_unique<VocabularyWrite>(
      std::move(source), std::move(version), std::move(topics),
      std::move(import), std::move(done));
}

}  // namespace quoth::ingest
