package radio

import (
	"context"

	"localiq/ble"
)

// device is an open adapter as the child needs it: go-ble's on Linux, a fake in tests.
type device interface {
	Addr() [6]byte
	// Scan hands every advertisement to heard until it is switched off. heard does not block.
	Scan(on bool, heard func(ble.Advert)) error
	// Calls is for how many peers it can look at a time, 1 at least; it does not change.
	Calls() int
	// Dial is called for so many different peers at a time, at most.
	Dial(ctx context.Context, a ble.Addr) (peer, error)
	// Probe makes a round trip to the controller.
	Probe(ctx context.Context) error
	// Down is closed when the adapter is of no more use; then Err says why.
	Down() <-chan struct{}
	Err() error
	Close()
}

// peer is a link as the stack has it. Its methods may be called by one goroutine at a time,
// but HangUp at any time.
type peer interface {
	// Prepare agrees on an MTU, finds the service (at known, where that is not empty) and
	// subscribes. heard is called in order and does not block.
	Prepare(ctx context.Context, g ble.GATT, known []handle, heard func(ble.Note)) (hs []handle, mtu int, err error)
	// Write ends the link when it has to give up waiting: a late answer would be taken for the
	// next write's.
	Write(ctx context.Context, c ble.Char, b []byte) error
	Gone() <-chan struct{}
	HangUp()
}

// pacer is a peer whose connection interval can be changed; see ble.Pacer.
type pacer interface {
	Pace(ctx context.Context, fast bool) error
}

// opener opens an adapter, however long that takes: as long as somebody may yet plug it in or let
// it go, it says again and again what it waits for. An error may be an *OpenError.
type opener func(ctx context.Context, w wanted) (device, error)

// wanted is an adapter by the name that people gave it, and by its own address where that is known
// from before: it may come back under another name.
type wanted struct {
	name  string
	was   [6]byte // zero: not known
	waits func(error)
}

// OpenError is why an adapter cannot be used, with what to do about it.
type OpenError struct {
	Why, Do string
	Err     error
}

func (e *OpenError) Error() string {
	if e.Do == "" {
		return e.Why
	}
	return e.Why + ": " + e.Do
}

func (e *OpenError) Unwrap() error { return e.Err }
