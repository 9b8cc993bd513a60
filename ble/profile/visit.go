package profile

import (
	"errors"
	"fmt"
	"io"

	"github.com/flynn/noise"
)

// A visit is a phone's link: Noise_XXpsk0_25519_ChaChaPoly_SHA256, where the psk is the site's word.
// The phone does not know which lock it hears, and the lock does not know the phone: each proves its
// key, under keys that are new each time. Who has not the word learns neither key. The prologue has
// no serial, because a lock that seals does not tell its own before.

// OpenVisit is the phone's end. known says whether the lock's key is one of a lock that the phone has
// a certificate for: the phone tells its own key to no other. When Open turns true, Peer is the lock,
// and the phone sends its Present.
func OpenVisit(own KeyPair, word []byte, known func(PublicKey) bool, mtu int, random io.Reader) (*Channel, error) {
	hs, err := visit(own, word, true, random)
	if err != nil {
		return nil, fmt.Errorf("profile: begin a visit: %w", err)
	}
	c := &Channel{own: own, visit: true, known: known, hs: hs}
	return c.begin(mtu, kindVisit1)
}

// ErrStranger is a lock that proved to be none of ours.
var ErrStranger = errors.New("profile: this lock is none that the key is for")

var visitPrologue = []byte("Local IQ digital key\x01")

func visit(own KeyPair, word []byte, phone bool, random io.Reader) (*noise.HandshakeState, error) {
	return noise.NewHandshakeState(noise.Config{
		CipherSuite: suite, Pattern: noise.HandshakeXX, Initiator: phone, Random: source(random), Prologue: visitPrologue,
		StaticKeypair: own.noise(), PresharedKey: word, PresharedKeyPlacement: 0,
	})
}

func (c *Channel) answerVisit(body []byte) (err error) {
	c.visit = true
	if c.hs, err = visit(c.own, c.side.Word, false, c.side.Random); err != nil {
		return err
	}
	if _, _, _, err = c.hs.ReadMessage(nil, body); err != nil {
		return err
	}
	return c.shake(kindVisit2, nil)
}

// visited is the phone reading the lock's key, and showing its own to a lock that it knows.
func (c *Channel) visited(body []byte) error {
	if _, _, _, err := c.hs.ReadMessage(nil, body); err != nil {
		return c.fail(fmt.Errorf("%w: the answer does not open", ErrRefused))
	}
	copy(c.peer[:], c.hs.PeerStatic())
	if !c.known(c.peer) {
		return c.fail(ErrStranger)
	}
	return c.shake(kindVisit3, nil)
}

// finishVisit: whoever wrote message 3 has the private half of its key, and is there now.
func (c *Channel) finishVisit(body []byte) error {
	_, recv, send, err := c.hs.ReadMessage(nil, body)
	if err != nil {
		return err
	}
	copy(c.peer[:], c.hs.PeerStatic())
	c.role = RolePhone
	c.done(send, recv)
	c.proven = true
	return nil
}
