package nuki

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
)

// A lock and a hub that are about to pair.
func pair(g Generation, seed byte) (*Pairing, *PairingLock) {
	r := dice(seed)
	hub := &Pairing{
		Own: NewPrivateKey([32]byte{1, seed}), Generation: g, Type: IDBridge, App: 77, Name: "Local IQ", PIN: pin6, Random: r,
	}
	lock := &PairingLock{
		Own: NewPrivateKey([32]byte{2, seed}), Generation: g, UUID: uuidC, PIN: pin6, Open: true, Random: r,
		Grant: func(Applicant) (AuthID, ErrorCode) { return 5, 0 },
	}
	return hub, lock
}

// talk carries bytes in pieces until nobody has anything to say, or one of them gives up.
// change may be nil; it is shown each frame, and whether the lock said it.
func talk(t *testing.T, hub *Pairing, lock *PairingLock, most int, change func(f []byte, ofLock bool)) error {
	t.Helper()
	r := dice(99)
	first, err := hub.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for todo := [][]byte{first}; len(todo) > 0; todo = todo[1:] {
		var back [][]byte
		if change != nil {
			change(todo[0], false)
		}
		for _, p := range cut(todo[0], most, r) {
			out, _ := lock.Take(p) // what goes wrong the hub is told
			back = append(back, out...)
		}
		for _, f := range back {
			if change != nil {
				change(f, true)
			}
			for _, p := range cut(f, most, r) {
				out, err := hub.Take(p)
				if err != nil {
					return err
				}
				todo = append(todo, out...)
			}
		}
	}
	return nil
}

// TestPairing: both generations, in any pieces: the two know the same, and can speak.
func TestPairing(t *testing.T) {
	for _, g := range []Generation{Classic, Fifth} {
		for _, most := range []int{1, 6, IndicationSize, 500} {
			hub, lock := pair(g, 1)
			if err := talk(t, hub, lock, most, nil); err != nil {
				t.Fatalf("%v, %d: %v", g, most, err)
			}
			b, ok := hub.Done()
			c, okLock := lock.Done()
			if !ok || !okLock || b.Auth != 5 || b.UUID != uuidC || b.Lock != lock.Own.Public() || b.Key != c.Shared || c.Key != hub.Own.Public() {
				t.Fatalf("%v: %v %v, %v %v", g, b, ok, c, okLock)
			}
			want := Applicant{hub.Own.Public(), IDBridge, 77, "Local IQ"}
			if g == Fifth {
				want.Type = IDApp // nobody says
			}
			if c.Applicant != want || c.Auth != 5 {
				t.Errorf("%v: %+v", g, c)
			}
			r := dice(2)
			f, err := NewChannel(b.Key, b.Auth, r).Seal(RequestData{CmdStates})
			if err != nil {
				t.Fatal(err)
			}
			if ms, err := NewChannel(c.Shared, c.Auth, r).Feed(f); err != nil || !slices.Equal(ms, []Message{RequestData{CmdStates}}) {
				t.Errorf("%v: they do not understand each other: %v %v", g, ms, err)
			}
		}
	}
}

// TestPairingAgainstALockThatRefuses: the hub is told why, and has nothing.
func TestPairingAgainstALockThatRefuses(t *testing.T) {
	wrong, _ := ParsePIN("111111")
	for name, c := range map[string]struct {
		g    Generation
		set  func(*Pairing, *PairingLock)
		want Refused
	}{
		"closed":         {Classic, func(_ *Pairing, l *PairingLock) { l.Open = false }, Refused{ErrorNotPairing, CmdRequestData}},
		"full":           {Classic, func(_ *Pairing, l *PairingLock) { l.Grant = full }, Refused{ErrorTooManyUsers, CmdAuthData}},
		"full, fifth":    {Fifth, func(_ *Pairing, l *PairingLock) { l.Grant = full }, Refused{ErrorTooManyUsers, CmdAuthData}},
		"wrong PIN":      {Fifth, func(h *Pairing, _ *PairingLock) { h.PIN = wrong }, Refused{ErrorBadPIN, CmdAuthData}},
		"another's key":  {Classic, func(_ *Pairing, l *PairingLock) { l.Own = twoFaced{l.Own} }, Refused{ErrorBadAuthenticator, CmdAuthenticator}},
		"other's, fifth": {Fifth, func(_ *Pairing, l *PairingLock) { l.Own = twoFaced{l.Own} }, Refused{ErrorBadAuthenticator, CmdAuthenticator}},
	} {
		for _, most := range []int{1, IndicationSize, 500} {
			hub, lock := pair(c.g, 3)
			c.set(hub, lock)
			var got Refused
			if err := talk(t, hub, lock, most, nil); !errors.As(err, &got) || got != c.want {
				t.Errorf("%s: %v", name, err)
			}
			if _, ok := hub.Done(); ok {
				t.Errorf("%s: the hub thinks that it is paired", name)
			}
			if _, ok := lock.Done(); ok {
				t.Errorf("%s: the lock thinks that it is paired", name)
			}
			if _, err := hub.Take([]byte{0}); !errors.Is(err, ErrOrder) {
				t.Errorf("%s: it goes on: %v", name, err)
			}
		}
	}
}

