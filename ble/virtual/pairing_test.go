package virtual

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// refusedBy drives a handshake that must fail.
func (h *talk) refused() {
	h.t.Helper()
	for h.hear() {
	}
	if !errors.Is(h.err, profile.ErrRefused) || len(h.told) != 0 {
		h.t.Errorf("%v %v", h.err, h.told)
	}
}

// Refused, the window closes after five, and who was there stays.
func TestWrongSetupCodesCloseTheWindow(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.hands("pair")
		for range profile.PairingTries {
			s.tryPair(testKey(t, "thief"), profile.NewSetupCode(s.lock.Serial(), [16]byte{1})).refused()
		}
		time.Sleep(profile.FailedPause)
		s.tryPair(testKey(t, "late"), s.lock.SetupCode()).refused()
		time.Sleep(profile.FailedPause)
		s.call()
	})
}

// Another hub's key opens no session, and unpairs nobody.
func TestForeignHubOpensNoSession(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.key = s.lock.PublicKey()
		s.tryCall(s.own).refused() // nobody has paired it yet
		s.pair()
		s.tryCall(testKey(t, "stranger")).refused()
		s.call()
	})
}

// After five failures in a row the lock takes one link a second, until one succeeds.
func TestKnockingIsSlowedDown(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		stranger := testKey(t, "stranger")
		for range profile.FailedLinks {
			s.tryCall(stranger).refused()
		}
		if h := s.tryCall(s.own); h.hear() || !errors.Is(h.err, ble.ErrLinkLost) {
			t.Errorf("the sixth link: %v", h.err)
		}
		time.Sleep(profile.FailedPause)
		s.tryCall(stranger).refused()
		if h := s.tryCall(s.own); h.hear() {
			t.Error("a second link within the second")
		}
		time.Sleep(profile.FailedPause)
		s.call()
		s.tryCall(stranger).refused()
		s.call()
	})
}

// TestRecordedHandshakeForgivesNothing: whoever plays the hub's first message comes as far as the
// lock's answer, and has proved nothing: knocking stays knocking.
func TestRecordedHandshakeForgivesNothing(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		stranger := testKey(t, "stranger")
		for range profile.FailedLinks {
			s.tryCall(stranger).refused()
		}
		time.Sleep(profile.FailedPause)
		expect[profile.Hello](s.tryCall(s.own)) // and says nothing more
		s.tryCall(stranger).refused()
		if h := s.tryCall(stranger); h.hear() || !errors.Is(h.err, ble.ErrLinkLost) {
			t.Errorf("a second stranger within the second: %v", h.err)
		}
	})
}

// Closed without the button, and 60 s after it.
func TestPairingWindowNeedsTheButton(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.tryPair(s.own, s.lock.SetupCode()).refused()
		s.hands("pair")
		time.Sleep(profile.PairingWindow)
		synctest.Wait()
		if a, _ := profile.ParseAdvert(s.lock.Advert(front)); a.Flags.Has(profile.FlagPairing) {
			t.Error("the window is advertised when it is closed")
		}
		s.tryPair(s.own, s.lock.SetupCode()).refused()
		s.pair()
		s.tryPair(s.own, s.lock.SetupCode()).refused() // a pairing closes it
	})
}

// The same hub finds its journal; another finds an empty one.
func TestOnlyTheSameHubFindsItsJournal(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.hands("open")
		_, first := s.call()
		s.pair()
		_, again := s.call()
		if again.Journal != first.Journal || again.Head != 1 {
			t.Errorf("%+v after %+v", again, first)
		}
		s.own = testKey(t, "another hub")
		s.pair()
		if _, other := s.call(); other.Journal == first.Journal || other.Head != 0 {
			t.Errorf("the former owner's journal: %+v", other)
		}
		s.own = testKey(t, "hub")
		s.tryCall(s.own).refused()
	})
}

// Another key, another journal, nobody served; the setup code stays.
func TestFactoryResetKeepsTheSetupCodeAlone(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.hands("open")
		h, before := s.call()
		h.do(unlock)
		old, code := s.key, s.lock.SetupCode()
		s.hands("reset")
		if s.lock.Paired() || s.lock.PublicKey() == old || s.lock.SetupCode() != code {
			t.Error("it remembers")
		}
		s.tryCall(s.own).refused()
		s.pair()
		_, after := s.call()
		if after.Journal == before.Journal || after.Head != 0 || after.State.Bolt != core.BoltLocked {
			t.Errorf("%+v", after)
		}
	})
}

// Who connects and says nothing is shown out after 5 s, and does not keep
// others out for longer.
func TestSilentLinkIsShownOut(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		for range maxConns {
			s.link()
		}
		if extra := s.link(); true {
			<-extra.Done()
		}
		if n := s.air.Links(front); n != maxConns {
			t.Errorf("%d links", n)
		}
		time.Sleep(profile.HandshakeWait)
		synctest.Wait()
		if n := s.air.Links(front); n != 0 {
			t.Errorf("%d links after the lock's patience", n)
		}
		h := s.tryCall(s.own)
		expect[profile.Hello](h)
		time.Sleep(profile.HandshakeWait) // a hello, and no word from the hub: a recording, perhaps
		synctest.Wait()
		if h.link.Err() == nil {
			t.Error("an unproven session goes on")
		}
		h, _ = s.call()
		time.Sleep(time.Hour)
		synctest.Wait()
		if h.link.Err() != nil {
			t.Error("a proven session was ended")
		}
		time.Sleep(profile.SessionLife)
		synctest.Wait()
		if h.link.Err() == nil {
			t.Error("a session lasts more than a day")
		}
	})
}

// A new session takes the place of one that the lock still believes in, once
// the hub has proved to be there.
func TestNewSessionReplacesTheDeadOne(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		old, _ := s.call()
		h := s.tryCall(s.own)
		expect[profile.Hello](h)
		synctest.Wait()
		if old.link.Err() != nil {
			t.Error("a handshake that may be a recording ended a session")
		}
		h.send(profile.Look{})
		synctest.Wait()
		if old.link.Err() == nil || h.link.Err() != nil {
			t.Error("two sessions stand")
		}
	})
}
