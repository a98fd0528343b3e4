#include "ingest-service/parse/speakers/speakers.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_key.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kSlugBytesMax = 80;

// Letters and digits of `text` in Latin small letters, joined by hyphens.
std::string PlainSlug(std::string_view text) {
  std::string slug = NameKey(text);
  if (slug.size() > kSlugBytesMax) slug.resize(kSlugBytesMax);
  while (!slug.empty() && slug.back() == ' ') slug.pop_back();
  std::replace(slug.begin(), slug.end(), ' ', '-');
  return slug;
}

std::vector<std::string_view> Words(std::string_view name) {
  std::vector<std::string_view> words;
  while (!name.empty()) {
    const std::size_t space = name.find(' ');
    if (space != 0) words.push_back(name.substr(0, space));
    if (space == std::string_view::npos) break;
    name.remove_prefix(space + 1);
  }
  return words;
}

bool IsSuffix(std::string_view word) {
  return word == "Jr." || word == "Sr." || word == "Jr" || word == "Sr" ||
         word == "III" || word == "II" || word == "IV";
}

std::string Join(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::string_view word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::string_view WithoutArticle(std::string_view phrase) {
  for (std::string_view article : {"the ", "The ", "a ", "A ", "an ", "An "}) {
    if (phrase.starts_with(article)) return phrase.substr(article.size());
  }
  return phrase;
}

class Resolver {
 public:
  Resolver(const Mentions& mentions, const Lexicons& lexicons,
           const KnownSpeakers* known)
      : mentions_(mentions), lexicons_(lexicons), known_(known) {
    speakers_.by_chain.assign(mentions.chains.size(), kNone);
  }

  void Resolve(int32_t id) {
    if (id == kNone || speakers_.by_chain[id] != kNone) return;
    const Chain& chain = mentions_.chains[id];
    ResolvedSpeaker speaker;
    speaker.kind = chain.kind;
    speaker.spellings = chain.aliases;
    speaker.roles = chain.roles;
    const bool named = IsNamed(chain);
    if (chain.kind == EntityKind::kPlace && chain.place != kNone) {
      Place(chain, speaker);
    } else if (!named) {
      Described(chain, speaker);
    } else if (chain.kind == EntityKind::kPerson ||
               chain.kind == EntityKind::kUnknown) {
      Person(chain, speaker);
    } else {
      speaker.display_name = chain.name;
      speaker.rule = "name";
      speaker.confidence = chain.organisation != kNone ? 0.95f : 0.85f;
    }
    if (speaker.slug.empty()) speaker.slug = PlainSlug(speaker.display_name);
    if (speaker.slug.empty()) speaker.slug = "unknown";
    speakers_.by_chain[id] = Add(std::move(speaker));
  }

  Speakers Take() { return std::move(speakers_); }

 private:
  bool IsNamed(const Chain& chain) const {
    // Named by the label of a turn alone.
    if (chain.mentions.empty()) return !chain.aliases.empty();
    for (uint32_t mention : chain.mentions) {
      if (mentions_.mentions[mention].form == MentionForm::kName) return true;
    }
    return false;
  }

  // Capitals and countries speak for the government.
  void Place(const Chain& chain, ResolvedSpeaker& speaker) {
    const auto& places = lexicons_.places().places();
    const auto& place = places[chain.place];
    const bool government =
        place.kind == PlaceKind::kCapital && place.country != kNone;
    speaker.display_name = government ? places[place.country].name : place.name;
    speaker.rule = government ? "country" : "name";
    speaker.confidence = 0.85f;
  }

  void Described(const Chain& chain, ResolvedSpeaker& speaker) {
    speaker.display_name = WithoutArticle(chain.name);
    speaker.rule = "description";
    speaker.local = true;
    speaker.confidence = 0.6f;
  }

  void Person(const Chain& chain, ResolvedSpeaker& speaker) {
    const auto& authority = lexicons_.authority();
    int32_t figure = chain.figure;
    if (figure == kNone && chain.full_name) figure = FigureOfName(chain.name);
    if (figure != kNone) {
      const auto& entry = authority.figures()[figure];
      speaker.kind = EntityKind::kPerson;
      speaker.display_name = entry.name;
      speaker.wikidata = entry.wikidata;
      speaker.rule = chain.full_name ? "full-name" : "authority";
      speaker.confidence = chain.full_name ? 0.97f : 0.88f;
      speaker.slug = PersonSlug(entry.name, lexicons_);
      return;
    }
    speaker.display_name = Shown(chain.name);
    speaker.slug = PersonSlug(chain.name, lexicons_);
    if (chain.kind != EntityKind::kPerson && figure == kNone) {
      // Capitals of which nothing says that they name a person.
      speaker.local = true;
      speaker.rule = "unknown-name";
      speaker.confidence = 0.5f;
      return;
    }
    if (chain.full_name) {
      speaker.rule = "full-name";
      speaker.confidence = 0.93f;
      if (known_ == nullptr) return;
      const std::vector<KnownSpeaker> same =
          known_->ByName(NameKey(speaker.display_name));
      if (same.size() != 1) return;
      speaker.slug = same.front().slug;
      speaker.display_name = same.front().display_name;
      return;
    }
    if (known_ != nullptr) {
      const std::vector<KnownSpeaker> same =
          known_->BySurname(NameKey(chain.name));
      if (same.size() == 1) {
        speaker.slug = same.front().slug;
        speaker.display_name = same.front().display_name;
        speaker.rule = "surname-known";
        speaker.confidence = 0.8f;
        return;
      }
    }
    speaker.local = true;
    speaker.rule = "surname-only";
    speaker.confidence = 0.7f;
  }

  int32_t FigureOfName(std::string_view name) const {
    const int32_t direct = lexicons_.authority().ByKey(NameKey(name));
    if (direct != kNone) return direct;
    return lexicons_.authority().ByKey(NameKey(Shown(name)));
  }

  // Latin letters, the given name in its canonical spelling.
  std::string Shown(std::string_view name) const {
    std::vector<std::string_view> words = Words(name);
    if (words.empty()) return std::string(name);
    const std::string_view given =
        lexicons_.names().CanonicalSpelling(words.front());
    if (words.size() > 1) words.front() = given;
    return LatinName(Join(words));
  }

  int32_t Add(ResolvedSpeaker speaker) {
    std::string key = speaker.slug + (speaker.local ? "\n" : "") +
                      std::to_string(static_cast<int>(speaker.kind));
    const auto [at, added] = by_slug_.emplace(
        std::move(key), static_cast<int32_t>(speakers_.speakers.size()));
    if (added) {
      speakers_.speakers.push_back(std::move(speaker));
      return at->second;
    }
    ResolvedSpeaker& same = speakers_.speakers[at->second];
    auto merge = [](std::vector<std::string>& into,
                    std::vector<std::string>& from) {
      for (std::string& value : from) {
        if (into.size() < 16 &&
            std::find(into.begin(), into.end(), value) == into.end())
          into.push_back(std::move(value));
      }
    };
    merge(same.spellings, speaker.spellings);
    merge(same.roles, speaker.roles);
    return at->second;
  }

  const Mentions& mentions_;
  const Lexicons& lexicons_;
  const KnownSpeakers* known_;
  Speakers speakers_;
  absl::flat_hash_map<std::string, int32_t> by_slug_;
};

}  // namespace

