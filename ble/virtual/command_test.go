package virtual

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// A command that comes late moves nothing, is answered, and stays so.
func TestLateCommandMovesNothing(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, hello := s.call()
		time.Sleep(2 * time.Second)
		late := profile.Do{Command: s.id(), NotAfter: hello.State.Uptime + 1999, Move: unlock}
		h.send(late)
		if r := expect[profile.Result](h); r.Result != core.ResultExpired || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
		late.NotAfter = 0
		h.send(late)
		if r := expect[profile.Result](h); r.Result != core.ResultExpired || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("the same command with another limit: %+v", r)
		}
		h.send(profile.Do{Command: s.id(), NotAfter: hello.State.Uptime + 2000, Move: unlock})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("in time: %+v", r)
		}
	})
}

// TestSameCommandTwice moves once: in one session, in the next, and after a power cut.
func TestSameCommandTwice(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		do := profile.Do{Command: s.id(), Move: unlock}
		for i := range 3 {
			h.send(do)
			if r := expect[profile.Result](h); r.Command != do.Command || r.Result != core.ResultDone {
				t.Fatalf("time %d: %+v", i+1, r)
			}
			if i == 0 {
				time.Sleep(10 * time.Second)
			}
			h.link.Close()
			if i == 1 {
				s.hands("power off")
				s.hands("power on")
			}
			h, _ = s.call()
		}
		if head := s.lock.hello().Head; head != 2 {
			t.Errorf("%d entries: unlocked and locked again are two", head)
		}
	})
}

// TestLast16Results: the sixteenth back is still told, the seventeenth was never seen.
func TestLast16Results(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		for range profile.Remembered + 1 {
			h.do(profile.Move{To: core.BoltLocked})
		}
		for id, want := range map[byte]core.Result{1: core.ResultNeverSeen, 2: core.ResultDone, profile.Remembered + 1: core.ResultDone, 99: core.ResultNeverSeen} {
			h.send(profile.AskResult{Command: profile.CommandID{15: id}})
			if r := expect[profile.Result](h); r.Result != want || r.Command[15] != id {
				t.Errorf("command %d: %+v", id, r)
			}
		}
	})
}

// Accepted at once, done when it is; moves wait for each other, and not too many.
func TestMovesWaitForEachOther(t *testing.T) {
	inSession(t, Config{Motor: time.Second}, func(t *testing.T, s *scene, h *talk) {
		var got []core.Result
		for range maxMoves + 1 {
			h.send(profile.Do{Command: s.id(), Move: unlock})
			got = append(got, expect[profile.Result](h).Result)
		}
		h.send(profile.Do{Command: s.id(), Move: profile.Move{To: core.BoltLocked}})
		got = append(got, expect[profile.Result](h).Result)
		a := core.ResultAccepted
		if want := []core.Result{a, a, a, a, core.ResultRefused, a}; !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
		for i := range maxMoves + 1 {
			if r := expect[profile.Result](h); r.Result != core.ResultDone {
				t.Errorf("%+v", r)
			}
			if up := s.lock.State().Uptime.Duration(); up != time.Duration(i+1)*time.Second {
				t.Errorf("move %d is done at %v", i+1, up)
			}
		}
		s.boltIs(core.BoltLocked, "")
	})
}

// The lock says that it is stuck, and is not drawn as locked.
func TestJamIsToldAndNotDrawnAsLocked(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.do(unlock)
		s.hands("jam")
		time.Sleep(6 * time.Second)
		synctest.Wait()
		s.boltIs(core.BoltJammed, "")
		if r := h.do(profile.Move{To: core.BoltLocked}); r.Result != core.ResultJammed {
			t.Errorf("%+v", r)
		}
		s.hands("unjam")
		if r := h.do(profile.Move{To: core.BoltLocked}); r.Result != core.ResultDone || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
	})
}
