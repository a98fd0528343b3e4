#include "ingest-service/parse/mentions/organisation_lexicon.h"

#include "absl/container/flat_hash_set.h"
#include "ingest-service/parse/mentions/lexicon_table.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

constexpr std::string_view kKinds[] = {"body",    "party",  "outlet",
                                       "company", "agency", "legislature",
                                       "court",   "office"};

using HashSet = absl::flat_hash_set<uint64_t>;

const HashSet* MakeSet(std::string_view words) {
  auto* set = new HashSet;
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    set->insert(HashWord(words.substr(0, space)));
    if (space == std::string_view::npos) break;
    words.remove_prefix(space + 1);
  }
  return set;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const OrganisationLexicon>>
OrganisationLexicon::Load(std::string_view organisations,
                          const PlaceLexicon& places, const RoleLexicon& roles,
                          Gazetteer& gazetteer) {
  auto made = std::make_unique<OrganisationLexicon>();
  auto rows = ReadLexiconTable("organisations.tsv", organisations, 5);
  if (!rows.ok()) return rows.status();
  for (const LexiconRow& row : *rows) {
    Organisation body;
    body.name = row.fields[0];
    bool known = false;
    for (std::size_t i = 0; i < std::size(kKinds); ++i) {
      if (kKinds[i] != row.fields[1]) continue;
      body.kind = static_cast<OrganisationKind>(i);
      known = true;
    }
    if (!known)
      return LexiconError("organisations.tsv", row.line, "unknown kind");
    if (!row.fields[3].empty()) {
      body.country = places.Find(row.fields[3]);
      if (body.country == kNone) {
        return LexiconError("organisations.tsv", row.line,
                            "the country is not in places.tsv");
      }
    }
    if (!row.fields[4].empty()) {
      body.head = roles.ClassNamed(row.fields[4]);
      if (const auto form = roles.FindForm(row.fields[4]);
          body.head == kNone && form) {
        body.head = roles.forms()[*form].role;
      }
      if (body.head == kNone) {
        return LexiconError("organisations.tsv", row.line,
                            "the head is no class of roles.tsv");
      }
    }
    const auto index = static_cast<uint32_t>(made->organisations_.size());
    gazetteer.Add(body.name, LexKind::kOrganisation,
                  Gazetteer::RuleOf(body.name), index);
    for (std::string_view alias : SplitList(row.fields[2])) {
      gazetteer.Add(alias, LexKind::kOrganisation, Gazetteer::RuleOf(alias),
                    index);
    }
    made->organisations_.push_back(std::move(body));
  }
  return made;
}

bool OrganisationLexicon::IsSuffix(uint64_t word_hash) {
  static const HashSet* const set = MakeSet(
      "inc inc. corp corp. corporation ltd ltd. llc llp plc co co. company "
      "companies group holdings party ministry department university college "
      "institute institution agency administration committee commission "
      "council association federation foundation fund bank bureau board "
      "center centre society union league alliance coalition network news "
      "times post journal herald tribune gazette chronicle courier register "
      "observer globe inquirer magazine press review media radio television "
      "tv church school schools academy hospital clinic court parliament "
      "congress senate assembly house office service services authority "
      "organization organisation movement campaign caucus pac police army "
      "navy guard force forces corps club team partners capital ventures "
      "industries systems technologies airlines motors pictures studios "
      "entertainment records books communications solutions consulting "
      "associates international project initiative trust museum library "
      "laboratory gmbh ag partei verband gesellschaft universität institut "
      "ministerium gericht embassy consulate chamber division command task "
      "conference convention summit forum");
  return set->contains(word_hash);
}

bool OrganisationLexicon::TakesOf(uint64_t word_hash) {
  static const HashSet* const set = MakeSet(
      "department ministry university college institute bureau bank board "
      "committee commission council association federation office center "
      "centre society union league house court chamber school academy church "
      "daughters sons league embassy republic kingdom city county state "
      "organization organisation congress museum library campaign coalition "
      "foundation fund secretariat directorate");
  return set->contains(word_hash);
}

}  // namespace quoth::parse
