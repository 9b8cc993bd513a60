package virtual

import (
	"time"

	"localiq/ble"
)

// step does all that is due by now.
func (c *course) step() {
	now := c.l.air.clock.Now().Up
	for _, do := range c.due(now) {
		do()
	}
}

// due is what is to be done now, in its order, outside of the lock.
func (c *course) due(now time.Duration) (do []func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.weather != (Weather{}) && c.at <= now && c.standsLocked() {
		do = append(do, c.event()...)
		do = append(do, c.supervise()...)
		c.advance()
	}
	if c.renew(now); c.weather == (Weather{}) {
		do = append(do, c.flush()...)
	}
	for len(c.stack) > 0 && c.stack[0].at <= now {
		p := c.stack[0].parcel
		c.stack = c.stack[1:]
		do = append(do, func() { p.arrive(p.data) })
	}
	return do
}

// event is one connection event: exchanges of a packet each way, until one is lost or nothing is
// left to say.
func (c *course) event() (do []func()) {
	a := c.l.air
	a.mu.Lock()
	loss := c.weather.lost(a.signalLocked(c.l.radio, &c.l.place.source, c.at))
	a.mu.Unlock()
	for k := range uint64(perEvent) {
		if c.silent || c.muted() || c.chance(fateDown, c.n, k) < loss {
			return do
		}
		c.heard[down] = c.at
		c.ways[up].confirm()
		if p := c.ways[down].receive(c.at); p != nil {
			data := c.corrupted(p)
			do = append(do, func() { p.arrive(data) })
		}
		if c.bye {
			return append(do, c.closeTheirs)
		}
		if c.dark || c.chance(fateUp, c.n, k) < loss {
			return do
		}
		c.heard[up], c.met = c.at, true
		c.ways[down].confirm()
		if p := c.ways[up].receive(c.at); p != nil {
			c.lift(p)
		}
		if c.left && len(c.ways[up].queue) == 0 {
			c.left, c.dark = false, true
			c.lift(&parcel{own: true, arrive: func([]byte) { c.l.end(ble.ErrLinkLost) }})
			return do
		}
		if !c.more() {
			return do
		}
	}
	return do
}

// supervise ends an end that has heard nothing for too long.
func (c *course) supervise() (do []func()) {
	switch quiet := c.at - c.heard[up]; {
	case !c.ours || c.muted():
	case !c.met && quiet >= establish*c.interval:
		do = append(do, func() { c.l.end(errEstablish) })
	case quiet >= supervision:
		do = append(do, func() { c.l.end(ble.ErrLinkLost) })
	}
	if c.theirs && c.at-c.heard[down] >= supervision {
		do = append(do, c.closeTheirs)
	}
	return do
}

func (c *course) closeTheirs() {
	if c.l.conn != nil {
		c.l.conn.Close()
	}
	c.theirsEnded(false)
}

func (c *course) muted() bool { return c.mute != 0 && c.at >= c.mute }

func (c *course) more() bool {
	return c.ways[down].eligible(c.at) || c.ways[up].eligible(c.at)
}

func (c *course) advance() {
	c.n++
	for len(c.wishes) > 0 && c.wishes[0].asked < c.at {
		c.change = change{c.n + updateAfter, c.weather.slow()}
		if c.wishes[0].fast {
			c.change.interval = c.weather.fast()
		}
		c.wishes = c.wishes[1:]
	}
	if c.change.interval != 0 && c.n >= c.change.n {
		c.interval, c.change = c.change.interval, change{}
	}
	c.at += c.interval
}

// renew takes the weather as it is now. A link that comes into one begins its events.
func (c *course) renew(now time.Duration) {
	a := c.l.air
	a.mu.Lock()
	w := a.weatherLocked(c.l.radio, &c.l.place.source)
	a.mu.Unlock()
	if c.weather == (Weather{}) && w != (Weather{}) {
		c.begin(w, now)
		c.met = true
	}
	c.weather = w
}

// flush hands over all that a weather that is over has left, and lets go who waits to leave.
func (c *course) flush() (do []func()) {
	for i := range c.ways {
		for k, p := range c.ways[i].queue {
			if k > 0 || c.ways[i].got < p.size { // else it has arrived, and the sender does not know
				do = append(do, func() { p.arrive(p.data) })
			}
		}
		c.ways[i] = way{}
	}
	if !c.theirs {
		do = append(do, func() { c.l.end(ble.ErrLinkLost) })
	}
	if !c.ours {
		do = append(do, c.closeTheirs)
	}
	for i := range c.stack {
		c.stack[i].at = 0
	}
	return do
}

// lift is a parcel that came over the air: our stack hands it up, in order and perhaps later;
// and if it lies, twice, before another, or with a bit that fell over.
func (c *course) lift(p *parcel) {
	c.got++
	w := c.weather
	at := max(c.at+w.Delay+time.Duration(c.chance(fateJitter, c.got)*float64(w.Jitter)), c.last) + perPacket
	c.last = at
	if p.own {
		c.stack = append(c.stack, delivery{at, p})
		return
	}
	come := &parcel{data: c.corrupted(p), arrive: p.arrive}
	c.stack = append(c.stack, delivery{at, come})
	if n := len(c.stack); n > 1 && !c.stack[n-2].own && c.chance(fateSwap, c.got) < w.Swap {
		c.stack[n-1].parcel, c.stack[n-2].parcel = c.stack[n-2].parcel, c.stack[n-1].parcel
	}
	if c.chance(fateTwice, c.got) < w.Twice {
		c.stack = append(c.stack, delivery{at, come})
	}
}

// corrupted is what a lying controller makes of a value.
func (c *course) corrupted(p *parcel) []byte {
	d := c.l.air.dice()
	if len(p.data) == 0 || d.chance(fateCorrupt, c.id, c.n, uint64(p.asked)) >= c.weather.Corrupt {
		return p.data
	}
	b := append([]byte(nil), p.data...)
	bit := d.roll(fateCorrupt, c.id, c.n, uint64(p.asked), 1) % uint64(8*len(b))
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

// receive is the packet of an exchange that came through; it returns the parcel that is whole by
// it. What was asked for at this very event is too late for it.
func (w *way) receive(at time.Duration) *parcel {
	if !w.eligible(at) || w.got > w.acked {
		return nil
	}
	if w.got++; w.got < w.queue[0].size {
		return nil
	}
	return w.queue[0]
}

func (w *way) eligible(at time.Duration) bool { return len(w.queue) > 0 && w.queue[0].asked < at }

// confirm is the other end's acknowledgement coming through.
func (w *way) confirm() {
	if w.acked = w.got; len(w.queue) > 0 && w.acked == w.queue[0].size {
		w.queue, w.got, w.acked = w.queue[1:], 0, 0
	}
}
