// Vocabularies brought by clients, over both services: what is loaded and
// skipped, what statements are tagged with before and after, and what lookups
// answer meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"
#include "tests/e2e/process.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

// Two subjects that no vocabulary of ours has, one above the other.
constexpr char kTurtle[] =
    R"(@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <urn:test:> .
x:glassworks a skos:Concept ; skos:prefLabel "glassworks"@en ;
  skos:altLabel "bottle glass ovens"@en ; skos:broader x:kilncraft .
x:kilncraft a skos:Concept ; skos:prefLabel "kilncraft"@en .
x:unnamed a skos:Concept .
)";

constexpr char kRdfXml[] = R"(<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="urn:test:glassworks">
    <skos:prefLabel xml:lang="en">glassworks</skos:prefLabel>
    <skos:altLabel xml:lang="en">bottle glass ovens</skos:altLabel>
  </skos:Concept>
</rdf:RDF>
)";

constexpr char kDocument[] =
    "A town and its trade\n\nby Test Wire\n\nMarch 3, 2023\n\n"
    "“The bottle glass ovens must burn through the winter, vaccines or no "
    "vaccines”, said Health Minister Petra Holm.\n\n";

class TopicsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(services_.Start()) << services_.Logs(); }

  absl::StatusOr<v1::ImportTopicsResponse> Import(
      const v1::ImportTopicsRequest& request) {
    grpc::ClientContext context;
    SetDeadline(context, absl::Seconds(120));
    v1::ImportTopicsResponse response;
    const grpc::Status status =
        services_.ingest().ImportTopics(&context, request, &response);
    if (!status.ok()) return kit::FromGrpc(status);
    return response;
  }

  absl::StatusOr<v1::ImportTopicsResponse> Import(const std::string& source,
                                                  const std::string& content) {
    v1::ImportTopicsRequest request;
    request.set_source(source);
    request.set_content(content);
    return Import(request);
  }

  // The last word of the progress.
  v1::ReparseDocumentsResponse Retag() {
    grpc::ClientContext context;
    SetDeadline(context, absl::Seconds(120));
    v1::ReparseDocumentsRequest request;
    request.set_only_outdated(true);
    const auto stream = services_.ingest().ReparseDocuments(&context, request);
    v1::ReparseDocumentsResponse last, progress;
    while (stream->Read(&progress)) {
      EXPECT_GE(progress.done(), last.done());
      last = progress;
    }
    EXPECT_TRUE(stream->Finish().ok());
    return last;
  }

  std::size_t Found(const std::string& topic, const std::string& revision) {
    const auto statements = services_.AllStatements("", topic, revision);
    EXPECT_TRUE(statements.ok()) << statements.status();
    return statements.ok() ? statements->size() : 0;
  }

  std::set<std::string> TopicsOf(const std::string& document,
                                 const std::string& revision) {
    std::set<std::string> topics;
    const auto statements = services_.StatementsOfDocument(document, revision);
    EXPECT_TRUE(statements.ok()) << statements.status();
    if (!statements.ok()) return topics;
    for (const v1::Statement& statement : *statements) {
      for (const v1::TopicTag& tag : statement.topics()) {
        topics.insert(tag.topic());
      }
    }
    return topics;
  }

  absl::StatusOr<v1::Topic> GetTopic(const std::string& name,
                                     const std::string& revision) {
    grpc::ClientContext context;
    SetDeadline(context);
    v1::GetTopicRequest request;
    request.set_name(name);
    request.set_at_least_as_fresh(revision);
    v1::Topic topic;
    const grpc::Status status =
        services_.query().GetTopic(&context, request, &topic);
    if (!status.ok()) return kit::FromGrpc(status);
    return topic;
  }

  Services services_;
};

