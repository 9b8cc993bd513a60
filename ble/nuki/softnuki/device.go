package softnuki

import (
	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/virtual"
)

var (
	classicGDIO = ble.UUID(nuki.ClassicGDIO)
	fifthGDIO   = ble.UUID(nuki.FifthGDIO)
	gdio        = ble.UUID(nuki.GDIO)
	usdio       = ble.UUID(nuki.USDIO)
)

// Services are the pairing service of its generation, and the keyturner.
func (l *Lock) Services() []virtual.Service {
	both := func(us ...ble.UUID) (cs []virtual.Char) {
		for _, u := range us {
			cs = append(cs, virtual.Char{UUID: u, Write: true, Indicate: true})
		}
		return cs
	}
	pairing := virtual.Service{UUID: nuki.ClassicPairing, Chars: both(classicGDIO)}
	if l.Generation() == nuki.Fifth {
		pairing = virtual.Service{UUID: nuki.FifthPairing, Chars: both(fifthGDIO)}
	}
	return []virtual.Service{pairing, {UUID: nuki.Keyturner, Chars: both(gdio, usdio)}}
}

// Addr never changes.
func (l *Lock) Addr(public ble.Addr) ble.Addr { return public }

// power at one metre, as a generation 3 says it: C8, or C9 with the changed bit.
const power = 0xc8

// Advert is the beacon; while pairing is open, in turn with the pairing service.
func (l *Lock) Advert(ble.Addr) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on == nil {
		return nil
	}
	a := nuki.Advert{ID: l.ID(), Power: power, Changed: l.shows()}
	if l.on.service {
		a.Pairing = l.rec.Generation
	}
	return a.Bytes()
}

// shows is the changed bit.
func (l *Lock) shows() bool {
	if !l.rec.bridged() || l.has(NoBit) {
		return false
	}
	return l.rec.Changed || l.has(StuckBit)
}

// Changed is closed when the advertisement is no longer what it was. Take it before Advert.
func (l *Lock) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

func (l *Lock) stir() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// mark notes a change that the Bridge is to be told of.
func (l *Lock) mark() {
	l.dirty = true
	if !l.rec.Changed {
		l.rec.Changed = true
		l.stir()
	}
}

// Hurried is true while somebody is wanted.
func (l *Lock) Hurried() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.on != nil && (l.on.pairing != nil || l.shows())
}

// Powered tells whether it has power.
func (l *Lock) Powered() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.on != nil
}

var _ virtual.Device = (*Lock)(nil)
