#include "ingest-service/parse/blocks/head.h"

#include <algorithm>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/datelines.h"
#include "ingest-service/parse/blocks/furniture.h"
#include "ingest-service/parse/blocks/labels.h"
#include "ingest-service/parse/blocks/masthead.h"
#include "ingest-service/parse/blocks/prose.h"
#include "ingest-service/parse/blocks/title_line.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kHeadUnitsMax = 24;
constexpr uint32_t kTitleBytesMax = 300;

bool IsProse(std::string_view s) {
  // Headlines with a full stop exist; long ones do not.
  constexpr int kHeadlineWordsMax = 16;
  if (s.size() > 280) return true;
  if (EndingOf(s) != Ending::kTerminal) return false;
  if (s.back() == '.' &&
      CountWords(s, kHeadlineWordsMax + 1) > kHeadlineWordsMax)
    return true;
  return s.size() > 150 || (s.size() > 90 && CountSentences(s, 2) >= 2);
}

// Letters and digits only, lower case: for comparing a title in two places.
std::string Folded(std::string_view s) {
  std::string out;
  for (char c : s.substr(0, 400)) {
    if (IsAlnum(c) || IsHigh(c)) out.push_back(ToLower(c));
  }
  return out;
}

bool HasOccasionWord(std::string_view s) {
  for (std::string_view word :
       {"briefing", "press conference", "hearing", "interview", "remarks",
        "transcript", "speech", "statement", "debate", "summit"}) {
    if (ContainsIgnoreCase(s, word)) return true;
  }
  return false;
}

// "Department Press Briefing – October 19, 2022" has a date but is a title.
bool NamesOccasion(std::string_view s) {
  return HasOccasionWord(s) && CountWords(s, 5) >= 5;
}

struct Candidate {
  std::size_t unit;
  int score;
};

class Head {
 public:
  Head(std::string_view text, const std::vector<std::string_view>& known,
       std::vector<Unit>& units)
      : text_(text) {
    for (std::string_view title : known) known_.push_back(Folded(title));
    // Units that the page itself calls furniture do not count.
    for (Unit& unit : units) {
      if (head_.size() >= kHeadUnitsMax) break;
      if (!unit.decided) head_.push_back(&unit);
    }
    const std::size_t most = head_.size();
    for (std::size_t i = 0; i < most; ++i) folded_.push_back(Folded(Of(i)));
    // Where a trail of links repeats the title, nothing above it is body.
    std::size_t trailed = 0;
    for (std::size_t i = 1; i < std::min<std::size_t>(most, 12); ++i) {
      if (Of(i).size() <= kTitleBytesMax && RepeatedAbove(i, folded_[i])) {
        trailed = i;
        break;
      }
    }
    body_ = most;
    for (std::size_t i = 0; i < most; ++i) {
      const std::string_view s = Of(i);
      furniture_.push_back(head_[i]->decided ? Furniture::kLine
                                             : FurnitureInHead(*head_[i], s));
      if (head_[i]->decided || furniture_[i] == Furniture::kCaption) continue;
      const bool heading = head_[i]->leaf == MarkupKind::kTitle ||
                           head_[i]->leaf == MarkupKind::kHeading;
      if (i >= trailed && !heading && !head_[i]->emphasis &&
          (IsProse(s) || OpensTranscript(i))) {
        body_ = i;
        break;
      }
    }
    furniture_.resize(most, Furniture::kNone);
    while (first_ < most && furniture_[first_] != Furniture::kNone) ++first_;
  }

  void Decide() {
    const std::size_t title = FindTitle();
    if (title < head_.size()) {
      for (std::size_t i = 0; i < title; ++i) Settle(i, BeforeTitle(i));
      Settle(title, BlockKind::kTitle);
    }
    const std::size_t from = title < head_.size() ? title + 1 : 0;
    for (std::size_t i = from; i < furniture_.size() && i < body_ + 6; ++i)
      DecideAfter(i, title);
  }

 private:
  std::string_view Of(std::size_t i) const { return head_[i]->range.of(text_); }

  void Settle(std::size_t i, BlockKind kind) {
    if (head_[i]->decided) return;
    head_[i]->kind = kind;
    head_[i]->decided = true;
  }

