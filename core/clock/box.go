package clock

import (
	"context"
	"sync/atomic"
	"time"

	"localiq/core"
)

// Kernel is what a box knows of the time.
type Kernel interface {
	// Now reads both clocks, and believes neither.
	Now() core.Instant
	// Synced says whether a time server disciplines the clock now, and how far it may be off.
	Synced() (within time.Duration, ok bool)
	// Battery reads the battery-backed clock, ns UTC. ok is false where there is none, and where it
	// says that it has lost its time.
	Battery() (wall int64, ok bool)
	// WasSet sends to set, which has room, whenever the wall clock was set, until ctx ends. It returns
	// at once where the kernel cannot tell.
	WasSet(ctx context.Context, set chan<- struct{})
}

// Box is the clock of a box that may be wrong: it shows what the site that it follows believes
// (core.ClockState), and Watch tells what the site may go by.
type Box struct {
	kernel Kernel
	timer  core.Clock
	mind   atomic.Pointer[mind]
}

type mind struct {
	state  core.ClockState
	newest int64
}

// Judged is this box's clock. It is believed when the site says so.
func Judged() *Box { return Over(system()) }

// Over is the clock of whatever kernel.
func Over(k Kernel) *Box {
	b := &Box{kernel: k, timer: Process()}
	b.mind.Store(&mind{})
	return b
}

func (b *Box) Now() core.Instant {
	m := b.mind.Load()
	return m.state.Judge(b.kernel.Now(), m.newest)
}

func (b *Box) After(d time.Duration) (<-chan struct{}, func()) { return b.timer.After(d) }

// Follow takes over what a site believes, from now on.
func (b *Box) Follow(s *core.Site) { b.mind.Store(&mind{s.Hub.Clock, s.At.Wall}) }

// Read asks every source now.
func (b *Box) Read() (c core.BoxClock) {
	at := b.tight()
	c.Base = at.Wall - int64(at.Up)
	c.Within, c.Synced = b.kernel.Synced()
	if wall, ok := b.kernel.Battery(); ok {
		c.Battery = wall - int64(b.kernel.Now().Up)
	}
	return c
}

// tight reads both clocks with little in between: somebody may take the processor from us there.
func (b *Box) tight() core.Instant {
	best, apart := core.Instant{}, time.Duration(1<<62)
	for range 3 {
		before := b.kernel.Now()
		at := b.kernel.Now()
		if d := at.Up - before.Up; d < apart {
			best, apart = at, d
		}
	}
	return best
}

const (
	lookSoon  = 10 * time.Second // while nobody is believed
	lookAgain = time.Minute
)

// Watch tells what the sources say: at once, whenever the clock was set, and now and again. The
// rules know what of it is news.
func (b *Box) Watch(ctx context.Context, tell func(core.Event)) error {
	set, over := make(chan struct{}, 1), make(chan struct{})
	go func() { defer close(over); b.kernel.WasSet(ctx, set) }()
	defer func() { <-over }()
	for {
		tell(core.ClockRead{Box: b.Read()})
		wait := lookAgain
		if b.Now().Trust == core.Untrusted {
			wait = lookSoon
		}
		again, stop := b.After(wait)
		select {
		case <-ctx.Done():
		case <-set:
		case <-again:
		}
		stop()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}
