// SplitBlocks: units, then one pass for each question - what is broken, what
// is the head, where are turns, what is furniture, what is a heading.
#include "ingest-service/parse/blocks/blocks.h"

#include <algorithm>
#include <string_view>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/datelines.h"
#include "ingest-service/parse/blocks/decide_furniture.h"
#include "ingest-service/parse/blocks/furniture.h"
#include "ingest-service/parse/blocks/head.h"
#include "ingest-service/parse/blocks/headings.h"
#include "ingest-service/parse/blocks/prose.h"
#include "ingest-service/parse/blocks/speeches.h"
#include "ingest-service/parse/blocks/title_line.h"
#include "ingest-service/parse/blocks/turns.h"
#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {
namespace {

BlockKind KindOfLeaf(const Unit& unit) {
  if (unit.decided) return unit.kind;
  switch (unit.leaf) {
    case MarkupKind::kListItem:
      return BlockKind::kListItem;
    case MarkupKind::kCaption:
      return BlockKind::kCaption;
    case MarkupKind::kStage:
      return BlockKind::kStage;
    default:
      return unit.in_quote ? BlockKind::kBlockQuote : BlockKind::kParagraph;
  }
}

void DecideStages(std::string_view text, std::vector<Unit>& units) {
  for (Unit& unit : units) {
    const std::string_view s = unit.range.of(text);
    if (!unit.decided && IsStageDirection(s)) {
      // "(Stand: 12. April 2022, 14:20 Uhr)"
      if (IsDateLine(StripMarks(s))) continue;
      unit.kind = BlockKind::kStage;
      unit.decided = true;
    }
  }
}

// A speaker who only ever asks is the interviewer.
void SettleAskers(std::string_view text, const std::vector<Unit>& units,
                  std::vector<UnitTurn>& turns) {
  struct Tally {
    std::string_view key;
    int turns = 0, questions = 0;
  };
  std::vector<Tally> tallies;  // A transcript has few speakers; cap for safety.
  constexpr std::size_t kSpeakersMax = 64;
  const auto tally_of = [&](std::string_view key) -> Tally* {
    for (Tally& t : tallies) {
      if (t.key == key) return &t;
    }
    if (tallies.size() >= kSpeakersMax) return nullptr;
    tallies.push_back({key});
    return &tallies.back();
  };
  for (const UnitTurn& turn : turns) {
    Tally* tally = tally_of(turn.label.key);
    if (tally == nullptr) continue;
    ++tally->turns;
    const std::string_view last =
        StripMarks(units[turn.end - 1].range.of(text));
    tally->questions += last.ends_with('?') ? 1 : 0;
  }
  int others = 0;
  for (const Tally& t : tallies) others += t.questions * 2 <= t.turns ? 1 : 0;
  if (others == 0) return;
  for (UnitTurn& turn : turns) {
    if (turn.label.role != TurnRole::kSpeaker || turn.label.key.empty())
      continue;
    const Tally* tally = tally_of(turn.label.key);
    if (tally != nullptr && tally->turns >= 2 &&
        tally->questions * 5 >= tally->turns * 4) {
      turn.label.role = TurnRole::kQuestion;
    }
  }
}

class LayoutWriter {
 public:
  LayoutWriter(std::string_view text,
               const std::vector<std::string_view>& titles,
               const std::vector<Unit>& units,
               const std::vector<UnitTurn>& turns)
      : text_(text), titles_(titles), units_(units), turns_(turns) {}

  Layout Write() {
    std::size_t turn = 0;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      while (turn < turns_.size() && turns_[turn].end <= i) ++turn;
      const bool inside = turn < turns_.size() && turns_[turn].first <= i;
      if (inside && turns_[turn].first == i) OpenTurn(turns_[turn]);
      Put(units_[i], inside ? &turns_[turn] : nullptr, i);
    }
    DropEmptyTurn();
    return std::move(layout_);
  }

