repository=quay.io/keycloak/keycloak

# The distribution that the official image holds, with Debian's Java 17 instead of Red Hat's 21 beneath it
make() {
  java
  NAME=ca-certificates unpack ca-certificates
  mkdir -p "$TREE/etc/ssl/certs/java"
  node "$HERE/recipes/keycloak.truststore.mjs" "$ALL"/usr/share/ca-certificates/mozilla/*.crt > "$TREE/etc/ssl/certs/java/cacerts"
  furnish /opt/keycloak 1000
  ln -sf bash "$TREE/bin/sh"
  mkdir -p "$TREE/opt/keycloak/data"
  tar -xzf "$(maven "org.keycloak:keycloak-quarkus-dist:$TAG:tar.gz")" -C "$TREE/opt/keycloak" --strip-components 1
  sed -i 's/^keycloak:x:1000:1000:/keycloak:x:1000:0:/' "$TREE/etc/passwd"
  chown -R 1000:0 "$TREE/opt/keycloak"
  chmod -R g+rwX "$TREE/opt/keycloak"
  build << 'END'
ENV PATH=/usr/local/bin:/usr/bin:/bin LANG=en_US.UTF-8 KC_RUN_IN_CONTAINER=true
USER 1000
EXPOSE 8080 8443 9000
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]
END
}
