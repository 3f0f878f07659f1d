repository=quay.io/minio/minio

# The server is built from the very commit that the tag names; of the client the Go module proxy has an older one, whose
# commands are the same. As in the official image both run as root, and the client's settings go to /tmp.
make() {
  local release=RELEASE.2025-09-07T16-13-09Z
  [ "$TAG" = "$release" ] || { echo "images: the recipe makes $release, not $TAG" >&2; return 1; }
  install -D "$(go_program github.com/minio/minio v0.0.0-20250907161309-07c3a429bfed "-X github.com/minio/minio/cmd.Version=2025-09-07T16:13:09Z -X github.com/minio/minio/cmd.ReleaseTag=$release")" "$TREE/usr/bin/minio"
  install -D "$(go_program github.com/minio/mc v0.0.0-20250313080218-cf909e1063a9)" "$TREE/usr/bin/mc"
  furnish / 1000
  build << 'END'
ENV PATH=/usr/local/bin:/usr/bin:/bin MC_CONFIG_DIR=/tmp/.mc MINIO_ROOT_USER_FILE=access_key MINIO_ROOT_PASSWORD_FILE=secret_key MINIO_CONFIG_ENV_FILE=config.env
VOLUME /data
EXPOSE 9000
CMD ["minio"]
END
}
