repository=docker.io/axllent/mailpit

# The official image is Alpine's with the program. The pages of the Go module are not built: SMTP and the API are there.
make() {
  install -D "$(go_program github.com/axllent/mailpit v1.27.11 '-X github.com/axllent/mailpit/config.Version=v1.27.11')" "$TREE/mailpit"
  furnish / 1000
  build << 'END'
ENV PATH=/usr/local/bin:/usr/bin:/bin
EXPOSE 1025 1110 8025
ENTRYPOINT ["/mailpit"]
HEALTHCHECK --interval=15s CMD ["/mailpit", "readyz"]
END
}
