package verbs

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// TestUnlockingIsAskedAgain OM-8: what may unlock doors wants its word typed, and nothing is done
// without; a lockdown is in a hurry.
func TestUnlockingIsAskedAgain(t *testing.T) {
	for _, c := range []struct {
		typed string
		mode  DoorMode
		does  bool
	}{
		{"", DoorMode{Mode: "lockdown"}, true},
		{"", DoorMode{Mode: "blocked", Door: "Front"}, true},
		{"", DoorMode{Mode: "normal", Door: "Front"}, true},
		{"y\n", DoorMode{Mode: "fire-open"}, false},
		{"", DoorMode{Mode: "fire-open", Door: "Front"}, false},
		{"lockdown\n", DoorMode{Mode: "normal"}, false},
		{"fire-open\n", DoorMode{Mode: "fire-open"}, true},
		{"normal\n", DoorMode{Mode: "normal"}, true},
		{"", DoorMode{Mode: "fire-open", Yes: true}, true},
	} {
		h := shop(func(*core.DoorCard) {})
		_, err := h.at(t, c.typed, &c.mode)
		if done := len(h.asked) == 1; done != c.does || done != (err == nil) {
			t.Errorf("%+v after %q: asked %v, %v", c.mode, c.typed, h.asked, err)
		}
	}
}

// TestDoorModeSaysWhatIsNotSoYet OM-8: what was asked goes to the hub whole, and the doors that are
// not so yet are named.
func TestDoorModeSaysWhatIsNotSoYet(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	h.told = core.Told{Report: []string{"Back: its lock is not heard, and is told as soon as it is"}}
	out, err := h.at(t, "", &DoorMode{Mode: "lockdown", Why: "a drill", For: 2 * time.Hour})
	if err != nil || out != "Every door: in lockdown for 2 h.\nBack: its lock is not heard, and is told as soon as it is\n" {
		t.Errorf("%q, %v", out, err)
	}
	if len(h.asked) != 1 || h.asked[0] != (core.SetDoorMode{Mode: core.ModeLockdown, Why: "a drill", For: 2 * time.Hour}) {
		t.Errorf("asked %+v", h.asked)
	}
	h.told.Error = core.Errorf(core.CodeLockOffline, "the lock of Front is not heard")
	if out, err = h.at(t, "", &DoorMode{Mode: "blocked", Door: "Front"}); err == nil || !strings.Contains(out, "is told as soon as it is") {
		t.Errorf("%q, %v", out, err)
	}
	if _, err = h.at(t, "", &DoorMode{Mode: "normal", Door: "Front", For: time.Hour}); err == nil || len(h.asked) != 2 {
		t.Errorf("normal for an hour was taken: %v", err)
	}
}
