#include "ingest-service/parse/record/topic_records.h"

#include "ingest-service/parse/concat.h"

namespace quoth::parse {
namespace {

quoth::v1::TopicKind KindOf(ConceptKind kind) {
  switch (kind) {
    case ConceptKind::kSubject:
      return quoth::v1::TOPIC_KIND_SUBJECT;
    case ConceptKind::kEvent:
      return quoth::v1::TOPIC_KIND_EVENT;
    case ConceptKind::kEntity:
    case ConceptKind::kPerson:
      return quoth::v1::TOPIC_KIND_ENTITY;
  }
  return quoth::v1::TOPIC_KIND_UNSPECIFIED;
}

void AddLabel(const SkosLabel& label, quoth::v1::Topic& topic) {
  if (label.kind == LabelKind::kHidden) return;
  quoth::v1::TopicLabel& out = label.kind == LabelKind::kPreferred
                                   ? *topic.add_labels()
                                   : *topic.add_synonyms();
  out.set_text(label.text);
  out.set_language(label.language.empty() ? "und" : label.language);
}

}  // namespace

std::string TopicResourceName(std::string_view slug) {
  return Concat("topics/", slug);
}

quoth::v1::Topic TopicRecord(const Vocabulary& vocabulary, uint32_t index,
                             const std::vector<std::string>& sources) {
  const Concept& node = vocabulary.at(index);
  quoth::v1::Topic topic;
  topic.set_name(TopicResourceName(node.slug));
  topic.set_display_name(node.preferred);
  topic.set_kind(KindOf(node.kind));
  for (const SkosLabel& label : node.labels) AddLabel(label, topic);
  topic.set_definition(node.definition);
  for (const uint32_t parent : node.broader) {
    topic.add_broader(TopicResourceName(vocabulary.at(parent).slug));
  }
  for (const std::string& uri : node.exact_matches) {
    topic.add_exact_matches(uri);
  }
  topic.set_source(sources.at(node.source));
  return topic;
}

std::vector<quoth::v1::Topic> VocabularyTopics(
    const Vocabulary& vocabulary, const std::vector<std::string>& sources) {
  std::vector<quoth::v1::Topic> topics;
  topics.reserve(vocabulary.size());
  for (uint32_t i = 0; i < vocabulary.size(); ++i) {
    // A mask only keeps its words from other concepts.
    if (vocabulary.at(i).mask) continue;
    topics.push_back(TopicRecord(vocabulary, i, sources));
  }
  return topics;
}

}  // namespace quoth::parse
