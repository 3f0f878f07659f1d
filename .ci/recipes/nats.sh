repository=docker.io/library/nats

# The very version, built from its Go module
make() {
  install -D "$(go_program github.com/nats-io/nats-server/v2 "v${TAG%%-*}")" "$TREE/usr/local/bin/nats-server"
  furnish / 1000
  mkdir -p "$TREE/etc/nats"
  printf 'port: 4222\nhttp_port: 8222\n' > "$TREE/etc/nats/nats-server.conf"
  build << 'END'
ENV PATH=/usr/local/bin:/usr/bin:/bin
EXPOSE 4222 8222 6222
CMD ["nats-server", "--config", "/etc/nats/nats-server.conf"]
END
}
