#include "ingest-service/parse/metadata/document_dates.h"

#include <algorithm>
#include <array>
#include <optional>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/furniture.h"
#include "ingest-service/parse/metadata/dates.h"
#include "ingest-service/parse/metadata/speech_sentences.h"

namespace quoth::parse {
namespace {

bool IsBody(const Block& block) {
  return block.kind == BlockKind::kParagraph ||
         block.kind == BlockKind::kSummary ||
         block.kind == BlockKind::kBlockQuote || block.kind == BlockKind::kTurn;
}

class DocumentDates {
 public:
  DocumentDates(const DecodedDocument& document, const Layout& layout,
                const ClientMetadata& client, Metadata& metadata,
                Issues& issues)
      : document_(document),
        text_(document.text),
        layout_(layout),
        client_(client),
        metadata_(metadata),
        issues_(issues) {}

  void Read() {
    metadata_.published_on = Published();
    metadata_.said_on = Said();
  }

 private:
  Date Published() {
    if (auto date = ParseDeclaredDate(client_.published_on)) {
      date->origin = MetadataOrigin::kClient;
      return *date;
    }
    Date best;
    for (const DeclaredMetadata& d : document_.metadata) {
      if (d.field != "published") continue;
      auto date = ParseDeclaredDate(d.value);
      if (!date) continue;
      date->origin = d.origin;
      if (best.known() && best.precision == DatePrecision::kDay &&
          date->precision == DatePrecision::kDay &&
          std::abs(DayNumber(best.year, best.month, best.day) -
                   DayNumber(date->year, date->month, date->day)) > 1) {
        issues_.Add(IssueCode::kConflictingDates, {},
                    best.ToString() + " and " + date->ToString());
      }
      if (!best.known() || date->origin < best.origin) best = *date;
    }
    if (best.known()) return best;
    const Date in_url = DateInUrl(metadata_.canonical_url).value_or(Date{});
    if (Date printed = PrintedInHead(in_url); printed.known()) return printed;
    if (in_url.known()) return in_url;
    for (const Block& block : layout_.blocks) {
      if (block.kind != BlockKind::kBoilerplate) continue;
      const std::string_view line = block.range.of(text_);
      if (!IsWireMark(line)) continue;
      if (auto date = DateInSignOff(line)) {
        date->origin = MetadataOrigin::kDateline;
        date->evidence = block.range;
        return *date;
      }
    }
    for (const DeclaredMetadata& d : document_.metadata) {
      if (d.field != "modified") continue;
      if (auto date = ParseDeclaredDate(d.value)) {
        date->origin = d.origin;
        return *date;
      }
    }
    return {};
  }

  // "03/04/2021" as the document's language writes dates; unknown where both
  // orders are in use.
  Date ByCustom(const DateExpression& e) const {
    std::string language = ToLower(metadata_.language);
    bool day_first = false;
    if (language == "en-us") {
      day_first = false;
    } else if (language.starts_with("en-")) {
      // All other English-speaking countries but Canada.
      if (language == "en-ca") return {};
      day_first = true;
    } else {
      language = language.substr(0, 2);
      for (std::string_view one :
           {"de", "fr", "es", "it", "pt", "ru", "nl", "pl", "uk", "tr", "ar",
            "cs", "el", "da", "fi", "ro", "bg", "sr", "hr", "id", "vi"}) {
        day_first |= language == one;
      }
      if (!day_first) return {};
    }
    DateExpression sure = e;
    sure.month = day_first ? e.second : e.first;
    sure.day = day_first ? e.first : e.second;
    Date date = ResolveDate(sure, {});
    date.evidence = e.range;
    return date;
  }

