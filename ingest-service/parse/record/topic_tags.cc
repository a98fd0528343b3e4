#include "ingest-service/parse/record/topic_tags.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/record/speaker_names.h"
#include "ingest-service/parse/record/topic_records.h"
#include "ingest-service/parse/topics/concept_links.h"

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

// Candidates have names of their own, so that they meet no other topic.
constexpr std::string_view kCandidateMark = "candidate.";

// The slug of a person's topic is that of the speaker, without "speakers/".
std::string_view SpeakerSlug(std::string_view speaker_name) {
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
  for (const KeyPhrase& phrase : document.topics.key_phrases) {
    const std::string slug = SlugOf(phrase.text, "");
    // A topic of the vocabulary by another label.
    if (vocabulary.FindSlug(slug) != kNone) continue;
    candidates_.push_back(
        {TopicResourceName(Concat(kCandidateMark, slug)), &phrase});
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
  WriteCandidates(index, statement);
}

bool TagWriter::HeadingHas(std::size_t index, std::string_view words) const {
  const int32_t section = document_.attributions.statements[index].section;
  if (section < 0 ||
      static_cast<std::size_t>(section) >= document_.layout.blocks.size()) {
    return false;
  }
  return document_.layout.blocks[section]
             .range.of(document_.decoded.text)
             .find(words) != std::string_view::npos;
}

void TagWriter::WriteCandidates(std::size_t index,
                                quoth::v1::Statement& statement) const {
  const std::string_view text = document_.decoded.text;
  for (const CandidateTopic& candidate : candidates_) {
    const std::string_view words = candidate.phrase->text;
    Range evidence;
    for (const Range span : document_.attributions.statements[index].spans) {
      const std::size_t at = span.of(text).find(words);
      if (at == std::string_view::npos) continue;
      const auto begin = static_cast<uint32_t>(span.begin + at);
      evidence = {begin, begin + static_cast<uint32_t>(words.size())};
      break;
    }
    const bool heading = evidence.empty() && HeadingHas(index, words);
    if (evidence.empty() && !heading) continue;
    quoth::v1::TopicTag& out = *statement.add_candidate_topics();
    out.set_topic(candidate.name);
    out.set_display_name(candidate.phrase->text);
    out.set_role(heading || candidate.phrase->in_heading
                     ? quoth::v1::TOPIC_ROLE_ABOUT
                     : quoth::v1::TOPIC_ROLE_MENTIONS);
    out.set_source(heading ? quoth::v1::TOPIC_SOURCE_HEADING
                           : quoth::v1::TOPIC_SOURCE_TEXT);
    // Each time the document says it again makes it surer.
    constexpr float kFirst = 0.3f, kEach = 0.08f, kMost = 0.9f;
    out.set_confidence(StoredConfidence(std::min(
        kMost, kFirst + kEach * static_cast<float>(candidate.phrase->times))));
    if (!evidence.empty()) spans_.Write(evidence, out.mutable_evidence());
  }
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
          SpeakerSlug(SpeakerResourceName(person, context_.document_id)));
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
