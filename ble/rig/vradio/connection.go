package vradio

import "time"

// dialing is an LE Create Connection under way. raw is its parameters.
type dialing struct {
	device
	raw     []byte
	pace    Pace
	from    [6]byte
	listed  bool // looks for whoever is on the list; device is whom it heard
	started bool // its peer was heard
}

// wants is called with the controller's mu held.
func (d *dialing) wants(c *Controller, from device) bool {
	if d.listed {
		return c.accepts[from] && !c.linkedTo(from.addr)
	}
	return d.device == from
}

func (c *Controller) doConnect(b []byte) {
	if len(b) < minConnectBytes {
		c.status(opLEConnect, stInvalid)
		return
	}
	d := &dialing{device: device{address(b[6:]), b[5]}, raw: b, listed: b[4] == 1, pace: paceOf(b[13:])}
	c.mu.Lock()
	d.from = c.Addr
	if b[12] == 1 {
		d.from = c.random
	}
	st := byte(0)
	switch {
	case !d.pace.legal():
		st = stInvalid
	case c.faults.picky && c.scanning:
		st = stDisallowed
	case c.isFull():
		st = c.faults.fullStatus
	case c.dialing != nil:
		st = stDisallowed
	case !d.listed && c.linkedTo(d.addr):
		st = stExists
	default:
		c.dialing = d
	}
	c.mu.Unlock()
	c.status(opLEConnect, st)
}

// Seeks is true while its host has it look for a peer.
func (c *Controller) Seeks() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dialing != nil
}

// linkedTo is called with mu held.
func (c *Controller) linkedTo(a [6]byte) bool {
	for _, l := range c.links {
		if l.from == a || l.to == a {
			return true
		}
	}
	return false
}

func (c *Controller) doConnectCancel([]byte) {
	c.mu.Lock()
	d := c.dialing
	c.dialing = nil
	c.mu.Unlock()
	if d == nil {
		c.complete(opLEConnCancel, stDisallowed)
		return
	}
	c.complete(opLEConnCancel, 0)
	c.connected(stNoConnection, 0, 0, d.device, d.raw)
}

// connected is LE Connection Complete.
func (c *Controller) connected(st, role byte, handle uint16, d device, raw []byte) {
	b := append([]byte{st, byte(handle), byte(handle >> 8), role, d.addrType}, reversed(d.addr)...)
	c.meta(0x01, append(append(b, raw[15:21]...), 0)...)
}

// hear is called by the air for every advertisement.
func (c *Controller) hear(x Advertiser, b Beacon) {
	from := device{b.Addr, b.AddrType}
	c.mu.Lock()
	if d := c.dialing; d != nil && !d.started && b.Kind <= 1 && d.wants(c, from) {
		d.started, d.device = true, from
		c.mu.Unlock()
		time.AfterFunc(connectDelay, func() { c.establish(d, x) })
		return
	}
	tell := c.scanning && !c.faults.numb && !c.faults.drowsy && !(c.unique && c.seen[from])
	c.seen[from] = true
	c.mu.Unlock()
	if tell {
		r := append([]byte{1, b.Kind, b.AddrType}, reversed(b.Addr)...)
		r = append(append(r, byte(len(b.Data))), b.Data...)
		c.meta(0x02, append(r, byte(b.RSSI))...)
	}
}

// establish makes the link, unless it was cancelled or the peer will not.
func (c *Controller) establish(d *dialing, x Advertiser) {
	c.mu.Lock()
	if c.dialing != d {
		c.mu.Unlock()
		return
	}
	if st := c.faults.refuse; st != 0 {
		c.faults.refuse, c.dialing = 0, nil
		c.mu.Unlock()
		c.connected(st, 0, 0, d.device, d.raw)
		return
	}
	l := &Link{pace: d.pace, central: c, from: d.from, to: d.addr}
	if l.peripheral = x.Accept(l); l.peripheral == nil {
		d.started = false // it will be heard again
		c.mu.Unlock()
		return
	}
	h := c.add(l)
	c.dialing = nil
	c.mu.Unlock()
	c.connected(0, 0, h, d.device, d.raw)
	if p, ok := l.peripheral.(*Controller); ok {
		p.connected(0, 1, p.handleOf(l), device{addr: d.from}, d.raw)
	}
}

// add is called with mu held.
func (c *Controller) add(l *Link) uint16 {
	for {
		if c.last++; c.last > 0xeff {
			c.last = 0x40
		}
		if c.links[c.last] == nil {
			c.links[c.last] = l
			return c.last
		}
	}
}

func (c *Controller) handleOf(l *Link) uint16 {
	c.mu.Lock()
	defer c.mu.Unlock()
	for h, x := range c.links {
		if x == l {
			return h
		}
	}
	return 0
}

// Beacon is what its host advertises.
func (c *Controller) Beacon() (Beacon, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := Beacon{Addr: c.Addr, Kind: c.adKind, Data: c.adData, RSSI: -60}
	if c.adRandom {
		b.Addr, b.AddrType = c.random, 1
	}
	return b, c.adOn
}

// Accept ends the advertising, as the specification has it.
func (c *Controller) Accept(l *Link) Endpoint {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.adOn || c.linkedTo(l.from) {
		return nil
	}
	c.adOn = false
	c.add(l)
	return c
}

// transmit sends an ACL packet of the host's, and gives its buffer back once it has crossed.
func (c *Controller) transmit(b []byte) {
	h, boundary := le.Uint16(b)&0xfff, b[1]>>4&3
	c.mu.Lock()
	l := c.links[h]
	total := 0
	if l != nil {
		c.inFlight[h]++
	}
	for _, n := range c.inFlight {
		total += n
	}
	c.mu.Unlock()
	if total > int(c.buffers()) {
		panic("vradio: the host has sent more than there are buffers")
	}
	if l == nil {
		return
	}
	l.send(c, b[4:], boundary != 1, func() {
		c.mu.Lock()
		mine := c.links[h] == l
		if mine {
			c.inFlight[h]--
		}
		c.mu.Unlock()
		if mine {
			c.event(0x13, 1, byte(h), byte(h>>8), 1, 0)
		}
	})
}

// Deliver hands the host a fragment.
func (c *Controller) Deliver(l *Link, fragment []byte, start bool) {
	v := c.handleOf(l) | 1<<12
	if start {
		v = c.handleOf(l) | 2<<12
	}
	c.write(append([]byte{h4ACL, byte(v), byte(v >> 8), byte(len(fragment)), byte(len(fragment) >> 8)}, fragment...))
}

// Down tells the host, unless it was reset meanwhile.
func (c *Controller) Down(l *Link, reason byte) {
	h := c.handleOf(l)
	if h == 0 {
		return
	}
	c.mu.Lock()
	delete(c.links, h)
	delete(c.inFlight, h)
	c.mu.Unlock()
	c.event(0x05, 0, byte(h), byte(h>>8), reason)
}
