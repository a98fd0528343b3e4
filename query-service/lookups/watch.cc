#include "query-service/lookups/watch.h"

#include <algorithm>

#include "query-service/index/bytes.h"
#include "query-service/planner/page.h"
#include "query-service/planner/statement_query.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr std::size_t kStepBytesMax = 1 << 20;
constexpr int kStepChangesMax = 1'000;

absl::Status Expired() {
  return kit::WithReason(
      absl::StatusCode::kOutOfRange, "OFFSET_EXPIRED",
      "the changes since `after` are no longer kept; list again and watch from "
      "the list's read_at");
}

absl::Status EpochChanged() {
  return kit::WithReason(
      absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
      "`after` is of another history of the record store; list again");
}

// "documents/{id}" of a statement's name; the name of a serialized statement.
std::string_view DocumentOf(std::string_view name) {
  return name.substr(0, name.find("/statements/"));
}

std::string_view NameOf(std::string_view statement) {
  constexpr char kNameTag = 0x0a;
  if (statement.empty() || statement[0] != kNameTag) return {};
  ByteReader in(statement.substr(1));
  return in.Text();
}

class Step {
 public:
  Step(const Index& index, const StatementQuery& query)
      : index_(index), query_(query) {}

  absl::Status Tell(const ChangeRow& row) {
    for (const StatementId id : row.added) {
      absl::StatusOr<std::string_view> record = index_.Record(id, buffer_);
      // Replaced or gone since: a later change tells.
      if (absl::IsNotFound(record.status())) continue;
      if (!record.ok()) return record.status();
      const RecordView view = *RecordView::Of(*record);
      if (Wants(view, NameOf(view.statement())))
        AppendField(message, 1, view.statement());
    }
    for (const ChangeRow::Gone& gone : row.gone) {
      const std::optional<RecordView> former = RecordView::Of(gone.facts);
      if (!former || !Wants(*former, gone.name)) continue;
      absl::StatusOr<bool> still = StillWanted(gone);
      if (!still.ok()) return still.status();
      if (!*still) AppendField(removed_, 2, gone.name);
    }
    return absl::OkStatus();
  }

  // Fields in the order of their numbers.
  std::string Take() { return message + removed_; }
  std::size_t bytes() const { return message.size() + removed_.size(); }

 private:
  bool Wants(const RecordView& record, std::string_view name) const {
    if (query_.nothing || !query_.Matches(record)) return false;
    if (!query_.by_document) return true;
    constexpr std::size_t kCollectionBytes = sizeof("documents/") - 1;
    const std::string_view document = DocumentOf(name);
    return document.size() > kCollectionBytes &&
           std::binary_search(query_.documents.begin(), query_.documents.end(),
                              std::string(document.substr(kCollectionBytes)));
  }
  // Does a new version of it match? Then it was among those added.
  absl::StatusOr<bool> StillWanted(const ChangeRow::Gone& gone) {
    if (!gone.forwarded) return false;
    constexpr std::size_t kCollectionBytes = sizeof("documents/") - 1;
    constexpr std::size_t kStatementsBytes = sizeof("/statements/") - 1;
    const std::string_view name = gone.name;
    const std::string_view document = DocumentOf(name);
    absl::StatusOr<StatementId> id = index_.FindStatement(
        StatementNameKey(document.substr(kCollectionBytes),
                         name.substr(document.size() + kStatementsBytes)));
    if (absl::IsNotFound(id.status())) return true;  // A later change tells.
    if (!id.ok()) return id.status();
    absl::StatusOr<std::string_view> record = index_.Record(*id, buffer_);
    if (absl::IsNotFound(record.status())) return true;
    if (!record.ok()) return record.status();
    return Wants(*RecordView::Of(*record), name);
  }

  const Index& index_;
  const StatementQuery& query_;
  std::string message;
  std::string removed_;
  std::string buffer_;
};

}  // namespace

absl::StatusOr<WatchPlace> BeginWatch(
    const Index& index, const quoth::v1::WatchStatementsRequest& request) {
  absl::StatusOr<StatementQuery> query = PrepareQuery(index, request.filter());
  if (!query.ok()) return query.status();
  const IndexPosition position = index.position();
  if (request.after().empty())
    return WatchPlace{position.applied.epoch, position.applied.offset};
  absl::StatusOr<kit::Revision> after =
      kit::ParseRevision("after", request.after());
  if (!after.ok()) return after.status();
  if (after->epoch != position.applied.epoch) return EpochChanged();
  if (after->offset < position.changes_from) return Expired();
  return WatchPlace{after->epoch, after->offset};
}

absl::StatusOr<WatchStep> StepWatch(const Index& index,
                                    const quoth::v1::StatementFilter& filter,
                                    WatchPlace& place) {
  // Prepared anew: speakers and topics may have come since.
  absl::StatusOr<StatementQuery> query = PrepareQuery(index, filter);
  if (!query.ok()) return query.status();
  const IndexPosition position = index.position();
  if (position.applied.epoch != place.epoch) return EpochChanged();
  if (place.offset < position.changes_from) return Expired();
  WatchStep out;
  Step step(index, *query);
  std::uint64_t offset = place.offset;
  kit::StoreIterator rows = index.store().NewIterator(kChanges);
  int seen = 0;
  for (rows->Seek(ChangeKey(place.offset + 1)); rows->Valid(); rows->Next()) {
    const std::uint64_t at = ReadBig<8>(rows->key().data());
    if (at > position.applied.offset) break;
    if (seen++ >= kStepChangesMax || step.bytes() >= kStepBytesMax) {
      out.more = true;
      break;
    }
    const std::optional<ChangeRow> row =
        DecodeChangeRow(rows->value().ToStringView());
    if (!row) {
      return kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                             "the index holds a damaged change");
    }
    if (absl::Status status = step.Tell(*row); !status.ok()) return status;
    offset = at;
  }
  if (absl::Status status = rows.status(); !status.ok()) return status;
  place.offset =
      out.more ? offset : std::max(place.offset, position.applied.offset);
  out.tells = step.bytes() > 0;
  out.message = step.Take();
  AppendField(out.message, 3, kit::FormatRevision({place.epoch, place.offset}));
  return out;
}

}  // namespace quoth::query
