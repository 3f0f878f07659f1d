#!/bin/bash
# The contract of the project's image: variables become the broker's properties, and an empty folder of data is formatted
# for the cluster that CLUSTER_ID names; one that is formatted already stays as it is.
set -eu
default() { [ -n "${!1:-}" ] || export "$1=$2"; }
default CLUSTER_ID 5L6g3nShT-eMCtK--X86sw
default KAFKA_NODE_ID 1
default KAFKA_LISTENER_SECURITY_PROTOCOL_MAP CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT
default KAFKA_LISTENERS PLAINTEXT://localhost:29092,CONTROLLER://localhost:29093,PLAINTEXT_HOST://0.0.0.0:9092
default KAFKA_ADVERTISED_LISTENERS PLAINTEXT://localhost:29092,PLAINTEXT_HOST://localhost:9092
default KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR 1
default KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS 0
default KAFKA_TRANSACTION_STATE_LOG_MIN_ISR 1
default KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR 1
default KAFKA_PROCESS_ROLES broker,controller
default KAFKA_CONTROLLER_QUORUM_VOTERS 1@localhost:29093
default KAFKA_INTER_BROKER_LISTENER_NAME PLAINTEXT
default KAFKA_CONTROLLER_LISTENER_NAMES CONTROLLER
default KAFKA_LOG_DIRS /tmp/kraft-combined-logs

folders=(--default-configs-dir /etc/kafka/docker --mounted-configs-dir /mnt/shared/config --final-configs-dir /opt/kafka/config)
if ! said=$(/opt/kafka/bin/kafka-run-class.sh kafka.docker.KafkaDockerWrapper setup "${folders[@]}" 2>&1); then
  grep -i 'already formatted' <<< "$said" || { echo "$said" >&2; exit 1; }
fi
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G} KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=/opt/kafka/config/log4j2.yaml
exec /opt/kafka/bin/kafka-run-class.sh kafka.Kafka /opt/kafka/config/server.properties
