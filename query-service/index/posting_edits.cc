#include "query-service/index/posting_edits.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "query-service/index/bytes.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr std::size_t kIdBytes = 5;

rocksdb::Slice SliceOf(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

StatementId IdOf(std::string_view key) {
  return ReadBig<kIdBytes>(key.data() + key.size() - kIdBytes);
}

std::string_view GroupOf(std::string_view key) {
  return key.substr(0, key.size() - kIdBytes);
}

std::string RunKey(std::string_view group, StatementId last) {
  std::string key(group);
  AppendBig<kIdBytes>(key, last);
  return key;
}

// A stored run as it is to become.
struct StoredRun {
  std::string value;  // What `postings` borrow from.
  StatementId first = 0;
  StatementId last = 0;
  std::vector<RunPosting> postings;
};

void Change(StoredRun& run, const RunPosting& posting, bool deleted) {
  const auto at = std::lower_bound(
      run.postings.begin(), run.postings.end(), posting.id,
      [](const RunPosting& p, StatementId id) { return p.id < id; });
  const bool there = at != run.postings.end() && at->id == posting.id;
  if (deleted) {
    if (there) run.postings.erase(at);
  } else if (there) {
    *at = posting;
  } else {
    run.postings.insert(at, posting);
  }
}

}  // namespace

void PostingEdits::Add(std::string_view key, Edit edit) {
  edit.at = keys_.size();
  edit.size = static_cast<std::uint32_t>(key.size());
  keys_.append(key);
  edits_.push_back(edit);
}

void PostingEdits::Forward(std::string_view key, std::uint8_t bits,
                           std::uint64_t offset, std::string_view name_key) {
  Add(key, {static_cast<std::uint8_t>(bits | kForwardBit),
            static_cast<std::uint32_t>(forwards_.size()), false});
  forwards_.push_back({offset, std::string(name_key)});
}

RunPosting PostingEdits::PostingOf(const Edit& edit, StatementId id) const {
  RunPosting posting{id, edit.bits, {}};
  if (edit.forward != Edit::kNoForward) {
    const OwnedForward& forward = forwards_[edit.forward];
    posting.forward = {forward.offset, forward.name_key};
  }
  return posting;
}

absl::Status PostingEdits::Finish(rocksdb::WriteBatch& batch) {
  std::stable_sort(
      edits_.begin(), edits_.end(),
      [this](const Edit& a, const Edit& b) { return KeyOf(a) < KeyOf(b); });
  for (std::size_t begin = 0; begin < edits_.size();) {
    const std::string_view group = GroupOf(KeyOf(edits_[begin]));
    std::size_t end = begin + 1;
    while (end < edits_.size() && GroupOf(KeyOf(edits_[end])) == group) ++end;
    if (absl::Status status = WriteGroup(begin, end, group, batch);
        !status.ok()) {
      return status;
    }
    begin = end;
  }
  edits_.clear();
  forwards_.clear();
  keys_.clear();
  return absl::OkStatus();
}

absl::Status PostingEdits::WriteGroup(std::size_t begin, std::size_t end,
                                      std::string_view group,
                                      rocksdb::WriteBatch& batch) {
  std::vector<Edit> of_stored;
  std::vector<RunPosting> fresh;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view key = KeyOf(edits_[i]);
    if (i + 1 < end && KeyOf(edits_[i + 1]) == key) continue;  // Changed again.
    const StatementId id = IdOf(key);
    if (id < first_new_) {
      of_stored.push_back(edits_[i]);
    } else if (!edits_[i].deleted) {
      fresh.push_back(PostingOf(edits_[i], id));
    }
  }
  if (!of_stored.empty()) {
    if (absl::Status status = ChangeStored(of_stored, group, batch);
        !status.ok()) {
      return status;
    }
  }
  WriteRuns(fresh, group, batch);
  return absl::OkStatus();
}

absl::Status PostingEdits::ChangeStored(const std::vector<Edit>& edits,
                                        std::string_view group,
                                        rocksdb::WriteBatch& batch) {
  // Ascending by id, as the edits; the last may be gone on with.
  std::deque<StoredRun> runs;
  const std::string end = RunKey(group, kStatementIdMax);
  const rocksdb::Slice bound = SliceOf(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  kit::StoreIterator rows = store_.NewIterator(kPostings, options);
  for (const Edit& edit : edits) {
    const StatementId id = IdOf(KeyOf(edit));
    const RunPosting posting = PostingOf(edit, id);
    if (runs.empty() || runs.back().last < id) {
      // The run that ends at or behind the posting, if that begins before it.
      rows->Seek(RunKey(group, id));
      if (absl::Status status = rows.status(); !status.ok()) return status;
      StoredRun run;
      if (rows->Valid()) {
        run.value = rows->value().ToString();
        run.last = IdOf(rows->key().ToStringView());
        if (!DecodeRun(run.last, run.value, run.postings)) {
          return kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                                 "the index holds a damaged posting");
        }
        run.first = run.postings.front().id;
      }
      if (run.postings.empty() || run.first > id) {
        if (!edit.deleted) WriteRuns({posting}, group, batch);
        continue;
      }
      StoredRun& kept = runs.emplace_back(std::move(run));
      // Short values move with the string that holds them.
      DecodeRun(kept.last, kept.value, kept.postings);
    }
    Change(runs.back(), posting, edit.deleted);
  }
  for (const StoredRun& run : runs) {
    if (run.postings.empty() || run.postings.back().id != run.last) {
      batch.Delete(store_.family(kPostings), RunKey(group, run.last));
    }
    WriteRuns(run.postings, group, batch);
  }
  return absl::OkStatus();
}

void PostingEdits::WriteRuns(const std::vector<RunPosting>& postings,
                             std::string_view group,
                             rocksdb::WriteBatch& batch) {
  if (postings.empty()) return;
  const auto put = [&](const std::vector<RunPosting>& run) {
    batch.Put(store_.family(kPostings), RunKey(group, run.back().id),
              EncodeRun(run));
  };
  if (postings.size() <= kRunPostingsMax) return put(postings);
  for (std::size_t at = 0; at < postings.size(); at += kRunPostingsMax) {
    const std::size_t end = std::min(at + kRunPostingsMax, postings.size());
    put({postings.begin() + static_cast<std::ptrdiff_t>(at),
         postings.begin() + static_cast<std::ptrdiff_t>(end)});
  }
}

}  // namespace quoth::query
