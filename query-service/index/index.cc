#include "query-service/index/index.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/merge_operator.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include <filesystem>

#include "absl/container/flat_hash_set.h"
#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "query-service/index/bytes.h"
#include "query-service/index/counter_operator.h"
#include "query-service/index/statement_fields.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"
#include "service-kit/store/rocksdb_status.h"

namespace quoth::query {
namespace {

constexpr std::string_view kPositionMark = "position";
constexpr std::string_view kPageKeyMark = "page-key";

absl::Status Damaged(std::string_view what) {
  return kit::WithReason(
      absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
      absl::StrCat("the index holds a damaged ", kit::ToAbsl(what)));
}

rocksdb::ColumnFamilyOptions FamilyOptions(
    const std::shared_ptr<rocksdb::Cache>& cache, std::size_t block_bytes,
    bool filter) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = block_bytes;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  if (filter)
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.write_buffer_size = 64 << 20;
  options.max_write_buffer_number = 3;
  return options;
}

std::vector<kit::StoreFamily> Families(
    const std::shared_ptr<rocksdb::Cache>& cache) {
  // In the order of the enum Family.
  std::vector<kit::StoreFamily> families;
  for (const char* name :
       {"marks", "statements", "statement-names", "documents", "ordinals",
        "postings", "counters", "speakers", "topics", "lists", "sightings",
        "words", "changes"}) {
    const std::string_view as = name;
    rocksdb::ColumnFamilyOptions options = FamilyOptions(
        cache, as == "postings" || as == "counters" ? 4096 : 16384,
        as != "words");  // Which is walked, not asked for single keys.
    if (as == "statements" || as == "documents" || as == "changes") {
      // Seldom read once the heap has them: small before fast.
      options.bottommost_compression = rocksdb::kZSTD;
    }
    if (as == "postings" || as == "counters") {
      // A batch brings its keys in order: each is looked for from where the one
      // before it went, within its kind of list.
      options.memtable_insert_with_hint_prefix_extractor.reset(
          rocksdb::NewCappedPrefixTransform(1));
    }
    // Never one for "words": searches read its values in place.
    if (as == "counters")
      options.merge_operator = std::make_shared<CounterOperator>();
    families.push_back({name, options});
  }
  return families;
}

}  // namespace

std::string IndexPosition::Encode() const {
  std::string out(1, 1);
  AppendLittle<std::uint64_t>(out, applied.epoch);
  AppendLittle<std::uint64_t>(out, applied.offset);
  AppendLittle<std::uint64_t>(out, next_id);
  AppendLittle<std::uint64_t>(out, heap_end);
  AppendLittle<std::uint64_t>(out, pages_from);
  AppendLittle<std::uint64_t>(out, changes_from);
  AppendLittle<std::uint32_t>(out, next_ordinal);
  out.push_back(complete ? 1 : 0);
  return out;
}

std::optional<IndexPosition> IndexPosition::Decode(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != 1) return std::nullopt;
  ByteReader in(bytes.substr(1));
  IndexPosition position;
  position.applied.epoch = in.Little<std::uint64_t>();
  position.applied.offset = in.Little<std::uint64_t>();
  position.next_id = in.Little<std::uint64_t>();
  position.heap_end = in.Little<std::uint64_t>();
  position.pages_from = in.Little<std::uint64_t>();
  position.changes_from = in.Little<std::uint64_t>();
  position.next_ordinal = in.Little<std::uint32_t>();
  position.complete = in.Little<std::uint8_t>() != 0;
  if (!in.ok()) return std::nullopt;
  return position;
}

absl::StatusOr<std::shared_ptr<Index>> Index::Open(
    const IndexOptions& options) {
  std::shared_ptr<Index> index(new Index);
  if (absl::Status status = index->Load(options); !status.ok()) return status;
  return index;
}

