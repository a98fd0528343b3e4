// quoth-find: who said what, about what, when, from the command line.
//
// Exit codes: 0 something found, 1 nothing found, 2 wrong usage, 3 the server
// cannot be reached or fails.
#include <clocale>
#include <cstdio>
#include <functional>
#include <string>

#include "query-service/find/counts.h"
#include "query-service/find/lookups.h"
#include "query-service/find/streams.h"
#include "query-service/find/table.h"
#include "service-kit/client/dial_config.h"
#include "service-kit/status/status.h"

namespace quoth::find {
namespace {

constexpr char kPurpose[] = "Looks up who said what, about what, when.";

constexpr char kExamples[] = R"(Examples:
  quoth-find statements --speaker "Ada Lovelace"
  quoth-find statements --topic "arms control" --since 2020-12 --until 2021-01-15
  quoth-find statements --speaker "Ada Lovelace" --topic computing --kind direct
  quoth-find search '"balance of power" treaty'
  quoth-find statements --filter 'speaker:lavrov AND (kind = direct OR confidence > 0.8)'
  quoth-find speakers                        who speaks most
  quoth-find speakers lov                    whose name begins so
  quoth-find speaker "Ada Lovelace"          one of them: roles, topics, dates
  quoth-find topics --limit 0 --json | jq -r .name
  quoth-find document annual-report --text
  quoth-find timeline --speaker "Ada Lovelace" --by year     bars on a terminal
  quoth-find facets speaker outlet --topic "arms control" --limit 5
  quoth-find reports documents/a-report/statements/k7f3      who else printed it
  quoth-find export --topic sanctions --to sanctions.jsonl   stop it, run it again: goes on
  quoth-find watch --topic sanctions --state .sanctions      what comes from now on

Each has its own --help: quoth-find timeline --help.

Names may be typed as people write them, or be resource names (speakers/ada-lovelace).
Exit codes: 0 something found, 1 nothing found, 2 wrong usage, 3 no server.)";

constexpr int kNothing = 1;
constexpr int kUsage = 2;
constexpr int kNoServer = 3;

struct Options {
  kit::DialOptions dial{.server = "127.0.0.1:7002"};
  OutputOptions output;
  StatementQuery statements;
  CountQuery count;
  ExportOptions to;
  WatchOptions watch;
  ListQuery list;
  std::string at_least;
  absl::Duration timeout = absl::Seconds(10);
  std::string name;  // Of one record.
  bool text = false;
  std::vector<std::string> search_words;
};

using Lookup = std::function<absl::StatusOr<int>(const Caller&)>;

// Which statements: what all commands that look at many of them take.
void AddFilter(CLI::App& command, StatementQuery& query) {
  command
      .add_option("--speaker,-s", query.speakers, "Who; repeated: any of them")
      ->allow_extra_args(false)
      ->type_name("NAME");
  command
      .add_option("--topic,-t", query.topics,
                  "About what; repeated: any of them")
      ->allow_extra_args(false)
      ->type_name("TOPIC");
  command.add_flag("--all-topics", query.all_topics,
                   "All of the topics, not any");
  command.add_flag("--exact-topics", query.exact_topics,
                   "Without narrower topics");
  command
      .add_option("--since", query.since,
                  "First day: 2021, 2021-01 or 2021-01-18")
      ->type_name("DATE");
  command.add_option("--until", query.until, "Last day")->type_name("DATE");
  command
      .add_option("--kind,-k", query.kinds,
                  "direct, mixed, indirect, turn; may be repeated")
      ->allow_extra_args(false)
      ->type_name("KIND");
  command
      .add_option("--outlet", query.outlets,
                  "Who published it; may be repeated")
      ->allow_extra_args(false);
  command
      .add_option("--document", query.documents,
                  "In this document; may be repeated")
      ->allow_extra_args(false)
      ->type_name("ID");
  command.add_option("--min-confidence", query.confidence_min, "0 to 1")
      ->check(CLI::Range(0.0, 1.0));
  command
      .add_option("--filter,-f", query.expression,
                  "Conditions on speaker, topic, about, mentions, role, kind, "
                  "act, outlet, document, language, said_on, published_on, "
                  "confidence, text; = != < <= > >= :, AND, OR, NOT, ()")
      ->type_name("EXPRESSION");
}

void AddStatements(CLI::App& app, Options& options, Lookup& lookup) {
  CLI::App& command = *app.add_subcommand(
      "statements", "Statements by speaker, topic, date and more");
  StatementQuery& query = options.statements;
  AddFilter(command, query);
  command.add_flag("--oldest-first", query.oldest_first,
                   "Instead of newest first");
  command.add_option("--words,-w", query.words,
                     "Words and \"phrases\" of the text");
  command.callback([&] {
    lookup = [&](const Caller& caller) {
      return FindStatements(caller, options.statements, options.output);
    };
  });
}

void AddSearch(CLI::App& app, Options& options, Lookup& lookup) {
  CLI::App& command = *app.add_subcommand(
      "search", "Statements by the words of their text, the best first");
  command.footer(
      "Examples:\n"
      "  quoth-find search arms treaty                 both words\n"
      "  quoth-find search '\"balance of power\"'       side by side, as "
      "written\n"
      "  quoth-find search 'treaty OR pact -nuclear'   either, without a "
      "third\n"
      "  quoth-find search treaty --filter 'speaker:lavrov AND said_on >= "
      "2020'\n"
      "A word is found in any case, with or without accents, and for its "
      "plural.");
  command
      .add_option("words", options.search_words,
                  "Words, \"phrases\", this OR that, -without")
      ->required();
  AddFilter(command, options.statements);
  command.add_flag("--newest-first", options.statements.newest_first,
                   "Instead of the best first");
  command.add_flag("--oldest-first", options.statements.oldest_first,
                   "Instead of the best first");
  command.callback([&] {
    for (const std::string& word : options.search_words) {
      if (!options.statements.words.empty())
        options.statements.words.push_back(' ');
      options.statements.words.append(word);
    }
    lookup = [&](const Caller& caller) {
      return SearchStatements(caller, options.statements, options.output);
    };
  });
}

void AddCounts(CLI::App& app, Options& options, Lookup& lookup) {
  CLI::App& timeline = *app.add_subcommand(
      "timeline", "How many statements by day, week, month or year");
  timeline.footer(
      "Example: quoth-find timeline --topic sanctions --since 2021 --by week\n"
      "On a terminal it draws bars; piped, it prints date, tab, count.\n"
      "A week is named by its Monday.");
  timeline.add_option("--by", options.count.unit, "day, week, month, year")
      ->capture_default_str()
      ->type_name("UNIT");
  CLI::App& facets = *app.add_subcommand(
      "facets", "How many statements by speaker, topic, kind, outlet, month");
  facets.footer(
      "Example: quoth-find facets speaker topic --since 2021 --limit 5\n"
      "On a terminal it draws bars; piped, it prints value, tab, count.");
  facets
      .add_option("facet", options.count.facets,
                  "speaker, topic, kind, outlet, month")
      ->required();
  for (CLI::App* const command : {&timeline, &facets}) {
    AddFilter(*command, options.statements);
    command->add_option("--words,-w", options.statements.words,
                        "Words and \"phrases\" of the text");
    command->add_flag("--plain", options.count.plain,
                      "No bars, also on a terminal");
  }
  timeline.callback([&] {
    lookup = [&](const Caller& caller) {
      return ShowTimeline(caller, options.statements, options.count,
                          options.output);
    };
  });
  facets.callback([&] {
    lookup = [&](const Caller& caller) {
      return ShowFacets(caller, options.statements, options.count,
                        options.output);
    };
  });
}

void AddStreams(CLI::App& app, Options& options, Lookup& lookup) {
  CLI::App& whole = *app.add_subcommand(
      "export", "All statements that match, as JSON records a line");
  whole.footer(
      "Example: quoth-find export --speaker \"Ada Lovelace\" --to ada.jsonl\n"
      "With --to, the same command goes on where a former one stopped; it "
      "keeps its\nplace in FILE.resume, which is gone when the file is whole.");
  AddFilter(whole, options.statements);
  whole.add_option("--to,-o", options.to.to, "Instead of standard output")
      ->type_name("FILE");
  whole
      .add_option("--resume", options.to.resume,
                  "Go on from here (said when an export breaks)")
      ->type_name("TOKEN");
  whole.callback([&] {
    lookup = [&](const Caller& caller) {
      return ExportRecords(caller, options.statements, options.to);
    };
  });
  CLI::App& watch = *app.add_subcommand(
      "watch", "Statements as they come, until it is stopped");
  watch.footer(
      "Example: quoth-find watch --topic sanctions --state .sanctions --json\n"
      "With --state, what came while it was stopped comes first. A server that "
      "is\nrestarted is waited for (--timeout). Without --limit it has no "
      "end.");
  AddFilter(watch, options.statements);
  watch
      .add_option("--after", options.watch.after,
                  "Begin after this revision instead of now")
      ->type_name("REVISION");
  watch
      .add_option("--state", options.watch.state,
                  "Keep the place here, and go on from it")
      ->type_name("FILE");
  watch.callback([&] {
    lookup = [&](const Caller& caller) {
      // The default bound is for lists.
      if (app.get_option("--limit")->count() > 0)
        options.watch.limit = options.output.limit;
      return WatchRecords(caller, options.statements, options.watch,
                          options.output);
    };
  });
}

void AddLists(CLI::App& app, Options& options, Lookup& lookup) {
  for (const bool speakers : {true, false}) {
    CLI::App& command =
        speakers ? *app.add_subcommand(
                       "speakers", "Speakers, those with most statements first")
                 : *app.add_subcommand(
                       "topics", "Topics, those with most statements first");
    command.add_option("prefix", options.list.prefix, "Beginning of the name");
    command.add_flag("--by-name", options.list.by_name, "In order of names");
    if (!speakers) {
      command.add_flag("--unused", options.list.include_unused,
                       "Also those without statements");
    }
    command.callback([&options, &lookup, speakers] {
      lookup = [&options, speakers](const Caller& caller) {
        return speakers ? FindSpeakers(caller, options.list, options.output)
                        : FindTopics(caller, options.list, options.output);
      };
    });
  }
}

void AddSingles(CLI::App& app, Options& options, Lookup& lookup) {
  const auto add = [&](const char* name, const char* what, const char* argument,
                       auto show) {
    CLI::App& command = *app.add_subcommand(name, what);
    command.add_option("name", options.name, argument)->required();
    command.callback([&options, &lookup, show] {
      lookup = [&options, show](const Caller& caller) {
        return show(caller, options);
      };
    });
    return &command;
  };
  add("speaker", "One speaker", "Name, or speakers/...",
      [](const Caller& caller, const Options& o) {
        return ShowSpeaker(caller, o.name, o.output);
      });
  add("topic", "One topic", "Name, or topics/...",
      [](const Caller& caller, const Options& o) {
        return ShowTopic(caller, o.name, o.output);
      });
  add("statement", "One statement", "documents/.../statements/...",
      [](const Caller& caller, const Options& o) {
        return ShowStatement(caller, o.name, o.output);
      });
  add("reports", "The same statement in other documents, earliest first",
      "documents/.../statements/...",
      [](const Caller& caller, const Options& o) {
        return FindReports(caller, o.name, o.output);
      });
  add("document", "One document", "Id, or documents/...",
      [](const Caller& caller, const Options& o) {
        return ShowDocument(caller, o.name, o.text, o.output);
      })
      ->add_flag("--text", options.text, "Its text too");
}

int Explain(const absl::Status& status, const Options& options) {
  std::fprintf(stderr, "quoth-find: %s\n", kit::DescribeStatus(status).c_str());
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return kNothing;
    case absl::StatusCode::kInvalidArgument:
      return kUsage;
    case absl::StatusCode::kUnavailable:
      std::fprintf(
          stderr,
          "Is quoth-query running at %s? --server or QUOTH_QUERY says where.\n",
          options.dial.server.c_str());
      return kNoServer;
    default:
      return kNoServer;
  }
}

