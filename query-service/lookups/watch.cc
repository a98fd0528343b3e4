#include "query-service/lookups/watch.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "query-service/index/bytes.h"
#include "query-service/planner/page.h"
#include "query-service/planner/statement_query.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// A message waits in memory while its reader is slow: ten thousand of them must
// fit.
constexpr std::size_t kStepBytesMax = 64 << 10;
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

// Between a revision and how much of the change after it was told.
constexpr char kToldMark = '.';

std::string FormatPlace(const WatchPlace& place) {
  std::string mark = kit::FormatRevision({place.epoch, place.offset});
  if (place.told > 0) absl::StrAppend(&mark, ".", place.told);
  return mark;
}

class Step {
 public:
  Step(const Index& index, const StatementQuery& query)
      : index_(index), query_(query) {}

  // Tells from the entry `told` on; moves it. False: there is more to tell.
  absl::StatusOr<bool> Tell(const ChangeRow& row, std::size_t& told) {
    for (; told < row.added.size() + row.gone.size(); ++told) {
      if (bytes() >= kStepBytesMax) return false;
      absl::Status status = told < row.added.size()
                                ? TellAdded(row.added[told])
                                : TellGone(row.gone[told - row.added.size()]);
      if (!status.ok()) return status;
    }
    return true;
  }

  // Fields in the order of their numbers.
  std::string Take() { return message + removed_; }
  std::size_t bytes() const { return message.size() + removed_.size(); }

 private:
  absl::Status TellAdded(StatementId id) {
    absl::StatusOr<std::string_view> record = index_.Record(id, buffer_);
    // Replaced or gone since: a later change tells.
    if (absl::IsNotFound(record.status())) return absl::OkStatus();
    if (!record.ok()) return record.status();
    const RecordView view = *RecordView::Of(*record);
    if (Wants(view, NameOf(view.statement())))
      AppendField(message, 1, view.statement());
    return absl::OkStatus();
  }
  absl::Status TellGone(const ChangeRow::Gone& gone) {
    const std::optional<RecordView> former = RecordView::Of(gone.facts);
    if (!former || !Wants(*former, gone.name)) return absl::OkStatus();
    absl::StatusOr<bool> still = StillWanted(gone);
    if (!still.ok()) return still.status();
    if (!*still) AppendField(removed_, 2, gone.name);
    return absl::OkStatus();
  }
  bool Wants(const RecordView& record, std::string_view name) const {
    if (query_.nothing || !query_.Matches(record, name)) return false;
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
  const std::string_view mark = request.after();
  const std::size_t dot = mark.find(kToldMark);
  std::size_t told = 0;
  if (dot != std::string_view::npos &&
      !absl::SimpleAtoi(kit::ToAbsl(mark.substr(dot + 1)), &told)) {
    return kit::InvalidField("after", "is not a revision of a watch");
  }
  absl::StatusOr<kit::Revision> after =
      kit::ParseRevision("after", std::string(mark.substr(0, dot)));
  if (!after.ok()) return after.status();
  if (after->epoch != position.applied.epoch) return EpochChanged();
  if (after->offset < position.changes_from) return Expired();
  return WatchPlace{after->epoch, after->offset, told};
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
  std::size_t told_after = place.told;
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
    const absl::StatusOr<bool> whole = step.Tell(*row, told_after);
    if (!whole.ok()) return whole.status();
    if (!*whole) {
      out.more = true;
      break;
    }
    offset = at;
    told_after = 0;
  }
  if (absl::Status status = rows.status(); !status.ok()) return status;
  place.offset =
      out.more ? offset : std::max(place.offset, position.applied.offset);
  place.told = out.more ? told_after : 0;
  out.tells = step.bytes() > 0;
  out.message = step.Take();
  AppendField(out.message, 3, FormatPlace(place));
  return out;
}

}  // namespace quoth::query
