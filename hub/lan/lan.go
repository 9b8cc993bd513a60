// Package lan makes the hub known on the local network by DNS-SD over multicast DNS (RFC 6763,
// RFC 6762), and finds other hubs there.
//
// grandcat/zeroconf answers who asks for the service. What it lacks a supervisor does from
// outside, over sockets of its own on the same port: it looks at the links, asks for the name
// before it is used, defends it, answers for the host's name, and asks itself whether it is
// heard. Reading order: announce.go (the supervisor), claim.go (whose name it is), probe.go and
// hold.go (getting it, and having it), ether.go and link.go (the network), discover.go.
package lan

import (
	"fmt"
	"strings"
)

const (
	// Type is the DNS-SD service type of a Local IQ hub.
	Type = "_localiq._tcp"
	// Port is where the API is offered over HTTPS, unless told otherwise. DNS-SD cannot announce
	// a service without a port; api=0 in the TXT record says that nothing listens.
	Port   = 8443
	domain = "local."
)

// Service is what is told about a hub: nothing that names a person, a door or the site.
type Service struct {
	ID          string // of the hub: 8 hex digits
	Version     string
	API         int    // version of the API that is offered at Port; 0: none is
	Port        int    // 0: Port
	Fingerprint string // of the certificate at Port: SHA-256 in hex; "": there is none
	Released    bool   // the site has been handed to its owner
}

// Instance is the name that people see in a list; the n-th, where n-1 boxes before it are
// called so [RFC 6763, appendix D].
func (s Service) Instance(n int) string {
	id := strings.ToUpper(s.ID)
	if len(id) > 6 {
		id = id[:6]
	}
	if n > 1 {
		return fmt.Sprintf("Local IQ %s (%d)", id, n)
	}
	return "Local IQ " + id
}

// Host is the name of the box itself, without its domain. It is ours alone: the system's own
// host name may be another responder's on the same box, and the same on the next box.
func (s Service) Host(n int) string {
	if n > 1 {
		return fmt.Sprintf("localiq-%s-%d", strings.ToLower(s.ID), n)
	}
	return "localiq-" + strings.ToLower(s.ID)
}

func (s Service) port() int {
	if s.Port == 0 {
		return Port
	}
	return s.Port
}

// text is the TXT record. txtvers comes first [RFC 6763, 6.7].
func (s Service) text() []string {
	t := []string{"txtvers=1", "id=" + s.ID, "version=" + s.Version, fmt.Sprintf("api=%d", s.API), "released=0"}
	if s.Released {
		t[4] = "released=1"
	}
	if s.Fingerprint != "" {
		t = append(t, "fp="+s.Fingerprint)
	}
	return t
}
