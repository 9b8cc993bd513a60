package repeater

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"localiq/ble/radio"
)

// child is a radio process in a goroutine.
type child struct {
	net.Conn
	stop  context.CancelFunc
	ended chan struct{}
	err   error
}

func (c *child) Kill() { c.stop(); c.Conn.Close() }

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
