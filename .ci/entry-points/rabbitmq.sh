#!/bin/sh
# The contract of the official image: RABBITMQ_DEFAULT_USER, _PASS and _VHOST are read by the server itself.
set -eu
if [ "${1:-}" = rabbitmq-server ] && [ "$(id -u)" = 0 ]; then
  find /var/lib/rabbitmq ! -user rabbitmq -exec chown rabbitmq '{}' +
  exec gosu rabbitmq "$0" "$@"
fi
exec "$@"
