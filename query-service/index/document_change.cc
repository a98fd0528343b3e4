#include "query-service/index/document_change.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "query-service/index/bytes.h"
#include "query-service/index/vocabulary_change.h"
#include "query-service/names/fold.h"
#include "query-service/reports/sketch.h"
#include "query-service/reports/words.h"
#include "service-kit/names/names.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

std::string_view AfterSlash(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view()
                                         : name.substr(slash + 1);
}

// Far beyond what a statement may carry; bounds what a broken feed can do.
constexpr std::size_t kTopicsMax = 1'000;
constexpr std::size_t kTextHashesMax = 256;
constexpr std::uint64_t kWireText = 2;  // Wire type of a text field.

std::uint32_t DirectBits(const quoth::v1::TopicTag& tag) {
  return tag.role() == quoth::v1::TOPIC_ROLE_MENTIONS ? kDirectMentions
                                                      : kDirectAbout;
}

void AddTopic(std::vector<RecordTopic>& topics, Ordinal topic,
              std::uint32_t bits) {
  auto at = std::lower_bound(
      topics.begin(), topics.end(), topic,
      [](const RecordTopic& t, Ordinal o) { return t.topic < o; });
  if (at != topics.end() && at->topic == topic) {
    at->bits |= bits;
  } else {
    topics.insert(at, {topic, bits});
  }
}

Day DocumentDay(const quoth::v1::Document& document) {
  const Day published = DaysOf(document.published_on()).first;
  return published != kUndated ? published : DaysOf(document.said_on()).first;
}

// The feed's, in order and within bounds whatever the feed holds.
std::vector<std::uint64_t> TextHashesOf(const quoth::v1::DocumentPut& put) {
  std::vector<std::uint64_t> hashes(put.text_hashes().begin(),
                                    put.text_hashes().end());
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > kTextHashesMax) hashes.resize(kTextHashesMax);
  return hashes;
}

// What reports of the statement are found by, and the field that says so in
// what is returned: appended, so that stored bytes are never parsed.
void AddReportFacts(const quoth::v1::Statement& statement, RecordFacts& facts,
                    std::string& bytes) {
  const std::vector<std::uint64_t> words = WordsOf(statement.text());
  facts.runs = RunsOf(words, AfterSlash(statement.speaker().speaker()));
  const std::string cluster = ClusterOf(words);
  if (!statement.cluster().empty() || cluster.empty()) return;
  AppendVarint(bytes,
               quoth::v1::Statement::kClusterFieldNumber << 3 | kWireText);
  AppendText(bytes, cluster);
}

// A statement of the document before the change.
struct Former {
  StatementId id = 0;
  std::string record;
  bool kept = false;
};

class DocumentChange {
 public:
  DocumentChange(IndexWriter& writer, ChangeBatch& batch,
                 const quoth::v1::Change& change, std::string_view id,
                 absl::Time now)
      : writer_(writer),
        batch_(batch),
        offset_(change.offset()),
        id_(id),
        now_(now) {
    row_.applied_at_s = absl::ToUnixSeconds(now);
  }

