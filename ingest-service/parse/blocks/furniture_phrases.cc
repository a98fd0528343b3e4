#include "ingest-service/parse/blocks/furniture_phrases.h"

#include <array>
#include <bitset>
#include <span>
#include <vector>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

struct Phrase {
  std::string_view words;  // Lower case.
  Furniture is;
  // Longest unit in bytes that it marks; the phrase alone must not condemn a
  // paragraph that merely begins with it.
  uint16_t bytes_max;
};

using enum Furniture;

// Units that begin so.
constexpr Phrase kOpenings[] = {
    {"skip to ", kLine, 40},
    {"jump to ", kLine, 40},
    {"zum inhalt", kLine, 40},
    {"zum hauptinhalt", kLine, 60},
    {"aller au contenu", kLine, 40},
    {"saltar al contenido", kLine, 40},
    {"перейти к ", kLine, 60},
    {"toggle ", kLine, 40},
    {"main menu", kLine, 30},
    {"menu", kLine, 12},
    {"search", kLine, 24},
    {"home »", kLine, 200},
    {"home >", kLine, 200},
    {"home /", kLine, 200},
    {"you are here", kLine, 200},
    {"breadcrumb", kLine, 60},
    {"photo caption", kLine, 24},
    {"image caption", kLine, 14},
    {"share", kLine, 60},
    {"share this", kLine, 80},
    {"tweet", kLine, 12},
    {"print", kLine, 24},
    {"email this", kLine, 40},
    {"e-mail", kLine, 10},
    {"email", kLine, 10},
    {"copy link", kLine, 24},
    {"facebook", kLine, 60},
    {"twitter", kLine, 60},
    {"whatsapp", kLine, 60},
    {"telegram", kLine, 24},
    {"linkedin", kLine, 40},
    {"pinterest", kLine, 40},
    {"follow us", kLine, 160},
    {"follow ", kLine, 90},
    {"subscribe", kLine, 160},
    {"sign up ", kLine, 200},
    {"sign in", kLine, 60},
    {"log in", kLine, 60},
    {"register ", kLine, 80},
    {"join our ", kLine, 160},
    {"newsletter", kLine, 60},
    {"advertisement", kLine, 60},
    {"advertising", kLine, 30},
    {"advert", kLine, 16},
    {"anzeige", kLine, 16},
    {"story continues below", kLine, 60},
    {"article continues below", kLine, 60},
    {"scroll to continue", kLine, 60},
    {"want more stories", kLine, 100},
    {"like this story", kLine, 80},
    {"tell us what you think", kLine, 60},
    {"what do you think?", kLine, 60},
    {"get the latest", kLine, 160},
    {"get our ", kLine, 160},
    {"send us ", kLine, 120},
    {"have a tip", kLine, 160},
    {"got a tip", kLine, 160},
    {"download our", kLine, 160},
    {"thank you for reading", kLine, 120},
    {"thanks for reading", kLine, 120},
    {"privacy overview", kLine, 40},
    {"updated at ", kLine, 60},
    {"image credit", kLine, 100},
    {"werbung", kLine, 16},
    {"publicité", kLine, 16},
    {"реклама", kLine, 24},
    {"sponsored", kLine, 40},
    {"read more", kLine, 200},
    {"read also", kLine, 200},
    {"also read", kLine, 200},
    {"read next", kLine, 200},
    {"see also", kEndZone, 10},
    {"see also", kLine, 200},
    {"reporting by ", kLine, 200},
    {"(reporting by ", kLine, 240},
    {"editing by ", kLine, 160},
    {"our standards", kLine, 120},
    {"end", kLine, 5},
    {"ends", kLine, 6},
    {"see more", kLine, 60},
    {"related:", kLine, 200},
    {"more:", kLine, 160},
    {"watch:", kLine, 160},
    {"lesen sie auch", kLine, 200},
    {"mehr zum thema", kLine, 80},
    {"lire aussi", kLine, 200},
    {"lee también", kLine, 200},
    {"читайте также", kLine, 240},
    {"click here", kLine, 160},
    {"click to ", kLine, 100},
    {"tap here", kLine, 100},
    {"continue reading", kLine, 80},
    {"load more", kLine, 40},
    {"show more", kLine, 40},
    {"view all", kLine, 40},
    {"view comments", kLine, 40},
    {"to be continued", kLine, 40},
    {"link to source", kLine, 60},
    {"link to the source", kLine, 60},
    {"source link", kLine, 40},
    {"download pdf", kLine, 60},
    {"print friendly", kLine, 60},
    {"minute read", kLine, 24},
    {"reading time", kLine, 60},
    {"estimated reading", kLine, 80},
    {"listen to this", kLine, 80},
    {"this article was originally published", kLine, 300},
    {"this article originally appeared", kLine, 300},
    {"this article first appeared", kLine, 300},
    {"this article was first published", kLine, 300},
    {"this story was originally published", kLine, 300},
    {"this story originally appeared", kLine, 300},
    {"originally published", kLine, 200},
    {"the original source of this article", kLine, 400},
    {"this post appeared first", kLine, 200},
    {"reprinted with permission", kLine, 200},
    {"republished with permission", kLine, 200},
    {"note to readers", kLine, 400},
    {"articles by:", kLine, 200},
    {"become a member", kLine, 160},
    {"support our ", kLine, 200},
    {"support independent", kLine, 200},
    {"donate ", kLine, 120},
    {"comment on ", kLine, 160},
    {"post a comment", kEndZone, 60},
    {"add a comment", kEndZone, 60},
    {"add comment", kEndZone, 40},
    {"leave a reply", kEndZone, 80},
    {"leave a comment", kEndZone, 80},
    {"leave your comment", kEndZone, 80},
    {"write a comment", kEndZone, 80},
    {"schreibe einen kommentar", kEndZone, 80},
    {"laisser un commentaire", kEndZone, 80},
    {"deja una respuesta", kEndZone, 80},
    {"добавить комментарий", kEndZone, 80},
    {"your email address will not be", kEndZone, 160},
    {"required fields are marked", kEndZone, 100},
    {"comments", kEndZone, 30},
    {"kommentare", kEndZone, 30},
    {"commentaires", kEndZone, 30},
    {"related posts", kEndZone, 40},
    {"related articles", kEndZone, 40},
    {"related stories", kEndZone, 40},
    {"related news", kEndZone, 40},
    {"related content", kEndZone, 40},
    {"related topics", kEndZone, 60},
    {"related", kEndZone, 9},
    {"you may also like", kEndZone, 60},
    {"you might also like", kEndZone, 60},
    {"you may like", kEndZone, 40},
    {"recommended for you", kEndZone, 60},
    {"recommended stories", kEndZone, 60},
    {"more from ", kEndZone, 60},
    {"more stories", kEndZone, 60},
    {"more news", kEndZone, 40},
    {"more on this", kEndZone, 60},
    {"most read", kEndZone, 40},
    {"most popular", kEndZone, 40},
    {"trending", kEndZone, 30},
    {"latest news", kEndZone, 40},
    {"latest posts", kEndZone, 40},
    {"recent posts", kEndZone, 40},
    {"popular posts", kEndZone, 40},
    {"previous article", kEndZone, 200},
    {"previous post", kEndZone, 200},
    {"next article", kEndZone, 200},
    {"next post", kEndZone, 200},
    {"share this:", kLine, 60},
    {"like this:", kEndZone, 40},
    {"about the author", kEndZone, 60},
    {"about author", kEndZone, 40},
    {"über den autor", kEndZone, 60},
    {"disclaimer:", kEndZone, 2000},
    {"for media inquiries", kLine, 200},
    {"for press inquiries", kLine, 200},
    {"media contact", kEndZone, 120},
    {"press contact", kEndZone, 120},
    {"copyright ©", kEndZone, 400},
    {"copyright (c)", kEndZone, 400},
    {"copyright 1", kEndZone, 300},
    {"copyright 2", kEndZone, 300},
    {"©", kEndZone, 300},
    {"(c) ", kEndZone, 200},
    {"all rights reserved", kEndZone, 300},
    {"terms of use", kLine, 60},
    {"terms of service", kLine, 60},
    {"privacy policy", kLine, 60},
    {"last updated", kLine, 60},
    {"last modified", kLine, 60},
    {"receive our ", kLine, 100},
    {"you are receiving this", kLine, 300},
    {"unsubscribe", kLine, 100},
    {"additional reporting by", kLine, 160},
    {"additional materials", kEndZone, 40},
    {"join the conversation", kEndZone, 60},
    {"this interview has been edited", kLine, 200},
    {"this conversation has been edited", kLine, 200},
    {"this transcript has been edited", kLine, 200},
    {"cookie", kLine, 60},
    {"we use cookies", kLine, 1500},
    {"this site uses cookies", kLine, 1500},
    {"this website uses cookies", kLine, 1500},
    {"necessary cookies are", kLine, 800},
    {"any cookies that", kLine, 600},
    {"non-necessary", kLine, 20},
    {"diese website verwendet cookies", kLine, 1500},
    {"ce site utilise des cookies", kLine, 1500},
    {"this site uses akismet", kLine, 200},
    {"by continuing to use", kLine, 400},
    {"tags:", kLine, 300},
    {"tagged ", kLine, 200},
    {"filed under", kLine, 200},
    {"categories:", kLine, 200},
    {"topics:", kLine, 200},
    {"keywords:", kLine, 300},
    {"contributing:", kLine, 120},
    {"for further information", kLine, 120},
    {"for more information", kLine, 80},
    {"media enquiries", kLine, 200},
    {"press enquiries", kLine, 200},
    {"media inquiries", kLine, 200},
    {"press inquiries", kLine, 200},
    {"notes to editors", kEndZone, 60},
    {"note to editors", kEndZone, 60},
    {"accept all", kLine, 40},
    {"accept cookies", kLine, 40},
    {"reject all", kLine, 40},
    {"manage cookies", kLine, 60},
    {"open menu", kLine, 24},
    {"close menu", kLine, 24},
    {"show menu", kLine, 24},
    {"save", kLine, 5},
    {"save article", kLine, 24},
    {"bookmark", kLine, 24},
    {"listen", kLine, 7},
    {"gift this article", kLine, 40},
    {"add as preferred source", kLine, 60},
    {"back to top", kLine, 24},
    {"nach oben", kLine, 24},
    {"haut de page", kLine, 24},
    {"related internet links", kEndZone, 40},
    {"related links", kEndZone, 40},
    {"top stories", kEndZone, 40},
    {"editor's picks", kEndZone, 40},
    {"editors' picks", kEndZone, 40},
    {"about the author:", kEndZone, 600},
    {"about the authors", kEndZone, 600},
    {"das gespräch führte", kLine, 120},
    {"das interview führte", kLine, 120},
    {"die fragen stellte", kLine, 120},
    {"propos recueillis par", kLine, 120},
    {"entrevista realizada por", kLine, 120},
    {"беседовал", kLine, 120},
    {"поделиться", kLine, 60},
    {"teilen", kLine, 20},
    {"partager", kLine, 40},
    {"compartir", kLine, 40},
    {"tous droits réservés", kEndZone, 300},
    {"todos los derechos reservados", kEndZone, 300},
    {"alle rechte vorbehalten", kEndZone, 300},
    {"все права защищены", kEndZone, 300},
    {"the views expressed", kEndZone, 600},
    {"views expressed", kEndZone, 600},
    {"eds:", kLine, 200},
    {"eds.:", kLine, 200},
};

