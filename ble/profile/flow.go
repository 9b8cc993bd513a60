package profile

import "fmt"

const (
	// Window is how many notifications may be on their way that the hub has not acknowledged:
	// a stack in between may drop the 17th without a word.
	Window = 16
	// ackEvery: a hub that has taken so many without saying so says so at once, in an Ack if it
	// has nothing else to say. Half a window: then a lock that waits can always go on.
	ackEvery = 8
)

// flow counts segments, both ways, from the beginning of the link, mod 65536. Every sealed
// message carries how many its sender has taken.
type flow struct {
	sent, acked uint16 // ours
	got, told   uint16 // theirs
}

// room is how many more may go.
func (f *flow) room() int { return Window - int(f.sent-f.acked) }

// acknowledged takes the other end's count. It cannot go back, nor be ahead of what was sent.
func (f *flow) acknowledged(n uint16) error {
	if n-f.acked > f.sent-f.acked {
		return fmt.Errorf("%w: %d segments are acknowledged of %d that were sent", ErrBroken, n, f.sent)
	}
	f.acked = n
	return nil
}

// owes is true when the other end should hear of what it sent.
func (f *flow) owes() bool { return f.got-f.told >= ackEvery }
