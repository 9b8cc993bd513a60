package softnuki

import (
	"crypto/rand"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/core/clock"
)

// TestStranger: who has no authorization, another's key or a piece of a frame learns in the clear
// that he is not understood, and nothing else; the one who is authorized goes on over the same link.
func TestStranger(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		f, err := h.ch.Seal(nuki.RequestData{Want: nuki.CmdStates})
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := nuki.NewChannel(nuki.NewSharedKey([32]byte{1}), h.bond.Auth, rand.Reader).Seal(nuki.RequestData{Want: nuki.CmdStates})
		if err != nil {
			t.Fatal(err)
		}
		nobody, err := nuki.NewChannel(h.bond.Key, h.bond.Auth+1, rand.Reader).Seal(nuki.RequestData{Want: nuki.CmdStates})
		if err != nil {
			t.Fatal(err)
		}
		changed := append(nuki.Frame(nil), f...)
		changed[40] ^= 1
		for name, b := range map[string][]byte{
			"nothing": {}, "a byte": {1}, "a header": f[:30], "half a frame": f[:50], "two in one": append(append([]byte{}, f...), f...),
			"another's key": foreign, "nobody": nobody, "changed": changed,
		} {
			h.line.Write(usdio, b)
			if e, _ := h.clear().(nuki.ErrorReport); e.Code != nuki.ErrorNotAuthorized || len(h.heard(usdio)) != 0 {
				t.Errorf("%s: %v", name, e)
			}
		}
		h.line.Write(gdio, f)
		if e, _ := h.clear().(nuki.ErrorReport); e.Code != nuki.ErrorNotAuthorized {
			t.Errorf("in the clear: %v", e)
		}
		h.states()
	})
}

// TestLaterCommand: what is authentic and unknown is refused, and is no reason to part.
func TestLaterCommand(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		in, err := nuki.Inside(h.bond.Auth, nuki.RequestData{})
		if err != nil {
			t.Fatal(err)
		}
		in[4], in[5], in[8], in[9] = 0xfe, 0x7e, 0, 0 // CRC 0 is taken inside the box
		h.line.Write(usdio, nuki.SealInside(h.bond.Key, h.bond.Auth, nuki.FrameNonce{1}, in))
		h.is(h.told(), nuki.ErrorReport{Code: nuki.ErrorBadLength, Of: 0x7efe})
		h.states()
	})
}

// FuzzWrite: whatever is written, by whomever and wherever, the lock stays whole: its bolt is where
// it was, and who is authorized is served.
func FuzzWrite(f *testing.F) {
	ask, err := nuki.EncodePlain(nuki.RequestData{Want: nuki.CmdPublicKey})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint8(0), ask)
	f.Add(uint8(3), append(append([]byte{}, ask...), make([]byte, 36)...))
	f.Add(uint8(2), make([]byte, 80))
	f.Fuzz(func(t *testing.T, where uint8, b []byte) {
		synctest.Test(t, func(t *testing.T) {
			l, err := New(Config{ID: 1, Generation: []nuki.Generation{nuki.Classic, nuki.Fifth}[where/4%2]}, clock.Process())
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			hands(t, l, "button")
			h := call(t, l, 23)
			if err := h.pair(nuki.IDBridge, l.PIN()); err != nil {
				t.Fatal(err)
			}
			hands(t, l, "button")
			to := []ble.UUID{gdio, classicGDIO, usdio, fifthGDIO}[where%4]
			h.line.Write(to, b)
			if where >= 128 { // by the one who is authorized: any message at all
				in := append([]byte{byte(h.bond.Auth), byte(h.bond.Auth >> 8), 0, 0}, b...)
				h.line.Write(usdio, nuki.SealInside(h.bond.Key, h.bond.Auth, nuki.FrameNonce{1}, append(in, 0, 0)))
			}
			h.heard(usdio)
			time.Sleep(time.Minute)
			if s := h.states(); s.Lock != nuki.Locked || l.PIN().Number() != l.rec.PIN {
				t.Errorf("%+v", s)
			}
		})
	})
}
