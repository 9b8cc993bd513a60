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

// A hub that does not read for a long time loses nothing: no more than a window is
// ever on its way, at the smallest MTU and at a usual one.
func TestSlowHubLosesNothing(t *testing.T) {
	for _, mtu := range []int{23, 247} {
		stage(t, Config{}, func(t *testing.T, s *scene) {
			s.air.MTU = mtu
			s.pair()
			h, _ := s.call()
			for i := range 200 {
				s.hands([]string{"open", "close"}[i%2])
				time.Sleep(time.Second)
				if n := len(h.link.Notifications()); n > profile.Window {
					t.Fatalf("MTU %d: %d notifications on their way", mtu, n)
				}
			}
			for i := range uint32(200) {
				if e := expect[profile.Entry](h); e.Index != i+1 {
					t.Fatalf("MTU %d: %d where %d is due", mtu, e.Index, i+1)
				}
			}
		})
	}
}

// listener is a scan, and what it heard of the lock. It is read while the bubble waits.
type listener struct {
	heard []profile.Advert
	stop  context.CancelFunc
	over  chan error
}

func (s *scene) listen() *listener {
	ctx, stop := context.WithCancel(s.t.Context())
	l := &listener{stop: stop, over: make(chan error, 1)}
	go func() {
		l.over <- s.air.Scan(ctx, func(a ble.Advert) {
			if ad, ok := profile.ParseAdvert(a.Data); ok && a.RSSI == -60 && a.Addr == front && len(a.Data) == 31 {
				l.heard = append(l.heard, ad)
			}
		})
	}()
	synctest.Wait()
	return l
}

// hears is how much more comes in that time.
func (l *listener) hears(d time.Duration) int {
	synctest.Wait()
	n := len(l.heard)
	time.Sleep(d)
	synctest.Wait()
	return len(l.heard) - n
}

// Every change is heard at once, and the sequence goes on with each.
func TestEveryChangeIsHeardAtOnce(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		l := s.listen()
		defer l.stop()
		s.pair()
		synctest.Wait()
		l.heard = nil
		s.hands("open")
		synctest.Wait()
		if len(l.heard) != 1 || !l.heard[0].Flags.Has(profile.FlagDoorOpen|profile.FlagLocked) {
			t.Fatalf("%+v", l.heard)
		}
		s.hands("tag 04A1B2C3")
		synctest.Wait()
		if len(l.heard) != 2 || l.heard[1].Sequence != l.heard[0].Sequence+1 || !l.heard[1].Flags.Has(profile.FlagRequest) {
			t.Fatalf("%+v", l.heard)
		}
	})
}

// In an air that rests a lock at rest is heard seldom, and at once where something changes or there is
// weather.
func TestRestingAirIsQuiet(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.Rest = 20 * time.Second
		l := s.listen()
		defer l.stop()
		s.pair()
		l.hears(time.Minute)
		if n := l.hears(time.Minute); n != 3 {
			t.Errorf("%d beacons in a minute", n)
		}
		s.hands("open")
		if n := l.hears(10 * time.Second); n != 3 {
			t.Errorf("%d beacons after a change", n)
		}
		s.air.SetWeather(Weather{Loss: 0.01})
		l.hears(time.Minute)
		if n := l.hears(time.Minute); n < 40 {
			t.Errorf("%d beacons in a minute of weather", n)
		}
	})
}

// Nothing is heard of a lock without power, by a radio that fell, or after the scan's end; and
// each comes back.
func TestScanHearsAsLongAsThereIsSomething(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		l := s.listen()
		s.pair()
		s.hands("power off")
		if n := l.hears(time.Minute); n != 0 {
			t.Errorf("a lock without power is heard %d times", n)
		}
		s.hands("power on")
		if n := l.hears(20 * time.Second); n < 10 {
			t.Errorf("%d beacons in 20 s", n)
		}
		s.air.Fall()
		if n := l.hears(time.Minute); n != 0 {
			t.Errorf("a dead radio hears %d", n)
		}
		s.air.Rise()
		if n := l.hears(3 * time.Second); n == 0 {
			t.Error("the next radio hears nothing")
		}
		l.stop()
		if err := <-l.over; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		if n := l.hears(time.Minute); n != 0 {
			t.Errorf("%d after its end", n)
		}
	})
}

