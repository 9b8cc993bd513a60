package virtual

import (
	"slices"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// Device is a lock of any make, as the air and an antenna (package softlock) see it: who can be in
// earshot. It is safe for concurrent use.
type Device interface {
	// Addr is the address at which it advertises and answers now; public is the one that it was
	// made with.
	Addr(public ble.Addr) ble.Addr
	// Advert is what it advertises from that address, at most 31 bytes; nil without power.
	Advert(a ble.Addr) []byte
	// Changed is closed when either is no longer what it was. Take the channel before the two.
	Changed() <-chan struct{}
	// Hurried is true while it advertises more often than at rest.
	Hurried() bool
	Powered() bool
	// Services never change.
	Services() []Service
	// Answer takes a new link whose values are up to mtu-3 bytes long. tell sends one value of a
	// characteristic and may block: for an indication until it is confirmed. It must return once
	// the link is gone. A device that takes no link now returns a Line that is done.
	Answer(mtu int, tell func(c ble.UUID, value []byte) error) Line
	// Hands does what hands do at it, a line of text at a time.
	Hands(text string) error
}

// Line is the device's end of a link.
type Line interface {
	// Write takes one value that was written to a characteristic.
	Write(c ble.UUID, value []byte)
	// Done is closed when the device has ended the link, or knows that it is gone.
	Done() <-chan struct{}
	// Close says that the link is gone. It does not wait.
	Close()
}

// Service is one of a device's GATT services.
type Service struct {
	UUID  ble.UUID
	Chars []Char
}

// Char is a characteristic, and what can be done with it.
type Char struct {
	UUID     ble.UUID
	Write    bool
	Notify   bool
	Indicate bool
	Read     func() []byte // nil: it cannot be read
}

// Services is the profile's one.
func (l *Lock) Services() []Service {
	g := profile.GATT
	return []Service{{g.Service, []Char{
		{UUID: g.Chars[profile.RX], Write: true}, {UUID: g.Chars[profile.TX], Notify: true}, {UUID: g.Chars[profile.Info], Read: l.Info},
	}}}
}

// Answer is Accept, for whoever knows characteristics by their UUID.
func (l *Lock) Answer(mtu int, tell func(c ble.UUID, value []byte) error) Line {
	return gattLine{l.Accept(mtu, func(b []byte) error { return tell(profile.GATT.Chars[profile.TX], b) })}
}

type gattLine struct{ *Conn }

func (g gattLine) Write(_ ble.UUID, value []byte) { g.Conn.Write(value) } // it has one that can be written

// Hurried is true while it is not locked: somebody may want it closed.
func (l *Lock) Hurried() bool { return l.State().Bolt != core.BoltLocked }

var _ Device = (*Lock)(nil)

// serves is the service that a hub asks for, if the device has it with every characteristic.
func serves(d Device, g ble.GATT) bool {
	for _, s := range d.Services() {
		if s.UUID == g.Service {
			return s.has(g)
		}
	}
	return false
}

// has is false for a subscription of a kind that the characteristic does not know.
func (s Service) has(g ble.GATT) bool {
	for i, u := range g.Chars {
		c := s.char(u)
		if c == nil || slices.Contains(g.Notify, ble.Char(i)) && !c.Notify || slices.Contains(g.Indicate, ble.Char(i)) && !c.Indicate {
			return false
		}
	}
	return true
}

func (s Service) char(u ble.UUID) *Char {
	for i := range s.Chars {
		if s.Chars[i].UUID == u {
			return &s.Chars[i]
		}
	}
	return nil
}

// takes is true for a characteristic of the link's service that can be written.
func (l *link) takes(c ble.Char) bool {
	if int(c) >= len(l.gatt.Chars) {
		return false
	}
	for _, s := range l.place.lock.Services() {
		if s.UUID == l.gatt.Service {
			is := s.char(l.gatt.Chars[c])
			return is != nil && is.Write
		}
	}
	return false
}
