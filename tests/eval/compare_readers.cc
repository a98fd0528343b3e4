// Own readers of HTML, XML and Markdown beside gumbo, libxml2 and cmark-gfm:
//
//   compare_readers FILE...        words in common and MB/s, by format
//   compare_readers --hostile      time and memory on hostile input
//
// Files are told apart by their endings (.html, .html.gz, .xml, .md).
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/decode/decode.h"
#include "tests/eval/reader_libraries.h"

namespace quoth::eval {
namespace {

std::string ReadAll(const char* path) {
  std::string bytes;
  gzFile file = gzopen(path, "rb");
  if (file == nullptr) return bytes;
  char buffer[1 << 16];
  for (int n = gzread(file, buffer, sizeof(buffer)); n > 0;
       n = gzread(file, buffer, sizeof(buffer)))
    bytes.append(buffer, static_cast<std::size_t>(n));
  gzclose(file);
  return bytes;
}

double Seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

struct Reader {
  const char* format;
  const char* type;  // What Decode is told.
  const char* library;
  std::vector<std::string> (*words)(std::string_view);
};

constexpr Reader kReaders[] = {
    {"html", "text/html", "gumbo", GumboWords},
    {"xml", "application/tei+xml", "libxml2", LibXmlWords},
    {"markdown", "text/markdown", "cmark-gfm", CmarkWords},
};

const Reader* ReaderOf(std::string_view path) {
  if (path.ends_with(".gz")) path.remove_suffix(3);
  if (path.ends_with(".html")) return &kReaders[0];
  if (path.ends_with(".xml")) return &kReaders[1];
  if (path.ends_with(".md")) return &kReaders[2];
  return nullptr;
}

parse::DecodedDocument Own(const Reader& reader, std::string_view bytes) {
  parse::Issues issues;
  return parse::Decode({bytes, reader.type, ""}, {}, issues);
}

// Where a file departs first.
void Report(double common, const char* path, const Reader& reader,
            const std::vector<std::string>& own,
            const std::vector<std::string>& library) {
  std::printf("  %.3f %s: own %zu words, %s %zu; first at:", common, path,
              own.size(), reader.library, library.size());
  std::size_t at = 0;
  while (at < own.size() && at < library.size() && own[at] == library[at]) ++at;
  for (const auto* words : {&own, &library}) {
    for (std::size_t i = at < 2 ? 0 : at - 2; i < words->size() && i < at + 5;
         ++i)
      std::printf(" %s", (*words)[i].c_str());
    std::printf(words == &own ? " |" : "\n");
  }
}

int CompareFiles(int count, char** paths) {
  struct Sum {
    double own_seconds = 0, library_seconds = 0, common = 0;
    std::size_t bytes = 0, files = 0, same = 0;
  };
  std::map<const Reader*, Sum> sums;
  for (int i = 0; i < count; ++i) {
    const Reader* reader = ReaderOf(paths[i]);
    if (reader == nullptr) continue;
    const std::string bytes = ReadAll(paths[i]);
    Sum& sum = sums[reader];
    parse::DecodedDocument own;
    std::vector<std::string> library;
    sum.own_seconds += Seconds([&] { own = Own(*reader, bytes); });
    // The libraries read UTF-8.
    const std::string_view source =
        own.source_text.empty() ? std::string_view(bytes) : own.source_text;
    sum.library_seconds += Seconds([&] { library = reader->words(source); });
    const std::vector<std::string> words = WordsOf(own.text);
    const double common = WordsInCommon(words, library);
    sum.bytes += bytes.size();
    sum.files += 1;
    sum.common += common;
    sum.same += words == library ? 1 : 0;
    if (common < 0.99) Report(common, paths[i], *reader, words, library);
  }
  for (const auto& [reader, sum] : sums) {
    const double megabytes = static_cast<double>(sum.bytes) / 1e6;
    std::printf(
        "%s: %zu files, %.1f MB; words in common %.4f, the same sequence in "
        "%zu; own reader %.0f MB/s (all of decoding), %s %.0f MB/s\n",
        reader->format, sum.files, megabytes,
        sum.common / static_cast<double>(sum.files), sum.same,
        megabytes / sum.own_seconds, reader->library,
        megabytes / sum.library_seconds);
  }
  return 0;
}

std::string Repeat(std::string_view part, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out.append(part);
  return out;
}

// In a child of its own: what crashes there is a finding, not our end.
void Measured(const char* what, const std::function<void()>& work) {
  std::fflush(stdout);
  constexpr rlim_t kBytesMax = rlim_t{4} << 30;
  constexpr unsigned kSecondsMax = 20;
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{kBytesMax, kBytesMax};
    setrlimit(RLIMIT_AS, &limit);
    alarm(kSecondsMax);
    work();
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const double seconds =
      static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
      static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) /
          1e6;
  std::printf("    %-10s %6.2f s %6ld MB  %s\n", what, seconds,
              usage.ru_maxrss / 1024,
              WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                  : (WEXITSTATUS(status) == 0 ? "" : "failed"));
}

int CompareHostile() {
  struct Case {
    const Reader* reader;
    const char* name;
    std::string bytes;
  };
  constexpr std::size_t kBytes = 1 << 20;
  std::vector<Case> cases;
  const Reader* html = &kReaders[0];
  cases.push_back(
      {html, "open <div> nested", "<html>" + Repeat("<div>", kBytes)});
  cases.push_back({html, "1,000 <b> left open in a <p>", "<html>" + [] {
                     std::string open;
                     for (int i = 0; i < 1000; ++i)
                       open += "<b id=" + std::to_string(i) + ">";
                     return open;
                   }() + Repeat("<p>x", kBytes / 8)});
  cases.push_back({html, "table soup",
                   "<html>" + Repeat("<table><tr><td>x<table>", kBytes)});
  const Reader* xml = &kReaders[1];
  std::string bomb =
      "<?xml version=\"1.0\"?><!DOCTYPE TEI [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c <= 'j'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + char(c - 1) + ";";
    bomb += "\">";
  }
  bomb += "]><TEI><text><p>&j;</p></text></TEI>";
  cases.push_back({xml, "entity bomb", bomb});
  cases.push_back({xml, "nested elements", "<TEI>" + Repeat("<a>", kBytes)});
  const Reader* markdown = &kReaders[2];
  cases.push_back({markdown, "open brackets", Repeat("[", kBytes)});
  cases.push_back({markdown, "links in links", Repeat("[a](", kBytes)});
  cases.push_back({markdown, "nested quotes", Repeat("> ", kBytes / 16)});
  cases.push_back({markdown, "emphasis", Repeat("*a **b ", kBytes)});
  for (const Case& c : cases) {
    std::printf("%s: %s, %zu KB\n", c.reader->format, c.name,
                c.bytes.size() >> 10);
    Measured("own", [&] { Own(*c.reader, c.bytes); });
    Measured(c.reader->library, [&] { c.reader->words(c.bytes); });
  }
  return 0;
}

}  // namespace
}  // namespace quoth::eval

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--hostile")
    return quoth::eval::CompareHostile();
  return quoth::eval::CompareFiles(argc - 1, argv + 1);
}
