package ssh

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"localiq/core/gate"
)

// visitor is one connection, from the first byte to the last.
type visitor struct {
	net.Conn
	door *gate.Gate
	from netip.Prefix
	most time.Duration // that it may stay without a session

	mu       sync.Mutex
	key      string // fingerprint of the last key that was shown
	in       bool   // a key was proved that counts
	gone     bool
	sessions int
	minded   bool
	lonely   *time.Timer // runs while it has no session
}

type visitorKey struct{}

// accepted is a connection before its handshake.
func (s *Server) accepted(ctx ssh.Context, c net.Conn) net.Conn {
	v := &visitor{Conn: c, door: s.door, from: gate.Prefix(c.RemoteAddr()), most: s.Limits.Lonely}
	ctx.SetValue(visitorKey{}, v)
	return v
}

func visitorOf(ctx ssh.Context) *visitor { return ctx.Value(visitorKey{}).(*visitor) }

// host is the address without the port.
func (v *visitor) host() string {
	if ap, err := netip.ParseAddrPort(v.RemoteAddr().String()); err == nil {
		return ap.Addr().Unmap().String()
	}
	return "somewhere"
}

func (v *visitor) showed(key string) {
	v.mu.Lock()
	v.key = key
	v.mu.Unlock()
}

// extend gives a handshake more time. The library sets its own deadline when the handshake is over.
func (v *visitor) extend(d time.Duration) { _ = v.SetDeadline(time.Now().Add(d)) }

func (v *visitor) welcome() {
	v.door.Welcomed(v.from)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.in = true
	v.lonely = time.AfterFunc(v.most, func() { v.Close() })
}

// takes a session, up to so many at a time.
func (v *visitor) takes(most int) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sessions >= most {
		return false
	}
	v.sessions++
	v.lonely.Stop()
	return true
}

func (v *visitor) gives() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sessions--; v.sessions == 0 {
		v.lonely.Reset(v.most)
	}
}

// Close counts a visitor who showed a key and did not come in. A scanner that only looks at the port is
// not worth a line.
func (v *visitor) Close() error {
	v.mu.Lock()
	failed := !v.gone && !v.in && v.key != ""
	v.gone = true
	if v.lonely != nil {
		v.lonely.Stop()
	}
	v.mu.Unlock()
	if failed {
		v.door.Refused(v.from, v.key)
	}
	return v.Conn.Close()
}

// mind asks the client again and again whether it is there, and hangs up when three times it was not
// heard of. What we write keeps no dead client alive.
func (v *visitor) mind(conn *gossh.ServerConn, every time.Duration) {
	v.mu.Lock()
	first := !v.minded
	v.minded = true
	v.mu.Unlock()
	if !first {
		return
	}
	go func() {
		for {
			late := time.AfterFunc(3*every, func() { v.Close() })
			_, _, err := conn.SendRequest("keepalive@openssh.com", true, nil)
			if late.Stop(); err != nil {
				return
			}
			time.Sleep(every)
		}
	}()
}