// Units that hold one of these, from the start of a word or at a mark (looked
// for in short units only).
constexpr Phrase kInside[] = {
    {"photo:", kCaption, 420},
    {"(photo by", kCaption, 420},
    {"photo by", kCaption, 420},
    {"photo credit", kCaption, 420},
    {"image credit", kCaption, 420},
    {"/getty", kCaption, 420},
    {"getty images", kCaption, 420},
    {"/afp", kCaption, 420},
    {"afp via", kCaption, 420},
    {"reuters/", kCaption, 420},
    {"/reuters", kCaption, 420},
    {"/ap)", kCaption, 420},
    {"ap photo", kCaption, 420},
    {"foto:", kCaption, 420},
    {"all rights reserved", kEndZone, 300},
    {"share buttons", kLine, 300},
    {"click the share", kLine, 300},
    {"copyright ©", kEndZone, 300},
    {"was originally published", kLine, 160},
    {"first appeared on", kLine, 200},
    {"appeared first on", kLine, 200},
    {"sign up for our", kLine, 200},
    {"subscribe to our", kLine, 200},
    {"subscribe to the", kLine, 160},
    {"follow him on twitter", kLine, 240},
    {"follow her on twitter", kLine, 240},
    {"on twitter: @", kLine, 240},
    {"on twitter @", kLine, 240},
    {"opinions expressed", kLine, 500},
    {"views expressed", kLine, 500},
    {"enable javascript", kLine, 300},
    {"your browser", kLine, 200},
    {"content of external sites", kLine, 300},
    {"writethru", kLine, 120},
    {"mailto:", kLine, 200},
    {"in your inbox", kLine, 240},
    {"to your inbox", kLine, 240},
    {"share it with a friend", kLine, 120},
    {"sign up for the", kLine, 200},
    {"sign up to ", kLine, 200},
    {"click here for more", kLine, 240},
    {"click here to", kLine, 200},
    {"uses cookies", kLine, 500},
    {"your cookie", kLine, 300},
    {"join the conversation", kLine, 160},
    {"contact the author", kLine, 160},
    {"contact this reporter", kLine, 160},
    {"email the author", kLine, 160},
    {"affiliate commission", kLine, 400},
    {"affiliate link", kLine, 400},
};

