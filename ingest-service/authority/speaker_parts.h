// Parts of speaker records put together and taken apart.
#pragma once

#include "absl/status/status.h"
#include "quoth/v1/speaker.pb.h"

namespace quoth::ingest {

// Each adds what `from` has and `into` has not, in order of arrival; what does
// not fit the bounds of a record (speaker_request.h) is left out.
void AddNames(const v1::Speaker& from, v1::Speaker& into);
void AddExternalIds(const v1::Speaker& from, v1::Speaker& into);
void AddRoles(const v1::Speaker& from, v1::Speaker& into);

// Takes what `from` has out of `of`; never its display name.
void TakeNames(const v1::Speaker& from, v1::Speaker& of);
void TakeExternalIds(const v1::Speaker& from, v1::Speaker& of);
void TakeRoles(const v1::Speaker& from, v1::Speaker& of);

// FAILED_PRECONDITION (SPEAKER_MERGED) naming what took its place.
absl::Status MergedAway(const v1::Speaker& speaker);

}  // namespace quoth::ingest
