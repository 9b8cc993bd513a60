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

// Fall is the death of the air's own radio, and Rise brings the next one.
func (a *Air) Fall() { a.own.Fall() }
func (a *Air) Rise() { a.own.Rise() }

// Fall is a radio's death: every link is lost, nothing is heard, nothing connects. In a weather
// the locks notice only by their supervision timeout. Rise brings the next one.
func (r *Antenna) Fall() {
	r.air.mu.Lock()
	defer r.air.mu.Unlock()
	r.down = ble.ErrRadioDown
	for l := range r.air.links {
		if l.radio == r {
			l.end(ble.ErrRadioDown)
		}
	}
	r.stopLocked()
}

func (r *Antenna) Rise() {
	r.air.mu.Lock()
	defer r.air.mu.Unlock()
	r.down = nil
}

// Hang has a radio answer nothing and hear nothing, while its links stand; Go lets it go on.
func (r *Antenna) Hang() {
	r.air.mu.Lock()
	defer r.air.mu.Unlock()
	if r.hang == nil {
		r.hang = make(chan struct{})
	}
}

func (r *Antenna) Go() {
	r.air.mu.Lock()
	defer r.air.mu.Unlock()
	r.stopLocked()
}

// stopLocked ends a hang.
func (r *Antenna) stopLocked() {
	if r.hang != nil {
		close(r.hang)
		r.hang = nil
	}
}

// SetSignal sets how well a lock is heard, in dBm, by whoever has no signal of its own.
func (a *Air) SetSignal(addr ble.Addr, rssi int8) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.places[addr]; p != nil {
		p.rssi, p.at = rssi, nil
	}
}

// SetSignalBetween sets it for one radio, by its name.
func (a *Air) SetSignalBetween(radio string, addr ble.Addr, rssi int8) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.signals[pair{radio, addr}] = rssi
}

// Place puts a lock somewhere: its signal is then by its distance from each radio.
func (a *Air) Place(addr ble.Addr, at Point) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.places[addr]; p != nil {
		p.at = &at
	}
}

// Links counts the links to a lock.
func (a *Air) Links(addr ble.Addr) (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for l := range a.links {
		if l.place.addr == addr && l.Err() == nil {
			n++
		}
	}
	return n
}
