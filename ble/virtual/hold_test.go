package virtual

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// By its duration or at its end, whichever is first, with no hub about. [eom]
func TestHoldEndsWithNoHubAbout(t *testing.T) {
	minute := profile.MillisOf(time.Minute)
	for name, c := range map[string]struct {
		move  func(now int64) profile.Move
		clock bool
		after time.Duration // 0: never
	}{
		"duration":       {func(int64) profile.Move { return profile.Move{For: minute} }, false, time.Minute},
		"end":            {func(now int64) profile.Move { return profile.Move{Until: now + 30_000} }, true, 30 * time.Second},
		"end first":      {func(now int64) profile.Move { return profile.Move{For: minute, Until: now + 30_000} }, true, 30 * time.Second},
		"duration first": {func(now int64) profile.Move { return profile.Move{For: minute, Until: now + 90_000} }, true, time.Minute},
		"no clock":       {func(now int64) profile.Move { return profile.Move{For: minute, Until: now + 30_000} }, false, time.Minute},
		"until told":     {func(int64) profile.Move { return profile.Move{} }, false, 0},
	} {
		inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
			now := s.clock.Now().Wall / int64(time.Millisecond)
			if c.clock {
				h.send(profile.SetClock{UTC: now, Quality: core.Trusted})
			}
			m := c.move(now)
			m.To = core.BoltOffice
			if r := h.do(m); r.Result != core.ResultDone {
				t.Fatalf("%s: %+v", name, r)
			}
			s.air.Remove(front)
			if c.after == 0 {
				time.Sleep(30 * 24 * time.Hour)
			} else {
				time.Sleep(c.after - time.Millisecond)
			}
			synctest.Wait()
			if b := s.lock.State().Bolt; b != core.BoltOffice {
				t.Errorf("%s: %s too early", name, b)
			}
			if time.Sleep(time.Millisecond); c.after == 0 {
				return
			}
			synctest.Wait()
			l, _ := s.lock.rec.Journal.at(s.lock.rec.Journal.Head)
			if b := s.lock.State().Bolt; b != core.BoltLocked || l.By != core.ByHoldEnd {
				t.Errorf("%s: %s by %s at the end", name, b, l.By)
			}
		})
	}
}

// One that the lock could not end by itself, or that is over.
func TestEndlessHoldIsRefused(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		now := s.clock.Now().Wall / int64(time.Millisecond)
		if r := h.do(profile.Move{To: core.BoltOffice, Until: now + 1000}); r.Result != core.ResultRefused {
			t.Errorf("without a clock: %+v", r)
		}
		h.send(profile.SetClock{UTC: now, Quality: core.Trusted})
		if r := h.do(profile.Move{To: core.BoltOffice, Until: now - 1, For: 1000}); r.Result != core.ResultRefused {
			t.Errorf("in the past: %+v", r)
		}
		s.boltIs(core.BoltLocked, "")
	})
}

// TestMomentaryOpeningDoesNotEndAHold: who comes in during office hours locks nobody out.
func TestMomentaryOpeningDoesNotEndAHold(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.do(profile.Move{To: core.BoltOffice, For: 60_000})
		h.do(unlock)
		time.Sleep(59 * time.Second)
		synctest.Wait()
		s.boltIs(core.BoltOffice, "")
		h.do(profile.Move{To: core.BoltLocked})
		s.boltIs(core.BoltLocked, "after a command to lock")
	})
}