  // Date lines above the body, and the dateline that opens it.
  Date PrintedInHead(const Date& anchor) {
    Date coarse;  // Of a date with two readings, until a better one comes.
    int body = 0;
    for (const Block& block : layout_.blocks) {
      if (IsBody(block) && ++body > 1) break;
      const bool line = block.kind == BlockKind::kDateline ||
                        block.kind == BlockKind::kByline;
      const bool field = block.kind == BlockKind::kBoilerplate &&
                         block.range.size() <= 120 && body == 0;
      const bool says_so =
          IsBody(block) && OfPublication(block.range.of(text_).substr(0, 40));
      if (!line && !field && !says_so) continue;
      for (const DateExpression& e :
           FindDates(text_, block.range, says_so ? 1 : 3)) {
        const Date custom = e.ambiguous ? ByCustom(e) : Date{};
        if (e.ambiguous && !custom.known()) {
          issues_.Add(IssueCode::kAmbiguousDate, e.range, e.range.of(text_));
        }
        if (e.month == 0 && !e.ambiguous) continue;
        // Furniture counts only with a full date.
        if (field && (e.year == 0 || e.day == 0)) continue;
        Date date = custom.known() ? custom : ResolveDate(e, anchor);
        if (!date.known()) continue;
        date.origin = block.kind == BlockKind::kByline
                          ? MetadataOrigin::kByline
                          : MetadataOrigin::kDateline;
        if (!e.ambiguous || custom.known()) return date;
        if (!coarse.known()) coarse = date;
      }
    }
    return coarse;
  }

  Date Said() {
    if (auto date = ParseDeclaredDate(client_.said_on)) {
      date->origin = MetadataOrigin::kClient;
      return *date;
    }
    for (const DeclaredMetadata& d : document_.metadata) {
      if (d.field != "said") continue;
      if (auto date = ParseDeclaredDate(d.value)) {
        date->origin = d.origin;
        return *date;
      }
    }
    if (Date date = InTitle(); date.known()) return date;
    return InOpening();
  }

  // "Interview with Outlet, December 30, 2020".
  Date InTitle() {
    const bool occasion = (metadata_.event != EventKind::kArticle &&
                           metadata_.event != EventKind::kUnknown) ||
                          !layout_.turns.empty();
    for (const Block& block : layout_.blocks) {
      const bool head = block.kind == BlockKind::kTitle ||
                        (occasion && (block.kind == BlockKind::kDateline ||
                                      block.kind == BlockKind::kSummary));
      if (IsBody(block) && block.kind != BlockKind::kSummary) break;
      if (!head || (block.kind == BlockKind::kTitle && !occasion)) continue;
      for (const DateExpression& e : FindDates(text_, block.range, 4)) {
        if (e.day == 0 || e.month == 0) continue;
        Date date = ResolveDate(e, metadata_.published_on);
        // The date line of an article on an occasion is the article's own.
        if (block.kind == BlockKind::kDateline && layout_.turns.empty() &&
            metadata_.event != EventKind::kSpeech)
          continue;
        if (date.known()) return date;
      }
    }
    return {};
  }

  Date InOpening() {
    constexpr int kParagraphsMax = 4;
    int paragraphs = 0;
    Date coarse, told;
    for (const Block& block : layout_.blocks) {
      if (block.kind == BlockKind::kTurn) break;
      // A caption over the story shows the occasion.
      const bool caption = block.kind == BlockKind::kCaption && paragraphs == 0;
      if (!IsBody(block) && !caption) continue;
      if (!caption && ++paragraphs > kParagraphsMax) break;
      Range range = block.range;
      range.end = std::min(range.end, range.begin + 4000);
      for (const DateExpression& e : FindDates(text_, range, 8)) {
        const bool year_only = e.year > 0 && e.month == 0;
        const Date& anchor = e.from_told ? told : metadata_.published_on;
        if (e.from_told && !told.known()) continue;
        if (const Date date = ResolveDate(e, anchor);
            date.precision == DatePrecision::kDay)
          told = date;
        const bool far = e.unit == DateUnit::kYear ||
                         e.direction == Direction::kFuture ||
                         (e.offset > 0 && !e.from_told);
        const bool month_only = e.month > 0 && e.day == 0;
        if (year_only || month_only || far ||
            Quoted(text_, range, e.range.begin))
          continue;
        const Range sentence = SentenceAround(text_, range, e.range);
        if (OfPublication(
                text_.substr(sentence.begin, e.range.begin - sentence.begin)))
          continue;
        if (OfPlan(
                text_.substr(sentence.begin, e.range.begin - sentence.begin)))
          continue;
        if (!ReportsSpeech(sentence.of(text_)) &&
            !(paragraphs == 1 && SpeechAtOccasionBelow(block)))
          continue;
        Date date = ResolveDate(e, anchor);
        if (!date.known() && e.month > 0 && e.day > 0)
          date = ResolveByOutlook(e);
        if (!date.known() || IsFuture(date) || IsStale(date)) continue;
        if (date.precision == DatePrecision::kDay) return date;
        if (!coarse.known()) coarse = date;
      }
    }
    return coarse;
  }

