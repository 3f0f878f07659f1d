repository=docker.io/library/rabbitmq

make() {
  local server
  # The very version: Debian has it in the release to come
  SUITE=forky unpack rabbitmq-server util-linux libc-bin libsctp1
  cd "$ALL"
  server=$(echo usr/lib/rabbitmq/lib/rabbitmq_server-*)
  # The server and what it stands on, without the plugins that nobody switches on
  find "$server/plugins" -mindepth 1 -maxdepth 1 -name 'rabbitmq_*' ! -name 'rabbitmq_prelaunch-*' -exec rm -r '{}' +
  keep "$server" usr/lib/erlang usr/bin/setpriv usr/lib/*/libsctp.so.1*
  furnish /var/lib/rabbitmq
  cd "$TREE"
  mkdir -p etc/rabbitmq/conf.d var/lib/rabbitmq var/log/rabbitmq
  # Logs go to standard output, and a guest may come from other containers if it is the user that was asked for
  printf 'log.console = true\nlog.file = false\nloopback_users = none\n' > etc/rabbitmq/conf.d/10-defaults.conf
  chown -R 999:999 etc/rabbitmq var/lib/rabbitmq var/log/rabbitmq
  chmod 1777 var/lib/rabbitmq
  for program in erl escript epmd; do ln -sf "/usr/lib/erlang/bin/$program" "usr/bin/$program"; done
  build << END
ENV PATH=/$server/sbin:/usr/local/bin:/usr/bin:/bin HOME=/var/lib/rabbitmq RABBITMQ_DATA_DIR=/var/lib/rabbitmq LANG=C.UTF-8
VOLUME /var/lib/rabbitmq
EXPOSE 4369 5671 5672 15691 15692 25672
CMD ["rabbitmq-server"]
END
}
