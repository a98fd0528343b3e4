#include "ingest-service/parse/record/spans.h"

#include <algorithm>
#include <cmath>

namespace quoth::parse {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

void SpanWriter::Write(Range range, quoth::v1::Span* span) const {
  const Offset begin = offsets_.At(range.begin);
  const Offset end = offsets_.At(std::max(range.begin, range.end));
  span->set_utf8_begin(begin.utf8);
  span->set_utf8_end(end.utf8);
  span->set_utf16_begin(begin.utf16);
  span->set_utf16_end(end.utf16);
  span->set_code_point_begin(begin.code_points);
  span->set_code_point_end(end.code_points);
}

void SpanWriter::Write(const Date& date, quoth::v1::Date* out) const {
  out->set_year(date.year);
  out->set_month(date.month);
  out->set_day(date.day);
  out->set_precision(static_cast<quoth::v1::DatePrecision>(date.precision));
  switch (date.origin) {
    case MetadataOrigin::kClient:
      out->set_origin(quoth::v1::DATE_ORIGIN_CLIENT);
      break;
    case MetadataOrigin::kByline:
    case MetadataOrigin::kDateline:
      out->set_origin(quoth::v1::DATE_ORIGIN_BYLINE);
      break;
    case MetadataOrigin::kText:
    case MetadataOrigin::kHtmlTitle:
      out->set_origin(quoth::v1::DATE_ORIGIN_TEXT);
      break;
    default:
      out->set_origin(quoth::v1::DATE_ORIGIN_DECLARED);
  }
  if (!date.evidence.empty()) Write(date.evidence, out->mutable_evidence());
}

std::string_view ContextBefore(std::string_view text, Range bounds,
                               uint32_t position, uint32_t bytes_max) {
  uint32_t begin = bounds.begin;
  if (position <= begin) return {};
  if (position - begin > bytes_max) {
    begin = position - bytes_max;
    while (begin < position && !IsSpace(text[begin])) ++begin;
    while (begin < position && IsSpace(text[begin])) ++begin;
  }
  return text.substr(begin, position - begin);
}

std::string_view ContextAfter(std::string_view text, Range bounds,
                              uint32_t position, uint32_t bytes_max) {
  uint32_t end = bounds.end;
  if (position >= end) return {};
  if (end - position > bytes_max) {
    end = position + bytes_max;
    while (end > position && !IsSpace(text[end])) --end;
  }
  return text.substr(position, end - position);
}

float StoredConfidence(float confidence) {
  return std::round(confidence * 1000) / 1000;
}

std::string OneLine(std::string_view text, std::size_t bytes_max) {
  std::string out;
  out.reserve(std::min(text.size(), bytes_max));
  for (const char c : text) {
    if (IsSpace(c)) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
    } else {
      out.push_back(c);
    }
    if (out.size() > bytes_max) break;
  }
  if (out.size() > bytes_max) {
    std::size_t size = bytes_max;
    while (size > 0 && IsContinuation(out[size])) --size;
    out.resize(size);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace quoth::parse
