package profile

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"

	"localiq/core"
)

// talk is both ends of a link with nothing in between.
type talk struct {
	t         *testing.T
	hub, lock *Channel
	atHub     []Message
	atLock    []Message
	inFlight  int // notified, not yet taken by the hub
	most      int
}

// run carries values both ways until nothing moves; the hub takes at most perTurn of what is
// on its way before the lock may go on.
func (l *talk) run() error {
	for {
		up, down := l.hub.Outgoing(), l.lock.Outgoing()
		if len(up)+len(down) == 0 {
			return nil
		}
		for _, v := range up {
			ms, err := l.lock.Receive(v)
			l.atLock = append(l.atLock, ms...)
			if err != nil {
				for _, v := range l.lock.Outgoing() {
					if _, herr := l.hub.Receive(v); herr != nil {
						return herr
					}
				}
				return err
			}
		}
		for _, v := range down {
			ms, err := l.hub.Receive(v)
			l.atHub = append(l.atHub, ms...)
			if err != nil {
				return err
			}
		}
	}
}

func testKey(t *testing.T, name string) KeyPair {
	t.Helper()
	k, err := KeyPairFrom(sha256.Sum256([]byte(name)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var testSerial = Serial{0x00, 0xc0, 0xff, 0xee}

func testCode() SetupCode {
	sum := sha256.Sum256([]byte("setup secret"))
	return NewSetupCode(testSerial, [16]byte(sum[:]))
}

func testHello() Hello {
	return Hello{
		Journal: JournalID{1, 2, 3, 4, 5, 6, 7, 8}, Head: 41, Tail: 3, Acked: 40, Model: "virtual",
		State: State{Bolt: core.BoltLocked, BoltAge: AgeOf(90 * time.Second), Contact: core.ContactClosed, ContactAge: Age{},
			Battery: 88, Firmware: "1.0.0", Boot: 7, Uptime: 123456, Clock: core.Trusted},
	}
}

func newTalk(t *testing.T, mtu int) *talk {
	t.Helper()
	hub, lock := testKey(t, "hub"), testKey(t, "lock")
	h, err := OpenSession(hub, lock.Public, testSerial, mtu, nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Answer(Lock{Own: lock, Serial: testSerial, Hub: &hub.Public, Hello: testHello}, mtu)
	if err != nil {
		t.Fatal(err)
	}
	return &talk{t: t, hub: h, lock: l}
}

func newPairing(t *testing.T, hubCode, lockCode SetupCode, window bool) *talk {
	t.Helper()
	hub, lock := testKey(t, "hub"), testKey(t, "lock")
	h, err := OpenPairing(hub, hubCode, 23, nil)
	if err != nil {
		t.Fatal(err)
	}
	side := Lock{Own: lock, Serial: lockCode.Serial, Hello: testHello}
	if window {
		side.PSK = lockCode.PSK()
	}
	l, err := Answer(side, 23)
	if err != nil {
		t.Fatal(err)
	}
	return &talk{t: t, hub: h, lock: l}
}

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
	session.lock.side.Hub = &stranger
	unpaired := newTalk(t, 23)
	unpaired.lock.side.Hub = nil
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

// slow carries down only n values at a time, and counts what is on its way.
func (l *talk) slow(n int, rounds int) {
	var air [][]byte
	for range rounds {
		for _, v := range l.hub.Outgoing() {
			ms, err := l.lock.Receive(v)
			if err != nil {
				l.t.Fatal(err)
			}
			l.atLock = append(l.atLock, ms...)
		}
		air = append(air, l.lock.Outgoing()...)
		l.most = max(l.most, len(air))
		k := min(n, len(air))
		for _, v := range air[:k] {
			ms, err := l.hub.Receive(v)
			if err != nil {
				l.t.Fatal(err)
			}
			l.atHub = append(l.atHub, ms...)
		}
		air = air[k:]
	}
}

// TestWindow: however slow the hub, no more than 16 notifications are ever on their way, and
// everything arrives.
func TestWindow(t *testing.T) {
	for _, perTurn := range []int{1, 3, 7, 16, 100} {
		l := newTalk(t, 23)
		l.slow(perTurn, 200)
		if !l.hub.Open() {
			t.Fatal("no session")
		}
		for i := range 100 {
			if err := l.lock.Send(Entry{Index: uint32(i + 1), Boot: 1, Kind: EntryDoorOpened}); err != nil {
				t.Fatal(err)
			}
		}
		l.slow(perTurn, 2000)
		if l.most > Window {
			t.Errorf("%d at a time: %d notifications on their way", perTurn, l.most)
		}
		if l.most < Window && perTurn < Window {
			t.Errorf("%d at a time: only %d on their way, the test tests nothing", perTurn, l.most)
		}
		if len(l.atHub) != 101 {
			t.Errorf("%d at a time: %d messages of 101 arrived", perTurn, len(l.atHub))
		}
	}
}

// TestUnknownMessage: what is not known, or not this end's to hear, is answered with an Error,
// and the session goes on.
func TestUnknownMessage(t *testing.T) {
	for name, c := range map[string]struct {
		b    []byte
		want Error
	}{
		"a later version's":   {[]byte{0x3f, 0xa0}, Error{ErrorUnsupported, 0x3f}},
		"a lock's own":        {append([]byte{byte(TypeState)}, 0xa0), Error{ErrorUnsupported, TypeState}},
		"not CBOR":            {[]byte{byte(TypeDo), 0xff}, Error{ErrorMalformed, TypeDo}},
		"null for a map":      {[]byte{byte(TypeLook), 0xf6}, Error{ErrorMalformed, TypeLook}},
		"a key twice":         {[]byte{byte(TypeLook), 0xa2, 1, 1, 1, 2}, Error{ErrorMalformed, TypeLook}},
		"a short command id":  {[]byte{byte(TypeAskResult), 0xa1, 1, 0x41, 7}, Error{ErrorMalformed, TypeAskResult}},
		"a move to nowhere":   {[]byte{byte(TypeDo), 0xa1, 3, 0xa1, 1, 9}, Error{ErrorMalformed, TypeDo}},
		"an opening for ever": {[]byte{byte(TypeDo), 0xa1, 3, 0xa1, 1, 2}, Error{ErrorMalformed, TypeDo}},
	} {
		l := newTalk(t, 247)
		if err := l.run(); err != nil {
			t.Fatal(err)
		}
		l.hub.queue = append(l.hub.queue, c.b)
		l.hub.Send(Look{})
		if err := l.run(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(l.atHub) != 2 || l.atHub[1] != Message(c.want) {
			t.Errorf("%s: the hub heard %+v", name, l.atHub)
		}
		if len(l.atLock) != 1 {
			t.Errorf("%s: the session did not go on", name)
		}
	}
}

// TestErrorIsNeverAnswered: two ends that do not understand each other fall silent.
func TestErrorIsNeverAnswered(t *testing.T) {
	l := newTalk(t, 247)
	l.run()
	l.hub.queue = append(l.hub.queue, []byte{byte(TypeError), 0xff})
	if err := l.run(); err != nil || len(l.atHub) != 1 {
		t.Errorf("%v %v", err, l.atHub)
	}
}

// TestPairingCarriesNoCommand: nothing but the hello crosses a pairing.
func TestPairingCarriesNoCommand(t *testing.T) {
	l := newPairing(t, testCode(), testCode(), true)
	l.run()
	l.hub.Send(Do{Move: Move{To: core.BoltLocked}})
	if err := l.run(); err != nil || len(l.atLock) != 0 {
		t.Fatalf("%v %v", err, l.atLock)
	}
	if len(l.atHub) != 1 || l.atHub[0] != Message(Error{ErrorUnsupported, TypeDo}) {
		t.Errorf("the hub heard %+v", l.atHub)
	}
}

// TestBrokenSession: whatever is lost, changed or repeated on the way ends the session.
func TestBrokenSession(t *testing.T) {
	for name, spoil := range map[string]func([][]byte) [][]byte{
		"lost":     func(v [][]byte) [][]byte { return v[1:] },
		"repeated": func(v [][]byte) [][]byte { return append(v[:1], v...) },
		"changed":  func(v [][]byte) [][]byte { v[0][len(v[0])-1] ^= 1; return v },
		"swapped":  func(v [][]byte) [][]byte { v[0], v[1] = v[1], v[0]; return v },
		"empty":    func(v [][]byte) [][]byte { return [][]byte{{}} },
		"cut off":  func(v [][]byte) [][]byte { v[0] = v[0][:5]; return v },
		"in clear": func([][]byte) [][]byte { return [][]byte{{3 | 1<<2, 0, 1, kindRefused}} },
	} {
		l := newTalk(t, 23)
		if err := l.run(); err != nil {
			t.Fatal(err)
		}
		l.hub.flow.told = l.hub.flow.got // no Ack before what we are about to spoil
		l.lock.Send(Result{Command: CommandID{1}, Result: core.ResultDone})
		var err error
		for _, v := range spoil(l.lock.Outgoing()) {
			if _, err = l.hub.Receive(v); err != nil {
				break
			}
		}
		if !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
		if _, again := l.hub.Receive([]byte{3, 0}); again != err || l.hub.Open() || l.hub.Send(Look{}) != err {
			t.Errorf("%s: the channel goes on", name)
		}
	}
}

// TestFalseAck: a count that is ahead of what was sent, or goes back, ends the session.
func TestFalseAck(t *testing.T) {
	f := flow{sent: 3, acked: 1}
	for n, ok := range map[uint16]bool{0: false, 1: true, 3: true, 4: false, 65535: false} {
		g := f
		if err := g.acknowledged(n); (err == nil) != ok {
			t.Errorf("%d: %v", n, err)
		}
	}
	over := flow{sent: 2, acked: 65530}
	if err := over.acknowledged(1); err != nil || over.acked != 1 {
		t.Errorf("past 65535: %v", err)
	}
}

// TestSpentKey: a key seals a bounded number of messages.
func TestSpentKey(t *testing.T) {
	l := newTalk(t, 247)
	l.run()
	l.hub.seal.SetNonce(maxSealed)
	l.hub.Send(Look{})
	if l.hub.Outgoing() != nil || !errors.Is(l.hub.Err(), ErrSpent) {
		t.Error("the key goes on for ever")
	}
}

// TestDirectionsHaveTheirOwnKeys: what one end sealed, sent back to it, does not open.
func TestDirectionsHaveTheirOwnKeys(t *testing.T) {
	l := newTalk(t, 247)
	l.run()
	l.hub.Send(Look{})
	v := l.hub.Outgoing()[0]
	v[0] = v[0]&3 | l.hub.in.seq<<2
	if _, err := l.hub.Receive(v); !errors.Is(err, ErrBroken) {
		t.Errorf("%v", err)
	}
}

// TestQueueIsBounded: a peer that does not listen costs a bounded amount of memory.
func TestQueueIsBounded(t *testing.T) {
	l := newTalk(t, 23)
	l.run()
	var err error
	for range maxQueue + 1 {
		err = l.lock.Send(Entry{Index: 1})
	}
	if !errors.Is(err, ErrFull) {
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

// counted is a source of bytes for tests: the same every time.
type counted struct {
	name string
	n    uint32
	left []byte
}

func (c *counted) Read(b []byte) (int, error) {
	for i := range b {
		if len(c.left) == 0 {
			sum := sha256.Sum256(binary.BigEndian.AppendUint32([]byte(c.name), c.n))
			c.left, c.n = sum[:], c.n+1
		}
		b[i], c.left = c.left[0], c.left[1:]
	}
	return len(b), nil
}

var _ io.Reader = (*counted)(nil)
