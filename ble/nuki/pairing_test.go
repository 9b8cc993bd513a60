package nuki

import (
	"errors"
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
