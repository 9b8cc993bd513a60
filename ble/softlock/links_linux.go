package softlock

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"time"

	goble "github.com/go-ble/ble"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
)

// links join go-ble's connections to the lock's. A link is a connection from its first
// subscription on, until that is taken back or the connection ends.
type links struct {
	lock virtual.Device
	tell func(string)
	fail chan<- error

	mu    sync.Mutex // guards every central's end, too
	lines map[virtual.Line]bool
}

// end is what a central has of the lock.
type end struct {
	line    virtual.Line                // nil: no subscription is served
	subs    map[ble.UUID]goble.Notifier // by characteristic
	changed chan struct{}               // closed, and made anew, when either changes
}

func newLinks(lock virtual.Device, tell func(string), fail chan<- error) *links {
	return &links{lock: lock, tell: tell, fail: fail, lines: map[virtual.Line]bool{}}
}

// services are the lock's, for a server that was given none before: go-ble doubles the descriptors
// of those that it has when another is added.
func (l *links) services() (all []*goble.Service) {
	for _, s := range l.lock.Services() {
		g := goble.NewService(uuid(s.UUID))
		for _, c := range s.Chars {
			l.serve(g.NewCharacteristic(uuid(c.UUID)), c)
		}
		all = append(all, g)
	}
	return all
}

func (l *links) serve(g *goble.Characteristic, c virtual.Char) {
	if c.Write {
		g.HandleWrite(goble.WriteHandlerFunc(func(r goble.Request, rsp goble.ResponseWriter) { l.wrote(c.UUID, r, rsp) }))
	}
	if c.Notify {
		g.HandleNotify(goble.NotifyHandlerFunc(func(r goble.Request, n goble.Notifier) { l.subscribed(c.UUID, r, n) }))
	}
	if c.Indicate {
		g.HandleIndicate(goble.NotifyHandlerFunc(func(r goble.Request, n goble.Notifier) {
			l.subscribed(c.UUID, r, indicator{n, centralOf(r), g.ValueHandle})
		}))
	}
	if c.Read != nil {
		g.HandleRead(goble.ReadHandlerFunc(func(_ goble.Request, rsp goble.ResponseWriter) { rsp.Write(c.Read()) }))
	}
}

func uuid(u ble.UUID) goble.UUID { return u.LittleEndian() }

// indicator is a subscription to indications.
type indicator struct {
	goble.Notifier
	at     *central
	handle uint16
}

// subscribed is a subscription from its beginning to its end; the stack gives it a goroutine. The
// first of a link has the link.
func (l *links) subscribed(u ble.UUID, r goble.Request, n goble.Notifier) {
	c := centralOf(r)
	line := l.begin(c, u, n)
	if line != nil {
		l.tell("link up")
		l.hold(c, n, line)
	} else {
		<-n.Context().Done()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.subs[u] == n {
		delete(c.subs, u)
	}
	if line != nil {
		c.line = nil
		delete(l.lines, line)
	}
	c.stir()
}

// expect ends a connection on which nobody has subscribed in the time that a hub has for its first sealed
// message: else a radio that died while it connected shuts everybody out.
func (l *links) expect(c *central) {
	select {
	case <-c.gone:
		return
	case <-time.After(profile.HandshakeWait):
	}
	l.mu.Lock()
	silent := c.line == nil
	l.mu.Unlock()
	if silent {
		_ = c.Close()
	}
}

// begin returns nil where the link stands already.
func (l *links) begin(c *central, u ble.UUID, n goble.Notifier) (line virtual.Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.subs[u] = n
	if c.line == nil {
		line = l.lock.Answer(c.TxMTU(), func(u ble.UUID, b []byte) error { return l.told(c, u, b) })
		c.line, l.lines[line] = line, true
	}
	c.stir()
	return line
}

func (e *end) stir() {
	close(e.changed)
	e.changed = make(chan struct{})
}

// hold is a link while it stands.
func (l *links) hold(c *central, n goble.Notifier, line virtual.Line) {
	select {
	case <-n.Context().Done():
		line.Close()
		l.tell("link down")
	case <-line.Done():
		l.tell("link ended")
		go c.Close()
	}
}

// subscribeWait is how long a value, either way, may come before its subscription is served.
const subscribeWait = time.Second

// await returns what of gives once it gives something; the zero T when it does not for so long.
func await[T comparable](l *links, c *central, of func() T) (t T) {
	patience := time.NewTimer(subscribeWait)
	defer patience.Stop()
	for {
		l.mu.Lock()
		t = of()
		changed := c.changed
		l.mu.Unlock()
		if t != *new(T) {
			return t
		}
		select {
		case <-changed:
		case <-c.gone:
			return t
		case <-patience.C:
			return t
		}
	}
}

// wrote hands a value on; the stack's buffer is its own again when wrote returns.
func (l *links) wrote(u ble.UUID, r goble.Request, rsp goble.ResponseWriter) {
	c := centralOf(r)
	line := await(l, c, func() virtual.Line { return c.line })
	if line == nil {
		rsp.SetStatus(goble.ErrUnlikely) // nobody listens for the answer
		return
	}
	line.Write(u, bytes.Clone(r.Data()))
}

// told sends what the lock says.
func (l *links) told(c *central, u ble.UUID, b []byte) error {
	n := await(l, c, func() goble.Notifier { return c.subs[u] })
	if n == nil {
		return nil // nobody wants it
	}
	if n.Context().Err() != nil || c.over() {
		return io.ErrClosedPipe
	}
	stuck := time.AfterFunc(notifyWait, func() {
		select {
		case l.fail <- errors.New("softlock: the stack does not send"):
		default:
		}
	})
	defer stuck.Stop()
	if i, ok := n.(indicator); ok {
		return i.at.indicate(i.handle, b, func() { stuck.Stop() })
	}
	_, err := n.Write(b)
	return err
}

func (l *links) closeAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range l.lines {
		line.Close()
	}
}
