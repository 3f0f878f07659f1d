#!/bin/sh
# What the official image's script does for the tests that catalog types use: --connect and --innodb_initialized.
set -eu
[ $# -gt 0 ] || { echo 'At least one argument required' >&2; exit 1; }
login=''
[ ! -f /var/lib/mysql/.my-healthcheck.cnf ] || login=--defaults-extra-file=/var/lib/mysql/.my-healthcheck.cnf

ask() {
  # shellcheck disable=SC2086
  mariadb $login --skip-ssl --skip-ssl-verify-server-cert --protocol socket -B --skip-column-names -e "$1"
}

for test in "$@"; do
  case $test in
    # The server that initialises a volume answers too, but does not listen on the network
    --connect) [ "$(ask 'select @@skip_networking')" = 0 ] ;;
    --innodb_initialized) [ "$(ask "select 1 from information_schema.ENGINES WHERE engine='innodb' AND support in ('YES', 'DEFAULT', 'ENABLED')")" = 1 ] ;;
    *) echo "healthcheck unknown option or test '$test'" >&2; exit 1 ;;
  esac || { echo "healthcheck $test failed" >&2; exit 1; }
done
