package repeater

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/core"
)

var (
	lockA   = ble.Addr{MAC: [6]byte{0xc0, 1, 2, 3, 4, 5}, Random: true}
	service = ble.GATT{Service: ble.UUID{1}, Chars: []ble.UUID{{2}, {3}}, Notify: []ble.Char{1}}
	beacon  = []byte("nobody in between may read this")
)

// patience is for what has no deadline of its own.
const patience = 20 * time.Second

// ether is the air around a box: a lock in it echoes what is written to it.
type ether struct {
	mu    sync.Mutex
	links []*echo
}

func (e *ether) Scan(ctx context.Context, sink func(ble.Advert)) error {
	t := time.NewTicker(50 * time.Millisecond)
	defer t.Stop()
	for {
		sink(ble.Advert{Addr: lockA, RSSI: -50, Connectable: true, Data: beacon})
		select {
		case <-t.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (e *ether) Connect(context.Context, ble.Addr, ble.GATT) (ble.Link, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := &echo{notes: make(chan ble.Note, 64), done: make(chan struct{})}
	e.links = append(e.links, l)
	return l, nil
}

type echo struct {
	notes chan ble.Note
	once  sync.Once
	done  chan struct{}
}

func (l *echo) Write(_ context.Context, _ ble.Char, b []byte) error {
	l.notes <- ble.Note{Char: 1, Data: bytes.Clone(b)}
	return nil
}
func (l *echo) Notifications() <-chan ble.Note { return l.notes }
func (l *echo) Done() <-chan struct{}          { return l.done }
func (l *echo) Err() error                     { return nil }
func (l *echo) MTU() int                       { return 247 }
func (l *echo) Close() error                   { l.once.Do(func() { close(l.done) }); return nil }

// child is a radio process in a goroutine.
type child struct {
	net.Conn
	stop  context.CancelFunc
	ended chan struct{}
	err   error
}

func (c *child) Kill()       { c.stop(); c.Conn.Close() }
func (c *child) Wait() error { <-c.ended; c.stop(); return c.err }

// serving starts children that run f.
func serving(f func(context.Context, net.Conn) error) radio.Start {
	return func(context.Context) (radio.Process, error) {
		ours, theirs := net.Pipe()
		ctx, stop := context.WithCancel(context.Background())
		c := &child{Conn: ours, stop: stop, ended: make(chan struct{})}
		go func() {
			defer close(c.ended)
			defer theirs.Close()
			c.err = f(ctx, theirs)
		}()
		return c, nil
	}
}

// station is a box at a place in the network.
type station struct {
	*Box
	t       *testing.T
	home    Home
	address string
	air     *ether
	mu      sync.Mutex
	said    []string
	log     chan string   // line by line
	started chan struct{} // a token for each radio process
}

// Write takes a line of the log.
func (s *station) Write(b []byte) (int, error) { s.log <- string(b); return len(b), nil }

// logged is the next line of the log that has what is looked for in it.
func (s *station) logged(what string) string {
	s.t.Helper()
	late := time.After(patience)
	for {
		select {
		case l := <-s.log:
			if strings.Contains(l, what) {
				return l
			}
		case <-late:
			s.t.Fatalf("nothing of %q in the log", what)
		}
	}
}

// newStation serves until the test ends. children is nil for a radio over an ether.
func newStation(t *testing.T, allow []string, children radio.Start) *station {
	t.Helper()
	s := &station{t: t, home: Home{t.TempDir()}, air: &ether{}, started: make(chan struct{}, 1000), log: make(chan string, 1000)}
	if children == nil {
		children = serving(func(ctx context.Context, c net.Conn) error { return radio.ServeOver(ctx, c, "hci7", s.air) })
	}
	var err error
	s.Box, err = NewBox(s.home, func(ctx context.Context) (radio.Process, error) {
		s.started <- struct{}{}
		return children(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Allow, s.Log = allow, slog.New(slog.NewTextHandler(s, nil))
	s.Say = func(l string) { s.mu.Lock(); s.said = append(s.said, l); s.mu.Unlock() }
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	if err := s.look(); err != nil { // now, so that a test finds the code
		t.Fatal(err)
	}
	go func() { over <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-over:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the box ended with %v", err)
			}
		case <-time.After(patience):
			t.Error("the box does not end")
		}
	})
	return s
}

// shown is the code that the box showed last.
func (s *station) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := ""
	for _, l := range s.said {
		if c, ok := strings.CutPrefix(l, "Code: "); ok {
			code = c
		}
	}
	return code
}

// hub is the other side, with all that it heard.
type hub struct {
	*Posts
	t      *testing.T
	air    *ble.Several
	events chan core.Event
	key    ed25519.PrivateKey
}

func newHub(t *testing.T) *hub {
	t.Helper()
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	h := &hub{t: t, air: ble.NewSeveral(), events: make(chan core.Event, 256), key: key}
	var err error
	if h.Posts, err = NewPosts(key, h.air, func(e core.Event) { h.air.Tell(e); h.events <- e }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- h.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-over; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
	})
	return h
}

// add pairs a station and returns it as the configuration would have it.
func (h *hub) add(id core.RepeaterID, s *station, via core.RepeaterID) core.Repeater {
	h.t.Helper()
	r, err := h.Pair(h.t.Context(), core.AddRepeater{Address: s.address, Code: s.shown(), Name: string(id), Via: via})
	if err != nil {
		h.t.Fatal(err)
	}
	r.ID, r.Name, r.Via = id, string(id), via
	return r
}

func (h *hub) event() core.Event {
	h.t.Helper()
	select {
	case e := <-h.events:
		return e
	case <-time.After(patience):
		h.t.Fatal("no event")
		return nil
	}
}

func (h *hub) rises(id core.RepeaterID) {
	h.t.Helper()
	if e, ok := h.event().(core.RadioRose); !ok || e.Adapter != string(id) {
		h.t.Fatalf("want the rise of %s, got %+v", id, e)
	}
}

func (h *hub) falls(id core.RepeaterID) core.RadioFell {
	h.t.Helper()
	e := h.event()
	fell, ok := e.(core.RadioFell)
	if !ok || fell.Adapter != string(id) {
		h.t.Fatalf("want the fall of %s, got %#v", id, e)
	}
	return fell
}

// talks connects to the lock and has it echo.
func (h *hub) talks() ble.Link {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	l, err := h.air.Connect(ctx, lockA, service)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := l.Write(ctx, 0, []byte("knock")); err != nil {
		h.t.Fatal(err)
	}
	select {
	case n := <-l.Notifications():
		if string(n.Data) != "knock" {
			h.t.Fatalf("the echo is %q", n.Data)
		}
	case <-ctx.Done():
		h.t.Fatal("no echo")
	}
	return l
}

// relay is a piece of network in front of an address: late, cut, or with an ear in it.
type relay struct {
	address string
	mu      sync.Mutex
	delay   time.Duration
	cut     bool // nothing goes through, and nobody is told
	heard   bytes.Buffer
}

func newRelay(t *testing.T, to string) *relay {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{address: l.Addr().String()}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	t.Cleanup(func() { cancel(); l.Close(); wg.Wait() })
	wg.Go(func() {
		for {
			a, err := l.Accept()
			if err != nil {
				return
			}
			b, err := net.Dial("tcp", to)
			if err != nil {
				a.Close()
				continue
			}
			context.AfterFunc(ctx, func() { a.Close(); b.Close() })
			wg.Go(func() { r.pass(a, b) })
			wg.Go(func() { r.pass(b, a) })
		}
	})
	return r
}

func (r *relay) set(delay time.Duration, cut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.delay, r.cut = delay, cut
}

// parcel is what was read, and when it may go on.
type parcel struct {
	b  []byte
	at time.Time
}

func (r *relay) pass(from, to net.Conn) {
	late := make(chan parcel, 4096)
	var wg sync.WaitGroup
	wg.Go(func() {
		for p := range late {
			time.Sleep(time.Until(p.at)) // the network's own slowness, not the test's
			if _, err := to.Write(p.b); err != nil {
				from.Close()
			}
		}
		to.Close()
	})
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		r.mu.Lock()
		delay, cut := r.delay, r.cut
		r.heard.Write(b[:n])
		r.mu.Unlock()
		if n > 0 && !cut {
			late <- parcel{bytes.Clone(b[:n]), time.Now().Add(delay)}
		}
		if err != nil && !cut {
			break
		}
		if err != nil {
			_, _ = io.Copy(io.Discard, from)
			break
		}
	}
	close(late)
	wg.Wait()
}

func (r *relay) overheard(what []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Contains(r.heard.Bytes(), what)
}
