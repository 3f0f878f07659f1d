#!/bin/sh
# The contract of the official image: an empty data folder is initialised by a server that only listens on its socket,
# then the real one takes its place. As there, what variables say goes into SQL and into a file of options as it stands:
# a password with "'", "\" or "#" does not survive that.
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

# options: how clients log in as root, once it has a password
options() {
  [ -z "$MYSQL_ROOT_PASSWORD" ] || printf '[client]\nuser=root\npassword=%s\n' "$MYSQL_ROOT_PASSWORD"
}
client() { mysql --defaults-extra-file=/tmp/options --protocol=socket -hlocalhost --comments ${MYSQL_DATABASE:+--database="$MYSQL_DATABASE"} "$@"; }

run_script() {
  case $1 in
    *.sh) if [ -x "$1" ]; then "$1"; else . "$1"; fi ;;
    *.sql) client < "$1" ;;
    *.sql.gz) gunzip -c "$1" | client ;;
    *) echo "$0: ignoring $1" ;;
  esac
}

initialise() {
  if [ -z "$MYSQL_ROOT_PASSWORD" ] && [ -z "${MYSQL_ALLOW_EMPTY_PASSWORD:-}" ]; then
    echo 'error: the database is not initialised and MYSQL_ROOT_PASSWORD is empty' >&2
    exit 1
  fi
  "$@" --initialize-insecure --default-time-zone=SYSTEM
  "$@" --daemonize --skip-networking --default-time-zone=SYSTEM
  (umask 077 && printf '[client]\nuser=root\n' > /tmp/options)
  if [ -z "${MYSQL_INITDB_SKIP_TZINFO:-}" ]; then
    mysql_tzinfo_to_sql /usr/share/zoneinfo 2> /dev/null | sed 's/Local time zone must be set--see zic manual page/FCTY/' \
      | MYSQL_DATABASE='' client --database=mysql
  fi
  {
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
    echo "GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION; FLUSH PRIVILEGES;"
    if [ "$MYSQL_ROOT_HOST" != localhost ]; then
      echo "CREATE USER 'root'@'$MYSQL_ROOT_HOST' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
      echo "GRANT ALL ON *.* TO 'root'@'$MYSQL_ROOT_HOST' WITH GRANT OPTION;"
    fi
  } | MYSQL_DATABASE='' client --database=mysql
  options > /tmp/options
  if [ -n "$MYSQL_DATABASE" ]; then
    echo "CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;" | MYSQL_DATABASE='' client --database=mysql
  fi
  if [ -n "$MYSQL_USER" ] && [ -n "$MYSQL_PASSWORD" ]; then
    {
      echo "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD';"
      [ -z "$MYSQL_DATABASE" ] || echo "GRANT ALL ON \`$(printf '%s' "$MYSQL_DATABASE" | sed 's/_/\\_/g')\`.* TO '$MYSQL_USER'@'%';"
    } | MYSQL_DATABASE='' client --database=mysql
  fi
  for script in /docker-entrypoint-initdb.d/*; do
    [ ! -e "$script" ] || run_script "$script"
  done
  mysqladmin --defaults-extra-file=/tmp/options shutdown
  rm /tmp/options
}

case ${1:-} in -*) set -- mysqld "$@" ;; esac
if [ "${1:-}" = mysqld ]; then
  setting MYSQL_ROOT_HOST %
  for name in MYSQL_DATABASE MYSQL_USER MYSQL_PASSWORD MYSQL_ROOT_PASSWORD; do setting "$name" ''; done
  if [ "$(id -u)" = 0 ]; then
    find /var/lib/mysql /var/lib/mysql-files /run/mysqld ! -user mysql -exec chown mysql '{}' +
    exec gosu mysql "$0" "$@"
  fi
  [ -d /var/lib/mysql/mysql ] || initialise "$@"
fi
exec "$@"
