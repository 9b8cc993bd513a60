package virtual

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// Air is a radio with locks in earshot, in memory. Set the exported fields before its first
// use. Whoever made it closes it, and closes the locks after it.
type Air struct {
	MTU         int           // of ATT; 0: 247
	ConnectTime time.Duration // from Connect to the link
	WriteTime   time.Duration // of each write, and of each notification

	clock   core.Clock
	closing chan struct{}
	work    sync.WaitGroup

	mu     sync.Mutex
	places map[ble.Addr]*place
	links  map[*link]bool
	down   error         // why the radio is dead; nil: it is up
	moved  chan struct{} // closed, and made anew, when a lock or the radio comes or goes
	closed bool

	hearing sync.Mutex // held while an advertisement is handed out; guards ears
	ears    map[*func(ble.Advert)]bool
}

// place is a lock in earshot.
type place struct {
	addr  ble.Addr
	lock  *Lock
	left  chan struct{} // closed by Remove
	rssi  int8          // guarded by Air.mu
	stall chan struct{} // closed when the stall ends; nil: bytes flow
}

const (
	beaconEvery = 2 * time.Second
	burstEvery  = 250 * time.Millisecond // for burstFor after each change
	burstFor    = 3 * time.Second
)

// NewAir is an air with nobody in it.
func NewAir(clock core.Clock) *Air {
	return &Air{
		clock: clock, closing: make(chan struct{}), places: map[ble.Addr]*place{}, links: map[*link]bool{},
		moved: make(chan struct{}), ears: map[*func(ble.Advert)]bool{},
	}
}

// Add brings a lock within earshot; one that was at that address is out of it.
func (a *Air) Add(addr ble.Addr, l *Lock, rssi int8) {
	a.Remove(addr)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	p := &place{addr: addr, lock: l, rssi: rssi, left: make(chan struct{})}
	a.places[addr] = p
	a.stir()
	a.work.Add(1)
	go a.beacon(p)
}

// Remove takes a lock out of earshot; its links are lost.
func (a *Air) Remove(addr ble.Addr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.places[addr]; p != nil {
		delete(a.places, addr)
		close(p.left)
		a.dropLocked(addr, ble.ErrLinkLost)
		a.stir()
	}
}

// Close ends every link and scan, and waits for whatever the air has running.
func (a *Air) Close() {
	a.mu.Lock()
	if !a.closed {
		a.closed = true
		for addr := range a.places {
			a.dropLocked(addr, ble.ErrRadioDown)
		}
		close(a.closing)
	}
	a.mu.Unlock()
	a.work.Wait()
}

// Scan hands out what the locks advertise, one at a time, until ctx ends or the air is closed.
func (a *Air) Scan(ctx context.Context, sink func(ble.Advert)) error {
	a.hearing.Lock()
	a.ears[&sink] = true
	a.hearing.Unlock()
	defer func() {
		a.hearing.Lock()
		delete(a.ears, &sink)
		a.hearing.Unlock()
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-a.closing:
		return fmt.Errorf("virtual: scan: %w", ble.ErrRadioDown)
	}
}

// beacon advertises one lock: at every change, often for a while after it, else now and then.
func (a *Air) beacon(p *place) {
	defer a.work.Done()
	last := a.clock.Now()
	for {
		changed := p.lock.Changed()
		a.tell(p)
		every := beaconEvery
		if since, _ := a.clock.Now().Sub(last); since < burstFor {
			every = burstEvery
		}
		due, stop := a.clock.After(every)
		select {
		case <-due:
		case <-changed:
			last = a.clock.Now()
		case <-p.left:
			stop()
			return
		case <-a.closing:
			stop()
			return
		}
		stop()
	}
}

func (a *Air) tell(p *place) {
	a.mu.Lock()
	heard := ble.Advert{Addr: p.addr, RSSI: p.rssi, Connectable: true}
	dead := a.down != nil
	a.mu.Unlock()
	heard.Addr = p.lock.Addr(p.addr)
	if heard.Data = p.lock.Advert(heard.Addr); heard.Data == nil || dead {
		return
	}
	a.hearing.Lock()
	defer a.hearing.Unlock()
	for sink := range a.ears {
		(*sink)(heard)
	}
}

// Connect waits until the lock is there, and links to it.
func (a *Air) Connect(ctx context.Context, addr ble.Addr, g ble.GATT) (ble.Link, error) {
	l, err := a.connect(ctx, addr, g)
	if err != nil {
		return nil, fmt.Errorf("virtual: connect to %s: %w", addr, err)
	}
	return l, nil
}

func (a *Air) connect(ctx context.Context, addr ble.Addr, g ble.GATT) (*link, error) {
	if err := a.pause(ctx, a.ConnectTime); err != nil {
		return nil, err
	}
	for {
		l, again, err := a.link(addr, g)
		if l != nil || err != nil {
			return l, err
		}
		due, stop := a.clock.After(burstEvery)
		select {
		case <-again:
		case <-due:
		case <-ctx.Done():
			stop()
			return nil, fault(ctx)
		case <-a.closing:
		}
		stop()
	}
}

// link makes a link if the lock is there now; else again is closed when that may have changed.
func (a *Air) link(addr ble.Addr, g ble.GATT) (l *link, again <-chan struct{}, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.places[addr]
	switch {
	case a.closed:
		return nil, nil, ble.ErrRadioDown
	case a.down != nil:
		return nil, nil, a.down
	case p == nil:
		return nil, a.moved, nil
	case !p.lock.Powered():
		return nil, p.lock.Changed(), nil
	case g.Service != profile.GATT.Service:
		return nil, nil, ble.ErrNotFound
	}
	l = newLink(a, p)
	a.links[l] = true
	a.work.Add(1)
	go l.watch()
	return l, nil, nil
}

func (a *Air) mtu() int {
	if a.MTU == 0 {
		return 247
	}
	return a.MTU
}

// pause waits on the air's own clock.
func (a *Air) pause(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	due, stop := a.clock.After(d)
	defer stop()
	select {
	case <-due:
		return nil
	case <-ctx.Done():
		return fault(ctx)
	case <-a.closing:
		return ble.ErrRadioDown
	}
}

func fault(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ble.ErrTimeout
	}
	return ctx.Err()
}

// stir wakes who waits for a lock to come.
func (a *Air) stir() {
	close(a.moved)
	a.moved = make(chan struct{})
}
