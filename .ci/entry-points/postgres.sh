#!/bin/sh
# The contract of the official image: an empty data folder is initialised by a server that only listens on its socket,
# then the real one takes its place.
set -eu

# setting NAME DEFAULT: from the variable, or from the file that NAME_FILE names
setting() {
  eval "direct=\${$1:-} path=\${$1_FILE:-}"
  if [ -n "$direct" ] && [ -n "$path" ]; then
    echo "error: both $1 and $1_FILE are set, which exclude each other" >&2
    exit 1
  fi
  [ -z "$path" ] || direct=$(cat "$path")
  unset "$1_FILE"
  export "$1=${direct:-$2}"
}

client() { PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" "$@"; }

run_script() {
  case $1 in
    *.sql) client --dbname "$POSTGRES_DB" -f "$1" ;;
    *.sql.gz) gunzip -c "$1" | client --dbname "$POSTGRES_DB" ;;
    *.sh) if [ -x "$1" ]; then "$1"; else . "$1"; fi ;;
    *) echo "$0: ignoring $1" ;;
  esac
}

initialise() {
  if [ "$PGDATA" != /var/lib/postgresql/data ] && grep -q ' /var/lib/postgresql/data ' /proc/mounts; then
    echo 'error: images from 18 on keep their data in a folder of the version; mount /var/lib/postgresql instead of /var/lib/postgresql/data' >&2
    exit 1
  fi
  if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo 'error: the database is not initialised and POSTGRES_PASSWORD is empty' >&2
    exit 1
  fi
  (umask 077 && printf '%s\n' "$POSTGRES_PASSWORD" > /tmp/password)
  eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=/tmp/password $POSTGRES_INITDB_ARGS"
  rm /tmp/password
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption)}" >> "$PGDATA/pg_hba.conf"
  export PGPASSWORD="$POSTGRES_PASSWORD"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  if [ "$POSTGRES_DB" != postgres ]; then
    echo 'CREATE DATABASE :"name";' | client --dbname postgres -v name="$POSTGRES_DB"
  fi
  for script in /docker-entrypoint-initdb.d/*; do
    [ ! -e "$script" ] || run_script "$script"
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
}

case ${1:-} in -*) set -- postgres "$@" ;; esac
if [ "${1:-}" = postgres ]; then
  setting POSTGRES_PASSWORD ''
  setting POSTGRES_USER postgres
  setting POSTGRES_DB "$POSTGRES_USER"
  setting POSTGRES_INITDB_ARGS ''
  mkdir -p "$PGDATA" /var/run/postgresql
  if [ "$(id -u)" = 0 ]; then
    # The mount itself may be root's, and so may the folder of the version between it and the data
    find "${PGDATA%/docker}" /var/run/postgresql ! -user postgres -exec chown postgres '{}' +
    exec gosu postgres "$0" "$@"
  fi
  chmod 700 "$PGDATA"
  [ -s "$PGDATA/PG_VERSION" ] || initialise
fi
exec "$@"
