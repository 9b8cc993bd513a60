package softlock

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"

	goble "github.com/go-ble/ble"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// conn is a connection of which only its identity, its MTU and its end matter.
type conn struct {
	goble.Conn
	closed chan struct{}
}

func newConn() *conn { return &conn{closed: make(chan struct{})} }

func (*conn) TxMTU() int     { return 247 }
func (c *conn) Close() error { close(c.closed); return nil }

// A subscription is a link, a second one on the same connection another, and a write finds the
// newest. What a stranger writes ends the link and nothing else.
func TestLinks(t *testing.T) {
	lock, err := virtual.New(virtual.Config{}, clock.Process())
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	told := make(chan string, 16)
	l := newLinks(lock, func(s string) { told <- s }, make(chan error, 1))
	below := newConn()
	c, tx, rx := newCentral(below), profile.GATT.Chars[profile.TX], profile.GATT.Chars[profile.RX]
	for range 2 {
		n := goble.NewNotifier(func(b []byte) (int, error) { return len(b), nil })
		served := make(chan struct{})
		go func() { l.subscribed(tx, goble.NewRequest(c, nil, 0), n); close(served) }()
		if s := <-told; s != "link up" {
			t.Fatal(s)
		}
		n.Close()
		<-served
		if s := <-told; s != "link down" || len(l.lines) != 0 || len(c.subs) != 0 {
			t.Fatalf("%s, %d lines, %d subscriptions left", s, len(l.lines), len(c.subs))
		}
	}
	n := goble.NewNotifier(func(b []byte) (int, error) { return len(b), nil })
	go l.subscribed(tx, goble.NewRequest(c, nil, 0), n)
	<-told
	l.wrote(rx, goble.NewRequest(c, bytes.Repeat([]byte{0xee}, 20), 0), goble.NewResponseWriter(nil))
	if s := <-told; s != "link ended" {
		t.Error(s)
	}
	<-below.closed
}

// TestSilentConnectionIsEnded [lock-profile 4]: a stranger's silent link shuts nobody out.
func TestSilentConnectionIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lock, err := virtual.New(virtual.Config{}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Close()
		l := newLinks(lock, func(string) {}, make(chan error, 1))
		began := time.Now()
		silent := newConn()
		l.expect(newCentral(silent))
		if <-silent.closed; time.Since(began) != profile.HandshakeWait {
			t.Errorf("it was ended after %s", time.Since(began))
		}
		talks := newConn()
		c := newCentral(talks)
		c.line = lock.Answer(247, func(ble.UUID, []byte) error { return nil })
		l.expect(c)
		select {
		case <-talks.closed:
			t.Error("who subscribed was shut out")
		default:
		}
	})
}

// A write that nobody will hear the answer to is refused, after a while.
func TestWriteWithoutSubscription(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lock, err := virtual.New(virtual.Config{}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Close()
		l := newLinks(lock, func(string) {}, make(chan error, 1))
		rsp := goble.NewResponseWriter(nil)
		l.wrote(profile.GATT.Chars[profile.RX], goble.NewRequest(newCentral(newConn()), []byte{1}, 0), rsp)
		if rsp.Status() != goble.ErrUnlikely {
			t.Errorf("%v", rsp.Status())
		}
	})
}

// The antenna of a machine that has no such adapter says so.
func TestNoAdapter(t *testing.T) {
	for _, m := range append(Models, "") {
		var out bytes.Buffer
		if err := Run(t.Context(), Config{Adapter: "eth0", State: t.TempDir() + "/lock", Model: m}, bytes.NewReader(nil), &out); err == nil {
			t.Error(m, "it ran on eth0")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := Run(ctx, Config{Adapter: "hci0", State: t.TempDir() + "/lock", Model: m}, bytes.NewReader(nil), &out); err == nil {
			t.Error(m, "it ran in no time")
		}
	}
	if err := Run(t.Context(), Config{Adapter: "hci0", State: t.TempDir() + "/lock", Model: "yale"}, bytes.NewReader(nil), &bytes.Buffer{}); err == nil {
		t.Error("it is a Yale")
	}
}
