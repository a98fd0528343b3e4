#include "ingest-service/parse/speakers/role_evidence.h"

#include <algorithm>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"
#include "ingest-service/parse/speakers/speaker_slug.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kRoleBytesMax = 200;
constexpr std::size_t kFactsMax = 32;  // Of one speaker, each kind.
constexpr float kFitMin = 0.5f;

template <typename T>
void AddOnce(std::vector<T>& list, T value) {
  if (list.size() < kFactsMax &&
      std::find(list.begin(), list.end(), value) == list.end())
    list.push_back(std::move(value));
}

bool IsShort(std::string_view word) {
  return word.size() <= 3 && std::none_of(word.begin(), word.end(), [](char c) {
           return c >= 'a' && c <= 'z';
         });
}

class RoleReader {
 public:
  RoleReader(std::string_view role, const Lexicons& lexicons,
             RoleEvidence& evidence)
      : lexicons_(lexicons), evidence_(evidence) {
    for (std::size_t at = 0; at < role.size();) {
      std::size_t end = role.find_first_of(" ,;/()", at);
      if (end == role.npos) end = role.size();
      std::string_view word = role.substr(at, end - at);
      for (std::string_view tail : {"'s", "’s", "s'", "s’"}) {
        // "Russia's" is the country's; "States'" keeps its s.
        if (!word.ends_with(tail)) continue;
        word.remove_suffix(tail.size() - (tail.front() == 's' ? 1 : 0));
        break;
      }
      if (!word.empty()) words_.push_back(word);
      at = end + 1;
    }
  }

  void Read() {
    for (std::size_t at = 0; at < words_.size();)
      at += std::max<std::size_t>(Take(at), 1);
  }

 private:
  // The longest phrase at `at` that means something; its words.
  std::size_t Take(std::size_t at) {
    const Gazetteer& gazetteer = lexicons_.gazetteer();
    uint64_t hash = HashWord(words_[at]);
    const Gazetteer::Slot* first = gazetteer.Find(hash);
    if (first == nullptr) return 0;
    const LexEntry* best = Meant(*first, at);
    std::size_t best_words = best == nullptr ? 0 : 1;
    const uint32_t lengths = first->lengths;
    for (std::size_t n = 2;
         n <= Gazetteer::kPhraseWordsMax && at + n <= words_.size(); ++n) {
      hash = JoinHash(hash, HashWord(words_[at + n - 1]));
      if ((lengths >> n & 1) == 0) continue;
      const Gazetteer::Slot* slot = gazetteer.Find(hash);
      const LexEntry* entry = slot == nullptr ? nullptr : Meant(*slot, at);
      if (entry == nullptr) continue;
      best = entry;
      best_words = n;
    }
    if (best != nullptr) Add(*best);
    return best_words;
  }

  const LexEntry* Meant(const Gazetteer::Slot& slot, std::size_t at) const {
    for (const LexEntry& entry : lexicons_.gazetteer().Entries(slot)) {
      // "us" is not the US.
      if (entry.rule == CaseRule::kAllCaps && !IsShort(words_[at])) continue;
      if (entry.kind == LexKind::kRole || entry.kind == LexKind::kTitle ||
          entry.kind == LexKind::kPlace || entry.kind == LexKind::kDemonym ||
          entry.kind == LexKind::kOrganisation)
        return &entry;
    }
    return nullptr;
  }

  void Add(const LexEntry& entry) {
    switch (entry.kind) {
      case LexKind::kRole: {
        const auto& form = lexicons_.roles().forms()[entry.index];
        if (form.kind == EntityKind::kPerson && form.role != kNone)
          AddOnce(evidence_.classes, form.role);
        break;
      }
      case LexKind::kTitle: {
        const RoleClass role = lexicons_.roles().titles()[entry.index].role;
        if (role != kNone) AddOnce(evidence_.classes, role);
        break;
      }
      case LexKind::kOrganisation: {
        const auto& body =
            lexicons_.organisations().organisations()[entry.index];
        if (body.country != kNone) AddOnce(evidence_.countries, body.country);
        // "Foreign Ministry" is every country's.
        if (body.kind != OrganisationKind::kOffice || body.country != kNone)
          AddOnce(evidence_.bodies, PlainSlug(body.name));
        break;
      }
      default: {
        const auto& place = lexicons_.places().places()[entry.index];
        AddOnce(evidence_.countries, place.country != kNone
                                         ? place.country
                                         : static_cast<int32_t>(entry.index));
        break;
      }
    }
  }

  const Lexicons& lexicons_;
  RoleEvidence& evidence_;
  std::vector<std::string_view> words_;
};

template <typename T>
bool Share(const std::vector<T>& a, const std::vector<T>& b) {
  return std::any_of(a.begin(), a.end(), [&](const T& value) {
    return std::find(b.begin(), b.end(), value) != b.end();
  });
}

// Roles that people of any walk of life are given.
bool SaysLittle(std::string_view name) {
  return name == "person" || name == "family" || name == "aide" ||
         name == "leader" || name == "head" || name == "expert" ||
         name == "source" || name == "hopeful" || name == "candidate" ||
         name == "nominee" || name == "journalist" || name == "activist";
}

// May one person be both in one life without surprise?
bool Related(RoleClass a, RoleClass b, const RoleLexicon& roles) {
  if (roles.Fit(a, b) > 0 || roles.Fit(b, a) > 0) return true;
  for (std::string_view wide : {"official", "politician", "expert"}) {
    const RoleClass general = roles.ClassNamed(wide);
    if (general != kNone && roles.Fit(general, a) > 0 &&
        roles.Fit(general, b) > 0)
      return true;
  }
  return false;
}

}  // namespace

void AddRole(std::string_view role, const Lexicons& lexicons,
             RoleEvidence& evidence) {
  RoleReader(role.substr(0, kRoleBytesMax), lexicons, evidence).Read();
}

void AddBody(std::string_view organisation, const Lexicons& lexicons,
             RoleEvidence& evidence) {
  if (organisation.empty()) return;
  AddRole(organisation, lexicons, evidence);
  AddOnce(evidence.bodies, PlainSlug(organisation));
}

RoleVerdict Compare(const RoleEvidence& a, const RoleEvidence& b,
                    const Lexicons& lexicons) {
  if (!a.countries.empty() && !b.countries.empty() &&
      !Share(a.countries, b.countries))
    return RoleVerdict::kContradict;
  if (Share(a.bodies, b.bodies)) return RoleVerdict::kAgree;
  const RoleLexicon& roles = lexicons.roles();
  bool telling = false;  // Some pair of roles that both say something.
  bool related = false;
  for (RoleClass x : a.classes) {
    for (RoleClass y : b.classes) {
      if (std::max(roles.Fit(x, y), roles.Fit(y, x)) >= kFitMin)
        return RoleVerdict::kAgree;
      if (SaysLittle(roles.ClassName(x)) || SaysLittle(roles.ClassName(y))) {
        related = true;
        continue;
      }
      telling = true;
      related |= Related(x, y, roles);
    }
  }
  return telling && !related ? RoleVerdict::kContradict : RoleVerdict::kSilent;
}

}  // namespace quoth::parse
