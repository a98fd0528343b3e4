#!/bin/sh
# Builds the release preset's benchmarks and prints their tables.
#   tests/bench/run.sh [statements] [seconds a figure]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${QUOTH_BENCH_BUILD:-$root/build/release}
statements=${1:-1000000}
seconds=${2:-5}
[ -f "$build/build.ninja" ] || (cd "$root" && cmake --preset release)
ninja -C "$build" query_bench >&2
folder=$(mktemp -d "${TMPDIR:-/tmp}/quoth-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT
"$build/bin/query_bench" --statements="$statements" --seconds="$seconds" --folder="$folder/index"