 private:
  // A turn whose words were all furniture is none.
  void DropEmptyTurn() {
    if (!layout_.turns.empty() &&
        layout_.turns.back().first_block >= layout_.blocks.size()) {
      layout_.turns.pop_back();
      return;
    }
    const auto turn = static_cast<int32_t>(layout_.turns.size()) - 1;
    if (turn == kNone) return;
    Turn& last = layout_.turns.back();
    const auto begin = layout_.blocks.begin();
    const auto first =
        std::find_if(begin + last.first_block, layout_.blocks.end(),
                     [&](const Block& block) { return block.turn == turn; });
    if (first == layout_.blocks.end()) {
      layout_.turns.pop_back();
    } else {
      last.first_block = static_cast<uint32_t>(first - begin);
    }
  }

  void OpenTurn(const UnitTurn& from) {
    DropEmptyTurn();
    Turn turn;
    turn.role = from.label.role;
    turn.label = from.label.printed;
    turn.name = from.label.name;
    turn.aside = from.label.aside;
    turn.first_block = turn.last_block =
        static_cast<uint32_t>(layout_.blocks.size());
    layout_.turns.push_back(std::move(turn));
  }

  void Push(BlockKind kind, uint8_t level, Range range, int32_t turn) {
    while (!range.empty() && IsSpace(text_[range.begin])) ++range.begin;
    while (!range.empty() && IsSpace(text_[range.end - 1])) --range.end;
    if (range.empty()) return;
    Block block;
    block.kind = kind;
    block.level = level;
    block.range = range;
    block.section = section_;
    block.turn = turn;
    const std::string_view tail = range.of(text_).substr(
        range.size() - std::min<uint32_t>(range.size(), 32));
    block.closed = EndingOf(tail) != Ending::kSoft;
    if (kind == BlockKind::kHeading) {
      section_ = static_cast<int32_t>(layout_.blocks.size());
      block.section = kNone;
    }
    if (turn != kNone) {
      layout_.turns[turn].last_block =
          static_cast<uint32_t>(layout_.blocks.size());
    }
    layout_.blocks.push_back(block);
  }

  void Put(const Unit& unit, const UnitTurn* turn, std::size_t index) {
    const int32_t current =
        turn == nullptr ? kNone
                        : static_cast<int32_t>(layout_.turns.size()) - 1;
    const BlockKind kind = KindOfLeaf(unit);
    if (turn != nullptr && index == turn->first) {
      PutTurn(unit, {turn->label.content, unit.range.end}, current);
      return;
    }
    switch (kind) {
      case BlockKind::kParagraph:
      case BlockKind::kBlockQuote:
      case BlockKind::kListItem:
        if (turn != nullptr) return PutTurn(unit, unit.range, current);
        break;
      case BlockKind::kStage:
        return Push(kind, 0, unit.range, current);
      case BlockKind::kTitle:
        return PutTitle(unit);
      default:
        return Push(kind, unit.level, unit.range, kNone);
    }
    if (kind == BlockKind::kParagraph) {
      if (const uint32_t dateline = DatelineBytes(unit.range.of(text_));
          dateline > 0) {
        Push(BlockKind::kDateline, 0,
             {unit.range.begin, unit.range.begin + dateline}, kNone);
        Push(kind, 0, {unit.range.begin + dateline, unit.range.end}, kNone);
        return;
      }
    }
    Push(kind, unit.level, unit.range, kNone);
  }

  // "Headline – Outlet" is a title and furniture.
  void PutTitle(const Unit& unit) {
    const std::string_view line = unit.range.of(text_);
    // A declared title that has all of the line and more: no furniture here.
    const bool whole = std::any_of(
        titles_.begin(), titles_.end(), [&](std::string_view title) {
          return title.size() > line.size() + 3 &&
                 title.find(line) != std::string_view::npos;
        });
    const TitleLine parts = whole ? TitleLine{line, {}} : SplitTitleLine(line);
    const auto begin = static_cast<uint32_t>(parts.title.data() - line.data()) +
                       unit.range.begin;
    const uint32_t end = begin + static_cast<uint32_t>(parts.title.size());
    Push(BlockKind::kTitle, unit.level, {begin, end}, kNone);
    Push(BlockKind::kBoilerplate, 0, {end, unit.range.end}, kNone);
  }

