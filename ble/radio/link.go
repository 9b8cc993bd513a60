package radio

import (
	"context"
	"errors"
	"fmt"
	"sync"

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
}

func (l *life) connect(ctx context.Context, a ble.Addr, g ble.GATT, known []handle) (*link, []handle, error) {
	k := &link{life: l, peer: a, notes: make(chan ble.Note, maxNotes), ended: make(chan struct{})}
	r, err := l.ask(ctx, &ask{peer: a, link: k}, func(id uint64, left uint32) frame {
		c := &connect{ID: id, Left: left, Addr: a.MAC, Random: a.Random, Service: g.Service, Chars: g.Chars, Handles: known}
		for _, n := range g.Notify {
			c.Notify = append(c.Notify, uint16(n))
		}
		return frame{Connect: c}
	})
	if err != nil {
		k.Close() // nobody waits: the reader hangs up what may still come
		return nil, nil, err
	}
	if r.Link == nil {
		return nil, nil, errors.New("radio: an answer to something else")
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
	_, err := k.life.ask(ctx, &ask{peer: k.peer, lost: k.ended}, func(id uint64, left uint32) frame {
		return frame{Write: &write{ID: id, Left: left, Link: k.id, Char: uint8(c), Data: b}}
	})
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
	k.hangUp(errClosed)
	return nil
}
