package driver_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/nuki/softnuki"
	"localiq/ble/virtual"
	"localiq/core"
)

// seen is what can be seen and heard at a door.
type seen struct {
	mu    sync.Mutex
	lines []string
}

func (w *seen) say(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, line)
}

// times is how often the bolt was seen to come there.
func (w *seen) times(state string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, l := range w.lines {
		if strings.HasPrefix(l, "bolt "+state+" ") {
			n++
		}
	}
	return n
}

// watched is a lock with a motor, and somebody who looks at it.
func watched(cfg softnuki.Config) (softnuki.Config, *seen) {
	w := &seen{}
	cfg.Motor, cfg.Latch, cfg.Say = 2*time.Second, 3*time.Second, w.say
	return cfg, w
}

// The three things that a bolt can be told, each answered when it is done and in the log as ours.
func TestNukiTurns(t *testing.T) {
	for _, c := range []struct {
		turn core.Turn
		to   core.Bolt
		line string
	}{{unlock, core.BoltUnlocked, "unlatched"}, {hold, core.BoltUnlocked, "unlocked"}, {lock, core.BoltLocked, "locked"}} {
		inNukis(t, func(s *site) {
			cfg, w := watched(softnuki.Config{})
			d := s.tendedNuki(cfg)
			if d.hands("manual unlock"); c.to == core.BoltUnlocked {
				s.quiet(5 * time.Second)
				d.hands("manual lock")
			}
			d.rest()
			before := w.times(c.line)
			id := d.do(c.turn, 10*time.Second)
			if a := d.answered(id); a.Result != core.ResultDone || a.Detail != "" {
				t.Errorf("%s: %+v", c.line, a)
			}
			e, in := next[core.BoltTurned](d)
			if e.To != c.to || e.By != core.ByHub || in.Late || in.Claim.Within != time.Second {
				t.Errorf("%s: %+v", c.line, in)
			}
			if n := w.times(c.line) - before; n != 1 {
				t.Errorf("%s %d times", c.line, n)
			}
			if r, _ := next[core.LockReported](d); r.Bolt != c.to {
				t.Errorf("%s: reported %v", c.line, r.Bolt)
			}
		})
	}
}

// A lock that is busy has said so to this very action, before anything moved: it is told again, also
// to pull the latch, and once, as long as the wish is good; then it is refused.
func TestBusyNukiIsToldAgain(t *testing.T) {
	for busy, want := range map[int]core.Result{2: core.ResultDone, 100: core.ResultRefused} {
		inNukis(t, func(s *site) {
			cfg, w := watched(softnuki.Config{})
			d := s.tendedNuki(cfg)
			d.rest()
			d.Fault(softnuki.Busy, busy)
			id := d.do(unlock, 30*time.Second)
			start := time.Now()
			if a := d.answered(id); a.Result != want {
				t.Errorf("busy %d times: %+v", busy, a)
			}
			s.quiet(time.Minute)
			if n := w.times("unlatched"); n != map[core.Result]int{core.ResultDone: 1}[want] {
				t.Errorf("busy %d times: the latch was pulled %d times", busy, n)
			}
			t.Logf("busy %d times: %v", busy, time.Since(start))
		})
	}
	inNukis(t, func(s *site) { // and no longer than the wish is good
		cfg, w := watched(softnuki.Config{})
		d := s.tendedNuki(cfg)
		d.rest()
		d.Fault(softnuki.Busy, 100)
		id := d.do(unlock, 3*time.Second)
		start := time.Now()
		if a := d.answered(id); a.Result != core.ResultExpired || time.Since(start) > 4*time.Second || w.times("unlatched") != 0 {
			t.Errorf("%+v after %v", a, time.Since(start))
		}
	})
}

// A jam is a jam, and what the lock says of a stale challenge says that nothing has happened.
func TestNukiRefusals(t *testing.T) {
	inNukis(t, func(s *site) {
		cfg, w := watched(softnuki.Config{})
		d := s.tendedNuki(cfg)
		d.rest()
		d.Fault(softnuki.BadNonce, 1)
		if a := d.answered(d.do(unlock, 10*time.Second)); a.Result != core.ResultDone || w.times("unlatched") != 1 {
			t.Errorf("%+v, unlatched %d times", a, w.times("unlatched"))
		}
		d.hands("jam")
		if a := d.answered(d.do(lock, 10*time.Second)); a.Result != core.ResultJammed {
			t.Errorf("%+v", a)
		}
		if r, _ := next[core.LockReported](d); r.Bolt != core.BoltJammed {
			t.Errorf("%+v", r)
		}
		if a := d.answered(d.do(core.Turn{Move: core.Move{To: core.BoltPrivacy}}, time.Second)); a.Result != core.ResultRefused {
			t.Errorf("%+v", a)
		}
		if a := d.answered(d.do(core.Identify{For: time.Second}, 10*time.Second)); a.Result != core.ResultRefused {
			t.Errorf("%+v", a)
		}
	})
}

