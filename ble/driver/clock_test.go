package driver_test

import (
	"sync/atomic"
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/virtual"
	"localiq/core"
)

// forgetful is a hub's clock that loses the time: it shows two hours less, and is not believed.
type forgetful struct {
	core.Clock
	lost atomic.Bool
}

func (c *forgetful) Now() core.Instant {
	at := c.Clock.Now()
	if c.lost.Load() {
		at.Wall, at.Trust = at.Wall-int64(2*time.Hour), core.Untrusted
	}
	return at
}

// TestLocksTellAHubThatLostTheTime [decide.time]: what their clocks show, which it had set; a hub that
// knows the time is not told, and one that does not sets no clock.
func TestLocksTellAHubThatLostTheTime(t *testing.T) {
	hub := &forgetful{}
	inSetup(t, setup{config: func(c *driver.Config) { hub.Clock = c.Clock; c.Clock = hub }}, func(s *site) {
		d := s.tended(virtual.Config{})
		turn := func() {
			d.hands("handle")
			next[core.HandleTurned](d)
			s.quiet(time.Minute)
		}
		turn()
		if n := count[core.LockClock](d); n != 0 {
			t.Fatalf("told %d times what we know", n)
		}
		hub.lost.Store(true)
		for range 2 { // the second time it shows that we have not set it wrong
			before := s.clock.Now()
			d.hands("handle")
			e, in := next[core.LockClock](d)
			now := s.clock.Now()
			if e.Lock != d.core.ID || e.Quality != core.Trusted || e.Wall < before.Wall-int64(time.Second) || e.Wall > now.Wall+int64(time.Second) || in.Happened.Up < before.Up {
				t.Errorf("%+v between %v and %v", e, before.Wall, now.Wall)
			}
			s.quiet(time.Minute)
		}
		d.hands("power off", "power on") // its clock has no battery of its own
		was := count[core.LockClock](d)
		turn()
		if n := count[core.LockClock](d); n != was {
			t.Errorf("a lock that does not know the time told %d times", n-was)
		}
	})
}
