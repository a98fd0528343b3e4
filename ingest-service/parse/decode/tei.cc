// TEI, above all transcripts of parliaments as ParlaMint has them: <u who>,
// <seg>, <note>, <kinesic>, <vocal>, <incident>; the header's title and dates.
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/entities.h"
#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/html_leaves.h"
#include "ingest-service/parse/decode/html_tree.h"
#include "ingest-service/parse/decode/news_article.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {
namespace {

enum class Element : uint8_t {
  kInline,
  kHeader,
  kUtterance,
  kSpeech,
  kSpeaker,
  kParagraph,
  kHeading,
  kStage,
  kNote,
  kWord,
  kDivision,
  kPageBreak,
};

Element ElementOf(std::string_view name) {
  static const auto* const kElements =
      new absl::flat_hash_map<std::string_view, Element>(
          {{"teiHeader", Element::kHeader}, {"u", Element::kUtterance},
           {"sp", Element::kSpeech},        {"speaker", Element::kSpeaker},
           {"p", Element::kParagraph},      {"seg", Element::kParagraph},
           {"ab", Element::kParagraph},     {"l", Element::kParagraph},
           {"lg", Element::kDivision},      {"item", Element::kParagraph},
           {"quote", Element::kParagraph},  {"head", Element::kHeading},
           {"kinesic", Element::kStage},    {"vocal", Element::kStage},
           {"incident", Element::kStage},   {"stage", Element::kStage},
           {"note", Element::kNote},        {"w", Element::kWord},
           {"pc", Element::kWord},          {"div", Element::kDivision},
           {"body", Element::kDivision},    {"text", Element::kDivision},
           {"front", Element::kDivision},   {"back", Element::kDivision},
           {"pb", Element::kPageBreak}});
  const auto found = kElements->find(name);
  return found == kElements->end() ? Element::kInline : found->second;
}

bool IsBlock(Element element) {
  return element != Element::kInline && element != Element::kWord;
}

class TeiReader {
 public:
  TeiReader(const ReaderInput& input, DecodedDocument& out)
      : out_(out),
        tree_(ReadXmlTree(input.source, input.limits.depth_max)),
        builder_(input.source, input.limits.text_bytes_max, out) {}

  void Read(Issues& issues) {
    const uint32_t count = static_cast<uint32_t>(tree_.nodes.size());
    for (uint32_t i = 1; i < count;) {
      while (!open_.empty() && tree_.nodes[open_.back().node].end <= i) Close();
      const HtmlNode& node = tree_.nodes[i];
      if (node.tag == Tag::kText) {
        Text(node.source);
        ++i;
        continue;
      }
      const std::string_view name = NameOf(tree_, node);
      const Element element = ElementOf(name);
      if (element == Element::kHeader) {
        Header(i);
        i = node.end;
        continue;
      }
      if (name == "TEI" || name == "teiCorpus") {
        Declare(out_, MetadataOrigin::kFeed, "language",
                std::string(tree_.Attribute(node, "xml:lang")));
      }
      if (InterruptsSentence(i, element)) {
        deferred_.push_back(i);
        i = node.end;
        continue;
      }
      Open(i, element);
      ++i;
    }
    while (!open_.empty()) Close();
    EndLeaf();
    if (tree_.too_deep) issues.Add(IssueCode::kMarkupTooDeep, {}, {});
    if (tree_.broken) issues.Add(IssueCode::kBrokenMarkup, {}, {});
    if (builder_.dropped_controls() > 0)
      issues.Add(IssueCode::kNulBytes, {}, {});
    if (builder_.truncated()) issues.Add(IssueCode::kTruncatedText, {}, {});
  }

 private:
  struct OpenElement {
    uint32_t node;
    Element element;
    std::string voice_before;
  };

  std::string PlainText(uint32_t n) const {
    std::string raw;
    for (uint32_t i = n + 1; i < tree_.nodes[n].end && raw.size() < 4096; ++i) {
      if (tree_.nodes[i].tag == Tag::kText)
        raw.append(tree_.nodes[i].source.of(tree_.source)).push_back(' ');
    }
    return PlainValue(raw);
  }

