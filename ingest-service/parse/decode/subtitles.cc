// WebVTT and SubRip: cues -> paragraphs of speech, with voices and timings.
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/entities.h"
#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {
namespace {

// A paragraph of cues without voices ends at a sentence once it is this long.
constexpr uint32_t kParagraphBytes = 600;

struct Line {
  Range range;  // Without the line end.
};

class CueReader {
 public:
  CueReader(const ReaderInput& input, DecodedDocument& out)
      : source_(input.source),
        out_(out),
        builder_(input.source, input.limits.text_bytes_max, out) {}

  void Read(Issues& issues) {
    uint32_t at = source_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    bool in_cue = false;
    while (at < source_.size()) {
      const std::size_t found = source_.find('\n', at);
      uint32_t end =
          static_cast<uint32_t>(found == source_.npos ? source_.size() : found);
      const uint32_t next = found == source_.npos ? end : end + 1;
      if (end > at && source_[end - 1] == '\r') --end;
      const Range line{at, end};
      const std::string_view s = Strip(line.of(source_));
      at = next;
      if (s.empty()) {
        if (in_cue) EndCue();
        in_cue = false;
      } else if (const std::size_t arrow = s.substr(0, 64).find("-->");
                 !in_cue && arrow != s.npos) {
        in_cue = true;
        StartCue(s);
      } else if (in_cue) {
        CueLine(line);
      }
      // Anything else is a header, a note, a style, an identifier.
    }
    if (in_cue) EndCue();
    EndParagraph();
    if (builder_.dropped_controls() > 0)
      issues.Add(IssueCode::kNulBytes, {}, {});
    if (builder_.truncated()) issues.Add(IssueCode::kTruncatedText, {}, {});
  }

 private:
  void StartCue(std::string_view timing) {
    // Settings ("align:start") follow the second time.
    const std::size_t arrow = timing.find("-->");
    const std::string_view after = StripLeft(timing.substr(arrow + 3));
    timing_ =
        std::string(Strip(timing.substr(0, arrow))) + " --> " +
        std::string(after.substr(0, std::min(after.find(' '), after.size())));
    cue_begin_ = builder_.size();
    cue_has_text_ = false;
  }

  void EndCue() {
    if (cue_has_text_ && builder_.size() > cue_begin_) {
      uint32_t begin = cue_begin_;
      while (begin < builder_.size() && IsSpace(out_.text[begin])) ++begin;
      out_.markup.push_back(
          {MarkupKind::kTime, 0, {begin, builder_.size()}, timing_});
    }
    if (in_paragraph_ && builder_.size() - paragraph_begin_ > kParagraphBytes &&
        voice_.empty()) {
      const char last = out_.text.back();
      if (last == '.' || last == '?' || last == '!') EndParagraph();
    }
  }

  // A new speaker: ">> ", "- ", "NAME: ".
  static bool OpensSpeech(std::string_view s) {
    while (s.starts_with("<")) {  // "<font ...>", "<i>" in front.
      const std::size_t close = s.substr(0, 128).find('>');
      if (close == s.npos || s.starts_with("<v")) break;
      s = StripLeft(s.substr(close + 1));
    }
    if (s.starts_with(">>") || s.starts_with("- ") ||
        s.starts_with("\xE2\x80\x93 "))
      return true;
    const std::size_t colon = s.substr(0, 40).find(':');
    if (colon == s.npos || colon < 2 || colon + 1 >= s.size() ||
        s[colon + 1] != ' ' || !IsUpper(s[0]))
      return false;
    for (char c : s.substr(0, colon)) {
      if (!IsAlpha(c) && !IsHigh(c) && c != ' ' && c != '.' && c != '\'' &&
          c != '-')
        return false;
    }
    return true;
  }

