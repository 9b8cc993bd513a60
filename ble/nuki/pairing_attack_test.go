package nuki

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// changing flips a bit of one byte of one frame of the lock, or of the hub, and mends the CRC as
// whoever changes it would. done says that there is no such byte.
func changing(ofLock bool, frame, at int) (change func([]byte, bool), done *bool) {
	seen := -1
	done = new(true)
	return func(f []byte, lock bool) {
		if lock != ofLock {
			return
		}
		if seen++; seen != frame || at >= len(f) {
			return
		}
		f[at] ^= 1
		*done = false
		if f[1] == 0 && at < len(f)-2 {
			copy(f[len(f)-2:], appendCRC(bytes.Clone(f[:len(f)-2]))[len(f)-2:])
		}
	}, done
}

// TestPairingNoticesChanges: whatever byte of whatever frame of the lock is changed on its way,
// the hub ends without an authorization, or with the one that the lock means.
func TestPairingNoticesChanges(t *testing.T) {
	for _, g := range []Generation{Classic, Fifth} {
		for frame := range 5 {
			for at := 0; ; at++ {
				hub, lock := pair(g, 4)
				change, done := changing(true, frame, at)
				err := talk(t, hub, lock, 500, change)
				if *done {
					break
				}
				b, ok := hub.Done()
				same := b.Auth == 5 && b.UUID == uuidC && b.Key == lock.client.Shared && b.Lock == lock.Own.Public()
				if ok && (g == Classic || !same) { // in the 5th's, five bytes mean nothing
					t.Errorf("%v: frame %d byte %d was changed, and the hub is paired: %v %v", g, frame, at, b, err)
				}
			}
		}
	}
}

// TestPairingLockNoticesChanges: the same the other way; the lock keeps nobody.
func TestPairingLockNoticesChanges(t *testing.T) {
	for g, frames := range map[Generation]int{Classic: 5, Fifth: 4} {
		for frame := range frames {
			for at := 0; ; at++ {
				hub, lock := pair(g, 4)
				change, done := changing(false, frame, at)
				err := talk(t, hub, lock, 500, change)
				if *done {
					if at == 0 {
						t.Errorf("%v: there is no frame %d", g, frame)
					}
					break
				}
				if c, ok := lock.Done(); ok {
					t.Errorf("%v: frame %d byte %d was changed, and the lock keeps %v: %v", g, frame, at, c, err)
				}
			}
		}
	}
}

// TestPairingRefusesAKeyThatIsNone: with the zero point, or another of low order, everybody
// would know the shared key.
func TestPairingRefusesAKeyThatIsNone(t *testing.T) {
	for _, k := range []PublicKey{{}, {1}, {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00}} {
		hub, lock := pair(Classic, 5)
		if _, err := hub.Begin(); err != nil {
			t.Fatal(err)
		}
		f, _ := EncodePlain(KeyShare{k})
		if out, err := hub.Take(f); !errors.Is(err, ErrKey) || len(out) > 0 {
			t.Errorf("%v: %x %v", k, out, err)
		}
		ask, _ := EncodePlain(RequestData{CmdPublicKey})
		if _, err := lock.Take(ask); err != nil {
			t.Fatal(err)
		}
		out, err := lock.Take(f)
		want, _ := EncodePlain(ErrorReport{ErrorPairingParameter, CmdPublicKey})
		if err == nil || len(out) != 1 || !bytes.Equal(out[0], want) {
			t.Errorf("%v: the lock says %x, %v", k, out, err)
		}
	}
}

// TestPairingOutOfTurn: a message that is good, but not now.
func TestPairingOutOfTurn(t *testing.T) {
	for _, m := range []Message{Challenge{nonceN}, Status{Complete}, AuthInfo{1}, AuthGrant{ID: 1}, RequestData{CmdPublicKey}} {
		hub, _ := pair(Classic, 6)
		if _, err := hub.Begin(); err != nil {
			t.Fatal(err)
		}
		f, err := EncodePlain(m)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := hub.Take(f); !errors.Is(err, ErrOrder) || len(out) > 0 {
			t.Errorf("%v: %x %v", m.Command(), out, err)
		}
	}
	var never Pairing
	if _, err := never.Take(nil); !errors.Is(err, ErrOrder) {
		t.Errorf("before it began: %v", err)
	}
}

// TestPairingWithoutRandomness: no nonce is ever half drawn.
func TestPairingWithoutRandomness(t *testing.T) {
	for _, g := range []Generation{Classic, Fifth} {
		hub, lock := pair(g, 9)
		hub.Random = io.LimitReader(dice(1), 23)
		if err := talk(t, hub, lock, 500, nil); err == nil {
			t.Errorf("%v: paired with 23 random bytes", g)
		}
	}
}
