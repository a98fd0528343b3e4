// ReadMetadata: for each field the first source in the order of trust that has
// it (metadata.h); what the client passed always wins.
#include "ingest-service/parse/metadata/metadata.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/datelines.h"
#include "ingest-service/parse/blocks/furniture.h"
#include "ingest-service/parse/blocks/masthead.h"
#include "ingest-service/parse/blocks/prose.h"
#include "ingest-service/parse/blocks/title_line.h"
#include "ingest-service/parse/metadata/bylines.h"
#include "ingest-service/parse/metadata/dates.h"
#include "ingest-service/parse/metadata/document_dates.h"
#include "ingest-service/parse/metadata/events.h"
#include "ingest-service/parse/metadata/language.h"

namespace quoth::parse {
namespace {

class Reader {
 public:
  Reader(const DecodedDocument& document, const Layout& layout,
         const ClientMetadata& client, Issues& issues)
      : document_(document),
        text_(document.text),
        layout_(layout),
        client_(client),
        issues_(issues) {}

  Metadata Read() {
    ReadOutlet();
    ReadTitle();
    ReadAuthors();
    ReadLists();
    metadata_.canonical_url = client_.source_url.empty()
                                  ? std::string(Declared("url"))
                                  : client_.source_url;
    ReadLanguage();
    ReadEvent();
    ReadDocumentDates(document_, layout_, client_, metadata_, issues_);
    return std::move(metadata_);
  }

 private:
  // The most trusted declaration of a field; the enum is in that order.
  const DeclaredMetadata* Best(std::string_view field) const {
    const DeclaredMetadata* best = nullptr;
    for (const DeclaredMetadata& d : document_.metadata) {
      if (d.field == field && !Strip(d.value).empty() &&
          (best == nullptr || d.origin < best->origin))
        best = &d;
    }
    return best;
  }
  std::string_view Declared(std::string_view field) const {
    const DeclaredMetadata* best = Best(field);
    return best == nullptr ? std::string_view() : Strip(best->value);
  }
  const Block* First(BlockKind kind) const {
    for (const Block& block : layout_.blocks) {
      if (block.kind == kind) return &block;
    }
    return nullptr;
  }

  void ReadOutlet() {
    metadata_.outlet = client_.outlet;
    if (metadata_.outlet.empty())
      metadata_.outlet = std::string(Declared("outlet"));
    if (!metadata_.outlet.empty()) return;
    // The head: "Outlet, January 26, 2021" and "PLACE, Dec 29 (Agency) —".
    for (const Block& block : layout_.blocks) {
      if (block.kind == BlockKind::kDateline && metadata_.outlet.empty()) {
        metadata_.outlet = OutletOfHeadLine(block.range.of(text_));
      }
      if (block.kind == BlockKind::kByline && metadata_.outlet.empty())
        metadata_.outlet = OutletOfByline(block.range.of(text_));
    }
  }

  // A dateline, or the outlet alone on its line.
  static std::string OutletOfHeadLine(std::string_view line) {
    const bool dash = line.ends_with('-') || line.ends_with("\xE2\x80\x93") ||
                      line.ends_with("\xE2\x80\x94");
    if (IsBareName(line) && !dash) return std::string(line);
    // "BBN News, Calder"
    const std::string_view first = line.substr(0, line.find(','));
    if (first.size() < line.size() && IsBareName(first) &&
        HasOutletWord(first) && CountWords(line, 8) <= 6)
      return std::string(first);
    return OutletOfDateline(line);
  }

  // The name of the site over the title: "Valley Herald", "Herald > World".
  std::string OutletAboveTitle() const {
    for (const Block& block : layout_.blocks) {
      if (block.kind == BlockKind::kTitle) break;
      if (block.kind != BlockKind::kBoilerplate) continue;
      const std::string_view line = block.range.of(text_);
      if (const std::string_view site = SiteOfTrail(line); !site.empty())
        return std::string(site);
      if (FurnitureOf(line) == Furniture::kNone && IsBareName(line) &&
          !IsSectionLabel(line) && !IsTrail(line) && CountWords(line, 3) >= 2)
        return std::string(line);
    }
    return {};
  }

