// ResolveSpeaker, ResolveTopic: what a person may mean by a few words.
//
// Topics of the vocabulary come from its labels (names/label_index.h).
// Speakers, and people as topics, come from the name lists: spellings that
// begin with the words as typed, and names one of whose words sounds like one
// of the query's, or nearly so. Each candidate's spellings are then compared
// with the query word by word.
#include <algorithm>
#include <map>
#include <set>

#include "query-service/index/bytes.h"
#include "query-service/lookups/cards.h"
#include "query-service/names/fold.h"
#include "query-service/names/label_index.h"
#include "query-service/names/likeness.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr std::size_t kQueryBytesMax = 200;
constexpr int kLimitDefault = 10;
constexpr int kLimitMax = 100;
constexpr std::size_t kQueryWordsMax = 8;
// List entries looked at for one beginning; and candidates compared in all.
constexpr int kEntriesMax = 4'000;
constexpr std::size_t kCandidatesMax = 3'000;
constexpr float kScoreMin = 0.5f;

struct Question {
  std::string folded;
  std::vector<std::string_view> words;
  bool prefix = false;
};

absl::StatusOr<Question> Ask(const std::string& query, bool prefix) {
  if (query.empty() || query.size() > kQueryBytesMax) {
    return kit::InvalidField("query", "must have 1 to 200 bytes");
  }
  Question question;
  question.folded = FoldName(query);
  question.prefix = prefix;
  if (question.folded.empty())
    return kit::InvalidField("query", "has no letters or digits");
  return question;
}

absl::StatusOr<int> LimitOf(int limit) {
  if (limit < 0) return kit::InvalidField("limit", "is negative");
  return limit == 0 ? kLimitDefault : std::min(limit, kLimitMax);
}

class Candidates {
 public:
  Candidates(LookupScope& scope, OrdinalKind kind)
      : scope_(scope), kind_(kind) {}

  absl::Status Gather(const Question& question) {
    if (absl::Status status =
            Walk(FoldedListPrefix(kind_, question.folded), {});
        !status.ok()) {
      return status;
    }
    // Enough beginnings for somebody who is typing.
    if (question.prefix && found_.size() >= 200) return absl::OkStatus();
    for (const std::string_view word : question.words) {
      const std::string sound = SoundKey(word);
      if (sound.size() < 2) continue;
      if (absl::Status status = Walk(SoundListPrefix(kind_, sound), sound);
          !status.ok()) {
        return status;
      }
      // Misspelt behind the second letter.
      if (sound.size() < 4) continue;
      if (absl::Status status =
              Walk(SoundListPrefix(kind_, sound.substr(0, 2)), sound);
          !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }
  const std::set<Ordinal>& found() const { return found_; }

 private:
  absl::Status Walk(const std::string& prefix, const std::string& sound) {
    const std::string end = PrefixEnd(prefix);
    const rocksdb::Slice bound(end);
    rocksdb::ReadOptions options;
    options.iterate_upper_bound = &bound;
    kit::StoreIterator rows = scope_.index.store().NewIterator(kLists, options);
    int scanned = 0;
    for (rows->Seek(prefix); rows->Valid() && scanned < kEntriesMax;
         rows->Next(), ++scanned) {
      if (absl::Status status = scope_.interrupt.Step(); !status.ok())
        return status;
      if (rows->value().size() != 5 || found_.size() >= kCandidatesMax)
        continue;
      if (!sound.empty()) {
        const std::string_view listed = rows->key().ToStringView().substr(2);
        const std::string_view word = listed.substr(0, listed.find('\0'));
        if (EditDistance(word, sound, 2) > (sound.size() >= 7 ? 2 : 1))
          continue;
      }
      found_.insert(static_cast<Ordinal>(ReadBig<4>(rows->value().data())));
    }
    return rows.status();
  }

  LookupScope& scope_;
  const OrdinalKind kind_;
  std::set<Ordinal> found_;
};

struct Ranked {
  Ordinal ordinal = 0;
  float score = 0;
  std::uint64_t statements = 0;
  std::string matched;
};

// Better ones first; more statements first among equals.
void KeepBest(std::vector<Ranked>& ranked, int limit) {
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.statements != b.statements) return a.statements > b.statements;
    return a.ordinal < b.ordinal;
  });
  if (ranked.size() > static_cast<std::size_t>(limit))
    ranked.resize(static_cast<std::size_t>(limit));
}

void Compare(const Question& question, const std::string& spelling,
             const std::string& folded, Ranked& ranked) {
  const float score =
      Likeness(question.words, FoldedWords(folded), question.prefix);
  if (score > ranked.score) {
    ranked.score = score;
    ranked.matched = spelling;
  }
}

}  // namespace

