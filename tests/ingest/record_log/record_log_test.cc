// What the log promises one caller after another: replacement, deletion,
// conditions, retries, and the changes followers read.
#include "ingest-service/record_log/record_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-service/record_log/fingerprints.h"
#include "ingest-service/record_log/vocabulary_writes.h"
#include "service-kit/status/status.h"
#include "tests/ingest/record_log/sample_records.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::OpenLog;
using ::quoth::ingest::testing::SampleTime;
using ::quoth::ingest::testing::SampleWrite;
using ::quoth::ingest::testing::TemporaryFolder;
using ::testing::ElementsAre;

class RecordLogTest : public ::testing::Test {
 protected:
  DocumentWritten Put(DocumentWrite write) {
    absl::StatusOr<DocumentWritten> written =
        log_->PutDocument(std::move(write));
    EXPECT_TRUE(written.ok()) << written.status();
    return written.ok() ? *written : DocumentWritten{};
  }

  // "12 put a", "13 deleted b", ...
  std::vector<std::string> Log(uint64_t after = 0,
                               std::size_t bytes_max = 1 << 30) {
    absl::StatusOr<ChangePage> page = log_->ReadChanges(after, bytes_max);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> lines;
    for (const v1::Change& change : page->changes) {
      std::string line = std::to_string(change.offset());
      if (change.has_document_put()) {
        line += " put " + change.document_put().document().name() + " " +
                change.document_put().statements(0).text();
      } else if (change.has_document_deleted()) {
        line += " deleted " + change.document_deleted().name();
      } else if (change.has_vocabulary_put()) {
        line += " topics " + change.vocabulary_put().version() + " " +
                std::to_string(change.vocabulary_put().chunk());
      } else {
        line += " speaker " + change.speaker_put().speaker().display_name();
      }
      lines.push_back(line);
    }
    return lines;
  }

  void Reopen() {
    log_.reset();
    log_ = OpenLog(folder_.path(), clock_);
  }

  TemporaryFolder folder_;
  kit::FakeClock clock_{SampleTime()};
  std::unique_ptr<RecordLog> log_ = OpenLog(folder_.path(), clock_);
};

