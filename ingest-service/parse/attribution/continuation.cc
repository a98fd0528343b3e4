#include "ingest-service/parse/attribution/continuation.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"

namespace quoth::parse {
namespace {

constexpr float kTenseConfidence = 0.45f;
constexpr float kLinkConfidence = 0.5f;
// Surer than this must be the statement that is continued.
constexpr float kContinuedMin = 0.35f;
// Share of the reported statements that must be the one speaker's for a link
// to count, and how many there must be.
constexpr float kOneSpeakerShare = 0.8f;
constexpr int kOneSpeakerMin = 3;
constexpr uint32_t kWordsMin = 5;

// What the sentences of the document hold.
struct Told {
  int32_t draft = kNone;  // Indirect speech that ends with the sentence.
  bool busy = false;      // Some draft's words or cue.
};

std::vector<Told> ReadTold(const Frame& frame,
                           const std::vector<Draft>& drafts) {
  std::vector<Told> told(frame.sentences->sentences.size());
  for (std::size_t d = 0; d < drafts.size(); ++d) {
    const Draft& draft = drafts[d];
    for (TokenSpan s : draft.spans) {
      for (uint32_t i = frame.word(s.begin).sentence;
           i <= frame.word(s.end - 1).sentence; ++i) {
        told[i].busy = true;
      }
    }
    if (draft.cue.empty() || draft.kind || draft.chain == kNone) continue;
    const uint32_t sentence = frame.word(draft.cue.begin).sentence;
    told[sentence].busy = true;
    if (frame.word(draft.cue.begin).act != 1 ||
        draft.confidence < kContinuedMin ||
        QuotedShare(frame, draft.spans) > 0) {
      continue;
    }
    told[sentence].draft = static_cast<int32_t>(d);
  }
  return told;
}

bool HasForm(const Frame& frame, TokenSpan span, WordClass tag) {
  for (uint32_t i = span.begin; i < span.end; ++i) {
    if (frame.word(i).tag == tag) return true;
  }
  return false;
}

// The first finite verb by word class, or the end.
uint32_t FirstFinite(const Frame& frame, TokenSpan span) {
  for (uint32_t i = span.begin; i < span.end; ++i) {
    const WordClass tag = frame.word(i).tag;
    if (tag == WordClass::kModal || tag == WordClass::kBe ||
        tag == WordClass::kHave || tag == WordClass::kDo ||
        tag == WordClass::kVerbEd) {
      return i;
    }
  }
  return span.end;
}

bool Shifted(const Frame& frame, uint32_t token) {
  static constexpr uint32_t kForms[] = {HashForm("would"), HashForm("'d"),
                                        HashForm("wouldn't"),
                                        HashForm("wouldn’t")};
  return std::find(std::begin(kForms), std::end(kForms),
                   frame.word(token).form) != std::end(kForms);
}

// "However,", "In this context,", "At the same time,": up to its comma.
bool OpensWithLink(const Frame& frame, TokenSpan words) {
  static constexpr uint32_t kLinks[] = {
      HashForm("however"),      HashForm("nonetheless"),
      HashForm("nevertheless"), HashForm("moreover"),
      HashForm("furthermore"),  HashForm("besides"),
      HashForm("also"),         HashForm("therefore"),
      HashForm("consequently"), HashForm("additionally"),
      HashForm("likewise"),     HashForm("thus")};
  static constexpr uint32_t kNouns[] = {
      HashForm("context"), HashForm("time"),       HashForm("addition"),
      HashForm("regard"),  HashForm("connection"), HashForm("respect")};
  const Word& first = frame.word(words.begin);
  if (frame.word(words.begin + 1).tag == WordClass::kComma) {
    return std::find(std::begin(kLinks), std::end(kLinks), first.form) !=
           std::end(kLinks);
  }
  if (first.tag != WordClass::kPreposition) return false;
  for (uint32_t i = words.begin + 1; i < words.begin + 4; ++i) {
    if (std::find(std::begin(kNouns), std::end(kNouns), frame.word(i).form) !=
        std::end(kNouns)) {
      return frame.word(i + 1).tag == WordClass::kComma;
    }
  }
  return false;
}

// The chain of nearly all reported statements, or kNone.
int32_t OneSpeaker(const std::vector<Draft>& drafts) {
  absl::flat_hash_map<int32_t, int> counts;
  int all = 0;
  for (const Draft& d : drafts) {
    if (d.cue.empty() || d.chain == kNone) continue;
    ++counts[d.chain];
    ++all;
  }
  for (const auto& [chain, count] : counts) {
    if (count >= kOneSpeakerMin &&
        static_cast<float>(count) >=
            kOneSpeakerShare * static_cast<float>(all)) {
      return chain;
    }
  }
  return kNone;
}

// Somebody else takes the floor, or the author does.
bool AnotherSpeaks(const Frame& frame, TokenSpan words, int32_t chain) {
  for (uint32_t i = words.begin; i < words.end; ++i) {
    if (frame.word(i).depth > 0 ||
        (frame.word(i).act == 1 && frame.word(i).tag == WordClass::kVerbEd)) {
      return true;
    }
    const int32_t m = frame.mention_begin[i];
    if (m == kNone) continue;
    const Mention& mention = frame.mentions->mentions[m];
    if (mention.kind == EntityKind::kPerson && mention.chain != chain) {
      return true;
    }
  }
  return false;
}

class Continuing {
 public:
  Continuing(const Frame& frame, std::vector<Draft>& drafts)
      : frame_(frame),
        drafts_(drafts),
        told_(ReadTold(frame, drafts)),
        one_speaker_(OneSpeaker(drafts)) {}

