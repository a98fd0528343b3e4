// Documents made for tests of the query service: few words, every field that
// lookups look at.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "quoth/v1/change.pb.h"

namespace quoth::query::testing {

// A folder that goes away with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern =
        std::filesystem::temp_directory_path() / "quoth-test-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline quoth::v1::Date MakeDate(int year, int month = 0, int day = 0) {
  quoth::v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  date.set_precision(day != 0     ? quoth::v1::DATE_PRECISION_DAY
                     : month != 0 ? quoth::v1::DATE_PRECISION_MONTH
                                  : quoth::v1::DATE_PRECISION_YEAR);
  return date;
}

struct MadeStatement {
  std::string key;
  std::string speaker;  // Slug.
  std::vector<std::string> about;
  std::vector<std::string> mentions;
  quoth::v1::Date said;
  std::string text = "Words were said.";
  quoth::v1::StatementKind kind = quoth::v1::STATEMENT_KIND_DIRECT;
  float confidence = 0.9f;
};

struct MadeDocument {
  std::string id;
  std::vector<MadeStatement> statements;
  std::string outlet = "The Daily Example";
  std::string language = "en";
  quoth::v1::Date published;
  std::string title = "A title";
};

inline std::string Titled(const std::string& slug) {
  std::string name = slug;
  bool start = true;
  for (char& c : name) {
    if (c == '-') c = ' ';
    if (start && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    start = c == ' ';
  }
  return name;
}

inline void AddTag(quoth::v1::Statement& statement, const std::string& slug,
                   quoth::v1::TopicRole role) {
  quoth::v1::TopicTag& tag = *statement.add_topics();
  tag.set_topic("topics/" + slug);
  tag.set_display_name(Titled(slug));
  tag.set_role(role);
  tag.set_confidence(0.8f);
}

inline quoth::v1::Change Put(const MadeDocument& made) {
  quoth::v1::Change change;
  quoth::v1::DocumentPut& put = *change.mutable_document_put();
  quoth::v1::Document& document = *put.mutable_document();
  document.set_name("documents/" + made.id);
  document.set_title(made.title);
  document.set_outlet(made.outlet);
  document.set_language(made.language);
  if (made.published.year() != 0)
    *document.mutable_published_on() = made.published;
  std::vector<std::string> speakers;
  for (const MadeStatement& from : made.statements) {
    quoth::v1::Statement& statement = *put.add_statements();
    statement.set_name(document.name() + "/statements/" + from.key);
    statement.set_document(document.name());
    statement.set_kind(from.kind);
    statement.set_text(from.text);
    statement.set_confidence(from.confidence);
    if (!from.speaker.empty()) {
      statement.mutable_speaker()->set_speaker("speakers/" + from.speaker);
      statement.mutable_speaker()->set_display_name(Titled(from.speaker));
      if (std::find(speakers.begin(), speakers.end(), from.speaker) ==
          speakers.end()) {
        speakers.push_back(from.speaker);
      }
    }
    for (const std::string& slug : from.about)
      AddTag(statement, slug, quoth::v1::TOPIC_ROLE_ABOUT);
    for (const std::string& slug : from.mentions) {
      AddTag(statement, slug, quoth::v1::TOPIC_ROLE_MENTIONS);
    }
    if (from.said.year() != 0) *statement.mutable_said_on() = from.said;
    if (made.published.year() != 0)
      *statement.mutable_published_on() = made.published;
    statement.set_document_title(made.title);
    statement.set_outlet(made.outlet);
    statement.set_language(made.language);
    statement.set_ordinal(static_cast<unsigned>(put.statements_size() - 1));
  }
  document.set_statement_count(static_cast<unsigned>(put.statements_size()));
  for (const std::string& slug : speakers) {
    quoth::v1::Speaker& speaker = *put.add_speakers();
    speaker.set_name("speakers/" + slug);
    speaker.set_display_name(Titled(slug));
    speaker.set_kind(quoth::v1::SPEAKER_KIND_PERSON);
  }
  return change;
}

inline quoth::v1::Change Delete(const std::string& id) {
  quoth::v1::Change change;
  change.mutable_document_deleted()->set_name("documents/" + id);
  return change;
}

// {slug, broader slugs}
inline quoth::v1::Change Vocabulary(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& topics,
    const std::string& source = "quoth") {
  quoth::v1::Change change;
  quoth::v1::VocabularyPut& put = *change.mutable_vocabulary_put();
  put.set_source(source);
  put.set_version("v");
  put.set_last_chunk(true);
  for (const auto& [slug, broader] : topics) {
    quoth::v1::Topic& topic = *put.add_topics();
    topic.set_name("topics/" + slug);
    topic.set_display_name(Titled(slug));
    topic.set_kind(quoth::v1::TOPIC_KIND_SUBJECT);
    topic.set_source(source);
    quoth::v1::TopicLabel& label = *topic.add_labels();
    label.set_text(Titled(slug));
    label.set_language("en");
    for (const std::string& parent : broader)
      topic.add_broader("topics/" + parent);
  }
  return change;
}

}  // namespace quoth::query::testing
