package virtual

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"localiq/ble"
	"localiq/ble/profile"
)

// stackRoom is how many notifications the stack under a hub holds that the hub has not taken:
// what go-ble has. One more and it drops, and so the link ends.
const stackRoom = 17

var errClosed = errors.New("virtual: the link was closed by us")

// link is a ble.Link to a lock on the air.
type link struct {
	air   *Air
	place *place
	conn  *Conn
	mtu   int
	notes chan ble.Note
	done  chan struct{} // closed by end
	once  sync.Once
	err   error // before done is closed
}

func newLink(a *Air, p *place) *link {
	l := &link{air: a, place: p, mtu: a.mtu(), notes: make(chan ble.Note, stackRoom), done: make(chan struct{})}
	l.conn = p.lock.Accept(l.mtu, l.notify)
	return l
}

// watch ends the link when the lock did.
func (l *link) watch() {
	defer l.air.work.Done()
	select {
	case <-l.conn.Done():
		l.end(ble.ErrLinkLost)
	case <-l.done:
	}
	l.conn.Close()
	l.air.mu.Lock()
	delete(l.air.links, l)
	l.air.mu.Unlock()
}

func (l *link) end(why error) {
	l.once.Do(func() {
		l.err = why
		close(l.done)
	})
}

// flows waits while the lock is stalled.
func (l *link) flows(ctx context.Context) error {
	for {
		l.air.mu.Lock()
		stall := l.place.stall
		l.air.mu.Unlock()
		if stall == nil {
			return nil
		}
		select {
		case <-stall:
		case <-l.done:
			return l.err
		case <-ctx.Done():
			return fault(ctx)
		}
	}
}

// notify is the lock's way to the hub.
func (l *link) notify(v []byte) error {
	if len(v) > l.mtu-3 {
		l.end(fmt.Errorf("virtual: the lock notified %d bytes over an MTU of %d", len(v), l.mtu))
		return l.err
	}
	if err := l.pace(context.Background()); err != nil {
		return err
	}
	select {
	case <-l.done:
		return l.err
	case l.notes <- ble.Note{Char: profile.TX, Data: v}:
		return nil
	default:
		l.end(ble.ErrGap)
		return l.err
	}
}

// pace takes the time that a packet takes.
func (l *link) pace(ctx context.Context) error {
	if err := l.flows(ctx); err != nil {
		return err
	}
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
	if c != profile.RX {
		return fmt.Errorf("virtual: characteristic %d cannot be written: %w", c, ble.ErrNotFound)
	}
	if len(b) > l.mtu-3 {
		return fmt.Errorf("virtual: %d bytes do not fit an MTU of %d", len(b), l.mtu)
	}
	if err := l.pace(ctx); err != nil {
		return fmt.Errorf("virtual: write to %s: %w", l.place.addr, err)
	}
	select {
	case <-l.done:
		return fmt.Errorf("virtual: write to %s: %w", l.place.addr, l.err)
	default:
	}
	l.conn.Write(append([]byte(nil), b...))
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
