package vradio

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Peripheral is a device without a host: it advertises, takes one link at a time, and serves a
// GATT service with one characteristic that is written to, one that notifies, and perhaps one
// that is read. Set the fields before it gets power. None of its functions may wait for the air.
type Peripheral struct {
	Addr     [6]byte
	AddrType byte
	Data     []byte                           // of its advertisement
	Advert   func() (Beacon, bool)            // instead of the three above, asked at each interval; false: silent
	Service  [16]byte                         // as on the air: little-endian
	RX, TX   [16]byte                         // written to; notifies
	Info     [16]byte                         // read; zero: there is none
	Read     func() []byte                    // the value of Info
	Wrote    func(p *Peripheral, b []byte)    // nil: nothing happens
	Answer   func(request []byte) (mute bool) // nil: it answers everything

	// Serve makes the far end of a link of a function of bytes. It is called when a central has
	// subscribed, and says what is to be done with what that writes, and when the link is gone.
	// notify fails once the link is gone; hangUp ends it. Instead of Wrote.
	Serve func(mtu int, notify func([]byte) error, hangUp func()) (wrote func([]byte), gone func())

	late atomic.Int64 // ns

	mu       sync.Mutex
	on       bool
	link     *Link
	parted   chan struct{} // closed when link ends
	mtu      int
	rx       []byte
	notifies bool
	wrote    func([]byte) // of the link that stands, once it is served
	gone     func()
}

// Handles of the table.
const (
	hService = iota + 1
	hRXDecl
	hRX
	hTXDecl
	hTX
	hCCCD
	hInfoDecl
	hInfo
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
	silent := !p.on || p.link != nil
	p.mu.Unlock()
	switch {
	case silent:
		return Beacon{}, false
	case p.Advert != nil:
		return p.Advert()
	}
	return Beacon{Addr: p.Addr, AddrType: p.AddrType, Data: p.Data, RSSI: -60}, true
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
	gone := p.gone
	if p.link != l {
		gone = nil
	} else {
		p.link, p.wrote, p.gone = nil, nil, nil
		close(p.parted)
	}
	p.mu.Unlock()
	if gone != nil {
		gone()
	}
}

// serve begins what a subscription begins, once for each link.
func (p *Peripheral) serve() {
	l := p.Link()
	if p.Serve == nil || l == nil {
		return
	}
	p.mu.Lock()
	mtu, served := p.mtu, p.wrote != nil
	p.mu.Unlock()
	if served {
		return
	}
	wrote, gone := p.Serve(mtu, func(b []byte) error { return p.notify(l, b) }, func() { l.disconnect(p, reasonByRemote) })
	p.mu.Lock()
	late := p.link != l
	if !late {
		p.wrote, p.gone = wrote, gone
	}
	p.mu.Unlock()
	if late {
		gone()
	}
}

var errGone = errors.New("vradio: nobody listens")

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
	answer := p.att(att[:size])
	switch late := p.late.Load(); {
	case answer == nil:
	case late > 0:
		time.AfterFunc(time.Duration(late), func() { p.send(l, answer) })
	default:
		p.send(l, answer)
	}
}

// Late makes it answer everything so much later. 0: at once.
func (p *Peripheral) Late(d time.Duration) { p.late.Store(int64(d)) }

func (p *Peripheral) send(l *Link, att []byte) {
	b := append(le.AppendUint16(le.AppendUint16(nil, uint16(len(att))), cidATT), att...)
	l.send(p, b, true, nil)
}

// Notify is false when nobody has subscribed.
func (p *Peripheral) Notify(b []byte) bool { return p.notify(p.Link(), b) == nil }

func (p *Peripheral) notify(l *Link, b []byte) error {
	p.mu.Lock()
	ok := l != nil && p.link == l && p.notifies
	p.mu.Unlock()
	if !ok {
		return errGone
	}
	p.send(l, append([]byte{0x1b, hTX, 0}, b...))
	return nil
}

// Saying sends any ATT packet at all.
func (p *Peripheral) Saying(att []byte) {
	if l := p.Link(); l != nil {
		p.send(l, att)
	}
}
