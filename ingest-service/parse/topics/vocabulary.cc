#include "ingest-service/parse/topics/vocabulary.h"

#include <algorithm>
#include <utility>

#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/topics/label_matcher.h"
#include "ingest-service/parse/topics/vocabulary_builder.h"

namespace quoth::parse {

void LoadReport::Skip(Skipped row) {
  ++skipped_total;
  const auto source =
      std::find_if(sources.begin(), sources.end(),
                   [&](const Source& s) { return s.name == row.source; });
  if (source != sources.end() && source->skipped++ >= kSkippedMax) return;
  skipped.push_back(std::move(row));
}

std::string LoadReport::ToString() const {
  std::string text = Concat(concepts, " concepts, ", labels, " labels (",
                            weak_labels, " of them common words), ", merged,
                            " merged, ", skipped_total, " skipped\n");
  for (const Skipped& row : skipped) {
    AppendTo(text, "  ", row.source);
    if (row.line > 0) AppendTo(text, ":", row.line);
    AppendTo(text, ": ", row.subject, row.subject.empty() ? "" : ": ",
             row.reason, "\n");
  }
  if (skipped_total > skipped.size()) {
    AppendTo(text, "  and ", skipped_total - skipped.size(), " more\n");
  }
  return text;
}

Vocabulary::Vocabulary() = default;
Vocabulary::~Vocabulary() = default;

absl::StatusOr<std::unique_ptr<const Vocabulary>> Vocabulary::Build(
    absl::Span<const VocabularySource> sources,
    const VocabularyOptions& options, LoadReport* report) {
  constexpr std::size_t kSourcesMax = UINT16_MAX;
  if (sources.empty() || sources.size() > kSourcesMax) {
    return absl::InvalidArgumentError(
        "a vocabulary needs a document, and at most 65,535");
  }
  LoadReport own_report;
  LoadReport& told = report == nullptr ? own_report : *report;
  told = {};
  VocabularyBuilder builder(options, told);
  for (const VocabularySource& source : sources) {
    if (absl::Status added = builder.Add(source); !added.ok()) return added;
  }
  return std::move(builder).Finish();
}

int32_t Vocabulary::FindSlug(std::string_view slug) const {
  const auto found = by_slug_.find(std::string(slug));
  return found == by_slug_.end() ? kNone : static_cast<int32_t>(found->second);
}

int32_t Vocabulary::FindUri(std::string_view uri) const {
  const auto found = by_uri_.find(std::string(uri));
  return found == by_uri_.end() ? kNone : static_cast<int32_t>(found->second);
}

absl::Span<const uint32_t> Vocabulary::ancestors(uint32_t index) const {
  const uint32_t begin = ancestor_begin_[index];
  return absl::MakeConstSpan(ancestor_rows_)
      .subspan(begin, ancestor_begin_[index + 1] - begin);
}

bool Vocabulary::IsAncestor(uint32_t ancestor, uint32_t of) const {
  const auto row = ancestors(of);
  return std::find(row.begin(), row.end(), ancestor) != row.end();
}

int32_t Vocabulary::FindPair(uint32_t a, uint32_t b) const {
  const auto [low, high] = std::minmax(a, b);
  const auto found = pairs_.find(static_cast<uint64_t>(low) << 32 | high);
  return found == pairs_.end() ? kNone : static_cast<int32_t>(found->second);
}

}  // namespace quoth::parse
