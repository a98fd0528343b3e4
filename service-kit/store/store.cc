#include "service-kit/store/store.h"

#include <rocksdb/write_batch.h>

#include <filesystem>
#include <set>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"
#include "service-kit/store/rocksdb_status.h"

namespace quoth::kit {
namespace {

// Keys of the default column family. Never renamed.
constexpr std::string_view kKindKey = "quoth/kind";
constexpr std::string_view kFormatKey = "quoth/format_version";
constexpr std::string_view kEpochKey = "quoth/epoch";

rocksdb::Slice ToSlice(std::string_view text) {
  return {text.data(), text.size()};
}

absl::Status Damaged(const StoreOptions& options, std::string_view what) {
  return WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                    absl::StrCat(options.path, ": ", ToAbsl(what)));
}

absl::Status Refused(const StoreOptions& options, std::string_view reason,
                     std::string_view what) {
  return WithReason(absl::StatusCode::kFailedPrecondition, reason,
                    absl::StrCat(options.path, " ", ToAbsl(what)));
}

// What the default column family says about a folder.
struct Marks {
  std::uint32_t format_version = 0;
  std::uint64_t epoch = 0;
};

absl::StatusOr<Marks> WriteMarks(rocksdb::DB& db, const StoreOptions& options) {
  absl::BitGen random;
  const Marks marks{.format_version = options.format_version,
                    .epoch = absl::Uniform<std::uint64_t>(
                        absl::IntervalClosed, random, 1, ~std::uint64_t{0})};
  rocksdb::WriteBatch batch;
  batch.Put(ToSlice(kKindKey), options.kind);
  batch.Put(ToSlice(kFormatKey), std::to_string(marks.format_version));
  batch.Put(ToSlice(kEpochKey), std::to_string(marks.epoch));
  rocksdb::WriteOptions write;
  write.sync = true;
  const absl::Status written = FromRocksDb(db.Write(write, &batch));
  if (!written.ok()) return written;
  return marks;
}

absl::StatusOr<Marks> CheckMarks(rocksdb::DB& db, const StoreOptions& options,
                                 std::string_view kind) {
  if (kind != options.kind) {
    return Refused(options, "STORE_KIND_MISMATCH",
                   absl::StrCat("holds \"", ToAbsl(kind), "\", not \"",
                                options.kind, "\""));
  }
  Marks marks;
  std::string format;
  std::string epoch;
  rocksdb::Status read = db.Get({}, ToSlice(kFormatKey), &format);
  if (read.ok()) read = db.Get({}, ToSlice(kEpochKey), &epoch);
  if (!read.ok() && !read.IsNotFound()) return FromRocksDb(read);
  if (!absl::SimpleAtoi(format, &marks.format_version) ||
      !absl::SimpleAtoi(epoch, &marks.epoch) || marks.epoch == 0) {
    return Damaged(options, "the store's marks are unreadable");
  }
  if (marks.format_version > options.format_version) {
    return Refused(
        options, "STORE_FORMAT_NEWER",
        absl::StrCat("was written by a newer program (format ",
                     marks.format_version, ", this one reads up to ",
                     options.format_version,
                     "): run the newer program or restore an older backup"));
  }
  if (marks.format_version < options.oldest_readable) {
    return Refused(
        options, "STORE_FORMAT_OLDER",
        absl::StrCat("has format ", marks.format_version,
                     ", this program reads from ", options.oldest_readable));
  }
  return marks;
}

// Families on disk that this program does not know mean a newer program.
absl::Status CheckFamilies(const StoreOptions& options) {
  std::vector<std::string> present;
  if (!rocksdb::DB::ListColumnFamilies(options.db, options.path, &present)
           .ok()) {
    return absl::OkStatus();  // Nothing there yet; Open says if it is
                              // otherwise.
  }
  std::set<std::string> known = {rocksdb::kDefaultColumnFamilyName};
  for (const StoreFamily& family : options.families) known.insert(family.name);
  for (const std::string& name : present) {
    if (!known.contains(name)) {
      return Refused(options, "STORE_FORMAT_NEWER",
                     absl::StrCat("has a column family \"", name,
                                  "\" that this program does not know"));
    }
  }
  return absl::OkStatus();
}

absl::Status OpenFailure(const StoreOptions& options,
                         const rocksdb::Status& status) {
  const std::string text = status.ToString();
  if (status.IsIOError() && text.find("LOCK") != text.npos) {
    return Refused(options, "STORE_IN_USE",
                   absl::StrCat("is open in another process: ", text));
  }
  const absl::Status converted = FromRocksDb(status);
  return WithReason(converted.code(), ReasonOf(converted),
                    absl::StrCat(options.path, ": ", text));
}

}  // namespace