  static Furniture FurnitureInHead(const Unit& unit, std::string_view s) {
    const Furniture furniture = FurnitureOf(s);
    if (furniture == Furniture::kDateline && NamesOccasion(s))
      return Furniture::kNone;
    if (furniture != Furniture::kNone || unit.leaf != MarkupKind::kParagraph)
      return furniture;
    return IsTrail(s) || IsSectionLabel(s) ? Furniture::kLine : furniture;
  }

  // A name of a site stands over its navigation.
  bool IsMasthead(std::size_t i) const {
    constexpr int kWordsMax = 7;
    return i + 1 < furniture_.size() && furniture_[i + 1] == Furniture::kLine &&
           IsTrail(Of(i + 1)) && CountWords(Of(i), kWordsMax + 1) <= kWordsMax;
  }

  // "Question: ..." in the head starts the body.
  bool OpensTranscript(std::size_t i) const {
    const auto label = FindLabel(text_, *head_[i]);
    if (label && label->bare && head_[i]->strong) {
      // A name alone in bold, and again further down.
      for (std::size_t k = i + 1; k < head_.size(); ++k) {
        const auto other = FindLabel(text_, *head_[k]);
        if (other && other->bare && other->key == label->key) return true;
      }
    }
    return label && !label->bare && label->content < head_[i]->range.end &&
           !IsFieldLine(Of(i)) &&
           (label->role != TurnRole::kSpeaker ||
            CountSentences(Range{label->content, head_[i]->range.end}.of(text_),
                           2) >= 2);
  }

  BlockKind BeforeTitle(std::size_t i) const {
    if (furniture_[i] == Furniture::kByline) return BlockKind::kByline;
    if (furniture_[i] == Furniture::kDateline) return BlockKind::kDateline;
    if (furniture_[i] == Furniture::kCaption) return BlockKind::kCaption;
    return BlockKind::kBoilerplate;
  }

  std::size_t FindTitle() const {
    Candidate best{head_.size(), 9};
    for (std::size_t i = 0; i < std::min(body_ + 1, furniture_.size()); ++i) {
      const int score = Score(i);
      if (score > best.score) best = {i, score};
    }
    return best.unit;
  }

  int Score(std::size_t i) const {
    const Unit& unit = *head_[i];
    const std::string_view s = Of(i);
    if (unit.decided || s.size() > kTitleBytesMax) return -1000;
    if (unit.leaf == MarkupKind::kTitle) return 1000 - static_cast<int>(i);
    const std::string& folded = folded_[i];
    int score = -2 * static_cast<int>(i);
    for (const std::string& known : known_) {
      if (known.size() >= 8 && folded == known) score += 120;
      if (known.size() >= 16 && folded.size() >= 16 &&
          folded.size() < known.size() &&
          known.compare(0, folded.size(), folded) == 0) {
        score += 60;
      }
    }
    for (const std::string& known : known_) {
      // "Outlet: headline" is declared, the headline is printed.
      if (folded.size() >= 16 && known.size() > folded.size() &&
          known.ends_with(folded))
        score += 60;
    }
    if (IsSitePart(i)) score -= 200;
    const bool heading = unit.leaf == MarkupKind::kHeading;
    if (!unit.voice.empty()) return -1000;
    if (!heading && IsTurnOfMany(i)) return -1000;
    if (heading && unit.level > 1 && !known_.empty() && score <= 0) score -= 40;
    if (heading) score += unit.level == 1 ? 100 : unit.level == 2 ? 30 : 10;
    if (furniture_[i] != Furniture::kNone && score < 50) return -1000;
    if (i == body_ && !heading) return score >= 50 ? score : -1000;
    if (IsFieldLine(s) || (unit.leaf != MarkupKind::kParagraph && !heading))
      score -= 40;
    const int words = CountWords(s, 40);
    score += words >= 4 && words <= 26 ? 25
             : words == 3              ? 12
             : words == 2              ? 4
                                       : -15;
    if (EndingOf(s) == Ending::kTerminal) score -= s.back() == '.' ? 12 : 2;
    if (EndingOf(s) == Ending::kColon) score -= 30;
    if (StartsLower(s)) score -= 12;
    if (unit.same_paragraph && SplitTitleLine(s).outlet.empty()) score -= 12;
    if (!SplitTitleLine(s).outlet.empty()) score += 15;
    if (unit.emphasis && !unit.strong) score -= 20;
    if (IsMasthead(i)) score -= 40;
    if (!heading && words <= 8 && IsPublisher(s)) score -= 25;
    if (words >= 2 && words <= 6 && HasOccasionWord(s) &&
        EndingOf(s) == Ending::kSoft)
      score += 20;
    const bool over_byline =
        i + 1 < furniture_.size() && furniture_[i + 1] == Furniture::kByline;
    if (over_byline) score += 20;
    // "The Valley Ledger" over a date: the paper's name.
    if (!over_byline && words <= 5 && IsBareName(s) && HasOutletWord(s) &&
        !HasOccasionWord(s) && i + 1 < furniture_.size() &&
        furniture_[i + 1] == Furniture::kDateline) {
      score -= 30;
    }
    if (i == first_) score += 15;
    if (SentenceAbove(i)) score -= 40;
    if (RepeatedAbove(i, folded)) score += 50;
    if (EndsLikeLater(i, folded)) score -= 60;
    return score;
  }

