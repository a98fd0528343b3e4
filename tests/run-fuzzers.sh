#!/bin/sh
# Runs every fuzz target of a build for a while: run-fuzzers.sh BIN_DIR SECONDS
# New findings are kept under build/fuzz/ as crash-*; the corpus grows there.
set -eu
bin=$1
seconds=$2
source_dir=$(cd "$(dirname "$0")/.." && pwd)
status=0
for target in "$bin"/fuzz_*; do
  [ -x "$target" ] || { echo "fuzz: no targets in $bin" >&2; exit 1; }
  name=$(basename "$target")
  corpus="$source_dir/build/fuzz/$name"
  mkdir -p "$corpus"
  seeds="$source_dir/tests/fuzz/corpus/$name"
  [ -d "$seeds" ] || seeds=""
  echo "fuzz: $name for $seconds s"
  # shellcheck disable=SC2086 # Empty or one folder.
  "$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 \
    -artifact_prefix="$corpus/" "$corpus" $seeds || status=1
done
exit $status
