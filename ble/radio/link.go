package radio

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"localiq/ble"
)

// errClosed is a link that was closed from our side.
var errClosed = errors.New("radio: the link was closed")

// link is the hub's end of one link. It ends with its life.
type link struct {
	life *life
	peer ble.Addr
	id   uint64 // 0 until the reader makes it known; under life.mu until then
	mtu  int

	notes chan ble.Note
	once  sync.Once
	ended chan struct{}
	err   error // before ended is closed

	worked atomic.Bool // a write went through
	slow   atomic.Bool // the pace that was agreed last; every link begins fast
}

// No request is without a deadline; a caller's own is mostly shorter.
const (
	dialMost  = 60 * time.Second
	writeMost = 10 * time.Second
	paceMost  = 5 * time.Second
)

func (l *life) connect(ctx context.Context, a ble.Addr, g ble.GATT, known []handle) (*link, []handle, error) {
	k := &link{life: l, peer: a, notes: make(chan ble.Note, maxNotes), ended: make(chan struct{})}
	ctx, cancel := context.WithTimeout(ctx, dialMost)
	defer cancel()
	r, err := l.ask(ctx, &ask{peer: a, link: k, wants: wantsLink}, func(id uint64, left uint32) frame {
		c := &connect{ID: id, Left: left, Addr: a.MAC, Random: a.Random, Service: g.Service, Chars: g.Chars, Notify: wide(g.Notify), Indicate: wide(g.Indicate), Handles: known}
		return frame{Connect: c}
	})
	if err != nil {
		k.Close() // nobody waits: the reader hangs up what may still come
		return nil, nil, err
	}
	if len(r.Link.Handles) != len(g.Chars) {
		return k, nil, nil // not worth remembering
	}
	return k, r.Link.Handles, nil
}

// given is true when nobody waits for the link any more.
func (k *link) given() bool {
	select {
	case <-k.ended:
		return true
	default:
		return false
	}
}

func (k *link) over(err error) { k.once.Do(func() { k.err = err; close(k.ended) }) }

func (k *link) heard(n ble.Note) {
	select {
	case k.notes <- n:
	default:
		k.hangUp(fmt.Errorf("%w: more than %d were waiting", ble.ErrGap, maxNotes))
	}
}

// hangUp ends it first, so that a reader who has not yet made it known will not.
func (k *link) hangUp(why error) {
	k.over(why)
	if id := k.life.drop(k); id != 0 {
		k.life.send(frame{HangUp: &hangUp{id}})
	}
}

// Write implements ble.Link.
func (k *link) Write(ctx context.Context, c ble.Char, b []byte) error {
	if k.given() {
		return k.err
	}
	ctx, cancel := context.WithTimeout(ctx, writeMost)
	defer cancel()
	err := k.ask(ctx, func(id uint64, left uint32) frame {
		return frame{Write: &write{ID: id, Left: left, Link: k.id, Char: uint8(c), Data: b}}
	})
	if err == nil {
		k.worked.Store(true)
	}
	return err
}

// Pace implements ble.Pacer.
func (k *link) Pace(ctx context.Context, fast bool) error {
	if k.given() {
		return k.err
	}
	if k.slow.Load() != fast {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, paceMost)
	defer cancel()
	err := k.ask(ctx, func(id uint64, left uint32) frame {
		return frame{Pace: &setPace{ID: id, Left: left, Link: k.id, Fast: fast}}
	})
	if err == nil {
		k.slow.Store(!fast)
	}
	return err
}

// ask is for what needs the link: its end ends it.
func (k *link) ask(ctx context.Context, as func(id uint64, left uint32) frame) error {
	_, err := k.life.ask(ctx, &ask{peer: k.peer, lost: k.ended}, as)
	switch {
	case errors.Is(err, errGone):
		return k.err
	case errors.Is(err, ble.ErrRadioDown):
		return fmt.Errorf("%w: %w", ble.ErrLinkLost, err)
	}
	return err
}

func (k *link) Notifications() <-chan ble.Note { return k.notes }
func (k *link) Done() <-chan struct{}          { return k.ended }
func (k *link) MTU() int                       { return k.mtu }

// Err is nil while the link stands.
func (k *link) Err() error {
	if k.given() {
		return k.err
	}
	return nil
}

// Close returns at once.
func (k *link) Close() error {
	if k.worked.Load() && !k.given() {
		k.life.owner.acquit(k.peer)
	}
	k.hangUp(errClosed)
	return nil
}

var (
	_ ble.Link  = (*link)(nil)
	_ ble.Pacer = (*link)(nil)
)
