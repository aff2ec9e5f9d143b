#!/usr/bin/env bash
# Runs a command with a private, throw-away PostgreSQL server:
#   bash scripts/postgres.sh run COMMAND...
# The server listens on a free port of the loopback interface, keeps its data in a temporary
# folder and stops with the command, whose exit code is passed on. The command finds its URL in
# MEDIAFRAME_TEST_POSTGRES. Debian's PostgreSQL is installed first where it is missing.
set -euo pipefail

if [[ ${1:-} != run || $# -lt 2 ]]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
shift

server() { # the newest PostgreSQL of the system; its programs are seldom on PATH
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1
}

if [[ -z $(server) ]]; then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "PostgreSQL is missing; install it first: apt-get install postgresql" >&2
    exit 1
  fi
  echo "Installing PostgreSQL" >&2
  export DEBIAN_FRONTEND=noninteractive
  {
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends postgresql
  } >&2
fi
BIN=$(server)

FOLDER=$(mktemp -d /tmp/mediaframe-postgres.XXXXXX)
as_server() { "$@"; }
if [[ $(id -u) == 0 ]]; then # the server refuses to run as root
  chown postgres "$FOLDER"
  as_server() { (cd / && runuser -u postgres -- "$@"); }
fi

stop() {
  as_server "$BIN/pg_ctl" -D "$FOLDER/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$FOLDER"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
  "${PYTHON:-python3}" -c '
import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}

as_server "$BIN/initdb" -D "$FOLDER/data" -U mediaframe -A trust -E UTF8 --locale=C.UTF-8 \
  --no-sync >/dev/null
for attempt in 1 2 3; do # another process may take the port between asking and using it
  PORT=$(free_port)
  if as_server "$BIN/pg_ctl" -D "$FOLDER/data" -l "$FOLDER/log" -w -t 60 -o \
    "-p $PORT -c listen_addresses=127.0.0.1 -k $FOLDER -c fsync=off -c full_page_writes=off \
     -c synchronous_commit=off" start >/dev/null; then
    break
  fi
  if [[ $attempt == 3 ]]; then
    cat "$FOLDER/log" >&2
    exit 1
  fi
done
export MEDIAFRAME_TEST_POSTGRES="postgresql+psycopg://mediaframe@127.0.0.1:$PORT/postgres"

code=0
"$@" || code=$?
exit $code
