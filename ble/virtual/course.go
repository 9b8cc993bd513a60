package virtual

import (
	"sync"
	"time"
)

const (
	establish   = 6               // connection events in which a new link must be heard
	supervision = 4 * time.Second // in which any must
	perEvent    = 6               // exchanges in one connection event
	updateAfter = 6               // connection events from asking for an interval to its beginning
	packetSize  = 27              // of the link layer, without data length extension
	lookAhead   = 2 * supervision
	perPacket   = 100 * time.Microsecond // from the controller to its host
)

// packets is how many carry an ATT value of n bytes.
func packets(n int) int { return (n + 3 + 4 + packetSize - 1) / packetSize }

// The two ways of a link.
const (
	down = iota // to the lock
	up          // to us
)

// course is a link's way through the weather: its connection events, as the link layer has them
// (Core Spec Vol 6 Part B 4.5). We send at each one, the lock answers; what either did not hear
// goes again at the next one. An end that hears nothing for the supervision timeout is over. The
// link's watch alone steps it; others queue parcels.
type course struct {
	l    *link
	id   uint64        // of this link, for the dice
	mute time.Duration // Up from which nothing passes and nobody tells us; 0: never
	kick chan struct{} // one pending token: look again

	mu       sync.Mutex
	weather  Weather       // as of the last step
	ours     bool          // our end stands; else its host has been told, or told us
	theirs   bool          // the lock's does
	silent   bool          // we send no more
	dark     bool          // the lock sends no more
	bye      bool          // our end was closed, and is to say so
	left     bool          // the lock's was, and is
	n        uint64        // number of the next event
	at       time.Duration // its Up
	interval time.Duration
	wishes   []wish
	change   change
	heard    [2]time.Duration // by the end at which that way ends
	met      bool             // we heard the lock at least once
	ways     [2]way
	writes   uint64
	stack    []delivery    // come over the air, and not yet handed up
	last     time.Duration // when the newest of it is due
	got      uint64        // lifted so far
}

// wish is an interval that was asked for.
type wish struct {
	asked time.Duration
	fast  bool
}

// change is the one that will be.
type change struct {
	n        uint64 // event at which it begins
	interval time.Duration
}

// parcel is a value on its way.
type parcel struct {
	data   []byte
	arrive func([]byte)
	own    bool // no notification
	asked  time.Duration
	size   int // packets
}

// way is the parcels of one direction. Of the first, got packets have come and acked are known to.
type way struct {
	queue      []*parcel
	got, acked int
}

// delivery is something that our stack hands up at an Up.
type delivery struct {
	at time.Duration
	*parcel
}

func newCourse(l *link, ordinal uint64) *course {
	c := &course{l: l, kick: make(chan struct{}, 1), ours: true}
	a, w := l.air, l.air.weatherLocked(l.radio, &l.place.source)
	c.id = a.dice().roll(l.radio.id, l.place.id, ordinal)
	now := a.clock.Now().Up
	if a.dice().chance(fateMute, c.id) < w.Mute {
		c.mute = now + time.Duration(a.dice().chance(fateMute, c.id, 1)*float64(10*time.Second))
	}
	c.begin(w, now)
	return c
}

// begin starts the events, at an instant that is this link's own.
func (c *course) begin(w Weather, now time.Duration) {
	c.weather, c.interval, c.change, c.wishes = w, w.fast(), change{}, nil
	c.at = now + 1250*time.Microsecond + time.Duration(c.l.air.dice().roll(fateAnchor, c.id, c.n)%1250000)
	c.heard = [2]time.Duration{now, now}
}

// calm is true where there is no weather, and nothing is left of a former one.
func (c *course) calm() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calmLocked()
}

func (c *course) calmLocked() bool {
	return c.weather == Weather{} && len(c.ways[down].queue)+len(c.ways[up].queue)+len(c.stack) == 0
}

func (c *course) poke() {
	select {
	case c.kick <- struct{}{}:
	default:
	}
}

// queued takes a parcel, or returns false where there is no weather. It goes at the next event.
func (c *course) queued(d int, p *parcel) bool {
	now := c.l.air.weatherOf(c.l) // perhaps not noticed yet
	c.mu.Lock()
	calm := c.calmLocked() && now == Weather{}
	c.mu.Unlock()
	if !calm {
		c.push(d, p)
	}
	return !calm
}

func (c *course) push(d int, p *parcel) {
	p.asked, p.size = c.l.air.clock.Now().Up, packets(len(p.data))
	c.mu.Lock()
	c.ways[d].queue = append(c.ways[d].queue, p)
	c.mu.Unlock()
	c.poke()
}

// pace only notes the wish: how many events have been by now, step alone knows.
func (c *course) pace(fast bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.weather == (Weather{}) {
		return
	}
	c.wishes = append(c.wishes, wish{c.l.air.clock.Now().Up, fast})
}

// pretends is true for a write that a lying stack swallows.
func (c *course) pretends() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes++
	return c.chance(fatePretend, c.writes) < c.weather.Pretend
}

func (c *course) chance(question ...uint64) float64 {
	return c.l.air.dice().chance(append(question, c.id)...)
}
