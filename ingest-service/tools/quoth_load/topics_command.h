// `quoth-load topics ...`: vocabularies to the ingest service, candidates made
// topics, and stored documents tagged anew.
#pragma once

namespace quoth::load {

// argv[0] is "topics". Exit codes: 0 done, 1 refused (the file is malformed,
// nothing has changed), 2 wrong usage, 3 the server cannot be reached.
int TopicsMain(int argc, char** argv);

}  // namespace quoth::load
