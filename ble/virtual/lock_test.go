package virtual

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// TestRequestOpens: a tag, a verdict, an open door, and the bolt locks again by itself.
func TestRequestOpens(t *testing.T) {
	stage(t, Config{Model: "virtual", Firmware: "1"}, func(s *scene) {
		s.pair()
		h, _ := s.call()
		s.hands("tag 04A1B2C3")
		q := expect[profile.AccessRequest](h)
		if q.Kind != core.KeyTag || string(q.Credential) != "\x04\xa1\xb2\xc3" || q.Held {
			t.Fatalf("%+v", q)
		}
		id := s.id()
		h.send(profile.Verdict{Request: q.Request, Granted: true, Reason: core.Granted, Command: id, Move: unlock})
		e := expect[profile.Entry](h)
		if e.Kind != profile.EntryBoltTurned || e.Bolt != core.BoltUnlocked || e.By != core.ByHub || e.Command != id || e.Index != 1 {
			t.Errorf("%+v", e)
		}
		if r := expect[profile.Result](h); r.Command != id || r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
		s.hands("open")
		if e := expect[profile.Entry](h); e.Kind != profile.EntryDoorOpened || e.Age.Duration() != 0 {
			t.Errorf("%+v", e)
		}
		time.Sleep(5999 * time.Millisecond)
		synctest.Wait()
		if b := s.lock.State().Bolt; b != core.BoltUnlocked {
			t.Errorf("%s before its time is over", b)
		}
		if e := expect[profile.Entry](h); e.Bolt != core.BoltLocked || e.By != core.ByRelock || e.Uptime.Duration() != 6*time.Second {
			t.Errorf("%+v", e)
		}
	})
}

// TestWrongSetupCode and TestForeignHub: refused, and the one who was there before stays paired.
func TestWrongSetupCode(t *testing.T) {
	stage(t, Config{}, func(s *scene) {
		s.pair()
		s.hands("pair")
		for range PairingTries {
			h := s.tryPair(testKey(t, "thief"), profile.NewSetupCode(s.lock.Serial(), [16]byte{1}))
			for h.hear() {
			}
			if !errors.Is(h.err, profile.ErrRefused) {
				t.Fatalf("%v", h.err)
			}
		}
		h := s.tryPair(testKey(t, "late"), s.lock.SetupCode())
		for h.hear() {
		}
		if !errors.Is(h.err, profile.ErrRefused) {
			t.Errorf("the window is still open after %d wrong codes: %v", PairingTries, h.err)
		}
		s.call()
	})
}
