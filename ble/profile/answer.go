package profile

import (
	"fmt"
	"io"

	"github.com/flynn/noise"
)

// Lock is what a lock's end needs to know of its lock.
type Lock struct {
	Own    KeyPair
	Serial Serial
	// Peers says what a key may do here; RoleNone: it opens no session. nil: not paired.
	Peers func(PublicKey) Role
	// PSK is the setup code's, while the pairing window is open; nil: it is closed.
	PSK []byte
	// Word is the site's (SetSite); nil: no phone is taken.
	Word []byte
	// Hello is asked for once, when a session's handshake is answered. Its Role is filled in.
	Hello func() Hello
	// Random nil is the system's source.
	Random io.Reader
}

// OnlyHub is Peers of a lock that serves nobody else; nil: it is not paired.
func OnlyHub(hub *PublicKey) func(PublicKey) Role {
	if hub == nil {
		return nil
	}
	return func(p PublicKey) Role {
		if p == *hub {
			return RoleHub
		}
		return RoleNone
	}
}

// Answer is the lock's end of a link: it waits for the hub's handshake. When Open turns true
// with Pairing, the lock keeps Peer as its hub, and then sends its Hello.
func Answer(l Lock, mtu int) (*Channel, error) {
	c := &Channel{side: &l, own: l.Own}
	return c, c.fit(mtu)
}

// answer takes a message of a handshake.
func (c *Channel) answer(kind byte, body []byte) ([]Message, error) {
	switch {
	case kind == kindRefused && c.side == nil && !c.proven: // a pairing's hub is open before it is proven
		return nil, c.fail(ErrRefused)
	case c.open:
		return nil, c.fail(fmt.Errorf("%w: a handshake within a session", ErrBroken))
	case c.side != nil:
		return nil, c.answerHub(kind, body)
	case kind == kindOpen2 && !c.pairing && !c.visit:
		return c.opened(body)
	case kind == kindPair2 && c.pairing:
		return nil, c.paired(body)
	case kind == kindVisit2 && c.visit:
		return nil, c.visited(body)
	}
	return nil, c.fail(fmt.Errorf("%w: kind 0x%02x is not due", ErrBroken, kind))
}

// opened is the hub reading the lock's answer, with its Hello.
func (c *Channel) opened(body []byte) ([]Message, error) {
	payload, send, recv, err := c.hs.ReadMessage(nil, body)
	if err != nil {
		return nil, c.fail(fmt.Errorf("%w: the answer does not open", ErrRefused))
	}
	hello, err := decodeAs[Hello](payload)
	if err == nil {
		err = check(hello)
	}
	if err != nil {
		return nil, c.fail(fmt.Errorf("%w: no hello in the answer", ErrBroken))
	}
	c.done(send, recv)
	c.proven = true
	return []Message{hello}, nil
}

// paired is the hub reading the lock's key, and proving that it knows the setup code.
func (c *Channel) paired(body []byte) error {
	if _, _, _, err := c.hs.ReadMessage(nil, body); err != nil {
		return c.fail(fmt.Errorf("%w: the answer does not open", ErrRefused))
	}
	copy(c.peer[:], c.hs.PeerStatic())
	return c.shake(kindPair3, nil)
}

// answerHub is the lock's part. Whatever is wrong, the hub hears the same.
func (c *Channel) answerHub(kind byte, body []byte) error {
	var err error
	switch {
	case kind == kindOpen1 && c.hs == nil && c.side.Peers != nil:
		err = c.answerSession(body)
	case kind == kindPair1 && c.hs == nil && c.side.PSK != nil:
		err = c.answerPairing(body)
	case kind == kindPair3 && c.hs != nil && c.pairing:
		err = c.finishPairing(body)
	case kind == kindVisit1 && c.hs == nil && c.side.Word != nil:
		err = c.answerVisit(body)
	case kind == kindVisit3 && c.hs != nil && c.visit:
		err = c.finishVisit(body)
	default:
		err = fmt.Errorf("kind 0x%02x is not due", kind)
	}
	if err != nil {
		return c.refuse()
	}
	return nil
}

func (c *Channel) answerSession(body []byte) (err error) {
	if c.hs, err = session(c.own, c.side.Serial, nil, false, c.side.Random); err != nil {
		return err
	}
	if _, _, _, err = c.hs.ReadMessage(nil, body); err != nil {
		return err
	}
	copy(c.peer[:], c.hs.PeerStatic())
	if c.role = c.side.Peers(c.peer); c.role == RoleNone {
		return fmt.Errorf("the key of a stranger")
	}
	h := c.side.Hello()
	if h.Role = c.role; c.role == RoleHub {
		h.Role = RoleNone // not said to the hub: there were locks before there were roles
	}
	hello, err := encode(h)
	if err != nil {
		return err
	}
	return c.shake(kindOpen2, hello[1:])
}

func (c *Channel) answerPairing(body []byte) (err error) {
	c.pairing = true
	if c.hs, err = pairing(c.own, c.side.Serial, c.side.PSK, false, c.side.Random); err != nil {
		return err
	}
	if _, _, _, err = c.hs.ReadMessage(nil, body); err != nil {
		return err
	}
	return c.shake(kindPair2, nil)
}

func (c *Channel) finishPairing(body []byte) error {
	_, recv, send, err := c.hs.ReadMessage(nil, body)
	if err != nil {
		return err
	}
	copy(c.peer[:], c.hs.PeerStatic())
	c.role = RoleHub
	c.done(send, recv)
	c.proven = true
	return nil
}

// shake writes the next message of the handshake. Noise hands out the initiator's key first.
func (c *Channel) shake(kind byte, payload []byte) error {
	b, first, second, err := c.hs.WriteMessage(nil, payload)
	if err == nil {
		var vs [][]byte
		vs, err = c.out.cut(kind, b)
		c.values = append(c.values, vs...)
	}
	if err != nil {
		return c.fail(fmt.Errorf("%w: write the handshake", ErrBroken))
	}
	switch {
	case first == nil:
	case c.side == nil:
		c.done(first, second)
	default:
		c.done(second, first)
	}
	return nil
}

func (c *Channel) done(seal, unseal *noise.CipherState) {
	c.seal, c.unseal, c.open, c.hs = seal, unseal, true, nil
}

// refuse says so in clear, without a reason, and ends.
func (c *Channel) refuse() error {
	c.fail(ErrRefused)
	c.values, _ = c.out.cut(kindRefused, nil) // an empty body cannot be too long
	return ErrRefused
}
