package vradio

import "time"

// Pace is a link's timing: how often the two meet, how many of those times the peripheral may
// sleep through when it has nothing to say, and after what silence the link is over.
type Pace struct {
	Interval    time.Duration
	Latency     int
	Supervision time.Duration
}

// paceOf reads minimum, maximum (which is what it gets), latency, supervision timeout, 2 bytes
// each, in HCI's units.
func paceOf(b []byte) Pace {
	return Pace{
		Interval:    time.Duration(le.Uint16(b[2:])) * 1250 * time.Microsecond,
		Latency:     int(le.Uint16(b[4:])),
		Supervision: time.Duration(le.Uint16(b[6:])) * 10 * time.Millisecond,
	}
}

// legal is Core Spec Vol 4 Part E 7.8.12 and 7.8.18.
func (p Pace) legal() bool {
	return p.Interval >= 7500*time.Microsecond && p.Interval <= 4*time.Second && p.Latency < 500 &&
		p.Supervision >= 100*time.Millisecond && p.Supervision <= 32*time.Second &&
		p.Supervision > 2*time.Duration(1+p.Latency)*p.Interval
}

// wait is until the two meet next: a peripheral that has something to say does not sleep.
func (p Pace) wait(peripheralSpeaks bool) time.Duration {
	if peripheralSpeaks {
		return p.Interval
	}
	return time.Duration(1+p.Latency) * p.Interval
}

// Pace is the timing now.
func (l *Link) Pace() Pace {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pace
}

// Updates counts the changes of pace.
func (l *Link) Updates() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.updates
}

func (c *Controller) doConnUpdate(b []byte) {
	if len(b) < 10 || !paceOf(b[2:]).legal() {
		c.status(opLEConnUpdate, stInvalid)
		return
	}
	c.mu.Lock()
	l := c.links[le.Uint16(b)]
	c.mu.Unlock()
	if l == nil {
		c.status(opLEConnUpdate, stNoConnection)
		return
	}
	c.status(opLEConnUpdate, 0)
	time.AfterFunc(l.Pace().Interval, func() { l.update(paceOf(b[2:]), b[4:10]) })
}

// update tells both ends; raw is interval, latency and timeout as they asked.
func (l *Link) update(p Pace, raw []byte) {
	l.mu.Lock()
	over := l.over || l.stalled
	if !over {
		l.pace = p
		l.updates++
	}
	l.mu.Unlock()
	if over {
		return
	}
	for _, e := range []Endpoint{l.central, l.peripheral} {
		if c, ok := e.(*Controller); ok {
			h := c.handleOf(l)
			c.meta(0x03, append([]byte{0, byte(h), byte(h >> 8)}, raw...)...)
		}
	}
}
