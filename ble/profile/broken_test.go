package profile

import (
	"errors"
	"testing"

	"localiq/core"
)

// TestUnknownMessage: what is not known, or not this end's to hear, is answered with an Error,
// and the session goes on.
func TestUnknownMessage(t *testing.T) {
	for name, c := range map[string]struct {
		b    []byte
		want Error
	}{
		"a later version's":   {[]byte{0x3f, 0xa0}, Error{Code: ErrorUnsupported, Of: 0x3f}},
		"a lock's own":        {append([]byte{byte(TypeState)}, 0xa0), Error{Code: ErrorUnsupported, Of: TypeState}},
		"not CBOR":            {[]byte{byte(TypeDo), 0xff}, Error{Code: ErrorMalformed, Of: TypeDo}},
		"null for a map":      {[]byte{byte(TypeLook), 0xf6}, Error{Code: ErrorMalformed, Of: TypeLook}},
		"a key twice":         {[]byte{byte(TypeLook), 0xa2, 1, 1, 1, 2}, Error{Code: ErrorMalformed, Of: TypeLook}},
		"a short command id":  {[]byte{byte(TypeAskResult), 0xa1, 1, 0x41, 7}, Error{Code: ErrorMalformed, Of: TypeAskResult}},
		"a move to nowhere":   {[]byte{byte(TypeDo), 0xa1, 3, 0xa1, 1, 9}, Error{Code: ErrorMalformed, Of: TypeDo}},
		"an opening for ever": {[]byte{byte(TypeDo), 0xa1, 3, 0xa1, 1, 2}, Error{Code: ErrorMalformed, Of: TypeDo}},
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
	l.hub.Send(Do{Command: CommandID{1}, Move: Move{To: core.BoltLocked}})
	if err := l.run(); err != nil || len(l.atLock) != 0 {
		t.Fatalf("%v %v", err, l.atLock)
	}
	if len(l.atHub) != 1 || l.atHub[0] != Message(Error{Code: ErrorUnsupported, Of: TypeDo}) {
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
