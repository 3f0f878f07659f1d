repository=docker.io/valkey/valkey

make() {
  # Its version was that of the tag when this was written
  SUITE=forky unpack valkey-server util-linux libc-bin
  keep usr/bin/valkey-server usr/bin/valkey-check-rdb usr/bin/valkey-cli usr/bin/setpriv
  furnish /data
  mkdir -p "$TREE"/{data,run/valkey}
  chown 999:999 "$TREE"/{data,run/valkey}
  chmod 1777 "$TREE"/{data,run/valkey}
  build << END
ENV PATH=/usr/local/bin:/usr/bin:/bin
WORKDIR /data
EXPOSE 6379
CMD ["valkey-server"]
END
}
