#include "query-service/index/rows.h"

#include <algorithm>
#include <map>
#include <set>

#include "query-service/index/bytes.h"
#include "query-service/names/fold.h"

namespace quoth::query {
namespace {

constexpr std::string_view kSpeakerCollection = "speakers/";
constexpr char kRowFormat = 1;

std::string_view SlugOf(std::string_view name, std::string_view collection) {
  if (name.substr(0, collection.size()) != collection) return {};
  return name.substr(collection.size());
}

// Reads the format byte and hands on the rest.
std::optional<ByteReader> Open(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != kRowFormat) return std::nullopt;
  return ByteReader(bytes.substr(1));
}

void AppendSighting(std::string& out, const Sighting& sighting) {
  AppendText(out, sighting.slug);
  AppendText(out, sighting.display_name);
  AppendVarint(out, sighting.names.size());
  for (const std::string& name : sighting.names) AppendText(out, name);
  AppendVarint(out, sighting.roles.size());
  for (const Sighting::Role& role : sighting.roles) {
    AppendText(out, role.title);
    AppendText(out, role.organisation);
    AppendVarint(out, role.day);
  }
  AppendVarint(out, static_cast<std::uint64_t>(sighting.kind));
  AppendVarint(out, sighting.local ? 1 : 0);
}

Sighting ReadSighting(ByteReader& in) {
  Sighting sighting;
  sighting.slug = in.Text();
  sighting.display_name = in.Text();
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    sighting.names.emplace_back(in.Text());
  }
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    Sighting::Role role;
    role.title = in.Text();
    role.organisation = in.Text();
    role.day = static_cast<Day>(in.Varint());
    sighting.roles.push_back(std::move(role));
  }
  sighting.kind = static_cast<int>(in.Varint());
  sighting.local = in.Varint() != 0;
  return sighting;
}

Sighting SightingOf(const quoth::v1::Speaker& speaker, Day document_day) {
  Sighting sighting;
  sighting.slug = SlugOf(speaker.name(), kSpeakerCollection);
  sighting.display_name = speaker.display_name();
  const std::set<std::string> others(speaker.other_names().begin(),
                                     speaker.other_names().end());
  for (const std::string& name : others) {
    if (!name.empty() && name != sighting.display_name)
      sighting.names.push_back(name);
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const quoth::v1::SpeakerRole& role : speaker.roles()) {
    if (role.title().empty() ||
        !seen.emplace(role.title(), role.organisation()).second)
      continue;
    const Day day = DaysOf(role.first_seen()).first;
    sighting.roles.push_back({role.title(), role.organisation(),
                              day != kUndated ? day : document_day});
  }
  sighting.kind = speaker.kind();
  sighting.local = speaker.local();
  return sighting;
}

}  // namespace

std::vector<Sighting> SightingsOf(const quoth::v1::DocumentPut& put) {
  Day day = DaysOf(put.document().said_on()).first;
  if (day == kUndated) day = DaysOf(put.document().published_on()).first;
  std::map<std::string, Sighting> by_slug;
  for (const quoth::v1::Speaker& speaker : put.speakers()) {
    Sighting sighting = SightingOf(speaker, day);
    if (sighting.slug.empty()) continue;
    std::string slug = sighting.slug;
    by_slug.try_emplace(std::move(slug), std::move(sighting));
  }
  for (const quoth::v1::Statement& statement : put.statements()) {
    const quoth::v1::SpeakerReference& reference = statement.speaker();
    const std::string slug(SlugOf(reference.speaker(), kSpeakerCollection));
    if (slug.empty() || by_slug.contains(slug)) continue;
    Sighting sighting;
    sighting.slug = slug;
    sighting.display_name = reference.display_name();
    sighting.kind = reference.kind();
    by_slug.emplace(slug, std::move(sighting));
  }
  std::vector<Sighting> sightings;
  for (auto& [slug, sighting] : by_slug)
    sightings.push_back(std::move(sighting));
  return sightings;
}

std::string EncodeDocumentRow(const DocumentRow& row) {
  std::string out(1, kRowFormat);
  AppendText(out, row.document);
  AppendVarint(out, row.ids.size());
  for (const StatementId id : row.ids) AppendVarint(out, id);
  AppendVarint(out, row.sightings.size());
  for (const Sighting& sighting : row.sightings) AppendSighting(out, sighting);
  AppendVarint(out, row.day);
  AppendVarint(out, row.text_hashes.size());
  for (const std::uint64_t hash : row.text_hashes)
    AppendLittle<std::uint64_t>(out, hash);
  return out;
}

std::optional<std::string_view> DocumentBytes(std::string_view row) {
  std::optional<ByteReader> in = Open(row);
  if (!in) return std::nullopt;
  const std::string_view bytes = in->Text();
  if (!in->ok()) return std::nullopt;
  return bytes;
}

