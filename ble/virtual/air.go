package virtual

import (
	"context"
	"errors"
	"sync"
	"time"

	"localiq/ble"
	"localiq/core"
)

// Air is a radio with locks in earshot, in memory; and other radios that hear the same locks, see
// Radio. Set the exported fields before its first use. Whoever made it closes it, and closes the
// locks after it.
//
// Everything that chance decides is a function of Seed and of what is asked (dice.go): the same
// seed and the same events are the same run.
type Air struct {
	MTU         int           // of ATT; 0: 247
	ConnectTime time.Duration // from Connect to the link, where there is no weather
	WriteTime   time.Duration // of each write, and of each notification, where there is no weather
	Seed        uint64        // of the weather's chance
	Rest        time.Duration // between two advertisements where nothing changes and there is no weather; 0: as locks do

	clock   core.Clock
	closing chan struct{}
	work    sync.WaitGroup
	own     *Antenna

	mu      sync.Mutex
	places  map[ble.Addr]*place
	links   map[*link]bool
	radios  []*Antenna
	weather Weather
	local   map[pair]Weather
	signals map[pair]int8
	flights []flight
	voices  uint64        // of neighbours so far
	moved   chan struct{} // closed, and made anew, when a lock or the radio comes or goes
	closed  bool

	hearing sync.Mutex // held while an advertisement is handed out; guards every Antenna.ears
}

// source is whoever is heard.
type source struct {
	addr ble.Addr // as given to Add
	id   uint64
	rssi int8   // guarded by Air.mu, as at
	at   *Point // nil: nobody knows
}

// place is a lock in earshot.
type place struct {
	source
	lock  Device
	left  chan struct{} // closed by Remove
	stall chan struct{} // closed when the stall ends; nil: bytes flow. Guarded by Air.mu
	calls uint64        // links so far; guarded by Air.mu
}

// NewAir is an air with nobody in it.
func NewAir(clock core.Clock) *Air {
	a := &Air{
		clock: clock, closing: make(chan struct{}), places: map[ble.Addr]*place{}, links: map[*link]bool{},
		local: map[pair]Weather{}, signals: map[pair]int8{}, moved: make(chan struct{}),
	}
	a.own = a.Radio("", Point{})
	return a
}

// Add brings a lock within earshot; one that was at that address is out of it. The lock goes by
// the address that it says it has (Device.Addr); here it is known by this one.
func (a *Air) Add(addr ble.Addr, l Device, rssi int8) {
	a.Remove(addr)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	p := &place{source: source{addr: addr, id: idOfAddr(addr), rssi: rssi}, lock: l, left: make(chan struct{})}
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

// Scan, Connect and Room are the air's own radio's.
func (a *Air) Scan(ctx context.Context, sink func(ble.Advert)) error { return a.own.Scan(ctx, sink) }

func (a *Air) Connect(ctx context.Context, addr ble.Addr, g ble.GATT) (ble.Link, error) {
	return a.own.Connect(ctx, addr, g)
}

func (a *Air) Room() int { return a.own.Room() }

// Own is that radio.
func (a *Air) Own() *Antenna { return a.own }

// placeLocked finds who goes by an address now.
func (a *Air) placeLocked(addr ble.Addr) *place {
	for _, p := range a.places {
		if p.lock.Addr(p.addr) == addr {
			return p
		}
	}
	return nil
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

var (
	_ ble.Radio = (*Air)(nil)
	_ ble.Roomy = (*Air)(nil)
)
