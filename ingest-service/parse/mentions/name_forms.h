// Words that have a place of their own in names.
#pragma once

#include <string_view>

namespace quoth::parse {

inline bool IsParticle(std::string_view word) {
  static constexpr std::string_view kParticles[] = {
      "van", "von", "der",  "den", "de",  "del", "della", "di",  "da",
      "dos", "das", "du",   "bin", "ibn", "al",  "el",    "ten", "ter",
      "la",  "le",  "bint", "zu",  "af",  "av",  "e",     "y",   "of"};
  for (std::string_view particle : kParticles) {
    if (word == particle && particle != "of") return true;
  }
  return false;
}

inline bool IsSuffix(std::string_view word) {
  return word == "Jr." || word == "Sr." || word == "Jr" || word == "Sr" ||
         word == "II" || word == "III" || word == "IV" || word == "V" ||
         word == "VI" || word == "XVI" || word == "XIV";
}

// Behind a name, no part of it: "Aye Bee MP", "Aye Bee KC".
inline bool IsPostNominal(std::string_view word) {
  static constexpr std::string_view kLetters[] = {
      "MP",  "MPs",  "MSP",  "MEP",  "MLA",   "TD",   "KC",  "QC",  "SC",
      "PhD", "MD",   "OBE",  "CBE",  "MBE",   "KBE",  "AM",  "FRS", "SJ",
      "Esq", "M.P.", "Q.C.", "K.C.", "Ph.D.", "M.D.", "Esq."};
  for (std::string_view letters : kLetters) {
    if (word == letters) return true;
  }
  return false;
}

inline bool IsInitial(std::string_view word) {
  return (word.size() == 2 && word[1] == '.') ||
         (word.size() == 4 && word[1] == '.' && word[3] == '.');
}

inline bool IsBodyNoun(std::string_view word) {
  return word == "Campaign" || word == "Camp" || word == "Administration" ||
         word == "Team" || word == "Foundation" || word == "Organization" ||
         word == "Party" || word == "Committee" || word == "University" ||
         word == "Group" || word == "Institute";
}

// "NorTram", "TotalBee": no word of the language.
inline bool HasInnerCapital(std::string_view word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    if (word[i - 1] >= 'a' && word[i - 1] <= 'z' && word[i] >= 'A' &&
        word[i] <= 'Z')
      return true;
  }
  return false;
}

// Offices that come with a portfolio before them.
inline bool IsOfficeOver(std::string_view word) {
  return word == "Minister" || word == "Commissioner" || word == "Secretary";
}

inline bool IsParty(std::string_view word) {
  return word == "Republican" || word == "Democrat" || word == "Democratic" ||
         word == "Conservative" || word == "Liberal" || word == "fellow";
}

}  // namespace quoth::parse
