repository=docker.io/library/mysql

make() {
  # Debian has MySQL in no suite but its unstable one
  SUITE=sid unpack mysql-server-core mysql-client mysql-client-core util-linux libc-bin tzdata
  rm -rf "$ALL"/usr/lib/mysql/plugin/{group_replication,libpluginmecab,mysql_clone,thread_pool}.so
  keep usr/sbin/mysqld usr/bin/{mysql,mysqladmin,mysqldump,mysql_tzinfo_to_sql} usr/share/mysql usr/lib/mysql/plugin usr/share/zoneinfo usr/bin/setpriv
  furnish /var/lib/mysql 999 mysql
  cd "$TREE"
  mkdir -p docker-entrypoint-initdb.d etc/mysql/conf.d var/lib/mysql var/lib/mysql-files run/mysqld
  {
    printf '[mysqld]\nhost-cache-size=0\nskip-name-resolve\ndatadir=/var/lib/mysql\nsocket=/var/run/mysqld/mysqld.sock\n'
    printf 'secure-file-priv=/var/lib/mysql-files\nuser=mysql\npid-file=/var/run/mysqld/mysqld.pid\n'
    printf '[client]\nsocket=/var/run/mysqld/mysqld.sock\n\n!includedir /etc/mysql/conf.d/\n'
  } > etc/my.cnf
  chown 999:999 var/lib/mysql var/lib/mysql-files run/mysqld
  chmod 1777 var/lib/mysql run/mysqld
  build << END
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
VOLUME /var/lib/mysql
EXPOSE 3306 33060
CMD ["mysqld"]
END
}
