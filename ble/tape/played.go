package tape

import (
	"context"
	"errors"
	"sync"

	"localiq/ble"
)

// Connect takes as long as it took, and ends as it ended.
func (p *Player) Connect(ctx context.Context, a ble.Addr, g ble.GATT) (ble.Link, error) {
	l := &played{p: p, up: make(chan error, 1), wrote: make(chan error, 1), notes: make(chan ble.Note, noteRoom), done: make(chan struct{})}
	if err := p.did(Event{Kind: Connect, Addr: a, UUID: g.Service}, l); err != nil {
		return nil, err
	}
	select {
	case err := <-l.up:
		if err != nil {
			return nil, err
		}
		return l, nil
	case <-l.done:
		return nil, l.Err()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// played is a link of a tape.
type played struct {
	p     *Player
	n     int // of the link; before up is sent, as mtu
	mtu   int
	up    chan error // one
	wrote chan error // of the write under way
	notes chan ble.Note
	done  chan struct{} // closed by end
	once  sync.Once
	err   error // before done is closed
}

// act is what the air did to this link.
func (l *played) act(e Event) {
	switch e.Kind {
	case Up:
		l.n, l.mtu = e.Link, e.MTU
		l.came(nil)
	case Failed:
		l.came(e.Why.err())
	case Wrote:
		var err error
		if e.Why != "" {
			err = e.Why.err()
		}
		select {
		case l.wrote <- err:
		case <-l.done:
		}
	case Note:
		select {
		case l.notes <- ble.Note{Char: e.Char, Data: append([]byte(nil), e.Data...)}:
		default:
			l.end(ble.ErrGap)
		}
	case End:
		l.end(e.Why.err())
	}
}

// came is what became of the Connect; a tape on which more became of it has been tampered with.
func (l *played) came(err error) {
	select {
	case l.up <- err:
	default:
	}
}

func (l *played) end(why error) {
	l.once.Do(func() {
		l.err = why
		close(l.done)
	})
}

var errClosed = errors.New("tape: the link was closed by us")

func (l *played) Write(ctx context.Context, c ble.Char, b []byte) error {
	if err := l.Err(); err != nil {
		return err
	}
	if err := l.p.did(Event{Kind: Write, Link: l.n, Char: c, Data: b}, l); err != nil {
		return err
	}
	select {
	case err := <-l.wrote:
		return err
	case <-l.done:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close is the hub's, unless the link had ended before.
func (l *played) Close() error {
	if l.Err() != nil {
		return nil
	}
	err := l.p.did(Event{Kind: Close, Link: l.n}, l)
	l.end(errClosed)
	return err
}

func (l *played) Notifications() <-chan ble.Note { return l.notes }
func (l *played) Done() <-chan struct{}          { return l.done }
func (l *played) MTU() int                       { return l.mtu }

func (l *played) Err() error {
	select {
	case <-l.done:
		return l.err
	default:
		return nil
	}
}

// Pace is not on a tape.
func (l *played) Pace(context.Context, bool) error { return nil }

var (
	_ ble.Radio = (*Player)(nil)
	_ ble.Pacer = (*played)(nil)
)
