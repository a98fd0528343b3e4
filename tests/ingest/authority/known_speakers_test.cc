// Documents against declared speakers: who is meant, who stays local, and that
// neither the order of documents nor that of declarations matters.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "ingest-service/authority/speaker_directory.h"
#include "ingest-service/knowledge/knowledge.h"
#include "ingest-service/parse/pipeline.h"
#include "ingest-service/parse/record/record.h"

namespace quoth::ingest {
namespace {

const LoadedKnowledge& TestKnowledge() {
  static const LoadedKnowledge* const knowledge =
      new LoadedKnowledge(*LoadKnowledge({}));
  return *knowledge;
}

v1::Speaker Person(const std::string& slug, const std::string& name,
                   const std::vector<std::string>& others = {},
                   const std::string& role = "",
                   const std::string& organisation = "") {
  v1::Speaker speaker;
  speaker.set_name("speakers/" + slug);
  speaker.set_display_name(name);
  speaker.set_kind(v1::SPEAKER_KIND_PERSON);
  for (const std::string& other : others) speaker.add_other_names(other);
  if (!role.empty() || !organisation.empty()) {
    speaker.add_roles()->set_title(role.empty() ? "member" : role);
    speaker.mutable_roles(0)->set_organisation(organisation);
  }
  return speaker;
}

// "speaker rule" of the document's last statement.
std::string Resolved(const std::string& text,
                     const std::vector<v1::Speaker>& records) {
  SpeakerDirectory directory(*TestKnowledge().lexicons);
  for (const v1::Speaker& record : records) directory.Put(record);
  parse::Knowledge knowledge = TestKnowledge().view();
  knowledge.speakers = &directory;
  const parse::ParsedDocument document = parse::ParseDocument(
      {.bytes = text, .declared_type = "text/plain"}, {}, knowledge);
  const v1::DocumentPut put = parse::BuildRecord(
      document, *TestKnowledge().vocabulary, {.document_id = "d"});
  if (put.statements().empty()) return "no statement";
  const v1::SpeakerReference& speaker =
      put.statements(put.statements_size() - 1).speaker();
  std::string name = speaker.speaker();
  const std::size_t local = name.find("-local-");
  if (local != name.npos) name = "local";
  return name + " " +
         speaker.resolution().substr(speaker.resolution().rfind('/') + 1);
}

TEST(KnownSpeakersTest, AreMeantOnlyWithEvidence) {
  const v1::Speaker quill = Person("oberon-quill", "Oberon Quill");
  const v1::Speaker minister =
      Person("oberon-quill", "Oberon Quill", {}, "Foreign Minister", "Norway");
  const v1::Speaker coach =
      Person("oberon-quill-2", "Oberon Quill", {}, "coach", "Tide Rovers");
  const v1::Speaker cousin = Person("ada-quill", "Ada Quill");
  const v1::Speaker xu =
      Person("quillan-xu", "Xu Quillan", {"Xu"}, "envoy", "China");
  const struct {
    const char* why;
    const char* text;
    std::vector<v1::Speaker> records;
    const char* want;
  } rows[] = {
      {"nobody declared: the name makes the speaker",
       "Oberon Quill said the tide was high.",
       {},
       "speakers/oberon-quill full-name"},
      {"nobody declared: a surname stays local",
       "Mr. Quill said the tide was high.",
       {},
       "local surname-only"},
      {"declared by name",
       "Oberon Quill said the tide was high.",
       {quill},
       "speakers/oberon-quill authority"},
      {"a surname without rivals",
       "Mr. Quill said the tide was high.",
       {quill},
       "speakers/oberon-quill surname-known"},
      {"a surname with rivals",
       "Mr. Quill said the tide was high.",
       {quill, cousin},
       "local surname-only"},
      {"rivals told apart by office",
       "Foreign Minister Quill said the tide was high.",
       {minister, cousin},
       "speakers/oberon-quill surname-role"},
      {"a surname of a public figure is no proof",
       "Merkel said the tide was high.",
       {Person("oberon-merkel", "Oberon Merkel")},
       "local surname-only"},
      {"office agrees",
       "Foreign Minister Oberon Quill said the tide was high.",
       {minister},
       "speakers/oberon-quill authority-role"},
      {"another country's office is another's",
       "Chilean Foreign Minister Oberon Quill said the tide was high.",
       {minister},
       "local namesake"},
      {"namesakes: the office tells",
       "The coach, Oberon Quill, said the tide was high.",
       {minister, coach},
       "speakers/oberon-quill-2 authority-role"},
      {"namesakes: the body that the text names tells",
       "They lost to Tide Rovers, and Tide Rovers won. Oberon Quill said the "
       "tide was high.",
       {minister, coach},
       "speakers/oberon-quill-2 authority-context"},
      {"namesakes: nothing tells",
       "Oberon Quill said the tide was high.",
       {minister, coach},
       "local ambiguous-name"},
      {"another spelling",
       "Oberon Kwill said the tide was high.",
       {Person("oberon-quill", "Oberon Quill", {"Oberon Kwill"})},
       "speakers/oberon-quill authority"},
      {"another script",
       "Оберон Квилл said the tide was high.",
       {Person("oberon-quill", "Oberon Quill", {"Оберон Квилл"})},
       "speakers/oberon-quill authority"},
      {"a declared short name",
       "Mr. Xu said the tide was high.",
       {xu},
       "speakers/quillan-xu authority"},
      {"named in full elsewhere in the document",
       "Oberon Quill came. Then Quill said the tide was high.",
       {quill, cousin},
       "speakers/oberon-quill authority"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Resolved(row.text, row.records), row.want) << row.why;
    std::vector<v1::Speaker> reversed(row.records.rbegin(), row.records.rend());
    EXPECT_EQ(Resolved(row.text, reversed), row.want)
        << row.why << ", declared in the other order";
  }
}

TEST(KnownSpeakersTest, MergesLeadOnAndPutsReplace) {
  SpeakerDirectory directory(*TestKnowledge().lexicons);
  directory.Put(Person("a", "Oberon Quill", {"O. Quill"}));
  v1::Speaker merged = Person("b", "Oberon Kwill");
  directory.Put(merged);
  EXPECT_EQ(directory.BySlug("b")->slug, "b");
  merged.set_merged_into("speakers/a");
  directory.Put(merged);
  EXPECT_EQ(directory.BySlug("b")->slug, "a");
  EXPECT_TRUE(directory.ByName("oberon-kwill").empty());
  EXPECT_EQ(directory.ByName("oberon-quill").size(), 1u);
  directory.Put(Person("a", "Oberon Quillfeather"));
  EXPECT_TRUE(directory.ByName("oberon-quill").empty());
  EXPECT_EQ(directory.BySurname("quillfeather").size(), 1u);
  EXPECT_EQ(directory.BySlug("c"), nullptr);
}

TEST(KnownSpeakersTest, BrokenMergesEnd) {
  SpeakerDirectory directory(*TestKnowledge().lexicons);
  for (const auto& [slug, into] : {std::pair{"a", "b"}, std::pair{"b", "a"}}) {
    v1::Speaker record = Person(slug, "Oberon Quill");
    record.set_merged_into(std::string("speakers/") + into);
    directory.Put(record);
  }
  EXPECT_EQ(directory.BySlug("a"), nullptr);
}

}  // namespace
}  // namespace quoth::ingest
