#include "ingest-service/parse/topics/skos_reader.h"

#include <raptor2.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/topics/label_text.h"

namespace quoth::parse {
namespace {

constexpr std::string_view kSkos = "http://www.w3.org/2004/02/skos/core#";
constexpr std::string_view kSkosXl = "http://www.w3.org/2008/05/skos-xl#";
constexpr std::string_view kRdfType =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
constexpr std::string_view kDeprecated =
    "http://www.w3.org/2002/07/owl#deprecated";
constexpr std::size_t kDefinitionBytesMax = 2000;
constexpr std::size_t kWarningsMax = 20;
constexpr std::size_t kReasonBytesMax = 200;

bool ConsumePrefix(std::string_view* text, std::string_view prefix) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

std::string_view UriText(raptor_uri* uri) {
  std::size_t length = 0;
  const unsigned char* bytes = raptor_uri_as_counted_string(uri, &length);
  return {reinterpret_cast<const char*>(bytes), length};
}

std::string PrimarySubtag(std::string_view language) {
  return LowerAscii(language.substr(0, language.find_first_of("-_")));
}

void CutUtf8(std::string& text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
}

std::optional<LabelKind> LabelKindOf(std::string_view predicate) {
  std::string_view name = predicate;
  if (ConsumePrefix(&name, kSkos) || ConsumePrefix(&name, kSkosXl)) {
    if (name == "prefLabel") return LabelKind::kPreferred;
    if (name == "altLabel") return LabelKind::kAlternative;
    if (name == "hiddenLabel") return LabelKind::kHidden;
    return std::nullopt;
  }
  if (ConsumePrefix(&name, kQuothTerms)) {
    if (name == "demonym") return LabelKind::kDemonym;
    if (name == "metonym") return LabelKind::kMetonym;
    if (name == "ambiguousLabel") return LabelKind::kAmbiguous;
    if (name == "context") return LabelKind::kContext;
    if (name == "portfolio") return LabelKind::kPortfolio;
    if (name == "relationNoun") return LabelKind::kRelation;
    if (name == "genericLabel") return LabelKind::kGeneric;
  }
  return std::nullopt;
}

// Gathers one document's statements; the raptor handlers call into it.
class Collector {
 public:
  Collector(std::string_view name, const SkosLimits& limits)
      : name_(name), limits_(limits) {}

  void Statement(raptor_statement* statement, int line) {
    if (failed()) return;
    ++document_.triples;
    if (statement->subject->type != RAPTOR_TERM_TYPE_URI &&
        statement->subject->type != RAPTOR_TERM_TYPE_BLANK) {
      return;
    }
    const std::string_view predicate = UriText(statement->predicate->value.uri);
    SkosConcept* concept_found = Resource(statement->subject, line);
    if (concept_found == nullptr) return;
    if (predicate == kRdfType) {
      Type(*concept_found, statement->object);
    } else if (const auto kind = LabelKindOf(predicate)) {
      AddLabel(*concept_found, *kind, statement->object);
    } else if (predicate == kDeprecated) {
      concept_found->deprecated = Text(statement->object) == "true";
    } else {
      Other(*concept_found, predicate, statement->object, line);
    }
  }

  // `parser_line` serves for messages that come without a place.
  void Message(const raptor_log_message& message, int parser_line) {
    int line = message.locator == nullptr ? -1 : message.locator->line;
    if (line <= 0) line = std::max(parser_line, 1);
    std::string reason(message.text == nullptr ? "unreadable" : message.text);
    CutUtf8(reason, kReasonBytesMax);
    if (message.level >= RAPTOR_LOG_LEVEL_ERROR) {
      if (status_.ok()) {
        status_ =
            absl::InvalidArgumentError(Concat(name_, ":", line, ": ", reason));
      }
    } else if (message.level == RAPTOR_LOG_LEVEL_WARN &&
               document_.warnings.size() < kWarningsMax) {
      document_.warnings.push_back(Concat("line ", line, ": ", reason));
    }
  }

  bool failed() const { return !status_.ok(); }

  absl::StatusOr<SkosDocument> Finish() && {
    if (failed()) return status_;
    for (const auto& [uri, label] : xl_uses_) {
      const auto form = xl_forms_.find(label.second);
      if (form == xl_forms_.end()) continue;
      SkosLabel resolved = form->second;
      resolved.kind = label.first;
      document_.concepts[by_uri_.at(uri)].labels.push_back(std::move(resolved));
    }
    for (auto& [child, parent] : narrower_) {
      document_.concepts[by_uri_.at(child)].broader.push_back(parent);
    }
    std::erase_if(document_.concepts, [](const SkosConcept& resource) {
      return !resource.is_concept;
    });
    if (document_.concepts.empty()) {
      return absl::InvalidArgumentError(
          Concat(name_, ": no skos:Concept in the document"));
    }
    return std::move(document_);
  }

