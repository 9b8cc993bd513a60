package virtual

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// hears counts what a radio hears of each address for a while.
func hears(t *testing.T, r ble.Radio, d time.Duration) (n map[ble.Addr]int, rssi map[ble.Addr]int8) {
	ctx, stop := context.WithCancel(t.Context())
	n, rssi = map[ble.Addr]int{}, map[ble.Addr]int8{}
	over := make(chan struct{})
	go func() {
		r.Scan(ctx, func(a ble.Advert) { n[a.Addr]++; rssi[a.Addr] = a.RSSI })
		close(over)
	}()
	time.Sleep(d)
	stop()
	<-over
	return n, rssi
}

// Each hears by its own distance, and falls alone.
func TestEachRadioHearsByItsDistanceAndFallsAlone(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		far := s.air.Radio("far", Point{100, 0})
		s.air.Place(front, Point{1, 0})
		s.air.SetWeather(Weather{Edge: -95})
		near, rssi := hears(t, s.air, 20*time.Second)
		if near[front] < 15 || rssi[front] != -50 {
			t.Errorf("near: %v %v", near, rssi)
		}
		if n, _ := hears(t, far, 20*time.Second); n[front] != 0 {
			t.Errorf("110 dBm below is heard: %v", n)
		}
		s.air.SetSignalBetween("far", front, -80)
		s.air.Fall()
		if n, rssi := hears(t, far, 20*time.Second); n[front] < 15 || rssi[front] != -80 {
			t.Errorf("far: %v %v", n, rssi)
		}
		if l, err := far.Connect(t.Context(), front, profile.GATT); err != nil {
			t.Error(err)
		} else {
			l.Close()
		}
		if _, err := s.air.Connect(t.Context(), front, profile.GATT); !errors.Is(err, ble.ErrRadioDown) {
			t.Errorf("%v", err)
		}
	})
}

// One connection more than there is room for is refused; one that is being ended
// is waited for.
func TestFullRadioRefusesOneMore(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.Own().Links = 1
		s.air.SetWeather(Weather{Fast: 50 * time.Millisecond})
		s.pair()
		l, err := s.reach()
		if err != nil || s.air.Room() != 1 {
			t.Fatal(err, s.air.Room())
		}
		if _, err := s.reach(); !errors.Is(err, ble.ErrFull) {
			t.Errorf("%v", err)
		}
		l.Close()
		if _, err := s.reach(); err != nil {
			t.Errorf("%v", err)
		}
	})
}

// A lock that stands still holds the buffers of all (facts on go-ble, 1): who
// writes elsewhere waits, and goes on when it gives them back.
func TestStandingLockHoldsTheBuffersOfAll(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.Own().Buffers = 2
		_, back, away := s.neighbour()
		defer away()
		a := s.link()
		b, err := s.air.Connect(t.Context(), back, profile.GATT)
		if err != nil {
			t.Fatal(err)
		}
		s.air.Stall(front)
		go a.Write(t.Context(), profile.RX, make([]byte, 100))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := b.Write(ctx, profile.RX, []byte{0, 0}); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("it did not wait: %v", err)
		}
		a.Close()
		if err := b.Write(t.Context(), profile.RX, []byte{0, 0}); err != nil {
			t.Errorf("%v", err)
		}
	})
}

// Nothing comes of anything until it goes on.
func TestNothingComesOfAHungRadio(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.air.Own().Hang()
		if n, _ := hears(t, s.air, 10*time.Second); len(n) != 0 {
			t.Errorf("a radio that hangs hears %v", n)
		}
		began := time.Now()
		time.AfterFunc(3*time.Second, s.air.Own().Go)
		l, err := s.reach()
		if d := time.Since(began); err != nil || d != 3*time.Second {
			t.Errorf("%v after %v", err, d)
		}
		l.Close()
		s.air.Own().Lag = 200 * time.Millisecond
		began = time.Now()
		if l, err = s.reach(); err != nil || time.Since(began) != 200*time.Millisecond {
			t.Errorf("a late answer came %v after %v", err, time.Since(began))
		}
	})
}

// A radio that connects to another lock than it was asked for: the handshake
// fails, and nobody opens.
func TestWrongLockAnswersAndNobodyOpens(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		other, _, away := s.neighbour()
		defer away()
		s.air.SetWeather(Weather{Another: 1})
		h := s.tryCall(s.own)
		for h.hear() {
		}
		if h.ch.Err() == nil {
			t.Errorf("the session ended with %v, the link with %v", h.ch.Err(), h.link.Err())
		}
		if other.State().Bolt != core.BoltLocked {
			t.Error("it opened")
		}
	})
}

// Of advertisements at the same instant neither is heard, unless one is much louder.
func TestAdvertsAtOnceDrownEachOther(t *testing.T) {
	for name, c := range map[string]struct {
		loud        int8
		least, most int
	}{"as loud": {-60, 0, 70}, "far away": {-90, 100, 140}} {
		stage(t, Config{}, func(t *testing.T, s *scene) {
			s.air.SetWeather(Weather{Crowd: true})
			loud := s.air.Flood(500 * time.Microsecond)
			loud.RSSI = c.loud
			away := s.air.Invite(loud)
			defer away()
			n, _ := hears(t, s.air, 100*time.Second)
			if n[front] < c.least || n[front] > c.most {
				t.Errorf("%s: %d of about 100 were heard", name, n[front])
			}
		})
	}
}

// Whatever is heard from others is what they said, no longer than the air allows.
func TestNeighboursAreHeardAsTheySpeak(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		for _, who := range []Neighbour{s.air.Flood(10 * time.Millisecond), s.air.Babble(front, 10*time.Millisecond), Imitate(s.lock.Serial(), front, 10*time.Millisecond)} {
			heard, longest := 0, 0
			ctx, stop := context.WithCancel(t.Context())
			away := s.air.Invite(who)
			go s.air.Scan(ctx, func(a ble.Advert) { heard, longest = heard+1, max(longest, len(a.Data)) })
			time.Sleep(10 * time.Second)
			away()
			stop()
			synctest.Wait()
			if heard < 500 || longest > 31 {
				t.Errorf("%d were heard, the longest %d bytes", heard, longest)
			}
		}
	})
}

// A lock is found only where it is now; see Lock.Addr.
func TestLockIsFoundOnlyWhereItIsNow(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		now := ble.Addr{MAC: [6]byte{0x41, 2, 3, 4, 5, 6}, Random: true}
		s.lock.mu.Lock()
		s.lock.alias.addr = now
		s.lock.mu.Unlock()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if _, err := s.air.Connect(ctx, front, profile.GATT); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("somebody is at the old address: %v", err)
		}
		l, err := s.air.Connect(t.Context(), now, profile.GATT)
		if err != nil {
			t.Fatal(err)
		}
		if s.air.Links(front) != 1 {
			t.Error("the air does not know it by the address of Add")
		}
		l.Close()
	})
}
