// Speakers that are known beyond one document: what an operator imported, what
// earlier documents settled. Given to the parser from outside; may be absent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quoth::parse {

struct KnownSpeaker {
  std::string slug;
  std::string display_name;
  std::vector<std::string> roles;  // As printed in documents or imported.
};

// Implementations are immutable or take their own locks: parsing calls from
// many threads.
class KnownSpeakers {
 public:
  virtual ~KnownSpeakers() = default;
  // Those whose whole name has this key (mentions/name_key.h).
  virtual std::vector<KnownSpeaker> ByName(std::string_view key) const = 0;
  // Those whose surname has this key; a handful at most is looked at.
  virtual std::vector<KnownSpeaker> BySurname(std::string_view key) const = 0;
};

}  // namespace quoth::parse