  void Run() {
    const auto& sentences = frame_.sentences->sentences;
    std::vector<Draft> found;
    for (std::size_t s = 1; s < sentences.size(); ++s) {
      if (told_[s].busy || !Prose(sentences[s])) continue;
      const Told& before = told_[s - 1];
      if (before.draft == kNone) continue;
      const Draft& said = drafts_[before.draft];
      const float confidence = Evidence(sentences[s - 1], sentences[s], said);
      if (confidence == 0) continue;
      Draft draft;
      draft.spans = {Words(sentences[s])};
      draft.source = said.source;
      draft.mention = said.mention;
      draft.chain = said.chain;
      draft.continuation = true;
      draft.calibrated = true;
      draft.confidence = confidence;
      draft.rule = "continuation";
      draft.speaker_rule = "same-speaker";
      found.push_back(std::move(draft));
    }
    for (Draft& draft : found) drafts_.push_back(std::move(draft));
  }

 private:
  bool Prose(const Sentence& sentence) const {
    const BlockKind kind = frame_.layout->blocks[sentence.block].kind;
    return kind == BlockKind::kParagraph || kind == BlockKind::kListItem;
  }

  TokenSpan Words(const Sentence& sentence) const {
    TokenSpan words = {sentence.first_token, sentence.end_token};
    while (words.begin < words.end && !frame_.word(words.begin).is_word) {
      ++words.begin;
    }
    while (words.end > words.begin && !frame_.word(words.end - 1).is_word) {
      --words.end;
    }
    return words;
  }

  // 0: none.
  float Evidence(const Sentence& before, const Sentence& sentence,
                 const Draft& said) const {
    const TokenSpan words = Words(sentence);
    if (words.end < words.begin + kWordsMin ||
        sentence.block - before.block > 1 ||
        AnotherSpeaks(frame_, words, said.chain)) {
      return 0;
    }
    const uint32_t finite = FirstFinite(frame_, words);
    const bool question =
        frame_.text[frame_.layout->blocks[sentence.block].range.end - 1] == '?';
    if (question) return 0;
    // The same paragraph, the words ending the sentence before.
    if (before.block == sentence.block && finite < words.end &&
        Shifted(frame_, finite) &&
        said.spans.back().end + 2 >= before.end_token &&
        HasForm(frame_, said.spans.back(), WordClass::kModal)) {
      return kTenseConfidence;
    }
    if (OpensWithLink(frame_, words) && said.chain == one_speaker_) {
      return kLinkConfidence;
    }
    return 0;
  }

  const Frame& frame_;
  std::vector<Draft>& drafts_;
  const std::vector<Told> told_;
  const int32_t one_speaker_;
};

}  // namespace

void AddContinuations(const Frame& frame, std::vector<Draft>& drafts) {
  Continuing(frame, drafts).Run();
}

}  // namespace quoth::parse
