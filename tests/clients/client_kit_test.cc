// Dates as people type them.
#include <gtest/gtest.h>

#include "service-kit/client/date_text.h"

namespace quoth::kit {
namespace {

TEST(DateTextTest, RoundTrip) {
  for (const char* text : {"0001", "2021", "2021-01", "2021-12", "2021-01-18",
                           "2020-02-29", "9999-12-31"}) {
    const auto date = ParseDateText(text);
    ASSERT_TRUE(date.has_value()) << text;
    EXPECT_EQ(FormatDateText(*date), text);
  }
  EXPECT_EQ(FormatDateText({}), "");
}

TEST(DateTextTest, OnlyCalendarDates) {
  const char* const wrong[] = {
      "",           "21",         "0000",
      "2021-",      "2021-1",     "2021-13",
      "2021-00",    "2021-01-",
      "2021-02-29",  // Not a leap year.
      "1900-02-29",  // Nor this, for all that it divides by four.
      "2021-01-32", "2021-01-00", "2021-01-18T00:00",
      "18.01.2021", "yesterday",  "-021",
      "20211",
  };
  for (const char* text : wrong)
    EXPECT_FALSE(ParseDateText(text).has_value()) << text;
}

}  // namespace
}  // namespace quoth::kit
