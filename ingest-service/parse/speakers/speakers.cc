#include "ingest-service/parse/speakers/speakers.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_key.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"
#include "ingest-service/parse/speakers/match_known.h"
#include "ingest-service/parse/speakers/name_words.h"

namespace quoth::parse {
namespace {

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
    AskKnown(chain, speaker);
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
      speaker.rule = chain.full_name ? "full-name" : "figure";
      speaker.confidence = chain.full_name ? 0.97f : 0.88f;
      speaker.slug = PersonSlug(entry.name, lexicons_);
      return;
    }
    speaker.display_name = Shown(chain.name);
    speaker.slug = PersonSlug(chain.name, lexicons_);
    if (chain.kind != EntityKind::kPerson) {
      // Capitals of which nothing says that they name a person.
      speaker.local = true;
      speaker.rule = "unknown-name";
      speaker.confidence = 0.5f;
    } else if (chain.full_name) {
      speaker.rule = "full-name";
      speaker.confidence = 0.93f;
    } else {
      speaker.local = true;
      speaker.rule = "surname-only";
      speaker.confidence = 0.7f;
    }
  }

  // What operators declared goes before what names alone say.
  void AskKnown(const Chain& chain, ResolvedSpeaker& speaker) {
    if (known_ == nullptr || speaker.rule == "description") return;
    const KnownMatch match =
        MatchKnown(*known_, CluesOf(chain, speaker), lexicons_);
    KnownSpeakerPtr found = match.speaker;
    std::string_view rule = match.rule;
    float confidence = match.confidence;
    if (found == nullptr && !match.rule.empty()) {
      // Two people of one name: without evidence it is nobody known.
      speaker.local = true;
      speaker.rule = match.rule;
      speaker.confidence = match.confidence;
      return;
    }
    if (found == nullptr && !speaker.local) {
      // Its resource name is an operator's, though none of its names is.
      found = known_->BySlug(speaker.slug);
      rule = speaker.rule;
      confidence = speaker.confidence;
    }
    if (found == nullptr) return;
    speaker.slug = found->slug;
    speaker.display_name = found->display_name;
    if (found->kind != EntityKind::kUnknown) speaker.kind = found->kind;
    if (!found->wikidata.empty()) speaker.wikidata = found->wikidata;
    speaker.local = false;
    speaker.rule = rule;
    speaker.confidence = confidence;
  }

  SpeakerClues CluesOf(const Chain& chain, const ResolvedSpeaker& speaker) {
    SpeakerClues clues;
    clues.kind = speaker.kind;
    const bool person = speaker.kind == EntityKind::kPerson ||
                        speaker.kind == EntityKind::kUnknown;
    const auto add = [&](std::string slug) {
      if (!slug.empty() && std::find(clues.names.begin(), clues.names.end(),
                                     slug) == clues.names.end())
        clues.names.push_back(std::move(slug));
    };
    add(person ? PersonSlug(chain.name, lexicons_) : PlainSlug(chain.name));
    add(speaker.slug);
    for (const std::string& alias : chain.aliases) {
      if (person && alias.find(' ') != alias.npos)
        add(PersonSlug(alias, lexicons_));
    }
    if (speaker.rule == "surname-only" || speaker.rule == "unknown-name") {
      if (chain.name.find(' ') == chain.name.npos)
        clues.surname = PlainSlug(SurnameOf(chain.name));
      clues.surname_rival =
          !lexicons_.authority().BySurname(HashWord(chain.name)).empty();
    }
    for (const std::string& role : chain.roles)
      AddRole(role, lexicons_, clues.roles);
    clues.bodies = &Bodies();
    return clues;
  }

  // Slugs of the bodies that the document names, sorted; made when first
  // asked for.
  const std::vector<std::string>& Bodies() {
    if (bodies_.empty()) {
      for (const Chain& chain : mentions_.chains) {
        // Capitals of no known kind may be a body's.
        if (chain.kind == EntityKind::kOrganisation ||
            chain.kind == EntityKind::kOffice ||
            chain.kind == EntityKind::kUnknown)
          bodies_.push_back(PlainSlug(chain.name));
      }
      std::sort(bodies_.begin(), bodies_.end());
    }
    return bodies_;
  }

  int32_t FigureOfName(std::string_view name) const {
    const int32_t direct = lexicons_.authority().ByKey(NameKey(name));
    if (direct != kNone) return direct;
    return lexicons_.authority().ByKey(NameKey(Shown(name)));
  }

  // Latin letters, the given name in its canonical spelling.
  std::string Shown(std::string_view name) const {
    std::vector<std::string_view> words = NameWords(name);
    if (words.empty()) return std::string(name);
    const std::string_view given =
        lexicons_.names().CanonicalSpelling(words.front());
    if (words.size() > 1) words.front() = given;
    return LatinName(JoinNameWords(words));
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
  std::vector<std::string> bodies_;
  absl::flat_hash_map<std::string, int32_t> by_slug_;
};

}  // namespace

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