func full(Applicant) (AuthID, ErrorCode) { return 0, ErrorTooManyUsers }

// twoFaced agrees with a key that it does not show.
type twoFaced struct{ KeyPair }

func (twoFaced) Agree(p PublicKey) (SharedKey, error) { return NewPrivateKey([32]byte{77}).Agree(p) }

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

// TestLabel: what stands behind the end of a name is not shown; what is no name is refused.
func TestLabel(t *testing.T) {
	l, err := NewLabel("Büro")
	if err != nil || l.String() != "Büro" {
		t.Errorf("%v %v", l, err)
	}
	copy(l[5:], "\x00junk\xff")
	if l.String() != "Büro" {
		t.Errorf("%q", l.String())
	}
	for _, bad := range []string{"a name of more than thirty-two bytes", "a\x00b", "a\x1b[2Jb", "a\xffb"} {
		if l, err := NewLabel(bad); !errors.Is(err, ErrText) {
			t.Errorf("%q: %v %v", bad, l, err)
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

// TestPairingThatCannotEndWell is refused before anybody is spoken to.
func TestPairingThatCannotEndWell(t *testing.T) {
	for _, p := range []Pairing{
		{Generation: GenerationUnknown},
		{Generation: Classic, Name: "a name of more than thirty-two bytes"},
		{Generation: Fifth, PIN: pin4},
		{Generation: Fifth},
	} {
		if b, err := p.Begin(); err == nil {
			t.Errorf("%v: %x", p.Generation, b)
		}
	}
}

// TestPairingAgain: a lock that has refused, or paired, may be asked again over the same link.
func TestPairingAgain(t *testing.T) {
	for _, g := range []Generation{Classic, Fifth} {
		hub, lock := pair(g, 7)
		lock.Grant = full
		if err := talk(t, hub, lock, 500, nil); err == nil {
			t.Fatal("no refusal")
		}
		lock.Grant = func(Applicant) (AuthID, ErrorCode) { return 6, 0 }
		for range 2 {
			next, _ := pair(g, 8)
			if err := talk(t, next, lock, 500, nil); err != nil {
				t.Fatalf("%v: %v", g, err)
			}
			if b, ok := next.Done(); !ok || b.Auth != 6 {
				t.Errorf("%v: %v %v", g, b, ok)
			}
		}
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

// TestFifthGrantAsOpenClientsTakeIt: whoever's frame it says it is, a status before it, and a
// tail behind the UUID; but made with another key it is nothing.
func TestFifthGrantAsOpenClientsTakeIt(t *testing.T) {
	for name, c := range map[string]struct {
		inside, outside AuthID
		status          bool
		tail            int
		key             byte
		want            error
	}{
		"as we send it":   {5, 5, false, 0, 0, nil},
		"to a stranger":   {Stranger, Stranger, false, 0, 0, nil},
		"two of them":     {5, Stranger, false, 0, 0, nil},
		"a status before": {5, 5, true, 0, 0, nil},
		"a tail":          {5, 5, false, 64, 0, nil},
		"another key":     {5, 5, false, 0, 1, ErrForged},
	} {
		hub, lock := pair(Fifth, 10)
		var key SharedKey
		err := talk(t, hub, lock, 500, func(f []byte, ofLock bool) {
			if !ofLock || len(f) < headSize+leastBox {
				return // not yet
			}
			key = lock.client.Shared
			clear(f) // it never arrives: what arrives instead follows
		})
		if err == nil {
			t.Fatal("zeroes were taken")
		}
		hub.step, hub.sealed = hub.takeSealedGrant, &sealedAnswer{key: key}
		key.b[0] ^= c.key
		var wire []byte
		if c.status {
			in, _ := Inside(c.inside, Status{Accepted})
			wire = SealInside(key, c.outside, FrameNonce{1}, in)
		}
		in, _ := Inside(c.inside, AuthGrantPIN{5, uuidC})
		in = appendCRC(append(in[:len(in)-2], make([]byte, c.tail)...))
		wire = append(wire, SealInside(key, c.outside, FrameNonce{0x12, 0}, in)...) // begins as an error report does
		_, err = hub.Take(wire)
		b, ok := hub.Done()
		if !errors.Is(err, c.want) || ok != (c.want == nil) || ok && (b.Auth != 5 || b.UUID != uuidC) {
			t.Errorf("%s: %v %v %v", name, err, b, ok)
		}
	}
}
