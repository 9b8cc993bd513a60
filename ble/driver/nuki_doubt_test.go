package driver_test

import (
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/core"
)

// "Never seen" has people told that nothing has moved, and try again: where the door may have opened
// it is not said, however often somebody asks.
func TestDoubtIsNoProofThatNothingMoved(t *testing.T) {
	b := newBadNuki(t, driver.Place{})
	l := b.lock
	l.Admin = nil // no log
	b.say(states(nuki.Locked))
	b.step(driver.In{Command: &core.Command{Lock: "l", Op: core.Tend{Lock: l}}})
	for range 6 {
		b.answers20()
	}
	of := core.CommandID{Seq: 99}
	for range 5 {
		b.do(core.AskResult{Of: of})
		for range 20 {
			b.answers20()
			b.wait(time.Second)
		}
	}
	rs := b.answers(of)
	if len(rs) < 3 || b.err != nil {
		t.Fatalf("%v, %v", rs, b.err)
	}
	for i, r := range rs {
		if r == core.ResultNeverSeen || r == core.ResultDone || i >= 2 && r == core.ResultUnknown {
			t.Errorf("answer %d: %v", i, r)
		}
	}
}

// An action that is further back in the log than anybody looks is not one that never was.
func TestOldActionIsNotOneThatNeverWas(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.rest()
		id := d.do(unlock, 10*time.Second)
		d.answered(id)
		d.rest()
		for range 60 {
			d.hands("open", "close")
		}
		s.end()
		s.end = s.start()
		d.tend(d.cursor())
		for range 3 {
			d.do(core.AskResult{Of: id}, 0)
			if a := d.answered(id); a.Result == core.ResultNeverSeen {
				t.Fatalf("%+v", a)
			}
		}
	})
}
