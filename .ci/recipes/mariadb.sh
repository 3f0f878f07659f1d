repository=docker.io/library/mariadb

make() {
  SUITE=trixie unpack mariadb-server util-linux libc-bin tzdata
  rm -f "$ALL"/usr/lib/mysql/plugin/ha_{sphinx,federated,federatedx,archive}.so
  keep usr/sbin/mariadbd usr/bin/{mariadb,mariadb-admin,mariadb-check,mariadb-dump,mariadb-install-db,mariadb-tzinfo-to-sql,mariadb-upgrade,my_print_defaults,resolveip} \
    usr/share/mariadb usr/lib/mysql/plugin usr/share/zoneinfo usr/lib/locale/C.utf8 usr/bin/setpriv usr/bin/flock
  furnish /var/lib/mysql 999 mysql
  cd "$TREE"
  mkdir -p docker-entrypoint-initdb.d etc/mysql/{conf.d,mariadb.conf.d} var/lib/mysql run/mysqld
  install -m 755 "$HERE/entry-points/mariadb-healthcheck.sh" usr/local/bin/healthcheck.sh
  printf '[client-server]\nsocket = /run/mysqld/mysqld.sock\n\n!includedir /etc/mysql/mariadb.conf.d/\n!includedir /etc/mysql/conf.d/\n' > etc/mysql/my.cnf
  printf '[mariadbd]\npid-file = /run/mysqld/mysqld.pid\nbasedir = /usr\n' > etc/mysql/mariadb.conf.d/50-server.cnf
  printf '[mariadb]\nhost-cache-size=0\nskip-name-resolve\n' > etc/mysql/mariadb.conf.d/05-skipcache.cnf
  chown -R 999:999 var/lib/mysql run/mysqld
  chmod 1777 run/mysqld
  build << END
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
VOLUME /var/lib/mysql
EXPOSE 3306
CMD ["mariadbd"]
END
}
