package rules

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// TestTwoLocksMustAgree: the median of the most that agree; two camps of the same size are none, and
// neither is one lock alone [decide.time].
func TestTwoLocksMustAgree(t *testing.T) {
	for name, c := range map[string]struct {
		says   []int64 // seconds
		median int64
		spread int64
		ok     bool
	}{
		"nobody":                    {nil, 0, 0, false},
		"one alone":                 {[]int64{100}, 0, 0, false},
		"two that agree":            {[]int64{100, 130}, 100, 30, true},
		"two that do not":           {[]int64{100, 131}, 0, 0, false},
		"three, one runs away":      {[]int64{5000, 104, 100}, 100, 4, true},
		"three that agree":          {[]int64{108, 104, 100}, 104, 8, true},
		"a chain is no agreement":   {[]int64{100, 125, 150, 175}, 0, 0, false},
		"two camps of two":          {[]int64{100, 101, 900, 901}, 0, 0, false},
		"three against two":         {[]int64{100, 101, 900, 901, 902}, 901, 2, true},
		"two camps, then a third":   {[]int64{100, 101, 900, 901, 2000, 2001, 2002}, 2001, 2, true},
		"the greater camp is first": {[]int64{100, 101, 102, 900, 901}, 101, 2, true},
	} {
		var ws []core.LockWord
		for i, s := range c.says {
			ws = withWord(ws, core.LockWord{Lock: core.LockID(rune('a' + i)), Base: s * int64(time.Second)})
		}
		base, spread, ok := agreed(ws)
		if ok != c.ok || base != c.median*int64(time.Second) || spread != time.Duration(c.spread)*time.Second {
			t.Errorf("%s: %v ± %v, %v", name, time.Duration(base), spread, ok)
		}
	}
}

// TestALockHasOneWord: its newest, and whoever read the list before still has the old one.
func TestALockHasOneWord(t *testing.T) {
	was := withWord(withWord(nil, core.LockWord{Lock: "b", Base: 1}), core.LockWord{Lock: "a", Base: 2})
	is := withWord(was, core.LockWord{Lock: "b", Base: 3})
	if len(is) != 2 || is[0].Lock != "a" || is[1].Base != 3 || was[1].Base != 1 {
		t.Errorf("%+v, then %+v", was, is)
	}
}

// clockwork is a box whose clock anybody may set, with sources that may lie.
type clockwork struct {
	t    *testing.T
	r    *rand.Rand
	s    *core.Site
	raw  core.Instant
	true int64 // what it really is at Up 0 of this boot
	ids  core.Seq
}

func (w *clockwork) at() core.Instant { return w.s.Hub.Clock.Judge(w.raw, w.s.At.Wall) }

func (w *clockwork) decide(e core.Event) {
	w.ids++
	before := w.s
	at := w.at()
	in := core.Input{ID: w.ids, At: at, Event: e}
	d := Decide(w.s, in)
	if !d.Empty() {
		w.s = w.s.Apply(w.ids, at, d.Changes)
	}
	w.holds(before, in, d)
}

// holds is what is always so.
func (w *clockwork) holds(before *core.Site, in core.Input, d core.Decision) {
	c, at := &w.s.Hub.Clock, w.at()
	if again := Decide(before, in); !sameJSON(w.t, d, again) {
		w.t.Fatalf("%T decided otherwise the second time", in.Event)
	}
	if raised := len(w.s.Hub.Alerts) == 1; raised != (at.Trust == core.Untrusted) {
		w.t.Fatalf("after %T: %v, and raised %v", in.Event, at.Trust, raised)
	}
	if c.Trust != at.Trust {
		w.t.Fatalf("after %T: told as %v, and is %v", in.Event, c.Trust, at.Trust)
	}
	if was := &before.Hub.Clock; c.Source == core.SourceBattery && was.Source == core.SourceNone && at.Wall < was.Floor-int64(setBack) {
		w.t.Fatalf("after %T: it is %v below what was kept, on a battery clock's word", in.Event, time.Duration(was.Floor-at.Wall))
	}
	if at.Wall < earliest() && at.Trust != core.Untrusted {
		w.t.Fatalf("after %T: it is believed to be %v", in.Event, at.In(time.UTC))
	}
	if n := Next(w.s); n.Up != 0 && n.Up <= w.raw.Up {
		w.t.Fatalf("after %T Next lies in the past: %v at %v", in.Event, n.Up, w.raw.Up)
	}
	for _, st := range w.s.Doors {
		if at.Trust == core.Untrusted && st.Office.On && st.Office.Mode != core.OfficeManual {
			w.t.Fatalf("after %T a schedule holds %s open, and nobody knows the time", in.Event, st.Door)
		}
	}
}

