package vradio

import (
	"slices"
	"time"
)

// faults are those of a controller; under its mu. The zero value has none, save that a
// controller without buffers cannot be sent anything, and one without a list looks for one peer at a
// time.
type faults struct {
	buffers    byte
	list       byte // peers that its accept list holds
	deaf       bool // swallows commands
	deafTo     []uint16
	refuse     byte // status of the next LE Connection Complete
	room       int  // 0: no limit
	fullStatus byte
	picky      bool
	numb       bool // until a reset
	drowsy     bool // until scanning is switched on again
}

// Deaf makes it swallow every command, as a controller does that has hung up.
func (c *Controller) Deaf(on bool) { c.set(func() { c.faults.deaf = on }) }

// DeafTo makes it swallow the commands with these opcodes, and only those.
func (c *Controller) DeafTo(ops ...uint16) { c.set(func() { c.faults.deafTo = ops }) }

// RefuseNext makes the next connection complete with an error status.
func (c *Controller) RefuseNext(status byte) { c.set(func() { c.faults.refuse = status }) }

// Buffers is how many ACL packets it takes at a time. Its host asks once, when it opens it.
func (c *Controller) Buffers(n byte) { c.set(func() { c.faults.buffers = n }) }

// List is how many peers its filter accept list holds; 0: it has none.
func (c *Controller) List(n byte) { c.set(func() { c.faults.list = n }) }

// Room limits its links; it refuses one more with status, which is 0x09 (connection limit
// exceeded), 0x07 (memory capacity) or 0x0d (limited resources). 0: there is no limit.
func (c *Controller) Room(links int, status byte) {
	c.set(func() { c.faults.room, c.faults.fullStatus = links, status })
}

// Picky makes it refuse to connect while it scans, as some do.
func (c *Controller) Picky(on bool) { c.set(func() { c.faults.picky = on }) }

// Drowsy makes it report nothing until scanning is switched off and on.
func (c *Controller) Drowsy() { c.set(func() { c.faults.drowsy = true }) }

// Numb makes it report nothing until it is reset, whatever its host switches.
func (c *Controller) Numb() { c.set(func() { c.faults.numb = true }) }

// Event makes it send any HCI event at all.
func (c *Controller) Event(code byte, b ...byte) { c.event(code, b...) }

// Surprise links it with a peripheral that its host does not look for just now.
func (c *Controller) Surprise(p *Peripheral) {
	c.mu.Lock()
	l := &Link{pace: Pace{Interval: 15 * time.Millisecond, Supervision: 720 * time.Millisecond}, central: c, from: c.Addr, to: p.Addr}
	l.peripheral = p.Accept(l)
	h := c.add(l)
	c.mu.Unlock()
	c.connected(0, 0, h, device{p.Addr, p.AddrType}, make([]byte, minConnectBytes))
}

// AskForKey makes it ask its host for the key of a link that nobody encrypts.
func (c *Controller) AskForKey(l *Link) {
	h := c.handleOf(l)
	c.meta(0x05, append([]byte{byte(h), byte(h >> 8)}, make([]byte, 10)...)...)
}

func (c *Controller) isDeaf(op uint16) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.faults.deaf || slices.Contains(c.faults.deafTo, op)
}

func (c *Controller) buffers() byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.faults.buffers
}

// isFull is called with mu held.
func (c *Controller) isFull() bool { return c.faults.room > 0 && len(c.links) >= c.faults.room }
