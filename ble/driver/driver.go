package driver

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"localiq/ble"
	"localiq/core"
)

// Config is what a driver is made of.
type Config struct {
	Radio    ble.Radio
	Clock    core.Clock
	Families []Family // at least one; a lock's Family field picks
	Links    int      // connections at a time, at most; 0: as many as the radio says that it can have, else 5
	// Day is the local day of an instant, as core.Talks has it; nil: DayUTC.
	Day func(core.Instant) string
	// Table is what a lock shall know by itself, of what is kept. It is called apart from all else
	// and may take its time; nil: this driver brings no tables.
	Table func(context.Context, core.LockID) (core.Table, error)
	Log   *slog.Logger // nil: silent
}

// Driver is a hub.Driver for the locks of its families.
type Driver struct {
	c     Config
	slots *slots
	rises atomic.Uint64 // of radios; see RadioRose

	mu        sync.Mutex
	tended    map[core.LockID]*keeper
	byAddr    map[ble.Addr]*keeper
	strangers strangers
	heard     time.Duration // Up, when any tended lock was heard last, or there was a reason why not
	unbegun   []*keeper     // Run is to start them, in order
	pairings  map[*found]struct{}
	strays    []core.Input  // answers to commands for which there is no keeper
	todo      chan struct{} // one pending token: unbegun or strays are not empty
}

// New returns a driver that keeps what it is told until Run.
func New(c Config) *Driver {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Day == nil {
		c.Day = DayUTC
	}
	room, dials := func() int { return 0 }, func() int { return 1 }
	if r, ok := c.Radio.(ble.Roomy); ok {
		room = r.Room
	}
	if r, ok := c.Radio.(ble.Dialer); ok {
		dials = r.Dials
	}
	return &Driver{c: c, slots: newSlots(c.Links, room, dials), tended: map[core.LockID]*keeper{}, byAddr: map[ble.Addr]*keeper{},
		pairings: map[*found]struct{}{}, todo: make(chan struct{}, 1)}
}

// Do returns at once. A Turn, an Answer, an Identify, a Release, and the command that an AskResult
// asks about are answered by a CommandAnswered; the others speak for themselves.
func (d *Driver) Do(c core.Command) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k := d.tended[c.Lock]
	switch op := c.Op.(type) {
	case core.Tend:
		d.tend(op)
	case core.Neglect:
		d.neglect(k)
	default:
		if k == nil {
			d.stray(answer(c, core.ResultRefused, "nobody looks after this lock"))
			return
		}
		k.mail.put(c)
	}
}

// tend makes a keeper, or, where one looks after the very same lock already, has it tell again
// from the cursor on.
func (d *Driver) tend(op core.Tend) {
	old := d.tended[op.Lock.ID]
	if old != nil && old.lock.Address == op.Lock.Address && string(old.lock.PublicKey) == string(op.Lock.PublicKey) {
		old.mail.rewindTo(op)
		return
	}
	d.neglect(old)
	home, err := ble.ParseAddr(op.Lock.Address)
	f := d.family(op.Lock.Family)
	if err != nil || f == nil {
		d.c.Log.Error("a lock that cannot be looked after", "lock", op.Lock.ID, "family", op.Lock.Family, "error", err)
		return
	}
	k := newKeeper(d, op, f, home, old)
	d.tended[k.lock.ID] = k
	d.goesBy(k, home)
	d.strangers.forget() // one of them may be this lock
	d.unbegun = append(d.unbegun, k)
	d.poke()
}

// TakesAdmin refuses an admin PIN that no lock of that kind can have, before it is tried.
func (d *Driver) TakesAdmin(l core.Lock, pin core.Secret) error {
	if f, ok := d.family(l.Family).(Administered); ok {
		return f.TakesAdmin(l, pin)
	}
	return nil
}

func (d *Driver) family(name string) Family {
	for _, f := range d.c.Families {
		if f.Name() == name {
			return f
		}
	}
	return nil
}

func (d *Driver) neglect(k *keeper) {
	if k == nil {
		return
	}
	delete(d.tended, k.lock.ID)
	for _, a := range k.addrs {
		if d.byAddr[a] == k {
			delete(d.byAddr, a)
		}
	}
	close(k.gone)
}

// stray tells an answer that no keeper will tell. More than the hub reads are dropped.
func (d *Driver) stray(in core.Input, ok bool) {
	if ok && len(d.strays) < mailRoom {
		d.strays = append(d.strays, in)
		d.poke()
	}
}

func (d *Driver) poke() {
	select {
	case d.todo <- struct{}{}:
	default:
	}
}

// Run looks after locks until ctx ends, and returns nil when every goroutine has ended and
// every link is closed. It is run once.
func (d *Driver) Run(ctx context.Context, out chan<- core.Input) error {
	g, ctx := errgroup.WithContext(ctx)
	spawn := func(f func()) { g.Go(func() error { f(); return nil }) }
	spawn(func() { d.listen(ctx) })
	spawn(func() { d.roster(ctx, out, spawn) })
	return g.Wait()
}

// roster starts keepers, and tells what has none.
func (d *Driver) roster(ctx context.Context, out chan<- core.Input, spawn func(func())) {
	for {
		for _, k := range d.begin() {
			spawn(func() { k.run(ctx, out, spawn) })
		}
		var tell chan<- core.Input
		head, ok := d.firstStray()
		if ok {
			tell = out
		}
		select {
		case <-ctx.Done():
			return
		case tell <- head:
			d.dropStray()
		case <-d.todo:
		}
	}
}

func (d *Driver) begin() []*keeper {
	d.mu.Lock()
	defer d.mu.Unlock()
	ks := d.unbegun
	d.unbegun = nil
	return ks
}

func (d *Driver) firstStray() (in core.Input, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.strays) == 0 {
		return in, false
	}
	return d.strays[0], true
}

func (d *Driver) dropStray() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.strays = d.strays[1:]
}

// RadioRose says that a radio is up again: whoever could not connect for want of one tries now.
func (d *Driver) RadioRose() {
	now := d.c.Clock.Now().Up
	d.rises.Add(1)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard = now
	for _, k := range d.tended {
		k.mail.poke()
	}
}

// LockAt is the tended lock that goes by that address, or did so of late.
func (d *Driver) LockAt(a ble.Addr) (core.LockID, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if k := d.byAddr[a]; k != nil {
		return k.lock.ID, true
	}
	return "", false
}

// Signals are hints for people, by lock: of every tended lock that was heard.
func (d *Driver) Signals() map[core.LockID]core.Signal {
	m, places := d.signals()
	if paths, several := d.c.Radio.(ble.Pathfinder); several {
		for id, s := range m {
			s.Via = paths.Via(places[id])
			m[id] = s
		}
	}
	return m
}

func (d *Driver) signals() (map[core.LockID]core.Signal, map[core.LockID]ble.Addr) {
	now := d.c.Clock.Now()
	day := d.c.Day(now)
	d.mu.Lock()
	defer d.mu.Unlock()
	m, places := make(map[core.LockID]core.Signal, len(d.tended)), map[core.LockID]ble.Addr{}
	for id, k := range d.tended {
		if s := k.ear.heard(now, day); !s.Heard.IsZero() {
			m[id], places[id] = s, k.ear.place()
		}
	}
	return m, places
}

// Air is how the connections are lent at this moment, for people. Of the radios it knows nothing.
func (d *Driver) Air() core.Air { return d.slots.count() }
