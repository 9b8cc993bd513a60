package web

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"localiq/core/gate"
)

// visit is one connection. Until a key is shown on it that counts it is a stranger's, of whom there are few
// at a time; then it counts among its key's.
type visit struct {
	net.Conn
	from   netip.Prefix
	leave  func() // the strangers; may be called again
	proved atomic.Bool
}

func (v *visit) Close() error {
	v.leave()
	return v.Conn.Close()
}

// host is the address without the port.
func (v *visit) host() string {
	if ap, err := netip.ParseAddrPort(v.RemoteAddr().String()); err == nil {
		return ap.Addr().Unmap().String()
	}
	return "somewhere"
}

// porch hands on connections whom the gate lets in. They shake hands later, each in its own goroutine.
type porch struct {
	net.Listener
	gate *gate.Gate
}

// restAfter is the pause after an accept that failed: out of descriptors, for one.
const restAfter = 50 * time.Millisecond

func (p porch) Accept() (net.Conn, error) {
	for {
		c, err := p.Listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil, err
		}
		if err != nil {
			time.Sleep(restAfter)
			continue
		}
		if leave, ok := p.gate.Enter(c.RemoteAddr()); ok {
			return &visit{Conn: c, from: gate.Prefix(c.RemoteAddr()), leave: leave}, nil
		}
		c.Close()
	}
}

type visitKey struct{}

// visited puts the visit within reach of its requests.
func visited(ctx context.Context, c net.Conn) context.Context {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	return context.WithValue(ctx, visitKey{}, c)
}

func visitOf(ctx context.Context) *visit { return ctx.Value(visitKey{}).(*visit) }
