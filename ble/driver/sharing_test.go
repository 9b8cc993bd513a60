package driver_test

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/virtual"
	"localiq/core"
)

// Sixteen locks share five connections (spec: limits). All are served, whatever stands open,
// and a person at a door waits for nobody's journal.
func TestSixteenLocksShareFiveLinks(t *testing.T) {
	inSite(t, 0, func(s *site) {
		var most int
		for range core.MaxLocks {
			d := s.paired(virtual.Config{Journal: 1000})
			for range 100 {
				d.hands("open", "close")
			}
			d.hands("open") // each would keep its link
		}
		for _, d := range s.locks {
			d.tend(core.Cursor{})
		}
		for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
			s.readWithin(time.Until(end))
			synctest.Wait() // the air takes note of what was closed
			most = max(most, s.links())
		}
		for _, d := range s.locks {
			if err := d.once(); err != nil || count[core.LockReported](d) == 0 {
				t.Errorf("lock %s: %v, reported %d times", d.addr, err, count[core.LockReported](d))
			}
		}
		if most != 5 {
			t.Errorf("%d links at once", most)
		}
		for _, d := range s.locks { // all at once, and each within the lock's patience
			d.hands("tag 04A1B2C3D4E5F6")
		}
		for end := time.Now().Add(20 * time.Second); ; {
			in, ok := s.readWithin(time.Until(end))
			if !ok {
				break
			}
			if e, ok := in.Event.(core.AccessRequested); ok {
				s.seq++
				s.driver.Do(core.Command{ID: core.CommandID{Run: 7, Seq: s.seq}, Lock: e.Lock, Op: grant(e.Request, time.Second)})
			}
		}
		for _, d := range s.locks {
			if got := turns(d); len(got) != 2 {
				t.Errorf("lock %s turned %v", d.addr, got)
			}
		}
	})
}

// links counts all that are up.
func (s *site) links() (n int) {
	for _, d := range s.locks {
		n += s.air.Links(d.addr)
	}
	return n
}

// A tag comes before open doors that only keep their links: at once, not after patience.
func TestPersonAtTheDoorGoesBeforeOpenDoors(t *testing.T) {
	inSite(t, 1, func(s *site) {
		open, d := s.tended(virtual.Config{}), s.tended(virtual.Config{})
		s.quiet(15 * time.Second)
		open.hands("open")
		next[core.DoorOpened](open)
		s.quiet(15 * time.Second)
		if s.air.Links(open.addr) != 1 {
			t.Fatal("the open door has no link")
		}
		d.hands("tag 04A1B2C3D4E5F6")
		start := time.Now()
		e, _ := next[core.AccessRequested](d)
		if took := time.Since(start); took > 100*time.Millisecond {
			t.Errorf("the request took %v", took)
		}
		open.hands("close") // which now waits for the one connection
		id := d.do(grant(e.Request, time.Second), 3*time.Second)
		if a := d.answered(id); a.Result != core.ResultDone {
			t.Errorf("answered %+v", a)
		}
		if _, in := next[core.DoorClosed](open); in.Claim.Age > time.Second {
			t.Errorf("the closing waited for %v", in.Claim.Age)
		}
	})
}

// A lock without power that is called in vain does not hold the others up: it is called once,
// and then not before it is heard again.
func TestDeadLockDoesNotHoldTheOthersUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &cutting{}
		s, end := newSite(t, setup{links: 1, between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }})
		defer end()
		dead, d := s.tended(virtual.Config{}), s.tended(virtual.Config{})
		s.quiet(15 * time.Second)
		dead.hands("power off")
		before := c.dials
		dead.do(lock, time.Minute)
		s.quiet(time.Second)
		d.do(unlock, 10*time.Second)
		start := time.Now()
		next[core.BoltTurned](d)
		if took := time.Since(start); took > 6*time.Second {
			t.Errorf("it took %v", took)
		}
		s.quiet(30 * time.Second)
		if n := c.dials - before; n > 4 { // the dead one once; the other for the command, and its relock
			t.Errorf("%d calls", n)
		}
	})
}