func sameJSON(t *testing.T, a, b any) bool { return string(mustJSON(t, a)) == string(mustJSON(t, b)) }

// says is a word that is mostly true, sometimes a little off, and sometimes anything.
func (w *clockwork) says() int64 {
	switch w.r.IntN(6) {
	case 0:
		return w.r.Int64N(4e18)
	case 1:
		return w.true + w.r.Int64N(int64(4*time.Hour)) - int64(2*time.Hour)
	}
	return w.true + w.r.Int64N(int64(20*time.Second)) - int64(10*time.Second)
}

func (w *clockwork) box() (b core.BoxClock) {
	b.Base = w.raw.Wall - int64(w.raw.Up)
	if w.r.IntN(3) == 0 {
		b.Battery = w.says()
	}
	if b.Synced = w.r.IntN(4) == 0; b.Synced {
		b.Base, b.Within = w.says(), 20*time.Millisecond
		w.raw.Wall = b.Base + int64(w.raw.Up)
	}
	return b
}

func (w *clockwork) step() {
	on := time.Duration(w.r.Int64N(int64(2 * time.Hour)))
	w.raw = w.raw.Add(on)
	switch w.r.IntN(10) {
	case 0:
		w.raw.Wall = w.says() + int64(w.raw.Up) // date -s
	case 1:
		w.true += int64(w.raw.Up) + w.r.Int64N(int64(24*time.Hour))
		w.raw.Boot, w.raw.Up = w.raw.Boot+"x", time.Duration(w.r.Int64N(int64(time.Minute)))
		w.raw.Wall = w.says()
		w.decide(core.HubStarted{Version: "1", Run: core.Epoch(w.r.Uint64()), Box: w.box()})
	case 2:
		w.decide(core.HubStarted{Version: "1", Run: core.Epoch(w.r.Uint64()), Box: w.box()})
	case 3, 4:
		w.decide(core.LockClock{Lock: []core.LockID{"front.lock", "back.lock", "nobodys"}[w.r.IntN(3)], Wall: w.says() + int64(w.raw.Up), Quality: core.Trust(w.r.IntN(3))})
	case 5:
		e := core.ClockConfirmed{}
		if w.r.IntN(2) == 0 {
			e.Wall = w.says() + int64(w.raw.Up)
		}
		w.decide(e)
	case 6:
		w.decide(core.AccessRequested{Lock: "front.lock", Request: "q", Kind: core.KeyTag, Digest: digest("Ana.tag")})
	default:
		w.decide(core.ClockRead{Box: w.box()})
	}
	w.decide(core.Ticked{})
}

// TestWhoeverLiesAboutTheTime: whatever sources, hands, power cuts and restarts say and do, what is
// told of the clock is what holds, a battery clock leads nobody back, a schedule holds nothing open
// while nobody is believed, and the same input decides the same. OM-12 OM-13
func TestWhoeverLiesAboutTheTime(t *testing.T) {
	const head = `site Europe/Amsterdam 2026-11-23 09:00:00
schedule hours Mon-Sun 00:00-24:00
door front easy hours
door back
group staff front hours
person Ana staff eom
tag Ana`
	seen := map[core.ClockSource]int{}
	for seed := range uint64(120) {
		st := &story{t: t, names: map[core.PersonID]core.Name{}, s: core.NewSite(core.HubState{ID: "hub00000"})}
		for l := range strings.SplitSeq(head, "\n") {
			st.setUp(l)
		}
		w := &clockwork{t: t, r: rand.New(rand.NewPCG(seed, 7)), s: st.s, ids: st.ids, true: st.now.Wall}
		w.raw = core.Instant{Wall: st.now.Wall, Boot: "b", Up: time.Minute}
		w.decide(core.HubStarted{Version: "1", Run: 1, Box: w.box()})
		for range 60 {
			w.step()
			seen[w.s.Hub.Clock.Source]++
		}
	}
	for _, by := range []core.ClockSource{core.SourceNone, core.SourceBattery, core.SourceLocks, core.SourceNTP, core.SourcePerson} {
		if seen[by] == 0 {
			t.Errorf("%v was never believed: this has tested less than it says", by)
		}
	}
}
