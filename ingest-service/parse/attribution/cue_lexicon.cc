#include "ingest-service/parse/attribution/cue_lexicon.h"

#include "ingest-service/parse/attribution/words.h"
#include "ingest-service/parse/mentions/lexicon_table.h"

namespace quoth::parse {
namespace {

bool ActByName(std::string_view name, SpeechAct& act) {
  if (name == "speech")
    act = SpeechAct::kSpeech;
  else if (name == "belief")
    act = SpeechAct::kBelief;
  else if (name == "plan")
    act = SpeechAct::kPlan;
  else if (name == "question")
    act = SpeechAct::kQuestion;
  else
    return false;
  return true;
}

bool ApplyFrame(std::string_view name, CueEntry& entry) {
  if (name == "addressee")
    entry.addressee = true;
  else if (name == "noun")
    entry.noun = true;
  else if (name == "clause")
    entry.clause = true;
  else if (name == "source-after")
    entry.source_after = true;
  // Documented and checked, read by people only.
  else
    return name == "that" || name == "whether" || name == "to" ||
           name == "quote" || name == "inverted";
  return true;
}

uint64_t PairKey(uint32_t first, uint32_t second) {
  return (static_cast<uint64_t>(first) << 32) | second;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const CueLexicon>> CueLexicon::Load(
    std::string_view contents) {
  constexpr std::string_view file = "cues.tsv";
  auto rows = ReadLexiconTable(file, contents, 4);
  if (!rows.ok()) return rows.status();
  auto lexicon = std::make_unique<CueLexicon>();
  for (const LexiconRow& row : *rows) {
    CueEntry entry;
    if (!ActByName(row.fields[1], entry.act)) {
      return LexiconError(file, row.line,
                          "act is not speech, belief, plan or question");
    }
    for (std::string_view frame : SplitList(row.fields[2])) {
      if (!ApplyFrame(frame, entry)) {
        return LexiconError(file, row.line, "unknown frame");
      }
    }
    for (std::string_view form : SplitList(row.fields[3])) {
      const std::size_t space = form.find(' ');
      if (space == std::string_view::npos) {
        lexicon->single_.emplace(HashLower(form), entry);
        continue;
      }
      const std::string_view second = form.substr(space + 1);
      if (second.find(' ') != std::string_view::npos) {
        return LexiconError(file, row.line, "a form has more than two words");
      }
      lexicon->pairs_.emplace(
          PairKey(HashLower(form.substr(0, space)), HashLower(second)), entry);
    }
  }
  return lexicon;
}

const CueEntry* CueLexicon::Find(uint32_t form) const {
  const auto found = single_.find(form);
  return found == single_.end() ? nullptr : &found->second;
}

const CueEntry* CueLexicon::FindPair(uint32_t first, uint32_t second) const {
  const auto found = pairs_.find(PairKey(first, second));
  return found == pairs_.end() ? nullptr : &found->second;
}

}  // namespace quoth::parse
