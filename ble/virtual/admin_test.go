package virtual

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// Seen at the door, answered once, and over by itself.
func TestIdentifyIsSeenAndEndsByItself(t *testing.T) {
	var said []string
	inSession(t, Config{Say: func(line string) { said = append(said, line) }}, func(t *testing.T, s *scene, h *talk) {
		said = nil
		m := profile.Identify{Command: s.id(), For: 10_000}
		for range 2 {
			h.send(m)
			if r := expect[profile.Result](h); r.Command != m.Command || r.Result != core.ResultDone {
				t.Errorf("%+v", r)
			}
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := strings.Join(said, "; "); got != "identify: blinks and sounds for 10s; identify: over" {
			t.Error(got)
		}
	})
}

// It locks, says so to whoever asks for a while, then is as new. Whatever is asked of
// it meanwhile, it does nothing else.
func TestReleasedLockIsAsNew(t *testing.T) {
	withTable(t, Config{}, tableOf(tags(2)), func(t *testing.T, s *scene) {
		h, before := s.call()
		h.do(profile.Move{To: core.BoltOffice})
		m := profile.Release{Command: s.id()}
		h.send(m)
		if r := expect[profile.Result](h); r.Command != m.Command || r.Result != core.ResultDone || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
		do := profile.Do{Command: s.id(), Move: unlock}
		h.send(do)
		if e := expect[profile.Error](h); e != (profile.Error{Code: profile.ErrorBusy, Of: profile.TypeDo, Command: do.Command}) {
			t.Errorf("%+v", e)
		}
		if err := s.lock.Hands("tag 04A10001"); err == nil {
			t.Error("it reads a key")
		}
		s.air.Drop(front) // the answer may have been lost
		time.Sleep(profile.ForgetAfter / 2)
		h, _ = s.call()
		h.send(profile.AskResult{Command: m.Command})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
		time.Sleep(profile.ForgetAfter / 2)
		synctest.Wait()
		if s.lock.Paired() || h.link.Err() == nil || s.lock.PublicKey() == s.key {
			t.Error("it remembers")
		}
		s.pair()
		if _, after := s.call(); after.Journal == before.Journal || after.Head != 0 || after.Table.Rows != 0 {
			t.Errorf("%+v", after)
		}
	})
}

// TestReleaseGoesOn: a power cut or the button is the same to a lock that has said that it will
// forget; one that could not keep it does not.
func TestReleaseGoesOn(t *testing.T) {
	for _, end := range []func(*scene){(*scene).cycle, func(s *scene) { s.hands("pair") }} {
		inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
			s.memory.Break(errors.New("no space"))
			h.send(profile.Release{Command: s.id()})
			if r := expect[profile.Result](h); r.Result != core.ResultRefused {
				t.Errorf("%+v", r)
			}
			s.memory.Break(nil)
			if time.Sleep(time.Minute); !s.lock.Paired() {
				t.Fatal("it forgot what it said it would not")
			}
			h.send(profile.Release{Command: s.id()})
			if r := expect[profile.Result](h); r.Result != core.ResultDone {
				t.Errorf("%+v", r)
			}
			if end(s); s.lock.Paired() {
				t.Error("it remembers")
			}
			s.pair()
			if s.call(); !s.lock.Paired() {
				t.Error("it cannot be had again")
			}
		})
	}
}

// TestRenewedHold: a hold that is given anew ends at its new end, one that is not at its own, and
// neither early. [OM-10]
func TestRenewedHold(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		lease := profile.Move{To: core.BoltOffice, For: profile.MillisOf(10 * time.Minute)}
		for range 5 {
			if r := h.do(lease); r.Result != core.ResultDone {
				t.Fatalf("%+v", r)
			}
			time.Sleep(8 * time.Minute)
		}
		h.do(lease)
		s.air.Remove(front)
		time.Sleep(10*time.Minute - time.Millisecond)
		synctest.Wait()
		s.boltIs(core.BoltOffice, "before its end")
		time.Sleep(time.Millisecond)
		synctest.Wait()
		got := s.journal(0)
		if len(got) != 2 || got[1].By != core.ByHoldEnd || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", got)
		}
	})
}
