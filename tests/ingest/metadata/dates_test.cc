#include "ingest-service/parse/metadata/dates.h"

#include <gtest/gtest.h>

namespace quoth::parse {
namespace {

Date On(std::string_view iso) {
  return ParseDeclaredDate(iso).value_or(Date{});
}

std::string FirstDate(std::string_view text, const Date& anchor) {
  const auto found =
      FindDates(text, {0, static_cast<uint32_t>(text.size())}, 8);
  return found.empty() ? "none" : ResolveDate(found[0], anchor).ToString();
}

TEST(DatesTest, ReadAndResolve) {
  struct Case {
    std::string_view text, anchor, date, why;
  };
  // 2021-01-26 was a Tuesday.
  const Case cases[] = {
      {"on 30 December 2020", "", "2020-12-30", "day first"},
      {"December 30, 2020", "", "2020-12-30", "month first"},
      {"Dec. 30, 2020", "", "2020-12-30", "short month"},
      {"the 30th of December 2020", "", "2020-12-30", "ordinal"},
      {"2020-12-30", "", "2020-12-30", "ISO"},
      {"2020/12/30", "", "2020-12-30", "slashes"},
      {"30.12.2020", "", "2020-12-30", "dots: day first"},
      {"12/30/2020", "", "2020-12-30", "only one reading"},
      {"03/04/2021", "", "2021", "two readings: the year alone is sure"},
      {"30. Dezember 2020", "", "2020-12-30", "German"},
      {"30 décembre 2020", "", "2020-12-30", "French"},
      {"30 de diciembre de 2020", "", "2020-12-30", "Spanish"},
      {"30 декабря 2020", "", "2020-12-30", "Russian"},
      {"30 dicembre 2020", "", "2020-12-30", "Italian"},
      {"30 grudnia 2020", "", "2020-12-30", "Polish"},
      {"2020年12月30日", "", "2020-12-30", "ideographs"},
      {"12月30日", "2021-01-26", "2020-12-30", "ideographs without a year"},
      {"December 3-5, 2020", "", "2020-12", "a range: only the month"},
      {"3–5 December 2020", "", "2020-12", "a range with a dash"},
      {"mercredi", "2021-07-22", "2021-07-21", "days in lower case: French"},
      {"в пятницу", "2021-05-14", "2021-05-14", "Russian"},
      {"Tuesday’s briefing", "2021-01-27", "2021-01-26", "possessive"},
      {"a day earlier", "2021-01-26", "2021-01-25",
       "the caller gives the date last told"},
      {"the day before", "2021-01-26", "2021-01-25", "from the date told"},
      {"two days later", "2021-01-26", "2021-01-28", "from the date told"},
      {"December 2020", "", "2020-12", "month and year"},
      {"in 2020", "", "2020", "year"},
      {"on December 29", "", "", "no anchor, no guess"},
      {"on December 29", "2021-01-26", "2020-12-29", "nearest"},
      {"on February 3", "2021-01-26", "2021-02-03", "nearest may lie ahead"},
      {"next February", "2020-12-30", "2021-02", "ahead of the utterance"},
      {"last December", "2021-01-26", "2020-12", "behind"},
      {"in March", "2021-01-26", "2021-03", "nearest month"},
      {"on Monday", "2021-01-26", "2021-01-25", "the latest"},
      {"Tuesday", "2021-01-26", "2021-01-26", "today counts"},
      {"last Tuesday", "2021-01-26", "2021-01-19", "last means before"},
      {"last Thursday", "2021-01-26", "2021-01-21", "the latest before"},
      {"next Monday", "2021-01-26", "2021-02-01", "ahead"},
      {"yesterday", "2021-03-01", "2021-02-28", "over a month's end"},
      {"today", "2021-01-26", "2021-01-26", ""},
      {"the same day", "2021-01-26", "2021-01-26", ""},
      {"two days ago", "2021-01-26", "2021-01-24",
       "a few days are meant exactly"},
      {"ten days ago", "2021-01-26", "2021-01", "many are not"},
      {"last week", "2021-01-26", "2021-01", "a week inside a month"},
      {"last week", "2021-02-03", "2021-01", "all of it in January"},
      {"last week", "2021-01-05", "",
       "a week over the turn of the year: nothing is shared"},
      {"earlier this month", "2021-01-26", "2021-01", ""},
      {"last month", "2021-01-26", "2020-12", "over the turn of the year"},
      {"last year", "2021-01-26", "2020", ""},
      {"a year ago", "2021-01-26", "2020", ""},
      {"on Monday", "2021-01", "", "a weekday needs a day"},
      {"on December 29", "2021", "", "a year is no anchor for a day"},
      {"she may march on", "2021-01-26", "none", "verbs"},
      {"2,020 people", "2021-01-26", "none", "a number"},
      {"31 February 2020", "", "", "no such day"},
      {"Monday, December 28", "2021-01-05", "2020-12-28",
       "the date says more than the weekday"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(FirstDate(c.text, On(c.anchor)), c.date)
        << c.text << " against " << c.anchor << ": " << c.why;
  }
}

TEST(DatesTest, EvidenceIsTheWords) {
  const std::string_view text = "It expires next February, she said.";
  const auto found =
      FindDates(text, {0, static_cast<uint32_t>(text.size())}, 8);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(ResolveDate(found[0], On("2020-12-30")).evidence.of(text),
            "next February");
}

TEST(DatesTest, DeclaredValues) {
  EXPECT_EQ(On("2021-03-04T10:00:00Z").ToString(), "2021-03-04");
  EXPECT_EQ(On("20210304T100000").ToString(), "2021-03-04");
  EXPECT_EQ(On("Thu, 04 Mar 2021 10:00:00 +0000").ToString(), "2021-03-04");
  EXPECT_EQ(On("March 4, 2021").ToString(), "2021-03-04");
  EXPECT_EQ(On("2021-03").ToString(), "2021-03");
  EXPECT_EQ(On("2021").ToString(), "2021");
  EXPECT_FALSE(ParseDeclaredDate("soon").has_value());
  EXPECT_FALSE(ParseDeclaredDate("").has_value());
  EXPECT_FALSE(ParseDeclaredDate("2021-13-01").has_value());
}

TEST(DatesTest, Addresses) {
  EXPECT_EQ(
      DateInUrl("https://x.org/2020/12/29/story").value_or(Date{}).ToString(),
      "2020-12-29");
  EXPECT_EQ(DateInUrl("https://x.org/news-2020-12-29-story")
                .value_or(Date{})
                .ToString(),
            "2020-12-29");
  EXPECT_FALSE(DateInUrl("https://x.org/story?d=/2020/12/29/").has_value());
  EXPECT_FALSE(DateInUrl("https://x.org/1234/56/78/").has_value());
  EXPECT_FALSE(DateInUrl("").has_value());
}

TEST(DatesTest, DayNumbersRoundTrip) {
  EXPECT_EQ(DayNumber(1970, 1, 1), 0);
  EXPECT_EQ(DayNumber(2000, 3, 1) - DayNumber(2000, 2, 28), 2);
  for (int32_t day = -200'000; day < 200'000; day += 373) {
    const Date date = DateOfDayNumber(day);
    EXPECT_EQ(DayNumber(date.year, date.month, date.day), day);
  }
}

}  // namespace
}  // namespace quoth::parse