TEST_F(TopicsTest, AnImportTagsWhatComesNextAndWhatIsTaggedAnew) {
  const auto before = services_.Ingest("town", kDocument);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_THAT(TopicsOf("town", before->revision()),
              Contains("topics/vaccines"));
  EXPECT_FALSE(services_.GetFromIngest("town")->outdated());

  const auto imported = Import("crafts", kTurtle);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->imported(), 2u);
  EXPECT_EQ(imported->skipped_count(), 1u);
  ASSERT_EQ(imported->skipped_size(), 1);
  EXPECT_THAT(imported->skipped(0), HasSubstr("urn:test:unnamed"));
  EXPECT_THAT(imported->skipped(0), HasSubstr("no label"));
  EXPECT_GT(imported->topic_count(), 100u);
  ASSERT_EQ(imported->sample_size(), 2);
  EXPECT_EQ(imported->sample(0).source(), "import:crafts");

  // The topic is known at once; the stored statement is as it was, and says
  // that it is outdated.
  const auto topic = GetTopic("topics/glassworks", imported->revision());
  ASSERT_TRUE(topic.ok()) << topic.status();
  EXPECT_EQ(topic->source(), "import:crafts");
  EXPECT_THAT(topic->broader(), Contains("topics/kilncraft"));
  EXPECT_TRUE(services_.GetFromIngest("town")->outdated());
  EXPECT_EQ(Found("topics/glassworks", imported->revision()), 0u);
  EXPECT_EQ(Found("topics/vaccines", imported->revision()), 1u);

  const v1::ReparseDocumentsResponse done = Retag();
  EXPECT_EQ(done.done(), 1u);
  EXPECT_EQ(done.changed(), 1u);
  EXPECT_EQ(done.failed(), 0u);
  EXPECT_EQ(Found("topics/glassworks", done.revision()), 1u);
  EXPECT_EQ(Found("topics/kilncraft", done.revision()), 1u) << "by broader";
  EXPECT_EQ(Found("topics/vaccines", done.revision()), 1u);
  EXPECT_FALSE(services_.GetFromIngest("town")->outdated());
  EXPECT_EQ(Retag().changed(), 0u);

  const auto next = services_.Ingest("next", kDocument);
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(Found("topics/glassworks", next->revision()), 2u);
}

TEST_F(TopicsTest, SurvivesARestart) {
  const auto imported = Import("crafts", kRdfXml);
  ASSERT_TRUE(imported.ok()) << imported.status();
  services_.KillIngest();
  ASSERT_TRUE(services_.StartIngest()) << services_.Logs();
  const auto after = services_.Ingest("town", kDocument);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->document().vocabulary_version(),
            imported->vocabulary_version());
  EXPECT_EQ(Found("topics/glassworks", after->revision()), 1u);
}

