// quoth-load speakers: an authority file to the ingest service.
#pragma once

namespace quoth::load {

// argv[0] is "speakers". Exit codes as quoth-load's: 0 all taken, 1 some
// records skipped, 2 wrong usage or a file that is no authority file, 3 the
// server cannot be reached or refuses.
int SpeakersMain(int argc, char** argv);

}  // namespace quoth::load
