# The broker and its tools as the project publishes them for Java; the scripts around them are short ones of ours, with
# the names and paths of the image's
repository=docker.io/apache/kafka

make() {
  local libraries program class
  libraries=$(maven_libraries "org.apache.kafka:kafka_2.13:$TAG" "org.apache.kafka:kafka-tools:$TAG" \
    org.apache.logging.log4j:log4j-slf4j-impl:2.25.3)
  java
  NAME=appuser furnish /home/appuser 1000
  cd "$TREE"
  mkdir -p opt/kafka/{bin,config,libs,logs} etc/kafka/{docker,secrets} var/lib/kafka/data mnt/shared/config usr/logs home/appuser
  cp "$libraries"/*.jar opt/kafka/libs/
  install -m 755 "$HERE/entry-points/kafka.sh" etc/kafka/docker/run
  printf 'process.roles=broker,controller\n' > etc/kafka/docker/server.properties
  cat > etc/kafka/docker/log4j2.yaml << 'END'
Configuration:
  Appenders:
    Console: { name: STDOUT, PatternLayout: { pattern: "[%d] %p %m (%c)%n" } }
  Loggers:
    Root: { level: INFO, AppenderRef: [{ ref: STDOUT }] }
END
  cat > etc/kafka/docker/tools-log4j2.yaml << 'END'
Configuration:
  Appenders:
    Console: { name: STDERR, target: SYSTEM_ERR, PatternLayout: { pattern: "[%d] %p %m (%c)%n" } }
  Loggers:
    Root: { level: WARN, AppenderRef: [{ ref: STDERR }] }
END
  cp etc/kafka/docker/*.yaml opt/kafka/config/
  cat > opt/kafka/bin/kafka-run-class.sh << 'END'
#!/bin/bash
# The image's archives of loaded classes make a start short; less compiling does so here
: "${KAFKA_HEAP_OPTS:=-Xmx256M}" "${KAFKA_JVM_PERFORMANCE_OPTS:=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC}"
: "${KAFKA_LOG4J_OPTS:=-Dlog4j2.configurationFile=/opt/kafka/config/tools-log4j2.yaml}"
exec java $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS $KAFKA_LOG4J_OPTS $KAFKA_OPTS -cp '/opt/kafka/libs/*' "$@"
END
  while read -r program class; do
    printf '#!/bin/bash\nexec /opt/kafka/bin/kafka-run-class.sh %s "$@"\n' "$class" > "opt/kafka/bin/$program.sh"
  done << 'END'
kafka-broker-api-versions org.apache.kafka.tools.BrokerApiVersionsCommand
kafka-cluster org.apache.kafka.tools.ClusterTool
kafka-configs org.apache.kafka.tools.ConfigCommand
kafka-console-consumer org.apache.kafka.tools.consumer.ConsoleConsumer
kafka-console-producer org.apache.kafka.tools.ConsoleProducer
kafka-storage kafka.tools.StorageTool
kafka-topics org.apache.kafka.tools.TopicCommand
END
  chmod 755 opt/kafka/bin/*
  chown -R 1000:1000 opt/kafka mnt/shared/config usr/logs home/appuser
  chown -R 1000:0 etc/kafka var/lib/kafka
  chmod -R ug+w etc/kafka var/lib/kafka
  build << END
ENV PATH=/usr/local/bin:/usr/bin:/bin
EXPOSE 9092
USER appuser
VOLUME /etc/kafka/secrets /var/lib/kafka/data /mnt/shared/config
ENTRYPOINT []
CMD ["/etc/kafka/docker/run"]
END
}
