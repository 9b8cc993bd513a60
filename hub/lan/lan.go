// Package lan makes the hub known on the local network. In this release that is all it does:
// nothing listens on the LAN yet.
package lan

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"time"
)

const (
	// Type is the DNS-SD service type of a Local IQ hub (RFC 6763).
	Type = "_localiq._tcp"
	// Port is where the API will be offered over HTTPS. DNS-SD cannot announce a service
	// without a port, and nothing listens on this one yet: the TXT key api=0 says so. A client
	// connects only where api is 1 or more.
	Port = 8443
)

// Service is what is told about a hub: nothing that names a person, a door or the site.
type Service struct {
	ID      string // of the hub: 8 hex digits
	Version string
	API     int // version of the API that is offered at Port; 0: none is
}

// Instance is the name that people see in a list. It holds the hub's id, because nothing here
// notices when another box has the same name.
func (s Service) Instance() string {
	id := strings.ToUpper(s.ID)
	if len(id) > 6 {
		id = id[:6]
	}
	return "Local IQ " + id
}

// text is the TXT record. txtvers comes first (RFC 6763, 6.7).
func (s Service) text() []string {
	return []string{"txtvers=1", "id=" + s.ID, "version=" + s.Version, fmt.Sprintf("api=%d", s.API)}
}

// responder registers a service and returns what takes it away again, with a goodbye.
type responder func(Service) (goodbye func(), err error)

const (
	firstPause = time.Second
	lastPause  = time.Minute
	lookEvery  = 5 * time.Second // for another address
)

// Announce keeps the service known until ctx ends, and then says goodbye. A box without an
// address, or one that gets another, is announced when there is one: the responder that we use
// keeps the addresses of its start. It returns nil: doors do not depend on it.
func Announce(ctx context.Context, s Service, log *slog.Logger) error {
	quiet()
	announce(ctx, s, log, register, addresses)
	return nil
}

func announce(ctx context.Context, s Service, log *slog.Logger, register responder, addrs func() []string) {
	for pause := firstPause; ; {
		at := addrs()
		goodbye, err := register(s)
		if err == nil {
			log.Info("announced on the local network", "instance", s.Instance(), "type", Type)
			pause = firstPause
			moved := awaitMove(ctx, at, addrs)
			goodbye()
			if moved {
				continue
			}
			return
		}
		log.Debug("not announced yet", "error", err, "again in", pause)
		if !rest(ctx, pause) {
			return
		}
		pause = min(2*pause, lastPause)
	}
}

// awaitMove is true once the addresses are others than at, false when ctx ends first.
func awaitMove(ctx context.Context, at []string, addrs func() []string) bool {
	for rest(ctx, lookEvery) {
		if !slices.Equal(at, addrs()) {
			return true
		}
	}
	return false
}

// rest is false when ctx ended meanwhile. Real time, also in a demo that runs faster: the
// network is real.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// addresses are those that a responder would tell, sorted.
func addresses() (out []string) {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() {
			out = append(out, n.String())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
