package tape

import (
	"context"
	"sync"

	"localiq/ble"
	"localiq/core"
)

// Recorder is a radio that keeps what goes over another one. Tape may be called at any time.
type Recorder struct {
	radio ble.Radio
	clock core.Clock
	start core.Instant

	mu    sync.Mutex
	tape  Tape
	links int
	over  bool
}

// Record begins a tape at this instant.
func Record(r ble.Radio, clock core.Clock, notes ...string) *Recorder {
	return &Recorder{radio: r, clock: clock, start: clock.Now(), tape: Tape{Notes: notes}}
}

// Tape ends the recording; the radio goes on.
func (r *Recorder) Tape() *Tape {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	return &r.tape
}

func (r *Recorder) write(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writeLocked(e)
}

func (r *Recorder) writeLocked(e Event) {
	if !r.over {
		e.At, _ = r.clock.Now().Sub(r.start)
		e.Data = append([]byte(nil), e.Data...)
		r.tape.Events = append(r.tape.Events, e)
	}
}

// Scan keeps what was heard before it hands it out.
func (r *Recorder) Scan(ctx context.Context, sink func(ble.Advert)) error {
	return r.radio.Scan(ctx, func(a ble.Advert) {
		r.write(Event{Kind: Heard, Addr: a.Addr, RSSI: a.RSSI, Open: a.Connectable, Data: a.Data})
		sink(a)
	})
}

// Room is the radio's; 0 where it does not say.
func (r *Recorder) Room() int {
	if roomy, ok := r.radio.(ble.Roomy); ok {
		return roomy.Room()
	}
	return 0
}

func (r *Recorder) Connect(ctx context.Context, a ble.Addr, g ble.GATT) (ble.Link, error) {
	r.mu.Lock()
	r.links++
	n := r.links
	r.writeLocked(Event{Kind: Connect, Link: n, Addr: a, UUID: g.Service})
	r.mu.Unlock()
	inner, err := r.radio.Connect(ctx, a, g)
	if err != nil {
		r.write(Event{Kind: Failed, Link: n, Why: whyOf(err)})
		return nil, err
	}
	r.write(Event{Kind: Up, Link: n, MTU: inner.MTU()})
	l := &recorded{Link: inner, r: r, n: n, notes: make(chan ble.Note, noteRoom), done: make(chan struct{})}
	go l.pump()
	return l, nil
}

// noteRoom is more than any stack holds: what is full is the radio's own.
const noteRoom = 1024

// recorded is a link on the tape.
type recorded struct {
	ble.Link
	r      *Recorder
	n      int
	notes  chan ble.Note
	done   chan struct{} // closed by pump, when the end is on the tape
	mu     sync.Mutex
	closed bool // by us
}

// pump keeps what came before it is handed on; what came before the end comes before it.
func (l *recorded) pump() {
	defer close(l.done)
	for {
		select {
		case n := <-l.Link.Notifications():
			l.pass(n)
			continue
		default:
		}
		select {
		case n := <-l.Link.Notifications():
			l.pass(n)
		case <-l.Link.Done():
			if len(l.Link.Notifications()) > 0 {
				continue
			}
			l.mu.Lock()
			defer l.mu.Unlock()
			if !l.closed {
				l.closed = true
				l.r.write(Event{Kind: End, Link: l.n, Why: whyOf(l.Link.Err())})
			}
			return
		}
	}
}

func (l *recorded) pass(n ble.Note) {
	l.r.write(Event{Kind: Note, Link: l.n, Char: n.Char, Data: n.Data})
	l.notes <- n
}

func (l *recorded) Write(ctx context.Context, c ble.Char, b []byte) error {
	if l.over() {
		return l.Link.Write(ctx, c, b)
	}
	l.r.write(Event{Kind: Write, Link: l.n, Char: c, Data: b})
	err := l.Link.Write(ctx, c, b)
	select {
	case <-l.Link.Done():
		<-l.done // the end says it
	default:
		l.r.write(Event{Kind: Wrote, Link: l.n, Why: whyOf(err)})
	}
	return err
}

func (l *recorded) over() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// Close is on the tape unless the link had ended before.
func (l *recorded) Close() error {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		l.r.write(Event{Kind: Close, Link: l.n})
	}
	l.mu.Unlock()
	return l.Link.Close()
}

// Pace is not on the tape: it says nothing to the lock.
func (l *recorded) Pace(ctx context.Context, fast bool) error {
	if p, ok := l.Link.(ble.Pacer); ok {
		return p.Pace(ctx, fast)
	}
	return nil
}

func (l *recorded) Notifications() <-chan ble.Note { return l.notes }
func (l *recorded) Done() <-chan struct{}          { return l.done }

var (
	_ ble.Radio = (*Recorder)(nil)
	_ ble.Roomy = (*Recorder)(nil)
	_ ble.Pacer = (*recorded)(nil)
)
