#!/bin/sh
# Installs what Quoth needs from Debian 12's packages. Needs root, or sudo.
#
#   deploy/install-dependencies.sh runtime          what the built programs link to
#   deploy/install-dependencies.sh build            what builds them
#   deploy/install-dependencies.sh build test       and what the tests need
#
# Asks nothing, and does nothing where everything is there. --print lists the
# packages of the sets and installs none.
set -eu

runtime="libgrpc++1.51 libgrpc29 libprotobuf32 libabsl20220623 librocksdb7.8
  libicu72 libcmark-gfm0.29.0.gfm.6 libcmark-gfm-extensions0.29.0.gfm.6
  libpoppler-cpp0v5 libre2-9 libstemmer0d libraptor2-0 libcld2-0 libspdlog1.10 libfmt9
  libssl3 zlib1g ca-certificates"

build="g++ cmake ninja-build pkg-config ccache lld
  libgrpc++-dev libgrpc-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc librocksdb-dev
  libicu-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
  libpoppler-cpp-dev libre2-dev libstemmer-dev libraptor2-dev libcld2-dev
  libcli11-dev libspdlog-dev nlohmann-json3-dev golang-github-gogo-googleapis-dev
  libssl-dev zlib1g-dev"

# gumbo and libxml2 judge the own readers (tests/eval).
test_set="libgtest-dev libgmock-dev libbenchmark-dev libgumbo-dev libxml2-dev python3 python3-grpcio python3-protobuf"

# For tests/run.sh --fuzz and the clang preset.
clang="clang libclang-rt-14-dev clang-format clang-tidy"

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0"; }

print_only=false
packages=""
for set_name in "$@"; do
  case "$set_name" in
    runtime) packages="$packages $runtime" ;;
    build) packages="$packages $build" ;;
    test)
      packages="$packages $test_set"
      # buf runs from npm; any npm will do.
      command -v npm >/dev/null 2>&1 || packages="$packages nodejs npm"
      ;;
    clang) packages="$packages $clang" ;;
    --print) print_only=true ;;
    -h | --help) usage; exit 0 ;;
    *) echo "install-dependencies: unknown set \"$set_name\" (runtime, build, test, clang)" >&2; exit 2 ;;
  esac
done
if [ -z "$packages" ]; then usage >&2; exit 2; fi
if $print_only; then
  # shellcheck disable=SC2086 # A list of words.
  printf '%s\n' $packages
  exit 0
fi

missing=""
for package in $packages; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then exit 0; fi

if [ "$(id -u)" = 0 ]; then
  as_root=""
elif command -v sudo >/dev/null 2>&1; then
  as_root="sudo"
else
  echo "install-dependencies: these packages are missing and neither root nor sudo is at hand:$missing" >&2
  exit 1
fi
echo "Installing:$missing" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install_missing() {
  # shellcheck disable=SC2086 # Lists of words.
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >"$log" 2>&1
}
# The lists of packages may be fresh enough; fetch them when they are not.
if ! install_missing; then
  $as_root apt-get update -q >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  install_missing || { cat "$log" >&2; exit 1; }
fi
