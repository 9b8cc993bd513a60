package softnuki

import (
	"testing"

	"localiq/ble/nuki"
)

// TestRemovedAuthorization: it takes the PIN; who is taken away is told that, and is understood by
// nobody from then on.
func TestRemovedAuthorization(t *testing.T) {
	paired(t, Config{PIN: pin(t, "1234")}, func(t *testing.T, l *Lock, h *hub) {
		h.is(h.say(nuki.RemoveAuth{ID: h.bond.Auth, Nonce: h.nonce(), PIN: pin(t, "4321")}), nuki.ErrorReport{Code: nuki.ErrorBadPIN, Of: nuki.CmdRemoveAuth})
		h.is(h.say(nuki.RemoveAuth{ID: h.bond.Auth + 1, Nonce: h.nonce(), PIN: h.pin}), nuki.ErrorReport{Code: nuki.ErrorBadAuthID, Of: nuki.CmdRemoveAuth})
		if !l.Paired() {
			t.Fatal("gone without leave")
		}
		h.is(h.say(nuki.RemoveAuth{ID: h.bond.Auth, Nonce: h.nonce(), PIN: h.pin}), done)
		if l.Paired() {
			t.Error("it stays")
		}
		if ms := h.say(nuki.RequestData{Want: nuki.CmdStates}); len(ms) != 0 {
			t.Errorf("%v", ms)
		}
	})
}