int Run(const Options& options, const Lookup& lookup) {
  const auto channel = kit::Dial(options.dial);
  if (!channel.ok()) {
    std::fprintf(stderr, "quoth-find: %s\n",
                 kit::DescribeStatus(channel.status()).c_str());
    return kUsage;
  }
  const auto stub = quoth::v1::QueryService::NewStub(*channel);
  const Caller caller{.stub = *stub,
                      .timeout = absl::ToChronoMilliseconds(options.timeout),
                      .at_least_as_fresh = options.at_least};
  const absl::StatusOr<int> found = lookup(caller);
  if (!found.ok()) return Explain(found.status(), options);
  if (*found > 0) return 0;
  if (!options.output.json) std::fprintf(stderr, "Nothing found.\n");
  return kNothing;
}

}  // namespace

int Main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // So that wcwidth knows the characters.
  Options options;
  Lookup lookup;
  options.output.width = TerminalWidth();
  kit::CommandLine line("quoth-find", kPurpose, kExamples);
  line.app().fallthrough();  // Flags of all may follow a subcommand.
  kit::AddDialOptions(line, options.dial, "QUOTH_QUERY");
  line.app().add_flag("--json", options.output.json, "One JSON record a line");
  line.app()
      .add_option("--limit,-n", options.output.limit,
                  "Records at most; 0 = all")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  line.app()
      .add_option("--page-size", options.output.page_size,
                  "Records a call asks for")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  line.app()
      .add_option("--width", options.output.width, "Columns of the table")
      ->check(CLI::Range(40, 1000));
  line.app()
      .add_option(
          "--at-least", options.at_least,
          "Wait until the index holds this revision (from quoth-load --json)")
      ->type_name("REVISION");
  line.AddDuration("timeout", options.timeout, "How long one call may take");
  AddStatements(line.app(), options, lookup);
  AddSearch(line.app(), options, lookup);
  AddCounts(line.app(), options, lookup);
  AddLists(line.app(), options, lookup);
  AddSingles(line.app(), options, lookup);
  AddStreams(line.app(), options, lookup);
  line.app().require_subcommand(1);
  if (const auto exit_code = line.Parse(argc, argv)) return *exit_code;
  return Run(options, lookup);
}

}  // namespace quoth::find

int main(int argc, char** argv) { return quoth::find::Main(argc, argv); }
