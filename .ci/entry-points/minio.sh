#!/bin/sh
# The contract of the official image: whatever is not `minio` itself are its arguments.
set -eu
[ "${1:-}" = minio ] || [ -z "${1:-}" ] || set -- minio "$@"
exec "$@"
