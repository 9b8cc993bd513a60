package virtual

import (
	"errors"
	"time"

	"localiq/ble"
)

// oursEnded: our end was closed, or lost.
func (c *course) oursEnded(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ours = false
	lost := errors.Is(why, ble.ErrLinkLost) || errors.Is(why, ble.ErrRadioDown)
	c.bye, c.silent = !lost && !c.muted(), lost
	c.ways[down] = way{}
}

// theirsEnded: the lock's end was closed, with a word while it has power.
func (c *course) theirsEnded(speaks bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.theirs = false
	c.left, c.dark = c.left || speaks, c.dark || !speaks
}

func (c *course) stands() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.standsLocked()
}

// standsLocked: without weather the end of one is the end of both.
func (c *course) standsLocked() bool {
	if c.weather == (Weather{}) {
		return c.ours && c.theirs
	}
	return c.ours || c.theirs
}

// timer is for the next thing that happens by itself.
func (c *course) timer() (<-chan struct{}, func()) {
	c.mu.Lock()
	at := c.wake()
	c.mu.Unlock()
	if at == 0 {
		return nil, func() {}
	}
	return c.l.air.clock.After(max(at-c.l.air.clock.Now().Up, 0))
}

func (c *course) wake() (at time.Duration) {
	if len(c.stack) > 0 {
		at = c.stack[0].at
	}
	if c.weather == (Weather{}) {
		return at
	}
	next := c.at
	if len(c.ways[down].queue)+len(c.ways[up].queue) == 0 && c.met && !c.bye && !c.left {
		next = c.foresee()
	}
	if at == 0 || next < at {
		return next
	}
	return at
}

// foresee is the event at which an idle link ends, as the dice will have it; or, when none of the
// next ones is, the last that it looked at.
func (c *course) foresee() time.Duration {
	a, heard := c.l.air, c.heard
	at, n := c.at, c.n
	for ; at < c.at+lookAhead; n, at = n+1, at+c.interval {
		a.mu.Lock()
		loss := c.weather.lost(a.signalLocked(c.l.radio, &c.l.place.source, at))
		a.mu.Unlock()
		mute := c.mute != 0 && at >= c.mute
		if !c.silent && !mute && c.chance(fateDown, n, 0) >= loss {
			heard[down] = at
			if !c.dark && c.chance(fateUp, n, 0) >= loss {
				heard[up] = at
			}
		}
		if c.ours && !mute && at-heard[up] >= supervision || c.theirs && at-heard[down] >= supervision {
			return at
		}
	}
	return at
}
