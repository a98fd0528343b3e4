#include "query-service/find/lookups.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "query-service/find/records.h"
#include "service-kit/client/date_text.h"
#include "service-kit/status/status.h"

namespace quoth::find {
namespace {

using quoth::v1::QueryService;

void Print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// On standard error, so that programs reading the output are not disturbed.
void Note(const Resolved& resolved, const std::string& words) {
  if (!resolved.display_name.empty() && resolved.display_name != words) {
    std::fprintf(stderr, "%s: %s (%s)\n", words.c_str(),
                 resolved.display_name.c_str(), resolved.name.c_str());
  }
  if (!resolved.others.empty()) {
    std::fprintf(stderr, "also like \"%s\": %s\n", words.c_str(),
                 absl::StrJoin(resolved.others, ", ").c_str());
  }
}

absl::Status FillDates(const StatementQuery& query,
                       quoth::v1::StatementFilter& filter) {
  for (const bool first : {true, false}) {
    const std::string& text = first ? query.since : query.until;
    if (text.empty()) continue;
    const auto date = kit::ParseDateText(text);
    if (!date.has_value()) {
      return kit::InvalidField(first ? "--since" : "--until",
                               "is not a date such as 2021-01-18");
    }
    *(first ? filter.mutable_said_on()->mutable_first()
            : filter.mutable_said_on()->mutable_last()) = *date;
  }
  return absl::OkStatus();
}

// Pages through until the limit or the end. `call` sends one request; `take`
// moves a page's records out of the response.
template <typename Record, typename Request, typename Call>
absl::StatusOr<int> PageThrough(
    const Caller& caller, const OutputOptions& output, Request request,
    Call call, std::string (*table)(const std::vector<Record>&, int)) {
  std::vector<Record> records;
  int count = 0;
  std::string next;
  do {
    const int left =
        output.limit == 0 ? output.page_size : output.limit - count;
    request.set_page_size(std::min(output.page_size, left));
    request.set_page_token(next);
    std::vector<Record> page;
    const absl::Status status =
        CallServer(caller, [&](grpc::ClientContext& context) {
          return call(context, request, page, next);
        });
    if (!status.ok()) return status;
    count += static_cast<int>(page.size());
    for (Record& record : page) {
      if (output.json) {
        Print(ToJsonLine(record) + "\n");
      } else {
        records.push_back(std::move(record));
      }
    }
  } while (!next.empty() && (output.limit == 0 || count < output.limit));
  if (!output.json && !records.empty()) Print(table(records, output.width));
  if (!next.empty())
    std::fprintf(stderr, "There are more: --limit 0 shows all.\n");
  return count;
}

template <typename Response>
std::string NextOf(const Response& response) {
  return response.next_page_token();
}

}  // namespace

absl::StatusOr<quoth::v1::StatementFilter> MakeFilter(
    const Caller& caller, const StatementQuery& query) {
  quoth::v1::StatementFilter filter;
  for (const std::string& words : query.speakers) {
    const absl::StatusOr<Resolved> speaker = ResolveSpeaker(caller, words);
    if (!speaker.ok()) return speaker.status();
    Note(*speaker, words);
    filter.add_speakers(speaker->name);
  }
  for (const std::string& words : query.topics) {
    const absl::StatusOr<Resolved> topic = ResolveTopic(caller, words);
    if (!topic.ok()) return topic.status();
    Note(*topic, words);
    filter.add_topics(topic->name);
  }
  const absl::Status dates = FillDates(query, filter);
  if (!dates.ok()) return dates;
  for (const std::string& kind : query.kinds) {
    quoth::v1::StatementKind parsed;
    if (!quoth::v1::StatementKind_Parse(
            absl::StrCat("STATEMENT_KIND_", absl::AsciiStrToUpper(kind)),
            &parsed)) {
      return kit::InvalidField("--kind",
                               "is none of direct, mixed, indirect, turn");
    }
    filter.add_kinds(parsed);
  }
  for (const std::string& outlet : query.outlets) filter.add_outlets(outlet);
  for (const std::string& id : query.documents) {
    filter.add_documents(
        id.starts_with("documents/") ? id : absl::StrCat("documents/", id));
  }
  filter.set_all_topics(query.all_topics);
  filter.set_exact_topics(query.exact_topics);
  filter.set_confidence_min(query.confidence_min);
  filter.set_expression(query.expression);
  return filter;
}

absl::StatusOr<int> FindStatements(const Caller& caller,
                                   const StatementQuery& query,
                                   const OutputOptions& output) {
  const absl::StatusOr<quoth::v1::StatementFilter> filter =
      MakeFilter(caller, query);
  if (!filter.ok()) return filter.status();
  const auto order = query.oldest_first
                         ? quoth::v1::STATEMENT_ORDER_OLDEST_FIRST
                         : quoth::v1::STATEMENT_ORDER_UNSPECIFIED;
  using Page = std::vector<quoth::v1::Statement>;
  if (!query.words.empty()) {
    quoth::v1::SearchStatementsRequest request;
    request.set_query(query.words);
    *request.mutable_filter() = *filter;
    request.set_order(order);
    request.set_at_least_as_fresh(caller.at_least_as_fresh);
    return PageThrough<quoth::v1::Statement>(
        caller, output, request,
        [&](grpc::ClientContext& context, const auto& request, Page& page,
            std::string& next) {
          quoth::v1::SearchStatementsResponse response;
          const grpc::Status status =
              caller.stub.SearchStatements(&context, request, &response);
          for (auto& result : *response.mutable_results()) {
            page.push_back(std::move(*result.mutable_statement()));
          }
          next = NextOf(response);
          return status;
        },
        StatementTable);
  }
  quoth::v1::ListStatementsRequest request;
  *request.mutable_filter() = *filter;
  request.set_order(order);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  return PageThrough<quoth::v1::Statement>(
      caller, output, request,
      [&](grpc::ClientContext& context, const auto& request, Page& page,
          std::string& next) {
        quoth::v1::ListStatementsResponse response;
        const grpc::Status status =
            caller.stub.ListStatements(&context, request, &response);
        for (const std::string& name : response.unknown()) {
          std::fprintf(stderr, "%s is not known to the index\n", name.c_str());
        }
        for (auto& statement : *response.mutable_statements())
          page.push_back(std::move(statement));
        next = NextOf(response);
        return status;
      },
      StatementTable);
}

absl::StatusOr<int> SearchStatements(const Caller& caller,
                                     const StatementQuery& query,
                                     const OutputOptions& output) {
  const absl::StatusOr<quoth::v1::StatementFilter> filter =
      MakeFilter(caller, query);
  if (!filter.ok()) return filter.status();
  quoth::v1::SearchStatementsRequest request;
  request.set_query(query.words);
  *request.mutable_filter() = *filter;
  request.set_order(query.oldest_first ? quoth::v1::STATEMENT_ORDER_OLDEST_FIRST
                    : query.newest_first
                        ? quoth::v1::STATEMENT_ORDER_NEWEST_FIRST
                        : quoth::v1::STATEMENT_ORDER_RELEVANCE);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  return PageThrough<quoth::v1::SearchResult>(
      caller, output, request,
      [&](grpc::ClientContext& context, const auto& request,
          std::vector<quoth::v1::SearchResult>& page, std::string& next) {
        quoth::v1::SearchStatementsResponse response;
        const grpc::Status status =
            caller.stub.SearchStatements(&context, request, &response);
        for (const std::string& name : response.unknown())
          std::fprintf(stderr, "%s is not known to the index\n", name.c_str());
        for (auto& result : *response.mutable_results())
          page.push_back(std::move(result));
        next = NextOf(response);
        return status;
      },
      SearchResults);
}

absl::StatusOr<int> FindSpeakers(const Caller& caller, const ListQuery& query,
                                 const OutputOptions& output) {
  quoth::v1::ListSpeakersRequest request;
  request.set_prefix(query.prefix);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  if (query.by_name) request.set_order(quoth::v1::LIST_ORDER_NAME);
  return PageThrough<quoth::v1::Speaker>(
      caller, output, request,
      [&](grpc::ClientContext& context, const auto& request,
          std::vector<quoth::v1::Speaker>& page, std::string& next) {
        quoth::v1::ListSpeakersResponse response;
        const grpc::Status status =
            caller.stub.ListSpeakers(&context, request, &response);
        for (auto& speaker : *response.mutable_speakers())
          page.push_back(std::move(speaker));
        next = NextOf(response);
        return status;
      },
      SpeakerTable);
}

absl::StatusOr<int> FindTopics(const Caller& caller, const ListQuery& query,
                               const OutputOptions& output) {
  quoth::v1::ListTopicsRequest request;
  request.set_prefix(query.prefix);
  request.set_include_unused(query.include_unused);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  if (query.by_name) request.set_order(quoth::v1::LIST_ORDER_NAME);
  return PageThrough<quoth::v1::Topic>(
      caller, output, request,
      [&](grpc::ClientContext& context, const auto& request,
          std::vector<quoth::v1::Topic>& page, std::string& next) {
        quoth::v1::ListTopicsResponse response;
        const grpc::Status status =
            caller.stub.ListTopics(&context, request, &response);
        for (auto& topic : *response.mutable_topics())
          page.push_back(std::move(topic));
        next = NextOf(response);
        return status;
      },
      TopicTable);
}

absl::StatusOr<int> ShowStatement(const Caller& caller, const std::string& name,
                                  const OutputOptions& output) {
  quoth::v1::GetStatementRequest request;
  request.set_name(name);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  quoth::v1::Statement statement;
  const absl::Status status =
      CallServer(caller, [&](grpc::ClientContext& context) {
        return caller.stub.GetStatement(&context, request, &statement);
      });
  if (!status.ok()) return status;
  Print(output.json ? ToJsonLine(statement) + "\n"
                    : StatementPage(statement, output.width));
  return 1;
}

absl::StatusOr<int> FindReports(const Caller& caller, const std::string& name,
                                const OutputOptions& output) {
  quoth::v1::ListReportsRequest request;
  request.set_name(name);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  return PageThrough<quoth::v1::Statement>(
      caller, output, request,
      [&](grpc::ClientContext& context, const auto& request,
          std::vector<quoth::v1::Statement>& page, std::string& next) {
        quoth::v1::ListReportsResponse response;
        const grpc::Status status =
            caller.stub.ListReports(&context, request, &response);
        for (auto& statement : *response.mutable_statements())
          page.push_back(std::move(statement));
        next = NextOf(response);
        return status;
      },
      ReportTable);
}

absl::StatusOr<int> ShowSpeaker(const Caller& caller, const std::string& words,
                                const OutputOptions& output) {
  const absl::StatusOr<Resolved> resolved = ResolveSpeaker(caller, words);
  if (!resolved.ok()) return resolved.status();
  Note(*resolved, words);
  quoth::v1::GetSpeakerRequest request;
  request.set_name(resolved->name);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  quoth::v1::Speaker speaker;
  const absl::Status status =
      CallServer(caller, [&](grpc::ClientContext& context) {
        return caller.stub.GetSpeaker(&context, request, &speaker);
      });
  if (!status.ok()) return status;
  Print(output.json ? ToJsonLine(speaker) + "\n"
                    : SpeakerPage(speaker, output.width));
  return 1;
}

absl::StatusOr<int> ShowTopic(const Caller& caller, const std::string& words,
                              const OutputOptions& output) {
  const absl::StatusOr<Resolved> resolved = ResolveTopic(caller, words);
  if (!resolved.ok()) return resolved.status();
  Note(*resolved, words);
  quoth::v1::GetTopicRequest request;
  request.set_name(resolved->name);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  quoth::v1::Topic topic;
  const absl::Status status =
      CallServer(caller, [&](grpc::ClientContext& context) {
        return caller.stub.GetTopic(&context, request, &topic);
      });
  if (!status.ok()) return status;
  Print(output.json ? ToJsonLine(topic) + "\n"
                    : TopicPage(topic, output.width));
  return 1;
}

absl::StatusOr<int> ShowDocument(const Caller& caller, const std::string& id,
                                 bool text, const OutputOptions& output) {
  quoth::v1::GetDocumentRequest request;
  request.set_name(
      id.starts_with("documents/") ? id : absl::StrCat("documents/", id));
  if (text) request.set_view(quoth::v1::DOCUMENT_VIEW_FULL);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  quoth::v1::Document document;
  const absl::Status status =
      CallServer(caller, [&](grpc::ClientContext& context) {
        return caller.stub.GetDocument(&context, request, &document);
      });
  if (!status.ok()) return status;
  if (output.json) {
    Print(ToJsonLine(document) + "\n");
    return 1;
  }
  Print(DocumentPage(document, output.width));
  if (text) Print(absl::StrCat("\n", document.text(), "\n"));
  return 1;
}

}  // namespace quoth::find
