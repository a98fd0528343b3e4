// Holds the design's dependency rules by reading every source file:
//   proto <- service-kit <- either service; the services never meet;
//   parse/ is pure; handlers alone use gRPC's types; only main and config see
//   flags and the environment.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace quoth {
namespace {

struct SourceFile {
  std::string path;  // From the root: "ingest-service/parse/text.h".
  std::vector<std::string> includes;
  std::string code;  // Without comments and string literals.
};

// Comments and literals may say anything.
std::string WithoutCommentsAndLiterals(const std::string& text) {
  std::string code;
  enum { kCode, kLine, kBlock, kString, kCharacter } state = kCode;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    switch (state) {
      case kCode:
        if (c == '/' && next == '/') {
          state = kLine;
        } else if (c == '/' && next == '*') {
          state = kBlock;
        } else if (c == 'R' && next == '"') {
          const std::size_t open = text.find('(', i);
          const std::string end = ")" + text.substr(i + 2, open - i - 2) + "\"";
          const std::size_t close = text.find(end, open);
          if (close == text.npos) return code;
          i = close + end.size() - 1;
        } else if (c == '"') {
          state = kString;
        } else if (c == '\'' && !(i > 0 && isalnum(static_cast<unsigned char>(
                                               text[i - 1])))) {
          state = kCharacter;  // After a digit it separates thousands.
        } else {
          code.push_back(c);
        }
        break;
      case kLine:
        if (c == '\n') {
          state = kCode;
          code.push_back(c);
        }
        break;
      case kBlock:
        if (c == '*' && next == '/') {
          state = kCode;
          ++i;
        }
        break;
      case kString:
      case kCharacter:
        if (c == '\\') {
          ++i;
        } else if (c == (state == kString ? '"' : '\'')) {
          state = kCode;
        }
        break;
    }
  }
  return code;
}

std::vector<std::string> IncludesOf(const std::string& text) {
  std::vector<std::string> includes;
  std::istringstream lines(text);
  static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (line.size() < 300 && std::regex_search(line, match, pattern)) {
      includes.push_back(match[1]);
    }
  }
  return includes;
}

std::vector<SourceFile> ReadSources(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  for (const char* folder :
       {"proto", "service-kit", "ingest-service", "query-service"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      std::ifstream in(entry.path());
      std::stringstream text;
      text << in.rdbuf();
      files.push_back(
          {.path = std::filesystem::relative(entry.path(), root).string(),
           .includes = IncludesOf(text.str()),
           .code = WithoutCommentsAndLiterals(text.str())});
    }
  }
  return files;
}

bool Under(const std::string& path, const std::string& folder) {
  return path.starts_with(folder + "/");
}

bool HasFolder(const std::string& path, const std::string& name) {
  return ("/" + path).find("/" + name + "/") != std::string::npos;
}

std::string StemOf(const std::string& path) {
  return std::filesystem::path(path).stem().string();
}

// A program's own entry and settings.
bool MaySeeFlags(const std::string& path) {
  return StemOf(path) == "main" || StemOf(path).ends_with("config") ||
         StemOf(path).ends_with("_main") || HasFolder(path, "config") ||
         HasFolder(path, "tools") || HasFolder(path, "find") ||
         HasFolder(path, "bench");
}

// Where gRPC is spoken: hosts, handlers, and the followers' and tools' clients.
bool MaySpeakGrpc(const std::string& path) {
  return HasFolder(path, "handlers") || HasFolder(path, "host") ||
         HasFolder(path, "health") || HasFolder(path, "tools") ||
         HasFolder(path, "find") || HasFolder(path, "bench") ||
         HasFolder(path, "client") || StemOf(path) == "grpc_status" ||
         StemOf(path) == "main" ||
         // The client side of the change feed.
         StemOf(path) == "grpc_log_source" || StemOf(path) == "feed_client" ||
         StemOf(path) == "grpc_feed";
}

const std::regex& Word(const char* pattern) {
  static std::vector<std::pair<std::string, std::regex>>* const cache =
      new std::vector<std::pair<std::string, std::regex>>;
  cache->reserve(64);
  for (const auto& [text, regex] : *cache) {
    if (text == pattern) return regex;
  }
  return cache->emplace_back(pattern, std::regex(pattern)).second;
}

class DependencyRulesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const char* root = std::getenv("QUOTH_SOURCE_DIR");
    if (root != nullptr)
      files_ = new std::vector<SourceFile>(ReadSources(root));
  }
  void SetUp() override {
    ASSERT_NE(files_, nullptr) << "QUOTH_SOURCE_DIR is not set";
    ASSERT_GT(files_->size(), 20u);
  }

  static std::vector<SourceFile>* files_;
};
std::vector<SourceFile>* DependencyRulesTest::files_ = nullptr;

TEST_F(DependencyRulesTest, ScannerSkipsCommentsAndLiterals) {
  EXPECT_EQ(WithoutCommentsAndLiterals(
                "a // getenv\nb /* x */ c \"getenv\\\"\" 1'000 'g' R\"(q)\" d"),
            "a \nb  c  1'000   d");
  EXPECT_EQ(
      IncludesOf("#include <a.h>\n  # include \"b/c.h\"\n// #include <d.h>\n"),
      (std::vector<std::string>{"a.h", "b/c.h"}));
}

TEST_F(DependencyRulesTest, LayersPointDownwards) {
  for (const SourceFile& file : *files_) {
    for (const std::string& include : file.includes) {
      const bool up =
          (Under(file.path, "service-kit") || Under(file.path, "proto")) &&
          (Under(include, "ingest-service") || Under(include, "query-service"));
      const bool across = (Under(file.path, "ingest-service") &&
                           Under(include, "query-service")) ||
                          (Under(file.path, "query-service") &&
                           Under(include, "ingest-service"));
      EXPECT_FALSE(up || across) << file.path << " includes " << include;
      EXPECT_FALSE(Under(include, "tests"))
          << file.path << " includes " << include;
      EXPECT_FALSE(include.starts_with("../"))
          << file.path << " includes " << include;
    }
  }
}

TEST_F(DependencyRulesTest, ParsingIsPure) {
  const char* const headers[] = {
      "grpc",    "rocksdb/",   "CLI/",     "service-kit/", "spdlog/",
      "fstream", "filesystem", "unistd.h", "sys/",         "absl/time/clock.h"};
  const char* const words[] = {
      R"(\bgetenv\b)",    R"(\bsystem_clock\b)", R"(\bsteady_clock\b)",
      R"(\babsl::Now\b)", R"(\bstd::time\s*\()", R"(\bifstream\b)",
      R"(\bofstream\b)",  R"(\bfopen\b)",        R"(\brandom_device\b)",
  };
  for (const SourceFile& file : *files_) {
    if (!Under(file.path, "ingest-service/parse")) continue;
    for (const std::string& include : file.includes) {
      for (const char* header : headers) {
        EXPECT_FALSE(include.starts_with(header))
            << file.path << " includes " << include;
      }
    }
    for (const char* word : words) {
      EXPECT_FALSE(std::regex_search(file.code, Word(word)))
          << file.path << " uses " << word;
    }
  }
}

TEST_F(DependencyRulesTest, HandlersAloneSpeakGrpc) {
  for (const SourceFile& file : *files_) {
    if (MaySpeakGrpc(file.path)) continue;
    EXPECT_FALSE(std::regex_search(file.code, Word(R"(\bgrpc::)")))
        << file.path << " uses grpc::";
    for (const std::string& include : file.includes) {
      EXPECT_FALSE(include.starts_with("grpcpp/") ||
                   include.ends_with(".grpc.pb.h"))
          << file.path << " includes " << include;
    }
  }
}

TEST_F(DependencyRulesTest, MainAndConfigAloneSeeFlagsAndEnvironment) {
  for (const SourceFile& file : *files_) {
    if (MaySeeFlags(file.path)) continue;
    EXPECT_FALSE(std::regex_search(file.code, Word(R"(\bgetenv\b)")))
        << file.path;
    for (const std::string& include : file.includes) {
      EXPECT_FALSE(include.starts_with("CLI/") ||
                   include == "service-kit/config/command_line.h")
          << file.path << " includes " << include;
    }
  }
}

TEST_F(DependencyRulesTest, HeadersAreIncludedOnce) {
  for (const SourceFile& file : *files_) {
    if (!file.path.ends_with(".h")) continue;
    EXPECT_NE(file.code.find("#pragma once"), std::string::npos) << file.path;
  }
}

}  // namespace
}  // namespace quoth