  void CueLine(Range line) {
    // "{\\an8}" places the cue on the screen.
    if (const std::string_view lead = line.of(source_);
        lead.starts_with("{\\")) {
      const std::size_t close = lead.substr(0, 64).find('}');
      if (close != lead.npos) line.begin += static_cast<uint32_t>(close) + 1;
    }
    const std::string_view s = line.of(source_);
    // Rolling captions repeat the line above.
    const std::string_view bare = Strip(s);
    if (bare == previous_line_) return;
    previous_line_ = bare;
    if (OpensSpeech(bare)) {
      EndParagraph();
      voice_.clear();
    }
    uint32_t at = line.begin;
    while (at < line.end && (IsSpace(source_[at]) || source_[at] == '>')) ++at;
    if (source_.substr(at, 2) == "- ") at += 2;
    uint32_t start = at;
    while (at < line.end) {
      const char c = source_[at];
      if (c == '<') {
        const std::size_t close =
            source_.substr(at, std::min<uint32_t>(line.end - at, 256))
                .find('>');
        if (close != std::string_view::npos) {
          Words({start, at});
          Tag(source_.substr(at + 1, close - 1));
          at += static_cast<uint32_t>(close) + 1;
          start = at;
          continue;
        }
      } else if (c == '{' && source_.substr(at, 2) == "{\\") {  // {\an8}
        const std::size_t close =
            source_.substr(at, std::min<uint32_t>(line.end - at, 64)).find('}');
        if (close != std::string_view::npos) {
          Words({start, at});
          at += static_cast<uint32_t>(close) + 1;
          start = at;
          continue;
        }
      } else if (c == '&') {
        std::string decoded;
        const std::size_t length = DecodeEntityAt(source_, at, decoded);
        if (length > 0 && at + length <= line.end) {
          Words({start, at});
          StartText();
          builder_.ReplaceCollapsed(decoded,
                                    {at, at + static_cast<uint32_t>(length)});
          at += static_cast<uint32_t>(length);
          start = at;
          continue;
        }
      }
      ++at;
    }
    Words({start, line.end});
    if (in_paragraph_ && !builder_.at_space()) pending_space_ = true;
  }

  void Tag(std::string_view tag) {
    if (!tag.starts_with("v ") && !tag.starts_with("v.")) return;
    const std::size_t space = tag.find(' ');
    if (space == tag.npos) return;
    const std::string name = DecodeEntities(Strip(tag.substr(space + 1)));
    if (name == voice_) return;
    EndParagraph();
    voice_ = name.substr(0, 200);
  }

  void StartText() {
    if (!in_paragraph_) {
      builder_.BreakLines(2, {0, 0});
      paragraph_begin_ = builder_.size();
      in_paragraph_ = true;
      if (!cue_has_text_) cue_begin_ = paragraph_begin_;
    } else if (pending_space_) {
      if (!builder_.at_space()) builder_.Replace(" ", {0, 0});
    }
    pending_space_ = false;
    cue_has_text_ = true;
  }

  void Words(Range range) {
    if (range.empty()) return;
    if (Strip(range.of(source_)).empty()) {
      if (in_paragraph_) pending_space_ = true;
      return;
    }
    StartText();
    builder_.CopyCollapsed(range);
  }

  void EndParagraph() {
    pending_space_ = false;
    if (!in_paragraph_) return;
    in_paragraph_ = false;
    const Range range{paragraph_begin_, builder_.size()};
    if (range.empty()) return;
    out_.markup.push_back({MarkupKind::kParagraph, 0, range, {}});
    if (!voice_.empty())
      out_.markup.push_back({MarkupKind::kVoice, 0, range, voice_});
  }

  std::string_view source_;
  DecodedDocument& out_;
  TextBuilder builder_;
  std::string timing_, voice_;
  std::string_view previous_line_;
  uint32_t cue_begin_ = 0, paragraph_begin_ = 0;
  bool in_paragraph_ = false, pending_space_ = false, cue_has_text_ = false;
};

}  // namespace

void ReadWebVtt(const ReaderInput& input, DecodedDocument& out,
                Issues& issues) {
  CueReader(input, out).Read(issues);
}

void ReadSubRip(const ReaderInput& input, DecodedDocument& out,
                Issues& issues) {
  CueReader(input, out).Read(issues);
}

}  // namespace quoth::parse
