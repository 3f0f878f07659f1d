repository=docker.io/library/postgres

make() {
  local major=${TAG%%[!0-9]*} server=usr/lib/postgresql/15 share=usr/share/postgresql/15 volume data
  unpack postgresql-15 util-linux libc-bin tzdata
  rm -rf "$ALL/$server"/lib/{bitcode,llvmjit*,pgxs} "$ALL/$share/man"
  keep "$server"/bin/{postgres,initdb,pg_ctl,psql,pg_isready,createdb,dropdb,createuser,pg_dump,pg_restore} \
    "$server/lib" "$share" usr/share/zoneinfo usr/lib/locale/C.utf8 usr/bin/setpriv usr/bin/locale
  furnish /var/lib/postgresql
  # From 18 on the volume is the parent, and the data lies in a folder of the version
  volume=/var/lib/postgresql data=/var/lib/postgresql/${major:-18}/docker
  if [ "${major:-18}" -lt 18 ]; then volume=/var/lib/postgresql/data data=/var/lib/postgresql/data; fi
  cd "$TREE"
  mkdir -p docker-entrypoint-initdb.d ".$data" run/postgresql etc/postgresql-common
  chown -R 999:999 var/lib/postgresql run/postgresql
  chmod 3777 run/postgresql
  chmod 1777 ".$data"
  sed -i "s|^#listen_addresses = .*|listen_addresses = '*'|; s|^#unix_socket_directories = .*|unix_socket_directories = '/var/run/postgresql'|" "$share/postgresql.conf.sample"
  build << END
ENV PATH=/usr/local/bin:/usr/bin:/bin:/$server/bin LANG=C.UTF-8 PG_MAJOR=${major:-18} PGDATA=$data
VOLUME $volume
EXPOSE 5432
STOPSIGNAL SIGINT
CMD ["postgres"]
END
}
