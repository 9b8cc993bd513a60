package hub

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// attic is a disk that has something to tidy: so many steps.
type attic struct {
	disk
	mu      sync.Mutex
	steps   int
	done    []time.Time
	due     bool
	anew    []time.Time
	trouble error
	held    chan struct{} // nil, or a step waits until it is closed
}

func (a *attic) Tidy(core.Instant) (bool, error) {
	a.mu.Lock()
	held := a.held
	a.mu.Unlock()
	if held != nil {
		<-held
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done = append(a.done, time.Now())
	if a.trouble != nil {
		return false, a.trouble
	}
	a.steps = max(0, a.steps-1)
	return a.steps > 0, nil
}

func (a *attic) CompactDue() bool { a.mu.Lock(); defer a.mu.Unlock(); return a.due }
func (a *attic) Compact() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.due, a.anew = false, append(a.anew, time.Now())
	return nil
}

func (a *attic) count() (steps, compactions int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.done), len(a.anew)
}

// withAttic runs a hub in a bubble, from the bubble's midnight on.
func withAttic(t *testing.T, a *attic, f func(ctx context.Context, h *Hub)) {
	synctest.Test(t, func(t *testing.T) {
		a.site = core.NewSite(core.HubState{Epoch: 1})
		h := New(Config{Site: a.site, Clock: clock.Process(), Ledger: a, Private: names{}, Driver: &air{}})
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		go func() { over <- h.Run(ctx) }()
		synctest.Wait()
		f(ctx, h)
		cancel()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
}

// Retention works in small steps, and only while nothing else is to do.
func TestTidiesWhenItIsQuiet(t *testing.T) {
	a := &attic{steps: 4}
	withAttic(t, a, func(ctx context.Context, h *Hub) {
		for range 60 { // somebody does something every four seconds
			time.Sleep(quietAfter - time.Second)
			h.Tell(ctx, core.RadioRose{Adapter: "a"})
			h.Tell(ctx, core.RadioFell{Adapter: "a"})
		}
		synctest.Wait()
		if n, _ := a.count(); n != 0 {
			t.Fatalf("%d steps while there was work", n)
		}
		time.Sleep(quietAfter + 4*tidyPause)
		synctest.Wait()
		if n, _ := a.count(); n != 4 {
			t.Fatalf("%d steps", n)
		}
		for i := range 3 {
			if d := a.done[i+1].Sub(a.done[i]); d < tidyPause {
				t.Errorf("only %v between two steps", d)
			}
		}
		time.Sleep(tidyEvery - time.Minute)
		if n, _ := a.count(); n != 4 {
			t.Errorf("%d steps, and nothing was left to do", n)
		}
	})
}

// What comes while a step is under way waits for it like for any commit, and is kept.
func TestATidyingDiskIsSlowAndNotBroken(t *testing.T) {
	a := &attic{steps: 1}
	withAttic(t, a, func(ctx context.Context, h *Hub) {
		a.mu.Lock()
		a.held = make(chan struct{})
		a.mu.Unlock()
		time.Sleep(quietAfter + time.Second)
		go h.Tell(ctx, core.RadioFell{Adapter: "a"})
		time.Sleep(2 * stallAfter)
		synctest.Wait()
		if now := h.health.Load(); !now.StoreStalled || now.StoreError != "" {
			t.Errorf("%+v", now)
		}
		before := h.Site().Seq
		close(a.held)
		synctest.Wait()
		if now := h.health.Load(); now.StoreStalled || h.Site().Seq != before+1 {
			t.Errorf("%+v, input %d", now, h.Site().Seq)
		}
	})
}

// A step that fails is told in the log and tried again; nothing that was decided is dropped.
func TestAFailedStepCostsNothing(t *testing.T) {
	a := &attic{steps: 1, trouble: errors.New("no")}
	withAttic(t, a, func(ctx context.Context, h *Hub) {
		time.Sleep(2*tidyEvery + time.Minute)
		synctest.Wait()
		if n, _ := a.count(); n != 3 || h.health.Load().StoreError != "" {
			t.Errorf("%d steps, %+v", n, h.health.Load())
		}
	})
}

// The file is written anew at night, and only when nothing has happened for a while.
func TestCompactsAtNight(t *testing.T) {
	a := &attic{due: true}
	withAttic(t, a, func(ctx context.Context, h *Hub) {
		midnight := time.Now().UTC()
		for range 5 {
			time.Sleep(59 * time.Minute)
			h.Tell(ctx, core.RadioFell{Adapter: "a"})
			h.Tell(ctx, core.RadioRose{Adapter: "a"})
			time.Sleep(time.Minute)
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if _, n := a.count(); n != 1 {
			t.Fatalf("%d times", n)
		}
		if h := a.anew[0].UTC().Hour(); h != nightHour || !a.anew[0].After(midnight) {
			t.Errorf("at %v", a.anew[0])
		}
	})
}
