package softnuki

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// TestPairing: both generations, while somebody has held the button and not before or after; the
// authorization survives a power cut, and who pairs again has one, not two.
func TestPairing(t *testing.T) {
	for _, g := range []nuki.Generation{nuki.Classic, nuki.Fifth} {
		synctest.Test(t, func(t *testing.T) {
			memory := &virtual.RAM{}
			l, err := New(Config{Generation: g, Memory: memory}, clock.Process())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { l.Close() }()
			closed := nuki.Refused{Code: nuki.ErrorNotPairing, Of: nuki.CmdRequestData}
			if err := call(t, l, 247).pair(nuki.IDBridge, l.PIN()); !errors.Is(err, closed) {
				t.Fatal(g, err)
			}
			hands(t, l, "button")
			time.Sleep(pairingWindow + time.Second)
			h := call(t, l, 247)
			if err := h.pair(nuki.IDBridge, l.PIN()); !errors.Is(err, closed) {
				t.Fatal(g, err)
			}
			for range 2 {
				hands(t, l, "button")
				if err := h.pair(nuki.IDBridge, l.PIN()); err != nil {
					t.Fatal(g, err)
				}
				if err := h.pair(nuki.IDBridge, l.PIN()); !errors.Is(err, closed) {
					t.Fatal(g, "one press is good for one", err)
				}
			}
			if len(l.rec.Auths) != 1 || h.bond.Lock != l.PublicKey() || h.bond.UUID != l.rec.UUID {
				t.Errorf("%s: %+v", g, h.bond)
			}
			id, code := l.ID(), l.SetupCode()
			l.Close()
			if l, err = New(Config{Memory: memory}, clock.Process()); err != nil {
				t.Fatal(err)
			}
			if s := h.again(l).states(); s.Lock != nuki.Locked || l.Generation() != g || l.ID() != id || l.SetupCode() != code || !l.Paired() {
				t.Errorf("%s: %+v", g, s)
			}
			hands(t, l, "reset")
			if h = h.again(l); l.Paired() || l.SetupCode() != code {
				t.Error("a factory reset takes the pairing, and leaves the label")
			}
			h.refused(nuki.RequestData{Want: nuki.CmdStates}, nuki.ErrorNotAuthorized)
		})
	}
}

// refused is a message that is not understood: the answer is in the clear.
func (h *hub) refused(m nuki.Message, code nuki.ErrorCode) {
	h.t.Helper()
	if got := h.say(m); len(got) != 0 {
		h.t.Errorf("it answers %v", got)
	}
	if e, is := h.clear().(nuki.ErrorReport); !is || e.Code != code {
		h.t.Errorf("%v", e)
	}
}

// TestPairingWrongPIN: the 5th generation asks for it, and leaves nothing behind without.
func TestPairingWrongPIN(t *testing.T) {
	in(t, Config{Generation: nuki.Fifth, PIN: pin(t, "123456")}, func(t *testing.T, l *Lock) {
		hands(t, l, "button")
		h := call(t, l, 247)
		var why nuki.Refused
		if err := h.pair(nuki.IDApp, pin(t, "123457")); !errors.As(err, &why) || why.Code != nuki.ErrorBadPIN || l.Paired() {
			t.Errorf("%v", err)
		}
		if err := h.pair(nuki.IDApp, pin(t, "123456")); err != nil || !l.Paired() {
			t.Errorf("%v", err)
		}
	})
}

// TestPairingAdvertisement: the beacon names the lock, the other one the way of pairing, in turn
// while pairing is open; then the beacon alone.
func TestPairingAdvertisement(t *testing.T) {
	for _, g := range []nuki.Generation{nuki.Classic, nuki.Fifth} {
		in(t, Config{ID: 0x2f3a6b01, Generation: g}, func(t *testing.T, l *Lock) {
			seen := func() map[nuki.Generation]int {
				seen := map[nuki.Generation]int{}
				for range 10 {
					changed := l.Changed()
					a, ok := nuki.ParseAdvert(l.Advert(ble.Addr{}))
					if !ok || len(l.Advert(ble.Addr{})) > 31 || a.Changed || a.Pairing == 0 && a.ID != 0x2f3a6b01 {
						t.Fatalf("%+v", a)
					}
					seen[a.Pairing]++
					select {
					case <-changed:
					case <-time.After(time.Second):
					}
				}
				return seen
			}
			if s := seen(); s[nuki.GenerationUnknown] != 10 || l.Hurried() {
				t.Errorf("at rest %v", s)
			}
			hands(t, l, "pairing on")
			if s := seen(); s[nuki.GenerationUnknown] != 5 || s[g] != 5 || !l.Hurried() {
				t.Errorf("open %v", s)
			}
			hands(t, l, "button", "pairing off", "button")
			time.Sleep(pairingWindow)
			if s := seen(); s[nuki.GenerationUnknown] != 10 {
				t.Errorf("after it %v", s)
			}
		})
	}
}
