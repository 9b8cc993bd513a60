package lan

import (
	"io"
	"log"
	"net"

	"github.com/grandcat/zeroconf"
)

// lives is how long others believe what was said last, in seconds: a hub that died without a
// goodbye is in their lists for that long. The responder's own is 3200.
const lives = 120

// register is the responder of grandcat/zeroconf. It is given no addresses: then it looks at the
// link that a question came over, each time, and tells that link's own as they are now. Given
// some, it would tell those, on every link, for ever.
func register(c claim) (goodbye func(), err error) {
	ifs := make([]net.Interface, 0, len(c.links))
	for _, l := range c.links {
		ifs = append(ifs, l.Interface)
	}
	label := spelled(c.service.Instance(c.n))
	r, err := zeroconf.RegisterProxy(label, Type, domain, c.service.port(), c.service.Host(c.n), nil, c.service.text(), ifs)
	if err != nil {
		return nil, err
	}
	shorten(r)
	return r.Shutdown, nil
}

// shorten sets how long records live. The responder speaks from its first moment on, and has no
// way to be told before: its first probe may read either value, whole, since it is one word of
// memory (Go's memory model). Records in a probe are kept by nobody.
//
//go:norace
func shorten(r *zeroconf.Server) { r.TTL(lives) }

// quiet keeps the responder's own lines off the terminal. It writes to the default logger of
// package log, which nothing of ours uses.
func quiet() { log.SetOutput(io.Discard) }
