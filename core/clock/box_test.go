package clock

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

// box is a kernel in a test: its wall clock can be set, and whoever holds the timer hears of it.
type box struct {
	core.Clock
	mu      sync.Mutex
	step    time.Duration
	synced  bool
	battery func(up time.Duration) int64
	set     chan<- struct{}
	deaf    bool // it cannot tell that the clock was set
}

func (b *box) Now() core.Instant {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.Clock.Now()
	at.Wall, at.Trust = at.Wall+int64(b.step), core.Untrusted
	return at
}

func (b *box) Synced() (time.Duration, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return 20 * time.Millisecond, b.synced
}

func (b *box) Battery() (int64, bool) {
	if b.battery == nil {
		return 0, false
	}
	return b.battery(b.Clock.Now().Up), true
}

func (b *box) WasSet(ctx context.Context, set chan<- struct{}) {
	if b.deaf {
		return
	}
	b.mu.Lock()
	b.set = set
	b.mu.Unlock()
	<-ctx.Done()
}

// sets is somebody who sets the clock, perhaps a time server.
func (b *box) sets(by time.Duration, synced bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.step, b.synced = b.step+by, synced
	if b.set != nil {
		b.set <- struct{}{}
	}
}

// watched runs f on a clock that is watched, with what was told so far.
func watched(t *testing.T, k *box, f func(b *Box, told func() []core.BoxClock)) {
	synctest.Test(t, func(t *testing.T) {
		k.Clock = Process()
		b := Over(k)
		var mu sync.Mutex
		var all []core.BoxClock
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error)
		go func() {
			over <- b.Watch(ctx, func(e core.Event) {
				mu.Lock()
				all = append(all, e.(core.ClockRead).Box)
				mu.Unlock()
			})
		}()
		f(b, func() []core.BoxClock {
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			return all
		})
		cancel()
		if err := <-over; err != context.Canceled {
			t.Error(err)
		}
	})
}

// TestSettingTheClockIsToldAtOnce, with what stands behind it.
func TestSettingTheClockIsToldAtOnce(t *testing.T) {
	k := &box{}
	watched(t, k, func(_ *Box, told func() []core.BoxClock) {
		if n := len(told()); n != 1 {
			t.Fatalf("%d readings at the start, want 1", n)
		}
		time.Sleep(time.Second)
		k.sets(2*time.Hour, true)
		all := told()
		if len(all) != 2 {
			t.Fatalf("%d readings, want 2", len(all))
		}
		if by := time.Duration(all[1].Base - all[0].Base); by != 2*time.Hour || all[0].Synced || !all[1].Synced || all[1].Within != 20*time.Millisecond {
			t.Errorf("%+v, then %+v", all[0], all[1])
		}
	})
}

// TestWithoutATimerTheClockIsLookedAt: every ten seconds while nobody is believed, else every minute.
func TestWithoutATimerTheClockIsLookedAt(t *testing.T) {
	k := &box{deaf: true, battery: func(up time.Duration) int64 { return 1e18 + int64(up) }}
	watched(t, k, func(b *Box, told func() []core.BoxClock) {
		k.sets(-2*time.Hour, false)
		told()
		time.Sleep(lookSoon)
		if all := told(); len(all) != 2 || all[1].Battery != 1e18 {
			t.Fatalf("%+v", all)
		}
		at := k.Now()
		b.Follow(&core.Site{Hub: core.HubState{Clock: core.ClockState{Boot: at.Boot, Base: 5, Source: core.SourcePerson, Proven: at}}})
		time.Sleep(lookSoon) // the look that was under way
		was := len(told())
		time.Sleep(lookAgain - time.Millisecond)
		if n := len(told()); n != was {
			t.Errorf("looked %d times in a minute", n-was)
		}
		time.Sleep(time.Millisecond)
		if n := len(told()); n != was+1 {
			t.Errorf("looked %d times after a minute", n-was)
		}
	})
}

// TestTheBoxShowsWhatTheSiteBelieves: nobody yet, and then never below the floor; then the word that
// was believed, whatever is done to the box's own clock; after another boot nobody again.
func TestTheBoxShowsWhatTheSiteBelieves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &box{Clock: Process()}
		b := Over(k)
		raw := k.Now()
		if at := b.Now(); at != raw || at.Trust != core.Untrusted {
			t.Errorf("nobody is believed yet: %+v", at)
		}
		floor := raw.Wall + int64(time.Hour)
		b.Follow(&core.Site{At: core.Instant{Wall: floor, Boot: "before"}})
		if at := b.Now(); at.Wall != floor || at.Trust != core.Untrusted {
			t.Errorf("below what is kept: %+v", at)
		}
		k.sets(2*time.Hour, false)
		if at := b.Now(); at.Wall != raw.Wall+int64(2*time.Hour) {
			t.Errorf("above the floor an untrusted clock is read as it is: %+v", at)
		}
		word := core.ClockState{Boot: raw.Boot, Base: 1e18, Source: core.SourceNTP, Proven: raw}
		b.Follow(&core.Site{Hub: core.HubState{Clock: word}})
		for _, step := range []time.Duration{0, 2 * time.Hour, -50 * 365 * 24 * time.Hour} {
			k.sets(step, false)
			if at := b.Now(); at.Wall != 1e18+int64(at.Up) || at.Trust != core.Trusted {
				t.Errorf("after a step of %v: %+v", step, at)
			}
		}
		time.Sleep(core.ClockFresh)
		if at := b.Now(); at.Trust != core.Holdover || at.Wall != 1e18+int64(at.Up) {
			t.Errorf("a day later: %+v", at)
		}
		word.Boot = "another"
		b.Follow(&core.Site{Hub: core.HubState{Clock: word}})
		if at := b.Now(); at.Trust != core.Untrusted {
			t.Errorf("of another boot: %+v", at)
		}
	})
}
