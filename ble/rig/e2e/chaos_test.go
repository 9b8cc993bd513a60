//go:build e2e && linux

package e2e

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const chaosSeed = 20261122

// A crowd of people comes to a door, one key after the other, and there are as many crowds at a time
// as the hub has connections: what is counted is round trips, not the wait for one.
const (
	crowd        = 25
	crowdsAtOnce = 5
)

// chaos: tags at all doors without a pause, while locks vanish, fall silent, answer late and lose
// their links, and the radio is killed. At the end every lock is served.
func (f *fleet) chaos(t *testing.T) {
	f.lost(t)
	f.baseline(t) // idle looks at what there is more of
	whole := scaled(15*time.Second, 2*time.Minute)
	ctx, cancel := context.WithTimeout(t.Context(), whole)
	defer cancel()
	var trips, keys, answered, early, late atomic.Int64
	time.AfterFunc(whole/4, func() { early.Store(answered.Load()) })
	time.AfterFunc(whole*3/4, func() { late.Store(answered.Load()) })
	for _, l := range f.locks[2:] {
		l.trips.Store(0)
	}
	faults := make(chan map[string]int, 1)
	go func() { faults <- f.mischief(ctx) }()
	crowds := make(chan struct{}, crowdsAtOnce)
	f.each(f.locks, func(l *lock) {
		for ctx.Err() == nil {
			crowds <- struct{}{}
			for range crowd {
				keys.Add(1)
				if !l.hurry() {
					break
				}
				answered.Add(1)
			}
			<-crowds
		}
	})
	did := <-faults
	for _, l := range f.locks[2:] {
		trips.Add(l.trips.Load())
		l.heal()
	}
	figure("chaos, %s, 16 locks: %d round trips, %d keys presented, %d of them answered in time (%d in the first quarter, %d in the last); faults: %v",
		whole, trips.Load(), keys.Load(), answered.Load(), early.Load(), answered.Load()-late.Load(), did)
	if want := int64(4000 * whole / (2 * time.Minute)); trips.Load() < want {
		t.Errorf("%d round trips in %s, want at least %d", trips.Load(), whole, want)
	}
	f.served(t)
}

// lost is the control: a lock that is really gone is named as not served.
func (f *fleet) lost(t *testing.T) {
	gone := f.locks[8]
	gone.say("power off")
	if names := f.unserved(t, 3*time.Second, gone); !slices.Equal(names, []string{gone.name}) {
		t.Fatalf("%s has no power, and yet it was served", gone.name)
	}
	gone.heal()
}

// hurry presents a key and waits for whatever becomes of it; false: nothing did, or the lock
// answered by itself.
func (l *lock) hurry() bool {
	l.forget()
	if l.do("tag "+strangeTag) != nil { // it has no power, or another key waits
		time.Sleep(100 * time.Millisecond)
		return false
	}
	_, ok := l.see(4*time.Second, unknown)
	return ok
}

// heal makes a hosted lock as good as new.
func (l *lock) heal() {
	l.behave(false, 0)
	if !l.Powered() {
		l.do("power on")
	}
	l.p.Power(true)
}

// mischief does one fault after the other to locks at random, always the same ones in the same
// order, and counts them.
func (f *fleet) mischief(ctx context.Context) map[string]int {
	r := rand.New(rand.NewPCG(chaosSeed, 0))
	did := map[string]int{}
	radio := time.Now().Add(5 * time.Second)
	for {
		select {
		case <-ctx.Done():
			return did
		case <-time.After(time.Duration(300+r.IntN(400)) * time.Millisecond):
		}
		if time.Now().After(radio) {
			radio = radio.Add(15 * time.Second)
			did["radio killed"]++
			syscall.Kill(f.radio(), syscall.SIGKILL)
			continue
		}
		l := f.locks[2+r.IntN(14)]
		fault := faults[r.IntN(len(faults))]
		did[fault.name]++
		after := time.AfterFunc(time.Duration(300+r.IntN(2000))*time.Millisecond, l.heal)
		context.AfterFunc(ctx, func() { after.Stop() })
		fault.do(l)
	}
}

// faults are what may befall a lock; it heals by itself after a while.
var faults = []struct {
	name string
	do   func(*lock)
}{
	{"out of earshot", func(l *lock) { l.p.Power(false) }},
	{"without power", func(l *lock) { l.do("power off") }},
	{"mute", func(l *lock) { l.behave(true, 0) }},
	{"late", func(l *lock) { l.behave(false, 700*time.Millisecond) }},
	{"link lost", func(l *lock) {
		if k := l.p.Link(); k != nil {
			k.Stall()
		}
	}},
	{"link ended", func(l *lock) {
		if k := l.p.Link(); k != nil {
			k.Drop(0x13)
		}
	}},
}
