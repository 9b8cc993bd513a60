package driver

import (
	"sync"
	"time"

	"localiq/ble"
	"localiq/core"
)

// silence is how long a lock may say nothing: five missed beacons of 10 s.
const silence = 50 * time.Second

// ear is what was heard of one lock, written by the scan and read by its keeper and by
// Signals. The newest counts: a hundred advertisements that say the same are one.
type ear struct {
	mu       sync.Mutex
	listener Listener
	signal   core.Signal
	day      string // of signal.Today
	asked    time.Duration
	waits    bool // for a connection, since asked
	hint     Hint
	hinted   time.Duration // Up of the last advertisement; 0: none yet
	addr     ble.Addr      // where it was heard last, else where it was paired
	called   bool          // the next advertisement is news, whatever it says
	linked   bool          // a connection stands
	parted   time.Duration // Up, when the last one ended
	stale    echo
	news     chan struct{} // one pending token: the hint became another, or a silence ended
}

// echo is an advertisement of the lock's own that is older than what was heard of it: it was
// recorded, or the lock has lost its memory.
type echo struct {
	addr ble.Addr
	up   time.Duration // 0: none
}

func newEar(l Listener, home ble.Addr) *ear {
	return &ear{listener: l, addr: home, news: make(chan struct{}, 1)}
}

// hear takes an advertisement if it is this lock's. It never blocks.
func (e *ear) hear(a ble.Advert, now core.Instant) Heard {
	e.mu.Lock()
	defer e.mu.Unlock()
	h, is := e.listener.Hear(a)
	switch is {
	case HeardOld:
		e.stale = echo{a.Addr, now.Up}
	case HeardIt:
		e.take(h, a, now)
	}
	return is
}

func (e *ear) take(h Hint, a ble.Advert, now core.Instant) {
	same := h.Mark == e.hint.Mark && h.Request == e.hint.Request && a.Addr == e.addr && e.heardBy(now) && !e.called
	e.signal.RSSI, e.signal.Heard, e.signal.Proved = a.RSSI, now, h.Proved
	e.hint, e.hinted, e.addr = h, now.Up, a.Addr
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

// agree takes what a session said of how the lock advertises.
func (e *ear) agree(s Seal) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.listener.Agree(s)
	e.stale = echo{}
}

// paid says that a session has ended in which the lock had told all.
func (e *ear) paid() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.listener.Paid()
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

// connected counts a connection.
func (e *ear) connected(t core.Talks) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.signal.Links++
	e.signal.Today, e.day, e.linked = t.Links, t.Day, true
}

func (e *ear) disconnected(now core.Instant) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.linked {
		e.linked, e.parted = false, now.Up
	}
}

// session notes what it took to come to one.
func (e *ear) session(took time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.signal.Took = took
}

// wants notes why there is a connection, or should be, and since when it is waited for.
func (e *ear) wants(n need, waits bool, since time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.signal.Want, e.waits, e.asked = n.String(), waits, since
}

// heard is what people are told of it now.
func (e *ear) heard(now core.Instant, day string) core.Signal {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.signal
	if e.waits {
		s.Wait = max(now.Up-e.asked, 0)
	}
	if e.day != day {
		s.Today = 0
	}
	return s
}

// last is when the lock was heard last, by whatever.
func (e *ear) last() core.Instant {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.signal.Heard
}

// hinting is the last advertisement's hint, and the Up when it was heard; 0: none yet.
func (e *ear) hinting() (Hint, time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hint, e.hinted
}

// place is where to call the lock.
func (e *ear) place() ble.Addr {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.addr
}

func (e *ear) echoed() echo {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.stale
}

// missed is since when the lock should have been heard and was not; false: there is no such time,
// because it is connected or was never heard.
func (e *ear) missed() (since time.Duration, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return max(e.hinted, e.parted), e.hinted != 0 && !e.linked
}
