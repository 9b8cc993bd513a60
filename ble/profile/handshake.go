package profile

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/flynn/noise"
)

// PublicKey is X25519, as on the air.
type PublicKey [32]byte

func (p PublicKey) String() string { return hex.EncodeToString(p[:]) }

// KeyPair is X25519. It prints as its public half.
type KeyPair struct {
	Public  PublicKey
	private [32]byte
}

func (k KeyPair) String() string   { return k.Public.String() }
func (k KeyPair) GoString() string { return k.String() }

// Private lets the private half out, to be kept.
func (k KeyPair) Private() [32]byte { return k.private }

// NewKeyPair makes one; random nil is the system's source.
func NewKeyPair(random io.Reader) (KeyPair, error) {
	var private [32]byte
	if _, err := io.ReadFull(source(random), private[:]); err != nil {
		return KeyPair{}, fmt.Errorf("profile: make a key: %w", err)
	}
	return KeyPairFrom(private)
}

// KeyPairFrom makes the pair of a private key that was kept.
func KeyPairFrom(private [32]byte) (KeyPair, error) {
	p, err := ecdh.X25519().NewPrivateKey(private[:])
	if err != nil {
		return KeyPair{}, fmt.Errorf("profile: make a key: %w", err)
	}
	return KeyPair{PublicKey(p.PublicKey().Bytes()), private}, nil
}

func (k KeyPair) noise() noise.DHKey {
	return noise.DHKey{Private: k.private[:], Public: k.Public[:]}
}

func source(r io.Reader) io.Reader {
	if r == nil {
		return rand.Reader
	}
	return r
}

var suite = noise.NewCipherSuite(noise.DH25519, noise.CipherChaChaPoly, noise.HashSHA256)

// prologue binds a handshake to the profile, its version and one lock.
func prologue(s Serial) []byte { return append([]byte("Local IQ lock profile\x01"), s[:]...) }

// pairing is Noise_XXpsk3_25519_ChaChaPoly_SHA256. psk may be nil on the lock's side until it
// is known that the window is open.
func pairing(own KeyPair, s Serial, psk []byte, hub bool, random io.Reader) (*noise.HandshakeState, error) {
	return noise.NewHandshakeState(noise.Config{
		CipherSuite: suite, Pattern: noise.HandshakeXX, Initiator: hub, Random: source(random), Prologue: prologue(s),
		StaticKeypair: own.noise(), PresharedKey: psk, PresharedKeyPlacement: 3,
	})
}

// session is Noise_IK_25519_ChaChaPoly_SHA256, hub to lock. peer is known to the hub only: the
// lock learns it from the first message.
func session(own KeyPair, s Serial, peer []byte, hub bool, random io.Reader) (*noise.HandshakeState, error) {
	return noise.NewHandshakeState(noise.Config{
		CipherSuite: suite, Pattern: noise.HandshakeIK, Initiator: hub, Random: source(random), Prologue: prologue(s),
		StaticKeypair: own.noise(), PeerStatic: peer,
	})
}
