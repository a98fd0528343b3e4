#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "query-service/lookups/lookup.h"
#include "query-service/planner/page.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// Nearly the same text: so much of both together is in both. Two outlets that
// print a wire story with their own lead stay above it; stories about one
// event by two writers, who share quotations, stay below.
constexpr double kLikenessMin = 0.4;
// A story in a hundred thousand outlets: the earliest are named.
constexpr std::size_t kNamesMax = 100;
// Looked at: documents listed under one hash, and documents in all.
constexpr std::size_t kListedMax = 200;
constexpr std::size_t kComparedMax = 400;
// More than a document is listed by: of a text cut short, the least hashes
// may be missing.
constexpr std::size_t kHashesAsked = 2 * kTextHashesListed;

// The share of the union's least hashes that both have.
double Likeness(const std::vector<std::uint64_t>& a,
                const std::vector<std::uint64_t>& b) {
  const std::size_t room = std::max(a.size(), b.size());
  std::size_t seen = 0;
  std::size_t both = 0;
  auto i = a.begin();
  auto j = b.begin();
  while (seen < room && i != a.end() && j != b.end()) {
    if (*i == *j) ++both;
    const std::uint64_t least = std::min(*i, *j);
    if (*i == least) ++i;
    if (*j == least) ++j;
    ++seen;
  }
  seen = std::min(room, seen + static_cast<std::size_t>(a.end() - i) +
                            static_cast<std::size_t>(b.end() - j));
  return seen == 0 ? 0 : static_cast<double>(both) / static_cast<double>(seen);
}

// Documents listed under the least hashes of `row`, earliest first.
absl::StatusOr<std::set<std::pair<std::string, std::string>>> Candidates(
    LookupScope& scope, const DocumentRow& row) {
  std::set<std::pair<std::string, std::string>> found;  // Age's bytes, id.
  kit::StoreIterator rows = scope.index.store().NewIterator(kLists);
  const std::size_t asked = std::min(kHashesAsked, row.text_hashes.size());
  for (std::size_t i = 0; i < asked; ++i) {
    const std::string prefix = TextHashPrefix(row.text_hashes[i]);
    std::size_t listed = 0;
    for (rows->Seek(prefix); rows->Valid() && rows->key().starts_with(prefix) &&
                             listed < kListedMax;
         rows->Next(), ++listed) {
      if (absl::Status status = scope.interrupt.Step(); !status.ok())
        return status;
      const std::string_view rest =
          rows->key().ToStringView().substr(prefix.size());
      constexpr std::size_t kAgeBytes = 3;
      if (rest.size() <= kAgeBytes) continue;
      found.emplace(rest.substr(0, kAgeBytes), rest.substr(kAgeBytes));
    }
    if (absl::Status status = rows.status(); !status.ok()) return status;
  }
  return found;
}

// Appends the names of documents with nearly the same text.
absl::Status AppendNearDuplicates(LookupScope& scope, std::string_view id,
                                  const DocumentRow& row, std::string& out) {
  absl::StatusOr<std::set<std::pair<std::string, std::string>>> candidates =
      Candidates(scope, row);
  if (!candidates.ok()) return candidates.status();
  std::size_t compared = 0;
  std::size_t named = 0;
  for (const auto& [age, other] : *candidates) {
    if (other == id) continue;
    if (++compared > kComparedMax || named >= kNamesMax) break;
    absl::StatusOr<DocumentRow> other_row = scope.index.Document(other);
    if (absl::IsNotFound(other_row.status())) continue;  // Gone meanwhile.
    if (!other_row.ok()) return other_row.status();
    if (Likeness(row.text_hashes, other_row->text_hashes) < kLikenessMin)
      continue;
    AppendField(out, quoth::v1::Document::kNearDuplicatesFieldNumber,
                kit::FormatName(kit::DocumentName{other}));
    ++named;
  }
  return absl::OkStatus();
}

}  // namespace

Looked GetDocument(LookupScope& scope,
                   const quoth::v1::GetDocumentRequest& request) {
  absl::StatusOr<kit::DocumentName> name =
      kit::ParseDocumentName("name", request.name());
  if (!name.ok()) return name.status();
  if (!quoth::v1::DocumentView_IsValid(request.view())) {
    return kit::InvalidField("view", "is not a view of documents");
  }
  absl::StatusOr<DocumentRow> row = scope.index.Document(name->id);
  if (absl::IsNotFound(row.status()))
    return kit::NotFoundResource(request.name());
  if (!row.ok()) return row.status();
  std::string out;
  if (request.view() == quoth::v1::DOCUMENT_VIEW_FULL) {
    out = std::move(row->document);
  } else {
    quoth::v1::Document parsed;
    if (!parsed.ParseFromString(row->document)) {
      return kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                             "the index holds a damaged document");
    }
    parsed.clear_text();
    parsed.clear_source();
    out = parsed.SerializeAsString();
  }
  if (absl::Status status = AppendNearDuplicates(scope, name->id, *row, out);
      !status.ok()) {
    return status;
  }
  return out;
}

}  // namespace quoth::query