Looked ResolveSpeaker(LookupScope& scope,
                      const quoth::v1::ResolveSpeakerRequest& request) {
  absl::StatusOr<Question> question = Ask(request.query(), request.prefix());
  if (!question.ok()) return question.status();
  question->words = FoldedWords(question->folded);
  if (question->words.size() > kQueryWordsMax)
    question->words.resize(kQueryWordsMax);
  absl::StatusOr<int> limit = LimitOf(request.limit());
  if (!limit.ok()) return limit.status();
  Candidates candidates(scope, OrdinalKind::kSpeaker);
  if (absl::Status status = candidates.Gather(*question); !status.ok())
    return status;

  std::map<std::string, Ranked>
      by_slug;  // One merged away counts for the one that stays.
  for (const Ordinal speaker : candidates.found()) {
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    absl::StatusOr<SpeakerRow> row = scope.index.Speaker(speaker);
    if (absl::IsNotFound(row.status())) continue;
    if (!row.ok()) return row.status();
    Ranked ranked{speaker, 0, row->statements, ""};
    for (const SpeakerRow::Name& name : row->names) {
      Compare(*question, name.spelling, name.folded, ranked);
    }
    const quoth::v1::Speaker card = SpeakerOf(*row);
    Compare(*question, card.display_name(), FoldName(card.display_name()),
            ranked);
    for (const std::string& name : card.other_names()) {
      Compare(*question, name, FoldName(name), ranked);
    }
    if (ranked.score < kScoreMin) continue;
    std::string slug = row->slug;
    if (!row->merged_into.empty()) {
      slug = row->merged_into;
      ranked.ordinal = scope.index.ordinals().Find(OrdinalKind::kSpeaker, slug);
      if (ranked.ordinal == 0) continue;
    }
    Ranked& best = by_slug[slug];
    if (ranked.score > best.score) best = ranked;
  }
  std::vector<Ranked> ranked;
  for (auto& [slug, one] : by_slug) ranked.push_back(std::move(one));
  KeepBest(ranked, *limit);
  quoth::v1::ResolveSpeakerResponse response;
  for (const Ranked& one : ranked) {
    absl::StatusOr<quoth::v1::Speaker> card =
        SpeakerCard(scope, one.ordinal, Detail::kListed);
    if (absl::IsNotFound(card.status())) continue;
    if (!card.ok()) return card.status();
    quoth::v1::SpeakerCandidate& candidate = *response.add_candidates();
    *candidate.mutable_speaker() = *std::move(card);
    candidate.set_score(one.score);
    candidate.set_matched(one.matched);
  }
  response.set_read_at(scope.read_at);
  return response.SerializeAsString();
}

namespace {

// The vocabulary's topics, by their labels.
std::vector<Ranked> VocabularyCandidates(
    const LabelIndex& labels, const quoth::v1::ResolveTopicRequest& request,
    std::size_t limit) {
  std::vector<LabelCandidate> found =
      labels.Resolve(request.query(), request.language(), limit);
  if (request.prefix()) {
    for (LabelCandidate& completed : labels.Complete(request.query(), limit)) {
      found.push_back(std::move(completed));
    }
  }
  std::map<Ordinal, Ranked> best;
  for (LabelCandidate& one : found) {
    Ranked& ranked = best[one.topic];
    if (one.score <= ranked.score) continue;
    ranked = {one.topic, one.score, 0, std::move(one.label)};
  }
  std::vector<Ranked> ranked;
  for (auto& [topic, one] : best) ranked.push_back(std::move(one));
  return ranked;
}

// People, who are topics only by being named. Candidates for topics are left
// out: ListTopics has them.
absl::Status AddPeople(LookupScope& scope, const Question& question,
                       std::vector<Ranked>& ranked) {
  Candidates candidates(scope, OrdinalKind::kTopic);
  if (absl::Status status = candidates.Gather(question); !status.ok())
    return status;
  for (const Ordinal topic : candidates.found()) {
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    absl::StatusOr<TopicRow> row = scope.index.Topic(topic);
    if (absl::IsNotFound(row.status())) continue;
    if (!row.ok()) return row.status();
    if (!row->concepts.empty() || IsCandidateTopic(row->slug)) continue;
    Ranked one{topic, 0, row->total, ""};
    Compare(question, row->display_name, FoldName(row->display_name), one);
    if (one.score >= kScoreMin) ranked.push_back(std::move(one));
  }
  return absl::OkStatus();
}

}  // namespace

Looked ResolveTopic(LookupScope& scope,
                    const quoth::v1::ResolveTopicRequest& request) {
  absl::StatusOr<Question> question = Ask(request.query(), request.prefix());
  if (!question.ok()) return question.status();
  question->words = FoldedWords(question->folded);
  if (question->words.size() > kQueryWordsMax)
    question->words.resize(kQueryWordsMax);
  absl::StatusOr<int> limit = LimitOf(request.limit());
  if (!limit.ok()) return limit.status();
  if (request.language().size() > 35) {
    return kit::InvalidField("language", "is not a BCP 47 tag");
  }
  std::vector<Ranked> ranked = VocabularyCandidates(
      *scope.index.labels(), request, static_cast<std::size_t>(*limit));
  for (Ranked& one : ranked) {
    const absl::StatusOr<TopicRow> row = scope.index.Topic(one.ordinal);
    if (row.ok()) one.statements = row->total;
  }
  if (absl::Status status = AddPeople(scope, *question, ranked); !status.ok())
    return status;
  KeepBest(ranked, *limit);
  quoth::v1::ResolveTopicResponse response;
  response.set_known(!ranked.empty() &&
                     ranked.front().score >= LabelIndex::kSureScore);
  for (const Ranked& one : ranked) {
    absl::StatusOr<quoth::v1::Topic> card =
        TopicCard(scope, one.ordinal, Detail::kListed);
    if (absl::IsNotFound(card.status())) continue;
    if (!card.ok()) return card.status();
    quoth::v1::TopicCandidate& candidate = *response.add_candidates();
    *candidate.mutable_topic() = *std::move(card);
    candidate.set_score(one.score);
    candidate.set_matched(one.matched);
  }
  response.set_read_at(scope.read_at);
  return response.SerializeAsString();
}

}  // namespace quoth::query
