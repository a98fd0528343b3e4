#!/bin/sh
# buf lint over proto/, with buf from npm. Without npm, or out of reach of its
# registry, says so and passes: the build itself compiles the protos.
set -eu
cd "$(dirname "$0")/.."

buf_version=1.47.2
tools=build/tools
buf="$tools/node_modules/.bin/buf"

if [ ! -x "$buf" ] || [ "$("$buf" --version 2>&1)" != "$buf_version" ]; then
  if ! command -v npm >/dev/null 2>&1; then
    echo "buf lint: skipped, npm is not installed"
    exit 0
  fi
  mkdir -p "$tools"
  if ! npm install --silent --no-audit --no-fund --prefix "$tools" "@bufbuild/buf@$buf_version" >"$tools/npm.log" 2>&1; then
    echo "buf lint: skipped, npm could not fetch @bufbuild/buf@$buf_version (see $tools/npm.log)"
    exit 0
  fi
fi
(cd proto && "../$buf" lint)
echo "buf lint: clean"
