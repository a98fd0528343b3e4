// Popolo files in the forms they come in.
#include "ingest-service/authority/popolo.h"

#include <gtest/gtest.h>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

PopoloFile Read(std::string_view json) {
  absl::StatusOr<PopoloFile> file = ReadPopolo("popolo_json", json);
  EXPECT_TRUE(file.ok()) << file.status();
  return file.ok() ? *std::move(file) : PopoloFile();
}

// "name|other,other|role @ organisation start..end|scheme:id"
std::string Described(const v1::Speaker& speaker) {
  const auto date = [](const v1::Date& d) {
    std::string out = std::to_string(d.year());
    if (d.month() > 0) out += "-" + std::to_string(d.month());
    if (d.day() > 0) out += "-" + std::to_string(d.day());
    return out;
  };
  std::string out = speaker.display_name() + "|";
  for (const std::string& name : speaker.other_names()) out += name + ",";
  out += "|";
  for (const v1::SpeakerRole& role : speaker.roles()) {
    out += role.title() + "@" + role.organisation();
    if (role.has_start()) out += " " + date(role.start());
    if (role.has_end()) out += ".." + date(role.end());
    out += ",";
  }
  out += "|";
  for (const v1::ExternalId& id : speaker.external_ids()) {
    out += id.scheme() + ":" + id.id() + ",";
  }
  return out;
}

TEST(PopoloTest, FormsOfAPerson) {
  const struct {
    const char* why;
    const char* person;
    const char* want;
  } rows[] = {
      {"name alone", R"({"name": "Ada Okoye"})", "Ada Okoye|||"},
      {"white space", R"({"name": "  Ada \n Okoye "})", "Ada Okoye|||"},
      {"parts", R"({"given_name": "Ada", "family_name": "Okoye"})",
       "Ada Okoye|||"},
      {"other names as objects and strings, each once",
       R"({"name": "Ada", "other_names": [{"name": "Ада", "lang": "ru"},
           "Adah", {"name": "Ada"}, {"name": "Adah"}, 7, {"note": "x"}]})",
       "Ada|Ада,Adah,||"},
      {"a family name that comes first is a spelling",
       R"({"name": "Okoye Ada", "family_name": "Okoye"})",
       "Okoye Ada|Okoye,||"},
      {"Wikidata by scheme, address and own id, once",
       R"({"id": "Q42", "name": "Ada",
           "identifiers": [{"scheme": "Wikidata", "identifier": "Q42"}],
           "links": [{"url": "https://www.wikidata.org/wiki/Q42"},
                     {"url": "https://example.org/Q43"}]})",
       "Ada|||wikidata:Q42,popolo:Q42,"},
      {"other schemes are made fit",
       R"({"name": "Ada", "identifiers": [
           {"scheme": "Parliament ID!", "identifier": "17"},
           {"scheme": "", "identifier": "1"}, {"scheme": "x"}]})",
       "Ada|||parliament-id:17,"},
      {"memberships within, organization within",
       R"({"name": "Ada", "memberships": [
           {"role": "Minister", "organization": {"name": "Mint"},
            "start_date": "2019-03-01", "end_date": "2020-02"},
           {"organization": {"name": "Party"}, "start_date": "soon"}]})",
       "Ada||Minister@Mint 2019-3-1..2020-2,member@Party,|"},
      {"contacts and the rest are ignored",
       R"({"name": "Ada", "email": "a@b.c", "image": {}, "links": 3,
           "contact_details": [1]})",
       "Ada|||"},
  };
  for (const auto& row : rows) {
    const PopoloFile file =
        Read(std::string("{\"persons\": [") + row.person + "]}");
    ASSERT_EQ(file.records.size(), 1u) << row.why;
    EXPECT_EQ(Described(file.records[0].speaker), row.want) << row.why;
    EXPECT_EQ(file.records[0].speaker.kind(), v1::SPEAKER_KIND_PERSON);
  }
}

TEST(PopoloTest, MembershipsPostsAndOrganizationsAreJoinedById) {
  const PopoloFile file = Read(R"({
    "memberships": [
      {"person_id": "1", "post_id": "minister"},
      {"person_id": "1", "organization_id": "1", "role": "chair"},
      {"person_id": "nobody", "role": "x"}],
    "persons": [{"id": "1", "name": "Ada"}],
    "organizations": [{"id": "1", "name": "Tide Board",
                       "posts": [{"id": "minister", "label": "Minister",
                                  "organization_id": "1"}]}]})");
  ASSERT_EQ(file.records.size(), 2u);
  EXPECT_EQ(Described(file.records[0].speaker), "Tide Board|||popolo:1,");
  EXPECT_EQ(file.records[0].speaker.kind(), v1::SPEAKER_KIND_ORGANISATION);
  EXPECT_EQ(Described(file.records[1].speaker),
            "Ada||Minister@Tide Board,chair@Tide Board,|popolo:1,");
}

TEST(PopoloTest, AListAndASinglePersonAreFilesToo) {
  EXPECT_EQ(Read(R"([{"name": "Ada"}, {"name": "Bee"}])").records.size(), 2u);
  EXPECT_EQ(Read(R"({"name": "Ada"})").records.size(), 1u);
  EXPECT_EQ(Read("\xEF\xBB\xBF{\"persons\": []}").records.size(), 0u);
}

TEST(PopoloTest, WhatCannotBeUsedIsSkippedOrNoted) {
  const PopoloFile file = Read(
      R"({"persons": [7, {}, {"id": "a", "name": "Ada"},
          {"id": "a", "name": "Ada again"}, {"name": ")" +
      std::string(300, 'x') + R"("}, {"name": "Bee", "other_names": [")" +
      std::string(300, 'y') + R"("]}]})");
  ASSERT_EQ(file.records.size(), 2u);
  EXPECT_EQ(file.records[1].notes.size(), 1u);
  ASSERT_EQ(file.skipped.size(), 4u);
  EXPECT_EQ(file.skipped[0], "persons[0]: is not an object");
  EXPECT_EQ(file.skipped[1], "persons[1]: has no name");
  EXPECT_EQ(file.skipped[2], "persons[3]: repeats the id of another");
}

TEST(PopoloTest, ErrorsSayWhere) {
  const struct {
    std::string json;
    const char* place;
  } rows[] = {
      {"{\"persons\": [}", "line 1, column 14"},
      {"{\n\n  \"persons\" []\n}", "line 3, column 13"},
      {"[{\"name\": \"\x01\"}]", "line 1"},
      {"{} x", "line 1, column 4"},
  };
  for (const auto& row : rows) {
    const auto file = ReadPopolo("popolo_json", row.json);
    ASSERT_FALSE(file.ok()) << row.json;
    EXPECT_NE(file.status().message().find(row.place), absl::string_view::npos)
        << file.status();
  }
}

}  // namespace
}  // namespace quoth::ingest
