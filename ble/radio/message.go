package radio

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"localiq/ble"
)

// From the child.
type (
	// hello comes first. Build is of the whole program: the two ends must be one build.
	hello struct {
		Protocol int    `cbor:"1,keyasint"`
		Build    string `cbor:"2,keyasint"`
		Adapter  string `cbor:"3,keyasint"`
	}
	// ready: the adapter is open, and Addr is its own address. It can look for Calls peers at a time.
	ready struct {
		Addr  [6]byte `cbor:"1,keyasint"`
		Calls uint8   `cbor:"2,keyasint"`
	}
	// found: the peer of that connect was found, and talking to it begins.
	found struct {
		ID uint64 `cbor:"1,keyasint"`
	}
	// failed is the child's last frame, where it still has one; as Waits it is the reason why the
	// adapter cannot be opened yet, said again and again while that is so.
	failed struct {
		Why string `cbor:"1,keyasint"`
		Do  string `cbor:"2,keyasint,omitempty"` // what a person can do about it
	}
	// heard is an advertisement. Missed counts those that coalesced or were dropped before it.
	heard struct {
		Addr        [6]byte `cbor:"1,keyasint"`
		Random      bool    `cbor:"2,keyasint,omitempty"`
		RSSI        int8    `cbor:"3,keyasint,omitempty"`
		Connectable bool    `cbor:"4,keyasint,omitempty"`
		Data        []byte  `cbor:"5,keyasint,omitempty"`
		Missed      uint64  `cbor:"6,keyasint,omitempty"`
	}
	note struct {
		Link uint64 `cbor:"1,keyasint"`
		Char uint8  `cbor:"2,keyasint,omitempty"`
		Data []byte `cbor:"3,keyasint,omitempty"`
	}
	// lost: the link is over, and its id is never used again in this generation.
	lost struct {
		Link uint64 `cbor:"1,keyasint"`
		Code code   `cbor:"2,keyasint,omitempty"`
		Why  string `cbor:"3,keyasint,omitempty"`
	}
	// reply ends a request.
	reply struct {
		ID     uint64  `cbor:"1,keyasint"`
		Code   code    `cbor:"2,keyasint,omitempty"`
		Why    string  `cbor:"3,keyasint,omitempty"`
		Link   *linked `cbor:"4,keyasint,omitempty"`
		Health *Health `cbor:"5,keyasint,omitempty"`
	}
	// linked is a link that is ready for use. The hub keeps the handles and hands them to the
	// next connect: discovery costs more than all the rest of it.
	linked struct {
		Link    uint64   `cbor:"1,keyasint"`
		MTU     int      `cbor:"2,keyasint"`
		Handles []handle `cbor:"3,keyasint"`
	}
)

// From the hub. Left is what remains until the request's deadline, in milliseconds: the two
// processes need not agree on a clock.
type (
	// openIt is the answer to hello, and comes first. Was is the adapter's own address, where an
	// earlier radio told it; nil: it did not.
	openIt struct {
		Was []byte `cbor:"1,keyasint,omitempty"`
	}
	scan struct {
		On bool `cbor:"1,keyasint,omitempty"`
	}
	connect struct {
		ID      uint64     `cbor:"1,keyasint"`
		Left    uint32     `cbor:"2,keyasint"`
		Addr    [6]byte    `cbor:"3,keyasint"`
		Random  bool       `cbor:"4,keyasint,omitempty"`
		Service ble.UUID   `cbor:"5,keyasint"`
		Chars   []ble.UUID `cbor:"6,keyasint"`
		Notify  []uint16   `cbor:"7,keyasint,omitempty"` // not bytes: CBOR would make a string of them
		Handles []handle   `cbor:"8,keyasint,omitempty"`
		// Indicate is as Notify, of those that the peer has confirmed to it.
		Indicate []uint16 `cbor:"9,keyasint,omitempty"`
	}
	write struct {
		ID   uint64 `cbor:"1,keyasint"`
		Left uint32 `cbor:"2,keyasint"`
		Link uint64 `cbor:"3,keyasint"`
		Char uint8  `cbor:"4,keyasint,omitempty"`
		Data []byte `cbor:"5,keyasint,omitempty"`
	}
	hangUp struct {
		Link uint64 `cbor:"1,keyasint"`
	}
	probe struct {
		ID   uint64 `cbor:"1,keyasint"`
		Left uint32 `cbor:"2,keyasint"`
	}
	cancel struct {
		ID uint64 `cbor:"1,keyasint"`
	}
	setPace struct {
		ID   uint64 `cbor:"1,keyasint"`
		Left uint32 `cbor:"2,keyasint"`
		Link uint64 `cbor:"3,keyasint"`
		Fast bool   `cbor:"4,keyasint,omitempty"`
	}
)

