package virtual

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"localiq/ble"
)

func (r *Antenna) dial(ctx context.Context, addr ble.Addr, g ble.GATT) (*link, error) {
	if r.rough(addr) {
		return r.listen(ctx, addr, g)
	}
	if err := r.air.pause(ctx, r.air.ConnectTime); err != nil {
		return nil, err
	}
	for {
		l, again, err := r.link(addr, g)
		if l != nil || err != nil {
			return l, err
		}
		due, stop := r.air.clock.After(burstEvery)
		select {
		case <-again:
		case <-due:
		case <-ctx.Done():
			stop()
			return nil, fault(ctx)
		case <-r.air.closing:
		}
		stop()
	}
}

// rough is true where the way to an address has a weather.
func (r *Antenna) rough(addr ble.Addr) bool {
	r.air.mu.Lock()
	defer r.air.mu.Unlock()
	s := &source{addr: addr}
	if p := r.air.placeLocked(addr); p != nil {
		s = &p.source
	}
	return r.air.weatherLocked(r, s) != Weather{}
}

// room waits for links that are being ended, whose connections are free soon; it returns
// ble.ErrFull when there is none to wait for.
func (r *Antenna) room(ctx context.Context) error {
	for r.Links > 0 {
		stand, leave, freed := r.taken()
		switch {
		case stand+leave < r.Links:
			return nil
		case stand >= r.Links:
			return ble.ErrFull
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return fault(ctx)
		case <-r.air.closing:
			return ble.ErrRadioDown
		}
	}
	return nil
}

// taken counts the connections of which this radio's end stands, and those that it is ending:
// freed is closed when one of these is over.
func (r *Antenna) taken() (stand, leave int, freed <-chan struct{}) {
	r.air.mu.Lock()
	defer r.air.mu.Unlock()
	for l := range r.air.links {
		switch err := l.Err(); {
		case l.radio != r || errors.Is(err, ble.ErrRadioDown):
		case err == nil:
			stand++
		default:
			leave, freed = leave+1, l.gone
		}
	}
	return stand, leave, freed
}

// link makes a link if the lock is there now; else again is closed when that may have changed.
func (r *Antenna) link(addr ble.Addr, g ble.GATT) (l *link, again <-chan struct{}, err error) {
	a := r.air
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.placeLocked(addr)
	switch {
	case a.closed:
		return nil, nil, ble.ErrRadioDown
	case r.down != nil:
		return nil, nil, r.down
	case p == nil:
		return nil, a.moved, nil
	case !p.lock.Powered():
		return nil, p.lock.Changed(), nil
	}
	l, err = r.linkLocked(p, g, true)
	return l, nil, err
}

// linkLocked makes a link; met is false for one of which the lock knows nothing.
func (r *Antenna) linkLocked(p *place, g ble.GATT, met bool) (*link, error) {
	a := r.air
	p = r.insteadLocked(p)
	if !serves(p.lock, g) {
		return nil, ble.ErrNotFound
	}
	p.calls++
	l := newLink(r, p, g, met)
	a.links[l] = true
	a.work.Add(1)
	go l.watch()
	return l, nil
}

// insteadLocked is another lock, for a radio that mistakes them.
func (r *Antenna) insteadLocked(p *place) *place {
	if r.air.dice().chance(fateAnother, r.id, p.id, p.calls) >= r.air.weatherLocked(r, &p.source).Another {
		return p
	}
	others := make([]*place, 0, len(r.air.places))
	for _, o := range r.air.places {
		if o != p && o.lock.Powered() {
			others = append(others, o)
		}
	}
	if len(others) == 0 {
		return p
	}
	slices.SortFunc(others, func(x, y *place) int { return cmp.Compare(x.id, y.id) })
	return others[r.air.dice().roll(fateAnother, r.id, p.id, p.calls, 1)%uint64(len(others))]
}

// listen is how a controller connects: it waits for an advertisement, and answers that. Its
// answer may be lost; then it believes in a link for six connection events (0x3e).
func (r *Antenna) listen(ctx context.Context, addr ble.Addr, g ble.GATT) (*link, error) {
	c := &call{addr, make(chan *place, 1)}
	a := r.air
	a.mu.Lock()
	down := r.down
	r.calls = append(r.calls, c)
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		r.calls = slices.DeleteFunc(r.calls, func(o *call) bool { return o == c })
	}()
	if down != nil {
		return nil, down
	}
	select {
	case p := <-c.met:
		return r.answer(ctx, p, addr, g)
	case <-ctx.Done():
		return nil, fault(ctx)
	case <-a.closing:
		return nil, ble.ErrRadioDown
	}
}

func (r *Antenna) answer(ctx context.Context, p *place, addr ble.Addr, g ble.GATT) (*link, error) {
	a := r.air
	a.mu.Lock()
	if r.down != nil || a.closed {
		a.mu.Unlock()
		return nil, ble.ErrRadioDown
	}
	if p == nil || a.places[p.addr] != p {
		w := a.weatherLocked(r, &source{addr: addr})
		a.mu.Unlock()
		if err := a.pause(ctx, establish*w.fast()); err != nil {
			return nil, err
		}
		return nil, errEstablish
	}
	w, now := a.weatherLocked(r, &p.source), a.clock.Now().Up
	loss, d := w.lost(a.signalLocked(r, &p.source, now)), a.dice()
	met := p.lock.Powered() && d.chance(fateCalled, r.id, p.id, p.calls) >= loss && d.chance(fateStillborn, r.id, p.id, p.calls) >= w.Stillborn
	l, err := r.linkLocked(p, g, met)
	a.mu.Unlock()
	return l, err
}

// errEstablish is how a link ends that never was (Core Spec Vol 1 Part F 2.59).
var errEstablish = fmt.Errorf("virtual: connection failed to be established (0x3e): %w", ble.ErrLinkLost)