std::optional<DocumentRow> DecodeDocumentRow(std::string_view bytes) {
  std::optional<ByteReader> in = Open(bytes);
  if (!in) return std::nullopt;
  DocumentRow row;
  row.document = in->Text();
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    row.ids.push_back(in->Varint());
  }
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    row.sightings.push_back(ReadSighting(*in));
  }
  row.day = static_cast<Day>(in->Varint());
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    row.text_hashes.push_back(in->Little<std::uint64_t>());
  }
  if (!in->ok()) return std::nullopt;
  return row;
}

void SpeakerRow::Add(const Sighting& sighting, int sign) {
  documents += static_cast<std::uint64_t>(static_cast<std::int64_t>(sign));
  const auto count = [&](const std::string& spelling, bool display) {
    if (spelling.empty()) return;
    auto at = std::lower_bound(
        names.begin(), names.end(), spelling,
        [](const Name& n, const std::string& s) { return n.spelling < s; });
    if (at == names.end() || at->spelling != spelling) {
      at = names.insert(at, Name{spelling, FoldName(spelling), 0, 0});
    }
    at->documents +=
        static_cast<std::uint64_t>(static_cast<std::int64_t>(sign));
    if (display)
      at->as_display +=
          static_cast<std::uint64_t>(static_cast<std::int64_t>(sign));
    if (at->documents == 0) names.erase(at);
  };
  count(sighting.display_name, true);
  for (const std::string& name : sighting.names) count(name, false);
  if (sign > 0) {
    if (sighting.kind != 0) kind = sighting.kind;
    local = sighting.local;
  }
}

std::string SpeakerRow::display_name() const {
  if (!record.empty()) {
    quoth::v1::Speaker speaker;
    if (speaker.ParseFromString(record) && !speaker.display_name().empty()) {
      return speaker.display_name();
    }
  }
  const Name* best = nullptr;
  for (const Name& name : names) {
    if (best == nullptr || name.as_display > best->as_display) best = &name;
  }
  return best != nullptr ? best->spelling : slug;
}

std::string EncodeSpeakerRow(const SpeakerRow& row) {
  std::string out(1, kRowFormat);
  AppendText(out, row.slug);
  AppendVarint(out, row.statements);
  AppendVarint(out, row.documents);
  AppendVarint(out, row.names.size());
  for (const SpeakerRow::Name& name : row.names) {
    AppendText(out, name.spelling);
    AppendText(out, name.folded);
    AppendVarint(out, name.documents);
    AppendVarint(out, name.as_display);
  }
  AppendVarint(out, static_cast<std::uint64_t>(row.kind));
  AppendVarint(out, row.local ? 1 : 0);
  AppendText(out, row.record);
  AppendVarint(out, row.record_folded.size());
  for (const std::string& folded : row.record_folded) AppendText(out, folded);
  AppendText(out, row.merged_into);
  return out;
}

std::optional<SpeakerRow> DecodeSpeakerRow(std::string_view bytes) {
  std::optional<ByteReader> in = Open(bytes);
  if (!in) return std::nullopt;
  SpeakerRow row;
  row.slug = in->Text();
  row.statements = in->Varint();
  row.documents = in->Varint();
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    SpeakerRow::Name name;
    name.spelling = in->Text();
    name.folded = in->Text();
    name.documents = in->Varint();
    name.as_display = in->Varint();
    row.names.push_back(std::move(name));
  }
  row.kind = static_cast<int>(in->Varint());
  row.local = in->Varint() != 0;
  row.record = in->Text();
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    row.record_folded.emplace_back(in->Text());
  }
  row.merged_into = in->Text();
  if (!in->ok()) return std::nullopt;
  return row;
}

quoth::v1::Speaker SpeakerOf(const SpeakerRow& row) {
  quoth::v1::Speaker speaker;
  if (!row.record.empty() && speaker.ParseFromString(row.record))
    speaker.set_authority(true);
  speaker.set_name(std::string(kSpeakerCollection) + row.slug);
  speaker.set_display_name(row.display_name());
  if (speaker.kind() == quoth::v1::SPEAKER_KIND_UNSPECIFIED) {
    speaker.set_kind(static_cast<quoth::v1::SpeakerKind>(row.kind));
  }
  speaker.set_local(row.local && row.record.empty());
  std::set<std::string> known(speaker.other_names().begin(),
                              speaker.other_names().end());
  known.insert(speaker.display_name());
  for (const SpeakerRow::Name& name : row.names) {
    if (known.insert(name.spelling).second)
      speaker.add_other_names(name.spelling);
  }
  speaker.set_statement_count(static_cast<std::int64_t>(row.statements));
  speaker.set_document_count(static_cast<std::int64_t>(row.documents));
  return speaker;
}

