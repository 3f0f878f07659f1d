repository=docker.io/library/redis

make() {
  # The latest line of versions that Debian has
  SUITE=forky unpack redis-server util-linux libc-bin
  keep usr/bin/redis-server usr/bin/redis-check-rdb usr/bin/redis-cli usr/bin/setpriv
  furnish /data
  mkdir -p "$TREE/data"
  chown 999:999 "$TREE/data"
  build << END
ENV PATH=/usr/local/bin:/usr/bin:/bin
VOLUME /data
WORKDIR /data
EXPOSE 6379
CMD ["redis-server"]
END
}
