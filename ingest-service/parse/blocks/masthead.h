// Lines around a title that name the site or a part of it: mastheads,
// navigation, trails ("Home › Interviews › Engineering") and the stack of bare
// lines under a title that holds author, outlet and date.
#pragma once

#include <string_view>

namespace quoth::parse {

// "Politics | World | Sport", "Home › News", "NEWS  SPORT  OPINION", "Home News
// Sport": parts of a site, not a headline.
bool IsTrail(std::string_view line);

// Nothing but names of parts of a site: "Press and information", "OPINION".
bool IsSectionLabel(std::string_view line);

// The first part of a trail when it names the site; else empty.
std::string_view SiteOfTrail(std::string_view line);

// Has a word that names of outlets have: "Valley Herald", "The Dispatch Box".
bool HasOutletWord(std::string_view line);

// One to five capitalised words and connectors without any mark that ends or
// divides: what a name of a person or an outlet may be.
bool IsBareName(std::string_view line);

}  // namespace quoth::parse