  absl::Status ReadFormer() {
    absl::StatusOr<DocumentRow> row = writer_.index().Document(id_);
    if (absl::IsNotFound(row.status())) return absl::OkStatus();
    if (!row.ok()) return row.status();
    existed_ = true;
    former_row_ = *std::move(row);
    for (const StatementId id : former_row_.ids) {
      Former former;
      former.id = id;
      std::string buffer;
      absl::StatusOr<std::string_view> record =
          writer_.index().Record(id, buffer);
      if (!record.ok()) {
        // A statement without its record cannot be taken away exactly.
        return kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                               absl::StrCat("statement ", id, " is missing: ",
                                            record.status().message()));
      }
      former.record = *record;
      former_.emplace(std::string(RecordView::Of(former.record)->key()),
                      std::move(former));
    }
    return absl::OkStatus();
  }
  bool existed() const { return existed_; }

  absl::Status Put(const quoth::v1::DocumentPut& put) {
    DocumentRow row;
    row.document = put.document().SerializeAsString();
    row.sightings = SightingsOf(put);
    row.day = DocumentDay(put.document());
    row.text_hashes = TextHashesOf(put);
    if (absl::Status status = CountSightings(row.sightings, +1); !status.ok())
      return status;
    absl::flat_hash_set<std::string> keys;
    for (const quoth::v1::Statement& statement : put.statements()) {
      const std::string key(AfterSlash(statement.name()));
      if (!kit::IsStatementKey(key) || !keys.insert(key).second) continue;
      absl::StatusOr<StatementId> id = PutStatement(statement, key);
      if (!id.ok()) return id.status();
      row.ids.push_back(*id);
    }
    batch_.Put(kDocuments, id_, EncodeDocumentRow(row));
    ListTextHashes(row);
    return TakeFormerAway(keys);
  }

  absl::Status Delete() {
    batch_.Delete(kDocuments, id_);
    ListTextHashes({});
    return TakeFormerAway({});
  }

  void Finish() {
    if (!row_.added.empty() || !row_.gone.empty()) {
      batch_.Put(kChanges, ChangeKey(offset_), EncodeChangeRow(row_));
    }
  }

 private:
  absl::StatusOr<RecordFacts> Facts(const quoth::v1::Statement& statement,
                                    std::string key) {
    RecordFacts facts;
    facts.kind = statement.kind();
    facts.act = statement.act();
    facts.said = DaysOf(statement.said_on());
    facts.published = DaysOf(statement.published_on());
    facts.confidence = statement.confidence();
    facts.key = std::move(key);
    facts.outlet = InternOutlet(statement.outlet());
    facts.language = batch_.Intern(OrdinalKind::kLanguage,
                                   absl::AsciiStrToLower(statement.language()));
    if (const std::string_view slug = AfterSlash(statement.speaker().speaker());
        kit::IsSlug(slug)) {
      facts.speaker = batch_.Intern(OrdinalKind::kSpeaker, slug);
      absl::StatusOr<SpeakerRow*> row = batch_.Speaker(facts.speaker, slug);
      if (!row.ok()) return row.status();
    }
    for (const auto* tags :
         {&statement.topics(), &statement.candidate_topics()}) {
      if (absl::Status status = AddTopics(*tags, facts); !status.ok())
        return status;
    }
    facts.inherited = InheritedTopics(facts.direct, *writer_.index().topics());
    return facts;
  }

  absl::Status AddTopics(
      const google::protobuf::RepeatedPtrField<quoth::v1::TopicTag>& tags,
      RecordFacts& facts) {
    for (const quoth::v1::TopicTag& tag : tags) {
      if (facts.direct.size() >= kTopicsMax) break;
      const std::string_view slug = AfterSlash(tag.topic());
      if (!kit::IsSlug(slug)) continue;
      const Ordinal topic = batch_.Intern(OrdinalKind::kTopic, slug);
      absl::StatusOr<TopicRow*> row = batch_.Topic(topic, slug);
      if (!row.ok()) return row.status();
      if ((*row)->concepts.empty() && (*row)->display_name.empty()) {
        (*row)->display_name =
            tag.display_name().empty() ? std::string(slug) : tag.display_name();
        RefoldTopic(**row);
      }
      AddTopic(facts.direct, topic, DirectBits(tag));
    }
    return absl::OkStatus();
  }

  // What near-duplicates of the document's text are found by.
  void ListTextHashes(const DocumentRow& row) {
    const auto listed = [this](const DocumentRow& of) {
      absl::flat_hash_set<std::string> keys;
      for (std::size_t i = 0;
           i < std::min(of.text_hashes.size(), kTextHashesListed); ++i) {
        keys.insert(TextHashKey(of.text_hashes[i], of.day, id_));
      }
      return keys;
    };
    const absl::flat_hash_set<std::string> present = listed(row);
    const absl::flat_hash_set<std::string> former = listed(former_row_);
    for (const std::string& key : former) {
      if (!present.contains(key)) batch_.Delete(kLists, key);
    }
    for (const std::string& key : present) {
      if (!former.contains(key)) batch_.Put(kLists, key, "");
    }
  }

  Ordinal InternOutlet(const std::string& outlet) {
    const std::string key = OutletKeyOf(outlet);
    if (key.empty()) return 0;
    const std::uint32_t before = batch_.position().next_ordinal;
    const Ordinal ordinal = batch_.Intern(OrdinalKind::kOutlet, key);
    if (batch_.position().next_ordinal != before) {
      batch_.Put(kMarks, OutletMark(ordinal), outlet);
    }
    return ordinal;
  }

  absl::StatusOr<StatementId> PutStatement(
      const quoth::v1::Statement& statement, const std::string& key) {
    absl::StatusOr<RecordFacts> facts = Facts(statement, key);
    if (!facts.ok()) return facts.status();
    std::string bytes = statement.SerializeAsString();
    AddReportFacts(statement, *facts, bytes);
    const std::string record = EncodeRecord(*facts, bytes);
    const auto former = former_.find(key);
    if (former != former_.end() && former->second.record == record) {
      former->second.kept = true;
      return former->second.id;
    }
    const StatementId id = batch_.position().next_id++;
    writer_.PutRecord(batch_, id, record);
    batch_.words.added.push_back(StatementWordsOf(id, statement.text()));
    batch_.Put(kStatementNames, StatementNameKey(id_, key), StatementKey(id));
    VisitPostings(*facts, id_, id,
                  [&](const std::string& posting, std::uint8_t bits) {
                    batch_.postings().Put(posting, bits);
                  });
    row_.added.push_back(id);
    if (absl::Status status = batch_.CountFacts(*facts, +1); !status.ok())
      return status;
    return id;
  }

  // Former statements that are gone or have a new version.
  absl::Status TakeFormerAway(const absl::flat_hash_set<std::string>& present) {
    if (absl::Status status = CountSightings(former_row_.sightings, -1);
        !status.ok()) {
      return status;
    }
    for (const auto& [key, former] : former_) {
      if (former.kept) continue;
      const RecordView view = *RecordView::Of(former.record);
      const RecordFacts facts = FactsOf(view);
      if (absl::Status status = batch_.CountFacts(facts, -1); !status.ok())
        return status;
      const bool forwarded = present.contains(key);
      const std::string name_key = StatementNameKey(id_, key);
      if (!forwarded) batch_.Delete(kStatementNames, name_key);
      VisitPostings(facts, id_, former.id,
                    [&](const std::string& posting, std::uint8_t bits) {
                      if (forwarded) {
                        batch_.postings().Forward(posting, bits, offset_,
                                                  name_key);
                      } else {
                        batch_.postings().Delete(posting);
                      }
                    });
      writer_.DropRecord(batch_, former.id, now_);
      WordsChange::Gone& gone = batch_.words.gone.emplace_back();
      gone.id = former.id;
      if (forwarded)
        gone.forward = WordsForward{offset_, view.sort_day(), name_key};
      row_.gone.push_back({absl::StrCat("documents/", id_, "/statements/", key),
                           former.id, forwarded, EncodeRecord(facts, "")});
    }
    return absl::OkStatus();
  }

  absl::Status CountSightings(const std::vector<Sighting>& sightings,
                              int sign) {
    for (const Sighting& sighting : sightings) {
      if (!kit::IsSlug(sighting.slug)) continue;
      const Ordinal speaker =
          batch_.Intern(OrdinalKind::kSpeaker, sighting.slug);
      absl::StatusOr<SpeakerRow*> row = batch_.Speaker(speaker, sighting.slug);
      if (!row.ok()) return row.status();
      (*row)->Add(sighting, sign);
      for (const Sighting::Role& role : sighting.roles) {
        const std::string text =
            role.title + std::string(1, '\0') + role.organisation;
        const std::string key = RoleKey(speaker, Checksum(text), role.day, id_);
        // What is new was put before what is former is taken away.
        if (sign > 0) {
          batch_.Put(kSightings, key, text);
          present_roles_.insert(key);
        } else if (!present_roles_.contains(key)) {
          batch_.Delete(kSightings, key);
        }
      }
    }
    return absl::OkStatus();
  }

  IndexWriter& writer_;
  ChangeBatch& batch_;
  const std::uint64_t offset_;
  const std::string id_;
  const absl::Time now_;
  bool existed_ = false;
  DocumentRow former_row_;
  absl::flat_hash_map<std::string, Former> former_;
  absl::flat_hash_set<std::string> present_roles_;
  ChangeRow row_;
};

}  // namespace

