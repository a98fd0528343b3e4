// The elements of HTML that the reader knows, and what it does with each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quoth::parse {

enum class Tag : uint8_t {
  kText,
  kRaw,  // Not elements: text; the inside of <script>, <style>, <title>.
  kUnknown,
  kA,
  kAbbr,
  kAddress,
  kArticle,
  kAside,
  kAudio,
  kB,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCanvas,
  kCaption,
  kCenter,
  kCite,
  kCode,
  kDd,
  kDetails,
  kDialog,
  kDiv,
  kDl,
  kDt,
  kEm,
  kFieldset,
  kFigcaption,
  kFigure,
  kFont,
  kFooter,
  kForm,
  kFrame,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHr,
  kHtml,
  kI,
  kIframe,
  kImg,
  kInput,
  kLabel,
  kLegend,
  kLi,
  kLink,
  kMain,
  kMath,
  kMenu,
  kMeta,
  kNav,
  kNoscript,
  kObject,
  kOl,
  kOption,
  kP,
  kPicture,
  kPre,
  kQ,
  kS,
  kSection,
  kSelect,
  kSmall,
  kSource,
  kSpan,
  kStrong,
  kStyle,
  kScript,
  kSub,
  kSummary,
  kSup,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kTemplate,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kU,
  kUl,
  kVideo,
  kWbr,
};

constexpr std::size_t kTagCount = static_cast<std::size_t>(Tag::kWbr) + 1;
constexpr std::size_t Index(Tag tag) { return static_cast<std::size_t>(tag); }

// kUnknown when there is none. `lower` is in lower case.
Tag TagByName(std::string_view lower);
// In lower case; "" for text and what is unknown.
std::string_view NameOfTag(Tag tag);

bool IsVoid(Tag tag);      // Has no content and no end tag.
bool IsRawText(Tag tag);   // Its inside is no markup.
bool IsScope(Tag tag);     // End tags do not reach beyond it.
bool IsBlockTag(Tag tag);  // Starts and ends a line.
bool IsHeadingTag(Tag tag);

}  // namespace quoth::parse
