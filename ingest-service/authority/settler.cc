#include "ingest-service/authority/settler.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/time/clock.h"
#include "ingest-service/intake/reparse.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kMarksMax = 20'000;  // Of one look through the store.
constexpr std::size_t kDocumentsPage = 500;
constexpr std::size_t kReparseBatch = 500;
constexpr absl::Duration kRetryAfter = absl::Seconds(5);

// What the marks concern: names, before and after, and resource names.
class Concern {
 public:
  Concern(const Unsettled& marks, const parse::Lexicons& lexicons)
      : lexicons_(lexicons) {
    for (const Unsettled::Speaker& mark : marks.speakers) {
      names_.insert("speakers/" + mark.slug);
      AddNames(mark.former);
      AddNames(mark.present);
    }
  }

  bool Covers(const DocumentSpeakers& document) const {
    return std::any_of(
        document.speakers.begin(), document.speakers.end(),
        [this](const v1::Speaker& speaker) { return Covers(speaker); });
  }

 private:
  void AddNames(const v1::Speaker& speaker) {
    AddName(speaker.display_name());
    for (const std::string& name : speaker.other_names()) AddName(name);
  }

  void AddName(const std::string& name) {
    NameKeys keys = KeysOfName(name, v1::SPEAKER_KIND_UNSPECIFIED, lexicons_);
    for (std::string& key : keys.full) full_.insert(std::move(key));
    if (!keys.surname.empty()) surnames_.insert(std::move(keys.surname));
  }

  bool Covers(const v1::Speaker& speaker) const {
    if (names_.contains(speaker.name())) return true;
    if (CoversName(speaker.display_name(), speaker.local())) return true;
    return std::any_of(speaker.other_names().begin(),
                       speaker.other_names().end(),
                       [&](const std::string& name) {
                         return CoversName(name, speaker.local());
                       });
  }

  bool CoversName(const std::string& name, bool local) const {
    const NameKeys keys =
        KeysOfName(name, v1::SPEAKER_KIND_UNSPECIFIED, lexicons_);
    for (const std::string& key : keys.full) {
      if (full_.contains(key)) return true;
    }
    // Those that are known by a surname alone.
    return local && surnames_.contains(keys.surname);
  }

  const parse::Lexicons& lexicons_;
  absl::flat_hash_set<std::string> names_, full_, surnames_;
};

}  // namespace

Settler::Settler(Intake& intake, const SpeakerDirectory& directory,
                 kit::Log log)
    : intake_(intake),
      directory_(directory),
      log_(std::move(log)),
      thread_([this] { Loop(); }) {}

Settler::~Settler() { Close(); }

void Settler::Close() {
  const std::lock_guard closing(close_mutex_);
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Settler::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void Settler::Notify() {
  {
    const std::lock_guard lock(mutex_);
    dirty_ = true;
  }
  changed_.notify_all();
}

void Settler::WhenSettled(uint64_t offset, absl::Time deadline,
                          SettledDone done) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      waiters_.push_back({offset, deadline, std::move(done)});
      done = nullptr;
    }
  }
  if (done) return done(false);
  changed_.notify_all();
}

// Answers those that are settled or have waited long enough. Without mutex_.
void Settler::AnswerWaiters() {
  std::vector<std::pair<Waiter, bool>> answered;
  {
    const std::lock_guard lock(mutex_);
    const absl::Time now = absl::Now();
    for (std::size_t i = 0; i < waiters_.size();) {
      const bool settled = waiters_[i].offset <= settled_;
      if (!settled && !closed_ && waiters_[i].deadline > now) {
        ++i;
        continue;
      }
      answered.emplace_back(std::move(waiters_[i]), settled);
      waiters_[i] = std::move(waiters_.back());
      waiters_.pop_back();
    }
  }
  for (auto& [waiter, settled] : answered) waiter.done(settled);
}