 private:
  static std::string_view Text(const raptor_term* term) {
    switch (term->type) {
      case RAPTOR_TERM_TYPE_URI:
        return UriText(term->value.uri);
      case RAPTOR_TERM_TYPE_LITERAL:
        return {reinterpret_cast<const char*>(term->value.literal.string),
                term->value.literal.string_len};
      case RAPTOR_TERM_TYPE_BLANK:
        return {reinterpret_cast<const char*>(term->value.blank.string),
                term->value.blank.string_len};
      default:
        return {};
    }
  }

  void Fail(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
  }

  SkosConcept* Resource(const raptor_term* term, int line) {
    const std::string_view uri = Text(term);
    // Statements of one subject mostly stand together.
    if (last_ < document_.concepts.size() &&
        document_.concepts[last_].uri == uri) {
      return &document_.concepts[last_];
    }
    const auto [row, added] =
        by_uri_.try_emplace(std::string(uri), document_.concepts.size());
    if (added) {
      if (document_.concepts.size() >= limits_.concepts_max) {
        Fail(absl::ResourceExhaustedError(
            Concat(name_, ": more than ", limits_.concepts_max, " resources")));
        return nullptr;
      }
      document_.concepts.emplace_back();
      document_.concepts.back().uri = std::string(uri);
      document_.concepts.back().line = std::max(line, 0);
    }
    last_ = row->second;
    return &document_.concepts[last_];
  }

  static void Type(SkosConcept& resource, const raptor_term* object) {
    std::string_view type = Text(object);
    if (ConsumePrefix(&type, kSkos)) {
      if (type == "Concept") resource.is_concept = true;
    } else if (ConsumePrefix(&type, kQuothTerms)) {
      resource.is_concept = true;
      if (type == "Entity") resource.type = SkosType::kEntity;
      if (type == "Event") resource.type = SkosType::kEvent;
      if (type == "Person") resource.type = SkosType::kPerson;
      if (type == "Backdrop") resource.backdrop = true;
      if (type == "Mask") resource.type = SkosType::kMask;
    }
  }

  void AddLabel(SkosConcept& resource, LabelKind kind,
                const raptor_term* object) {
    if (object->type != RAPTOR_TERM_TYPE_LITERAL) {  // SKOS-XL.
      xl_uses_.emplace_back(resource.uri,
                            std::pair(kind, std::string(Text(object))));
      return;
    }
    SkosLabel label = Literal(object);
    label.kind = kind;
    if (label.text.empty()) return;
    if (label.text.size() > kLabelBytesMax) {
      ++document_.long_labels;
      return;
    }
    if (++labels_ > limits_.labels_max) {
      Fail(absl::ResourceExhaustedError(
          Concat(name_, ": more than ", limits_.labels_max, " labels")));
      return;
    }
    resource.labels.push_back(std::move(label));
  }

  static SkosLabel Literal(const raptor_term* object) {
    SkosLabel label;
    label.text = std::string(TrimSpace(Text(object)));
    const auto& literal = object->value.literal;
    if (literal.language != nullptr) {
      label.language =
          PrimarySubtag({reinterpret_cast<const char*>(literal.language),
                         literal.language_len});
    }
    return label;
  }

  void Other(SkosConcept& resource, std::string_view predicate,
             const raptor_term* object, int line) {
    std::string_view name = predicate;
    if (ConsumePrefix(&name, kSkos)) {
      if (name == "broader" || name == "broaderTransitive") {
        if (name == "broader") resource.broader.emplace_back(Text(object));
      } else if (name == "narrower") {
        const std::string parent = resource.uri;  // Resource() may move it.
        if (const SkosConcept* child = Resource(object, line)) {
          narrower_.emplace_back(child->uri, parent);
        }
      } else if (name == "exactMatch") {
        resource.exact_matches.emplace_back(Text(object));
      } else if (name == "definition") {
        SkosLabel definition = Literal(object);
        CutUtf8(definition.text, kDefinitionBytesMax);
        if (resource.definition.empty() || definition.language == "en") {
          resource.definition = std::move(definition.text);
        }
      }
    } else if (ConsumePrefix(&name, kSkosXl)) {
      if (name == "literalForm" && object->type == RAPTOR_TERM_TYPE_LITERAL) {
        SkosLabel form = Literal(object);
        if (form.text.size() > kLabelBytesMax) {
          ++document_.long_labels;
        } else {
          xl_forms_.emplace(resource.uri, std::move(form));
        }
      }
    } else if (ConsumePrefix(&name, kQuothTerms)) {
      if (name == "implies") resource.implies.emplace_back(Text(object));
      if (name == "relates") resource.relates.emplace_back(Text(object));
    }
  }

