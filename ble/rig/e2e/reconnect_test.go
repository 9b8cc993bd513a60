//go:build e2e && linux

package e2e

import (
	"net"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// reconnects: a hundred links are made and lost again, and neither the hub nor its radio has more
// of anything than before.
func (f *fleet) reconnects(t *testing.T) {
	locks := f.locks[2:7]
	f.each(locks, func(l *lock) { l.reconnect() }) // what is made once, is made
	f.blind(t)
	hub, radio := f.baseline(t)
	pid := f.radio()
	var links atomic.Int64
	t0 := time.Now()
	f.each(locks, func(l *lock) {
		for range scaled(4, 20) {
			l.reconnect()
			links.Add(1)
		}
	})
	figure("%d links made, used and lost, over five slots: %s each", links.Load(), (time.Since(t0) / time.Duration(links.Load())).Round(time.Millisecond))
	if f.radio() != pid {
		t.Error("it cost the radio")
	}
	f.flat(t, hub, radio)
}

// reconnect has a tag answered over a link, and then the link is gone.
func (l *lock) reconnect() {
	l.t.Helper()
	l.present(strangeTag, unknown)
	if k := l.p.Link(); k != nil {
		gone := l.p.Parted()
		k.Drop(0x08)
		<-gone
	}
}

// blind is the control: descriptors that somebody does leak are seen.
func (f *fleet) blind(t *testing.T) {
	pid := f.hub.cmd.Process.Pid
	before := vitalsOf(t, pid)
	for range 8 {
		c, err := net.Dial("unix", filepath.Join(f.data, "localiq.sock"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	f.snapshot(t) // the hub has taken all of them by now: it takes them in order
	if after := vitalsOf(t, pid); before.holds(after) {
		t.Errorf("eight connections more do not show: before %s; after %s", before, after)
	}
}