std::string EncodeTopicRow(const TopicRow& row) {
  std::string out(1, kRowFormat);
  AppendText(out, row.slug);
  AppendVarint(out, row.direct);
  AppendVarint(out, row.total);
  AppendText(out, row.display_name);
  AppendVarint(out, row.concepts.size());
  for (const TopicRow::Concept& item : row.concepts) {
    AppendText(out, item.source);
    AppendText(out, item.topic);
  }
  AppendVarint(out, row.folded.size());
  for (const std::string& folded : row.folded) AppendText(out, folded);
  return out;
}

std::optional<TopicRow> DecodeTopicRow(std::string_view bytes) {
  std::optional<ByteReader> in = Open(bytes);
  if (!in) return std::nullopt;
  TopicRow row;
  row.slug = in->Text();
  row.direct = in->Varint();
  row.total = in->Varint();
  row.display_name = in->Text();
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    TopicRow::Concept item;
    item.source = in->Text();
    item.topic = in->Text();
    row.concepts.push_back(std::move(item));
  }
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    row.folded.emplace_back(in->Text());
  }
  if (!in->ok()) return std::nullopt;
  return row;
}

bool IsCandidateTopic(std::string_view slug) {
  constexpr std::string_view kMark = "candidate.";
  return slug.substr(0, kMark.size()) == kMark;
}

quoth::v1::Topic TopicOf(const TopicRow& row) {
  quoth::v1::Topic topic;
  for (const TopicRow::Concept& item : row.concepts) {
    quoth::v1::Topic parsed;
    if (!parsed.ParseFromString(item.topic)) continue;
    if (topic.name().empty()) {
      topic = std::move(parsed);
      continue;
    }
    // Several vocabularies have it: the first one's own words, all labels.
    topic.mutable_synonyms()->MergeFrom(parsed.labels());
    topic.mutable_synonyms()->MergeFrom(parsed.synonyms());
    for (const std::string& broader : parsed.broader()) {
      if (std::find(topic.broader().begin(), topic.broader().end(), broader) ==
          topic.broader().end()) {
        topic.add_broader(broader);
      }
    }
    topic.mutable_exact_matches()->MergeFrom(parsed.exact_matches());
  }
  topic.set_name("topics/" + row.slug);
  if (topic.display_name().empty()) {
    topic.set_display_name(row.display_name.empty() ? row.slug
                                                    : row.display_name);
  }
  if (row.concepts.empty()) {
    topic.set_kind(IsCandidateTopic(row.slug) ? quoth::v1::TOPIC_KIND_CANDIDATE
                                              : quoth::v1::TOPIC_KIND_ENTITY);
    topic.set_source("documents");
  }
  topic.set_statement_count(static_cast<std::int64_t>(row.direct));
  topic.set_total_statement_count(static_cast<std::int64_t>(row.total));
  return topic;
}

void RefoldTopic(TopicRow& row) {
  std::set<std::string> folded;
  const quoth::v1::Topic topic = TopicOf(row);
  folded.insert(FoldName(topic.display_name()));
  for (const auto& label : topic.labels())
    folded.insert(FoldName(label.text()));
  for (const auto& label : topic.synonyms())
    folded.insert(FoldName(label.text()));
  folded.erase("");
  row.folded.assign(folded.begin(), folded.end());
}

std::string EncodeChangeRow(const ChangeRow& row) {
  std::string out(1, kRowFormat);
  AppendVarint(out, static_cast<std::uint64_t>(row.applied_at_s));
  AppendVarint(out, row.added.size());
  for (const StatementId id : row.added) AppendVarint(out, id);
  AppendVarint(out, row.gone.size());
  for (const ChangeRow::Gone& gone : row.gone) {
    AppendText(out, gone.name);
    AppendVarint(out, gone.id);
    AppendVarint(out, gone.forwarded ? 1 : 0);
    AppendText(out, gone.facts);
  }
  return out;
}

std::optional<ChangeRow> DecodeChangeRow(std::string_view bytes) {
  std::optional<ByteReader> in = Open(bytes);
  if (!in) return std::nullopt;
  ChangeRow row;
  row.applied_at_s = static_cast<std::int64_t>(in->Varint());
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    row.added.push_back(in->Varint());
  }
  for (std::uint64_t left = in->Varint(); left > 0 && in->ok(); --left) {
    ChangeRow::Gone gone;
    gone.name = in->Text();
    gone.id = in->Varint();
    gone.forwarded = in->Varint() != 0;
    gone.facts = in->Text();
    row.gone.push_back(std::move(gone));
  }
  if (!in->ok()) return std::nullopt;
  return row;
}

}  // namespace quoth::query