  // Of a declared "Site: headline" both parts are printed, and this line is
  // the one that reads like a name.
  bool IsSitePart(std::size_t i) const {
    const std::string& part = folded_[i];
    if (part.size() < 4) return false;
    for (const std::string& known : known_) {
      const bool first = known.size() > part.size() && known.starts_with(part);
      const bool last = known.size() > part.size() && known.ends_with(part);
      if (!first && !last) continue;
      const std::string_view rest =
          first ? std::string_view(known).substr(part.size())
                : std::string_view(known).substr(0, known.size() - part.size());
      for (std::size_t k = 0; k < folded_.size(); ++k) {
        if (k == i || folded_[k] != rest || rest.size() < 8) continue;
        return CountCases(Of(i)).long_lower == 0 &&
               CountCases(Of(k)).long_lower > 0;
      }
    }
    return false;
  }

  // "Office of the Spokesperson" over the title of what it publishes.
  static bool IsPublisher(std::string_view s) {
    for (std::string_view opening :
         {"office of ", "ministry of ", "department of ", "embassy of ",
          "permanent mission ", "bureau of ", "press service", "press office",
          "secretariat of "}) {
      if (StartsWithIgnoreCase(s, opening)) return true;
    }
    return false;
  }

  // "NAME: headline" is fine; where the label comes again, or questions
  // follow, it is a turn.
  bool IsTurnOfMany(std::size_t i) const {
    const auto label = FindLabel(text_, *head_[i]);
    if (!label || label->bare || label->content >= head_[i]->range.end)
      return false;
    if (label->role != TurnRole::kSpeaker) return true;
    for (std::size_t k = i + 1; k < head_.size(); ++k) {
      const auto other = FindLabel(text_, *head_[k]);
      if (!other || other->bare) continue;
      // "Mayor: the river will not be dammed" over questions is a headline.
      const bool headline = i == first_ && EndingOf(Of(i)) == Ending::kSoft;
      if (other->key == label->key ||
          (other->role != TurnRole::kSpeaker && !headline))
        return true;
    }
    return false;
  }

  // Whole sentences stand above a title only on pages that repeat it.
  bool SentenceAbove(std::size_t i) const {
    for (std::size_t k = 0; k < i; ++k) {
      if (!head_[k]->decided && furniture_[k] == Furniture::kNone &&
          EndingOf(Of(k)) == Ending::kTerminal && CountWords(Of(k), 5) >= 5) {
        return true;
      }
    }
    return false;
  }

  // A line above ends in these very words: a trail of links to this page.
  bool RepeatedAbove(std::size_t i, const std::string& folded) const {
    if (folded.size() < 20) return false;
    for (std::size_t k = 0; k < i; ++k) {
      const std::string& above = folded_[k];
      if (above.size() > folded.size() && above.ends_with(folded)) return true;
    }
    return false;
  }

