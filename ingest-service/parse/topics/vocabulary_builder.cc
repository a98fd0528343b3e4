#include "ingest-service/parse/topics/vocabulary_builder.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/topics/concept_links.h"

namespace quoth::parse {
namespace {

bool IsShownLabel(LabelKind kind) {
  return kind != LabelKind::kContext && kind != LabelKind::kPortfolio &&
         kind != LabelKind::kRelation && kind != LabelKind::kGeneric;
}

// The label a concept goes by: preferred English, preferred in any language,
// any label at all.
const SkosLabel* NameOf(const SkosConcept& read) {
  const SkosLabel* best = nullptr;
  int best_rank = 99;
  for (const SkosLabel& label : read.labels) {
    if (!IsShownLabel(label.kind)) continue;
    int rank = label.kind == LabelKind::kPreferred ? 0 : 4;
    if (label.language == "en")
      rank += 0;
    else if (label.language.empty())
      rank += 1;
    else
      rank += 2;
    if (rank < best_rank) {
      best = &label;
      best_rank = rank;
    }
  }
  return best;
}

// Whether labels of a language begin with a capital as a matter of style, so
// that it tells nothing of names. German is not asked: its nouns all do.
bool CapitalIsStyle(const SkosDocument& document, std::string_view language) {
  if (language == "de") return false;
  std::size_t labels = 0, capitals = 0;
  for (const SkosConcept& read : document.concepts) {
    for (const SkosLabel& label : read.labels) {
      if (label.language != language || label.text.empty()) continue;
      ++labels;
      const auto c = static_cast<unsigned char>(label.text[0]);
      capitals += absl::ascii_isupper(c);
    }
  }
  return labels >= 20 && capitals * 10 >= labels * 7;
}

}  // namespace

VocabularyBuilder::VocabularyBuilder(const VocabularyOptions& options,
                                     LoadReport& report)
    : options_(options), report_(report), vocabulary_(new Vocabulary) {}

absl::Status VocabularyBuilder::Add(const VocabularySource& source) {
  absl::StatusOr<SkosDocument> read =
      ReadSkos(source.name, source.contents, options_.limits, source.syntax);
  if (!read.ok()) return read.status();
  ++sources_;
  report_.sources.push_back({.name = std::string(source.name)});
  int line = 0;
  if (const std::string circle = FindCircle(*read, line); !circle.empty()) {
    return absl::InvalidArgumentError(
        Concat(source.name, ":", line, ": ", circle));
  }
  for (const std::string& warning : read->warnings) {
    report_.Skip({std::string(source.name), 0, "", warning});
  }
  if (read->long_labels > 0) {
    report_.Skip(
        {std::string(source.name), 0, "",
         Concat(read->long_labels, " labels over ", kLabelBytesMax, " bytes")});
  }
  absl::flat_hash_map<std::string, bool> capital_is_style;
  for (SkosConcept& concept_read : read->concepts) {
    if (concept_read.deprecated) {
      report_.Skip({std::string(source.name), concept_read.line,
                    concept_read.uri, "deprecated"});
      continue;
    }
    if (NameOf(concept_read) == nullptr) {
      report_.Skip({std::string(source.name), concept_read.line,
                    concept_read.uri, "no label"});
      continue;
    }
    for (const SkosLabel& label : concept_read.labels) {
      if (!capital_is_style.contains(label.language)) {
        capital_is_style[label.language] =
            source.imported && CapitalIsStyle(*read, label.language);
      }
    }
    const bool style = capital_is_style[NameOf(concept_read)->language];
    const uint32_t index = Place(concept_read, source);
    Absorb(index, std::move(concept_read), source.imported, style);
  }
  return absl::OkStatus();
}

int32_t VocabularyBuilder::FindSame(const SkosConcept& read,
                                    bool imported) const {
  const auto by_uri = vocabulary_->by_uri_.find(read.uri);
  if (by_uri != vocabulary_->by_uri_.end()) {
    return static_cast<int32_t>(by_uri->second);
  }
  if (!imported) return kNone;  // Our own documents name what they mean.
  for (const std::string& match : read.exact_matches) {
    const auto found = vocabulary_->by_uri_.find(match);
    // Two concepts of one document may share a match; they stay two.
    if (found != vocabulary_->by_uri_.end() &&
        drafts_[found->second].source_number != sources_) {
      return static_cast<int32_t>(found->second);
    }
  }
  const SkosLabel* name = NameOf(read);
  if (name->language != "en" && !name->language.empty()) return kNone;
  const auto by_label = by_label_.find(FoldLabel(name->text));
  // Within one imported document equal names may mean different things.
  if (by_label == by_label_.end() ||
      vocabulary_->concepts_[by_label->second].imported) {
    return kNone;
  }
  return static_cast<int32_t>(by_label->second);
}

uint32_t VocabularyBuilder::Place(const SkosConcept& read,
                                  const VocabularySource& source) {
  const int32_t same = FindSame(read, source.imported);
  ++report_.sources.back().concepts;
  if (same != kNone) {
    ++report_.merged;
    ++report_.sources.back().merged;
    return static_cast<uint32_t>(same);
  }
  const auto index = static_cast<uint32_t>(vocabulary_->concepts_.size());
  Concept& made = vocabulary_->concepts_.emplace_back();
  made.uri = read.uri;
  made.imported = source.imported;
  made.source = static_cast<uint16_t>(sources_ - 1);
  made.preferred = NameOf(read)->text;
  made.mask = read.type == SkosType::kMask;
  made.backdrop = read.backdrop;
  switch (read.type) {
    case SkosType::kEntity:
      made.kind = ConceptKind::kEntity;
      break;
    case SkosType::kEvent:
      made.kind = ConceptKind::kEvent;
      break;
    case SkosType::kPerson:
      made.kind = ConceptKind::kPerson;
      break;
    default:
      made.kind = ConceptKind::kSubject;
  }
  Draft& draft = drafts_.emplace_back();
  draft.type = read.type;
  draft.source = std::string(source.name);
  draft.source_number = sources_;
  draft.line = read.line;
  return index;
}

void VocabularyBuilder::Absorb(uint32_t index, SkosConcept&& read,
                               bool imported, bool capital_is_style) {
  Concept& made = vocabulary_->concepts_[index];
  Draft& draft = drafts_[index];
  const bool merged = made.uri != read.uri;
  vocabulary_->by_uri_.try_emplace(read.uri, index);
  if (merged) made.exact_matches.push_back(read.uri);
  for (std::string& match : read.exact_matches) {
    vocabulary_->by_uri_.try_emplace(match, index);
    made.exact_matches.push_back(std::move(match));
  }
  if (made.definition.empty()) made.definition = std::move(read.definition);
  for (std::string& uri : read.broader) draft.broader.push_back(std::move(uri));
  for (std::string& uri : read.implies) draft.implies.push_back(std::move(uri));
  for (std::string& uri : read.relates) draft.relates.push_back(std::move(uri));
  if (imported && !capital_is_style && !made.preferred.empty() && !merged &&
      absl::ascii_isupper(static_cast<unsigned char>(made.preferred[0]))) {
    made.kind = ConceptKind::kEntity;
  }
  for (SkosLabel& label : read.labels) {
    if (merged && label.kind == LabelKind::kPreferred) {
      label.kind = LabelKind::kAlternative;
    }
    if (IsShownLabel(label.kind)) {
      const bool own_name = label.kind == LabelKind::kPreferred ||
                            label.kind == LabelKind::kAlternative;
      if (own_name && (label.language == "en" || label.language.empty())) {
        by_label_.try_emplace(FoldLabel(label.text), index);
      }
      const bool known = std::any_of(
          made.labels.begin(), made.labels.end(), [&](const SkosLabel& other) {
            return other.text == label.text && other.language == label.language;
          });
      if (!known) made.labels.push_back(label);
    }
    draft.entries.push_back({std::move(label), imported, capital_is_style});
  }
}

void VocabularyBuilder::LinkBroader() {
  auto& concepts = vocabulary_->concepts_;
  for (uint32_t k = 0; k < concepts.size(); ++k) {
    for (const std::string& uri : drafts_[k].broader) {
      const auto parent = vocabulary_->by_uri_.find(uri);
      if (parent == vocabulary_->by_uri_.end()) {
        report_.Skip({drafts_[k].source, drafts_[k].line, concepts[k].uri,
                      Concat("broader link to unknown ", uri)});
      } else if (parent->second != k) {
        concepts[k].broader.push_back(parent->second);
      }
    }
    auto& broader = concepts[k].broader;
    std::sort(broader.begin(), broader.end());
    broader.erase(std::unique(broader.begin(), broader.end()), broader.end());
  }
  // Each document is free of circles; merging may have closed one. The link
  // that closes it goes.
  std::vector<uint8_t> state(concepts.size(), 0);
  std::vector<std::pair<uint32_t, std::size_t>> path;
  for (uint32_t start = 0; start < concepts.size(); ++start) {
    if (state[start] != 0) continue;
    path.emplace_back(start, 0);
    state[start] = 1;
    while (!path.empty()) {
      auto& [at, next] = path.back();
      auto& broader = concepts[at].broader;
      if (next == broader.size()) {
        state[at] = 2;
        path.pop_back();
        continue;
      }
      const uint32_t parent = broader[next];
      if (state[parent] == 1) {
        report_.Skip(
            {drafts_[at].source, drafts_[at].line, concepts[at].uri,
             Concat("broader link closes a circle: ", concepts[parent].uri)});
        broader.erase(broader.begin() + static_cast<std::ptrdiff_t>(next));
        continue;
      }
      ++next;
      if (state[parent] == 0) {
        state[parent] = 1;
        path.emplace_back(parent, 0);
      }
    }
  }
}

void VocabularyBuilder::LinkOthers() {
  auto& concepts = vocabulary_->concepts_;
  vocabulary_->in_pair_.assign(concepts.size(), false);
  for (uint32_t k = 0; k < concepts.size(); ++k) {
    Draft& draft = drafts_[k];
    for (const std::string& uri : draft.implies) {
      const int32_t implied = vocabulary_->FindUri(uri);
      if (implied == kNone) {
        report_.Skip({draft.source, draft.line, concepts[k].uri,
                      Concat("implies unknown ", uri)});
      } else if (static_cast<uint32_t>(implied) != k) {
        concepts[k].implies.push_back(static_cast<uint32_t>(implied));
      }
    }
    if (draft.relates.empty()) continue;
    const int32_t a = vocabulary_->FindUri(draft.relates.front());
    const int32_t b = vocabulary_->FindUri(draft.relates.back());
    if (draft.relates.size() != 2 || a == kNone || b == kNone || a == b) {
      report_.Skip({draft.source, draft.line, concepts[k].uri,
                    "relates must name two known concepts"});
      continue;
    }
    const auto [low, high] = std::minmax(a, b);
    vocabulary_->pairs_[static_cast<uint64_t>(low) << 32 |
                        static_cast<uint32_t>(high)] = k;
    vocabulary_->in_pair_[a] = vocabulary_->in_pair_[b] = true;
    // Who speaks of the relations speaks of both sides.
    concepts[k].implies.push_back(static_cast<uint32_t>(a));
    concepts[k].implies.push_back(static_cast<uint32_t>(b));
  }
}

void VocabularyBuilder::NameConcepts() {
  for (uint32_t k = 0; k < vocabulary_->concepts_.size(); ++k) {
    Concept& made = vocabulary_->concepts_[k];
    const std::string slug = SlugOf(made.preferred, made.uri);
    made.slug = slug;
    for (int n = 2; !vocabulary_->by_slug_.try_emplace(made.slug, k).second;
         ++n) {
      made.slug = Concat(slug, "-", n);
    }
    std::stable_sort(
        made.labels.begin(), made.labels.end(),
        [](const SkosLabel& a, const SkosLabel& b) { return a.kind < b.kind; });
    auto& matches = made.exact_matches;
    std::sort(matches.begin(), matches.end());
    matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
  }
}

void VocabularyBuilder::RankAncestors() {
  const auto& concepts = vocabulary_->concepts_;
  auto& rows = vocabulary_->ancestor_rows_;
  auto& begin = vocabulary_->ancestor_begin_;
  std::vector<uint32_t> seen_by(concepts.size(), UINT32_MAX);
  for (uint32_t k = 0; k < concepts.size(); ++k) {
    begin.push_back(static_cast<uint32_t>(rows.size()));
    // Breadth first: the row itself is the queue.
    std::size_t next = rows.size();
    uint32_t at = k;
    seen_by[k] = k;
    while (true) {
      for (const uint32_t parent : concepts[at].broader) {
        if (seen_by[parent] == k || rows.size() - begin[k] >= kAncestorsMax) {
          continue;
        }
        seen_by[parent] = k;
        rows.push_back(parent);
      }
      if (next == rows.size()) break;
      at = rows[next++];
    }
  }
  begin.push_back(static_cast<uint32_t>(rows.size()));
}

void VocabularyBuilder::CompileMatcher() {
  const CommonWords common = ReadCommonWords(options_.common_words);
  auto matcher = std::make_unique<LabelMatcher>();
  for (uint32_t k = 0; k < drafts_.size(); ++k) {
    const Concept& made = vocabulary_->concepts_[k];
    if (drafts_[k].type == SkosType::kMask) matcher->MarkMask(k);
    absl::flat_hash_set<std::string> generic;
    for (const Entry& entry : drafts_[k].entries) {
      if (entry.label.kind == LabelKind::kGeneric) {
        generic.insert(FoldLabel(entry.label.text));
      }
    }
    for (const Entry& entry : drafts_[k].entries) {
      if (entry.label.kind <= LabelKind::kHidden && !entry.imported &&
          entry.label.language == "en" && !generic.empty() &&
          generic.contains(FoldLabel(entry.label.text))) {
        continue;  // The preferred label, said again to be generic.
      }
      LabelPattern pattern;
      pattern.concept_index = k;
      pattern.kind = entry.label.kind;
      pattern.text = entry.label.text;
      pattern.language = entry.label.language;
      pattern.subject = made.kind == ConceptKind::kSubject;
      pattern.imported = entry.imported;
      pattern.initial_capital_is_style = entry.initial_capital_is_style;
      bool weak = false;
      const char* reason = nullptr;
      switch (matcher->Add(pattern, common, weak)) {
        case LabelProblem::kNone:
          ++report_.labels;
          report_.weak_labels += weak;
          break;
        case LabelProblem::kNoWords:
          reason = "label without words";
          break;
        case LabelProblem::kTooManyWords:
          reason = "label of more than 12 words";
          break;
        case LabelProblem::kTooShort:
          reason = "label too short to be told from other words";
          break;
      }
      if (reason != nullptr) {
        report_.Skip(
            {drafts_[k].source, drafts_[k].line, entry.label.text, reason});
      }
    }
  }
  vocabulary_->matcher_ = std::move(matcher);
}

std::unique_ptr<const Vocabulary> VocabularyBuilder::Finish() && {
  LinkBroader();
  LinkOthers();
  NameConcepts();
  RankAncestors();
  CompileMatcher();
  report_.concepts = vocabulary_->size();
  return std::move(vocabulary_);
}

}  // namespace quoth::parse
