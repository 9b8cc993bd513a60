package profile

import (
	"testing"

	"localiq/core"
)

// BenchmarkHandshake is both ends of a session's handshake, through segments.
func BenchmarkHandshake(b *testing.B) {
	hub, err := KeyPairFrom([32]byte{1})
	if err != nil {
		b.Fatal(err)
	}
	lock, err := KeyPairFrom([32]byte{2})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		shaken(b, hub, lock)
	}
}

// BenchmarkRequestAndVerdict is a request there and a verdict back, over a session that stands.
func BenchmarkRequestAndVerdict(b *testing.B) {
	hub, err := KeyPairFrom([32]byte{1})
	if err != nil {
		b.Fatal(err)
	}
	lock, err := KeyPairFrom([32]byte{2})
	if err != nil {
		b.Fatal(err)
	}
	h, l := shaken(b, hub, lock)
	q := AccessRequest{Request: Nonce{1}, Kind: core.KeyTag, Credential: []byte{4, 1, 2, 3}, Age: AgeOf(0)}
	v := Verdict{Request: Nonce{1}, Granted: true, Command: CommandID{1}, Move: Move{To: core.BoltUnlocked, For: 6000}}
	for b.Loop() {
		if l.seal.Nonce() > maxSealed-10 {
			h, l = shaken(b, hub, lock)
		}
		carry(b, l, h, q)
		carry(b, h, l, v)
	}
}

func carry(b *testing.B, from, to *Channel, m Message) {
	if err := from.Send(m); err != nil {
		b.Fatal(err)
	}
	for _, v := range from.Outgoing() {
		if _, err := to.Receive(v); err != nil {
			b.Fatal(err)
		}
	}
}

func shaken(b *testing.B, hub, lock KeyPair) (h, l *Channel) {
	h, err := OpenSession(hub, lock.Public, testSerial, 247, nil)
	if err != nil {
		b.Fatal(err)
	}
	l, err = Answer(Lock{Own: lock, Serial: testSerial, Peers: OnlyHub(&hub.Public), Hello: testHello}, 247)
	if err != nil {
		b.Fatal(err)
	}
	for _, v := range h.Outgoing() {
		if _, err := l.Receive(v); err != nil {
			b.Fatal(err)
		}
	}
	for _, v := range l.Outgoing() {
		if _, err := h.Receive(v); err != nil {
			b.Fatal(err)
		}
	}
	return h, l
}
