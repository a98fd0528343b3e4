// "Headline – Outlet": the furniture of a page's title.
#pragma once

#include <string_view>

namespace quoth::parse {

struct TitleLine {
  std::string_view title;   // Without the outlet.
  std::string_view outlet;  // Empty when there is none.
};

// Cuts " – Outlet", " | Section | Outlet" and their like from the end, and
// "Outlet | " from the start when `known_outlet` says so. What stands after
// the mark must look like a name: short, capitalised, no sentence.
TitleLine SplitTitleLine(std::string_view line,
                         std::string_view known_outlet = {});

}  // namespace quoth::parse