rocksdb::DBOptions DefaultDbOptions() {
  rocksdb::DBOptions db;
  db.create_if_missing = true;
  db.create_missing_column_families = true;
  db.paranoid_checks = true;
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db.max_log_file_size = 4 << 20;
  db.keep_log_file_num = 4;
  db.max_open_files = 512;
  return db;
}

// The database and its handles; closed when nothing refers to it any more.
struct Store::Opened {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;  // The default one first.
  Marks marks;
  bool created = false;

  ~Opened() {
    if (db == nullptr) return;
    for (rocksdb::ColumnFamilyHandle* handle : handles)
      db->DestroyColumnFamilyHandle(handle);
    db->Close();
  }
};

absl::StatusOr<std::unique_ptr<Store>> Store::Open(
    const StoreOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.path, error);
  if (error) {
    return WithReason(absl::StatusCode::kFailedPrecondition,
                      "STORE_PATH_UNUSABLE",
                      absl::StrCat(options.path, ": ", error.message()));
  }
  const absl::Status families = CheckFamilies(options);
  if (!families.ok()) return families;

  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName,
                           rocksdb::ColumnFamilyOptions());
  for (const StoreFamily& family : options.families) {
    descriptors.emplace_back(family.name, family.options);
  }
  auto opened = std::make_shared<Opened>();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(
      options.db, options.path, descriptors, &opened->handles, &db);
  if (!status.ok()) return OpenFailure(options, status);
  opened->db.reset(db);

  std::string kind;
  const rocksdb::Status read = db->Get({}, ToSlice(kKindKey), &kind);
  if (!read.ok() && !read.IsNotFound()) return FromRocksDb(read);
  opened->created = read.IsNotFound();
  absl::StatusOr<Marks> marks = opened->created
                                    ? WriteMarks(*db, options)
                                    : CheckMarks(*db, options, kind);
  if (!marks.ok()) return marks.status();
  opened->marks = *marks;
  if (options.verify_on_open) {
    const absl::Status verified = FromRocksDb(db->VerifyChecksum());
    if (!verified.ok()) return verified;
  }
  return std::unique_ptr<Store>(new Store(std::move(opened)));
}

Store::Store(std::shared_ptr<Opened> opened) : opened_(std::move(opened)) {}
Store::~Store() = default;

rocksdb::DB& Store::db() const { return *opened_->db; }
rocksdb::ColumnFamilyHandle* Store::family(std::size_t index) const {
  return opened_->handles.at(index + 1);
}
std::uint64_t Store::epoch() const { return opened_->marks.epoch; }
std::uint32_t Store::format_version() const {
  return opened_->marks.format_version;
}
bool Store::created() const { return opened_->created; }

absl::StatusOr<std::string> Store::Get(
    std::size_t family, std::string_view key,
    const rocksdb::ReadOptions& options) const {
  std::string value;
  const rocksdb::Status status =
      db().Get(options, this->family(family), ToSlice(key), &value);
  if (!status.ok()) return FromRocksDb(status);
  return value;
}

absl::Status Store::Write(rocksdb::WriteBatch& batch, bool sync) const {
  rocksdb::WriteOptions options;
  options.sync = sync;
  return FromRocksDb(db().Write(options, &batch));
}

StoreIterator Store::NewIterator(std::size_t family,
                                 const rocksdb::ReadOptions& options) const {
  return StoreIterator(opened_,
                       std::unique_ptr<rocksdb::Iterator>(
                           db().NewIterator(options, this->family(family))));
}

std::unique_ptr<StoreSnapshot> Store::NewSnapshot() const {
  return std::make_unique<StoreSnapshot>(opened_, opened_->db.get());
}

StoreIterator::StoreIterator(std::shared_ptr<void> keep_open,
                             std::unique_ptr<rocksdb::Iterator> iterator)
    : keep_open_(std::move(keep_open)), iterator_(std::move(iterator)) {}

absl::Status StoreIterator::status() const {
  return FromRocksDb(iterator_->status());
}

StoreSnapshot::StoreSnapshot(std::shared_ptr<void> keep_open, rocksdb::DB* db)
    : keep_open_(std::move(keep_open)), db_(db), snapshot_(db->GetSnapshot()) {}

StoreSnapshot::~StoreSnapshot() { db_->ReleaseSnapshot(snapshot_); }

absl::Status DestroyStore(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return absl::OkStatus();
  // A mounted folder cannot itself be removed; what it holds can.
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    if (!error) std::filesystem::remove_all(entry.path(), error);
    if (error) break;
  }
  if (error) {
    return WithReason(absl::StatusCode::kFailedPrecondition,
                      "STORE_PATH_UNUSABLE",
                      absl::StrCat(path, ": ", error.message()));
  }
  return absl::OkStatus();
}

}  // namespace quoth::kit
