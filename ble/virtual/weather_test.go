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

// reach is a link over a weather, or why there is none.
func (s *scene) reach() (ble.Link, error) {
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second)
	defer cancel()
	return s.air.Connect(ctx, front, profile.GATT)
}

// TestLossCostsTimeAndNothingElse: a link that loses half of all packets says what a perfect one
// says, whole and in order; only later.
func TestLossCostsTimeAndNothingElse(t *testing.T) {
	said := func(loss float64) (took time.Duration) {
		inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
			s.air.SetWeather(Weather{Loss: loss, Delay: time.Microsecond})
			began := time.Now()
			for range 20 {
				s.hands("open")
				s.hands("close")
			}
			for i := range uint32(40) {
				if e := expect[profile.Entry](h); e.Index != i+1 {
					t.Fatalf("loss %v: entry %d where %d is due", loss, e.Index, i+1)
				}
			}
			if r := h.do(unlock); r.Result != core.ResultDone {
				t.Errorf("loss %v: %+v", loss, r)
			}
			took = time.Since(began)
		})
		return took
	}
	clear, half := said(0), said(0.5)
	if clear < 30*time.Millisecond || half < 2*clear || half > 20*clear {
		t.Errorf("without loss %v, with half lost %v", clear, half)
	}
}

// In silence each end learns by itself, four seconds after it last heard the
// other, and no sooner.
func TestEachEndLearnsOfSilenceByItself(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.air.SetWeather(Weather{Fast: 20 * time.Millisecond})
		h, _ := s.call()
		s.air.SetWeather(Weather{Loss: 1})
		began := time.Now()
		<-h.link.Done()
		if d := time.Since(began); !errors.Is(h.link.Err(), ble.ErrLinkLost) || d < 3900*time.Millisecond || d > 4100*time.Millisecond {
			t.Errorf("lost after %v: %v", d, h.link.Err())
		}
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		if n := len(s.lock.conns); n != 0 {
			t.Errorf("the lock has %d links", n)
		}
	})
}

// TestDeadRadioLeavesTheLockWaiting: the lock holds on to a link until its own timeout, and
// advertises meanwhile.
func TestDeadRadioLeavesTheLockWaiting(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.SetWeather(Weather{Delay: time.Microsecond})
		s.pair()
		s.call()
		conns := func() int {
			synctest.Wait()
			s.lock.mu.Lock()
			defer s.lock.mu.Unlock()
			return len(s.lock.conns)
		}
		s.air.Fall()
		time.Sleep(3 * time.Second)
		if n := conns(); n != 1 {
			t.Errorf("%d links at the lock 3 s after", n)
		}
		time.Sleep(2 * time.Second)
		if n := conns(); n != 0 {
			t.Errorf("%d links at the lock 5 s after", n)
		}
	})
}

// A lock without power says nothing, also not that its links are over.
func TestLockWithoutPowerSaysNothing(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.SetWeather(Weather{Delay: time.Microsecond})
		s.pair()
		h, _ := s.call()
		s.hands("power off")
		began := time.Now()
		<-h.link.Done()
		if d := time.Since(began); d < 3900*time.Millisecond || d > 4100*time.Millisecond {
			t.Errorf("lost after %v", d)
		}
	})
}

// A connection whose first packets are lost ends after six events, and the
// next one may come up.
func TestStillbornConnectionEndsByItself(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.air.SetWeather(Weather{Stillborn: 1})
		began := time.Now()
		_, err := s.reach()
		if d := time.Since(began); !errors.Is(err, errEstablish) || d > 1200*time.Millisecond {
			t.Errorf("%v: %v", d, err)
		}
		s.air.SetWeather(Weather{Delay: time.Microsecond})
		if _, err := s.reach(); err != nil {
			t.Error(err)
		}
	})
}

// What takes two events takes twice as long, or thirty times.
func TestSlowLinkTakesAsMuchLonger(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.SetWeather(Weather{Fast: 10 * time.Millisecond, Slow: 300 * time.Millisecond})
		s.pair()
		h, _ := s.call()
		look := func() time.Duration {
			began := time.Now()
			h.send(profile.Look{})
			expect[profile.State](h)
			return time.Since(began)
		}
		pace := func(fast bool) {
			if err := h.link.(ble.Pacer).Pace(t.Context(), fast); err != nil {
				t.Error(err)
			}
			time.Sleep(10 * time.Second)
		}
		if d := look(); d > 50*time.Millisecond {
			t.Errorf("fast from the beginning: %v", d)
		}
		if pace(false); look() < 300*time.Millisecond {
			t.Error("not slow")
		}
		if pace(true); look() > 50*time.Millisecond {
			t.Error("not fast again")
		}
	})
}

// TestLiesEndTheSession: what no link layer does and a broken stack can (notifications twice, or
// in another order, a bit that fell over, writes that went nowhere) ends a session, or does
// nothing. It opens nothing that was not asked for.
func TestLiesEndTheSession(t *testing.T) {
	for name, w := range map[string]Weather{"twice": {Twice: 1}, "swapped": {Swap: 1}, "corrupt": {Corrupt: 1}, "pretended": {Pretend: 1}} {
		inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
			s.air.SetWeather(w)
			synctest.Wait()
			if h.ch.Send(profile.Do{Command: s.id(), Move: unlock}) == nil {
				h.flush()
			}
			for h.hear() {
			}
			moves := 0
			for _, l := range s.lock.rec.Journal.Lines {
				if l.Bolt == core.BoltUnlocked {
					moves++
				}
			}
			switch name {
			case "pretended":
				if moves != 0 || len(h.told) != 0 {
					t.Errorf("%s: %d moves, told %+v", name, moves, h.told)
				}
			case "corrupt":
				if moves != 0 || h.err == nil {
					t.Errorf("%s: %d moves, %v", name, moves, h.err)
				}
			default:
				if moves != 1 || h.ch.Err() == nil {
					t.Errorf("%s: %d moves, the session ended with %v", name, moves, h.ch.Err())
				}
			}
		})
	}
}

// A link that died without a word: writes wait until whoever writes gives up.
func TestWritesOverAMuteLinkWait(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.air.SetWeather(Weather{Mute: 1})
		h, _ := s.call()
		l := h.link
		time.Sleep(30 * time.Second)
		if l.Err() != nil {
			t.Fatalf("somebody said so: %v", l.Err())
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := l.Write(ctx, profile.RX, []byte{1, 2}); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("%v", err)
		}
		l.Close()
	})
}