constexpr auto kCaptionOpenings =
    std::to_array<std::string_view>({"photo:",        "photo by",
                                     "photos:",       "photograph:",
                                     "photo credit",  "image:",
                                     "image source",  "image credit",
                                     "image by",      "images:",
                                     "picture:",      "pictured:",
                                     "image caption", "bildunterschrift",
                                     "légende :",     "file photo",
                                     "credit:",       "foto:",
                                     "fotos:",        "bild:",
                                     "фото:",         "фото ",
                                     "crédit photo"});

// Phrases by their first byte; most places of a text are turned away by two.
class PhraseIndex {
 public:
  template <std::size_t N>
  explicit PhraseIndex(const Phrase (&phrases)[N]) {
    for (const Phrase& phrase : phrases) {
      by_first_[static_cast<unsigned char>(phrase.words[0])].push_back(&phrase);
      pairs_[Pair(phrase.words[0], phrase.words[1])] = true;
    }
  }
  // Phrases that may begin at `at`, in the order of their table.
  std::span<const Phrase* const> At(std::string_view lower,
                                    std::size_t at) const {
    if (at + 1 >= lower.size() || !pairs_[Pair(lower[at], lower[at + 1])]) {
      return {};
    }
    return by_first_[static_cast<unsigned char>(lower[at])];
  }

