#include "query-service/planner/page.h"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>

#include "query-service/index/bytes.h"
#include "query-service/planner/scan.h"
#include "query-service/planner/text_scan.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr int kLengthDelimited = 2;

void AppendTag(std::string& out, int field, int wire_type) {
  AppendVarint(out, static_cast<std::uint64_t>(field) << 3 |
                        static_cast<unsigned>(wire_type));
}

// Fields of quoth.v1.Statement that the BASIC view keeps.
bool InBasicView(int field) {
  switch (field) {
    case 1:   // name
    case 2:   // document
    case 3:   // kind
    case 5:   // text
    case 10:  // speaker
    case 16:  // topics
    case 17:  // said_on
    case 18:  // published_on
      return true;
    default:
      return false;
  }
}

// Keeps the fields of the BASIC view, byte for byte.
std::string BasicView(std::string_view statement) {
  using google::protobuf::io::CodedInputStream;
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(statement.data()),
                      static_cast<int>(statement.size()));
  std::string out;
  while (true) {
    const int begin = in.CurrentPosition();
    const std::uint32_t tag = in.ReadTag();
    if (tag == 0) break;
    bool ok = true;
    std::uint64_t number = 0;
    std::uint32_t size = 0;
    switch (tag & 7) {
      case 0:
        ok = in.ReadVarint64(&number);
        break;
      case 1:
        ok = in.Skip(8);
        break;
      case kLengthDelimited:
        ok = in.ReadVarint32(&size) && in.Skip(static_cast<int>(size));
        break;
      case 5:
        ok = in.Skip(4);
        break;
      default:
        ok = false;
    }
    if (!ok) break;
    if (InBasicView(static_cast<int>(tag >> 3))) {
      out.append(statement.substr(
          static_cast<std::size_t>(begin),
          static_cast<std::size_t>(in.CurrentPosition() - begin)));
    }
  }
  return out;
}

void AppendView(std::string& out, int field, quoth::v1::StatementView view,
                std::string_view statement) {
  if (view == quoth::v1::STATEMENT_VIEW_BASIC) {
    AppendField(out, field, BasicView(statement));
  } else {
    AppendField(out, field, statement);
  }
}

// The record in place or in `buffer`.
absl::StatusOr<RecordView> Look(const Index& index, StatementId id,
                                std::string& buffer) {
  const RecordHeap::Found found = index.InHeap(id);
  if (found.bytes.data() != nullptr) {
    // A record zeroed under us fails the format check and is read again below.
    const std::optional<RecordView> record = RecordView::Of(found.bytes);
    if (record) return *record;
  }
  absl::StatusOr<std::string_view> bytes = index.Record(id, buffer);
  if (!bytes.ok()) return bytes.status();
  return *RecordView::Of(*bytes);
}

}  // namespace

absl::StatusOr<bool> Passes(const Index& index, const StatementQuery& query,
                            StatementId id, std::string& buffer) {
  absl::StatusOr<RecordView> record = Look(index, id, buffer);
  if (!record.ok()) return record.status();
  return query.Matches(*record);
}

absl::StatusOr<bool> PassesFacts(const Index& index,
                                 const StatementQuery& query, StatementId id,
                                 std::string& buffer) {
  absl::StatusOr<RecordView> record = Look(index, id, buffer);
  if (!record.ok()) return record.status();
  return query.MatchesFacts(*record);
}

void AppendField(std::string& out, int field, std::string_view bytes) {
  AppendTag(out, field, kLengthDelimited);
  AppendText(out, bytes);
}

absl::StatusOr<std::size_t> PageSizeOf(int page_size, int when_zero) {
  if (page_size < 0) return kit::InvalidField("page_size", "is negative");
  if (page_size == 0) return static_cast<std::size_t>(when_zero);
  return static_cast<std::size_t>(std::min(page_size, kPageSizeMax));
}

absl::Status AppendStatement(const Index& index, StatementId id, int field,
                             quoth::v1::StatementView view, std::string& out) {
  const std::size_t size_before = out.size();
  if (const RecordHeap::Found found = index.InHeap(id);
      found.bytes.data() != nullptr) {
    if (const std::optional<RecordView> record = RecordView::Of(found.bytes)) {
      AppendView(out, field, view, record->statement());
      // Checked after the copy: bytes only ever turn from right to wrong.
      if (Checksum(found.bytes) == found.checksum) return absl::OkStatus();
      out.resize(size_before);
    }
  }
  std::string buffer;
  absl::StatusOr<std::string_view> bytes = index.Record(id, buffer);
  if (!bytes.ok()) return bytes.status();
  AppendView(out, field, view, RecordView::Of(*bytes)->statement());
  return absl::OkStatus();
}

