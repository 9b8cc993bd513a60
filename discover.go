package main

import (
	"context"
	"net"
	"strconv"

	"localiq/hub/lan"
	"localiq/tui/verbs"
)

// look is the desk's eye on the local network.
func look(ctx context.Context, found func(verbs.Box)) error {
	return lan.Discover(ctx, func(b lan.Box) {
		out := verbs.Box{Name: b.Name, ID: b.ID, Version: b.Version, Host: b.Host, Port: b.Port, API: b.API, Fingerprint: b.Fingerprint, Released: b.Released}
		for _, a := range b.Addrs {
			out.Addresses = append(out.Addresses, net.JoinHostPort(a.String(), strconv.Itoa(b.Port)))
		}
		found(out)
	})
}
