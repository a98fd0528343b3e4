// The frame of a document (features.h): all that features look at, read once.
#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {
namespace {

bool IsFinite(WordClass tag) {
  return tag == WordClass::kBe || tag == WordClass::kModal ||
         tag == WordClass::kHave || tag == WordClass::kDo ||
         tag == WordClass::kVerbEd || tag == WordClass::kEndsS;
}

void AddTotals(Frame& frame) {
  frame.totals.resize(frame.words.words.size() + 1);
  Totals t;
  for (std::size_t i = 0; i < frame.words.words.size(); ++i) {
    switch (const WordClass tag = frame.words.words[i].tag; tag) {
      case WordClass::kComma:
        ++t.commas;
        break;
      case WordClass::kStop:
        ++t.stops;
        break;
      case WordClass::kQuoteOpen:
      case WordClass::kQuoteClose:
        ++t.quotes;
        break;
      case WordClass::kColon:
      case WordClass::kSemicolon:
        ++t.colons;
        break;
      case WordClass::kBracketOpen:
      case WordClass::kBracketClose:
        ++t.brackets;
        break;
      case WordClass::kSubject:
        ++t.subjects;
        break;
      default:
        t.finite += IsFinite(tag);
    }
    t.mentions += frame.mention_begin[i] != kNone;
    frame.totals[i + 1] = t;
  }
}

// What mention begins or ends at a token: 0 none, else form and kind.
uint8_t MentionCode(const Frame& frame, int32_t mention) {
  if (mention == kNone) return 0;
  const Mention& m = frame.mentions->mentions[mention];
  return static_cast<uint8_t>(1 + static_cast<int>(m.form) * 8 +
                              static_cast<int>(m.kind));
}

void AddCodes(Frame& frame) {
  const std::size_t count = frame.words.words.size();
  frame.begin_code.resize(count);
  frame.end_code.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    frame.begin_code[i] = MentionCode(frame, frame.mention_begin[i]);
    frame.end_code[i] = MentionCode(frame, frame.mention_end[i]);
  }
}

}  // namespace

Frame BuildFrame(const DecodedDocument& document, const Layout& layout,
                 const Sentences& sentences, const Quotes& quotes,
                 const Mentions& mentions, const CueLexicon& cues) {
  Frame frame;
  frame.text = document.text;
  frame.layout = &layout;
  frame.sentences = &sentences;
  frame.quotes = &quotes;
  frame.mentions = &mentions;
  frame.words = ReadWords(document.text, sentences, quotes, cues);
  frame.mention_begin.assign(sentences.tokens.size(), kNone);
  frame.mention_end.assign(sentences.tokens.size(), kNone);
  frame.mention_at.assign(sentences.tokens.size(), kNone);
  for (std::size_t i = 0; i < mentions.mentions.size(); ++i) {
    const Mention& m = mentions.mentions[i];
    if (m.end_token <= m.first_token || m.end_token > sentences.tokens.size()) {
      continue;
    }
    // Outer ones come first and keep their place.
    int32_t& begin = frame.mention_begin[m.first_token];
    int32_t& end = frame.mention_end[m.end_token - 1];
    if (begin == kNone) begin = static_cast<int32_t>(i);
    if (end == kNone) end = static_cast<int32_t>(i);
    if (frame.mention_at[m.first_token] != kNone) continue;  // An inner one.
    for (uint32_t t = m.first_token; t < m.end_token; ++t) {
      frame.mention_at[t] = static_cast<int32_t>(i);
    }
  }
  AddCodes(frame);
  AddTotals(frame);
  return frame;
}

}  // namespace quoth::parse