void Settler::Loop() {
  absl::Time retry = absl::InfiniteFuture();
  while (true) {
    AnswerWaiters();
    bool work = false;
    {
      std::unique_lock lock(mutex_);
      if (closed_) break;
      absl::Time wake = retry;
      for (const Waiter& waiter : waiters_) {
        wake = std::min(wake, waiter.deadline);
      }
      const std::size_t waiting = waiters_.size();
      const auto woken = [&] {
        return closed_ || dirty_ || waiters_.size() != waiting;
      };
      if (wake == absl::InfiniteFuture()) {
        changed_.wait(lock, woken);
      } else {
        changed_.wait_until(lock, absl::ToChronoTime(wake), woken);
      }
      if (closed_) break;
      work = dirty_ || absl::Now() >= retry;
      if (work) dirty_ = false;
    }
    if (!work) continue;
    retry = absl::InfiniteFuture();
    const absl::Status status = SettleAll();
    if (!status.ok() && !closed()) {
      log_.Error("stored documents do not follow the speakers yet", status);
      retry = absl::Now() + kRetryAfter;
    }
  }
  AnswerWaiters();
}

absl::Status Settler::SettleAll() {
  while (!closed()) {
    absl::StatusOr<Unsettled> marks = intake_.log().ReadUnsettled(kMarksMax);
    if (!marks.ok()) return marks.status();
    if (marks->empty()) {
      const std::lock_guard lock(mutex_);
      settled_ = std::max(settled_, marks->speakers_end);
      return absl::OkStatus();
    }
    absl::StatusOr<std::vector<std::string>> ids = Concerned(*marks);
    if (!ids.ok()) return ids.status();
    log_.Info(
        "stored documents follow changed speakers",
        {{"speakers", marks->speakers.size()}, {"documents", ids->size()}});
    for (std::size_t at = 0; at < ids->size(); at += kReparseBatch) {
      const std::size_t end = std::min(at + kReparseBatch, ids->size());
      Reparse({ids->begin() + static_cast<std::ptrdiff_t>(at),
               ids->begin() + static_cast<std::ptrdiff_t>(end)});
      if (closed()) return absl::OkStatus();
    }
    absl::Status settled = intake_.log().Settle(*std::move(marks));
    if (!settled.ok()) return settled;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Settler::Concerned(
    const Unsettled& marks) {
  std::vector<std::string> ids;
  for (const Unsettled::Document& mark : marks.documents) {
    ids.push_back(mark.id);
  }
  if (!marks.speakers.empty()) {
    const Concern concern(marks, directory_.lexicons());
    std::string after;
    while (!closed()) {
      const absl::StatusOr<std::vector<DocumentSpeakers>> page =
          intake_.log().ListDocumentSpeakers(after, kDocumentsPage);
      if (!page.ok()) return page.status();
      if (page->empty()) break;
      for (const DocumentSpeakers& document : *page) {
        if (concern.Covers(document)) ids.push_back(document.id);
      }
      after = page->back().id;
      AnswerWaiters();
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void Settler::Reparse(std::vector<std::string> ids) {
  {
    const std::lock_guard lock(mutex_);
    reparsing_ = true;
  }
  StartReparse(intake_, {.ids = std::move(ids)}, [this] { return !closed(); },
               {.on_progress = [](const ReparseProgress&) {},
                .on_end =
                    [this](const ReparseProgress& progress,
                           const absl::Status& /*outcome*/) {
                      if (progress.failed > 0) {
                        // Deleted meanwhile, or damaged: said where they are
                        // read.
                        log_.Info(
                            "documents that do not follow changed speakers",
                            {{"documents", progress.failed}});
                      }
                      const std::lock_guard lock(mutex_);
                      reparsing_ = false;
                      changed_.notify_all();
                    }});
  while (true) {
    AnswerWaiters();
    std::unique_lock lock(mutex_);
    if (!reparsing_) return;
    absl::Time wake = absl::Now() + absl::Seconds(1);
    for (const Waiter& waiter : waiters_) {
      wake = std::min(wake, waiter.deadline);
    }
    changed_.wait_until(lock, absl::ToChronoTime(wake),
                        [this] { return !reparsing_; });
  }
}

}  // namespace quoth::ingest
