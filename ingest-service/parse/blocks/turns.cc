#include "ingest-service/parse/blocks/turns.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

struct Candidate {
  std::size_t unit;
  Label label;
};

struct LabelCount {
  int times = 0;
  int with_words = 0;  // Followed by at least four words.
  int colon = 0;
  int questions = 0;
};

bool CanCarryTurn(const Unit& unit) {
  if (unit.decided) return unit.kind == BlockKind::kTurn;
  return unit.leaf == MarkupKind::kParagraph ||
         unit.leaf == MarkupKind::kListItem ||
         unit.leaf == MarkupKind::kPreformatted ||
         unit.leaf == MarkupKind::kTable ||
         (unit.leaf == MarkupKind::kHeading && unit.level > 1);
}

bool EndsAsQuestion(std::string_view s) {
  const std::string_view tail =
      StripMarks(s.substr(s.size() - std::min<std::size_t>(s.size(), 40)));
  return tail.ends_with("?") || tail.ends_with("\xEF\xBC\x9F") ||
         tail.ends_with("\xD8\x9F");
}

std::vector<Candidate> Candidates(std::string_view text,
                                  const std::vector<Unit>& units) {
  std::vector<Candidate> found;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!CanCarryTurn(units[i])) continue;
    // A short plain line may be a name when its words follow right below.
    Unit line = units[i];
    constexpr uint32_t kNameLineBytesMax = 60;
    if (line.range.size() <= kNameLineBytesMax && i + 1 < units.size() &&
        units[i + 1].same_paragraph) {
      line.strong = true;
    }
    if (auto label = FindLabel(text, line, true)) {
      found.push_back({i, *std::move(label)});
    }
  }
  return found;
}

// Turns named by markup: subtitles with voices, TEI utterances.
std::vector<UnitTurn> VoiceTurns(const std::vector<Unit>& units) {
  std::vector<UnitTurn> turns;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].voice.empty() || units[i].decided) continue;
    const bool stage = units[i].leaf == MarkupKind::kStage;
    if (!turns.empty() && turns.back().label.name == units[i].voice) {
      turns.back().end = i + 1;
      continue;
    }
    if (stage) continue;
    UnitTurn turn;
    turn.label.name = std::string(units[i].voice);
    turn.label.key = ToLower(units[i].voice);
    turn.label.content = units[i].range.begin;
    if (IsQuestionWord(turn.label.key)) turn.label.role = TurnRole::kQuestion;
    turn.first = i;
    turn.end = i + 1;
    turns.push_back(std::move(turn));
  }
  return turns;
}

// Interviews whose questions are bold or italic paragraphs and whose answers
// are plain ones.
std::vector<UnitTurn> StyledQuestions(std::string_view text,
                                      const std::vector<Unit>& units) {
  const auto styled = [&](const Unit& unit) {
    const bool top = unit.leaf == MarkupKind::kHeading && unit.level == 1;
    if (unit.decided || !unit.marked || top) return false;
    const bool style =
        unit.strong || unit.emphasis || unit.leaf == MarkupKind::kHeading;
    return style && unit.range.size() >= 12 &&
           EndsAsQuestion(unit.range.of(text));
  };
  std::size_t questions = 0, first = units.size(), last = 0;
  for (std::size_t i = 0; i + 1 < units.size(); ++i) {
    if (!styled(units[i]) || styled(units[i + 1])) continue;
    ++questions;
    first = std::min(first, i);
    last = i;
  }
  std::vector<UnitTurn> turns;
  if (questions < 3) return turns;
  // In an interview the words "I", "we" and "you" fill the answers.
  std::size_t personal = 0, answers = 0;
  for (std::size_t i = first; i < units.size() && i <= last + 1; ++i) {
    if (styled(units[i]) || (units[i].leaf != MarkupKind::kParagraph &&
                             units[i].leaf != MarkupKind::kListItem))
      continue;
    ++answers;
    const std::string_view s = units[i].range.of(text).substr(0, 600);
    for (std::string_view word : {" I ", "I ", " we ", "We ", " my ", " ich ",
                                  " wir ", " je ", " nous "}) {
      if (s.find(word) != s.npos) {
        ++personal;
        break;
      }
    }
  }
  if (personal * 2 < answers) return turns;
  for (std::size_t i = first; i < units.size(); ++i) {
    const bool question = styled(units[i]);
    if (units[i].decided) {
      if (i > last + 1) break;
      continue;
    }
    const bool was_question =
        !turns.empty() && turns.back().label.role == TurnRole::kQuestion;
    if (!turns.empty() && question == was_question) {
      turns.back().end = i + 1;
      continue;
    }
    UnitTurn turn;
    turn.label.content = units[i].range.begin;
    // "**The Gazette: Is it true?**" names the asker as well.
    const auto label = FindLabel(text, units[i]);
    if (label && !label->bare && label->content < units[i].range.end)
      turn.label = *label;
    turn.label.role = question ? TurnRole::kQuestion : TurnRole::kAnswer;
    turn.first = i;
    turn.end = i + 1;
    turns.push_back(std::move(turn));
  }
  return turns;
}

class TranscriptJudge {
 public:
  TranscriptJudge(std::string_view text, const std::vector<Unit>& units,
                  std::vector<Candidate>& candidates)
      : text_(text), units_(units), candidates_(candidates) {}

