#!/bin/sh
# The contract of the official image: an empty data folder is initialised by a server that only listens on its socket,
# then the real one takes its place.
set -eu

# setting NAME DEFAULT: MARIADB_NAME or MYSQL_NAME, each also from the file that its name with _FILE says
setting() {
  value=''
  for variable in "MARIADB_$1" "MYSQL_$1"; do
    eval "direct=\${$variable:-} path=\${${variable}_FILE:-}"
    if [ -n "$direct" ] && [ -n "$path" ]; then
      echo "error: both $variable and ${variable}_FILE are set, which exclude each other" >&2
      exit 1
    fi
    [ -z "$path" ] || direct=$(cat "$path")
    unset "${variable}_FILE"
    [ -n "$value" ] || value=$direct
  done
  value=${value:-$2}
  export "MARIADB_$1=$value" "MYSQL_$1=$value"
}

# quoted TEXT: the inside of a string of SQL
quoted() { printf '%s' "$1" | sed "s/[\\\\']/\\\\&/g"; }

client() { mariadb --protocol=socket -uroot -hlocalhost --skip-ssl ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"} "$@"; }

run_script() {
  case $1 in
    *.sh) if [ -x "$1" ]; then "$1"; else . "$1"; fi ;;
    *.sql) MYSQL_PWD=$MARIADB_ROOT_PASSWORD client < "$1" ;;
    *.sql.gz) gunzip -c "$1" | MYSQL_PWD=$MARIADB_ROOT_PASSWORD client ;;
    *) echo "$0: ignoring $1" ;;
  esac
}

# Users that healthcheck.sh logs in as; what it needs for that lies beside the data
health_users() {
  password=$(od -An -v -tx1 -N16 /dev/urandom | tr -d ' \n')
  for host in 127.0.0.1 ::1 localhost; do
    echo "CREATE USER IF NOT EXISTS healthcheck@'$host' IDENTIFIED BY '$password'; GRANT USAGE ON *.* TO healthcheck@'$host';"
  done
  (umask 077 && printf '[mariadb-client]\nport=3306\nsocket=/run/mysqld/mysqld.sock\nuser=healthcheck\npassword=%s\n' "$password" > /var/lib/mysql/.my-healthcheck.cnf)
}

initialise() {
  if [ -z "$MARIADB_ROOT_PASSWORD" ] && [ -z "${MARIADB_ALLOW_EMPTY_ROOT_PASSWORD:-${MYSQL_ALLOW_EMPTY_PASSWORD:-}}" ]; then
    echo 'error: the database is not initialised and MARIADB_ROOT_PASSWORD is empty' >&2
    exit 1
  fi
  mariadb-install-db --datadir=/var/lib/mysql --rpm --auth-root-authentication-method=normal --skip-test-db \
    --cross-bootstrap --old-mode=UTF8_IS_UTF8MB3 --default-time-zone=SYSTEM --skip-log-bin > /dev/null
  "$@" --skip-networking --default-time-zone=SYSTEM --skip-ssl --ssl-cert='' --ssl-key='' --ssl-ca='' &
  server=$!
  for attempt in $(seq 300); do
    if MARIADB_DATABASE='' client --database=mysql -e 'SELECT 1' > /dev/null 2>&1; then break; fi
    [ "$attempt" -lt 300 ] || { echo 'error: the server does not start' >&2; exit 1; }
    sleep 0.1
  done
  if [ -z "${MARIADB_INITDB_SKIP_TZINFO:-${MYSQL_INITDB_SKIP_TZINFO:-}}" ]; then
    mariadb-tzinfo-to-sql --skip-write-binlog /usr/share/zoneinfo 2> /dev/null | MARIADB_DATABASE='' client --database=mysql
  fi
  root=$(quoted "$MARIADB_ROOT_PASSWORD")
  {
    echo "DROP USER IF EXISTS root@'127.0.0.1', root@'::1';"
    echo "SET PASSWORD FOR root@localhost = PASSWORD('$root');"
    if [ "$MARIADB_ROOT_HOST" != localhost ]; then
      echo "CREATE USER root@'$MARIADB_ROOT_HOST' IDENTIFIED BY '$root'; GRANT ALL ON *.* TO root@'$MARIADB_ROOT_HOST' WITH GRANT OPTION;"
    fi
    health_users
    [ -z "$MARIADB_DATABASE" ] || echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"
    if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD" ]; then
      echo "CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$(quoted "$MARIADB_PASSWORD")';"
      [ -z "$MARIADB_DATABASE" ] || echo "GRANT ALL ON \`$(printf '%s' "$MARIADB_DATABASE" | sed 's/_/\\_/g')\`.* TO '$MARIADB_USER'@'%';"
    fi
  } | MARIADB_DATABASE='' client --database=mysql --binary-mode
  for script in /docker-entrypoint-initdb.d/*; do
    [ ! -e "$script" ] || run_script "$script"
  done
  kill "$server"
  wait "$server"
}

case ${1:-} in -*) set -- mariadbd "$@" ;; esac
case ${1:-} in
  mariadbd | mysqld)
    setting ROOT_HOST %
    for name in DATABASE USER PASSWORD ROOT_PASSWORD; do setting "$name" ''; done
    if [ "$(id -u)" = 0 ]; then
      find /var/lib/mysql /run/mysqld ! -user mysql -exec chown mysql: '{}' +
      exec gosu mysql "$0" "$@"
    fi
    [ -d /var/lib/mysql/mysql ] || initialise "$@"
    ;;
esac
exec "$@"
