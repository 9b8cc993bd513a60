package vradio

import (
	"encoding/binary"
	"io"
	"slices"
	"sync"
	"time"
)

var le = binary.LittleEndian

// bufferLen is the size of its ACL buffers for LE.
const bufferLen = 251

// Packet types of H4.
const (
	h4Command = 0x01
	h4ACL     = 0x02
	h4Event   = 0x04
	h4Vendor  = 0xff
)

// connectDelay is from the advertisement heard to the connection.
const connectDelay = 8 * time.Millisecond

// Controller is an LE controller: HCI over host, and an end of links on its air. Its faults may
// be switched at any time.
type Controller struct {
	Addr  [6]byte
	Index int // of the kernel's hciN; -1 without a kernel

	air   *Air
	host  io.ReadWriteCloser // one packet in each read and write
	wmu   sync.Mutex         // of host's writer
	ended chan struct{}

	mu       sync.Mutex
	faults   faults
	scanning bool
	unique   bool // report each advertiser once
	seen     map[device]bool
	adOn     bool
	adKind   byte
	adRandom bool    // advertises under random
	random   [6]byte // own random address
	adData   []byte
	dialing  *dialing
	accepts  map[device]bool // the filter accept list
	links    map[uint16]*Link
	last     uint16
	inFlight map[uint16]int // packets of the host that have not crossed, by handle
}

type device struct {
	addr     [6]byte
	addrType byte
}

// New puts a controller on the air whose host is at the other end of host. It ends when host
// does.
func New(air *Air, addr [6]byte, host io.ReadWriteCloser) *Controller {
	c := newController(air, addr, host)
	c.Index = -1
	go c.run(nil)
	air.Add(c)
	return c
}

func newController(air *Air, addr [6]byte, host io.ReadWriteCloser) *Controller {
	return &Controller{Addr: addr, air: air, host: host, ended: make(chan struct{}), faults: faults{buffers: 8, list: 16},
		seen: map[device]bool{}, accepts: map[device]bool{}, links: map[uint16]*Link{}, inFlight: map[uint16]int{}, last: 0x3f}
}

// Unplug takes the adapter away, as a hand takes a dongle. Its links stall.
func (c *Controller) Unplug() {
	c.air.Remove(c)
	c.host.Close()
	<-c.ended
	c.reset()
}

func (c *Controller) set(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

// Links are those that stand now.
func (c *Controller) Links() (ls []*Link) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.links {
		ls = append(ls, l)
	}
	return ls
}

// run reads the host until it ends. index is told the number that the kernel gave it.
func (c *Controller) run(index chan<- int) {
	defer close(c.ended)
	b := make([]byte, 4096)
	for {
		n, err := c.host.Read(b)
		if err != nil || n <= 0 {
			return
		}
		p := slices.Clone(b[:n])
		switch {
		case p[0] == h4Vendor && n >= 4 && index != nil:
			index <- int(le.Uint16(p[2:]))
		case p[0] == h4Command && n >= 4:
			c.command(le.Uint16(p[1:]), p[4:])
		case p[0] == h4ACL && n >= 5:
			c.transmit(p[1:])
		}
	}
}

// write ignores a host that is gone: run notices.
func (c *Controller) write(p []byte) {
	c.wmu.Lock()
	defer c.wmu.Unlock()
	c.host.Write(p)
}

func (c *Controller) event(code byte, b ...byte) {
	c.write(append([]byte{h4Event, code, byte(len(b))}, b...))
}

func (c *Controller) meta(sub byte, b ...byte) { c.event(0x3e, append([]byte{sub}, b...)...) }

func (c *Controller) complete(op uint16, b ...byte) {
	c.event(0x0e, append([]byte{1, byte(op), byte(op >> 8)}, b...)...)
}

func (c *Controller) status(op uint16, st byte) { c.event(0x0f, st, 1, byte(op), byte(op>>8)) }

// reset forgets everything, silently: the other ends find out by their supervision timeout.
func (c *Controller) reset() {
	c.mu.Lock()
	ls := c.links
	c.links = map[uint16]*Link{}
	c.scanning, c.adOn, c.adRandom, c.dialing = false, false, false, nil
	c.faults.numb = false
	clear(c.inFlight)
	clear(c.accepts)
	c.mu.Unlock()
	for _, l := range ls {
		l.Stall()
	}
}

func reversed(a [6]byte) []byte {
	b := a[:]
	slices.Reverse(b)
	return b
}

func address(b []byte) (a [6]byte) {
	copy(a[:], b[:6])
	slices.Reverse(a[:])
	return a
}
