// Which names are one body's or place's.
#include <string>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/chain_builder.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

constexpr uint64_t Key(uint64_t space, uint64_t value) {
  return JoinHash(space + 0x51, value + 1);
}

}  // namespace

void ChainBuilder::NameBodies() {
  for (uint32_t i = 0; i < found_.size(); ++i) {
    FoundMention& mention = found_[i];
    if (mention.mention.form != MentionForm::kName ||
        mention.mention.chain != kNone)
      continue;
    const EntityKind kind = mention.mention.kind;
    if (kind != EntityKind::kOrganisation && kind != EntityKind::kOffice &&
        kind != EntityKind::kPlace && kind != EntityKind::kDocument)
      continue;
    const auto words = NameWords(mention);
    uint64_t key = words.front();
    for (std::size_t w = 1; w < words.size(); ++w)
      key = JoinHash(key, words[w]);
    if (mention.organisation != kNone) {
      key = Key(1, mention.organisation);
      if (mention.place != kNone) key = JoinHash(key, mention.place + 1);
    }
    if (mention.place != kNone && kind == EntityKind::kPlace)
      key = Key(2, mention.place);
    auto [at, added] = bodies_.emplace(key, kNone);
    int32_t id = at->second;
    if (added) {
      id = NewEntity(i);
      at->second = id;  // No longer valid after the next emplace.
      entities_[id].words = words;
      entities_[id].name_words = static_cast<uint32_t>(words.size());
      entities_[id].full_name = words.size() > 1;
      if (words.size() > 1) {
        body_last_[words.back()] = id;
        const auto first = body_first_.find(words.front());
        if (first != body_first_.end() && first->second == kNone)
          first->second = id;
        // Its initials: "Budget Review Council" -> "BRC".
        std::string initials;
        for (uint32_t t = mention.name.begin; t < mention.name.end; ++t) {
          if (words_.token(t).capitalised &&
              words_.word_class(t) == WordClass::kNone)
            initials += words_.word(t).front();
        }
        if (initials.size() >= 2) bodies_.emplace(HashWord(initials), id);
      }
    }
    Join(i, id, added ? "name" : "same-name", 0.95f);
  }
  for (uint32_t i = 0; i < found_.size(); ++i) {
    FoundMention& mention = found_[i];
    if (mention.mention.form != MentionForm::kName ||
        mention.mention.chain != kNone || mention.name.empty())
      continue;
    const uint64_t word = words_.hash(mention.name.begin);
    auto last = body_last_.find(word);
    if (last == body_last_.end()) {
      // "Aye" of Aye Mining.
      last = body_first_.find(word);
      if (last == body_first_.end()) continue;
    }
    // Its body turned out to be something else.
    if (last->second == kNone) {
      last->second = NewEntity(i);
      entities_[last->second].words = NameWords(mention);
    }
    mention.mention.kind = entities_[last->second].kind;
    Join(i, last->second, "short-name", 0.8f);
  }
}

}  // namespace quoth::parse