std::string PersonSlug(std::string_view name, const Lexicons& lexicons) {
  std::vector<std::string_view> words = Words(name);
  while (words.size() > 1 && IsSuffix(words.back())) words.pop_back();
  if (words.empty()) return {};
  if (words.size() > 2) {
    std::vector<std::string_view> kept{words.front()};
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
      const bool initial = words[i].size() <= 2 && words[i].back() == '.';
      if (!initial) kept.push_back(words[i]);
    }
    kept.push_back(words.back());
    words = std::move(kept);
  }
  if (words.size() > 1)
    words.front() = lexicons.names().KeySpelling(words.front());
  return PlainSlug(Join(words));
}

Speakers ResolveSpeakers(const DecodedDocument& /*document*/,
                         const Metadata& /*metadata*/, const Mentions& mentions,
                         const Attributions& attributions,
                         const Lexicons& lexicons, const KnownSpeakers* known) {
  Resolver resolver(mentions, lexicons, known);
  for (const Attribution& statement : attributions.statements)
    resolver.Resolve(statement.chain);
  // People who are spoken of become topics: those named in full.
  for (std::size_t id = 0; id < mentions.chains.size(); ++id) {
    const Chain& chain = mentions.chains[id];
    if (chain.kind == EntityKind::kPerson &&
        (chain.full_name || chain.figure != kNone))
      resolver.Resolve(static_cast<int32_t>(id));
  }
  return resolver.Take();
}

}  // namespace quoth::parse
