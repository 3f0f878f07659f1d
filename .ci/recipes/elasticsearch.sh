# The server as the project publishes it for tests of plugins, which has security among its modules and few others, on
# Debian's Java instead of its own
repository=docker.elastic.co/elasticsearch/elasticsearch

make() {
  local archive home threads
  archive=$(maven "org.elasticsearch.distribution.integ-test-zip:elasticsearch:$TAG:zip")
  SUITE=trixie unpack openjdk-25-jre-headless bash curl tini libc-bin
  home=$(cd "$ALL" && echo usr/lib/jvm/java-25-openjdk-*)
  # What the server's own libraries ask for, which are not there yet
  threads=$(cd "$ALL" && echo usr/lib/*/lib{pthread,dl,rt,m}.so.*)
  # shellcheck disable=SC2086
  keep "$home" etc/java-25-openjdk usr/bin/{bash,curl,tini} $threads
  furnish /usr/share/elasticsearch 1000
  cd "$TREE"
  mkdir -p usr/share
  busybox unzip -q "$archive" -d usr/share
  mv "usr/share/elasticsearch-$TAG" usr/share/elasticsearch
  ln -s ../usr/bin/bash ../usr/bin/tini bin/
  cd usr/share/elasticsearch
  rm -rf lib/platform/{darwin,windows}-* bin/*.{bat,exe}
  ln -s "/$home" jdk
  sed -i 's/^ES_DISTRIBUTION_TYPE=zip$/ES_DISTRIBUTION_TYPE=docker/' bin/elasticsearch-env
  mkdir -p data logs plugins config/jvm.options.d
  printf 'cluster.name: "docker-cluster"\nnetwork.host: 0.0.0.0\n' > config/elasticsearch.yml
  cat > config/log4j2.properties << 'END'
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
END
  # Less compiling, for a quick start
  echo '-XX:TieredStopAtLevel=1' > config/jvm.options.d/quick.options
  chmod 755 bin/*
  chmod 775 . bin config config/jvm.options.d data logs plugins
  find config -type f -exec chmod 664 {} +
  chown 1000:0 bin config config/jvm.options.d data logs plugins
  build << 'END'
ENV ELASTIC_CONTAINER=true PATH=/usr/share/elasticsearch/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SHELL=/bin/bash
WORKDIR /usr/share/elasticsearch
EXPOSE 9200 9300
USER 1000:0
ENTRYPOINT ["/bin/tini", "--", "/usr/local/bin/docker-entrypoint.sh"]
CMD ["eswrapper"]
END
}
