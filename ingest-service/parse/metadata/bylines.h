// Names in bylines, outlets in datelines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quoth::parse {

// "By A. Name and B. Name, Outlet" -> names; also "Name; Name".
std::vector<std::string> AuthorsOfByline(std::string_view byline);

// "Global Gazette, January 26, 2021" -> "Global Gazette";
// "MOSCOW, Dec 29 (Reuters) —" -> "Reuters"; "" when there is none.
std::string OutletOfDateline(std::string_view dateline);

// "By A. Name, Global Gazette, 26 January 2021" -> "Global Gazette"; "" when
// there is none.
std::string OutletOfByline(std::string_view byline);

}  // namespace quoth::parse