  void ReadTitle() {
    const Block* block = First(BlockKind::kTitle);
    if (!client_.title.empty()) {
      metadata_.title = client_.title;
      return;
    }
    std::string_view declared = Declared("title");
    const std::string_view printed =
        block == nullptr ? std::string_view() : block->range.of(text_);
    TitleLine line;
    if (!printed.empty() &&
        (declared.empty() || PrintedWins(printed, declared) ||
         HeadlineTag(*block))) {
      line = SplitTitleLine(printed, metadata_.outlet);
      const auto skipped =
          static_cast<uint32_t>(line.title.data() - printed.data());
      metadata_.title_range = {block->range.begin + skipped,
                               block->range.begin + skipped +
                                   static_cast<uint32_t>(line.title.size())};
    } else {
      line = SplitTitleLine(declared, metadata_.outlet);
    }
    metadata_.title = Spaced(line.title);
    if (metadata_.outlet.empty())
      metadata_.outlet = OutletAfterTitle(block, line.outlet);
    if (!metadata_.outlet.empty()) return;
    // A better headline does not make the page's own title worthless.
    for (const DeclaredMetadata& d : document_.metadata) {
      if (d.field == "title" && metadata_.outlet.empty())
        metadata_.outlet = OutletBeside(d.value, metadata_.title);
    }
    if (metadata_.outlet.empty() && block != nullptr)
      metadata_.outlet = OutletAboveTitle();
  }

  // What a declared title has besides the headline: "headline | Outlet",
  // "Outlet: headline".
  static std::string OutletBeside(std::string_view declared,
                                  std::string_view headline) {
    const std::size_t at =
        headline.size() >= 8 ? declared.find(headline) : declared.npos;
    if (at == declared.npos)
      return std::string(SplitTitleLine(declared).outlet);
    std::string_view rest =
        at == 0 ? declared.substr(headline.size()) : declared.substr(0, at);
    if (at == 0) {
      // Of "| Section | Outlet" the last part.
      const std::size_t bar = rest.rfind('|');
      if (bar != rest.npos) rest.remove_prefix(bar);
    }
    while (!rest.empty() && (IsPunct(rest[0]) || rest[0] == ' '))
      rest.remove_prefix(1);
    for (std::string_view dash : {"\xE2\x80\x93 ", "\xE2\x80\x94 "}) {
      if (rest.starts_with(dash)) rest.remove_prefix(dash.size());
    }
    while (!rest.empty() && (rest.back() == ':' || rest.back() == '|' ||
                             rest.back() == '-' || rest.back() == ' '))
      rest.remove_suffix(1);
    for (std::string_view dash : {" \xE2\x80\x93", " \xE2\x80\x94"}) {
      if (rest.ends_with(dash)) rest.remove_suffix(dash.size());
    }
    constexpr std::size_t kOutletBytesMax = 60;
    return rest.size() <= kOutletBytesMax ? std::string(Strip(rest))
                                          : std::string();
  }

  // The suffix stands in its own block right after the title's.
  std::string OutletAfterTitle(const Block* title,
                               std::string_view suffix) const {
    if (!suffix.empty() || title == nullptr) return std::string(suffix);
    const std::size_t next =
        static_cast<std::size_t>(title - layout_.blocks.data()) + 1;
    if (next >= layout_.blocks.size() ||
        layout_.blocks[next].kind != BlockKind::kBoilerplate)
      return {};
    const Range range = layout_.blocks[next].range;
    const std::string_view between =
        text_.substr(title->range.end, range.begin - title->range.end);
    if (range.begin < title->range.end || between.find('\n') != between.npos)
      return {};
    std::string_view s = Strip(range.of(text_));
    while (!s.empty() &&
           (IsPunct(s[0]) || s[0] == ' ' || s.starts_with("\xE2\x80"))) {
      s.remove_prefix(s.starts_with("\xE2\x80") ? 3 : 1);
    }
    return std::string(s);
  }

  // A page's own <h1> says more than its <title>, but not than what was
  // declared for readers elsewhere.
  bool HeadlineTag(const Block& title) const {
    const DeclaredMetadata* declared = Best("title");
    // In a PDF the largest words of the first page say more than a field that
    // nobody sees.
    return (document_.format == Format::kHtml ||
            document_.format == Format::kPdf) &&
           title.level == 1 && title.range.size() >= 8 && declared != nullptr &&
           declared->origin == MetadataOrigin::kHtmlTitle;
  }

  // The headline as printed beats a declaration that is the same words with
  // furniture around them, or that merely repeats it.
  static bool PrintedWins(std::string_view printed, std::string_view declared) {
    return printed.size() >= 8 &&
           declared.find(Strip(printed)) != declared.npos;
  }

  static std::string Spaced(std::string_view s) {
    std::string out;
    for (char c : s) {
      if (!IsSpace(c)) {
        out.push_back(c);
      } else if (!out.empty() && out.back() != ' ') {
        out.push_back(' ');
      }
    }
    return std::string(Strip(out));
  }

  void ReadAuthors() {
    metadata_.authors = client_.authors;
    if (!metadata_.authors.empty()) return;
    MetadataOrigin origin = MetadataOrigin::kText;
    for (const DeclaredMetadata& d : document_.metadata) {
      if (d.field == "author") origin = std::min(origin, d.origin);
    }
    for (const DeclaredMetadata& d : document_.metadata) {
      if (d.field == "author" && d.origin == origin) AddAuthors(d.value);
    }
    if (!metadata_.authors.empty()) return;
    for (const Block& block : layout_.blocks) {
      if (block.kind != BlockKind::kByline) continue;
      AddAuthors(block.range.of(text_));
      if (!metadata_.authors.empty()) return;
    }
  }