absl::Status Index::Load(const IndexOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  kit::StoreOptions store;
  store.path = options.folder + "/store";
  store.kind = "quoth-index";
  store.format_version = kIndexFormatVersion;
  store.oldest_readable = kIndexFormatVersion;
  store.families = Families(rocksdb::NewLRUCache(options.cache_bytes));
  store.db = kit::DefaultDbOptions();
  store.db.db_write_buffer_size = options.write_buffer_bytes;
  store.db.max_background_jobs = 2;
  absl::StatusOr<std::unique_ptr<kit::Store>> opened = kit::Store::Open(store);
  if (!opened.ok()) return opened.status();
  store_ = *std::move(opened);
  posting_iterators_ = std::make_unique<PostingIterators>(*store_);

  IndexPosition position;
  absl::StatusOr<std::string> mark = store_->Get(kMarks, kPositionMark);
  if (mark.ok()) {
    const std::optional<IndexPosition> decoded = IndexPosition::Decode(*mark);
    if (!decoded) return Damaged("position");
    position = *decoded;
  } else if (!absl::IsNotFound(mark.status())) {
    return mark.status();
  }
  absl::StatusOr<std::string> key = store_->Get(kMarks, kPageKeyMark);
  if (key.ok()) {
    page_key_ = *std::move(key);
  } else if (absl::IsNotFound(key.status())) {
    absl::BitGen random;
    for (int i = 0; i < 32; ++i)
      page_key_.push_back(static_cast<char>(absl::Uniform(random, 0, 256)));
    rocksdb::WriteBatch batch;
    batch.Put(store_->family(kMarks),
              rocksdb::Slice(kPageKeyMark.data(), kPageKeyMark.size()),
              page_key_);
    if (absl::Status status = store_->Write(batch, false); !status.ok())
      return status;
  } else {
    return key.status();
  }
  if (options.use_heap) {
    HeapOptions heap;
    heap.folder = options.folder + "/heap";
    heap.bytes_max = options.heap_bytes_max;
    absl::StatusOr<std::unique_ptr<RecordHeap>> heap_opened =
        RecordHeap::Open(heap, position.heap_end);
    if (!heap_opened.ok()) return heap_opened.status();
    heap_ = *std::move(heap_opened);
  }
  if (absl::Status status = LoadOrdinals(); !status.ok()) return status;
  if (absl::Status status = LoadMerges(); !status.ok()) return status;
  if (absl::Status status = LoadWords(position.next_id); !status.ok())
    return status;
  absl::StatusOr<Topics> topics = ReadTopics();
  if (!topics.ok()) return topics.status();
  absl::MutexLock lock(&mutex_);
  topics_ = *std::move(topics);
  position_ = position;
  return absl::OkStatus();
}

absl::Status Index::LoadOrdinals() {
  kit::StoreIterator rows = store_->NewIterator(kOrdinals);
  for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
    const std::string_view key = rows->key().ToStringView();
    const std::string_view value = rows->value().ToStringView();
    if (key.empty() || value.size() != 4) return Damaged("ordinal");
    ordinals_.Set(static_cast<OrdinalKind>(key[0]), key.substr(1),
                  static_cast<Ordinal>(ReadBig<4>(value.data())));
  }
  return rows.status();
}

absl::Status Index::LoadWords(StatementId next_id) {
  words_ = std::make_unique<WordsIndex>(*store_);
  return words_->Load(
      next_id,
      [this](StatementId from,
             const std::function<void(StatementId, std::string_view)>& visit) {
        kit::StoreIterator rows = store_->NewIterator(kStatements);
        for (rows->Seek(StatementKey(from)); rows->Valid(); rows->Next()) {
          const std::optional<RecordView> record =
              RecordView::Of(rows->value().ToStringView());
          if (!record || rows->key().size() != 8)
            return Damaged("statement record");
          visit(ReadBig<8>(rows->key().data()),
                StatementField(record->statement(), kStatementTextField));
        }
        return rows.status();
      });
}

absl::StatusOr<Index::Topics> Index::ReadTopics() const {
  std::vector<std::pair<Ordinal, std::string>> named;
  std::vector<std::pair<Ordinal, quoth::v1::Topic>> cards;
  absl::flat_hash_set<Ordinal> concepts;
  kit::StoreIterator rows = store_->NewIterator(kTopics);
  for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
    const std::optional<TopicRow> row =
        DecodeTopicRow(rows->value().ToStringView());
    if (!row || rows->key().size() != 4) return Damaged("topic");
    if (row->concepts.empty()) continue;
    const auto topic = static_cast<Ordinal>(ReadBig<4>(rows->key().data()));
    concepts.insert(topic);
    const quoth::v1::Topic& whole =
        cards.emplace_back(topic, TopicOf(*row)).second;
    for (const std::string& name : whole.broader())
      named.emplace_back(topic, name);
  }
  if (absl::Status status = rows.status(); !status.ok()) return status;
  std::vector<std::pair<Ordinal, Ordinal>> edges;
  constexpr std::string_view kCollection = "topics/";
  for (const auto& [topic, name] : named) {
    const std::string_view text = name;
    if (text.substr(0, kCollection.size()) != kCollection) continue;
    const Ordinal broader =
        ordinals_.Find(OrdinalKind::kTopic, text.substr(kCollection.size()));
    // A parent that no vocabulary has (any more) leads nowhere.
    if (concepts.contains(broader)) edges.emplace_back(topic, broader);
  }
  std::vector<IndexedLabel> labels;
  for (const auto& [topic, card] : cards) {
    labels.push_back({topic, card.display_name(), "", /*preferred=*/true});
    for (const auto& label : card.labels())
      labels.push_back({topic, label.text(), label.language(), true});
    for (const auto& label : card.synonyms())
      labels.push_back({topic, label.text(), label.language()});
  }
  return Topics{std::make_shared<const TopicGraph>(edges),
                std::make_shared<const LabelIndex>(LabelIndex::Build(labels))};
}

