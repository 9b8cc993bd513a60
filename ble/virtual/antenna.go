package virtual

import (
	"context"
	"fmt"
	"slices"
	"time"

	"localiq/ble"
)

// Antenna is one radio on an air. The zero value of a field is a radio without that limit; set
// them before its first use.
type Antenna struct {
	Links   int           // connections at a time: one more is ble.ErrFull
	Dials   int           // peers that it looks for at a time; 0: all, as a controller with a list does; the others wait
	Buffers int           // packets that it holds for the air, of all links: a write beyond them waits
	Lag     time.Duration // every answer comes so much later

	air     *Air
	name    string
	id      uint64
	at      Point
	dials   ration
	buffers ration

	// Guarded by Air.mu.
	down  error         // why it is dead; nil: it is up
	hang  chan struct{} // closed when it goes on; nil: it goes
	calls []*call

	ears []*func(ble.Advert) // guarded by Air.hearing
}

// call is a Connect that waits to hear its peer.
type call struct {
	to  ble.Addr
	met chan *place // one: who answers; nil: somebody who is no lock
}

// Radio is one more radio on the same air, or the one of that name. A lock that was placed is
// heard by distance.
func (a *Air) Radio(name string, at Point) *Antenna {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, r := range a.radios {
		if r.name == name {
			return r
		}
	}
	r := &Antenna{air: a, name: name, id: idOf(name), at: at}
	a.radios = append(a.radios, r)
	return r
}

// Room is Links.
func (r *Antenna) Room() int { return r.Links }

// Scan hands out what the locks advertise, one at a time, until ctx ends or the air is closed.
func (r *Antenna) Scan(ctx context.Context, sink func(ble.Advert)) error {
	r.air.hearing.Lock()
	r.ears = append(r.ears, &sink)
	r.air.hearing.Unlock()
	defer func() {
		r.air.hearing.Lock()
		r.ears = slices.DeleteFunc(r.ears, func(f *func(ble.Advert)) bool { return f == &sink })
		r.air.hearing.Unlock()
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-r.air.closing:
		return fmt.Errorf("virtual: scan: %w", ble.ErrRadioDown)
	}
}

// Connect waits until the lock is there, and links to it.
func (r *Antenna) Connect(ctx context.Context, addr ble.Addr, g ble.GATT) (ble.Link, error) {
	l, err := r.connect(ctx, addr, g)
	if late := r.answers(ctx); err == nil && late != nil {
		l.Close()
		err = late
	}
	if err != nil {
		return nil, fmt.Errorf("virtual: connect to %s: %w", addr, err)
	}
	return l, nil
}

func (r *Antenna) connect(ctx context.Context, addr ble.Addr, g ble.GATT) (*link, error) {
	if err := r.goes(ctx); err != nil {
		return nil, err
	}
	if err := r.room(ctx); err != nil {
		return nil, err
	}
	if err := r.dials.take(ctx, r.air, r.Dials, 1); err != nil {
		return nil, err
	}
	l, err := r.dial(ctx, addr, g)
	r.dials.give(r.Dials, 1)
	if err != nil || l.course.calm() {
		return l, err
	}
	if err := l.discover(ctx); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// goes waits while the radio hangs.
func (r *Antenna) goes(ctx context.Context) error {
	for {
		r.air.mu.Lock()
		hang, down := r.hang, r.down
		r.air.mu.Unlock()
		if down != nil {
			return down
		}
		if hang == nil {
			return nil
		}
		select {
		case <-hang:
		case <-ctx.Done():
			return fault(ctx)
		case <-r.air.closing:
			return ble.ErrRadioDown
		}
	}
}

// answers takes the time that an answer takes.
func (r *Antenna) answers(ctx context.Context) error {
	if err := r.air.pause(ctx, r.Lag); err != nil {
		return err
	}
	return r.goes(ctx)
}

var _ ble.Roomy = (*Antenna)(nil)
