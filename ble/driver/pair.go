package driver

import (
	"context"
	"errors"
	"strings"
	"time"

	"localiq/ble"
	"localiq/core"
)

const (
	findTime = 30 * time.Second // for the lock to be heard
	pairTime = 10 * time.Second // for the talk, link up
	advise   = "hold the lock's button until it blinks, stay within a few metres, then try again"
)

// found is a lock that a Pair looks for.
type found struct {
	pairing Pairing
	open    chan ble.Addr // one: where it lets itself be paired
	heard   bool          // it is there, at least; under Driver.mu
}

func (f *found) hear(a ble.Advert) {
	it, open := f.pairing.Heard(a)
	f.heard = f.heard || it
	if open {
		select {
		case f.open <- a.Addr:
		default:
		}
	}
}

// Pair finds the lock of a setup code and makes it ours. It needs Run to be running: there is
// one scan. The secret is the lock's admin PIN, where one was typed with the setup code. Its
// errors are *core.Error and say what to do; none contains any of the code. When it fails after
// the lock took our key, the same code pairs it again.
func (d *Driver) Pair(ctx context.Context, code string) (core.Lock, core.Secret, error) {
	p, err := d.pairing(code)
	if err != nil {
		return core.Lock{}, core.Secret{}, err
	}
	a, err := d.find(ctx, p)
	if err != nil {
		return core.Lock{}, core.Secret{}, err
	}
	o, err := d.pairAt(ctx, p, a)
	if err != nil {
		return core.Lock{}, core.Secret{}, pairError(err)
	}
	return *o.Paired, o.Admin, nil
}

// pairing asks the family that the code names, else each; of several complaints it returns the
// first.
func (d *Driver) pairing(code string) (p Pairing, err error) {
	word := strings.ToLower(strings.TrimSpace(code))
	for _, f := range d.c.Families {
		if strings.HasPrefix(word, f.Name()) {
			return f.Pairing(code)
		}
	}
	for _, f := range d.c.Families {
		p, e := f.Pairing(code)
		if e == nil {
			return p, nil
		}
		if err == nil {
			err = e
		}
	}
	return nil, err
}

// find waits until the lock is heard with its pairing window open.
func (d *Driver) find(ctx context.Context, p Pairing) (ble.Addr, error) {
	f := &found{pairing: p, open: make(chan ble.Addr, 1)}
	d.mu.Lock()
	d.pairings[f] = struct{}{}
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		delete(d.pairings, f)
		d.mu.Unlock()
	}()
	late, stop := d.c.Clock.After(findTime)
	defer stop()
	select {
	case a := <-f.open:
		return a, nil
	case <-late:
	case <-ctx.Done():
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if f.heard {
		return ble.Addr{}, core.Errorf(core.CodeRefused, "the lock is there, but does not let itself be paired").Advise(advise)
	}
	return ble.Addr{}, core.Errorf(core.CodeNotFound, "no lock of this setup code is within earshot").Advise(advise)
}

// pairAt borrows a connection like any lock, and talks until the lock has our key.
func (d *Driver) pairAt(ctx context.Context, p Pairing, a ble.Addr) (Out, error) {
	late, stop := d.c.Clock.After(pairTime)
	defer stop()
	now := d.c.Clock.Now().Up
	claim := d.slots.ask(needOpen, now, now)
	defer func() { d.slots.drop(claim, d.c.Clock.Now().Up) }()
	select {
	case <-claim.granted:
	case <-late:
		return Out{}, ble.ErrTimeout
	case <-ctx.Done():
		return Out{}, ctx.Err()
	}
	ctx, cancel := context.WithCancel(ctx)
	l := dial(ctx, func(f func()) { go f() }, d.c.Radio, a, p.GATT(a))
	defer func() { cancel(); <-l.ended }()
	return d.talk(l, p, a, late)
}

func (d *Driver) talk(l *line, p Pairing, a ble.Addr, late <-chan struct{}) (Out, error) {
	var (
		link  ble.Link
		s     Session
		notes <-chan ble.Note
		o     Out
		err   error
	)
	for {
		var frame ble.Note
		var frames chan<- ble.Note
		if len(o.Frames) > 0 {
			frame, frames = o.Frames[0], l.frames
		}
		var in In
		select {
		case <-late:
			return Out{}, ble.ErrTimeout
		case err := <-l.ended:
			l.ended <- err
			return Out{}, err
		case frames <- frame:
			o.Frames = o.Frames[1:]
			continue
		case link = <-l.up:
			if s, err = p.Talk(a, link.MTU()); err != nil {
				return Out{}, err
			}
			notes = link.Notifications()
		case n, ok := <-notes:
			if !ok {
				return Out{}, ble.ErrLinkLost
			}
			in.Frame = &n
		}
		next := s.Step(in, d.c.Clock.Now())
		next.Frames = append(o.Frames, next.Frames...)
		o = next
		switch {
		case o.Paired != nil:
			return o, nil
		case o.Err != nil:
			return Out{}, o.Err
		}
	}
}

func pairError(err error) error {
	var told *core.Error
	switch {
	case errors.As(err, &told):
		return told
	case errors.Is(err, ErrRefused):
		return core.Errorf(core.CodeRefused, "the lock refused the setup code").
			Advise("compare it with the label on the lock, group by group, then hold the lock's button until it blinks and try again")
	}
	return core.Errorf(core.CodeLockFailed, "the lock was found, but the pairing broke off (%v)", err).Advise(advise)
}