TEST_F(RecordLogTest, StoresEveryPartOfADocument) {
  DocumentWrite write = SampleWrite("a", "The bridge opens in May.");
  write.source.set_content_type("text/plain");
  write.source.mutable_metadata()->set_outlet("Harbour Gazette");
  write.source.set_request_id("not-kept");
  const DocumentWritten written = Put(write);
  EXPECT_EQ(written.outcome, v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(written.revision, (kit::Revision{log_->epoch(), 1}));
  EXPECT_EQ(written.document.revision(), kit::FormatRevision(written.revision));
  EXPECT_EQ(written.document.etag().size(), 32u);
  EXPECT_EQ(written.document.ingest_time().seconds(), 1'700'000'000);

  Reopen();
  absl::StatusOr<StoredDocument> stored = log_->ReadDocument(
      "a", {.statements = true, .text = true, .source = true});
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->document.SerializeAsString(),
            written.document.SerializeAsString());
  EXPECT_EQ(stored->found.statements(0).text(), "The bridge opens in May.");
  EXPECT_EQ(stored->found.speakers(0).name(), "speakers/mayor");
  EXPECT_FALSE(stored->found.has_document());
  EXPECT_EQ(stored->text, "The bridge opens in May.");
  EXPECT_EQ(stored->source.content(), "The bridge opens in May.");
  EXPECT_EQ(stored->source.metadata().outlet(), "Harbour Gazette");
  EXPECT_EQ(stored->source.request_id(), "");
  EXPECT_EQ(stored->offset, 1u);
}

TEST_F(RecordLogTest, ReplacingTakesTheFormerChangeAway) {
  Put(SampleWrite("a", "first"));
  Put(SampleWrite("b", "other"));
  const DocumentWritten second = Put(SampleWrite("a", "second"));
  EXPECT_EQ(second.outcome, v1::INGEST_OUTCOME_REPLACED);
  EXPECT_THAT(Log(), ElementsAre("2 put documents/b other",
                                 "3 put documents/a second"));
  EXPECT_THAT(Log(2), ElementsAre("3 put documents/a second"));
  EXPECT_THAT(Log(3), ElementsAre());
  EXPECT_EQ(log_->end(), 3u);
}

TEST_F(RecordLogTest, SameInputsAreUnchangedAndTakeNoOffset) {
  const DocumentWritten first = Put(SampleWrite("a", "same"));
  const DocumentWritten again = Put(SampleWrite("a", "same"));
  EXPECT_EQ(again.outcome, v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(again.revision, first.revision);
  EXPECT_EQ(again.document.etag(), first.document.etag());
  EXPECT_EQ(log_->end(), 1u);

  DocumentWrite newer = SampleWrite("a", "same");
  newer.fingerprint = RecordFingerprint(
      newer.source, newer.record.document().content_hash(), "p2", "v1");
  EXPECT_EQ(Put(newer).outcome, v1::INGEST_OUTCOME_REPLACED);
}

TEST_F(RecordLogTest, ProbeFindsTheUnchangedWithoutARecord) {
  const DocumentWrite write = SampleWrite("a", "same");
  const auto probe = [&] {
    return log_->FindUnchanged({.id = "a", .fingerprint = write.fingerprint});
  };
  ASSERT_TRUE(probe().ok());
  EXPECT_FALSE(probe()->has_value());
  Put(write);
  ASSERT_TRUE(probe()->has_value());
  EXPECT_EQ((*probe())->outcome, v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ((*probe())->document.name(), "documents/a");
}

TEST_F(RecordLogTest, DeletionIsAChangeAndReplacesThePut) {
  Put(SampleWrite("a", "first"));
  Put(SampleWrite("b", "other"));
  absl::StatusOr<kit::Revision> gone = log_->DeleteDocument({.id = "a"});
  ASSERT_TRUE(gone.ok()) << gone.status();
  EXPECT_EQ(gone->offset, 3u);
  EXPECT_THAT(Log(),
              ElementsAre("2 put documents/b other", "3 deleted documents/a"));
  EXPECT_EQ(log_->ReadDocument("a", {}).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(log_->DeleteDocument({.id = "a"}).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(log_->DeleteDocument({.id = "a", .allow_missing = true})->offset,
            3u);
  EXPECT_EQ(
      log_->DeleteDocument({.id = "never", .allow_missing = true})->offset, 3u);
  EXPECT_EQ(log_->end(), 3u);

  EXPECT_EQ(Put(SampleWrite("a", "back")).outcome, v1::INGEST_OUTCOME_CREATED);
  EXPECT_THAT(Log(),
              ElementsAre("2 put documents/b other", "4 put documents/a back"));
}

TEST_F(RecordLogTest, EtagsMakeWritesConditional) {
  const auto put_if = [&](const char* words, const std::string& etag) {
    DocumentWrite write = SampleWrite("a", words);
    absl::StatusOr<EtagCondition> condition = ParseEtagCondition("etag", etag);
    EXPECT_TRUE(condition.ok());
    write.condition = *condition;
    return log_->PutDocument(std::move(write)).status();
  };
  const auto reason = [](const absl::Status& s) { return kit::ReasonOf(s); };
  EXPECT_EQ(reason(put_if("x", "*")), "ETAG_MISMATCH");
  EXPECT_TRUE(put_if("x", "-").ok());
  EXPECT_EQ(reason(put_if("y", "-")), "ETAG_MISMATCH");
  const std::string etag = log_->ReadDocument("a", {})->document.etag();
  EXPECT_TRUE(put_if("y", etag).ok());
  EXPECT_EQ(reason(put_if("z", etag)), "ETAG_MISMATCH");  // Of the former one.
  EXPECT_EQ(reason(put_if("y", etag)), "ETAG_MISMATCH");  // Even if unchanged.
  EXPECT_TRUE(put_if("z", "*").ok());
  EXPECT_THAT(Log(), ElementsAre("3 put documents/a z"));

  DocumentDeletion deletion{.id = "a"};
  deletion.condition = *ParseEtagCondition("etag", etag);
  EXPECT_EQ(log_->DeleteDocument(deletion).status().code(),
            absl::StatusCode::kAborted);
  deletion.condition =
      *ParseEtagCondition("etag", log_->ReadDocument("a", {})->document.etag());
  EXPECT_TRUE(log_->DeleteDocument(deletion).ok());
  EXPECT_EQ(reason(put_if("q", "*")), "ETAG_MISMATCH");  // Deleted is missing.
  EXPECT_TRUE(put_if("q", "-").ok());
}

TEST_F(RecordLogTest, MalformedEtagsNameTheField) {
  for (const char* etag :
       {"x", "**", "0123", "ABCDEF0123456789ABCDEF0123456789",
        "g123456789abcdef0123456789abcdef"}) {
    const absl::Status status = ParseEtagCondition("etag", etag).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << etag;
    EXPECT_EQ(kit::FieldOf(status), "etag");
  }
}

TEST_F(RecordLogTest, RetryGetsTheFirstAnswerEvenAfterOthersWrote) {
  const auto stamped = [](const char* words, uint8_t fingerprint) {
    DocumentWrite write = SampleWrite("a", words);
    write.request.id = "r-1";
    write.request.fingerprint.fill(fingerprint);
    return write;
  };
  const DocumentWritten first = Put(stamped("first", 1));
  Put(SampleWrite("a", "second"));
  const DocumentWritten retry = Put(stamped("first", 1));
  EXPECT_TRUE(retry.replayed);
  EXPECT_EQ(retry.outcome, v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(retry.document.SerializeAsString(),
            first.document.SerializeAsString());
  EXPECT_THAT(Log(), ElementsAre("2 put documents/a second"));

  const absl::Status reused = log_->PutDocument(stamped("third", 2)).status();
  EXPECT_EQ(reused.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(kit::ReasonOf(reused), "REQUEST_ID_REUSED");

  Reopen();
  EXPECT_TRUE(Put(stamped("first", 1)).replayed);
  clock_.Advance(absl::Hours(23));
  EXPECT_TRUE(Put(stamped("first", 1)).replayed);
  clock_.Advance(absl::Hours(2));
  EXPECT_FALSE(Put(stamped("first", 2)).replayed);  // Expired: free again.
  clock_.Advance(absl::Hours(1));
  Put(SampleWrite("b", "sweeps"));
  EXPECT_TRUE(Put(stamped("first", 2)).replayed);  // Swept the old one only.
}

TEST_F(RecordLogTest, UnchangedAnswersAreKeptForRetriesToo) {
  Put(SampleWrite("a", "same"));
  DocumentWrite stamped = SampleWrite("a", "same");
  stamped.request.id = "r-1";
  EXPECT_EQ(Put(stamped).outcome, v1::INGEST_OUTCOME_UNCHANGED);
  Put(SampleWrite("a", "newer"));
  EXPECT_TRUE(Put(stamped).replayed);  // Else the retry would undo "newer".
  EXPECT_THAT(Log(), ElementsAre("2 put documents/a newer"));
}

TEST_F(RecordLogTest, DeletionsRetryToo) {
  Put(SampleWrite("a", "first"));
  const DocumentDeletion deletion{.id = "a", .request = {.id = "r-1"}};
  EXPECT_EQ(log_->DeleteDocument(deletion)->offset, 2u);
  Put(SampleWrite("a", "again"));
  EXPECT_EQ(log_->DeleteDocument(deletion)->offset, 2u);
  EXPECT_TRUE(log_->ReadDocument("a", {}).ok());
}

TEST_F(RecordLogTest, ExpiredAnswersLeaveTheStore) {
  for (int i = 0; i < 20; ++i) {
    DocumentWrite write = SampleWrite("a", std::to_string(i));
    write.request.id = "r-" + std::to_string(i);
    Put(write);
  }
  const auto count = [&] {
    const kit::StoreIterator it = log_->store().NewIterator(kRequests);
    int rows = 0;
    for (it->SeekToFirst(); it->Valid(); it->Next()) ++rows;
    return rows;
  };
  EXPECT_EQ(count(), 40);
  clock_.Advance(absl::Hours(25));
  Put(SampleWrite("b", "sweeps"));
  EXPECT_EQ(count(), 0);
}

TEST_F(RecordLogTest, ExpectedOffsetGuardsReparsing) {
  Put(SampleWrite("a", "first"));
  DocumentWrite reparsed = SampleWrite("a", "reparsed");
  reparsed.expected_offset = 1;
  EXPECT_TRUE(log_->PutDocument(reparsed).ok());
  reparsed = SampleWrite("a", "late");
  reparsed.expected_offset = 1;
  EXPECT_EQ(kit::ReasonOf(log_->PutDocument(reparsed).status()),
            "DOCUMENT_CHANGED");
}

TEST_F(RecordLogTest, PagesOfChangesAreBoundAndComplete) {
  for (int i = 0; i < 20; ++i) {
    Put(SampleWrite("d" + std::to_string(i), std::string(1000, 'x')));
  }
  uint64_t after = 0;
  std::size_t seen = 0;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    absl::StatusOr<ChangePage> page = log_->ReadChanges(after, 5000);
    ASSERT_TRUE(page.ok());
    EXPECT_LE(page->changes.size(), 5u);
    seen += page->changes.size();
    after = page->last_offset;
    more = !page->caught_up;
  }
  EXPECT_EQ(seen, 20u);
  EXPECT_GE(pages, 4);
  EXPECT_EQ(log_->ReadChanges(0, 1)->changes.size(), 1u);  // Never none.
}

TEST_F(RecordLogTest, VocabularyIsPublishedOnceInChunks) {
  std::vector<v1::Topic> topics(3);
  for (v1::Topic& topic : topics) {
    topic.set_definition(std::string(kVocabularyChunkBytesMax / 2 + 1, 'd'));
  }
  EXPECT_EQ(*log_->VocabularyVersion("quoth"), "");
  EXPECT_EQ(log_->PutVocabulary("quoth", "v1", topics)->offset, 3u);
  EXPECT_EQ(*log_->VocabularyVersion("quoth"), "v1");
  EXPECT_THAT(Log(),
              ElementsAre("1 topics v1 0", "2 topics v1 1", "3 topics v1 2"));
  absl::StatusOr<ChangePage> page = log_->ReadChanges(0, 1 << 30);
  EXPECT_FALSE(page->changes[1].vocabulary_put().last_chunk());
  EXPECT_TRUE(page->changes[2].vocabulary_put().last_chunk());
  EXPECT_EQ(page->changes[2].vocabulary_put().topics_size(), 1);

  EXPECT_EQ(log_->PutVocabulary("quoth", "v1", topics)->offset, 3u);
  topics.resize(1);
  EXPECT_EQ(log_->PutVocabulary("quoth", "v2", topics)->offset, 4u);
  EXPECT_THAT(Log(), ElementsAre("4 topics v2 0"));
  Reopen();
  EXPECT_EQ(*log_->VocabularyVersion("quoth"), "v2");
  EXPECT_EQ(log_->end(), 4u);
}

TEST_F(RecordLogTest, SpeakersChangeTogetherOrNotAtAll) {
  const auto put = [&](const char* slug, const char* display) {
    return log_->ChangeSpeakers({slug}, [&](const auto&) {
      v1::Speaker speaker;
      speaker.set_name(std::string("speakers/") + slug);
      speaker.set_display_name(display);
      return std::vector<v1::Speaker>{speaker};
    });
  };
  ASSERT_TRUE(put("ada", "Ada").ok());
  ASSERT_TRUE(put("bob", "Bob").ok());
  const absl::Status refused =
      log_->ChangeSpeakers({"ada", "bob"},
                           [](const auto& present)
                               -> absl::StatusOr<std::vector<v1::Speaker>> {
                             EXPECT_EQ(present.size(), 2u);
                             return absl::AbortedError("no");
                           })
          .status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(Log(), ElementsAre("1 speaker Ada", "2 speaker Bob"));
  ASSERT_TRUE(log_->ChangeSpeakers({"ada", "bob"},
                                   [](const auto& present) {
                                     std::vector<v1::Speaker> changed;
                                     for (const auto& [slug, speaker] :
                                          present) {
                                       changed.push_back(speaker);
                                       changed.back().set_display_name(
                                           "Dr " + speaker.display_name());
                                     }
                                     return changed;
                                   })
                  .ok());
  EXPECT_THAT(Log(), ElementsAre("3 speaker Dr Ada", "4 speaker Dr Bob"));
  EXPECT_EQ(log_->ReadSpeaker("ada")->display_name(), "Dr Ada");
  EXPECT_EQ(log_->ListSpeakers("ada", 10)->size(), 1u);
  EXPECT_EQ(log_->ReadSpeaker("eve").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(RecordLogTest, ListsLiveDocumentsInOrder) {
  for (const char* id : {"b", "a", "a-1", "c"}) Put(SampleWrite(id, id));
  ASSERT_TRUE(log_->DeleteDocument({.id = "c"}).ok());
  EXPECT_THAT(*log_->ListDocumentIds("", 10), ElementsAre("a", "a-1", "b"));
  EXPECT_THAT(*log_->ListDocumentIds("a", 1), ElementsAre("a-1"));
  EXPECT_THAT(*log_->ListDocumentIds("b", 10), ElementsAre());
}

TEST_F(RecordLogTest, EpochAndOffsetsGoOnAfterReopening) {
  const uint64_t epoch = log_->epoch();
  Put(SampleWrite("a", "first"));
  Reopen();
  EXPECT_EQ(log_->epoch(), epoch);
  EXPECT_EQ(log_->end(), 1u);
  EXPECT_EQ(Put(SampleWrite("b", "next")).revision.offset, 2u);
}

TEST_F(RecordLogTest, SecondOpenOfTheFolderIsRefused) {
  const absl::Status status =
      RecordLog::Open({.path = folder_.path()}, clock_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RecordLogTest, WritesAfterCloseAreRefusedAndReadsGoOn) {
  Put(SampleWrite("a", "first"));
  log_->CloseWrites();
  EXPECT_EQ(log_->PutDocument(SampleWrite("b", "late")).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(log_->ReadDocument("a", {}).ok());
}

TEST_F(RecordLogTest, ALogThatLostItsTailIsRefused) {
  Put(SampleWrite("a", "first"));
  Put(SampleWrite("b", "second"));
  rocksdb::WriteBatch batch;
  ASSERT_TRUE(batch.Delete(log_->store().family(kChanges), ChangeKey(2)).ok());
  ASSERT_TRUE(log_->store().Write(batch, true).ok());
  log_.reset();
  EXPECT_EQ(RecordLog::Open({.path = folder_.path()}, clock_).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(RecordLogTest, DamagedRecordsAreSaidNotServed) {
  Put(SampleWrite("a", "first"));
  rocksdb::WriteBatch batch;
  ASSERT_TRUE(
      batch.Put(log_->store().family(kDocuments), "a", "\xff\xff").ok());
  ASSERT_TRUE(log_->store().Write(batch, true).ok());
  EXPECT_EQ(log_->ReadDocument("a", {}).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(log_->ReadChanges(0, 1 << 20).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace quoth::ingest
