// The operator's speakers, over a socket.
#include <gtest/gtest.h>

#include "tests/ingest/handlers/ingest_server.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::FieldAndReason;
using ::quoth::ingest::testing::IngestServer;

class SpeakersTest : public ::testing::Test {
 protected:
  static v1::PutSpeakerRequest Request(const std::string& slug,
                                       const std::string& display_name) {
    v1::PutSpeakerRequest request;
    request.mutable_speaker()->set_name("speakers/" + slug);
    request.mutable_speaker()->set_display_name(display_name);
    return request;
  }

  grpc::Status Put(const v1::PutSpeakerRequest& request) {
    grpc::ClientContext context;
    put_.Clear();
    return server_.ingest().PutSpeaker(&context, request, &put_);
  }

  grpc::Status Merge(const std::string& into,
                     const std::vector<std::string>& names) {
    grpc::ClientContext context;
    v1::MergeSpeakersRequest request;
    request.set_into(into);
    for (const std::string& name : names) request.add_names(name);
    merged_.Clear();
    return server_.ingest().MergeSpeakers(&context, request, &merged_);
  }

  grpc::Status List(const v1::ListSpeakersRequest& request) {
    grpc::ClientContext context;
    list_.Clear();
    return server_.ingest().ListSpeakers(&context, request, &list_);
  }

  IngestServer server_;
  v1::PutSpeakerResponse put_;
  v1::MergeSpeakersResponse merged_;
  v1::ListSpeakersResponse list_;
};

TEST_F(SpeakersTest, PutKeepsWhatIsTheOperatorsAndDropsCounts) {
  v1::PutSpeakerRequest request = Request("ada-okoye", "Ada Okoye");
  request.mutable_speaker()->add_other_names("Ада Окойе");
  request.mutable_speaker()->set_statement_count(99);
  ASSERT_TRUE(Put(request).ok());
  EXPECT_EQ(put_.speaker().statement_count(), 0);
  EXPECT_TRUE(put_.speaker().authority());
  EXPECT_EQ(put_.speaker().etag().size(), 32u);
  EXPECT_EQ(server_.log().end(), 1u);

  request.set_etag("-");
  EXPECT_EQ(FieldAndReason(Put(request)), " ETAG_MISMATCH");
  request.set_etag(server_.log().ReadSpeaker("ada-okoye")->etag());
  request.mutable_speaker()->set_display_name("Dr Ada Okoye");
  EXPECT_TRUE(Put(request).ok());
  EXPECT_EQ(FieldAndReason(Put(request)), " ETAG_MISMATCH");

  grpc::ClientContext context;
  v1::GetSpeakerRequest get;
  get.set_name("speakers/ada-okoye");
  v1::Speaker speaker;
  ASSERT_TRUE(server_.ingest().GetSpeaker(&context, get, &speaker).ok());
  EXPECT_EQ(speaker.display_name(), "Dr Ada Okoye");
}

TEST_F(SpeakersTest, BadFieldsAreNamed) {
  EXPECT_EQ(FieldAndReason(Put(Request("Ada", "Ada"))),
            "speaker.name INVALID_FIELD");
  EXPECT_EQ(FieldAndReason(Put(Request("ada", ""))),
            "speaker.display_name INVALID_FIELD");
  v1::PutSpeakerRequest request = Request("ada", "Ada");
  request.mutable_speaker()->add_other_names(std::string(201, 'x'));
  EXPECT_EQ(FieldAndReason(Put(request)),
            "speaker.other_names[0] INVALID_FIELD");
  request = Request("ada", "Ada");
  request.mutable_speaker()->add_external_ids()->set_scheme("Wiki Data");
  EXPECT_EQ(FieldAndReason(Put(request)),
            "speaker.external_ids[0].scheme INVALID_FIELD");
  request = Request("ada", "Ada");
  request.mutable_speaker()->set_merged_into("speakers/bob");
  EXPECT_EQ(FieldAndReason(Put(request)), "speaker.merged_into INVALID_FIELD");
  EXPECT_EQ(FieldAndReason(Merge("ada", {})), "into INVALID_FIELD");
  EXPECT_EQ(FieldAndReason(Merge("speakers/ada", {})), "names INVALID_FIELD");
  EXPECT_EQ(FieldAndReason(Merge("speakers/ada", {"speakers/ada"})),
            "names[0] INVALID_FIELD");
  EXPECT_EQ(server_.log().end(), 0u);
}

TEST_F(SpeakersTest, MergingTakesNamesOverAndFollowsFormerMerges) {
  ASSERT_TRUE(Put(Request("ada", "Ada Okoye")).ok());
  ASSERT_TRUE(Put(Request("a-okoye", "A. Okoye")).ok());
  ASSERT_TRUE(Merge("speakers/a-okoye", {"speakers/okoye"}).ok());
  ASSERT_TRUE(Merge("speakers/ada", {"speakers/a-okoye"}).ok());
  EXPECT_EQ(merged_.speaker().display_name(), "Ada Okoye");
  ASSERT_EQ(merged_.speaker().other_names_size(), 1);
  EXPECT_EQ(merged_.speaker().other_names(0), "A. Okoye");
  for (const char* slug : {"okoye", "a-okoye"}) {
    EXPECT_EQ(server_.log().ReadSpeaker(slug)->merged_into(), "speakers/ada");
  }
  EXPECT_EQ(FieldAndReason(Merge("speakers/okoye", {"speakers/x"})),
            " SPEAKER_MERGED");
  EXPECT_EQ(FieldAndReason(Put(Request("okoye", "Okoye"))), " SPEAKER_MERGED");
  EXPECT_EQ(Merge("speakers/never", {"speakers/x"}).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(SpeakersTest, ListsByPagesWithPrefixAndKind) {
  for (int i = 0; i < 25; ++i) {
    v1::PutSpeakerRequest request =
        Request("s" + std::to_string(100 + i), i % 2 ? "Élise" : "Odd");
    request.mutable_speaker()->set_kind(v1::SPEAKER_KIND_PERSON);
    ASSERT_TRUE(Put(request).ok());
  }
  v1::ListSpeakersRequest request;
  request.set_page_size(5);
  request.set_prefix("éL");
  int seen = 0;
  std::string last;
  do {
    ASSERT_TRUE(List(request).ok());
    for (const v1::Speaker& speaker : list_.speakers()) {
      EXPECT_GT(speaker.name(), last);
      last = speaker.name();
      ++seen;
    }
    request.set_page_token(list_.next_page_token());
  } while (!list_.next_page_token().empty());
  EXPECT_EQ(seen, 12);

  request.set_page_token("nonsense");
  EXPECT_EQ(FieldAndReason(List(request)), "page_token INVALID_FIELD");
  request.clear_page_token();
  ASSERT_TRUE(List(request).ok());
  request.set_page_token(list_.next_page_token());
  request.set_prefix("odd");
  EXPECT_EQ(FieldAndReason(List(request)), "page_token INVALID_FIELD");
  request.Clear();
  request.set_page_size(1001);
  EXPECT_EQ(FieldAndReason(List(request)), "page_size INVALID_FIELD");
  request.set_page_size(0);
  request.set_order(v1::LIST_ORDER_STATEMENT_COUNT);
  EXPECT_EQ(FieldAndReason(List(request)), "order INVALID_FIELD");
  request.Clear();
  request.set_kind(v1::SPEAKER_KIND_GROUP);
  ASSERT_TRUE(List(request).ok());
  EXPECT_EQ(list_.speakers_size(), 0);
}

}  // namespace
}  // namespace quoth::ingest
