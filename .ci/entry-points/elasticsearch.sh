#!/bin/bash
# What the official image does before the server starts, as far as the catalog's type uses it.
set -e
umask 0002
home=/usr/share/elasticsearch
# Less compiling, for a quick start
export CLI_JAVA_OPTS=-XX:TieredStopAtLevel=1

if [ "$1" != eswrapper ]; then exec "$@"; fi

as_server() {
  if [ "$(id -u)" = 0 ]; then exec chroot --userspec=1000 / "$@"; else exec "$@"; fi
}

# Values from files whose names are in variables that end in _FILE
. "$home/bin/elasticsearch-env-from-file"

# The password goes into the keystore, which lies in the container, unless there is one already
if [ -n "$ELASTIC_PASSWORD" ] && [ ! -f "$home/config/elasticsearch.keystore" ]; then
  (echo "$ELASTIC_PASSWORD" | as_server elasticsearch-keystore add -f -x bootstrap.password)
fi
as_server "$home/bin/elasticsearch"
