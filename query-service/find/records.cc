#include "query-service/find/records.h"

#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "query-service/find/table.h"
#include "service-kit/client/date_text.h"

namespace quoth::find {
namespace {

using kit::FormatDateText;

// "STATEMENT_KIND_DIRECT" -> "direct".
std::string EnumText(std::string name, std::size_t prefix_bytes) {
  return absl::AsciiStrToLower(
      name.substr(std::min(prefix_bytes, name.size())));
}

std::string KindText(quoth::v1::StatementKind kind) {
  if (kind == quoth::v1::STATEMENT_KIND_UNSPECIFIED) return "";
  return EnumText(quoth::v1::StatementKind_Name(kind),
                  sizeof("STATEMENT_KIND_") - 1);
}

std::string KindText(quoth::v1::SpeakerKind kind) {
  if (kind == quoth::v1::SPEAKER_KIND_UNSPECIFIED) return "";
  return EnumText(quoth::v1::SpeakerKind_Name(kind),
                  sizeof("SPEAKER_KIND_") - 1);
}

std::string KindText(quoth::v1::TopicKind kind) {
  if (kind == quoth::v1::TOPIC_KIND_UNSPECIFIED) return "";
  return EnumText(quoth::v1::TopicKind_Name(kind), sizeof("TOPIC_KIND_") - 1);
}

std::string SlugOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

// When it was said, else when it was published.
std::string DateOf(const quoth::v1::Statement& statement) {
  const std::string said = FormatDateText(statement.said_on());
  return said.empty() ? FormatDateText(statement.published_on()) : said;
}

std::string SpeakerOf(const quoth::v1::Statement& statement) {
  const auto& speaker = statement.speaker();
  if (!speaker.display_name().empty()) return speaker.display_name();
  return speaker.mention().empty() ? "(unknown)" : speaker.mention();
}

std::string TopicsOf(const quoth::v1::Statement& statement, int count_max) {
  std::vector<std::string> names;
  for (const auto& tag : statement.topics()) {
    if (static_cast<int>(names.size()) == count_max) {
      names.push_back(absl::StrCat("+", statement.topics_size() - count_max));
      break;
    }
    names.push_back(tag.display_name().empty() ? SlugOf(tag.topic())
                                               : tag.display_name());
  }
  return absl::StrJoin(names, ", ");
}

std::string DateSpan(const quoth::v1::Date& first,
                     const quoth::v1::Date& last) {
  const std::string from = FormatDateText(first);
  const std::string to = FormatDateText(last);
  return from == to ? from : absl::StrCat(from, " to ", to);
}

// "label: value" lines of a page; empty values are left out.
class Page {
 public:
  explicit Page(int width) : width_(width) {}

  void Title(const std::string& text) { absl::StrAppend(&text_, text, "\n"); }
  void Line(const std::string& label, const std::string& value) {
    if (value.empty()) return;
    std::string lead = absl::StrCat("  ", label);
    lead.resize(std::max<std::size_t>(lead.size(), kLead), ' ');
    for (const std::string& line : WrapText(value, width_ - kLead)) {
      absl::StrAppend(&text_, lead, line, "\n");
      lead.assign(kLead, ' ');
    }
  }
  void Count(const std::string& label, std::int64_t value) {
    if (value > 0) Line(label, absl::StrCat(value));
  }
  std::string Take() { return std::move(text_); }

 private:
  static constexpr int kLead = 16;
  int width_;
  std::string text_;
};

}  // namespace

std::string ToJsonLine(const google::protobuf::Message& record) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(record, &json, options);
  return status.ok() ? json : "{}";
}

std::string StatementTable(const std::vector<quoth::v1::Statement>& statements,
                           int width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& statement : statements) {
    rows.push_back({DateOf(statement), SpeakerOf(statement),
                    KindText(statement.kind()), statement.text(),
                    TopicsOf(statement, 4)});
  }
  return FormatTable({{.title = "DATE", .width_min = 10},
                      {.title = "SPEAKER", .width_max = 22},
                      {.title = "KIND", .width_min = 8},
                      {.title = "STATEMENT", .takes_rest = true},
                      {.title = "TOPICS", .width_max = 24}},
                     rows, width);
}

std::string SearchResults(const std::vector<quoth::v1::SearchResult>& results,
                          int) {
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  std::string out;
  for (const auto& result : results) {
    const quoth::v1::Statement& statement = result.statement();
    absl::StrAppend(&out, DateOf(statement), "  ", SpeakerOf(statement), "  ",
                    KindText(statement.kind()), "  ", statement.name(),
                    "\n    ");
    const std::string& snippet = result.snippet();
    std::size_t at = 0;
    const auto append = [&](std::size_t to) {
      for (; at < to && at < snippet.size(); ++at) {
        // What a document says must not steer a terminal.
        const auto byte = static_cast<unsigned char>(snippet[at]);
        out.push_back(byte < 0x20 || byte == 0x7f ? ' ' : snippet[at]);
      }
    };
    for (const quoth::v1::Highlight& mark : result.highlights()) {
      append(mark.utf8_begin());
      if (terminal) out.append("\x1b[1m");
      append(mark.utf8_end());
      if (terminal) out.append("\x1b[0m");
    }
    append(snippet.size());
    out.push_back('\n');
  }
  return out;
}