  void Header(uint32_t header) {
    bool title = false, date = false;
    for (uint32_t i = header + 1; i < tree_.nodes[header].end; ++i) {
      const HtmlNode& node = tree_.nodes[i];
      const std::string_view name = NameOf(tree_, node);
      if (name == "title" && !title) {
        title = true;
        Declare(out_, MetadataOrigin::kFeed, "title", PlainText(i));
      } else if (name == "date" && !date) {
        std::string_view when = tree_.Attribute(node, "when");
        if (when.empty()) when = tree_.Attribute(node, "from");
        // The setting's date is when it was said; the file's own comes first
        // in some headers, so the last of "settingDesc" wins.
        Declare(out_, MetadataOrigin::kFeed,
                InSetting(i) ? "said" : "published", std::string(when));
      } else if (name == "author") {
        Declare(out_, MetadataOrigin::kFeed, "author", PlainText(i));
      } else if (name == "publisher") {
        Declare(out_, MetadataOrigin::kFeed, "outlet", PlainText(i));
      } else if (name == "person") {
        const std::string id(tree_.Attribute(node, "xml:id"));
        if (!id.empty() && names_.size() < 10'000) names_[id] = PersonName(i);
      }
    }
  }

  bool InSetting(uint32_t i) const {
    for (uint32_t n = tree_.nodes[i].parent; n != 0;
         n = tree_.nodes[n].parent) {
      const std::string_view name = NameOf(tree_, tree_.nodes[n]);
      if (name == "setting" || name == "settingDesc" || name == "bibl" ||
          name == "recording")
        return true;
    }
    return false;
  }

  std::string PersonName(uint32_t person) const {
    std::string fore, sur, whole;
    for (uint32_t i = person + 1; i < tree_.nodes[person].end; ++i) {
      const std::string_view name = NameOf(tree_, tree_.nodes[i]);
      std::string* into = name == "forename"  ? &fore
                          : name == "surname" ? &sur
                                              : nullptr;
      if (name == "persName" && whole.empty()) whole = PlainText(i);
      if (into == nullptr) continue;
      if (!into->empty()) into->push_back(' ');
      into->append(PlainText(i));
    }
    if (fore.empty() && sur.empty()) return whole;
    return fore.empty() ? sur : sur.empty() ? fore : fore + " " + sur;
  }

  // "#SurnameForename" without an entry in the file: its words, as they come.
  std::string Voice(std::string_view who) {
    who = who.substr(0, std::min(who.find(' '), who.size()));
    const std::size_t hash = who.rfind('#');
    if (hash != who.npos) who.remove_prefix(hash + 1);
    if (const auto found = names_.find(std::string(who));
        found != names_.end() && !found->second.empty()) {
      return found->second;
    }
    if (!speaker_note_.empty()) return speaker_note_;
    std::string words;
    for (std::size_t i = 0; i < who.size() && words.size() < 200; ++i) {
      if (who[i] == '_' || who[i] == '.') {
        words.push_back(' ');
        continue;
      }
      if (i > 0 && IsUpper(who[i]) && IsLower(who[i - 1])) words.push_back(' ');
      words.push_back(who[i]);
    }
    return words;
  }

  // "Thank you, <note>rises</note> Madam": the words around it are one
  // sentence, so the note comes after them.
  bool InterruptsSentence(uint32_t i, Element element) const {
    constexpr std::size_t kDeferredMax = 1000;
    if (!in_leaf_ || kind_ != MarkupKind::kParagraph ||
        deferred_.size() >= kDeferredMax)
      return false;
    if (element != Element::kStage &&
        (element != Element::kNote ||
         tree_.Attribute(tree_.nodes[i], "type") == "speaker"))
      return false;
    const std::string_view words =
        StripRight(std::string_view(out_.text).substr(leaf_begin_));
    return !words.empty() && words.find_last_of(".!?") != words.size() - 1;
  }

  void WriteDeferred() {
    std::vector<uint32_t> deferred;
    deferred.swap(deferred_);
    for (const uint32_t note : deferred) {
      builder_.BreakLines(2, {0, 0});
      leaf_begin_ = builder_.size();
      in_leaf_ = true;
      kind_ = MarkupKind::kStage;
      furniture_ = false;
      for (uint32_t i = note + 1; i < tree_.nodes[note].end; ++i) {
        if (tree_.nodes[i].tag == Tag::kText) Text(tree_.nodes[i].source);
      }
      EndLeaf();
    }
  }

  void Open(uint32_t i, Element element) {
    const HtmlNode& node = tree_.nodes[i];
    if (IsBlock(element)) EndLeaf();
    open_.push_back({i, element, voice_});
    if (element == Element::kUtterance) {
      voice_ = Voice(tree_.Attribute(node, "who"));
      speaker_note_.clear();
    } else if (element == Element::kSpeech) {
      if (const auto who = tree_.Attribute(node, "who"); !who.empty())
        voice_ = Voice(who);
    } else if (element == Element::kSpeaker ||
               (element == Element::kNote &&
                tree_.Attribute(node, "type") == "speaker")) {
      std::string name = PlainText(i);
      while (!name.empty() &&
             (name.back() == ':' || name.back() == '.' || name.back() == ' '))
        name.pop_back();
      if (element == Element::kSpeaker) {
        voice_ = name;
        if (open_.size() > 1)
          open_.back().voice_before = name;  // Lasts to the end of <sp>.
      }
      speaker_note_ = std::move(name);
    } else if (element == Element::kPageBreak) {
      out_.markup.push_back(
          {MarkupKind::kPageBreak, 0, {builder_.size(), builder_.size()}, {}});
    }
  }

  void Close() {
    const OpenElement element = std::move(open_.back());
    open_.pop_back();
    if (IsBlock(element.element)) EndLeaf();
    if (element.element == Element::kWord) {
      const std::string_view join =
          tree_.Attribute(tree_.nodes[element.node], "join");
      glued_ = join == "right" || join == "both";
    }
    voice_ = element.voice_before;
  }

  void Text(Range range) {
    const std::string_view s = range.of(tree_.source);
    if (Strip(s).empty()) {
      if (in_leaf_ && !glued_) pending_space_ = true;
      return;
    }
    glued_ = false;
    if (!in_leaf_) StartLeaf();
    if (pending_space_ || IsSpace(s[0])) {
      if (!builder_.at_space())
        builder_.Replace(" ", {range.begin, range.begin});
    }
    pending_space_ = false;
    uint32_t at = range.begin;
    while (at < range.end) {
      const std::size_t found = tree_.source.substr(0, range.end).find('&', at);
      const uint32_t amp =
          found == tree_.source.npos ? range.end : static_cast<uint32_t>(found);
      builder_.CopyCollapsed({at, amp});
      if (amp == range.end) break;
      std::string decoded;
      std::size_t length = DecodeEntityAt(tree_.source, amp, decoded);
      if (length == 0) {
        decoded = "&";
        length = 1;
      }
      builder_.Replace(decoded, {amp, amp + static_cast<uint32_t>(length)});
      at = amp + static_cast<uint32_t>(length);
    }
  }

  void StartLeaf() {
    kind_ = MarkupKind::kParagraph;
    furniture_ = false;
    for (auto element = open_.rbegin(); element != open_.rend(); ++element) {
      if (element->element == Element::kInline ||
          element->element == Element::kWord)
        continue;
      if (element->element == Element::kHeading) kind_ = MarkupKind::kHeading;
      if (element->element == Element::kStage) kind_ = MarkupKind::kStage;
      if (element->element == Element::kSpeaker) furniture_ = true;
      if (element->element == Element::kNote) {
        furniture_ =
            tree_.Attribute(tree_.nodes[element->node], "type") == "speaker";
        kind_ = MarkupKind::kStage;
      }
      break;
    }
    builder_.BreakLines(2, {0, 0});
    leaf_begin_ = builder_.size();
    in_leaf_ = true;
    pending_space_ = false;
  }

  void EndLeaf() {
    pending_space_ = false;
    if (!in_leaf_) return;
    in_leaf_ = false;
    Range range{leaf_begin_, builder_.size()};
    while (!range.empty() && IsSpace(out_.text[range.end - 1])) --range.end;
    if (range.empty()) return;
    out_.markup.push_back(
        {kind_,
         static_cast<uint8_t>(kind_ == MarkupKind::kHeading ? 2 : 0),
         range,
         {}});
    if (furniture_)
      out_.markup.push_back({MarkupKind::kBoilerplate, 0, range, "label"});
    if (!voice_.empty() && !furniture_)
      out_.markup.push_back({MarkupKind::kVoice, 0, range, voice_});
    if (!deferred_.empty()) WriteDeferred();
  }

  DecodedDocument& out_;
  HtmlTree tree_;
  TextBuilder builder_;
  std::vector<OpenElement> open_;
  absl::flat_hash_map<std::string, std::string> names_;
  std::string voice_, speaker_note_;
  MarkupKind kind_ = MarkupKind::kParagraph;
  uint32_t leaf_begin_ = 0;
  std::vector<uint32_t> deferred_;  // Notes inside the open leaf.
  bool in_leaf_ = false, pending_space_ = false, glued_ = false,
       furniture_ = false;
};

}  // namespace

void ReadTei(const ReaderInput& input, DecodedDocument& out, Issues& issues) {
  TeiReader(input, out).Read(issues);
}

}  // namespace quoth::parse
