// What quoth-load makes of files, folders and lines.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "ingest-service/tools/quoth_load/document_id.h"
#include "ingest-service/tools/quoth_load/inputs.h"
#include "ingest-service/tools/quoth_load/jsonl.h"
#include "ingest-service/tools/quoth_load/progress.h"
#include "ingest-service/tools/quoth_load/watch.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"
#include "tests/kit/temporary_folder.h"

namespace quoth::load {
namespace {

void Write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(
      std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

TEST(DocumentIdTest, NamesThatAreIdsStay) {
  EXPECT_EQ(DocumentIdFromPath("report.txt", false), "report");
  EXPECT_EQ(DocumentIdFromPath("report.txt", true), "report.txt");
  EXPECT_EQ(DocumentIdFromPath("2021/01/18_press-conference.html", false),
            "2021.01.18_press-conference");
  EXPECT_EQ(DocumentIdFromPath("Report.TXT", false), "report");
  EXPECT_EQ(DocumentIdFromPath("v1.2.txt", false), "v1.2");
}

TEST(DocumentIdTest, OtherNamesAreTidiedAndToldApart) {
  const char* const paths[] = {
      "My Report.txt",
      "My_Report?.txt",
      "My-Report!.txt",
      "-report.txt",
      "...",
      "///",
      "",
      "\xd0\xbe\xd1\x82\xd1\x87\xd1\x91\xd1\x82.txt",
      "\xe6\x8a\xa5\xe5\x91\x8a.txt",
      "a\nb.txt",
      "../../etc/passwd",
  };
  std::set<std::string> ids;
  for (const char* path : paths) {
    const std::string id = DocumentIdFromPath(path, false);
    EXPECT_TRUE(kit::IsDocumentId(id)) << path << " -> " << id;
    EXPECT_EQ(id, DocumentIdFromPath(path, false));
    EXPECT_TRUE(ids.insert(id).second) << path << " -> " << id;
  }
  const std::string same_start(300, 'x');
  const std::string one = DocumentIdFromPath(same_start + "1.txt", false);
  const std::string two = DocumentIdFromPath(same_start + "2.txt", false);
  EXPECT_TRUE(kit::IsDocumentId(one));
  EXPECT_NE(one, two);
}

TEST(IdAssignerTest, NoTwoFilesOfOneRunMeet) {
  IdAssigner ids;
  EXPECT_EQ(ids.Assign("talk.txt", "a/talk.txt"), "talk");
  EXPECT_EQ(ids.Assign("talk.html", "a/talk.html"), "talk.html");
  const std::string other = ids.Assign("talk.txt", "b/talk.txt");
  EXPECT_NE(other, "talk");
  EXPECT_TRUE(kit::IsDocumentId(other));
  EXPECT_EQ(ids.Assign("talk.txt", "a/talk.txt"),
            "talk");  // Seen again by a watch.
}

TEST(JsonLineTest, ReadsEveryField) {
  const auto request = ParseJsonLine(
      R"({"id":"a","text":"Words.","content_type":"text/plain","title":"T","outlet":"O",)"
      R"("authors":["A","B"],"language":"en","url":"https://example.org/a",)"
      R"("published_on":"2021-01-18","said_on":"2020","ignored":[1]})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->document_id(), "a");
  EXPECT_EQ(request->content(), "Words.");
  EXPECT_EQ(request->metadata().authors_size(), 2);
  EXPECT_EQ(request->metadata().source_url(), "https://example.org/a");
  EXPECT_EQ(request->metadata().published_on().day(), 18);
  EXPECT_EQ(request->metadata().said_on().precision(),
            quoth::v1::DATE_PRECISION_YEAR);
}

TEST(JsonLineTest, MistakesAreNamed) {
  struct Row {
    const char* line;
    const char* field;
  };
  const Row rows[] = {
      {"not json", "line"},
      {"[1,2]", "line"},
      {"{}", "text"},
      {R"({"text":""})", "text"},
      {R"({"text":5})", "text"},
      {R"({"text":"a","id":7})", "id"},
      {R"({"text":"a","published_on":"January"})", "published_on"},
      {R"({"text":"a","authors":[1]})", "authors"},
  };
  for (const Row& row : rows) {
    const auto request = ParseJsonLine(row.line);
    ASSERT_FALSE(request.ok()) << row.line;
    EXPECT_EQ(kit::FieldOf(request.status()), row.field) << row.line;
  }
  std::string deep(100'000, '[');
  EXPECT_FALSE(ParseJsonLine(deep).ok());
}

TEST(InputsTest, FoldersAreReadWholeInOrderWithoutHiddenFiles) {
  kit::TemporaryFolder folder;
  Write(folder / "b.txt", "b");
  Write(folder / "a/c.txt", "c");
  Write(folder / ".git/config", "hidden");
  Write(folder / ".hidden.txt", "hidden");
  std::vector<InputFile> files;
  ASSERT_TRUE(ListInputs({folder.path().string()}, files).ok());
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].relative, "a/c.txt");
  EXPECT_EQ(files[1].relative, "b.txt");
  EXPECT_EQ(kit::ReasonOf(ListInputs({folder / "absent"}, files)),
            "INPUT_UNREADABLE");
}

TEST(InputsTest, LinesCarryTheirNumberAndTheirOwnMetadataWins) {
  kit::TemporaryFolder folder;
  Write(folder / "lines.jsonl",
        "{\"id\":\"one\",\"text\":\"a\",\"outlet\":\"Own\"}\n\nbroken\n{"
        "\"text\":\"b\"}");
  std::vector<InputFile> files;
  ASSERT_TRUE(ListInputs({folder / "lines.jsonl"}, files).ok());
  InputOptions options;
  options.metadata.set_outlet("Common");
  options.metadata.set_language("en");
  IdAssigner ids;
  std::vector<Item> items;
  EXPECT_TRUE(ReadInput(files[0], options, ids, [&](Item item) {
    items.push_back(std::move(item));
    return true;
  }));
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].request.metadata().outlet(), "Own");
  EXPECT_EQ(items[0].request.metadata().language(), "en");
  EXPECT_FALSE(items[1].status.ok());
  EXPECT_TRUE(items[1].label.ends_with("lines.jsonl:3")) << items[1].label;
  EXPECT_EQ(items[2].request.metadata().outlet(), "Common");
}

TEST(ProgressTest, LinesFitAndSay) {
  Totals totals;
  totals.created = 30;
  totals.failed = 2;
  totals.bytes = 5'000'000;
  const std::string line = ProgressLine(totals, 64, absl::Seconds(4), 100);
  EXPECT_EQ(line.substr(0, 26), "[############------------]");
  EXPECT_NE(line.find("32 of 64"), line.npos);
  EXPECT_NE(line.find("2 failed"), line.npos);
  EXPECT_NE(line.find("4 s left"), line.npos);
  EXPECT_LE(ProgressLine(totals, 64, absl::Seconds(4), 30).size(), 29u);
  EXPECT_EQ(ProgressLine({}, 0, absl::ZeroDuration(), 80),
            "0 documents, 0.0 MB, 0/s");
  EXPECT_NE(
      Summary(totals, absl::Seconds(2)).find("Stored 30 documents (30 new)"),
      std::string::npos);
}

TEST(WatchTest, TellsOfFilesWrittenMovedAndInNewFolders) {
  kit::TemporaryFolder folder;
  Write(folder / "before.txt", "there already");
  std::filesystem::create_directory(folder / "sub");
  auto watch = FolderWatch::Open(folder.path().string());
  ASSERT_TRUE(watch.ok()) << watch.status();
  const auto wait_for = [&](const std::string& relative) {
    for (int i = 0; i < 100; ++i) {
      for (const InputFile& file : (*watch)->Wait(absl::Milliseconds(100))) {
        if (file.relative == relative) return true;
      }
    }
    return false;
  };
  EXPECT_TRUE((*watch)->Wait(absl::Milliseconds(20)).empty());
  Write(folder / "new.txt", "x");
  EXPECT_TRUE(wait_for("new.txt"));
  Write(folder / "sub/below.txt", "x");
  EXPECT_TRUE(wait_for("sub/below.txt"));
  kit::TemporaryFolder elsewhere;
  Write(elsewhere / "moved.txt", "x");
  std::filesystem::rename(elsewhere / "moved.txt", folder / "moved.txt");
  EXPECT_TRUE(wait_for("moved.txt"));
  Write(elsewhere / "whole/inside.txt", "x");
  std::filesystem::rename(elsewhere / "whole", folder / "whole");
  EXPECT_TRUE(wait_for("whole/inside.txt"));
  Write(folder / "whole/later.txt", "x");
  EXPECT_TRUE(wait_for("whole/later.txt"));
  EXPECT_FALSE(FolderWatch::Open(folder / "absent").ok());
}

}  // namespace
}  // namespace quoth::load