TEST_F(TopicsTest, AloneAndRemovedAgain) {
  const auto first = services_.Ingest("town", kDocument);
  ASSERT_TRUE(first.ok());
  v1::ImportTopicsRequest alone;
  alone.set_source("crafts");
  alone.set_content(kTurtle);
  alone.set_without_builtin(true);
  const auto imported = Import(alone);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->topic_count(), 2u);
  v1::ReparseDocumentsResponse done = Retag();
  EXPECT_THAT(TopicsOf("town", done.revision()), Contains("topics/glassworks"));
  EXPECT_THAT(TopicsOf("town", done.revision()),
              Not(Contains("topics/vaccines")));
  EXPECT_EQ(Found("topics/vaccines", done.revision()), 0u);

  v1::ImportTopicsRequest remove;
  remove.set_source("crafts");
  remove.set_remove(true);
  const auto removed = Import(remove);
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_EQ(removed->vocabulary_version(),
            first->document().vocabulary_version());
  done = Retag();
  EXPECT_EQ(done.changed(), 1u);
  EXPECT_EQ(Found("topics/glassworks", done.revision()), 0u);
  EXPECT_EQ(Found("topics/vaccines", done.revision()), 1u);
  EXPECT_EQ(GetTopic("topics/glassworks", done.revision()).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Import(remove).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(TopicsTest, MalformedContentChangesNothing) {
  const auto before = services_.Ingest("town", kDocument);
  ASSERT_TRUE(before.ok());
  struct Case {
    const char* source;
    std::string content;
    const char* type;
    const char* field;
    const char* says;
  };
  const Case cases[] = {
      // The line and the reason.
      {"crafts",
       "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
       "<urn:x> a skos:Concept ; skos:prefLabel .\n",
       "", "content", "crafts:3: "},
      {"crafts", "<?xml version=\"1.0\"?>\n<rdf:RDF>\n<unclosed>\n", "",
       "content", "crafts:"},
      // Turtle said to be XML.
      {"crafts", kTurtle, "application/rdf+xml", "content", "crafts:1: "},
      // Well-formed, and no vocabulary.
      {"crafts", "<urn:a> <urn:b> <urn:c> .\n", "", "content",
       "no skos:Concept"},
      {"crafts",
       "@prefix s: <http://www.w3.org/2004/02/skos/core#> .\n"
       "<urn:a> a s:Concept; s:prefLabel \"aa\"; s:broader <urn:b> .\n"
       "<urn:b> a s:Concept; s:prefLabel \"bb\"; s:broader <urn:a> .\n",
       "", "content", "circle"},
      {"crafts", "", "", "content", "empty"},
      {"crafts", kTurtle, "text/html", "content_type", "text/turtle"},
      {"Crafts", kTurtle, "", "source", "hyphens"},
      {"quoth", kTurtle, "", "source", "itself"},
  };
  for (const Case& c : cases) {
    v1::ImportTopicsRequest request;
    request.set_source(c.source);
    request.set_content(c.content);
    request.set_content_type(c.type);
    const auto imported = Import(request);
    ASSERT_EQ(imported.status().code(), absl::StatusCode::kInvalidArgument)
        << c.says;
    EXPECT_EQ(kit::FieldOf(imported.status()), c.field);
    EXPECT_THAT(std::string(imported.status().message()), HasSubstr(c.says));
  }
  v1::ImportTopicsRequest check;
  check.set_source("crafts");
  check.set_content(kTurtle);
  check.set_validate_only(true);
  const auto checked = Import(check);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->imported(), 2u);
  EXPECT_EQ(checked->revision(), "");

  EXPECT_FALSE(services_.GetFromIngest("town")->outdated());
  const auto same = services_.Ingest("town", kDocument);
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(same->outcome(), v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(GetTopic("topics/glassworks", same->revision()).status().code(),
            absl::StatusCode::kNotFound);
}

// Lookups go on while documents are tagged anew, and every answer is either
// the old tagging of a document or the new, never neither.
TEST_F(TopicsTest, LookupsStayRightWhileTaggingAnew) {
  constexpr int kDocuments = 40;
  std::string revision;
  for (int i = 0; i < kDocuments; ++i) {
    const auto put = services_.Ingest(
        "town-" + std::to_string(i),
        kDocument + std::string("Page ") + std::to_string(i) + ".\n");
    ASSERT_TRUE(put.ok()) << put.status();
    revision = put->revision();
  }
  ASSERT_EQ(Found("topics/vaccines", revision), std::size_t{kDocuments});
  const auto imported = Import("crafts", kTurtle);
  ASSERT_TRUE(imported.ok()) << imported.status();

  grpc::ClientContext context;
  SetDeadline(context, absl::Seconds(120));
  v1::ReparseDocumentsRequest request;
  request.set_only_outdated(true);
  const auto stream = services_.ingest().ReparseDocuments(&context, request);
  v1::ReparseDocumentsResponse progress;
  std::size_t tagged = 0;
  while (stream->Read(&progress)) {
    EXPECT_EQ(Found("topics/vaccines", progress.revision()),
              std::size_t{kDocuments});
    const std::size_t now = Found("topics/glassworks", progress.revision());
    EXPECT_GE(now, tagged);
    tagged = now;
  }
  ASSERT_TRUE(stream->Finish().ok());
  EXPECT_EQ(progress.changed(), std::uint64_t{kDocuments});
  EXPECT_EQ(tagged, std::size_t{kDocuments});
}

TEST_F(TopicsTest, CandidatesAreListedApartAndPromoted) {
  constexpr char kLanterns[] =
      "A harbour and its lights\n\nby Test Wire\n\nMarch 3, 2023\n\n"
      "“The tidal lantern will burn in spring”, said Health Minister Petra "
      "Holm.\n\n"
      "“A tidal lantern costs little”, said Health Minister Petra Holm.\n\n"
      "“Without the tidal lantern we stay in the dark”, said Health Minister "
      "Petra Holm.\n\n";
  constexpr char kCandidate[] = "topics/candidate.tidal-lantern";
  const auto put = services_.Ingest("lanterns", kLanterns);
  ASSERT_TRUE(put.ok()) << put.status();
  const auto list = [&](v1::TopicKind kind, const std::string& revision) {
    grpc::ClientContext context;
    SetDeadline(context);
    v1::ListTopicsRequest request;
    request.set_kind(kind);
    request.set_page_size(1000);
    request.set_at_least_as_fresh(revision);
    v1::ListTopicsResponse response;
    EXPECT_TRUE(
        services_.query().ListTopics(&context, request, &response).ok());
    std::set<std::string> names;
    for (const v1::Topic& topic : response.topics()) names.insert(topic.name());
    return names;
  };
  EXPECT_THAT(list(v1::TOPIC_KIND_CANDIDATE, put->revision()),
              Contains(kCandidate));
  EXPECT_THAT(list(v1::TOPIC_KIND_UNSPECIFIED, put->revision()),
              Not(Contains(kCandidate)));
  // Apart from the topics of the statement, and still a way to it.
  EXPECT_THAT(TopicsOf("lanterns", put->revision()), Not(Contains(kCandidate)));
  EXPECT_EQ(Found(kCandidate, put->revision()), 3u);
  const auto candidate = GetTopic(kCandidate, put->revision());
  ASSERT_TRUE(candidate.ok()) << candidate.status();
  EXPECT_EQ(candidate->kind(), v1::TOPIC_KIND_CANDIDATE);
  EXPECT_EQ(candidate->display_name(), "tidal lantern");
  EXPECT_EQ(candidate->statement_count(), 3);

  const auto promote = [&](const std::string& name,
                           const std::string& broader) {
    grpc::ClientContext context;
    SetDeadline(context, absl::Seconds(60));
    v1::PromoteTopicRequest request;
    request.set_name(name);
    request.add_broader(broader);
    request.set_definition("A lamp that \"burns\"\nby the tide.");
    v1::PromoteTopicResponse response;
    const grpc::Status status =
        services_.ingest().PromoteTopic(&context, request, &response);
    if (!status.ok()) {
      return absl::StatusOr<v1::PromoteTopicResponse>(kit::FromGrpc(status));
    }
    return absl::StatusOr<v1::PromoteTopicResponse>(response);
  };
  EXPECT_EQ(promote(kCandidate, "topics/no-such-topic").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(promote("topics/vaccines", "topics/energy").status().code(),
            absl::StatusCode::kAlreadyExists);
  const auto promoted = promote(kCandidate, "topics/energy");
  ASSERT_TRUE(promoted.ok()) << promoted.status();
  EXPECT_EQ(promoted->topic().name(), "topics/tidal-lantern");
  const auto again = promote(kCandidate, "topics/health");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(again->topic().broader(), testing::ElementsAre("topics/health"));

  const v1::ReparseDocumentsResponse done = Retag();
  EXPECT_EQ(done.changed(), 1u);
  EXPECT_EQ(Found("topics/tidal-lantern", done.revision()), 3u);
  EXPECT_EQ(Found("topics/health", done.revision()), 3u);
  EXPECT_EQ(Found(kCandidate, done.revision()), 0u);
  EXPECT_THAT(list(v1::TOPIC_KIND_UNSPECIFIED, done.revision()),
              Contains("topics/tidal-lantern"));
}

TEST_F(TopicsTest, ResolvesWhatPeopleType) {
  const auto imported = Import(
      "crafts",
      "@prefix s: <http://www.w3.org/2004/02/skos/core#> .\n"
      "<urn:x> a s:Concept; s:prefLabel \"glassworks\"@en, \"стекольный "
      "завод\"@ru, \"Glashütte\"@de; s:altLabel \"bottle ovens\"@en .\n");
  ASSERT_TRUE(imported.ok()) << imported.status();
  struct Row {
    const char* query;
    const char* topic;  // Null: nothing is meant.
    bool known;
    const char* why;
  };
  const Row rows[] = {
      {"glassworks", "topics/glassworks", true, "the preferred label"},
      {"GLASSWORKS", "topics/glassworks", true, "case"},
      {"bottle oven", "topics/glassworks", true, "a synonym's singular"},
      {"glashutte", "topics/glassworks", true, "another language, no umlaut"},
      {"стекольный завод", "topics/glassworks", true, "another script"},
      {"glasworks", "topics/glassworks", true, "misspelt"},
      {"disarmament talks", "topics/disarmament", true, "a label of ours"},
      {"disarmament qwzzx", "topics/disarmament", false, "one word of it"},
      {"vacines", "topics/vaccines", true, "misspelt"},
      {"U.S.", "topics/united-states", true, "dotted"},
      {"qwzzx vlorp", nullptr, false, "nothing"},
  };
  for (const Row& row : rows) {
    grpc::ClientContext context;
    SetDeadline(context);
    v1::ResolveTopicRequest request;
    request.set_query(row.query);
    request.set_at_least_as_fresh(imported->revision());
    v1::ResolveTopicResponse response;
    const grpc::Status status =
        services_.query().ResolveTopic(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.known(), row.known) << row.query << ": " << row.why;
    if (row.topic == nullptr) continue;
    std::set<std::string> names;
    for (const auto& candidate : response.candidates()) {
      names.insert(candidate.topic().name());
      EXPECT_GT(candidate.score(), 0);
      EXPECT_LE(candidate.score(), 1);
    }
    EXPECT_THAT(names, Contains(row.topic)) << row.query << ": " << row.why;
    if (row.known) {
      EXPECT_EQ(response.candidates(0).topic().name(), row.topic) << row.query;
    }
  }
}

struct Given {
  const char* file;
  std::uint32_t concepts;
  const char* topic;  // One that ours lacks.
};

class GivenVocabulary : public TopicsTest,
                        public testing::WithParamInterface<Given> {};

TEST_P(GivenVocabulary, LoadsAndTags) {
  const char* source_dir = std::getenv("QUOTH_SOURCE_DIR");
  const std::filesystem::path path =
      std::filesystem::path(source_dir == nullptr ? "." : source_dir) /
      "../shared/topics" / GetParam().file;
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << path << " is not there";
  }
  const auto loaded = RunProgram(
      ProgramPath("quoth-load"),
      {"topics", "--server", services_.ingest_address(), path.string()}, "",
      absl::Seconds(120));
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(loaded.out,
              HasSubstr(std::to_string(GetParam().concepts) + " concepts"));
  const auto put = services_.Ingest("town", kDocument);
  ASSERT_TRUE(put.ok()) << put.status();
  const auto topic = GetTopic(GetParam().topic, put->revision());
  ASSERT_TRUE(topic.ok()) << topic.status();
  EXPECT_THAT(topic->source(), HasSubstr("import:"));
  EXPECT_EQ(Found("topics/vaccines", put->revision()), 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Files, GivenVocabulary,
    testing::Values(Given{"mediatopics.ttl", 1099, "topics/animation"},
                    Given{"eurovoc.ttl", 7317, "topics/domestic-trade"}),
    [](const auto& info) {
      return std::filesystem::path(info.param.file).stem().string();
    });

TEST_F(TopicsTest, CommandLine) {
  const std::string file = services_.folder() + "/crafts.ttl";
  WriteFileText(file, kTurtle);
  ASSERT_TRUE(services_.Ingest("town", kDocument).ok());
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"topics", "--server", services_.ingest_address()});
    return RunProgram(ProgramPath("quoth-load"), arguments);
  };
  Finished checked = run({file, "--check"});
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("checked crafts: 2 concepts"));
  EXPECT_THAT(checked.err, HasSubstr("no label"));
  EXPECT_FALSE(services_.GetFromIngest("town")->outdated());
  Finished loaded = run({file, "--retag"});
  EXPECT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(loaded.out, HasSubstr("1 documents changed"));
  WriteFileText(file, "<urn:a> nonsense");
  Finished refused = run({file});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("crafts:1"));
  EXPECT_EQ(run({}).exit_code, 2);
  EXPECT_EQ(run({"--remove", "crafts", "--retag"}).exit_code, 0);
}

}  // namespace
}  // namespace quoth::e2e