// The last word of a lock may be late or never come: the bolt is where it should be, by its own
// authentic word. A late one is not taken for the last word on something else.
func TestLateLastWord(t *testing.T) {
	for _, late := range []int{4, 10, 600} {
		inNukis(t, func(s *site) {
			cfg, w := watched(softnuki.Config{})
			d := s.tendedNuki(cfg)
			d.rest()
			d.Fault(softnuki.LateCompletion, late)
			id := d.do(unlock, 10*time.Second)
			start := time.Now()
			if a := d.answered(id); a.Result != core.ResultDone || time.Since(start) > 10*time.Second {
				t.Errorf("%d s: %+v after %v", late, a, time.Since(start))
			}
			relock := d.do(lock, 40*time.Second)
			if a := d.answered(relock); a.Result != core.ResultDone || w.times("locked") != 1 {
				t.Errorf("%d s: %+v, locked %d times", late, a, w.times("locked"))
			}
			d.hands("open")
			next[core.DoorOpened](d)
			s.quiet(time.Minute)
			if n := count[core.JournalBegun](d); n != 1 || w.times("unlatched") != 1 {
				t.Errorf("%d s: %d journals, unlatched %d times", late, n, w.times("unlatched"))
			}
			d.inOrder()
		})
	}
}

// The link is lost at every step of an opening and a relock in turn. Whatever the step: the latch is
// pulled once at most, ever; who asks what is unknown learns what the lock did; and the log arrives
// whole, once, in order.
func TestNukiLinkLostAtEveryStep(t *testing.T) {
	steps := 0
	cut := func(t *testing.T, after int) (frames int) {
		synctest.Test(t, func(t *testing.T) {
			c := &cutting{}
			s, end := newSite(t, withNuki(setup{between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }}))
			defer end()
			cfg, w := watched(softnuki.Config{})
			d := s.tendedNuki(cfg)
			d.rest()
			before, _, _ := c.soFar()
			c.arm(after)
			opened := d.certain(unlock)
			if n := w.times("unlatched"); n > 1 || opened != (n == 1) {
				t.Errorf("said to be done: %v; the latch was pulled %d times", opened, n)
			}
			d.certain(lock)
			now, _, _ := c.soFar()
			frames = now - before
			d.hands("open")
			next[core.DoorOpened](d)
			d.rest()
			d.inOrder()
			if n := w.times("unlatched"); n > 1 {
				t.Errorf("the latch was pulled %d times", n)
			}
		})
		return frames
	}
	if steps = cut(t, 0); steps < 30 {
		t.Fatalf("only %d frames went out: nothing was cut", steps)
	}
	for ; steps > 0; steps-- {
		t.Run(fmt.Sprint(steps), func(t *testing.T) { cut(t, steps) })
	}
}

// certain gives a command as the rules do: what is unknown is asked for, and a latch that was not
// pulled is nobody's to pull again. It is true when the lock did it.
func (d *nukiDoor) certain(turn core.Turn) bool {
	d.site.t.Helper()
	id := d.do(turn, 10*time.Second)
	a := d.answered(id)
	for asked := 0; a.Result == core.ResultUnknown; asked++ {
		if asked == 5 {
			d.site.t.Fatalf("it stays unknown\n%s", d.site.story())
		}
		d.do(core.AskResult{Of: id, Closes: turn.Move.Closes()}, 0)
		a = d.answered(id)
	}
	return a.Result == core.ResultDone
}

// inOrder checks that the log came whole, once, and in order.
func (d *nukiDoor) inOrder() {
	d.site.t.Helper()
	at := uint32(0)
	for _, in := range d.entries() {
		if in.Claim.Index != at+1 {
			d.site.t.Errorf("entry %d behind %d", in.Claim.Index, at)
		}
		at = in.Claim.Index
	}
	if at == 0 {
		d.site.t.Error("nothing of the log was told")
	}
}