absl::StatusOr<Page> ReadPage(const Index& index, const StatementQuery& query,
                              HitSource& scan, const PageLimits& limits,
                              int field, quoth::v1::StatementView view,
                              Interrupt& interrupt) {
  return ReadPageWith(
      index, query, scan, limits,
      [&](StatementId id, std::string& out) {
        return AppendStatement(index, id, field, view, out);
      },
      interrupt);
}

absl::StatusOr<Page> ReadPageWith(
    const Index& index, const StatementQuery& query, HitSource& scan,
    const PageLimits& limits,
    absl::FunctionRef<absl::Status(StatementId id, std::string& out)> append,
    Interrupt& interrupt) {
  Page page;
  page.statements.reserve(
      std::min<std::size_t>(limits.statements * 1024, 64 << 10));
  std::string buffer;
  Posting passed;
  for (std::size_t scanned = 0; scan.Next(); ++scanned) {
    if (absl::Status status = interrupt.Step(); !status.ok()) return status;
    if (scanned >= limits.scanned) {
      page.more = true;
      page.last = passed;
      return page;
    }
    const std::optional<Hit>& hit = scan.hit();
    if (hit && hit->verify) {
      absl::StatusOr<bool> passes = Passes(index, query, hit->id, buffer);
      if (!passes.ok() && !absl::IsNotFound(passes.status()))
        return passes.status();
      if (!passes.ok() || !*passes) {
        passed = scan.at();
        continue;
      }
    }
    if (hit) {
      if (page.count >= limits.statements) {
        page.more = true;  // One more than fits: there is a next page.
        page.last = passed;
        return page;
      }
      const std::size_t size_before = page.statements.size();
      absl::Status status = append(hit->id, page.statements);
      if (absl::IsNotFound(status)) {
        passed = scan.at();
        continue;
      }
      if (!status.ok()) return status;
      if (page.statements.size() > limits.bytes && page.count > 0) {
        page.statements.resize(size_before);
        page.more = true;
        page.last = passed;
        return page;
      }
      ++page.count;
    }
    passed = scan.at();
  }
  if (!scan.status().ok()) return scan.status();
  return page;
}

absl::StatusOr<Total> CountMatches(const Index& index,
                                   const StatementQuery& query,
                                   Interrupt& interrupt) {
  Total total;
  if (query.nothing) return total;
  const Plan plan = PlanQuery(index, query);
  const bool undated = query.said.first == kUndated;
  if (!plan.verify && undated && plan.lists.size() == 1 && !query.by_role &&
      query.topic_mask == (kAboutBits | kMentionsBits)) {
    if (query.by_speaker && !query.by_topic) {
      absl::StatusOr<SpeakerRow> row = index.Speaker(query.speakers.front());
      if (!row.ok()) return row.status();
      return Total{static_cast<std::int64_t>(row->statements), false};
    }
    if (query.by_topic && !query.by_speaker) {
      absl::StatusOr<TopicRow> row = index.Topic(query.topics.front().topic);
      if (!row.ok()) return row.status();
      return Total{static_cast<std::int64_t>(row->total), false};
    }
    if (!query.by_topic && !query.by_speaker && !query.by_outlet) {
      absl::StatusOr<std::int64_t> all = index.Counter(TotalCounterKey());
      if (!all.ok()) return all.status();
      return Total{*all, false};
    }
  }
  const IndexPosition position = index.position();
  absl::StatusOr<std::unique_ptr<HitSource>> hits =
      OpenHits(index, query, Order::kNewestFirst,
               {position.applied.offset, position.next_id}, std::nullopt,
               Appetite::kAll, interrupt);
  if (!hits.ok()) return hits.status();
  HitSource& scan = **hits;
  std::string buffer;
  for (std::size_t scanned = 0; scan.Next(); ++scanned) {
    if (absl::Status status = interrupt.Step(); !status.ok()) return status;
    if (scanned >= kScanMax || total.count >= kCountMax) {
      total.estimated = true;
      return total;
    }
    const std::optional<Hit>& hit = scan.hit();
    if (!hit) continue;
    if (hit->verify) {
      absl::StatusOr<bool> passes = Passes(index, query, hit->id, buffer);
      if (!passes.ok() && !absl::IsNotFound(passes.status()))
        return passes.status();
      if (!passes.ok() || !*passes) continue;
    }
    ++total.count;
  }
  if (!scan.status().ok()) return scan.status();
  return total;
}

}  // namespace quoth::query