  // Keeps the candidates that are labels; false when there is no transcript.
  bool Judge() {
    Count();
    DropUnlikely();
    Count();
    int questions = 0, answers = 0, speakers = 0, repeated = 0, total = 0,
        words = 0, caps = 0;
    for (const Candidate& c : candidates_) {
      const LabelCount& count = counts_[c.label.key];
      questions += c.label.role == TurnRole::kQuestion;
      answers += c.label.role == TurnRole::kAnswer;
      speakers += c.label.role == TurnRole::kSpeaker;
      caps += c.label.all_caps;
      repeated += count.times >= 2;
      ++total;
    }
    for (const auto& [key, count] : counts_) words += count.with_words;
    if (total < 2 || words * 2 < total) return false;
    if (questions >= 1 && answers + speakers >= 1 && total >= 2) return true;
    const int distinct = static_cast<int>(counts_.size());
    if (distinct < 2) return false;
    if (IsRollCall()) return true;
    if (repeated >= 2 && total >= 3) return Dense() || caps * 2 > total;
    // A panel where everybody speaks once: labels all in capitals.
    return total >= 3 && caps == total && Dense();
  }

 private:
  void Count() {
    counts_.clear();
    for (const Candidate& c : candidates_) {
      LabelCount& count = counts_[c.label.key];
      ++count.times;
      count.colon += c.label.bare ? 0 : 1;
      count.with_words += HasWords(c) ? 1 : 0;
      count.questions += EndsAsQuestion(units_[c.unit].range.of(text_)) ? 1 : 0;
    }
  }

  bool HasWords(const Candidate& c) const {
    const Range own{c.label.content, units_[c.unit].range.end};
    if (CountWords(own.of(text_), 4) >= 4) return true;
    if (!own.empty())
      return EndingOf(own.of(text_)) == Ending::kTerminal &&
             !IsDigit(text_[own.begin]);
    // Alone on its line: the next unit has the words.
    return c.unit + 1 < units_.size() &&
           CountWords(units_[c.unit + 1].range.of(text_), 3) >= 3;
  }

  // Labels without a colon count only when they come again and stand over
  // words; headings and kickers do not.
  void DropUnlikely() {
    std::erase_if(candidates_, [&](const Candidate& c) {
      const LabelCount& count = counts_[c.label.key];
      if (c.label.doubtful)
        return count.times < 2 || count.questions * 2 < count.times;
      if (c.label.role != TurnRole::kSpeaker && !c.label.bare) return false;
      // A short answer is one when its label stands over longer ones too.
      if (c.label.bare)
        return count.times < 2 || (!HasWords(c) && count.with_words < 2);
      return count.with_words == 0;
    });
  }

  // A debate in which hardly anybody speaks twice: label after label, names of
  // several words, whole sentences behind them.
  bool IsRollCall() const {
    constexpr std::size_t kTurnsMin = 4;
    if (candidates_.size() < kTurnsMin) return false;
    std::size_t full = 0, named = 0, colons = 0;
    for (const Candidate& c : candidates_) {
      const std::string_view words =
          Range{c.label.content, units_[c.unit].range.end}.of(text_);
      full += EndingOf(words) == Ending::kTerminal ? 1 : 0;
      named += CountWords(c.label.name, 2) >= 2 || !c.label.aside.empty() ||
                       c.label.all_caps
                   ? 1
                   : 0;
      colons += c.label.bare ? 0 : 1;
    }
    const std::size_t span =
        candidates_.back().unit - candidates_.front().unit + 1;
    return colons == candidates_.size() && full * 5 >= candidates_.size() * 4 &&
           named * 5 >= candidates_.size() * 4 &&
           span * 2 <= candidates_.size() * 3;
  }

  // At least every sixth unit between the first and last label has one.
  bool Dense() const {
    const std::size_t span =
        candidates_.back().unit - candidates_.front().unit + 1;
    return span <= candidates_.size() * 6;
  }

  std::string_view text_;
  const std::vector<Unit>& units_;
  std::vector<Candidate>& candidates_;
  absl::flat_hash_map<std::string, LabelCount> counts_;
};

// An excerpt inside an article: prose stands before the first label, and every
// turn is one paragraph. What follows its last turn is prose again.
bool IsExcerpt(std::string_view text, const std::vector<Unit>& units,
               const std::vector<Candidate>& candidates) {
  std::size_t before = 0, runs = 0;
  for (std::size_t i = 0; i < candidates.front().unit; ++i) {
    if (!units[i].decided && units[i].leaf == MarkupKind::kParagraph &&
        EndingOf(units[i].range.of(text)) == Ending::kTerminal) {
      before += units[i].range.size();
    }
  }
  for (std::size_t c = 1; c < candidates.size(); ++c) {
    runs += candidates[c].unit - candidates[c - 1].unit > 2 ? 1 : 0;
  }
  return before * 5 > text.size() && runs * 4 <= candidates.size();
}

}  // namespace

std::vector<UnitTurn> FindTurns(std::string_view text,
                                const std::vector<Unit>& units) {
  std::vector<UnitTurn> turns = VoiceTurns(units);
  if (!turns.empty()) return turns;
  std::vector<Candidate> candidates = Candidates(text, units);
  if (!TranscriptJudge(text, units, candidates).Judge()) {
    return StyledQuestions(text, units);
  }
  const bool excerpt = IsExcerpt(text, units, candidates);
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    UnitTurn turn;
    turn.label = std::move(candidates[c].label);
    turn.first = candidates[c].unit;
    const bool alone = turn.label.content >= units[turn.first].range.end;
    turn.end =
        c + 1 < candidates.size() ? candidates[c + 1].unit : units.size();
    if (excerpt) {
      const std::size_t own = turn.first + (alone ? 2 : 1);
      if (c + 1 == candidates.size() || turn.end - turn.first > 4) {
        turn.end = std::min(turn.end, own);
      }
    }
    turns.push_back(std::move(turn));
  }
  return turns;
}

}  // namespace quoth::parse
