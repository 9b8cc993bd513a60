package profile

import (
	"bytes"
	"errors"
	"testing"

	"localiq/core"
)

// TestSession: both ends come to a session and messages cross it, at the smallest MTU and at a
// usual one.
func TestSession(t *testing.T) {
	for _, mtu := range []int{23, 24, 247, 517} {
		l := newTalk(t, mtu)
		if err := l.run(); err != nil {
			t.Fatalf("MTU %d: %v", mtu, err)
		}
		if len(l.atHub) != 1 || l.atHub[0] != Message(testHello()) {
			t.Fatalf("MTU %d: the hub heard %+v", mtu, l.atHub)
		}
		do := Do{Command: CommandID{9}, NotAfter: 5000, Move: Move{To: core.BoltUnlocked, For: 6000}}
		if err := l.hub.Send(do); err != nil {
			t.Fatal(err)
		}
		if l.lock.Proven() {
			t.Error("a lock believes in a hub that has sealed nothing yet")
		}
		if err := l.run(); err != nil {
			t.Fatal(err)
		}
		if len(l.atLock) != 1 || l.atLock[0] != Message(do) || !l.lock.Proven() {
			t.Errorf("MTU %d: the lock heard %+v", mtu, l.atLock)
		}
	}
}

// TestPairing: the code's holder and the lock learn each other's key.
func TestPairing(t *testing.T) {
	l := newPairing(t, testCode(), testCode(), true)
	if err := l.run(); err != nil {
		t.Fatal(err)
	}
	if !l.lock.Open() || !l.lock.Pairing() || l.lock.Peer() != testKey(t, "hub").Public {
		t.Fatal("the lock does not have the hub's key")
	}
	if len(l.atHub) != 0 {
		t.Fatal("the hub believes the lock before it said hello")
	}
	if err := l.lock.Send(testHello()); err != nil {
		t.Fatal(err)
	}
	if err := l.run(); err != nil {
		t.Fatal(err)
	}
	if len(l.atHub) != 1 || l.hub.Peer() != testKey(t, "lock").Public {
		t.Fatalf("the hub heard %v", l.atHub)
	}
}

// TestRefused: a wrong setup code, a closed window and a foreign hub hear the same word.
func TestRefused(t *testing.T) {
	other := NewSetupCode(testSerial, [16]byte{1})
	session := newTalk(t, 23)
	stranger := testKey(t, "stranger").Public
	session.lock.side.Peers = OnlyHub(&stranger)
	unpaired := newTalk(t, 23)
	unpaired.lock.side.Peers = nil
	for name, l := range map[string]*talk{
		"wrong code":  newPairing(t, other, testCode(), true),
		"closed":      newPairing(t, testCode(), testCode(), false),
		"foreign hub": session,
		"unpaired":    unpaired,
	} {
		if err := l.run(); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
		if l.lock.Open() || l.hub.Open() {
			t.Errorf("%s: a channel is open", name)
		}
	}
}

// TestWrongLock: a lock that does not hold the key that the hub pinned cannot answer.
func TestWrongLock(t *testing.T) {
	l := newTalk(t, 23)
	l.lock.side.Own, l.lock.own = testKey(t, "imposter"), testKey(t, "imposter")
	if err := l.run(); !errors.Is(err, ErrRefused) || l.hub.Open() {
		t.Errorf("%v", err)
	}
}

// TestReplayedHandshake: a recording of a hub's first message gets an answer that the replayer
// cannot read, and a channel that nobody has proved.
func TestReplayedHandshake(t *testing.T) {
	l := newTalk(t, 247)
	first := l.hub.Outgoing()
	again := newTalk(t, 247)
	for _, v := range first {
		if _, err := again.lock.Receive(v); err != nil {
			t.Fatal(err)
		}
	}
	if again.lock.Proven() {
		t.Error("a recording counts as the hub")
	}
	if _, err := again.hub.Receive(again.lock.Outgoing()[0]); err == nil {
		t.Error("the answer opens without the ephemeral key")
	}
}

// TestNoSecretInPrint: keys and codes print as what they may show.
func TestNoSecretInPrint(t *testing.T) {
	k := testKey(t, "hub")
	private := k.Private()
	for _, s := range []string{k.String(), k.GoString(), testCode().String(), testCode().GoString()} {
		if bytes.Contains([]byte(s), []byte(PublicKey(private).String())) || s == testCode().Reveal() {
			t.Errorf("%q", s)
		}
	}
}
