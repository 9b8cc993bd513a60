package profile

import (
	"crypto/sha256"
	"encoding/binary"
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
	l, err := Answer(Lock{Own: lock, Serial: testSerial, Peers: OnlyHub(&hub.Public), Hello: testHello}, mtu)
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
