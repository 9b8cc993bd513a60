package virtual

import (
	"bytes"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

var advertKey = [32]byte(bytes.Repeat([]byte{3}, 32))

// hidden is a lock that is ours and seals what it advertises, with nobody connected.
func hidden(t *testing.T, play func(*testing.T, *scene)) {
	t.Helper()
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.send(profile.SetAdvert{Key: advertKey[:]})
		expect[profile.State](h)
		h.link.Close()
		synctest.Wait()
		play(t, s)
	})
}

// beacon is what the lock advertises now, opened.
func (s *scene) beacon() (ble.Addr, uint32, profile.Flags) {
	s.t.Helper()
	a := s.lock.Addr(front)
	seq, f, ok := profile.OpenAdvert(advertKey, a, s.lock.Advert(a))
	if !ok {
		s.t.Fatalf("%x does not open", s.lock.Advert(a))
	}
	return a, seq, f
}

// TestSealedAdvertTellsTheKeyHolderAlone tells whoever has the key what it told everybody before, and nobody else even
// which lock it is.
func TestSealedAdvertTellsTheKeyHolderAlone(t *testing.T) {
	hidden(t, func(t *testing.T, s *scene) {
		a, seq, f := s.beacon()
		if a == front || !a.Random || a.MAC[0]>>6 != 1 || !f.Has(profile.FlagLocked) {
			t.Errorf("%v, flags %b", a, f)
		}
		b := s.lock.Advert(a)
		serial := s.lock.Serial()
		if _, ok := profile.ParseAdvert(b); ok || bytes.Contains(b, serial[:]) {
			t.Errorf("%x tells the serial", b)
		}
		changed := s.lock.Changed()
		s.hands("open")
		<-changed
		if _, next, f := s.beacon(); next == seq || !profile.SequenceAfter(seq, next) || !f.Has(profile.FlagDoorOpen) {
			t.Errorf("%d after %d, flags %b", next, seq, f)
		}
		_, hello := s.call()
		if hello.Advert != profile.CheckOf(advertKey[:]) {
			t.Errorf("%+v", hello)
		}
	})
}

// TestSealedSequenceGoesOn past a power cut, however much was advertised and not kept: or the hub
// would take what is sealed then for a recording.
func TestSealedSequenceGoesOn(t *testing.T) {
	for _, why := range []error{nil, errors.New("no space")} {
		hidden(t, func(t *testing.T, s *scene) {
			s.memory.Break(why)
			for range 3 * seqAhead {
				s.hands("pair")
				time.Sleep(profile.PairingWindow)
				synctest.Wait()
			}
			_, before, _ := s.beacon()
			s.hands("power off")
			s.memory.Break(nil)
			s.hands("power on")
			if _, after, _ := s.beacon(); after == before || !profile.SequenceAfter(before, after) {
				t.Errorf("memory %v: %d after %d", why, after, before)
			}
		})
	}
}

// TestPrivateAddressChangesInTime changes every 15 minutes and at each start, is told by Changed, and stays
// while a link stands.
func TestPrivateAddressChangesInTime(t *testing.T) {
	hidden(t, func(t *testing.T, s *scene) {
		seen := map[ble.Addr]bool{}
		fresh := func(why string) {
			t.Helper()
			if a, _, _ := s.beacon(); seen[a] {
				t.Errorf("%s: the address is an old one", why)
			} else {
				seen[a] = true
			}
		}
		fresh("the first")
		changed := s.lock.Changed()
		time.Sleep(profile.AddressLife - time.Millisecond)
		synctest.Wait()
		if a, _, _ := s.beacon(); !seen[a] {
			t.Error("it changed early")
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		select {
		case <-changed:
		default:
			t.Error("nobody was told")
		}
		fresh("after 15 minutes")
		s.cycle()
		fresh("after a start")
		h, _ := s.call()
		time.Sleep(time.Hour)
		synctest.Wait()
		if a, _, _ := s.beacon(); !seen[a] || h.link.Err() != nil {
			t.Error("it changed under a link")
		}
		h.link.Close()
		synctest.Wait()
		fresh("after the link")
	})
}

// TestPairingInClear: whoever pairs finds the lock by its serial, and with the window that is over:
// the address from which the serial was told is given up.
func TestPairingInClear(t *testing.T) {
	hidden(t, func(t *testing.T, s *scene) {
		a, _, _ := s.beacon()
		s.hands("pair")
		if ad, ok := profile.ParseAdvert(s.lock.Advert(a)); !ok || ad.Serial != s.lock.Serial() || !ad.Flags.Has(profile.FlagPairing) {
			t.Errorf("%+v %v", ad, ok)
		}
		time.Sleep(profile.PairingWindow)
		synctest.Wait()
		if b, _, _ := s.beacon(); b == a {
			t.Error("the serial still leads to the address")
		}
		s.hands("reset")
		synctest.Wait()
		if s.lock.Addr(front) != front {
			t.Error("a lock as new hides")
		}
		if ad, ok := profile.ParseAdvert(s.lock.Advert(front)); !ok || ad.Version != profile.Version {
			t.Errorf("%+v %v", ad, ok)
		}
	})
}

// TestAdvertKeyInASession: the link at the public address goes on; what is advertised is sealed
// at once.
func TestAdvertKeyInASession(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		changed := s.lock.Changed()
		h.send(profile.SetAdvert{Key: advertKey[:]})
		expect[profile.State](h)
		select {
		case <-changed:
		default:
			t.Error("nobody was told")
		}
		if a, _, _ := s.beacon(); a != front {
			t.Errorf("%v while a link stands", a)
		}
		if r := h.do(profile.Move{To: core.BoltLocked}); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
	})
}
