package driver_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"localiq/ble"
	"localiq/ble/virtual"
	"localiq/core"
)

// cutting is an air whose links to one lock end after so many frames, counted both ways over
// all of them: each call of arm sets the count for one cut.
type cutting struct {
	*virtual.Air
	mu    sync.Mutex
	left  int // 0: no cut
	count int // frames that went through
	dials int
	links int // that came up
}

func (c *cutting) arm(after int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = after
}

// soFar are the frames that went through, the calls, and the links that came of them.
func (c *cutting) soFar() (frames, dials, links int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count, c.dials, c.links
}

// frame counts one, and is true for the one that the link does not survive.
func (c *cutting) frame() (last bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	if c.left > 0 {
		c.left--
		return c.left == 0
	}
	return false
}

func (c *cutting) Connect(ctx context.Context, a ble.Addr, g ble.GATT) (ble.Link, error) {
	c.mu.Lock()
	c.dials++
	c.mu.Unlock()
	l, err := c.Air.Connect(ctx, a, g)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	c.links++
	c.mu.Unlock()
	n := &cutLink{Link: l, air: c, addr: a, notes: make(chan ble.Note, 64), done: make(chan struct{})}
	go n.pump()
	return n, nil
}

type cutLink struct {
	ble.Link
	air   *cutting
	addr  ble.Addr
	notes chan ble.Note
	done  chan struct{} // closed by pump
}

func (l *cutLink) Notifications() <-chan ble.Note { return l.notes }

// Write delivers the last frame, but nobody learns that it did.
func (l *cutLink) Write(ctx context.Context, c ble.Char, b []byte) error {
	err := l.Link.Write(ctx, c, b)
	if l.air.frame() {
		l.air.Drop(l.addr)
		return ble.ErrLinkLost
	}
	return err
}

func (l *cutLink) Done() <-chan struct{} { return l.done }

// pump passes on what came, also after the end: it came before.
func (l *cutLink) pump() {
	defer close(l.done)
	for done := l.Link.Done(); done != nil || len(l.Link.Notifications()) > 0; {
		select {
		case n := <-l.Link.Notifications():
			if l.air.frame() {
				l.air.Drop(l.addr)
				return
			}
			l.notes <- n
		case <-done:
			done = nil
		}
	}
}

// The link is lost at every step of an opening in turn. Whatever the step: the journal arrives
// whole, once, in order; every command is answered; none moves the bolt twice; and whoever
// asks what is unknown learns what the lock did.
func TestLinkLostAtEveryStep(t *testing.T) {
	steps := 0
	cut := func(t *testing.T, after int) int {
		var frames int
		synctest.Test(t, func(t *testing.T) {
			c := &cutting{}
			s, end := newSite(t, setup{links: 0, between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }})
			defer end()
			d := s.tended(virtual.Config{Motor: 300 * time.Millisecond})
			s.quiet(15 * time.Second)
			before := c.count
			c.arm(after)
			d.opening(t)
			frames = c.count - before
		})
		return frames
	}
	if steps = cut(t, 0); steps < 5 {
		t.Fatalf("only %d frames went out: nothing was cut", steps)
	}
	for ; steps > 0; steps-- {
		t.Run(fmt.Sprint(steps), func(t *testing.T) { cut(t, steps) })
	}
}

// opening is a tag, its verdict, the door, and a relock from afar, with a hub that behaves as
// the rules do.
func (d *door) opening(t *testing.T) {
	s := d.site
	d.hands("open", "close", "tag 04A1B2C3D4E5F6")
	var verdict, relock core.CommandID
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); {
		in, ok := s.readWithin(time.Until(end))
		if !ok {
			break
		}
		switch e := in.Event.(type) {
		case core.AccessRequested:
			verdict = d.do(grant(e.Request, time.Minute), 3*time.Second)
		case core.BoltTurned:
			if e.To == core.BoltUnlocked {
				d.hands("open", "close")
				relock = d.do(lock, 10*time.Second)
			}
		case core.CommandAnswered:
			if e.Result == core.ResultUnknown {
				d.do(core.AskResult{Of: e.Command}, 0)
			}
		}
	}
	if err := d.once(); err != nil {
		t.Error(err)
	}
	if got := turns(d); len(got) > 2 {
		t.Errorf("the bolt turned %v", got)
	}
	for _, id := range []core.CommandID{verdict, relock} {
		if r := d.result(id); !id.IsZero() && r != core.ResultDone && r != core.ResultExpired && r != core.ResultNeverSeen {
			t.Errorf("command %s: %s\n%s", id, r, s.story())
		}
	}
}

