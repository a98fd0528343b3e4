// The table of formats, sniffing, and Decode.
#include "ingest-service/parse/decode/formats.h"

#include <algorithm>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/charset.h"

namespace quoth::parse {
namespace {

constexpr FormatRow kFormats[] = {
    {Format::kPlainText, "plain-text", "text/plain", ".txt .text", false,
     ReadPlainText},
    {Format::kMarkdown, "markdown", "text/markdown text/x-markdown",
     ".md .markdown", false, ReadMarkdown},
    {Format::kHtml, "html", "text/html application/xhtml+xml",
     ".html .htm .xhtml", false, ReadHtml},
    {Format::kPdf, "pdf", "application/pdf application/x-pdf", ".pdf", true,
     ReadPdf},
    {Format::kWebVtt, "webvtt", "text/vtt", ".vtt", false, ReadWebVtt},
    {Format::kSubRip, "subrip", "application/x-subrip text/srt", ".srt", false,
     ReadSubRip},
    {Format::kNinjs, "ninjs", "application/json application/ninjs+json",
     ".json .ninjs", false, ReadNinjs},
    {Format::kJsonLd, "json-ld", "application/ld+json", ".jsonld", false,
     ReadJsonLd},
    {Format::kTei, "tei", "application/tei+xml application/xml text/xml",
     ".tei .xml", false, ReadTei},
};

constexpr std::size_t kSniffBytes = 4096;

// One word of a space separated list.
bool ListHas(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

struct DeclaredType {
  std::string type;     // Lower case, without parameters.
  std::string charset;  // "" when there is none.
};

DeclaredType SplitType(std::string_view declared) {
  DeclaredType result;
  const std::size_t semicolon = declared.find(';');
  result.type = ToLower(Strip(declared.substr(0, semicolon)));
  if (semicolon != declared.npos) {
    const std::string_view parameters = declared.substr(semicolon + 1);
    const std::string lower = ToLower(parameters);
    if (const std::size_t at = lower.find("charset="); at != lower.npos) {
      std::string_view value = parameters.substr(at + 8);
      value = value.substr(0, value.find(';'));
      value = Strip(value);
      if (value.size() >= 2 && value.front() == '"') {
        value = value.substr(1, value.find('"', 1) - 1);
      }
      result.charset = std::string(value.substr(0, 40));
    }
  }
  return result;
}

Format ByType(std::string_view type) {
  if (type.empty()) return Format::kUnknown;
  for (const FormatRow& row : kFormats) {
    if (ListHas(row.mime_types, type)) return row.format;
  }
  return Format::kUnknown;
}

Format ByFileName(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos) return Format::kUnknown;
  const std::string extension = ToLower(name.substr(dot));
  for (const FormatRow& row : kFormats) {
    if (ListHas(row.extensions, extension)) return row.format;
  }
  return Format::kUnknown;
}

// What the first bytes say beyond doubt; kUnknown for anything text-like.
Format BySignature(std::string_view bytes) {
  std::string_view head = bytes.substr(0, kSniffBytes);
  if (head.substr(0, 1024).find("%PDF-") != head.npos) return Format::kPdf;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  if (head.starts_with("WEBVTT")) return Format::kWebVtt;
  head = StripLeft(head);
  const bool xml = head.starts_with("<?xml");
  if (xml || head.starts_with("<TEI") || head.starts_with("<teiCorpus")) {
    if (head.find("<TEI") != head.npos ||
        head.find("<teiCorpus") != head.npos) {
      return Format::kTei;
    }
  }
  for (std::string_view tag :
       {"<!doctype html", "<html", "<head", "<body", "<article"}) {
    if (StartsWithIgnoreCase(head, tag)) return Format::kHtml;
  }
  if (xml && ContainsIgnoreCase(head, "<html")) return Format::kHtml;
  if (head.starts_with("<") &&
      (ContainsIgnoreCase(head, "<html") || ContainsIgnoreCase(head, "<body") ||
       ContainsIgnoreCase(head, "<p>") || ContainsIgnoreCase(head, "<div"))) {
    return Format::kHtml;
  }
  if (head.starts_with("{") || head.starts_with("[")) {
    if (head.find("\"@context\"") != head.npos ||
        head.find("\"@type\"") != head.npos ||
        head.find("\"@graph\"") != head.npos) {
      return Format::kJsonLd;
    }
    if (head.find("\"uri\"") != head.npos ||
        head.find("\"body_text\"") != head.npos ||
        head.find("\"body_xhtml\"") != head.npos ||
        head.find("\"headline\"") != head.npos) {
      return Format::kNinjs;
    }
  }
  return Format::kUnknown;
}

// "1\n00:00:01,000 --> 00:00:02,000"
bool LooksLikeSubRip(std::string_view bytes) {
  std::string_view head = bytes.substr(0, 512);
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = StripLeft(head);
  std::size_t digits = 0;
  while (digits < head.size() && IsDigit(head[digits])) ++digits;
  if (digits == 0 || digits > 6) return false;
  head = StripLeft(head.substr(digits));
  return head.size() > 16 && IsDigit(head[0]) && head[2] == ':' &&
         head.substr(0, 20).find(" --> ") != head.npos;
}

bool KnownReader(Format format) {
  for (const FormatRow& row : kFormats) {
    if (row.format == format) return true;
  }
  return false;
}

// What the content says when no declaration binds.
Format Sniff(std::string_view bytes) {
  const Format signature = BySignature(bytes);
  if (signature != Format::kUnknown && KnownReader(signature)) return signature;
  if (LooksLikeSubRip(bytes) && KnownReader(Format::kSubRip))
    return Format::kSubRip;
  if (LooksLikeMarkdown(bytes)) return Format::kMarkdown;
  return Format::kUnknown;
}

// A declaration the content flatly contradicts.
bool Contradicts(Format declared, Format signature, std::string_view bytes) {
  if (signature == Format::kUnknown || signature == declared) return false;
  const bool declared_json =
      declared == Format::kNinjs || declared == Format::kJsonLd;
  const bool content_json =
      signature == Format::kNinjs || signature == Format::kJsonLd;
  if (declared_json && content_json) return false;  // The readers sort it out.
  if (signature == Format::kPdf) return bytes.starts_with("%PDF-");
  if (declared == Format::kPdf || declared_json || declared == Format::kTei)
    return true;
  if (declared == Format::kMarkdown) return signature != Format::kHtml;
  return signature == Format::kTei || signature == Format::kWebVtt ||
         content_json;
}

}  // namespace

const FormatRow& RowOf(Format format) {
  for (const FormatRow& row : kFormats) {
    if (row.format == format) return row;
  }
  return kFormats[0];
}

std::string_view FormatName(Format format) {
  return format == Format::kUnknown ? "unknown" : RowOf(format).name;
}

Format DetectFormat(const SourceDocument& source, Issues& issues) {
  const DeclaredType declared = SplitType(source.declared_type);
  Format format = ByType(declared.type);
  const Format signature = BySignature(source.bytes);
  // "text/plain" and "application/octet-stream" are what senders say when they
  // do not know; the content may refine them silently.
  const bool vague = format == Format::kUnknown || format == Format::kPlainText;
  if (!vague) {
    if (!Contradicts(format, signature, source.bytes) ||
        !KnownReader(signature)) {
      return format;
    }
    issues.Add(IssueCode::kFormatMismatch, {},
               std::string("declared ")
                   .append(FormatName(format))
                   .append(", is ")
                   .append(FormatName(signature)));
    return signature;
  }
  const Format sniffed = Sniff(source.bytes);
  if (sniffed != Format::kUnknown) return sniffed;
  if (format != Format::kUnknown) return format;
  const Format named = ByFileName(source.file_name);
  // Binary and markup formats show themselves; a name alone does not make one.
  return named == Format::kMarkdown ? named : Format::kPlainText;
}

DecodedDocument Decode(const SourceDocument& source, const DecodeLimits& limits,
                       Issues& issues) {
  DecodedDocument out;
  out.format = DetectFormat(source, issues);
  const FormatRow& row = RowOf(out.format);
  // Positions are 32 bits wide.
  const std::string_view bytes = source.bytes.substr(0, uint32_t{1} << 31);
  if (row.binary) {
    row.reader({bytes, limits}, out, issues);
  } else {
    std::string declared = SplitType(source.declared_type).charset;
    if (declared.empty() && out.format != Format::kPlainText) {
      declared = std::string(DeclaredInside(bytes));
    }
    CharsetResult charset = ToUtf8(bytes, declared, issues);
    out.charset = std::move(charset.name);
    if (charset.is_converted) out.source_text = std::move(charset.converted);
    row.reader(
        {charset.is_converted ? std::string_view(out.source_text) : bytes,
         limits},
        out, issues);
  }
  std::stable_sort(out.markup.begin(), out.markup.end(),
                   [](const Markup& a, const Markup& b) {
                     if (a.range.begin != b.range.begin) {
                       return a.range.begin < b.range.begin;
                     }
                     return a.range.end > b.range.end;
                   });
  if (out.text.find_first_not_of(" \t\n") == std::string::npos) {
    issues.Add(IssueCode::kNoText, {}, {});
  }
  return out;
}

}  // namespace quoth::parse
