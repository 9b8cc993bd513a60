package vradio

import (
	"slices"
	"sync"
	"time"
)

// Reasons for the end of a link, as HCI numbers them.
const (
	reasonTimeout  = 0x08 // supervision timeout
	reasonByRemote = 0x13
	reasonByHost   = 0x16
)

// perEvent is how many fragments cross in one connection event.
const perEvent = 6

// Link is a connection on the air. Fragments cross at connection events, in order.
type Link struct {
	central    Endpoint
	peripheral Endpoint
	from, to   [6]byte // addresses of central and peripheral

	mu      sync.Mutex
	pace    Pace
	updates int
	queue   []crossing
	running bool
	stalled bool
	over    bool
}

type crossing struct {
	from     Endpoint
	fragment []byte
	start    bool
	arrived  func() // nil: nobody counts
}

// send queues a fragment for the next connection event. After the end it does nothing.
func (l *Link) send(from Endpoint, fragment []byte, start bool, arrived func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return
	}
	l.queue = append(l.queue, crossing{from, slices.Clone(fragment), start, arrived})
	if !l.running {
		l.running = true
		time.AfterFunc(l.pace.wait(from == l.peripheral), l.event)
	}
}

func (l *Link) event() {
	for _, c := range l.due() {
		to := l.peripheral
		if c.from == l.peripheral {
			to = l.central
		}
		to.Deliver(l, c.fragment, c.start)
		if c.arrived != nil {
			c.arrived()
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.running = len(l.queue) > 0 && !l.over && !l.stalled; l.running {
		time.AfterFunc(l.pace.Interval, l.event)
	}
}

func (l *Link) due() []crossing {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || l.stalled {
		return nil
	}
	n := min(len(l.queue), perEvent)
	batch := slices.Clone(l.queue[:n])
	l.queue = l.queue[n:]
	return batch
}

// Stall is the loss of the air between the two: nothing crosses any more, and after the
// supervision timeout both ends know.
func (l *Link) Stall() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.stalled && !l.over {
		l.stalled = true
		time.AfterFunc(l.pace.Supervision, func() { l.end(reasonTimeout, reasonTimeout) })
	}
}

// Drop ends the link at once, for the same reason at both ends.
func (l *Link) Drop(reason byte) { l.end(reason, reason) }

// disconnect is an orderly end that one side asked for.
func (l *Link) disconnect(by Endpoint, reason byte) {
	atCentral, atPeripheral := byte(reasonByHost), reason
	if by == l.peripheral {
		atCentral, atPeripheral = reason, reasonByHost
	}
	time.AfterFunc(l.Pace().wait(by == l.peripheral), func() { l.end(atCentral, atPeripheral) })
}

func (l *Link) end(atCentral, atPeripheral byte) {
	l.mu.Lock()
	was := l.over
	l.over = true
	l.mu.Unlock()
	if was {
		return
	}
	l.central.Down(l, atCentral)
	l.peripheral.Down(l, atPeripheral)
}
