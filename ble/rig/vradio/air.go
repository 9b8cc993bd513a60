// Package vradio is Bluetooth LE without hardware: controllers that the kernel takes for
// adapters (through /dev/vhci), on an air in memory, with peripherals and faults to order.
//
// A Controller speaks HCI to its host and is an Advertiser and an Endpoint on the Air; so is a
// Peripheral, which has no host and serves a small GATT table by itself. Not modelled: pairing
// and encryption, extended advertising, PHYs, and several radios talking at once. A command
// that it does not know succeeds with zeros.
package vradio

import (
	"slices"
	"sync"
	"time"
)

// Advertiser is anything that may be seen on the air.
type Advertiser interface {
	// Beacon is what it sends now; false: nothing.
	Beacon() (Beacon, bool)
	// Accept takes a connection, or returns nil.
	Accept(l *Link) Endpoint
}

// Beacon is one advertisement. Kind is HCI's: 0 is connectable.
type Beacon struct {
	Addr     [6]byte // as printed
	AddrType byte    // 0 public, 1 random
	Kind     byte
	Data     []byte
	RSSI     int8
}

// Endpoint is one end of a link. None of its methods may call back into the link and wait.
type Endpoint interface {
	Deliver(l *Link, fragment []byte, start bool)
	Down(l *Link, reason byte)
}

// Air carries every advertisement to every controller, once in each interval.
type Air struct {
	interval time.Duration
	stop     chan struct{}
	done     chan struct{}

	mu          sync.Mutex
	controllers []*Controller
	advertisers []Advertiser
}

// NewAir starts an air; Close stops it.
func NewAir(interval time.Duration) *Air {
	a := &Air{interval: interval, stop: make(chan struct{}), done: make(chan struct{})}
	go a.run()
	return a
}

// Close ends the advertising. Links live on.
func (a *Air) Close() {
	close(a.stop)
	<-a.done
}

// Add puts something on the air.
func (a *Air) Add(x Advertiser) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.advertisers = append(a.advertisers, x)
	if c, ok := x.(*Controller); ok {
		a.controllers = append(a.controllers, c)
	}
}

// Remove takes something off the air. Its links live on.
func (a *Air) Remove(x Advertiser) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.advertisers = slices.DeleteFunc(a.advertisers, func(y Advertiser) bool { return y == x })
	a.controllers = slices.DeleteFunc(a.controllers, func(c *Controller) bool { return Advertiser(c) == x })
}

func (a *Air) run() {
	defer close(a.done)
	t := time.NewTicker(a.interval)
	defer t.Stop()
	for {
		select {
		case <-a.stop:
			return
		case <-t.C:
			a.round()
		}
	}
}

func (a *Air) round() {
	a.mu.Lock()
	cs, as := slices.Clone(a.controllers), slices.Clone(a.advertisers)
	a.mu.Unlock()
	for _, x := range as {
		b, on := x.Beacon()
		for _, c := range cs {
			if on && Advertiser(c) != x {
				c.hear(x, b)
			}
		}
	}
}
