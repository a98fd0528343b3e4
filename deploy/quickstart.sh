#!/bin/sh
# From a bare Debian 12 to the first lookup: installs what is missing, builds,
# starts both services on loopback, loads the sample documents and looks them
# up. Run it again any time: it is quick then, and nothing is lost.
#
#   deploy/quickstart.sh                 leaves the services running
#   deploy/quickstart.sh --once          stops them at the end
#   deploy/quickstart.sh --stop          stops those that an earlier run left
#   deploy/quickstart.sh --data DIR      keeps the data in DIR (default: quoth-data)
#   deploy/quickstart.sh --no-install    without touching packages
#   deploy/quickstart.sh --bin DIR       with programs built already
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
data="$root/quoth-data"
once=false
stop_only=false
install=true
bin=""
while [ $# -gt 0 ]; do
  case "$1" in
    --once) once=true ;;
    --stop) stop_only=true ;;
    --no-install) install=false ;;
    --data) data=$2; shift ;;
    --bin) bin=$2; shift ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "quickstart: unknown argument \"$1\" (see --help)" >&2; exit 2 ;;
  esac
  shift
done

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
if [ ! -t 1 ]; then say() { printf '\n== %s\n' "$*"; }; fi
die() { echo "quickstart: $*" >&2; exit 1; }

mkdir -p "$data"
data=$(cd "$data" && pwd)

# Whether a program of an earlier run is still there; a pid may be another's by
# now, so its command line is looked at too.
is_running() {
  [ -s "$data/$1.pid" ] || return 1
  pid=$(cat "$data/$1.pid")
  [ -r "/proc/$pid/cmdline" ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "$1 .*--data $data/"
}

stop_service() {
  if is_running "$1"; then
    pid=$(cat "$data/$1.pid")
    kill "$pid"
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ $tries -lt 300 ]; do
      sleep 0.1
      tries=$((tries + 1))
    done
  fi
  rm -f "$data/$1.pid" "$data/$1.port"
}

stop_all() {
  stop_service quoth-query
  stop_service quoth-ingest
}

if $stop_only; then
  stop_all
  echo "Stopped. The data stays in $data."
  exit 0
fi

if [ -z "$bin" ]; then
  if $install; then
    say "Installing what is missing"
    "$root/deploy/install-dependencies.sh" runtime build
  fi
  say "Building (a quarter of an hour the first time on two cores, seconds later)"
  cd "$root"
  cmake --preset release -DQUOTH_TESTS=OFF -DQUOTH_BENCH=OFF >"$data/build.log" 2>&1 ||
    { cat "$data/build.log" >&2; die "configuring failed"; }
  # The bar of ninja on a terminal; its end and errors elsewhere.
  if [ -t 1 ]; then
    cmake --build --preset release --target quoth-ingest quoth-query quoth-load quoth-find quoth-parse quoth-health
  else
    cmake --build --preset release --target quoth-ingest quoth-query quoth-load quoth-find quoth-parse quoth-health \
      >"$data/build.log" 2>&1 || { tail -40 "$data/build.log" >&2; die "building failed"; }
    tail -1 "$data/build.log"
  fi
  bin="$root/build/release/bin"
fi

# start_service NAME PREFERRED_PORT FLAGS...; sets $address.
start_service() {
  name=$1
  port=$2
  shift 2
  # A program that was built anew since: its old file is gone.
  if is_running "$name"; then
    case "$(readlink "/proc/$(cat "$data/$name.pid")/exe")" in *"(deleted)") stop_service "$name" ;; esac
  fi
  if ! is_running "$name"; then
    for try_port in "$port" 0; do
      rm -f "$data/$name.port"
      nohup "$bin/$name" --data "$data/$name" --listen "127.0.0.1:$try_port" \
        --port-file "$data/$name.port" "$@" >>"$data/$name.log" 2>&1 </dev/null &
      pid=$!
      echo "$pid" >"$data/$name.pid"
      tries=0
      while [ ! -s "$data/$name.port" ] && kill -0 "$pid" 2>/dev/null && [ $tries -lt 600 ]; do
        sleep 0.1
        tries=$((tries + 1))
      done
      # A port in use by someone else: take a free one.
      [ -s "$data/$name.port" ] && break
    done
    [ -s "$data/$name.port" ] || { tail -20 "$data/$name.log" >&2; die "$name did not start (see $data/$name.log)"; }
  fi
  address="127.0.0.1:$(cat "$data/$name.port")"
  "$bin/quoth-health" --address "$address" --wait 120s >/dev/null || die "$name does not answer at $address"
  echo "$name serves at $address"
}

if $once; then trap stop_all EXIT; trap 'exit 130' INT TERM; fi

say "Starting both services, data in $data"
start_service quoth-ingest 7001
ingest=$address
start_service quoth-query 7002 --ingest "$ingest"
query=$address

say "Loading the sample documents"
results=$("$bin/quoth-load" --server "$ingest" --json "$root/deploy/samples")
revision=$(printf '%s\n' "$results" | sed -n 's/.*"revision":"\([^"]*\)".*/\1/p' | tail -1)

find_statements() {
  "$bin/quoth-find" --server "$query" --at-least "$revision" --limit 4 --width 110 statements "$@"
}
say "Who said it: quoth-find statements --speaker \"Mirela Dannhauer\""
find_statements --speaker "Mirela Dannhauer"
say "About what: quoth-find statements --topic vaccines"
find_statements --topic vaccines
say "Both: quoth-find statements --speaker \"Mirela Dannhauer\" --topic sanctions"
find_statements --speaker "Mirela Dannhauer" --topic sanctions

if $once; then
  say "Done; stopping the services"
  stop_all
  trap - EXIT
  exit 0
fi

say "Both services go on running"
cat <<EOF
Load more      $bin/quoth-load --server $ingest FILES AND FOLDERS
Look up        $bin/quoth-find --server $query --help
Stop           deploy/quickstart.sh --stop --data $data

With grpcurl   grpcurl -plaintext -d '{"filter": {"speakers": ["speakers/mirela-dannhauer"]}}' \\
                 $query quoth.v1.QueryService/ListStatements

From Python    python3 -m pip install grpcio grpcio-tools
               python3 -m grpc_tools.protoc -I proto --python_out=. --grpc_python_out=. proto/quoth/v1/*.proto
               python3 - <<'PY'
               import grpc
               from quoth.v1 import query_service_pb2 as pb, query_service_pb2_grpc as rpc
               stub = rpc.QueryServiceStub(grpc.insecure_channel("$query"))
               request = pb.ListStatementsRequest(filter={"topics": ["topics/vaccines"]})
               for statement in stub.ListStatements(request).statements:
                   print(statement.speaker.display_name, "|", statement.text)
               PY
EOF
