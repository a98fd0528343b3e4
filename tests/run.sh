#!/bin/sh
# Installs what is missing, builds, and runs every test; ends with ctest's
# summary. The exit code says whether all passed.
#
#   tests/run.sh                       the dev preset
#   tests/run.sh --preset asan-ubsan   with sanitizers (or tsan, release, clang)
#   tests/run.sh --fuzz [SECONDS]      every fuzz target for so long (30), with clang
#   tests/run.sh --full                with the long doses: more kills, larger inputs
#   tests/run.sh --label e2e           only tests of a label (kit, parse, ingest, query, e2e, clients)
#   tests/run.sh --no-install          without touching packages
#   tests/run.sh --jobs N              build and test N at a time
set -eu
cd "$(dirname "$0")/.."

preset=dev
label=""
install=true
fuzz_seconds=0
jobs=$(nproc)
while [ $# -gt 0 ]; do
  case "$1" in
    --preset) preset=$2; shift ;;
    --label) label=$2; shift ;;
    --jobs) jobs=$2; shift ;;
    --no-install) install=false ;;
    --full) QUOTH_TEST_FULL=1; export QUOTH_TEST_FULL ;;
    --fuzz)
      preset=fuzz
      fuzz_seconds=30
      case "${2:-}" in [0-9]*) fuzz_seconds=$2; shift ;; esac
      ;;
    -h | --help) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "run.sh: unknown argument \"$1\" (see --help)" >&2; exit 2 ;;
  esac
  shift
done

if $install; then
  sets="runtime build test"
  case "$preset" in fuzz | clang) sets="$sets clang" ;; esac
  # shellcheck disable=SC2086 # A list of words.
  deploy/install-dependencies.sh $sets
fi

cmake --preset "$preset"
cmake --build --preset "$preset" -j "$jobs"

tests/lint-protos.sh

if [ "$fuzz_seconds" -gt 0 ]; then
  tests/run-fuzzers.sh "build/$preset/bin" "$fuzz_seconds"
fi

set -- --test-dir "build/$preset" --output-on-failure -j "$jobs" --no-tests=error
[ -z "$label" ] || set -- "$@" -L "$label"
ctest "$@"