std::string OutletKeyOf(std::string_view outlet) {
  std::string key = FoldName(outlet);
  if (key.empty())
    key = absl::AsciiStrToLower(kit::ToAbsl(outlet.substr(0, 200)));
  return key;
}

absl::Status PutDocument(IndexWriter& writer, ChangeBatch& batch,
                         const quoth::v1::Change& change, absl::Time now) {
  const quoth::v1::DocumentPut& put = change.document_put();
  absl::StatusOr<kit::DocumentName> name =
      kit::ParseDocumentName("document.name", put.document().name());
  if (!name.ok()) return name.status();
  batch.Touch(put.document().name());
  DocumentChange work(writer, batch, change, name->id, now);
  if (absl::Status status = work.ReadFormer(); !status.ok()) return status;
  if (absl::Status status = work.Put(put); !status.ok()) return status;
  work.Finish();
  return absl::OkStatus();
}

absl::Status DeleteDocument(IndexWriter& writer, ChangeBatch& batch,
                            const quoth::v1::Change& change, absl::Time now) {
  absl::StatusOr<kit::DocumentName> name =
      kit::ParseDocumentName("name", change.document_deleted().name());
  if (!name.ok()) return name.status();
  batch.Touch(change.document_deleted().name());
  DocumentChange work(writer, batch, change, name->id, now);
  if (absl::Status status = work.ReadFormer(); !status.ok()) return status;
  if (!work.existed()) return absl::OkStatus();
  if (absl::Status status = work.Delete(); !status.ok()) return status;
  work.Finish();
  return absl::OkStatus();
}

