#!/bin/sh
# The contract of the official image: options mean the server.
set -eu
case ${1:-} in -*) set -- memcached "$@" ;; esac
exec "$@"
