package rules

import (
	"fmt"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// guard is who sits beside a door and writes down what D-6 says, knowing nothing of the rules' own
// state: the times of what happened, and nothing else.
type guard struct {
	exit, grant      time.Duration // the last of each; negative: never
	closed, locked   bool
	opened, shut     time.Duration // of the opening that goes on, or was last
	open, suspicious bool
	forced           int
}

func (g *guard) sees(ev core.Event, now time.Duration) {
	g.passes(now)
	switch e := ev.(type) {
	case core.LockReported:
		g.closed, g.locked = true, true
	case core.HandleTurned:
		g.exit, g.suspicious = now, false // told just after, it explains as well
	case core.AccessRequested:
		g.grant, g.suspicious = now, false
	case core.BoltTurned:
		g.locked = e.To == core.BoltLocked
	case core.DoorOpened:
		if g.open {
			return
		}
		bounced := g.shut >= 0 && now-g.shut < time.Second
		if g.open = true; !bounced {
			g.opened = now
			g.suspicious = g.closed && g.locked && g.exit >= 0 && now-g.exit > 6*time.Second && (g.grant < 0 || now-g.grant > 9*time.Second)
		}
		g.closed = false
	case core.DoorClosed:
		if g.open {
			g.open, g.shut, g.suspicious = false, now, false
			if now-g.opened < 300*time.Millisecond { // it only bounced: what opens next is another opening
				g.shut = -1
			}
		}
		g.closed = true
	}
}

// passes: an opening that has lasted for 0.3 s is one.
func (g *guard) passes(now time.Duration) {
	if g.suspicious && now-g.opened >= 300*time.Millisecond {
		g.suspicious, g.forced = false, g.forced+1
	}
}

// D-6, D-4: the rules call forced what the guard calls forced, neither more nor less.
func TestForcedIsWhatTheGuardSaw(t *testing.T) {
	s, all := base(t), 0
	rapid.Check(t, func(t *rapid.T) {
		l := &life{t: t, s: s, now: at("2026-11-23T16:50:00"), ids: s.Seq}
		g := &guard{exit: -1, grant: -1, shut: -1}
		raised := 0
		take := func(ev core.Event) {
			l.tell(ev)
			g.sees(ev, l.now.Up)
			for _, n := range l.steps[len(l.steps)-1].d.Notices {
				if n.What == core.AlertRaised && n.Alert == core.AlertForced {
					raised++
				}
			}
			if raised != g.forced {
				t.Fatalf("after %T the rules have called %d forced, and the guard %d", ev, raised, g.forced)
			}
		}
		take(core.HubStarted{Version: "1"})
		take(core.LockReported{Lock: "back.lock", Bolt: core.BoltLocked, BoltAge: -1, Contact: core.ContactClosed, ContactAge: -1})
		if rapid.Bool().Draw(t, "shown before") {
			take(core.HandleTurned{Lock: "back.lock"})
		}
		for range rapid.IntRange(20, 60).Draw(t, "events") {
			gap := rapid.SampledFrom([]time.Duration{0, 100, 200, 299, 300, 999, 1000, 3000, 6000, 6001, 9000, 9001, 20_000, 70_000}).Draw(t, "gap")
			for until := l.now.Add(gap * time.Millisecond); ; {
				w := Next(l.s)
				if w.Up == 0 || w.Up > until.Up {
					l.now = until
					break
				}
				l.now = l.now.Add(w.Up - l.now.Up)
				take(core.Ticked{})
			}
			ev := rapid.SampledFrom(atTheDoor).Draw(t, "event")
			if e, key := ev.(core.AccessRequested); key {
				e.Request = core.RequestID(fmt.Sprint(l.ids))
				ev = e
			}
			take(ev)
		}
		all += raised
	})
	if all == 0 {
		t.Error("in all those lives nothing was forced")
	}
}

var atTheDoor = []core.Event{
	core.DoorOpened{Lock: "back.lock"}, core.DoorClosed{Lock: "back.lock"}, core.DoorOpened{Lock: "back.lock"}, core.DoorClosed{Lock: "back.lock"},
	core.HandleTurned{Lock: "back.lock"}, core.AccessRequested{Lock: "back.lock", Kind: core.KeyTag, Digest: digest("Ben.tag")},
	core.BoltTurned{Lock: "back.lock", To: core.BoltLocked, By: core.ByRelock},
	core.BoltTurned{Lock: "back.lock", To: core.BoltLocked, By: core.ByKey}, core.BoltTurned{Lock: "back.lock", To: core.BoltUnlocked, By: core.ByKey},
}