std::string ReportTable(const std::vector<quoth::v1::Statement>& statements,
                        int width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& statement : statements) {
    const std::string published = FormatDateText(statement.published_on());
    rows.push_back({published.empty() ? DateOf(statement) : published,
                    statement.outlet().empty() ? SlugOf(statement.document())
                                               : statement.outlet(),
                    SpeakerOf(statement), statement.text(),
                    SlugOf(statement.document())});
  }
  return FormatTable({{.title = "PUBLISHED", .width_min = 10},
                      {.title = "OUTLET", .width_max = 20},
                      {.title = "SPEAKER", .width_max = 22},
                      {.title = "STATEMENT", .takes_rest = true},
                      {.title = "DOCUMENT", .width_max = 24}},
                     rows, width);
}

std::string SpeakerTable(const std::vector<quoth::v1::Speaker>& speakers,
                         int width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& speaker : speakers) {
    const std::string role =
        speaker.roles().empty() ? "" : speaker.roles(0).title();
    rows.push_back({absl::StrCat(speaker.statement_count()),
                    speaker.display_name(), KindText(speaker.kind()), role,
                    speaker.name()});
  }
  return FormatTable({{.title = "SAID", .to_the_right = true},
                      {.title = "SPEAKER", .width_max = 30},
                      {.title = "KIND", .width_max = 12},
                      {.title = "ROLE", .takes_rest = true},
                      {.title = "NAME", .width_max = 48}},
                     rows, width);
}

std::string TopicTable(const std::vector<quoth::v1::Topic>& topics, int width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& topic : topics) {
    rows.push_back({absl::StrCat(topic.statement_count()),
                    absl::StrCat(topic.total_statement_count()),
                    topic.display_name(), KindText(topic.kind()),
                    topic.name()});
  }
  return FormatTable({{.title = "TAGGED", .to_the_right = true},
                      {.title = "IN ALL", .to_the_right = true},
                      {.title = "TOPIC", .takes_rest = true},
                      {.title = "KIND", .width_max = 12},
                      {.title = "NAME", .width_max = 48}},
                     rows, width);
}

std::string StatementPage(const quoth::v1::Statement& statement, int width) {
  Page page(width);
  page.Title(statement.name());
  page.Line("said", statement.text());
  page.Line("by", statement.speaker().speaker().empty()
                      ? SpeakerOf(statement)
                      : absl::StrCat(SpeakerOf(statement), " (",
                                     statement.speaker().speaker(), ")"));
  page.Line("role", statement.speaker().role());
  page.Line("on", DateOf(statement));
  page.Line("kind", KindText(statement.kind()));
  page.Line("cue", statement.cue());
  page.Line("question", statement.question());
  page.Line("heading", statement.heading());
  page.Line("topics", TopicsOf(statement, 24));
  page.Line("document", absl::StrCat(statement.document_title(), " (",
                                     statement.document(), ")"));
  page.Line("outlet", statement.outlet());
  page.Line("source", statement.source_url());
  return page.Take();
}

std::string SpeakerPage(const quoth::v1::Speaker& speaker, int width) {
  Page page(width);
  page.Title(absl::StrCat(speaker.display_name(), " (", speaker.name(), ")"));
  page.Line("kind", KindText(speaker.kind()));
  page.Line("also", absl::StrJoin(speaker.other_names(), ", "));
  for (const auto& role : speaker.roles()) {
    page.Line("role",
              role.organisation().empty()
                  ? role.title()
                  : absl::StrCat(role.title(), ", ", role.organisation()));
  }
  for (const auto& id : speaker.external_ids()) page.Line(id.scheme(), id.id());
  page.Count("statements", speaker.statement_count());
  page.Count("documents", speaker.document_count());
  page.Line("from", DateSpan(speaker.first_said_on(), speaker.last_said_on()));
  for (const auto& topic : speaker.top_topics()) {
    page.Line("topic", absl::StrCat(topic.display_name(), " (",
                                    topic.statement_count(), ")"));
  }
  return page.Take();
}

std::string TopicPage(const quoth::v1::Topic& topic, int width) {
  Page page(width);
  page.Title(absl::StrCat(topic.display_name(), " (", topic.name(), ")"));
  page.Line("kind", KindText(topic.kind()));
  page.Line("definition", topic.definition());
  std::vector<std::string> labels;
  for (const auto& label : topic.synonyms()) labels.push_back(label.text());
  page.Line("also", absl::StrJoin(labels, ", "));
  page.Line("part of", absl::StrJoin(topic.broader(), ", "));
  page.Line("parts", absl::StrJoin(topic.narrower(), ", "));
  page.Line("same as", absl::StrJoin(topic.exact_matches(), ", "));
  page.Count("tagged", topic.statement_count());
  page.Count("in all", topic.total_statement_count());
  page.Line("from", DateSpan(topic.first_said_on(), topic.last_said_on()));
  for (const auto& speaker : topic.top_speakers()) {
    page.Line("speaker", absl::StrCat(speaker.display_name(), " (",
                                      speaker.statement_count(), ")"));
  }
  return page.Take();
}

std::string DocumentPage(const quoth::v1::Document& document, int width) {
  Page page(width);
  page.Title(
      absl::StrCat(document.title().empty() ? "(untitled)" : document.title(),
                   " (", document.name(), ")"));
  page.Line("outlet", document.outlet());
  page.Line("authors", absl::StrJoin(document.authors(), ", "));
  page.Line("published", FormatDateText(document.published_on()));
  page.Line("said", FormatDateText(document.said_on()));
  page.Line("event", document.event().host());
  page.Line("language", document.language());
  page.Line("source", document.source_url());
  page.Line("type", document.content_type());
  page.Count("statements", document.statement_count());
  std::vector<std::string> same;
  for (const std::string& name : document.near_duplicates())
    same.push_back(SlugOf(name));
  page.Line("same text in", absl::StrJoin(same, ", "));
  page.Count("issues", document.issues_size() + document.issues_dropped());
  return page.Take();
}

}  // namespace quoth::find