 private:
  static std::size_t Pair(char a, char b) {
    return static_cast<unsigned char>(a) * std::size_t{256} +
           static_cast<unsigned char>(b);
  }

  std::array<std::vector<const Phrase*>, 256> by_first_;
  std::bitset<65536> pairs_;
};
}  // namespace

Furniture OpeningPhrase(std::string_view l, std::size_t unit_bytes) {
  static const PhraseIndex* const kIndex = new PhraseIndex(kOpenings);
  for (const Phrase* phrase : kIndex->At(l, 0)) {
    if (unit_bytes > phrase->bytes_max || !l.starts_with(phrase->words))
      continue;
    // A whole word: "Printing money" is not "Print".
    const std::size_t next = phrase->words.size();
    if (IsAlpha(phrase->words.back()) && next < l.size() && IsAlpha(l[next]))
      continue;
    return phrase->is;
  }
  return Furniture::kNone;
}

Furniture InnerPhrase(std::string_view lower) {
  static const PhraseIndex* const kIndex = new PhraseIndex(kInside);
  for (std::size_t at = 0; at < lower.size(); ++at) {
    const std::span<const Phrase* const> phrases = kIndex->At(lower, at);
    if (phrases.empty()) continue;
    // At the beginning of a word only.
    if (at > 0 && IsAlnum(lower[at - 1]) && IsAlnum(lower[at])) continue;
    for (const Phrase* phrase : phrases) {
      if (lower.size() <= phrase->bytes_max &&
          lower.substr(at).starts_with(phrase->words))
        return phrase->is;
    }
  }
  return Furniture::kNone;
}

bool OpensCaption(std::string_view l) {
  // Arrows and triangles point at the picture.
  for (std::string_view mark : {"△", "▲", "▼", "▽", "◀", "▶", "↑", "↓", "📷"}) {
    if (l.starts_with(mark)) return true;
  }
  if (l.starts_with("(") || l.starts_with("[")) l.remove_prefix(1);
  for (std::string_view opening : kCaptionOpenings) {
    if (l.starts_with(opening)) return true;
  }
  return false;
}

}  // namespace quoth::parse