  // The lead tells what happened; the paragraph under it quotes what was said
  // "at the ceremony".
  bool SpeechAtOccasionBelow(const Block& lead) const {
    const std::size_t at =
        static_cast<std::size_t>(&lead - layout_.blocks.data());
    constexpr std::size_t kBelowMax = 2;
    for (std::size_t i = at + 1;
         i < layout_.blocks.size() && i <= at + kBelowMax; ++i) {
      if (!IsBody(layout_.blocks[i])) return false;
      const std::string_view s =
          layout_.blocks[i].range.of(text_).substr(0, 1000);
      if (!ReportsSpeech(s)) continue;
      for (std::string_view occasion :
           {" at the ceremony", " at the event", " at the opening",
            " at the launch", " at the meeting", " at the summit",
            " at the rally", " at the hearing", " at the unveiling",
            " at the conference", " after the meeting", " after the vote"}) {
        if (s.find(occasion) != s.npos) return true;
      }
    }
    return false;
  }

  bool IsFuture(const Date& date) const {
    const Date& published = metadata_.published_on;
    if (published.precision != DatePrecision::kDay ||
        date.precision != DatePrecision::kDay)
      return false;
    return DayNumber(date.year, date.month, date.day) >
           DayNumber(published.year, published.month, published.day) + 1;
  }

  // News tells of days, not of seasons, ago; older dates are background.
  bool IsStale(const Date& date) const {
    constexpr int kDaysMax = 45;
    const Date& published = metadata_.published_on;
    if (published.precision != DatePrecision::kDay ||
        date.precision != DatePrecision::kDay)
      return false;
    return DayNumber(published.year, published.month, published.day) -
               DayNumber(date.year, date.month, date.day) >
           kDaysMax;
  }

  // No publication date, but the text looks ahead: "in 2021, we will ...",
  // "the coming year". A day late in the year then lies in the year before.
  Date ResolveByOutlook(const DateExpression& e) const {
    constexpr int kLateMonth = 10;
    if (e.month < kLateMonth) return {};
    const int outlook = OutlookYear();
    if (outlook == 0) return {};
    DateExpression dated = e;
    dated.year = static_cast<int16_t>(outlook - 1);
    Date date = ResolveDate(dated, {});
    date.evidence = e.range;
    return date;
  }

  // The one year that the text speaks of in the future; 0 when none or several.
  int OutlookYear() const {
    constexpr std::size_t kBytesMax = 20'000;
    int outlook = 0;
    std::size_t seen = 0;
    for (const Block& block : layout_.blocks) {
      if (!IsBody(block)) continue;
      seen += block.range.size();
      if (seen > kBytesMax) break;
      for (const DateExpression& e : FindDates(text_, block.range, 32)) {
        if (e.year == 0 || e.month != 0) continue;
        const std::string_view ahead = text_.substr(e.range.end, 60);
        const std::string_view before = text_.substr(
            e.range.begin - std::min<uint32_t>(e.range.begin, 4), 4);
        const std::string_view sentence = ahead.substr(0, ahead.find('.'));
        const bool in = EqualsIgnoreCase(Strip(before), "in");
        const bool will = sentence.find(" will ") != sentence.npos ||
                          sentence.find("\xE2\x80\x99ll ") != sentence.npos ||
                          sentence.find(" is going to ") != sentence.npos ||
                          sentence.find(" wird ") != sentence.npos;
        if (!in || !will) continue;
        if (outlook != 0 && outlook != e.year) return 0;
        outlook = e.year;
      }
    }
    return outlook;
  }

  const DecodedDocument& document_;
  std::string_view text_;
  const Layout& layout_;
  const ClientMetadata& client_;
  Metadata& metadata_;
  Issues& issues_;
};

}  // namespace

void ReadDocumentDates(const DecodedDocument& document, const Layout& layout,
                       const ClientMetadata& client, Metadata& metadata,
                       Issues& issues) {
  DocumentDates(document, layout, client, metadata, issues).Read();
}

}  // namespace quoth::parse
