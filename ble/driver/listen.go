package driver

import (
	"context"
	"errors"
	"time"

	"localiq/ble"
	"localiq/core"
)

const (
	deafTime  = 30 * time.Second // without any lock of those that are near, while the scan runs
	deafCheck = 10 * time.Second
	deafPause = time.Hour // between two resets of a radio, at most: the locks may really be gone
)

var errDeaf = errors.New("driver: nothing was heard of any lock for a while")

// listen is the one scan. It ends only with ctx. A scan that hears nothing of locks that were
// near is begun anew; if that does not help twice, the radio is told. A radio that hears nothing at
// all has replaced itself before (ble/radio, ears.go): this is for one that hears all but our locks.
func (d *Driver) listen(ctx context.Context) {
	for deaf := 0; ctx.Err() == nil; {
		began := d.c.Clock.Now().Up
		err := d.scan(ctx, doubled(deafTime, deaf, deafPause))
		if d.heardSince(began) {
			deaf = 0
		}
		switch {
		case ctx.Err() != nil:
		case errors.Is(err, errDeaf):
			deaf++
			d.deaf(deaf)
		default:
			d.c.Log.Warn("the scan ended; it starts again", "error", err)
			pause(ctx, d.c.Clock, time.Second)
		}
	}
}

// deaf is told for how many scans in a row nothing was heard.
func (d *Driver) deaf(times int) {
	d.c.Log.Warn("the locks that were near are not heard any more; the scan starts again", "times", times)
	if r, ok := d.c.Radio.(ble.Resetter); ok && times > 2 {
		r.Reset(errDeaf.Error())
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard = d.c.Clock.Now().Up
}

// scan listens until ctx ends, the radio ends it, or patience is over.
func (d *Driver) scan(ctx context.Context, patience time.Duration) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over := make(chan error, 1)
	go func() { over <- d.c.Radio.Scan(ctx, d.hear) }()
	for {
		fired, stop := d.c.Clock.After(deafCheck)
		select {
		case err := <-over:
			stop()
			return err
		case <-fired:
		}
		if d.misses(patience) {
			cancel()
			<-over
			return errDeaf
		}
	}
}

// misses is true when a lock should have been heard for so long, and none was.
func (d *Driver) misses(patience time.Duration) bool {
	now := d.c.Clock.Now().Up
	d.mu.Lock()
	defer d.mu.Unlock()
	if now-d.heard < patience {
		return false
	}
	for _, k := range d.tended {
		if since, ok := k.ear.missed(); ok && now-since >= patience {
			return true
		}
	}
	return false
}

// heardSince is true when a tended lock has been heard.
func (d *Driver) heardSince(up time.Duration) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, k := range d.tended {
		if _, at := k.ear.hinting(); at != 0 && at >= up {
			return true
		}
	}
	return false
}

func pause(ctx context.Context, c core.Clock, t time.Duration) {
	fired, stop := c.After(t)
	defer stop()
	select {
	case <-fired:
	case <-ctx.Done():
	}
}

// hear hands an advertisement to the keeper whose lock's it is, and to whoever pairs. What is
// nobody's is a stranger's and is forgotten.
func (d *Driver) hear(a ble.Advert) {
	now := d.c.Clock.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.whose(a, now) {
		d.heard = now.Up
	}
	for f := range d.pairings {
		f.hear(a)
	}
}

// whose finds the lock by its address, and else, where the address says nothing, by asking every
// listener: which anybody can have us do, so strangers are rationed.
func (d *Driver) whose(a ble.Advert, now core.Instant) bool {
	known := d.byAddr[a.Addr]
	if known != nil {
		if is := known.ear.hear(a, now); is != HeardOther {
			return is == HeardIt
		}
	}
	for _, f := range d.c.Families {
		if f.Hides(a) && d.strangers.admit(a, now.Up) {
			return d.search(f, a, now)
		}
	}
	return false
}

func (d *Driver) search(f Family, a ble.Advert, now core.Instant) bool {
	for _, k := range d.tended {
		if k.family.Name() != f.Name() {
			continue
		}
		switch k.ear.hear(a, now) {
		case HeardIt:
			d.goesBy(k, a.Addr)
			return true
		case HeardOld:
			return false
		}
	}
	d.strangers.add(a)
	return false
}

// addrsKept is how many addresses of a lock are remembered: where it was paired, and the last
// ones that it took for itself.
const addrsKept = 4

func (d *Driver) goesBy(k *keeper, a ble.Addr) {
	if len(k.addrs) == addrsKept {
		if d.byAddr[k.addrs[1]] == k {
			delete(d.byAddr, k.addrs[1])
		}
		k.addrs = append(k.addrs[:1], k.addrs[2:]...)
	}
	k.addrs = append(k.addrs, a)
	d.byAddr[a] = k
}
