#!/bin/sh
# The contract of the image: options or a configuration file mean the server, it does not stay root, its folder has to be
# writable, and VALKEY_EXTRA_FLAGS comes behind everything else.
set -eu
case ${1:-} in -* | *.conf) set -- valkey-server "$@" ;; esac
if [ "${1:-}" = valkey-server ]; then
  if [ "$(id -u)" = 0 ]; then
    find . ! -user valkey -exec chown valkey '{}' +
    exec gosu valkey "$0" "$@"
  fi
  [ -w . ] || { echo "error: $(pwd) cannot be written by user $(id -u)" >&2; exit 1; }
  shift
  # The image's server is built with protected mode off; a configuration has to stay the first argument
  case ${1:-} in
    *.conf | -) configuration=$1; shift; set -- "$configuration" --protected-mode no "$@" ;;
    *) set -- --protected-mode no "$@" ;;
  esac
  set -- valkey-server "$@"
fi
# Split on purpose
# shellcheck disable=SC2086
exec "$@" ${VALKEY_EXTRA_FLAGS:-}