absl::Status PutSpeaker(IndexWriter&, ChangeBatch& batch,
                        const quoth::v1::Change& change) {
  const quoth::v1::Speaker& speaker = change.speaker_put().speaker();
  absl::StatusOr<kit::SpeakerName> name =
      kit::ParseSpeakerName("speaker.name", speaker.name());
  if (!name.ok()) return name.status();
  const Ordinal ordinal = batch.Intern(OrdinalKind::kSpeaker, name->slug);
  absl::StatusOr<SpeakerRow*> row = batch.Speaker(ordinal, name->slug);
  if (!row.ok()) return row.status();
  (*row)->record = speaker.SerializeAsString();
  (*row)->record_folded.clear();
  (*row)->record_folded.push_back(FoldName(speaker.display_name()));
  for (const std::string& other : speaker.other_names()) {
    (*row)->record_folded.push_back(FoldName(other));
  }
  const std::string into(AfterSlash(speaker.merged_into()));
  if ((*row)->merged_into != into) {
    batch.merges_changed = true;
    if (!(*row)->merged_into.empty()) {
      batch.Delete(kLists, MergeListKey((*row)->merged_into, name->slug));
    }
    if (!into.empty() && kit::IsSlug(into) && into != name->slug) {
      batch.Put(kLists, MergeListKey(into, name->slug), "");
    }
    (*row)->merged_into = into != name->slug ? into : std::string();
  }
  return absl::OkStatus();
}

}  // namespace quoth::query
