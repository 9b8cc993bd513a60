package clock

import (
	"container/heap"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"

	"localiq/core"
)

// Jumping is the clock of a rehearsal: it stands still while anybody works, and then jumps to what is
// due next. What is due at the same instant comes one after the other, in the order in which it was
// asked for, each when everybody has done with the one before.
//
// That everybody waits it learns from the scheduler. So nothing else may be going on in this process,
// and whoever asks the system for anything, the disk above all, does it inside Away: the scheduler does
// not count them.
type Jumping struct {
	start time.Time
	away  atomic.Int64

	mu   sync.Mutex
	up   time.Duration
	n    uint64
	dues dues
}

// NewJumping is a clock that stands at start.
func NewJumping(start time.Time) *Jumping { return &Jumping{start: start} }

// Now is trusted: nobody sets this clock.
func (c *Jumping) Now() core.Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return core.Instant{Wall: c.start.Add(c.up).UnixNano(), Boot: "rehearsal", Up: c.up, Trust: core.Trusted}
}

func (c *Jumping) After(d time.Duration) (<-chan struct{}, func()) {
	w := &due{fired: make(chan struct{})}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	w.at, w.n = c.up+max(d, 0), c.n
	heap.Push(&c.dues, w)
	return w.fired, func() { c.drop(w) }
}

func (c *Jumping) drop(w *due) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w.place >= 0 {
		heap.Remove(&c.dues, w.place)
	}
}

// Away does what may wait for the disk, while the clock stands still. It returns when everybody has done
// with this instant, as after a slow disk: so a fast one changes nothing. Only while Run runs.
func (c *Jumping) Away(do func()) {
	turn, _ := c.After(0)
	c.away.Add(1)
	do()
	c.away.Add(-1)
	<-turn
}

// Run goes from one instant to the next until over says so, or nobody waits for any. over is asked
// whenever everybody waits. The process has one processor meanwhile: so all that runs has run when
// the clock's turn comes, and it runs in one order.
func (c *Jumping) Run(over func() bool) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	waking := []metrics.Sample{{Name: "/sched/goroutines/runnable:goroutines"}}
	for {
		for busy := true; busy; busy = c.away.Load() > 0 || waking[0].Value.Uint64() > 0 {
			runtime.Gosched()
			metrics.Read(waking)
		}
		if over() || !c.jump() {
			return
		}
	}
}

// jump wakes who waits for the next instant; false when nobody waits.
func (c *Jumping) jump() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.dues) == 0 {
		return false
	}
	w := heap.Pop(&c.dues).(*due)
	c.up = w.at
	close(w.fired)
	return true
}

// due is somebody who waits.
type due struct {
	at    time.Duration
	n     uint64
	fired chan struct{}
	place int // in dues; -1: not there any more
}

// dues is a heap, the earliest on top.
type dues []*due

func (h dues) Len() int { return len(h) }
func (h dues) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].n < h[j].n
}
func (h dues) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}
func (h *dues) Push(x any) {
	w := x.(*due)
	w.place = len(*h)
	*h = append(*h, w)
}
func (h *dues) Pop() any {
	last := len(*h) - 1
	w := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	w.place = -1
	return w
}
