package virtual

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"localiq/ble"
)

// stackRoom is how many notifications the stack under a hub holds that the hub has not taken:
// what go-ble has. One more and it drops, and so the link ends.
const stackRoom = 17

var errClosed = errors.New("virtual: the link was closed by us")

// link is a ble.Link to a lock on the air. It has two ends: ours, over when done is closed, and
// the lock's, over when conn is done. In a weather the one learns late of the other.
type link struct {
	air    *Air
	radio  *Antenna
	place  *place
	gatt   ble.GATT
	conn   Line // nil: the lock knows nothing of it
	mtu    int
	course *course
	notes  chan ble.Note
	done   chan struct{} // closed by end
	once   sync.Once
	err    error         // before done is closed
	gone   chan struct{} // closed by watch: both ends are over
}

func newLink(r *Antenna, p *place, g ble.GATT, met bool) *link {
	l := &link{air: r.air, radio: r, place: p, gatt: g, mtu: r.air.mtu(), notes: make(chan ble.Note, stackRoom), done: make(chan struct{}), gone: make(chan struct{})}
	l.course = newCourse(l, p.calls)
	if met {
		l.conn = p.lock.Answer(l.mtu, l.tell)
	}
	l.course.theirs, l.course.dark = met, !met
	return l
}

// watch runs the link until both ends are over.
func (l *link) watch() {
	defer l.air.work.Done()
	ours, theirs := (<-chan struct{})(l.done), (<-chan struct{})(nil)
	if l.conn != nil {
		theirs = l.conn.Done()
	}
	for c := l.course; c.stands(); {
		c.step()
		timer, stop := c.timer()
		select {
		case <-timer:
		case <-c.kick:
		case <-ours:
			ours = nil
			c.oursEnded(l.err)
		case <-theirs:
			theirs = nil
			c.theirsEnded(l.place.lock.Powered())
		case <-l.air.closing:
			c.oursEnded(ble.ErrRadioDown)
			c.theirsEnded(false)
		}
		stop()
	}
	l.end(ble.ErrLinkLost)
	if l.conn != nil {
		l.conn.Close()
	}
	l.air.mu.Lock()
	delete(l.air.links, l)
	l.air.mu.Unlock()
	close(l.gone)
}

func (l *link) end(why error) {
	l.once.Do(func() {
		l.err = why
		close(l.done)
	})
}

// flows waits while the lock is stalled, or the radio hangs.
func (l *link) flows(ctx context.Context) error {
	for {
		l.air.mu.Lock()
		stall := l.place.stall
		if stall == nil {
			stall = l.radio.hang
		}
		l.air.mu.Unlock()
		if stall == nil {
			return nil
		}
		select {
		case <-stall:
		case <-l.done:
			return l.err
		case <-l.air.closing:
			return ble.ErrRadioDown
		case <-ctx.Done():
			return fault(ctx)
		}
	}
}

// tell is the lock's way to the hub. What the hub did not subscribe to does not leave the lock.
func (l *link) tell(u ble.UUID, v []byte) error {
	c := ble.Char(slices.Index(l.gatt.Chars, u))
	switch {
	case len(v) > l.mtu-3:
		l.end(fmt.Errorf("virtual: the lock told %d bytes over an MTU of %d", len(v), l.mtu))
		return l.err
	case slices.Contains(l.gatt.Notify, c):
		return l.notify(ble.Note{Char: c, Data: v})
	case slices.Contains(l.gatt.Indicate, c):
		return l.indicate(ble.Note{Char: c, Data: v})
	}
	return nil
}

// notify: in a weather it only queues: the lock's own stack has room for more than a window.
func (l *link) notify(n ble.Note) error {
	if err := l.flows(context.Background()); err != nil {
		return err
	}
	if l.course.queued(up, &parcel{data: n.Data, arrive: func(b []byte) { l.hand(ble.Note{Char: n.Char, Data: b}) }}) {
		return nil
	}
	if err := l.wait(context.Background()); err != nil {
		return err
	}
	return l.hand(n)
}

// hand puts a notification where the hub takes it from.
func (l *link) hand(n ble.Note) error {
	select {
	case <-l.done:
		return l.err
	case l.notes <- n:
		return nil
	default:
		l.end(ble.ErrGap)
		return l.err
	}
}

// wait takes the time that a packet takes where there is no weather.
func (l *link) wait(ctx context.Context) error {
	if l.air.WriteTime == 0 {
		return nil
	}
	due, stop := l.air.clock.After(l.air.WriteTime)
	defer stop()
	select {
	case <-due:
		return nil
	case <-l.done:
		return l.err
	case <-ctx.Done():
		return fault(ctx)
	}
}

func (l *link) Write(ctx context.Context, c ble.Char, b []byte) error {
	if !l.takes(c) {
		return fmt.Errorf("virtual: characteristic %d cannot be written: %w", c, ble.ErrNotFound)
	}
	if len(b) > l.mtu-3 {
		return fmt.Errorf("virtual: %d bytes do not fit an MTU of %d", len(b), l.mtu)
	}
	err := l.write(ctx, l.gatt.Chars[c], append([]byte(nil), b...))
	if err == nil {
		err = l.radio.answers(ctx)
	}
	if err != nil {
		return fmt.Errorf("virtual: write to %s: %w", l.place.addr, err)
	}
	return nil
}

func (l *link) write(ctx context.Context, u ble.UUID, b []byte) error {
	n := min(packets(len(b)), max(l.radio.Buffers, 1))
	if err := l.radio.buffers.take(ctx, l.air, l.radio.Buffers, n); err != nil {
		return err
	}
	defer l.radio.buffers.give(l.radio.Buffers, n)
	if err := l.flows(ctx); err != nil {
		return err
	}
	if l.course.pretends() {
		return nil
	}
	if sent, err := l.exchange(ctx, b, func(b []byte) { l.written(u, b) }); sent {
		return err
	}
	if err := l.wait(ctx); err != nil {
		return err
	}
	select {
	case <-l.done:
		return l.err
	default:
	}
	l.written(u, b)
	return nil
}

// written is bytes reaching the lock.
func (l *link) written(u ble.UUID, b []byte) {
	if l.conn != nil {
		l.conn.Write(u, b)
	}
}

// Pace is of no consequence where there is no weather.
func (l *link) Pace(_ context.Context, fast bool) error {
	l.course.pace(fast)
	return nil
}

func (l *link) Notifications() <-chan ble.Note { return l.notes }
func (l *link) Done() <-chan struct{}          { return l.done }
func (l *link) MTU() int                       { return l.mtu }

func (l *link) Err() error {
	select {
	case <-l.done:
		return l.err
	default:
		return nil
	}
}

func (l *link) Close() error {
	l.end(errClosed)
	return nil
}

var _ ble.Pacer = (*link)(nil)