// wide and narrow are a list of characteristics as it crosses, and back.
func wide(cs []ble.Char) (ns []uint16) {
	for _, c := range cs {
		ns = append(ns, uint16(c))
	}
	return ns
}

func narrow(ns []uint16) (cs []ble.Char) {
	for _, n := range ns {
		cs = append(cs, ble.Char(n))
	}
	return cs
}

func (f *failed) sentence() string { return (&OpenError{Why: f.Why, Do: f.Do}).Error() }

// handle is where a peer keeps a characteristic: its value, and the switch for notifications
// (0: none was looked for).
type handle struct {
	Value uint16 `cbor:"1,keyasint"`
	CCCD  uint16 `cbor:"2,keyasint,omitempty"`
}

// Health is the child's account of itself. A mere ping would miss a stack that refuses every
// command, so RoundTrip is a real one, to the controller and back.
type Health struct {
	RoundTrip   time.Duration `cbor:"1,keyasint,omitempty"`
	Reports     uint64        `cbor:"2,keyasint,omitempty"` // advertisements since the last time
	Missed      uint64        `cbor:"3,keyasint,omitempty"` // of which coalesced or dropped
	Goroutines  int           `cbor:"4,keyasint,omitempty"`
	Descriptors int           `cbor:"5,keyasint,omitempty"` // open files; -1 where nobody can tell
	Pending     int           `cbor:"6,keyasint,omitempty"`
	Oldest      time.Duration `cbor:"7,keyasint,omitempty"` // of the oldest pending request
	Links       int           `cbor:"8,keyasint,omitempty"`
	Memory      int           `cbor:"9,keyasint,omitempty"` // resident bytes; -1 where nobody can tell

	// Unheard is the hub's own account: for how long no advertisement has come although the radio
	// was to listen; 0: one came with the last health.
	Unheard time.Duration `cbor:"-"`
}

// code is an error as it crosses; codes are the sentinels of package ble.
type code uint8

const (
	codeOK code = iota
	codeOther
	codeDown
	codeLost
	codeNotFound
	codeTimeout
	codeGap
	codeFull
)

var sentinels = map[code]error{
	codeDown: ble.ErrRadioDown, codeLost: ble.ErrLinkLost, codeNotFound: ble.ErrNotFound,
	codeTimeout: ble.ErrTimeout, codeGap: ble.ErrGap, codeFull: ble.ErrFull,
}

func codeOf(err error) code {
	if err == nil {
		return codeOK
	}
	for c := codeDown; c <= codeFull; c++ {
		if errors.Is(err, sentinels[c]) {
			return c
		}
	}
	return codeOther
}

// err is the way back: nil, or an error that is the sentinel and says why.
func (c code) err(why string) error {
	s := sentinels[c]
	switch {
	case c == codeOK:
		return nil
	case s == nil:
		return errors.New("radio: " + strings.TrimPrefix(why, "radio: "))
	case why == "" || why == s.Error():
		return s
	}
	return fmt.Errorf("%w: %s", s, why)
}
