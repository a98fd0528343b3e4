// An index of its own in a temporary folder, written to without a feed.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "query-service/index/applier.h"
#include "query-service/index/index.h"
#include "query-service/lookups/lookup.h"
#include "service-kit/revision/revision.h"
#include "tests/query/made_documents.h"

namespace quoth::query::testing {

class TestIndex {
 public:
  explicit TestIndex(bool use_heap = true, ApplierOptions options = {})
      : use_heap_(use_heap), applier_options_(options) {
    Reopen();
  }

  void Reopen() {
    applier_.reset();
    index_.reset();
    IndexOptions options;
    options.folder = folder_.path() + "/index";
    options.cache_bytes = 8 << 20;
    options.write_buffer_bytes = 8 << 20;
    options.heap_bytes_max = 1 << 30;
    options.use_heap = use_heap_;
    auto opened = Index::Open(options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    index_ = *std::move(opened);
    applier_ = std::make_unique<Applier>(index_, applier_options_);
  }

  // Applies as one message of the feed; offsets go on from the last.
  void Apply(std::vector<quoth::v1::Change> changes,
             absl::Time now = absl::UnixEpoch()) {
    quoth::v1::TailResponse response;
    std::uint64_t offset = index_->position().applied.offset;
    for (quoth::v1::Change& change : changes) {
      change.set_offset(++offset);
      *response.add_changes() = std::move(change);
    }
    response.set_revision(kit::FormatRevision({kEpoch, offset}));
    const absl::Status status = applier_->Apply(response, now);
    ASSERT_TRUE(status.ok()) << status;
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Look(Looked (*lookup)(LookupScope&, const Request&),
                                const Request& request) {
    LookupScope scope(*index_);
    Looked looked = lookup(scope, request);
    if (!looked.ok()) return looked.status();
    Response response;
    if (!response.ParseFromString(*looked))
      return absl::InternalError("not a response");
    return response;
  }
  absl::StatusOr<quoth::v1::ListStatementsResponse> List(
      const quoth::v1::ListStatementsRequest& request) {
    return Look<quoth::v1::ListStatementsResponse>(ListStatements, request);
  }

  // Keys of all pages, in order.
  std::vector<std::string> ListAll(quoth::v1::ListStatementsRequest request) {
    std::vector<std::string> names;
    for (int pages = 0; pages < 2'000; ++pages) {
      auto page = List(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& statement : page->statements())
        names.push_back(statement.name());
      if (page->next_page_token().empty()) break;
      request.set_page_token(page->next_page_token());
    }
    return names;
  }

  Index& index() { return *index_; }
  Applier& applier() { return *applier_; }
  const std::string& folder() const { return folder_.path(); }

  static constexpr std::uint64_t kEpoch = 77;

 private:
  const bool use_heap_;
  const ApplierOptions applier_options_;
  TemporaryFolder folder_;
  std::shared_ptr<Index> index_;
  std::unique_ptr<Applier> applier_;
};

}  // namespace quoth::query::testing
