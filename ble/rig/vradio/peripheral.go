package vradio

import (
	"sync"
)

// Peripheral is a device without a host: it advertises, takes one link at a time, and serves a
// GATT service with one characteristic that is written to and one that notifies.
type Peripheral struct {
	Addr     [6]byte
	AddrType byte
	Data     []byte                           // of its advertisement
	Service  [16]byte                         // as on the air: little-endian
	RX, TX   [16]byte                         // written to; notifies
	Wrote    func(p *Peripheral, b []byte)    // nil: nothing happens
	Answer   func(request []byte) (mute bool) // nil: it answers everything

	mu       sync.Mutex
	on       bool
	link     *Link
	parted   chan struct{} // closed when link ends
	mtu      int
	rx       []byte
	notifies bool
}

// Handles of the table.
const (
	hService = iota + 1
	hRXDecl
	hRX
	hTXDecl
	hTX
	hCCCD
)

const (
	serverMTU = 247
	cidATT    = 4
)

// Power switches it. Without power it is silent, and its link stalls.
func (p *Peripheral) Power(on bool) {
	p.mu.Lock()
	p.on = on
	l := p.link
	p.mu.Unlock()
	if !on && l != nil {
		l.Stall()
	}
}

// Link is the one that stands; nil: none.
func (p *Peripheral) Link() *Link {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.link
}

// Parted is closed when the link that stands, or stood last, has ended; nil: there was none.
func (p *Peripheral) Parted() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.parted
}

// Beacon is silent while a link stands.
func (p *Peripheral) Beacon() (Beacon, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Beacon{Addr: p.Addr, AddrType: p.AddrType, Data: p.Data, RSSI: -60}, p.on && p.link == nil
}

func (p *Peripheral) Accept(l *Link) Endpoint {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.on || p.link != nil {
		return nil
	}
	p.link, p.mtu, p.rx, p.notifies = l, 23, nil, false
	p.parted = make(chan struct{})
	return p
}

func (p *Peripheral) Down(l *Link, _ byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.link == l {
		p.link = nil
		close(p.parted)
	}
}

// Deliver puts an L2CAP packet together, and answers what is ATT.
func (p *Peripheral) Deliver(l *Link, fragment []byte, start bool) {
	p.mu.Lock()
	if start {
		p.rx = nil
	}
	p.rx = append(p.rx, fragment...)
	if len(p.rx) < 4 || len(p.rx) < 4+int(le.Uint16(p.rx)) {
		p.mu.Unlock()
		return
	}
	size, cid, att := int(le.Uint16(p.rx)), le.Uint16(p.rx[2:]), p.rx[4:]
	p.rx = nil
	p.mu.Unlock()
	if cid != cidATT || size == 0 || p.Answer != nil && p.Answer(att[:size]) {
		return
	}
	if answer := p.att(att[:size]); answer != nil {
		p.send(l, answer)
	}
}

func (p *Peripheral) send(l *Link, att []byte) {
	b := append(le.AppendUint16(le.AppendUint16(nil, uint16(len(att))), cidATT), att...)
	l.send(p, b, true, nil)
}

// Notify is false when nobody has subscribed.
func (p *Peripheral) Notify(b []byte) bool {
	p.mu.Lock()
	l, ok := p.link, p.link != nil && p.notifies
	p.mu.Unlock()
	if ok {
		p.send(l, append([]byte{0x1b, hTX, 0}, b...))
	}
	return ok
}

// Saying sends any ATT packet at all.
func (p *Peripheral) Saying(att []byte) {
	if l := p.Link(); l != nil {
		p.send(l, att)
	}
}