  // The words of a turn, with stage directions at either end set apart.
  void PutTurn(const Unit& unit, Range range, int32_t turn) {
    (void)unit;
    Range before, after;
    std::string_view s = range.of(text_);
    const std::size_t skip = s.size() - StripLeft(s).size();
    s = Strip(s);
    if (!s.empty() && (s[0] == '(' || s[0] == '[')) {
      const std::size_t close = s.substr(0, 80).find_first_of(")]");
      if (close != s.npos && IsStageDirection(s.substr(0, close + 1))) {
        const uint32_t begin = range.begin + static_cast<uint32_t>(skip);
        before = {begin, begin + static_cast<uint32_t>(close) + 1};
        range.begin = before.end;
      }
    }
    s = StripRight(range.of(text_));
    if (s.ends_with(")") || s.ends_with("]") || s.ends_with(").")) {
      const std::size_t from = s.size() - std::min<std::size_t>(s.size(), 60);
      const std::size_t open = s.substr(from).find_last_of("([");
      if (open != s.npos && IsApplause(s.substr(from + open))) {
        after = {range.begin + static_cast<uint32_t>(from + open),
                 range.begin + static_cast<uint32_t>(s.size())};
        range.end = after.begin;
      }
    }
    Push(BlockKind::kStage, 0, before, turn);
    Push(BlockKind::kTurn, 0, range, turn);
    Push(BlockKind::kStage, 0, after, turn);
  }

  // At the end of a paragraph brackets may hold anything; only the words for
  // what an audience does are set apart.
  static bool IsApplause(std::string_view s) {
    if (!IsStageDirection(s)) return false;
    for (std::string_view word :
         {"applause",  "laugh",           "cheer",    "boo",          "chuckle",
          "crosstalk", "inaudible",       "off-mike", "off mike",     "pause",
          "beifall",   "heiterkeit",      "lachen",   "applaus",      "aplauso",
          "risas",     "applaudissement", "rires",    "аплодисменты", "смех"}) {
      if (ContainsIgnoreCase(s, word)) return true;
    }
    return false;
  }

  std::string_view text_;
  const std::vector<std::string_view>& titles_;
  const std::vector<Unit>& units_;
  const std::vector<UnitTurn>& turns_;
  Layout layout_;
  int32_t section_ = kNone;
};

}  // namespace

Layout SplitBlocks(const DecodedDocument& document, Issues& issues) {
  (void)issues;
  const std::string_view text = document.text;
  std::vector<Unit> units = GatherUnits(document);
  JoinBrokenUnits(text, units);
  std::vector<std::string_view> titles;
  for (const DeclaredMetadata& field : document.metadata) {
    if (field.field == "title") titles.push_back(field.value);
  }
  // Subtitles have no head: their first words are speech.
  const bool subtitles =
      document.format == Format::kWebVtt || document.format == Format::kSubRip;
  // Transcripts in TEI declare their title; heads in the text are sections.
  const bool titled_elsewhere =
      document.format == Format::kTei && !titles.empty();
  if (!subtitles && !titled_elsewhere) DecideHead(text, titles, units);
  if (document.format == Format::kHtml) DecideHeadFurniture(text, units);
  DecideStages(text, units);
  std::vector<UnitTurn> turns = FindTurns(text, units);
  DecideFurniture(text, units);
  SettleAskers(text, units, turns);
  if (turns.empty()) {
    if (const auto speech = FindSpeech(text, units)) turns.push_back(*speech);
  }
  if (turns.empty()) {
    DecideHeadings(text, units.size(), units);
  } else {
    DecideHeadings(text, turns.front().first, units);
    // Among turns only marked headings count: a short line is speech.
    for (Unit& unit : units) {
      if (!unit.decided && unit.leaf == MarkupKind::kHeading &&
          unit.range.size() <= 400) {
        unit.kind = BlockKind::kHeading;
        unit.decided = true;
      }
    }
  }
  return LayoutWriter(text, titles, units, turns).Write();
}

}  // namespace quoth::parse
