// Operators' speakers, from an import to the statements that the query service
// has: spellings, merges, splits, namesakes, restarts.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"
#include "tests/e2e/process.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

class SpeakersTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(services_.Start()) << services_.Logs(); }

  std::string Store(const std::string& id, const std::string& text) {
    const auto stored = services_.Ingest(id, text);
    EXPECT_TRUE(stored.ok()) << stored.status();
    return stored.ok() ? stored->revision() : std::string();
  }

  absl::StatusOr<v1::ImportSpeakersResponse> Import(const std::string& json,
                                                    bool dry_run = false) {
    v1::ImportSpeakersRequest request;
    request.set_popolo_json(json);
    request.set_validate_only(dry_run);
    grpc::ClientContext context;
    SetDeadline(context);
    v1::ImportSpeakersResponse response;
    const absl::Status status = kit::FromGrpc(
        services_.ingest().ImportSpeakers(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::PutSpeakerResponse> Put(const v1::Speaker& speaker) {
    v1::PutSpeakerRequest request;
    *request.mutable_speaker() = speaker;
    grpc::ClientContext context;
    SetDeadline(context);
    v1::PutSpeakerResponse response;
    const absl::Status status = kit::FromGrpc(
        services_.ingest().PutSpeaker(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::MergeSpeakersResponse> Merge(
      const std::string& into, const std::vector<std::string>& names) {
    v1::MergeSpeakersRequest request;
    request.set_into(into);
    for (const std::string& name : names) request.add_names(name);
    grpc::ClientContext context;
    SetDeadline(context);
    v1::MergeSpeakersResponse response;
    const absl::Status status = kit::FromGrpc(
        services_.ingest().MergeSpeakers(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::SplitSpeakerResponse> Split(
      const v1::SplitSpeakerRequest& request) {
    grpc::ClientContext context;
    SetDeadline(context);
    v1::SplitSpeakerResponse response;
    const absl::Status status = kit::FromGrpc(
        services_.ingest().SplitSpeaker(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Of the document's statements, as the query service has them.
  std::set<std::string> SpeakersOf(const std::string& id,
                                   const std::string& revision) {
    std::set<std::string> speakers;
    const auto statements = services_.StatementsOfDocument(id, revision);
    EXPECT_TRUE(statements.ok()) << statements.status();
    if (!statements.ok()) return speakers;
    EXPECT_FALSE(statements->empty()) << id;
    for (const v1::Statement& statement : *statements) {
      speakers.insert(statement.speaker().speaker());
    }
    return speakers;
  }

  std::size_t CountOf(const std::string& speaker, const std::string& revision) {
    const auto statements = services_.AllStatements(speaker, "", revision);
    EXPECT_TRUE(statements.ok()) << statements.status();
    return statements.ok() ? statements->size() : 0;
  }

  Services services_;
};

using Names = std::set<std::string>;

bool IsLocal(const Names& names) {
  return names.size() == 1 &&
         names.begin()->find("-local-") != std::string::npos;
}

v1::Speaker Record(const std::string& slug, const std::string& name,
                   const std::vector<std::string>& others = {},
                   const std::string& role = "") {
  v1::Speaker speaker;
  speaker.set_name("speakers/" + slug);
  speaker.set_display_name(name);
  speaker.set_kind(v1::SPEAKER_KIND_PERSON);
  for (const std::string& other : others) speaker.add_other_names(other);
  if (!role.empty()) speaker.add_roles()->set_title(role);
  return speaker;
}

constexpr char kSurnameAlone[] =
    "Talks went on for hours.\n\n\"We will not sign it,\" Quillfeather said.\n";
constexpr char kOtherSpelling[] =
    "\"The harbour stays open,\" Oberon Qwillfeder said on Monday.\n";
constexpr char kFullName[] =
    "\"The bridge is safe,\" Oberon Quillfeather told reporters.\n";

constexpr char kPopolo[] = R"({
  "persons": [
    {"id": "p1", "name": "Oberon Quillfeather",
     "other_names": [{"name": "Oberon Qwillfeder", "note": "older spelling"},
                     {"name": "Оберон Квилфедер", "lang": "ru"}],
     "identifiers": [{"scheme": "Wikidata", "identifier": "Q990001"}],
     "contact_details": [{"type": "email", "value": "x@example.org"}],
     "memberships": [{"role": "Foreign Minister", "organization_id": "mfa",
                      "start_date": "2019-03-01", "end_date": "2023"}]},
    {"name": ""}
  ],
  "organizations": [
    {"id": "mfa", "name": "Ministry of Tidal Affairs",
     "other_names": [{"name": "Tidal Ministry"}]}]
})";

TEST_F(SpeakersTest, AnImportReachesStoredAndLaterDocuments) {
  Store("alone", kSurnameAlone);
  Store("spelling", kOtherSpelling);
  std::string revision = Store("full", kFullName);
  EXPECT_TRUE(IsLocal(SpeakersOf("alone", revision)));
  EXPECT_EQ(SpeakersOf("spelling", revision),
            Names{"speakers/oberon-qwillfeder"});

  const auto tried = Import(kPopolo, /*dry_run=*/true);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->added(), 2u);
  EXPECT_EQ(tried->skipped_count(), 1u);
  EXPECT_TRUE(tried->revision().empty());
  EXPECT_TRUE(IsLocal(SpeakersOf("alone", revision)));

  const auto imported = Import(kPopolo);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->added(), 2u);
  EXPECT_EQ(imported->imported(), 2u);
  ASSERT_EQ(imported->skipped_size(), 1);
  EXPECT_EQ(imported->skipped(0), "persons[1]: has no name");
  EXPECT_FALSE(imported->pending());
  for (const char* id : {"alone", "spelling", "full"}) {
    EXPECT_EQ(SpeakersOf(id, imported->revision()),
              Names{"speakers/oberon-quillfeather"})
        << id;
  }
  EXPECT_EQ(CountOf("speakers/oberon-quillfeather", imported->revision()), 3u);
  revision = Store("later",
                   "Мы не согласны. \"It is over,\" Оберон Квилфедер said.\n");
  EXPECT_EQ(SpeakersOf("later", revision),
            Names{"speakers/oberon-quillfeather"});
  revision =
      Store("office", "\"The tide is turning,\" the Tidal Ministry said.\n");
  EXPECT_EQ(SpeakersOf("office", revision),
            Names{"speakers/ministry-of-tidal-affairs"});

  const auto again = Import(kPopolo);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->added() + again->merged(), 0u);
  EXPECT_EQ(again->unchanged(), 2u);
}

TEST_F(SpeakersTest, MalformedFilesAreNamedAndChangeNothing) {
  const struct {
    const char* why;
    std::string json;
    const char* says;
  } rows[] = {
      {"nothing", "", "is empty"},
      {"no JSON", "{\n  \"persons\": [,]\n}", "line 2, column 15"},
      {"cut off", "{\"persons\": [{\"name\": \"A", "line 1"},
      {"other form", "{\"people\": []}", "neither persons nor organizations"},
      {"wrong member", "{\"persons\": {}}", "persons is not a list"},
      {"no object", "42", "is not an object"},
      {"nested without end", std::string(100'000, '['), "nested deeper"},
      {"not UTF-8", "{\"persons\": [{\"name\": \"\xff\"}]}", "line 1"},
  };
  for (const auto& row : rows) {
    const auto refused = Import(row.json);
    ASSERT_FALSE(refused.ok()) << row.why;
    EXPECT_EQ(kit::FieldOf(refused.status()), "popolo_json") << row.why;
    EXPECT_NE(refused.status().message().find(row.says),
              absl::string_view::npos)
        << row.why << ": " << refused.status();
  }
  grpc::ClientContext context;
  SetDeadline(context);
  v1::ListSpeakersResponse list;
  ASSERT_TRUE(services_.ingest().ListSpeakers(&context, {}, &list).ok());
  EXPECT_EQ(list.speakers_size(), 0);
}

TEST_F(SpeakersTest, TheCommandLineImports) {
  const auto run = [&](std::vector<std::string> arguments,
                       const std::string& input = "") {
    arguments.insert(arguments.begin(), "speakers");
    arguments.push_back("--server=" + services_.ingest_address());
    return RunProgram(ProgramPath("quoth-load"), arguments, input);
  };
  const std::string path = services_.folder() + "/people.json";
  WriteFileText(path, kPopolo);
  Finished done = run({"--dry-run", path});
  EXPECT_EQ(done.exit_code, 1) << "one record is skipped: " << done.err;
  EXPECT_NE(done.out.find("persons[0] Oberon Quillfeather: added as "
                          "speakers/oberon-quillfeather"),
            std::string::npos)
      << done.out;
  EXPECT_NE(done.err.find("skipped: persons[1]: has no name"),
            std::string::npos);
  done = run({"-"}, kPopolo);
  EXPECT_NE(done.err.find("2 added, 0 merged, 0 unchanged, 1 skipped"),
            std::string::npos)
      << done.err;
  done = run({"--json", path});
  EXPECT_NE(done.out.find("\"unchanged\":2"), std::string::npos) << done.out;
  done = run({"-"}, "{\"persons\": [}");
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_NE(done.err.find("line 1, column 14"), std::string::npos) << done.err;
  done = run({path + ".missing"});
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_NE(run({"--help"}).out.find("other_names"), std::string::npos);
}

TEST_F(SpeakersTest, SpellingsComeAndGo) {
  Store("spelling", kOtherSpelling);
  auto put = Put(Record("oberon-quillfeather", "Oberon Quillfeather",
                        {"Oberon Qwillfeder"}));
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(SpeakersOf("spelling", put->revision()),
            Names{"speakers/oberon-quillfeather"});
  put = Put(Record("oberon-quillfeather", "Oberon Quillfeather"));
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(SpeakersOf("spelling", put->revision()),
            Names{"speakers/oberon-qwillfeder"});
}

TEST_F(SpeakersTest, MergesAndSplitsReachStatements) {
  Store("full", kFullName);
  std::string revision = Store("spelling", kOtherSpelling);
  ASSERT_TRUE(Put(Record("oberon-quillfeather", "Oberon Quillfeather")).ok());
  ASSERT_TRUE(Put(Record("oberon-qwillfeder", "Oberon Qwillfeder")).ok());
  const auto merged =
      Merge("speakers/oberon-quillfeather", {"speakers/oberon-qwillfeder"});
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_FALSE(merged->pending());
  revision = merged->revision();
  EXPECT_EQ(SpeakersOf("spelling", revision),
            Names{"speakers/oberon-quillfeather"});
  EXPECT_EQ(CountOf("speakers/oberon-quillfeather", revision), 2u);
  EXPECT_EQ(CountOf("speakers/oberon-qwillfeder", revision), 2u)
      << "the old name leads to the new one";

  v1::SplitSpeakerRequest split;
  split.set_name("speakers/oberon-quillfeather");
  split.mutable_into()->set_name("speakers/oberon-qwillfeder");
  const auto apart = Split(split);
  ASSERT_TRUE(apart.ok()) << apart.status();
  EXPECT_EQ(apart->into().display_name(), "Oberon Qwillfeder");
  EXPECT_EQ(apart->into().merged_into(), "");
  EXPECT_EQ(apart->speaker().other_names_size(), 0);
  EXPECT_EQ(SpeakersOf("spelling", apart->revision()),
            Names{"speakers/oberon-qwillfeder"});
  EXPECT_EQ(CountOf("speakers/oberon-quillfeather", apart->revision()), 1u);
}

TEST_F(SpeakersTest, ALocalSpeakerCanBeMergedAndTakenOutAgain) {
  std::string revision = Store("alone", kSurnameAlone);
  const std::string local = *SpeakersOf("alone", revision).begin();
  ASSERT_TRUE(Put(Record("hector-mirefield", "Hector Mirefield")).ok());
  const auto merged = Merge("speakers/hector-mirefield", {local});
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(SpeakersOf("alone", merged->revision()),
            Names{"speakers/hector-mirefield"});
  v1::SplitSpeakerRequest split;
  split.set_name("speakers/hector-mirefield");
  split.mutable_into()->set_name(local);
  split.mutable_into()->set_display_name("Quillfeather");
  const auto apart = Split(split);
  ASSERT_TRUE(apart.ok()) << apart.status();
  EXPECT_EQ(SpeakersOf("alone", apart->revision()), Names{local});
}

TEST_F(SpeakersTest, NamesakesAreToldApartByRole) {
  Store("coach",
        "\"We trained hard,\" said Juno Marchbank, the Norwegian coach.\n");
  Store("senator",
        "\"The bill is dead,\" Senator Juno Marchbank said in the debate.\n");
  Store("bare", "\"It rained,\" Juno Marchbank said.\n");
  ASSERT_TRUE(
      Put(Record("juno-marchbank", "Juno Marchbank", {}, "Senator")).ok());
  v1::SplitSpeakerRequest split;
  split.set_name("speakers/juno-marchbank");
  *split.mutable_into() =
      Record("juno-marchbank-coach", "Juno Marchbank", {}, "coach");
  const auto apart = Split(split);
  ASSERT_TRUE(apart.ok()) << apart.status();
  EXPECT_EQ(SpeakersOf("coach", apart->revision()),
            Names{"speakers/juno-marchbank-coach"});
  EXPECT_EQ(SpeakersOf("senator", apart->revision()),
            Names{"speakers/juno-marchbank"});
  EXPECT_TRUE(IsLocal(SpeakersOf("bare", apart->revision())))
      << "nothing tells which of the two";
}

TEST_F(SpeakersTest, WhatARestartCutsShortIsDoneAfterIt) {
  for (int i = 0; i < 40; ++i) {
    Store("doc" + std::to_string(i), kOtherSpelling);
  }
  v1::PutSpeakerRequest request;
  *request.mutable_speaker() = Record(
      "oberon-quillfeather", "Oberon Quillfeather", {"Oberon Qwillfeder"});
  grpc::ClientContext context;
  SetDeadline(context, absl::Milliseconds(600));  // Answers at once.
  v1::PutSpeakerResponse response;
  (void)services_.ingest().PutSpeaker(&context, request, &response);
  services_.KillIngest();
  ASSERT_TRUE(services_.StartIngest()) << services_.Logs();
  const auto settled = Put(request.speaker());
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(CountOf("speakers/oberon-quillfeather", settled->revision()), 40u);
  EXPECT_EQ(CountOf("speakers/oberon-qwillfeder", settled->revision()), 0u);
}

TEST_F(SpeakersTest, TheOrderOfDocumentsAndImportsDoesNotMatter) {
  const std::map<std::string, std::string> documents = {
      {"alone", kSurnameAlone},
      {"spelling", kOtherSpelling},
      {"full", kFullName}};
  const std::vector<std::vector<std::string>> orders = {
      {"alone", "spelling", "full", "IMPORT"},
      {"IMPORT", "full", "alone", "spelling"},
      {"spelling", "IMPORT", "alone", "full"},
      {"full", "alone", "IMPORT", "spelling"},
  };
  for (const auto& order : orders) {
    Services fresh;
    ASSERT_TRUE(fresh.Start()) << fresh.Logs();
    std::string revision;
    for (const std::string& step : order) {
      if (step != "IMPORT") {
        const auto stored = fresh.Ingest(step, documents.at(step));
        ASSERT_TRUE(stored.ok()) << stored.status();
        revision = stored->revision();
        continue;
      }
      v1::ImportSpeakersRequest request;
      request.set_popolo_json(kPopolo);
      grpc::ClientContext context;
      SetDeadline(context);
      v1::ImportSpeakersResponse response;
      ASSERT_TRUE(
          fresh.ingest().ImportSpeakers(&context, request, &response).ok());
      revision = response.revision();
    }
    const auto all =
        fresh.AllStatements("speakers/oberon-quillfeather", "", revision);
    ASSERT_TRUE(all.ok());
    EXPECT_EQ(all->size(), 3u) << order[0] << " first";
  }
}

}  // namespace
}  // namespace quoth::e2e
