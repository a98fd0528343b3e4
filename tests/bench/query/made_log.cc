#include "tests/bench/query/made_log.h"

#include <algorithm>
#include <set>

namespace quoth::bench {
namespace {

constexpr int kWords = 30'000;

std::string Word(int number) {
  static constexpr const char* kSyllables[] = {
      "ta", "ren", "mo", "li",  "sa", "ver", "on", "di",
      "ka", "pel", "un", "tri", "go", "mar", "e",  "sul"};
  std::string word;
  for (int left = number + 16; left > 0; left /= 16)
    word += kSyllables[left % 16];
  return word;
}

std::string Slug(const char* kind, int number) {
  return kind + std::to_string(number);
}

// Texts are ASCII here: the three units are the same.
void SetSpan(quoth::v1::Span& span, unsigned begin, unsigned end) {
  span.set_utf8_begin(begin);
  span.set_utf8_end(end);
  span.set_utf16_begin(begin);
  span.set_utf16_end(end);
  span.set_code_point_begin(begin);
  span.set_code_point_end(end);
}

}  // namespace

Zipf::Zipf(int n) {
  double sum = 0;
  for (int k = 0; k < n; ++k) sums_.push_back(sum += 1.0 / (k + 1));
}

int Zipf::Draw(std::mt19937_64& random) const {
  const double at =
      std::uniform_real_distribution<double>(0, sums_.back())(random);
  const auto found = std::lower_bound(sums_.begin(), sums_.end(), at);
  return static_cast<int>(std::min<std::ptrdiff_t>(
      found - sums_.begin(), static_cast<std::ptrdiff_t>(sums_.size()) - 1));
}

MadeLog::MadeLog(MadeLogOptions options)
    : options_(options),
      random_(options.seed),
      speakers_(options.speakers),
      topics_(options.topics),
      words_(kWords) {}

bool MadeLog::Next(quoth::v1::Change& change) {
  change.Clear();
  change.set_offset(++offset_);
  if (offset_ == 1) {
    MakeVocabulary(change);
    return true;
  }
  if (made_ >= options_.statements) return false;
  MakeDocument(change);
  return true;
}

void MadeLog::MakeVocabulary(quoth::v1::Change& change) {
  quoth::v1::VocabularyPut& put = *change.mutable_vocabulary_put();
  put.set_source("quoth");
  put.set_version("1");
  put.set_last_chunk(true);
  for (int i = 0; i < options_.broader_topics + options_.topics; ++i) {
    const bool broad = i < options_.broader_topics;
    quoth::v1::Topic& topic = *put.add_topics();
    topic.set_name("topics/" +
                   (broad ? Slug("broad-", i)
                          : Slug("topic-", i - options_.broader_topics)));
    topic.set_display_name(Word(i * 7) + " " + Word(i * 11));
    topic.set_kind(quoth::v1::TOPIC_KIND_SUBJECT);
    if (!broad)
      topic.add_broader("topics/" +
                        Slug("broad-", i % options_.broader_topics));
  }
}

std::string MadeLog::Sentence(int words) {
  std::string text;
  for (int i = 0; i < words; ++i)
    text += (i == 0 ? "" : " ") + Word(words_.Draw(random_));
  return text + ".";
}

void MadeLog::MakeDocument(quoth::v1::Change& change) {
  quoth::v1::DocumentPut& put = *change.mutable_document_put();
  quoth::v1::Document& document = *put.mutable_document();
  const std::string id = "doc-" + std::to_string(offset_);
  document.set_name("documents/" + id);
  document.set_title(Sentence(7));
  document.set_outlet(Slug("Outlet ", static_cast<int>(random_() % 200)));
  document.set_language("en");
  quoth::v1::Date& day = *document.mutable_published_on();
  day.set_year(2000 + static_cast<int>(random_() % 25));
  day.set_month(1 + static_cast<int>(random_() % 12));
  day.set_day(1 + static_cast<int>(random_() % 28));
  day.set_precision(quoth::v1::DATE_PRECISION_DAY);
  // A document has a few who speak and a few matters they speak of.
  Cast cast;
  for (int i = 0; i < 2; ++i) cast.speakers.push_back(speakers_.Draw(random_));
  for (int i = 0; i < 4; ++i) cast.topics.push_back(topics_.Draw(random_));
  std::set<int> shown;
  for (int i = 0; i < options_.statements_a_document; ++i, ++made_) {
    quoth::v1::Statement& statement = *put.add_statements();
    const int speaker = MakeStatement(document, cast, i, statement);
    statement_bytes_ += statement.ByteSizeLong();
    if (!shown.insert(speaker).second) continue;
    quoth::v1::Speaker& record = *put.add_speakers();
    record.set_name(statement.speaker().speaker());
    record.set_display_name(statement.speaker().display_name());
    record.set_kind(quoth::v1::SPEAKER_KIND_PERSON);
  }
}

int MadeLog::MakeStatement(const quoth::v1::Document& document,
                           const Cast& cast, int number,
                           quoth::v1::Statement& statement) {
  const auto at = static_cast<unsigned>(number) * 400;
  statement.set_name(document.name() + "/statements/s" +
                     std::to_string(number));
  statement.set_document(document.name());
  statement.set_kind(static_cast<quoth::v1::StatementKind>(1 + random_() % 4));
  statement.set_text(Sentence(8 + static_cast<int>(random_() % 24)));
  const auto size = static_cast<unsigned>(statement.text().size());
  SetSpan(*statement.add_spans(), at, at + size);
  // As the parser does: words around it, up to 32 and 200 bytes.
  statement.set_context_before(Sentence(14));
  statement.set_context_after(Sentence(14));
  statement.mutable_quote()->set_prefix(
      statement.context_before().substr(0, 32));
  statement.mutable_quote()->set_suffix(
      statement.context_after().substr(0, 32));
  const int speaker = cast.speakers[random_() % cast.speakers.size()];
  quoth::v1::SpeakerReference& by = *statement.mutable_speaker();
  by.set_speaker("speakers/" + Slug("speaker-", speaker));
  by.set_display_name(Word(speaker) + " " + Word(speaker * 3));
  by.set_mention("he");
  SetSpan(*by.mutable_mention_span(), at + size + 2, at + size + 4);
  by.set_resolution("pronoun-subject");
  by.set_confidence(0.9f);
  statement.set_cue("said");
  SetSpan(*statement.mutable_cue_span(), at + size + 5, at + size + 9);
  std::set<int> tagged;
  for (std::uint64_t t = 1 + random_() % 2; t > 0; --t) {
    const int topic = cast.topics[random_() % cast.topics.size()];
    if (!tagged.insert(topic).second) continue;
    quoth::v1::TopicTag& tag = *statement.add_topics();
    tag.set_topic("topics/" + Slug("topic-", topic));
    tag.set_display_name(Word(topic * 7) + " " + Word(topic * 11));
    tag.set_role(t == 1 ? quoth::v1::TOPIC_ROLE_ABOUT
                        : quoth::v1::TOPIC_ROLE_MENTIONS);
    tag.set_source(quoth::v1::TOPIC_SOURCE_TEXT);
    tag.set_confidence(0.8f);
    SetSpan(*tag.mutable_evidence(), at + 10, at + 20);
  }
  *statement.mutable_published_on() = document.published_on();
  statement.set_confidence(0.9f);
  statement.set_rule("quote+cue");
  statement.set_document_title(document.title());
  statement.set_outlet(document.outlet());
  statement.set_language("en");
  statement.set_ordinal(static_cast<unsigned>(number));
  return speaker;
}

}  // namespace quoth::bench