// result is the last word on a command.
func (d *door) result(id core.CommandID) (r core.Result) {
	for _, in := range d.site.seen {
		if a, ok := in.Event.(core.CommandAnswered); ok && a.Command == id {
			r = a.Result
		}
	}
	return r
}

// Whatever happens to links, power, radio and hub: the journal arrives whole, once, in order
// (spec: lock.offline; contract 6).
func TestJournalSurvivesEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rapid.Check(struct{ rapid.TB }{t}, func(rt *rapid.T) { // a bubble has no deadline
			c := &cutting{}
			s, end := newSite(t, setup{links: 0, between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }})
			defer end()
			d := s.tended(virtual.Config{Journal: 10000, Motor: 200 * time.Millisecond})
			h := &cursorHub{door: d}
			h.take(s.seen)
			for range rapid.IntRange(1, 40).Draw(rt, "steps") {
				h.step(rt, c)
			}
			s.air.Flow(d.addr)
			s.air.Rise()
			c.arm(0)
			_ = d.Hands("power on")
			h.take(s.quiet(3 * time.Minute))
			if h.err == nil {
				h.err = d.once()
			}
			if h.err != nil {
				rt.Fatalf("%v\n%s", h.err, s.story())
			}
		})
	})
}

// cursorHub takes the journal as the rules do: what it has it passes over, and a gap is an
// error.
type cursorHub struct {
	*door
	at  uint32
	err error
}

func (h *cursorHub) take(ins []core.Input) {
	for _, in := range ins {
		if i := in.Claim.Index; i == h.at+1 {
			h.at = i
		} else if i > h.at+1 && h.err == nil {
			h.err = fmt.Errorf("entry %d after %d", i, h.at)
		}
	}
}

func (h *cursorHub) step(rt *rapid.T, c *cutting) {
	s := h.site
	switch rapid.SampledFrom([]string{"hands", "hands", "hands", "read", "read", "busy", "drop", "cut", "cut", "stall", "flow", "power", "fall", "rise", "turn", "ack", "again"}).Draw(rt, "step") {
	case "hands":
		line := rapid.SampledFrom([]string{"open", "close", "handle", "tag 04A1B2C3D4E5F6", "tamper"}).Draw(rt, "line")
		_ = h.Hands(line) // without power, hands do nothing
	case "read":
		h.take(s.quiet(time.Duration(rapid.IntRange(1, 20000).Draw(rt, "ms")) * time.Millisecond))
	case "busy":
		time.Sleep(time.Duration(rapid.IntRange(1, 20000).Draw(rt, "ms")) * time.Millisecond)
	case "drop":
		s.air.Drop(h.addr)
	case "cut":
		c.arm(rapid.IntRange(1, 30).Draw(rt, "frames"))
	case "stall":
		s.air.Stall(h.addr)
	case "flow":
		s.air.Flow(h.addr)
	case "power":
		_ = h.Hands(rapid.SampledFrom([]string{"power off", "power on"}).Draw(rt, "power"))
	case "fall":
		s.air.Fall()
	case "rise":
		s.air.Rise()
	case "turn":
		h.do(rapid.SampledFrom([]core.Op{unlock, lock, hold}).Draw(rt, "turn"), 5*time.Second)
	case "ack":
		h.do(core.AckJournal{Cursor: core.Cursor{Journal: h.core.Journal, Index: h.at}}, 0)
	case "again":
		h.again(uint32(rapid.IntRange(0, int(h.at)).Draw(rt, "from")))
	}
}

// again is a hub whose commit failed: it is back at an earlier entry, and says so.
func (h *cursorHub) again(from uint32) {
	kept := h.site.seen[:0]
	for _, in := range h.site.seen {
		if in.Claim.Index <= from {
			kept = append(kept, in)
		}
	}
	h.site.seen, h.at = kept, from
	h.tend(core.Cursor{Journal: h.core.Journal, Index: from})
}
