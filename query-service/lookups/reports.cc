// ListReports: the same statement in other documents, earliest first.
//
// A statement is listed under some of its runs of words (reports/sketch.h);
// those that share one with it are compared word by word (reports/sameness.h).
// Nothing is precomputed for pairs, so that a quotation printed everywhere
// costs each of its reports no more than any other.
#include "query-service/index/bytes.h"
#include "query-service/lookups/lookup.h"
#include "query-service/planner/page.h"
#include "query-service/planner/page_token.h"
#include "query-service/planner/scan.h"
#include "query-service/reports/sameness.h"
#include "query-service/reports/words.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// Statements compared for one page; a page that reaches it ends early, with a
// token. About 3 us each.
constexpr std::size_t kComparedMax = 20'000;

struct Compared {
  std::vector<std::uint64_t> words;
  Circumstances circumstances;
};

// The text of a serialized statement, in place.
std::string_view TextOf(std::string_view statement) {
  constexpr int kVarint = 0;
  constexpr int kFixed64 = 1;
  constexpr int kLengthDelimited = 2;
  constexpr int kFixed32 = 5;
  ByteReader in(statement);
  while (in.ok()) {
    const std::uint64_t tag = in.Varint();
    switch (tag & 7) {
      case kVarint:
        in.Varint();
        break;
      case kFixed64:
        in.Little<std::uint64_t>();
        break;
      case kFixed32:
        in.Little<std::uint32_t>();
        break;
      case kLengthDelimited: {
        const std::string_view field = in.Text();
        if (tag >> 3 == quoth::v1::Statement::kTextFieldNumber)
          return in.ok() ? field : std::string_view();
        break;
      }
      default:
        return {};
    }
  }
  return {};
}

Compared ComparedOf(const RecordView& record) {
  return {WordsOf(TextOf(record.statement())),
          {record.speaker(), record.sort_day()}};
}

std::string_view NameOf(std::string_view statement) {
  constexpr char kNameTag = 0x0a;
  if (statement.empty() || statement[0] != kNameTag) return {};
  ByteReader in(statement.substr(1));
  return in.Text();
}

absl::StatusOr<std::string> FindRecord(const Index& index,
                                       const kit::StatementName& name,
                                       std::string_view printed) {
  const std::string key = StatementNameKey(name.document_id, name.key);
  // A statement replaced between the two reads has a new number: look again.
  for (int attempt = 0; attempt < 3; ++attempt) {
    absl::StatusOr<StatementId> id = index.FindStatement(key);
    if (absl::IsNotFound(id.status())) break;
    if (!id.ok()) return id.status();
    std::string buffer;
    absl::StatusOr<std::string_view> record = index.Record(*id, buffer);
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    return std::string(*record);
  }
  return kit::NotFoundResource(printed);
}

class Reports {
 public:
  Reports(LookupScope& scope, const std::string& record, std::string document)
      : scope_(scope),
        record_(*RecordView::Of(record)),
        asked_(ComparedOf(record_)),
        in_document_("documents/" + document + "/") {
    for (std::size_t i = 0; i < record_.run_count(); ++i)
      plan_.lists.push_back({RunPrefix(record_.run(i)), 0});
  }

  absl::StatusOr<Page> Read(const PageBound& bound,
                            std::optional<Posting> after,
                            std::size_t page_size) {
    StatementQuery query;
    query.nothing = plan_.lists.empty();
    // The lists' days are ages: newest first is earliest first.
    Scan scan(scope_.index, plan_, query, Order::kNewestFirst, bound, after);
    Page page;
    Posting passed = after.value_or(Posting{kDayMax, 0});
    for (std::size_t compared = 0; scan.Next(); ++compared) {
      if (absl::Status status = scope_.interrupt.Step(); !status.ok())
        return status;
      const std::optional<Hit>& hit = scan.hit();
      if (hit) {
        const std::size_t size_before = page.statements.size();
        absl::StatusOr<bool> added = Add(hit->id, page.statements);
        if (!added.ok()) return added.status();
        const bool over = page.statements.size() > kPageBytesMax;
        if (*added && (page.count >= page_size || (over && page.count > 0))) {
          page.statements.resize(size_before);
          return Ended(std::move(page), passed);
        }
        page.count += *added ? 1 : 0;
      }
      passed = scan.at();
      if (compared >= kComparedMax) return Ended(std::move(page), passed);
    }
    if (!scan.status().ok()) return scan.status();
    return page;
  }

 private:
  static Page Ended(Page page, const Posting& last) {
    page.more = true;
    page.last = last;
    return page;
  }

  // False: another statement, or of the same document.
  absl::StatusOr<bool> Add(StatementId id, std::string& out) {
    absl::StatusOr<std::string_view> bytes = scope_.index.Record(id, buffer_);
    if (absl::IsNotFound(bytes.status())) return false;
    if (!bytes.ok()) return bytes.status();
    const RecordView view = *RecordView::Of(*bytes);
    const std::string_view statement = view.statement();
    if (NameOf(statement).substr(0, in_document_.size()) == in_document_)
      return false;
    const Compared other = ComparedOf(view);
    if (!IsSameStatement(asked_.words, asked_.circumstances, other.words,
                         other.circumstances)) {
      return false;
    }
    AppendField(out, quoth::v1::ListReportsResponse::kStatementsFieldNumber,
                statement);
    return true;
  }

  LookupScope& scope_;
  const RecordView record_;
  const Compared asked_;
  const std::string in_document_;
  Plan plan_;
  std::string buffer_;
};

}  // namespace

Looked ListReports(LookupScope& scope,
                   const quoth::v1::ListReportsRequest& request) {
  absl::StatusOr<kit::StatementName> name =
      kit::ParseStatementName("name", request.name());
  if (!name.ok()) return name.status();
  absl::StatusOr<std::size_t> page_size = PageSizeOf(request.page_size());
  if (!page_size.ok()) return page_size.status();
  absl::StatusOr<std::string> record =
      FindRecord(scope.index, *name, request.name());
  if (!record.ok()) return record.status();
  const std::string binding = "ListReports" + request.name();
  PageBound bound{scope.position.applied.offset, scope.position.next_id};
  std::optional<Posting> after;
  if (!request.page_token().empty()) {
    absl::StatusOr<PageToken> token =
        ParsePageToken(request.page_token(), binding, scope.index.page_key());
    if (!token.ok()) return token.status();
    if (token->bound.offset < scope.position.pages_from) {
      return kit::InvalidFieldWithReason(
          absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_EXPIRED",
          "page_token",
          "is too old: statements were replaced since; begin again with an "
          "empty one");
    }
    bound = token->bound;
    after = token->last;
  }
  Reports reports(scope, *record, name->document_id);
  absl::StatusOr<Page> page = reports.Read(bound, after, *page_size);
  if (!page.ok()) return page.status();
  std::string out = std::move(page->statements);
  if (page->more) {
    AppendField(out, 2,
                FormatPageToken({bound, page->last, ""}, binding,
                                scope.index.page_key()));
  }
  AppendField(out, 3, scope.read_at);
  return out;
}

}  // namespace quoth::query
