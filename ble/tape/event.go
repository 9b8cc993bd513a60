package tape

import (
	"context"
	"errors"
	"time"

	"localiq/ble"
)

// Tape is a conversation, in the order in which it happened.
type Tape struct {
	Notes  []string // what it is, for people
	Events []Event
}

// Event is one line. What it carries depends on its Kind.
type Event struct {
	At   time.Duration // since the tape's beginning
	Kind Kind
	Link int      // from 1 on, in the order of connecting; 0: of no link
	Addr ble.Addr // Heard, Connect
	RSSI int8     // Heard
	Open bool     // Heard: connectable
	UUID ble.UUID // Connect: the service
	MTU  int      // Up
	Char ble.Char // Write, Note
	Data []byte   // Heard, Write, Note
	Why  Why      // Failed, End, and Wrote where it failed
}

// Kind of an event.
type Kind string

// What the hub does.
const (
	Connect Kind = "connect"
	Write   Kind = "write"
	Close   Kind = "close"
)

// What the air does.
const (
	Heard  Kind = "heard"
	Up     Kind = "up"     // a Connect has become a link
	Failed Kind = "failed" // or not
	Wrote  Kind = "wrote"  // a Write has returned
	Note   Kind = "note"
	End    Kind = "end" // of a link that we did not close
)

// ours is true for what the hub does.
func (k Kind) ours() bool { return k == Connect || k == Write || k == Close }

// Why something failed, in a word; the zero Why: it did not.
type Why string

// whys are the errors that a driver decides on. Any other is "other".
var whys = []struct {
	word Why
	err  error
}{
	{"down", ble.ErrRadioDown}, {"lost", ble.ErrLinkLost}, {"absent", ble.ErrNotFound}, {"gap", ble.ErrGap},
	{"full", ble.ErrFull}, {"timeout", ble.ErrTimeout}, {"timeout", context.DeadlineExceeded}, {"cancelled", context.Canceled},
}

const other Why = "other"

var errOther = errors.New("tape: another error than a driver knows")

func whyOf(err error) Why {
	if err == nil {
		return ""
	}
	for _, w := range whys {
		if errors.Is(err, w.err) {
			return w.word
		}
	}
	return other
}

func (w Why) err() error {
	for _, known := range whys {
		if known.word == w {
			return known.err
		}
	}
	return errOther
}

func (w Why) known() bool { return w == other || !errors.Is(w.err(), errOther) }
