package virtual

import "localiq/ble"

// Drop loses every link to a lock. The lock itself notices nothing else.
func (a *Air) Drop(addr ble.Addr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.dropLocked(addr, ble.ErrLinkLost)
}

func (a *Air) dropLocked(addr ble.Addr, why error) {
	for l := range a.links {
		if l.place.addr == addr {
			l.end(why)
		}
	}
}

// Stall stops the bytes of a lock, both ways, while its links stand and it advertises on;
// Flow lets them go again, in order.
func (a *Air) Stall(addr ble.Addr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.places[addr]; p != nil && p.stall == nil {
		p.stall = make(chan struct{})
	}
}

func (a *Air) Flow(addr ble.Addr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.places[addr]; p != nil && p.stall != nil {
		close(p.stall)
		p.stall = nil
	}
}

// Fall is the radio's death: every link is lost, nothing is heard, nothing connects. Rise
// brings the next one.
func (a *Air) Fall() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.down = ble.ErrRadioDown
	for l := range a.links {
		l.end(ble.ErrRadioDown)
	}
}

func (a *Air) Rise() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.down = nil
}

// SetSignal sets how well a lock is heard, in dBm.
func (a *Air) SetSignal(addr ble.Addr, rssi int8) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.places[addr]; p != nil {
		p.rssi = rssi
	}
}

// Links counts the links to a lock.
func (a *Air) Links(addr ble.Addr) (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for l := range a.links {
		if l.place.addr == addr {
			n++
		}
	}
	return n
}

var _ ble.Radio = (*Air)(nil)
