package driver

import (
	"sync"
	"time"

	"localiq/core"
)

// silence is how long a lock may say nothing: five missed beacons of 10 s.
const silence = 50 * time.Second

// ear is what was heard of one lock, written by the scan and read by its keeper and by
// Signals. The newest counts: a hundred advertisements that say the same are one.
type ear struct {
	mu     sync.Mutex
	signal core.Signal
	hint   Hint
	hinted time.Duration // Up of the last advertisement
	called bool          // the next advertisement is news, whatever it says
	news   chan struct{} // one pending token: the hint became another, or a silence ended
}

func newEar() *ear { return &ear{news: make(chan struct{}, 1)} }

// hear takes an advertisement of this lock. It never blocks.
func (e *ear) hear(h Hint, rssi int8, now core.Instant) {
	e.mu.Lock()
	defer e.mu.Unlock()
	same := h == e.hint && e.heardBy(now) && !e.called
	e.signal.RSSI, e.signal.Heard, e.hint, e.hinted = rssi, now, h, now.Up
	if same {
		return
	}
	e.called = false
	select {
	case e.news <- struct{}{}:
	default:
	}
}

// heardBy is true while the lock is not silent.
func (e *ear) heardBy(now core.Instant) bool {
	return !e.signal.Heard.IsZero() && now.Up-e.signal.Heard.Up < silence
}

// alive counts session traffic as hearing the lock.
func (e *ear) alive(now core.Instant) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.signal.Heard = now
}

// call asks to be woken by the next advertisement.
func (e *ear) call() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.called = true
}

// session counts a connection that came to a session, and what it took.
func (e *ear) session(took time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.signal.Links++
	e.signal.Took = took
}

// heard is the last that was heard.
func (e *ear) heard() core.Signal {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.signal
}

// hinting is the last advertisement's hint, and the Up when it was heard; 0: none yet.
func (e *ear) hinting() (Hint, time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hint, e.hinted
}
