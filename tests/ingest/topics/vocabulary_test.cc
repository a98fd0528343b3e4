#include "ingest-service/parse/topics/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace quoth::parse {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kPrefixes =
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix quoth: <urn:quoth:vocabulary#> .\n"
    "@prefix x: <urn:x:> .\n";

std::string Turtle(std::string_view body) {
  return std::string(kPrefixes) + std::string(body);
}

absl::StatusOr<std::unique_ptr<const Vocabulary>> Build(
    std::string_view contents, LoadReport* report = nullptr,
    bool imported = true) {
  const VocabularySource source{"test.ttl", contents, imported};
  return Vocabulary::Build({&source, 1}, {}, report);
}

std::string Message(const absl::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

TEST(VocabularyTest, ReadsTurtle) {
  const auto built = Build(Turtle(R"(
x:arms a skos:Concept ; skos:prefLabel "arms control"@en, "Rüstungskontrolle"@de ;
  skos:altLabel "arms limitation"@en ; skos:definition "Limits on weapons."@en ;
  skos:exactMatch <http://cv.iptc.org/newscodes/mediatopic/20000078> .
x:start a skos:Concept ; skos:prefLabel "New START"@en ; skos:broader x:arms .
)"));
  ASSERT_TRUE(built.ok()) << built.status();
  const Vocabulary& vocabulary = **built;
  ASSERT_EQ(vocabulary.size(), 2u);
  const Concept& arms = vocabulary.at(0);
  EXPECT_EQ(arms.slug, "arms-control");
  EXPECT_EQ(arms.preferred, "arms control");
  EXPECT_EQ(arms.definition, "Limits on weapons.");
  EXPECT_EQ(arms.labels.size(), 3u);
  EXPECT_THAT(vocabulary.at(1).broader, ElementsAre(0));
  EXPECT_THAT(vocabulary.ancestors(1), ElementsAre(0));
  EXPECT_TRUE(vocabulary.IsAncestor(0, 1));
  EXPECT_EQ(vocabulary.FindSlug("new-start"), 1);
  EXPECT_EQ(vocabulary.FindUri("urn:x:arms"), 0);
  EXPECT_EQ(
      vocabulary.FindUri("http://cv.iptc.org/newscodes/mediatopic/20000078"),
      0);
  EXPECT_EQ(vocabulary.FindSlug("nothing"), -1);
}

TEST(VocabularyTest, ReadsRdfXml) {
  const auto built = Build(R"(<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="urn:x:a">
    <skos:prefLabel xml:lang="en">energy</skos:prefLabel>
    <skos:narrower rdf:resource="urn:x:b"/>
  </skos:Concept>
  <skos:Concept rdf:about="urn:x:b">
    <skos:prefLabel xml:lang="en">natural gas</skos:prefLabel>
  </skos:Concept>
</rdf:RDF>)");
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_THAT((*built)->at(1).broader, ElementsAre(0));  // Turned round.
}

TEST(VocabularyTest, ReadsSkosXlLabels) {
  const auto built = Build(Turtle(R"(
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
x:a a skos:Concept ; xl:prefLabel x:label .
x:label a xl:Label ; xl:literalForm "energy"@en .
x:b a skos:Concept ; skos:prefLabel "coal"@en .
)"));
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ((*built)->FindSlug("energy"), 0);
}

TEST(VocabularyTest, MalformedInputNamesLineAndReason) {
  const struct {
    std::string_view why, contents, line;
  } kRows[] = {
      {"no prefix", "\n\nskos:x a skos:Concept .\n", "test.ttl:3:"},
      {"an open string", "@prefix x: <urn:x:> .\nx:a x:b \"open .\n",
       "test.ttl:"},
      {"plain prose", "This is a letter to the editor.", "test.ttl:1:"},
      {"broken XML", "<?xml version=\"1.0\"?>\n<rdf:RDF>\n<a></b>",
       "test.ttl:"},
      {"empty", "", "no skos:Concept"},
      {"no concepts", "<urn:a> <urn:b> <urn:c> .", "no skos:Concept"},
      {"NUL bytes", std::string_view("a\0b", 3), "NUL"},
  };
  for (const auto& row : kRows) {
    const auto built = Build(row.contents);
    ASSERT_FALSE(built.ok()) << row.why;
    EXPECT_EQ(built.status().code(), absl::StatusCode::kInvalidArgument)
        << row.why;
    EXPECT_THAT(Message(built.status()), HasSubstr(std::string(row.line)))
        << row.why;
  }
}

TEST(VocabularyTest, CircleIsAnErrorWithLine) {
  const auto built = Build(Turtle(R"(
x:a a skos:Concept ; skos:prefLabel "a one"@en ; skos:broader x:b .
x:b a skos:Concept ; skos:prefLabel "b two"@en ; skos:broader x:c .
x:c a skos:Concept ; skos:prefLabel "c three"@en ; skos:broader x:a .
)"));
  ASSERT_FALSE(built.ok());
  EXPECT_THAT(Message(built.status()), HasSubstr("circle"));
  EXPECT_THAT(Message(built.status()), HasSubstr("test.ttl:"));
}

TEST(VocabularyTest, CircleMadeByMergingLosesItsLastLink) {
  const std::string one = Turtle(R"(
x:a a skos:Concept ; skos:prefLabel "alpha"@en ; skos:broader x:b .
x:b a skos:Concept ; skos:prefLabel "beta"@en .
)");
  const std::string two = Turtle(R"(
x:b a skos:Concept ; skos:prefLabel "beta"@en ; skos:broader x:a .
x:a a skos:Concept ; skos:prefLabel "alpha"@en .
)");
  const VocabularySource sources[] = {{"one", one, false}, {"two", two, true}};
  LoadReport report;
  const auto built = Vocabulary::Build(sources, {}, &report);
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ((*built)->size(), 2u);
  EXPECT_EQ(report.merged, 2u);
  EXPECT_THAT(report.ToString(), HasSubstr("closes a circle"));
  EXPECT_FALSE((*built)->IsAncestor(0, 1) && (*built)->IsAncestor(1, 0));
}

TEST(VocabularyTest, ReportsWhatItSkips) {
  LoadReport report;
  const auto built =
      Build(Turtle("x:a a skos:Concept ; skos:prefLabel \"fine label\"@en ;\n"
                   "  skos:altLabel \"" +
                   std::string(5000, 'x') +
                   "\"@en, \"one two three four five six seven eight nine ten "
                   "eleven twelve thirteen\"@en, \"7\"@en, \"...\"@en ;\n"
                   "  skos:broader x:nowhere .\n"
                   "x:b a skos:Concept .\n"
                   "x:c a skos:Concept ; skos:prefLabel \"old thing\"@en ;\n"
                   "  <http://www.w3.org/2002/07/owl#deprecated> \"true\" .\n"),
            &report);
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ((*built)->size(), 1u);
  EXPECT_EQ(report.skipped_total, 7u) << report.ToString();
  for (const char* reason :
       {"over 160 bytes", "more than 12 words", "too short", "without words",
        "unknown urn:x:nowhere", "no label", "deprecated"}) {
    EXPECT_THAT(report.ToString(), HasSubstr(reason));
  }
}

TEST(VocabularyTest, SlugsAreUniqueAndReadable) {
  const auto built = Build(Turtle(R"(
x:a a skos:Concept ; skos:prefLabel "Côte d'Ivoire"@en .
x:b a skos:Concept ; skos:prefLabel "cote divoire"@en .
x:c a skos:Concept ; skos:prefLabel "нефть"@ru .
x:d a skos:Concept ; skos:prefLabel "Öl"@de ; skos:altLabel "oil"@en .
)"));
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ((*built)->at(0).slug, "cote-divoire");
  EXPECT_EQ((*built)->at(1).slug, "cote-divoire-2");
  EXPECT_EQ((*built)->at(2).slug.substr(0, 2), "t-");
  EXPECT_EQ((*built)->at(3).slug, "ol");
}

TEST(VocabularyTest, ImportedConceptsMergeIntoOurs) {
  const std::string ours = Turtle(R"(
x:arms a skos:Concept ; skos:prefLabel "arms control"@en ;
  skos:exactMatch <http://cv.iptc.org/newscodes/mediatopic/1> .
x:tax a skos:Concept ; skos:prefLabel "taxes"@en ; skos:altLabel "taxation"@en .
)");
  const std::string theirs = R"(
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix m: <http://cv.iptc.org/newscodes/mediatopic/> .
m:1 a skos:Concept ; skos:prefLabel "weapons treaty matters"@en ; skos:broader m:9 .
m:2 a skos:Concept ; skos:prefLabel "taxation"@en .
m:9 a skos:Concept ; skos:prefLabel "conflict, war and peace"@en .
)";
  const VocabularySource sources[] = {{"ours", ours, false},
                                      {"theirs", theirs, true}};
  LoadReport report;
  const auto built = Vocabulary::Build(sources, {}, &report);
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ((*built)->size(), 3u);
  EXPECT_EQ(report.merged, 2u);
  EXPECT_EQ((*built)->at(0).preferred, "arms control");
  EXPECT_TRUE((*built)->IsAncestor(2, 0));  // Their parent holds for ours.
}

TEST(VocabularyTest, DeepAndWideHierarchiesStayBounded) {
  std::string body;
  for (int k = 0; k < 20000; ++k) {
    body += "x:c" + std::to_string(k) + " a skos:Concept ; skos:prefLabel \"w" +
            std::to_string(k) + " chain\"@en ; skos:broader x:c" +
            std::to_string(k + 1) + " .\n";
  }
  body += "x:c20000 a skos:Concept ; skos:prefLabel \"the top\"@en .\n";
  const auto built = Build(Turtle(body));
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ((*built)->ancestors(0).size(), kAncestorsMax);
}

TEST(VocabularyTest, LimitsAreErrors) {
  VocabularyOptions options;
  options.limits.document_bytes_max = 10;
  const VocabularySource source{"big.ttl", kPrefixes, true};
  EXPECT_EQ(Vocabulary::Build({&source, 1}, options, nullptr).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(Vocabulary::Build({}, {}, nullptr).ok());
}

TEST(VocabularyTest, NothingIsFetched) {
  const auto built = Build(R"(<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY leak SYSTEM "file:///etc/hostname">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="urn:x:a">
    <skos:prefLabel xml:lang="en">x &leak;</skos:prefLabel>
  </skos:Concept></rdf:RDF>)");
  if (built.ok()) {
    std::ifstream in("/etc/hostname");
    std::string hostname;
    in >> hostname;
    if (!hostname.empty()) {
      EXPECT_EQ((*built)->at(0).preferred.find(hostname), std::string::npos);
    }
  }
}

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(VocabularyTest, LargeVocabulariesLoad) {
  const char* source_dir = std::getenv("QUOTH_SOURCE_DIR");
  const std::filesystem::path shared =
      std::filesystem::path(source_dir == nullptr ? "." : source_dir) / ".." /
      "shared" / "topics";
  if (!std::filesystem::exists(shared / "eurovoc.ttl")) {
    GTEST_SKIP() << "no vocabularies beside the repository";
  }
  const struct {
    const char* file;
    uint32_t concepts;
  } kFiles[] = {{"mediatopics.ttl", 1099}, {"eurovoc.ttl", 7317}};
  for (const auto& row : kFiles) {
    const std::string contents = ReadAll(shared / row.file);
    LoadReport report;
    const auto built = Build(contents, &report);
    ASSERT_TRUE(built.ok()) << built.status();
    EXPECT_EQ((*built)->size(), row.concepts) << row.file;
    EXPECT_LT(report.skipped_total, 60u) << report.ToString();
  }
}

}  // namespace
}  // namespace quoth::parse
