//go:build e2e && linux

package e2e

import (
	"slices"
	"sync"
	"testing"
	"time"

	"localiq/ble/rig/vradio"
	"localiq/core"
)

// fatal are the tricks that go-ble does not survive, or that stop it for all locks.
var fatal = []string{
	"a PDU above the MTU, then more", "requests of its own", "a first fragment of 2 bytes",
	"a signalling PDU of 1 byte", "an MTU of 0", "services that go backwards",
}

// rogue: one lock plays every trick that is known to bring a Bluetooth stack down, passers-by
// advertise what breaks parsers, and the controller reports what none should. The other fifteen
// are served all along; the rogue is left alone for a while, and an alert names its door.
func (f *fleet) rogue(t *testing.T) {
	f.drain(0)
	before := f.seen
	bad, good := f.locks[15], f.locks[2:15]
	crowd := vradio.Crowd(3, chaosSeed)
	for _, x := range crowd {
		air.Add(x)
		defer air.Remove(x)
	}
	var mu sync.Mutex
	var took []time.Duration
	old, replaced := f.radio(), 0
	for i, trick := range vradio.Tricks() {
		if !*long && !slices.Contains(fatal, trick.Name) {
			continue
		}
		bad.turn(&trick)
		hub.Event(0x3e, vradio.BrokenReports()[i%len(vradio.BrokenReports())]...)
		f.each([]*lock{good[i%13], good[(i+4)%13], good[(i+8)%13]}, func(l *lock) {
			for range 2 {
				r := l.present(strangeTag, unknown)
				mu.Lock()
				took = append(took, r.verdict.at.Sub(r.first))
				mu.Unlock()
			}
		})
		if pid := f.radio(); pid != old {
			t.Logf("%s: the radio was replaced", trick.Name)
			old, replaced = pid, replaced+1
		}
	}
	figure("beside a rogue and a hostile crowd: a tag at another door, to its verdict: %s; the radio was replaced %d times", spread(took), replaced)
	f.named(t, bad, before)
	bad.turn(nil)
	// Whoever else was under way at three falls is under suspicion, too: that may be one or another.
	taken := 0
	for _, l := range good {
		if slices.ContainsFunc(f.all(core.AlertRaised, l.door, before), func(a core.Line) bool { return a.Alert == core.AlertRadioFalls }) {
			taken++
		}
	}
	figure("beside a rogue: %d of %d innocent doors were taken for it as well", taken, len(good))
	if taken > len(good)/3 {
		t.Errorf("%d of %d doors were taken for the rogue", taken, len(good))
	}
}

// named has the rogue go on until its door has the alert: it may have been left alone for a while,
// and for the fall that others were suspected of, too.
func (f *fleet) named(t *testing.T, bad *lock, before core.Seq) {
	t.Helper()
	i := slices.IndexFunc(vradio.Tricks(), func(x vradio.Trick) bool { return x.Name == "an MTU of 0" })
	bad.turn(&vradio.Tricks()[i])
	for range 60 {
		if slices.ContainsFunc(f.all(core.AlertRaised, bad.door, before), func(a core.Line) bool { return a.Alert == core.AlertRadioFalls }) {
			return
		}
		bad.do("tag " + strangeTag)
		f.drain(time.Second)
	}
	t.Errorf("nobody says that the radio falls over %s: %s", bad.door, f.story())
}

// turn makes a hosted lock play a trick; nil: none any more. A tag is presented, so that the hub
// has to come.
func (l *lock) turn(trick *vradio.Trick) {
	l.p.Power(false)
	if gone := l.p.Parted(); gone != nil {
		<-gone
	}
	l.p.Answer = nil
	if trick != nil {
		l.p.Turn(*trick)
	}
	l.p.Power(true)
	if trick != nil {
		l.do("tag " + strangeTag)
	}
}