  const std::string name_;
  const SkosLimits limits_;
  SkosDocument document_;
  absl::Status status_;
  absl::flat_hash_map<std::string, std::size_t> by_uri_;
  std::vector<std::pair<std::string, std::string>> narrower_;
  std::vector<std::pair<std::string, std::pair<LabelKind, std::string>>>
      xl_uses_;
  absl::flat_hash_map<std::string, SkosLabel> xl_forms_;
  std::size_t last_ = 0;
  std::size_t labels_ = 0;
};

struct Reading {
  Collector* collector;
  raptor_parser* parser = nullptr;

  int Line() const {
    if (parser == nullptr) return 0;
    const raptor_locator* locator = raptor_parser_get_locator(parser);
    return locator == nullptr ? 0 : locator->line;
  }
};

void OnStatement(void* data, raptor_statement* statement) {
  auto* reading = static_cast<Reading*>(data);
  reading->collector->Statement(statement, reading->Line());
}

void OnMessage(void* data, raptor_log_message* message) {
  auto* reading = static_cast<Reading*>(data);
  reading->collector->Message(*message, reading->Line());
}

// XML starts with a tag; Turtle statements never do, but for an <IRI>.
bool LooksLikeXml(std::string_view contents) {
  ConsumePrefix(&contents, "\xEF\xBB\xBF");
  contents = TrimSpace(contents);
  return contents.starts_with("<?xml") || contents.starts_with("<rdf:RDF") ||
         contents.starts_with("<!DOCTYPE") || contents.starts_with("<!--");
}

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

}  // namespace

absl::StatusOr<SkosDocument> ReadSkos(std::string_view name,
                                      std::string_view contents,
                                      const SkosLimits& limits,
                                      SkosSyntax syntax) {
  if (contents.size() > limits.document_bytes_max) {
    return absl::ResourceExhaustedError(
        Concat(name, ": ", contents.size(), " bytes; at most ",
               limits.document_bytes_max, " are read"));
  }
  if (contents.find('\0') != std::string_view::npos) {
    return absl::InvalidArgumentError(Concat(name, ": holds NUL bytes"));
  }
  const bool xml = syntax == SkosSyntax::kRdfXml ||
                   (syntax == SkosSyntax::kByContent && LooksLikeXml(contents));
  Collector collector(name, limits);
  Reading reading{&collector};  // Outlives the world, which may log.
  std::unique_ptr<raptor_world, Freed<raptor_free_world>> world(
      raptor_new_world());
  if (world == nullptr) return absl::InternalError("raptor_new_world");
  raptor_world_set_log_handler(world.get(), &reading, OnMessage);
  if (raptor_world_open(world.get()) != 0) {
    return absl::InternalError("raptor_world_open");
  }
  std::unique_ptr<raptor_parser, Freed<raptor_free_parser>> parser(
      raptor_new_parser(world.get(), xml ? "rdfxml" : "turtle"));
  if (parser == nullptr) return absl::InternalError("raptor_new_parser");
  for (const raptor_option option :
       {RAPTOR_OPTION_NO_NET, RAPTOR_OPTION_NO_FILE}) {
    raptor_parser_set_option(parser.get(), option, nullptr, 1);
  }
  raptor_parser_set_option(parser.get(), RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES,
                           nullptr, 0);
  reading.parser = parser.get();
  raptor_parser_set_statement_handler(parser.get(), &reading, OnStatement);
  std::unique_ptr<raptor_uri, Freed<raptor_free_uri>> base(raptor_new_uri(
      world.get(), reinterpret_cast<const unsigned char*>("urn:quoth:base")));
  raptor_parser_parse_start(parser.get(), base.get());
  constexpr std::size_t kChunkBytes = 1 << 20;
  for (std::size_t at = 0; at < contents.size() || at == 0; at += kChunkBytes) {
    const std::string_view chunk =
        contents.substr(std::min(at, contents.size()), kChunkBytes);
    const bool last = at + kChunkBytes >= contents.size();
    const int failed = raptor_parser_parse_chunk(
        parser.get(), reinterpret_cast<const unsigned char*>(chunk.data()),
        chunk.size(), last ? 1 : 0);
    if (failed != 0 && !collector.failed()) {
      return absl::InvalidArgumentError(
          Concat(name, ": not readable as Turtle or RDF/XML"));
    }
    if (collector.failed() || last) break;
  }
  return std::move(collector).Finish();
}

}  // namespace quoth::parse
