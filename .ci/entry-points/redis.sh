#!/bin/sh
# The contract of the official image: options or a configuration file mean the server, and it does not stay root.
set -eu
case ${1:-} in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "${1:-}" = redis-server ]; then
  if [ "$(id -u)" = 0 ]; then
    find . ! -user redis -exec chown redis '{}' +
    exec gosu redis "$0" "$@"
  fi
  shift
  # The official image's server is built with protected mode off; a configuration file has to stay the first argument
  case ${1:-} in
    *.conf | -) configuration=$1; shift; set -- "$configuration" --protected-mode no "$@" ;;
    *) set -- --protected-mode no "$@" ;;
  esac
  set -- redis-server "$@"
fi
exec "$@"