// Waits for a lock that is away, and says why it could not.
func TestConnectWaitsForAnAbsentLock(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.ConnectTime = 200 * time.Millisecond
		connect := func(a ble.Addr, g ble.GATT) (time.Duration, error) {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			began := time.Now()
			l, err := s.air.Connect(ctx, a, g)
			if err == nil {
				l.Close()
			}
			return time.Since(began), err
		}
		if d, err := connect(front, profile.GATT); err != nil || d != 200*time.Millisecond {
			t.Errorf("%v %v", d, err)
		}
		if d, err := connect(ble.Addr{}, profile.GATT); !errors.Is(err, ble.ErrTimeout) || d != 5*time.Second {
			t.Errorf("nobody there: %v %v", d, err)
		}
		if _, err := connect(front, ble.GATT{}); !errors.Is(err, ble.ErrNotFound) {
			t.Errorf("another service: %v", err)
		}
		s.hands("power off")
		time.AfterFunc(time.Second, func() { s.hands("power on") })
		if d, err := connect(front, profile.GATT); err != nil || d != time.Second {
			t.Errorf("power came back: %v %v", d, err)
		}
		s.air.Fall()
		if _, err := connect(front, profile.GATT); !errors.Is(err, ble.ErrRadioDown) {
			t.Errorf("dead radio: %v", err)
		}
	})
}

// Dropped, taken away, or the radio's death: the hub is told which.
func TestLostLinkSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		break_ func(*scene)
		want   error
	}{
		"dropped":    {func(s *scene) { s.air.Drop(front) }, ble.ErrLinkLost},
		"taken away": {func(s *scene) { s.air.Remove(front) }, ble.ErrLinkLost},
		"no power":   {func(s *scene) { s.hands("power off") }, ble.ErrLinkLost},
		"dead radio": {func(s *scene) { s.air.Fall() }, ble.ErrRadioDown},
	} {
		inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
			c.break_(s)
			synctest.Wait()
			if err := h.link.Err(); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
			if err := h.link.Write(t.Context(), profile.RX, []byte{1, 2}); !errors.Is(err, c.want) {
				t.Errorf("%s: a write after it: %v", name, err)
			}
			if s.air.Links(front) != 0 {
				t.Errorf("%s: the link stands", name)
			}
		})
	}
}

// Bytes wait, both ways, and go on where they stopped.
func TestStalledLinkGoesOnWhereItStopped(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.send(profile.Look{})
		expect[profile.State](h)
		s.air.Stall(front)
		s.hands("open")
		synctest.Wait()
		if n := len(h.link.Notifications()); n != 0 {
			t.Errorf("%d notifications from a stalled lock", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := h.link.Write(ctx, profile.RX, []byte{1, 2}); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("%v", err)
		}
		s.air.Flow(front)
		if e := expect[profile.Entry](h); e.Kind != profile.EntryDoorOpened {
			t.Errorf("%+v", e)
		}
		if r := h.do(unlock); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
	})
}

// TestCloseWhileStalled: nothing keeps the air or a lock from closing.
func TestCloseWhileStalled(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		s.air.Stall(front)
		s.hands("open")
		s.air.Close()
		s.lock.Close()
		if !errors.Is(h.link.Err(), ble.ErrRadioDown) {
			t.Errorf("%v", h.link.Err())
		}
		if err := s.lock.Hands("open"); err == nil {
			t.Error("a closed lock has a door")
		}
	})
}

// What the link cannot carry is refused and does no harm.
func TestOversizedWriteIsRefusedHarmlessly(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.air.MTU, s.air.WriteTime = 23, 10*time.Millisecond
		s.pair()
		h, _ := s.call()
		if err := h.link.Write(t.Context(), profile.RX, make([]byte, 21)); err == nil {
			t.Error("21 bytes over an MTU of 23")
		}
		if err := h.link.Write(t.Context(), profile.TX, []byte{1, 2}); !errors.Is(err, ble.ErrNotFound) {
			t.Errorf("%v", err)
		}
		began := time.Now()
		h.link.Write(t.Context(), profile.RX, []byte{0, 0})
		if d := time.Since(began); d != 10*time.Millisecond {
			t.Errorf("a write took %v", d)
		}
	})
}

// Each lock answers for itself.
func TestEachLockAnswersForItself(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		back := ble.Addr{MAC: [6]byte{1}}
		other, err := New(Config{}, s.clock)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		s.air.Add(back, other, -80)
		defer s.air.Remove(back)
		if err := other.Hands("open"); err != nil {
			t.Fatal(err)
		}
		s.air.SetSignal(back, -70)
		s.air.Drop(back)
		synctest.Wait()
		if h.link.Err() != nil || s.lock.State().Contact != core.ContactClosed {
			t.Error("what happened at the back door happened at the front")
		}
	})
}
