// Part of attribution: the subject beside a verb of saying, by position.
#pragma once

#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {

struct Subject {
  int32_t mention = kNone;  // kNone: a phrase that is no mention, or nothing.
  TokenSpan phrase;  // With what stands before the name: "railway director X".
                     // Empty: no subject.
  bool shared = false;  // With a verb before: "X left the rate and said".
};

// "X said", "X once again said", "X, who ..., said": from `first` on.
Subject SubjectBefore(const Frame& frame, uint32_t verb, uint32_t first);

// "said X", "said the Swiss president X".
Subject SubjectAfter(const Frame& frame, uint32_t verb, uint32_t end);

// Does the span hold a finite verb, as far as word classes tell?
bool HasFinite(const Frame& frame, TokenSpan span);

}  // namespace quoth::parse
