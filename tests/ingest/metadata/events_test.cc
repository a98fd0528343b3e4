#include "ingest-service/parse/metadata/events.h"

#include <gtest/gtest.h>

namespace quoth::parse {
namespace {

TEST(EventsTest, KindAndHost) {
  struct Case {
    std::string_view words;
    bool title;
    EventKind kind;
    std::string_view host, why;
  };
  const Case cases[] = {
      {"Ann Aye’s interview with Harbour News Agency, March 4, 2021", true,
       EventKind::kInterview, "Harbour News Agency",
       "after a possessive the host follows"},
      {"Interview with Ann Aye", true, EventKind::kInterview, "",
       "the guest follows"},
      {"She said in an interview with Radio Porto that it was over.", false,
       EventKind::kInterview, "Radio Porto", ""},
      {"She gave an interview to the “Harbour Today” news agency.", false,
       EventKind::kInterview, "Harbour Today", "a name in quotation marks"},
      {"he said in an interview with the agency. HARBOUR NEWS.", false,
       EventKind::kInterview, "HARBOUR NEWS", "a slip of the pen"},
      {"in an interview with the newspaper Gazette", false,
       EventKind::kInterview, "Gazette", "a word for the host"},
      {"In interviews, voters were divided.", false, EventKind::kUnknown, "",
       "no single occasion"},
      {"She opened her annual press conference with a joke.", false,
       EventKind::kPressConference, "", ""},
      {"at a news conference in Porto", false, EventKind::kPressConference, "",
       ""},
      {"Remarks by the mayor at the Harbour Club", true, EventKind::kSpeech, "",
       ""},
      {"Speech at the Harbour Club", true, EventKind::kSpeech, "Harbour Club",
       "the venue"},
      {"They did not address the question.", false, EventKind::kUnknown, "",
       "a verb in prose"},
      {"The interviewer left.", false, EventKind::kUnknown, "", "another word"},
  };
  for (const Case& c : cases) {
    const Event event =
        FindEvent(c.words, {0, static_cast<uint32_t>(c.words.size())}, c.title);
    EXPECT_EQ(event.kind, c.kind) << c.words;
    EXPECT_EQ(event.host, c.host) << c.words << ": " << c.why;
  }
}

}  // namespace
}  // namespace quoth::parse
