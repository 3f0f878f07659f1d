# Not a server of the catalog: what a health check may use (bash, curl, netcat, grpc_health_probe), and a gRPC server that is
# asked by it. `grpc-server PORT SERVICE` says SERVING for SERVICE, and for the server as a whole.
repository=local/probers tag=1
PROBE=v0.4.40 GRPC=v1.76.0

# go_programs: both, kept beside the other tools
go_programs() {
  local folder=${APPHOST_TOOLS:-$HOME/.cache/apphost-tools}/modules/probers-$PROBE-$GRPC
  export CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOTOOLCHAIN=local
  if [ ! -e "$folder/bin/complete" ]; then
    mkdir -p "$folder/bin"
    GOBIN=$folder/bin go install -ldflags '-s -w' "github.com/grpc-ecosystem/grpc-health-probe@$PROBE"
    cat > "$folder/main.go" << 'GO'
package main

import (
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

func main() {
	listener, err := net.Listen("tcp", ":"+os.Args[1])
	if err != nil {
		panic(err)
	}
	answers := health.NewServer()
	answers.SetServingStatus(os.Args[2], grpc_health_v1.HealthCheckResponse_SERVING)
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, answers)
	panic(server.Serve(listener))
}
GO
    printf 'module tools/grpcserver\n\ngo 1.24\n' > "$folder/go.mod"
    (cd "$folder" && go get "google.golang.org/grpc@$GRPC" && go build -ldflags '-s -w' -o bin/grpc-server .) 2> "$WORK/build.log" \
      || { cat "$WORK/build.log" >&2; return 1; }
    touch "$folder/bin/complete"
  fi
  install -D -m 755 "$folder/bin/grpc-health-probe" "$TREE/bin/grpc_health_probe"
  install -D -m 755 "$folder/bin/grpc-server" "$TREE/bin/grpc-server"
}

make() {
  unpack bash curl libc-bin netcat-openbsd
  keep bin/bash usr/bin/curl bin/nc.openbsd
  # Debian's busybox has an nc that does not know -z
  ln -s nc.openbsd "$TREE/bin/nc"
  furnish /root
  go_programs
  printf 'ENTRYPOINT []\nENV PATH=/usr/bin:/bin\nCMD ["/bin/sh"]\n' | build
}
