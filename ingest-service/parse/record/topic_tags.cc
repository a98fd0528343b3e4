#include "ingest-service/parse/record/topic_tags.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "ingest-service/parse/record/speaker_names.h"
#include "ingest-service/parse/record/topic_records.h"

namespace quoth::parse {
namespace {

// A person named in full is surer than one by surname: the chain knows.
constexpr float kPersonConfidence = 0.9f;

quoth::v1::TopicSource SourceOf(TagSource source) {
  switch (source) {
    case TagSource::kText:
      return quoth::v1::TOPIC_SOURCE_TEXT;
    case TagSource::kHeading:
      return quoth::v1::TOPIC_SOURCE_HEADING;
    case TagSource::kQuestion:
      return quoth::v1::TOPIC_SOURCE_QUESTION;
    case TagSource::kLead:
      return quoth::v1::TOPIC_SOURCE_LEAD;
  }
  return quoth::v1::TOPIC_SOURCE_UNSPECIFIED;
}

// The slug of a person's topic is that of the speaker, without "speakers/".
std::string_view SlugOf(std::string_view speaker_name) {
  return speaker_name.substr(speaker_name.find('/') + 1);
}

}  // namespace

TagWriter::TagWriter(const ParsedDocument& document,
                     const Vocabulary& vocabulary, const SpanWriter& spans,
                     const RecordContext& context)
    : document_(document),
      vocabulary_(vocabulary),
      spans_(spans),
      context_(context) {
  const auto& mentions = document.mentions.mentions;
  for (uint32_t i = 0; i < mentions.size(); ++i) {
    const Mention& m = mentions[i];
    if (m.kind != EntityKind::kPerson || m.form != MentionForm::kName) continue;
    if (m.chain == kNone || document.speakers.by_chain[m.chain] == kNone)
      continue;
    people_.push_back(i);
  }
}

void TagWriter::Write(std::size_t index,
                      quoth::v1::Statement& statement) const {
  if (index < document_.topics.by_statement.size()) {
    for (const Tag& tag : document_.topics.by_statement[index]) {
      if (statement.topics_size() >= kTagsMax) break;
      const Concept& node = vocabulary_.at(tag.concept_index);
      quoth::v1::TopicTag& out = *statement.add_topics();
      out.set_topic(TopicResourceName(node.slug));
      out.set_display_name(node.preferred);
      out.set_role(tag.role == TagRole::kAbout
                       ? quoth::v1::TOPIC_ROLE_ABOUT
                       : quoth::v1::TOPIC_ROLE_MENTIONS);
      out.set_source(SourceOf(tag.source));
      out.set_confidence(StoredConfidence(tag.confidence));
      if (!tag.evidence.empty())
        spans_.Write(tag.evidence, out.mutable_evidence());
    }
  }
  WritePeople(index, statement);
}

void TagWriter::WritePeople(std::size_t index,
                            quoth::v1::Statement& statement) const {
  const auto& mentions = document_.mentions.mentions;
  absl::flat_hash_set<std::string> tagged;
  for (const quoth::v1::TopicTag& tag : statement.topics()) {
    tagged.insert(tag.topic());
  }
  for (const Range span : document_.attributions.statements[index].spans) {
    auto next = std::lower_bound(
        people_.begin(), people_.end(), span.begin,
        [&](uint32_t i, uint32_t at) { return mentions[i].range.begin < at; });
    for (; next != people_.end() && mentions[*next].range.begin < span.end;
         ++next) {
      if (statement.topics_size() >= kTagsMax) return;
      const Mention& m = mentions[*next];
      const ResolvedSpeaker& person =
          document_.speakers.speakers[document_.speakers.by_chain[m.chain]];
      // Someone known only to this document is no topic across documents.
      if (person.local) continue;
      std::string topic = TopicResourceName(
          SlugOf(SpeakerResourceName(person, context_.document_id)));
      if (!tagged.insert(topic).second) continue;
      quoth::v1::TopicTag& out = *statement.add_topics();
      out.set_topic(std::move(topic));
      out.set_display_name(person.display_name);
      out.set_role(quoth::v1::TOPIC_ROLE_MENTIONS);
      out.set_source(quoth::v1::TOPIC_SOURCE_TEXT);
      out.set_confidence(
          StoredConfidence(kPersonConfidence * m.chain_confidence));
      spans_.Write(m.range, out.mutable_evidence());
    }
  }
}

}  // namespace quoth::parse