  // This line ends in the words of a later, shorter one: it is the trail.
  bool EndsLikeLater(std::size_t i, const std::string& folded) const {
    for (std::size_t k = i + 1; k < std::min(body_ + 1, furniture_.size());
         ++k) {
      const std::string& later = folded_[k];
      if (later.size() >= 20 && later.size() < folded.size() &&
          folded.ends_with(later))
        return true;
    }
    return false;
  }

  // Right under the title, bare names down to a line with the date: author
  // and outlet. Without the date such lines may be anything.
  bool InHeadStack(std::size_t i, std::size_t title) const {
    constexpr std::size_t kStackMax = 4;
    for (std::size_t k = title + 1; k < i; ++k) {
      if (!IsBareName(Of(k)) || HasOccasionWord(Of(k))) return false;
    }
    for (std::size_t k = i + 1; k < std::min(i + kStackMax, body_); ++k) {
      if (furniture_[k] == Furniture::kDateline) return true;
      if (!IsBareName(Of(k))) return false;
    }
    return false;
  }

  // "BBN News, Calder", "Staff Writer" on the line under a byline.
  bool UnderByline(std::size_t i, std::string_view s) {
    constexpr std::size_t kLineBytesMax = 60;
    if (furniture_[i - 1] != Furniture::kByline || s.size() > kLineBytesMax ||
        EndingOf(s) != Ending::kSoft)
      return false;
    const CaseCount cases = CountCases(s);
    if (cases.words == 0 || cases.long_lower * 2 > cases.words) return false;
    for (std::string_view trade :
         {"writer", "reporter", "correspondent", "editor", "columnist",
          "producer", "staff", "bureau chief"}) {
      if (!EndsWithIgnoreCase(s, trade)) continue;
      Settle(i, BlockKind::kBoilerplate);
      return true;
    }
    if (!HasOutletWord(s)) return false;
    Settle(i, BlockKind::kDateline);
    return true;
  }

  void DecideAfter(std::size_t i, std::size_t title) {
    Unit& unit = *head_[i];
    if (unit.decided) return;
    const std::string_view s = Of(i);
    switch (furniture_[i]) {
      case Furniture::kByline:
        return Settle(i, BlockKind::kByline);
      case Furniture::kDateline:
        return Settle(i, BlockKind::kDateline);
      case Furniture::kCaption:
        return Settle(i, BlockKind::kCaption);
      case Furniture::kLine:
        return Settle(i, BlockKind::kBoilerplate);
      default:
        break;
    }
    if (i >= body_) return;
    if (IsFieldLine(s)) return Settle(i, BlockKind::kBoilerplate);
    if (title >= head_.size()) return;
    if (unit.leaf != MarkupKind::kParagraph) return;
    if (IsBareName(s) && !HasOccasionWord(s) && InHeadStack(i, title)) {
      const bool outlet = HasOutletWord(s) || StartsWithIgnoreCase(s, "the ");
      return Settle(i, outlet ? BlockKind::kDateline : BlockKind::kByline);
    }
    if (i > title + 1 && unit.same_paragraph && UnderByline(i, s)) return;
    // A lead in italics, or a second line under the title.
    if (unit.emphasis && s.size() >= 40) return Settle(i, BlockKind::kSummary);
    if (i == title + 1 &&
        (unit.same_paragraph || EndingOf(s) == Ending::kSoft) &&
        EndingOf(s) != Ending::kColon && CountWords(s, 5) >= 5) {
      Settle(i, BlockKind::kSummary);
    }
  }

  std::string_view text_;
  std::vector<Unit*> head_;
  std::vector<std::string> known_;
  std::vector<std::string> folded_;  // Of each unit of the head.
  std::vector<Furniture> furniture_;
  std::size_t body_ = 0;   // First unit that is prose or a turn.
  std::size_t first_ = 0;  // First unit that is no furniture.
};

}  // namespace

void DecideHead(std::string_view text,
                const std::vector<std::string_view>& known_titles,
                std::vector<Unit>& units) {
  if (units.empty()) return;
  Head(text, known_titles, units).Decide();
}

}  // namespace quoth::parse
