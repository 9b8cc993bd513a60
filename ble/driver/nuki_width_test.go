package driver

import (
	"testing"

	"localiq/ble/nuki"
	"localiq/core"
)

// TestAdminPINOfAnotherGenerationIsNotTried: 4 digits up to the fourth generation, 6 from the fifth on.
func TestAdminPINOfAnotherGenerationIsNotTried(t *testing.T) {
	d := &Driver{c: Config{Families: []Family{Nuki{}}}}
	for _, c := range []struct {
		of  nuki.Generation
		pin string
		ok  bool
	}{{nuki.Classic, "0417", true}, {nuki.Classic, "041739", false}, {nuki.Fifth, "041739", true}, {nuki.Fifth, "0417", false}} {
		l := core.Lock{ID: "l", Family: Nuki{}.Name(), Peer: nukiPeer{generation: c.of}.bytes()}
		if err := d.TakesAdmin(l, core.NewSecret(c.pin)); (err == nil) != c.ok {
			t.Errorf("generation %v, %d digits: %v", c.of, len(c.pin), err)
		}
	}
}
