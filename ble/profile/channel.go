package profile

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/flynn/noise"
)

// Channel is one end of one link: the handshake, then messages, each way in order, each once,
// sealed. It does nothing by itself and is not safe for concurrent use:
//
//	Receive takes a value that arrived and returns the messages that it completed;
//	Send queues a message;
//	Outgoing returns the values to write or notify now. Call it after each of the others.
//
// An error from Receive or Send other than ErrFull and ErrNotOpen ends the channel: hand over
// what Outgoing still has (a refusal, perhaps), then end the link.
type Channel struct {
	side *Lock // nil: the hub's end
	own  KeyPair
	peer PublicKey
	role Role // of the peer; the lock's end only

	pairing bool
	visit   bool
	known   func(PublicKey) bool // of a visit's lock; the phone's end only
	open    bool
	proven  bool
	err     error

	hs           *noise.HandshakeState
	seal, unseal *noise.CipherState

	in     joiner
	out    cutter
	flow   flow
	queue  [][]byte // encoded, to be sealed when their turn comes
	values [][]byte // cut, to be handed over
}

// Kinds of a message as it is framed; only kindSealed carries a Message.
const (
	kindPair1   = 0x01 // XXpsk3, hub to lock
	kindPair2   = 0x02
	kindPair3   = 0x03
	kindOpen1   = 0x11 // IK, hub to lock
	kindOpen2   = 0x12
	kindSealed  = 0x20
	kindVisit1  = 0x21 // XXpsk0, phone to lock
	kindVisit2  = 0x22
	kindVisit3  = 0x23
	kindRefused = 0x7f // in clear, empty, instead of an answer to a handshake; the link ends
)

const (
	maxQueue  = 128     // messages that wait
	maxSealed = 1 << 20 // messages that one key may seal
)

// OpenSession is the hub's end of a session with a lock that is paired. The first message out
// of Receive is the lock's Hello. random nil is the system's source.
func OpenSession(own KeyPair, lock PublicKey, serial Serial, mtu int, random io.Reader) (*Channel, error) {
	hs, err := session(own, serial, lock[:], true, random)
	if err != nil {
		return nil, fmt.Errorf("profile: begin a session: %w", err)
	}
	c := &Channel{own: own, peer: lock, hs: hs}
	return c.begin(mtu, kindOpen1)
}

// OpenPairing is the hub's end of a pairing. When the lock's Hello comes out of Receive, the
// lock has proved that it knows the setup code and has kept our key; Peer is its key from now on.
func OpenPairing(own KeyPair, code SetupCode, mtu int, random io.Reader) (*Channel, error) {
	hs, err := pairing(own, code.Serial, code.PSK(), true, random)
	if err != nil {
		return nil, fmt.Errorf("profile: begin a pairing: %w", err)
	}
	c := &Channel{own: own, pairing: true, hs: hs}
	return c.begin(mtu, kindPair1)
}

func (c *Channel) begin(mtu int, kind byte) (*Channel, error) {
	if err := c.fit(mtu); err != nil {
		return nil, err
	}
	return c, c.shake(kind, nil)
}

func (c *Channel) fit(mtu int) error {
	if mtu < MinMTU {
		return fmt.Errorf("profile: an MTU of %d is below Bluetooth's own %d", mtu, MinMTU)
	}
	c.out.size = mtu - 3
	return nil
}

// Receive takes one value of the other end's characteristic, as it came.
func (c *Channel) Receive(value []byte) ([]Message, error) {
	if c.err != nil {
		return nil, c.err
	}
	kind, body, done, err := c.in.join(value)
	if err != nil {
		return nil, c.fail(err)
	}
	c.flow.got++
	if !done {
		return nil, nil
	}
	if kind == kindSealed {
		return c.take(body)
	}
	return c.answer(kind, body)
}

// Send queues a message; they go in this order. What must be fresh when it goes (an age, an
// urgent request) is better held back until the channel is Free.
func (c *Channel) Send(m Message) error {
	switch {
	case c.err != nil:
		return c.err
	case !c.open:
		return ErrNotOpen
	case len(c.queue) >= maxQueue:
		return ErrFull
	}
	b, err := encode(m)
	if err != nil {
		return err
	}
	c.queue = append(c.queue, b)
	return nil
}

// Outgoing returns what may go now, and counts it as gone.
func (c *Channel) Outgoing() [][]byte {
	var out [][]byte
	for c.side == nil || c.flow.room() > 0 {
		if len(c.values) == 0 && !c.next() {
			break
		}
		out = append(out, c.values[0])
		c.values = c.values[1:]
		c.flow.sent++
	}
	return out
}

// next seals and cuts the message whose turn it is. Only now: so it carries the newest count.
func (c *Channel) next() bool {
	switch {
	case !c.open || c.err != nil:
		return false
	case len(c.queue) > 0:
	case c.side == nil && c.flow.owes():
		b, err := encode(Ack{})
		if err != nil {
			c.fail(err)
			return false
		}
		c.queue = append(c.queue, b)
	default:
		return false
	}
	b := c.queue[0]
	c.queue = c.queue[1:]
	if c.seal.Nonce() >= maxSealed {
		c.fail(ErrSpent)
		return false
	}
	plain := append(binary.BigEndian.AppendUint16(nil, c.flow.got), b...)
	sealed, err := c.seal.Encrypt(nil, nil, plain)
	if err == nil {
		c.values, err = c.out.cut(kindSealed, sealed)
	}
	if err != nil {
		c.fail(err)
		return false
	}
	c.flow.told = c.flow.got
	return true
}

// fail ends the channel; nothing more is sealed.
func (c *Channel) fail(err error) error {
	c.err, c.open = err, false
	c.queue, c.values = nil, nil
	return err
}

// Open is true from the end of the handshake to the first error.
func (c *Channel) Open() bool { return c.open }

// Proven is true once the other end has sealed something: until then a lock may be answering
// a recording of an old handshake.
func (c *Channel) Proven() bool { return c.proven }

// Pairing is true for a channel that pairs: it carries a Hello and nothing more.
func (c *Channel) Pairing() bool { return c.pairing }

// Peer is the other end's key, once Open.
func (c *Channel) Peer() PublicKey { return c.peer }

// Role is what the peer may do, once Open: for the lock, which asks Role.Allows of each message.
// The hub's end is told in Hello.
func (c *Channel) Role() Role { return c.role }

// Free is true when what is sent now goes now: nothing is before it, and the window has room.
func (c *Channel) Free() bool {
	return len(c.queue)+len(c.values) == 0 && (c.side == nil || c.flow.room() > 0)
}

// Waiting counts the messages that have not begun to go.
func (c *Channel) Waiting() int { return len(c.queue) }

// Err is what ended the channel; nil while it has not ended.
func (c *Channel) Err() error { return c.err }
