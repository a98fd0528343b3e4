#!/bin/sh
# Builds the release preset's benchmarks and prints their tables.
#   tests/bench/run.sh [statements] [seconds a figure] [folder of PostgreSQL's programs]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${QUOTH_BENCH_BUILD:-$root/build/release}
statements=${1:-1000000}
seconds=${2:-5}
grep -qs '^QUOTH_BENCH:.*=ON' "$build/CMakeCache.txt" || (cd "$root" && cmake --preset release -B "$build" -DQUOTH_BENCH=ON)
ninja -C "$build" query_bench quoth-query >&2
folder=$(mktemp -d "${TMPDIR:-/tmp}/quoth-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT
"$build/bin/query_bench" --statements="$statements" --seconds="$seconds" --folder="$folder/index" ${3:+--postgres="$3"}