absl::Status Index::LoadMerges() {
  auto merges = std::make_shared<Merges>();
  const std::string prefix = MergeListPrefix();
  kit::StoreIterator rows = store_->NewIterator(kLists);
  for (rows->Seek(prefix); rows->Valid() && rows->key().starts_with(prefix);
       rows->Next()) {
    const std::string_view names =
        rows->key().ToStringView().substr(prefix.size());
    const std::size_t gap = names.find('\0');
    if (gap == std::string_view::npos) return Damaged("merge");
    (*merges)[std::string(names.substr(0, gap))].emplace_back(
        names.substr(gap + 1));
  }
  if (absl::Status status = rows.status(); !status.ok()) return status;
  absl::MutexLock lock(&mutex_);
  merges_ = std::move(merges);
  return absl::OkStatus();
}

std::shared_ptr<const Index::Merges> Index::merges() const {
  absl::MutexLock lock(&mutex_);
  return merges_;
}

IndexPosition Index::position() const {
  absl::MutexLock lock(&mutex_);
  return position_;
}

std::shared_ptr<const TopicGraph> Index::topics() const {
  absl::MutexLock lock(&mutex_);
  return topics_.graph;
}

std::shared_ptr<const LabelIndex> Index::labels() const {
  absl::MutexLock lock(&mutex_);
  return topics_.labels;
}

void Index::Publish(const IndexPosition& position) {
  absl::MutexLock lock(&mutex_);
  position_ = position;
}

RecordHeap::Found Index::InHeap(StatementId id) const {
  return heap_ ? heap_->Find(id) : RecordHeap::Found{};
}

absl::StatusOr<std::string_view> Index::Record(StatementId id,
                                               std::string& buffer) const {
  const RecordHeap::Found found = InHeap(id);
  if (found.bytes.data() != nullptr) {
    // Copied first: a record dropped meanwhile may be zeroed under us.
    buffer.assign(found.bytes);
    if (Checksum(buffer) == found.checksum) return std::string_view(buffer);
  }
  absl::StatusOr<std::string> stored =
      store_->Get(kStatements, StatementKey(id));
  if (!stored.ok()) return stored.status();
  buffer = *std::move(stored);
  if (!RecordView::Of(buffer)) return Damaged("statement record");
  return std::string_view(buffer);
}

absl::StatusOr<StatementId> Index::FindStatement(
    std::string_view name_key) const {
  absl::StatusOr<std::string> value = store_->Get(kStatementNames, name_key);
  if (!value.ok()) return value.status();
  if (value->size() != 8) return Damaged("statement name");
  return ReadBig<8>(value->data());
}

absl::StatusOr<DocumentRow> Index::Document(std::string_view id) const {
  absl::StatusOr<std::string> value = store_->Get(kDocuments, id);
  if (!value.ok()) return value.status();
  std::optional<DocumentRow> row = DecodeDocumentRow(*value);
  if (!row) return Damaged("document");
  return *std::move(row);
}

absl::StatusOr<std::string> Index::DocumentMessage(std::string_view id) const {
  absl::StatusOr<std::string> value = store_->Get(kDocuments, id);
  if (!value.ok()) return value.status();
  const std::optional<std::string_view> bytes = DocumentBytes(*value);
  if (!bytes) return Damaged("document");
  return std::string(*bytes);
}

absl::StatusOr<SpeakerRow> Index::Speaker(Ordinal speaker) const {
  absl::StatusOr<std::string> value =
      store_->Get(kSpeakers, SpeakerKey(speaker));
  if (!value.ok()) return value.status();
  std::optional<SpeakerRow> row = DecodeSpeakerRow(*value);
  if (!row) return Damaged("speaker");
  return *std::move(row);
}

absl::StatusOr<TopicRow> Index::Topic(Ordinal topic) const {
  absl::StatusOr<std::string> value = store_->Get(kTopics, TopicKey(topic));
  if (!value.ok()) return value.status();
  std::optional<TopicRow> row = DecodeTopicRow(*value);
  if (!row) return Damaged("topic");
  return *std::move(row);
}

absl::StatusOr<std::int64_t> Index::Counter(std::string_view key) const {
  absl::StatusOr<std::string> value = store_->Get(kCounters, key);
  if (absl::IsNotFound(value.status())) return 0;
  if (!value.ok()) return value.status();
  if (value->size() != 8) return Damaged("counter");
  return ReadLittle<std::int64_t>(value->data());
}

std::uint64_t Index::StoreBytes() const {
  std::uint64_t bytes = 0;
  for (std::size_t family = 0; family < kFamilies; ++family) {
    std::uint64_t size = 0;
    if (store_->db().GetIntProperty(store_->family(family),
                                    rocksdb::DB::Properties::kTotalSstFilesSize,
                                    &size)) {
      bytes += size;
    }
  }
  return bytes;
}

absl::Status DestroyIndex(const std::string& folder) {
  if (absl::Status status = kit::DestroyStore(folder + "/store"); !status.ok())
    return status;
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (error) {
    return kit::WithReason(
        absl::StatusCode::kUnavailable, "INDEX_NOT_REMOVED",
        absl::StrCat("cannot remove ", folder, ": ", error.message()));
  }
  return absl::OkStatus();
}

}  // namespace quoth::query
