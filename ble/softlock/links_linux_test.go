package softlock

import (
	"bytes"
	"context"
	"testing"

	goble "github.com/go-ble/ble"

	"localiq/ble/virtual"
	"localiq/core/clock"
)

// conn is a connection of which only its identity and its MTU matter.
type conn struct {
	goble.Conn
	closed chan struct{}
}

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
	c := &conn{closed: make(chan struct{})}
	for range 2 {
		n := goble.NewNotifier(func(b []byte) (int, error) { return len(b), nil })
		served := make(chan struct{})
		go func() { l.subscribed(goble.NewRequest(c, nil, 0), n); close(served) }()
		if s := <-told; s != "link up" {
			t.Fatal(s)
		}
		n.Close()
		<-served
		if s := <-told; s != "link down" || len(l.subs) != 0 {
			t.Fatalf("%s, %d left", s, len(l.subs))
		}
	}
	n := goble.NewNotifier(func(b []byte) (int, error) { return len(b), nil })
	go l.subscribed(goble.NewRequest(c, nil, 0), n)
	<-told
	l.wrote(goble.NewRequest(c, bytes.Repeat([]byte{0xee}, 20), 0), goble.NewResponseWriter(nil))
	if s := <-told; s != "link ended" {
		t.Error(s)
	}
	<-c.closed
}

// The antenna of a machine that has no such adapter says so.
func TestNoAdapter(t *testing.T) {
	if err := Run(t.Context(), Config{Adapter: "eth0", State: t.TempDir() + "/lock"}, bytes.NewReader(nil), &bytes.Buffer{}); err == nil {
		t.Error("it ran on eth0")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Run(ctx, Config{Adapter: "hci0", State: t.TempDir() + "/lock"}, bytes.NewReader(nil), &bytes.Buffer{}); err == nil {
		t.Error("it ran in no time")
	}
}