  void AddAuthors(std::string_view printed) {
    for (std::string& name : AuthorsOfByline(printed)) {
      const bool seen = std::any_of(
          metadata_.authors.begin(), metadata_.authors.end(),
          [&](const std::string& a) { return EqualsIgnoreCase(a, name); });
      if (!seen && metadata_.authors.size() < 32)
        metadata_.authors.push_back(std::move(name));
    }
  }

  void ReadLists() {
    for (const DeclaredMetadata& d : document_.metadata) {
      std::vector<std::string>* list =
          d.field == "section"   ? &metadata_.sections
          : d.field == "keyword" ? &metadata_.keywords
                                 : nullptr;
      if (list == nullptr) continue;
      std::string_view rest = d.value;
      while (!rest.empty() && list->size() < 64) {
        const std::size_t end = std::min(
            d.field == "keyword" ? rest.find_first_of(",;") : rest.npos,
            rest.size());
        const std::string_view item = Strip(rest.substr(0, end));
        const bool seen = std::any_of(
            list->begin(), list->end(),
            [&](const std::string& s) { return EqualsIgnoreCase(s, item); });
        if (!item.empty() && !seen) list->emplace_back(item);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  void ReadLanguage() {
    if (!client_.language.empty()) {
      metadata_.language = client_.language;
      return;
    }
    std::string hint(Declared("language"));
    for (char& c : hint) {
      if (c == '_') c = '-';
    }
    metadata_.language = DetectLanguage(text_, layout_, hint);
    // A declaration that agrees says more: "en-GB".
    const std::string_view primary =
        std::string_view(hint).substr(0, hint.find('-'));
    if (hint.size() > metadata_.language.size() && hint.size() <= 12 &&
        EqualsIgnoreCase(primary, metadata_.language)) {
      metadata_.language = hint;
    }
  }

  void ReadEvent() {
    // The title, then the first paragraphs: later ones report other occasions.
    constexpr int kParagraphsMax = 3;
    Event event;
    if (const Block* title = First(BlockKind::kTitle))
      event = FindEvent(text_, title->range, true);
    // A line of the head may name it: "Interview with the Gazette, 5 May".
    for (const Block& block : layout_.blocks) {
      if (event.kind != EventKind::kUnknown && !event.host.empty()) break;
      if (block.kind == BlockKind::kTurn) break;
      if (block.kind != BlockKind::kDateline) continue;
      const Event found = FindEvent(text_, block.range, true);
      if (event.kind == EventKind::kUnknown ||
          (found.kind == event.kind && !found.host.empty()))
        event = found;
    }
    int paragraphs = 0;
    Event in_text;
    for (const Block& block : layout_.blocks) {
      if (!layout_.turns.empty() && block.turn != kNone) break;
      if (block.kind != BlockKind::kParagraph &&
          block.kind != BlockKind::kSummary)
        continue;
      if (++paragraphs > kParagraphsMax) break;
      const Event found = FindEvent(text_, block.range, false);
      const bool better = in_text.kind == EventKind::kUnknown ||
                          (in_text.host.empty() && !found.host.empty() &&
                           found.kind == in_text.kind);
      if (found.kind != EventKind::kUnknown && better) in_text = found;
    }
    if (event.kind == EventKind::kUnknown ||
        ((event.host.empty() || IsVague(event.host)) &&
         in_text.kind == event.kind && !in_text.host.empty())) {
      if (in_text.kind != EventKind::kUnknown) event = in_text;
    }
    if (IsVague(event.host)) event.host.clear();
    if (event.kind == EventKind::kUnknown) {
      const bool asks = std::any_of(
          layout_.turns.begin(), layout_.turns.end(),
          [](const Turn& turn) { return turn.role == TurnRole::kQuestion; });
      event.kind = asks ? EventKind::kInterview
                   : layout_.turns.empty() && paragraphs > 0
                       ? EventKind::kArticle
                       : EventKind::kUnknown;
    }
    metadata_.event = event.kind;
    metadata_.event_host = std::move(event.host);
    metadata_.event_evidence = event.evidence;
  }

  static bool IsVague(std::string_view host) {
    return host.empty() || EqualsIgnoreCase(host, "media") ||
           EqualsIgnoreCase(host, "the media");
  }

  const DecodedDocument& document_;
  std::string_view text_;
  const Layout& layout_;
  const ClientMetadata& client_;
  Issues& issues_;
  Metadata metadata_;
};

}  // namespace

Metadata ReadMetadata(const DecodedDocument& document, const Layout& layout,
                      const ClientMetadata& client, Issues& issues) {
  return Reader(document, layout, client, issues).Read();
}

}  // namespace quoth::parse
