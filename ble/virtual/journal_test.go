package virtual

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// What was overwritten before it was acknowledged is counted and said.
func TestOverwrittenEntriesAreCountedAndSaid(t *testing.T) {
	stage(t, Config{Journal: 4}, func(t *testing.T, s *scene) {
		s.pair()
		for range 3 {
			s.hands("open")
			s.hands("close")
		}
		h, hello := s.call()
		if hello.Head != 6 || hello.Tail != 3 || hello.Acked != 0 {
			t.Errorf("%+v", hello)
		}
		h.send(profile.ReadJournal{From: 1, Max: 99})
		for i := range uint32(4) {
			if e := expect[profile.Entry](h); e.Index != 3+i {
				t.Errorf("%+v", e)
			}
		}
		if e := expect[profile.JournalEnd](h); e.Lost != 2 || e.Tail != 3 || e.Head != 6 {
			t.Errorf("%+v", e)
		}
		h.send(profile.AckJournal{Journal: hello.Journal, UpTo: 6})
		if e := expect[profile.JournalEnd](h); e.Acked != 6 || e.Tail != 3 {
			t.Errorf("%+v", e)
		}
		for range 2 {
			s.hands("open")
			s.hands("close")
		}
		h.send(profile.ReadJournal{From: 7})
		if e := expect[profile.JournalEnd](h); e.Lost != 2 || e.Head != 10 {
			t.Errorf("acknowledged entries count as lost: %+v", e)
		}
	})
}

// Of another journal, of the future, or backwards: nothing changes.
func TestFalseAcknowledgementChangesNothing(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.hands("open")
		s.hands("close")
		h, hello := s.call()
		h.send(profile.AckJournal{Journal: hello.Journal, UpTo: 2})
		for _, a := range []profile.AckJournal{{UpTo: 1}, {Journal: hello.Journal, UpTo: 3}, {Journal: hello.Journal, UpTo: 1}} {
			h.send(a)
		}
		for range 4 {
			if e := expect[profile.JournalEnd](h); e.Acked != 2 {
				t.Errorf("%+v", e)
			}
		}
	})
}

// At most 32 at a time, in order, as often as the hub likes.
func TestJournalIsReadInOrderByPieces(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		for range 50 {
			s.hands("handle")
		}
		h, _ := s.call()
		for _, c := range []struct{ from, max, first, n uint32 }{{1, 255, 1, 32}, {33, 32, 33, 18}, {0, 2, 1, 2}, {51, 5, 0, 0}, {4294967290, 255, 0, 0}, {50, 1, 50, 1}} {
			h.send(profile.ReadJournal{From: c.from, Max: uint8(c.max)})
			n := uint32(0)
			for done := false; !done; {
				for len(h.told) == 0 {
					h.hear()
				}
				switch m := h.told[0].(type) {
				case profile.Entry:
					if m.Index != c.first+n {
						t.Errorf("from %d: %+v", c.from, m)
					}
					n++
				case profile.JournalEnd:
					done = true
				}
				h.told = h.told[1:]
			}
			if n != c.n {
				t.Errorf("from %d: %d entries", c.from, n)
			}
		}
	})
}

// True when it is told, however long the entry waited: for the hub's first session, for
// a window, and across a power cut where the clock was set on both sides of it. [D-1]
func TestAgeIsTrueWhenItIsTold(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.MTU = 23
		s.pair()
		set := func(h *talk) {
			h.send(profile.SetClock{UTC: s.clock.Now().Wall / int64(time.Millisecond), Quality: core.Trusted})
		}
		s.hands("handle") // the clock is not set
		h, _ := s.call()
		set(h)
		synctest.Wait()
		s.hands("handle") // it is
		for expect[profile.Entry](h).Index != 2 {
		}
		s.hands("power off")
		time.Sleep(time.Hour)
		s.hands("power on")
		for range 40 {
			s.hands("handle")
		}
		time.Sleep(time.Minute)
		h, _ = s.call()
		set(h)
		h.send(profile.ReadJournal{From: 1, Max: 32})
		h.send(profile.ReadJournal{From: 33, Max: 32})
		time.Sleep(10 * time.Second) // the window is full, the rest waits
		ages := map[uint32]time.Duration{}
		for len(ages) < 42 {
			e := expect[profile.Entry](h)
			ages[e.Index] = e.Age.Duration()
		}
		if ages[1] >= 0 {
			t.Errorf("the first: %v, and nobody can know", ages[1])
		}
		if ages[2] != time.Hour+time.Minute {
			t.Errorf("the second: %v", ages[2])
		}
		if ages[3] != time.Minute || ages[42] != time.Minute+10*time.Second {
			t.Errorf("the third: %v, the last: %v", ages[3], ages[42])
		}
	})
}

// TestRequestGoesFirst: a person at the door does not wait for the journal.
func TestRequestGoesFirst(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.MTU = 23
		s.pair()
		for range 64 {
			s.hands("handle")
		}
		h, _ := s.call()
		h.send(profile.ReadJournal{From: 1, Max: 32})
		synctest.Wait() // the window is full
		s.hands("tag 04A1B2C3")
		entries := 0
		for h.hear() {
			for _, m := range h.told {
				switch m.(type) {
				case profile.Entry:
					entries++
				case profile.AccessRequest:
					if entries > profile.Window {
						t.Errorf("%d entries came first", entries)
					}
					return
				}
			}
			h.told = nil
		}
		t.Error("no request came")
	})
}
