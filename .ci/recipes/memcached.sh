repository=docker.io/library/memcached

make() {
  # Its version was that of the tag when this was written
  SUITE=forky unpack memcached bash
  keep usr/bin/memcached usr/bin/bash
  furnish / 11211
  # The official image has the user under another name, and of the tools that open connections none but Bash
  sed -i 's/^memcached:/memcache:/' "$TREE/etc/passwd" "$TREE/etc/group"
  rm "$TREE"/bin/{nc,wget,telnet,ftpget}
  build << END
ENV PATH=/usr/local/bin:/usr/bin:/bin
USER memcache
EXPOSE 11211
CMD ["memcached"]
END
}
