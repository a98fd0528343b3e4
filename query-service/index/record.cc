#include "query-service/index/record.h"

namespace quoth::query {
namespace {

constexpr char kRecordFormat = 2;

}  // namespace

std::string EncodeRecord(const RecordFacts& facts, std::string_view statement) {
  std::string out;
  out.reserve(44 + 8 * (facts.direct.size() + facts.inherited.size()) +
              kRunBytes * facts.runs.size() + facts.key.size() +
              statement.size());
  out.push_back(kRecordFormat);
  out.push_back(static_cast<char>(facts.kind));
  out.push_back(static_cast<char>(facts.act));
  out.push_back(0);
  for (const Day day : {facts.said.first, facts.said.last,
                        facts.published.first, facts.published.last}) {
    AppendLittle<std::uint32_t>(out, day);
  }
  AppendLittle<std::uint32_t>(out, facts.speaker);
  AppendLittle<std::uint32_t>(out, facts.outlet);
  AppendLittle<std::uint32_t>(out, facts.language);
  AppendLittle<float>(out, facts.confidence);
  AppendLittle<std::uint16_t>(out,
                              static_cast<std::uint16_t>(facts.direct.size()));
  AppendLittle<std::uint16_t>(
      out, static_cast<std::uint16_t>(facts.inherited.size()));
  AppendLittle<std::uint16_t>(out,
                              static_cast<std::uint16_t>(facts.key.size()));
  AppendLittle<std::uint16_t>(out,
                              static_cast<std::uint16_t>(facts.runs.size()));
  for (const auto* topics : {&facts.direct, &facts.inherited}) {
    for (const RecordTopic& topic : *topics) {
      AppendLittle<std::uint32_t>(out, topic.topic);
      AppendLittle<std::uint32_t>(out, topic.bits);
    }
  }
  for (const std::uint64_t run : facts.runs) {
    AppendLittle<std::uint32_t>(out, static_cast<std::uint32_t>(run));
    out.push_back(static_cast<char>(run >> 32));
  }
  out.append(facts.key).append(statement);
  return out;
}

std::optional<RecordView> RecordView::Of(std::string_view bytes) {
  if (bytes.size() < kTopicsAt || bytes[0] != kRecordFormat)
    return std::nullopt;
  const RecordView view(bytes);
  if (bytes.size() < view.KeyAt() + view.U16(40)) return std::nullopt;
  return view;
}

RecordFacts FactsOf(const RecordView& record) {
  RecordFacts facts;
  facts.kind = record.kind();
  facts.act = record.act();
  facts.said = record.said();
  facts.published = record.published();
  facts.speaker = record.speaker();
  facts.outlet = record.outlet();
  facts.language = record.language();
  facts.confidence = record.confidence();
  for (std::size_t i = 0; i < record.direct_count(); ++i)
    facts.direct.push_back(record.direct(i));
  for (std::size_t i = 0; i < record.inherited_count(); ++i) {
    facts.inherited.push_back(record.inherited(i));
  }
  for (std::size_t i = 0; i < record.run_count(); ++i)
    facts.runs.push_back(record.run(i));
  facts.key = record.key();
  return facts;
}

}  // namespace quoth::query
