package driver_test

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

// D-10b: five missed beacons are silence, one heard ends it; between them only the edges are told.
func TestLockFallsSilentAndIsHeardAgain(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		if n := count[core.LockHeard](d); n != 1 {
			t.Fatalf("heard %d times", n)
		}
		d.hands("power off")
		off := s.clock.Now()
		e, _ := next[core.LockSilent](d)
		now := s.clock.Now()
		if quiet, _ := now.Sub(e.Last); quiet != 50*time.Second {
			t.Errorf("told %v after it was heard last", quiet)
		}
		if gone, _ := now.Sub(off); gone < 48*time.Second {
			t.Errorf("told %v after the power went", gone)
		}
		d.hands("power on")
		next[core.LockHeard](d)
		s.quiet(time.Minute)
		if h, q := count[core.LockHeard](d), count[core.LockSilent](d); h != 2 || q != 1 {
			t.Errorf("heard %d times, silent %d times", h, q)
		}
	})
}

// A lock that is never heard is told of, too: the rules may have believed it near.
func TestLockThatIsNeverHeard(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{})
		d.hands("power off")
		synctest.Wait() // what it had sent before is heard by now, and by nobody
		start := time.Now()
		d.tend(core.Cursor{})
		if e, _ := next[core.LockSilent](d); !e.Last.IsZero() || time.Since(start) != 50*time.Second {
			t.Errorf("%+v after %v", e, time.Since(start))
		}
	})
}

// A link with nothing to do is closed after 10 s (battery); one at an open door stays, and is
// asked for a sign of life.
func TestIdleLinkIsClosed(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("open")
		next[core.DoorOpened](d)
		s.quiet(5 * time.Minute)
		if s.air.Links(d.addr) != 1 || count[core.LockSilent](d) != 0 {
			t.Fatalf("%d links to an open door:\n%s", s.air.Links(d.addr), s.story())
		}
		d.hands("close")
		next[core.DoorClosed](d)
		s.quiet(9900 * time.Millisecond)
		if n := s.air.Links(d.addr); n != 1 {
			t.Errorf("%d links before 10 s", n)
		}
		s.quiet(200 * time.Millisecond)
		if n := s.air.Links(d.addr); n != 0 {
			t.Errorf("%d links after 10 s", n)
		}
		links := s.driver.Signals()[d.core.ID].Links
		s.quiet(10 * time.Minute)
		if got := s.driver.Signals()[d.core.ID]; got.Links != links || got.RSSI != -60 {
			t.Errorf("a lock with nothing to tell: %+v, %d links before", got, links)
		}
	})
}

// A lock whose bytes stand still at an open door is not believed to be there for ever (D-10b).
func TestStalledOpenDoor(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("open")
		next[core.DoorOpened](d)
		s.air.Stall(d.addr)
		s.quiet(27 * time.Second)
		d.hands("close")
		s.quiet(time.Second)
		s.air.Flow(d.addr)
		_, in := next[core.DoorClosed](d)
		if in.Late {
			t.Errorf("a closing of seconds ago is late: %+v", in)
		}
	})
}

// Advertisements in clear are hints of strangers until a session proves them: garbage, other addresses
// and other serials are nothing.
func TestStrangersAreIgnored(t *testing.T) {
	inSetup(t, setup{family: inClear}, func(s *site) {
		d := s.tended(virtual.Config{})
		other := s.lock(virtual.Config{})
		other.hands("pair", "open")
		s.quiet(20 * time.Second)
		links := s.driver.Signals()[d.core.ID].Links
		ours := profile.Advert{Version: 1, Sequence: 999, Flags: profile.FlagRequest, Serial: other.Serial()}.Bytes()
		newer := profile.Advert{Version: 2, Sequence: 999, Flags: profile.FlagRequest, Serial: d.Serial()}.Bytes()
		for _, raw := range [][]byte{nil, {0xff, 9, 0x61}, {1}, {0, 0, 0}, ours, newer, ours[:20]} {
			s.driver.Heard(ble.Advert{Addr: d.addr, Data: raw, Connectable: true})
		}
		right := profile.Advert{Version: 1, Sequence: 999, Flags: profile.FlagRequest, Serial: d.Serial()}.Bytes()
		s.driver.Heard(ble.Advert{Addr: ble.Addr{MAC: d.addr.MAC, Random: true}, Data: right, Connectable: true})
		s.quiet(20 * time.Second)
		if got := s.driver.Signals(); got[d.core.ID].Links != links || len(got) != 1 {
			t.Errorf("it connected for a stranger: %+v", got)
		}
	})
}

// Whoever imitates the lock's advertisement makes us connect and find nothing: ever less often.
func TestImitatedAdvertisementsAreNotFollowedForEver(t *testing.T) {
	inSetup(t, setup{family: inClear}, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(20 * time.Second)
		links := s.driver.Signals()[d.core.ID].Links
		for i := range 600 {
			false := profile.Advert{Version: 1, Sequence: uint16(5000 + i), Serial: d.Serial()}.Bytes()
			s.driver.Heard(ble.Advert{Addr: d.addr, Data: false, Connectable: true})
			s.quiet(time.Second)
		}
		if n := s.driver.Signals()[d.core.ID].Links - links; n < 1 || n > 20 {
			t.Errorf("%d links in ten minutes", n)
		}
	})
}

// The radio's death is no news of the locks: what is theirs comes when it is back.
func TestRadioFalls(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.air.Fall()
		synctest.Wait()
		d.hands("open")
		s.quiet(20 * time.Second)
		s.air.Rise()
		_, in := next[core.DoorOpened](d)
		if !in.Late || in.Claim.Age < 20*time.Second {
			t.Errorf("%+v", in)
		}
	})
}
