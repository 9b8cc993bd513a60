package verbs

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// TestLockPINIsNeverRepeated: it is read from standard input, goes to the hub, and is printed nowhere.
func TestLockPINIsNeverRepeated(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	out, err := h.at(t, "918273\n", &LockPIN{Lock: "Front"})
	if err != nil || strings.Contains(out, "918273") || !strings.Contains(out, `localiq lock show "Front"`) {
		t.Errorf("%q, %v", out, err)
	}
	if len(h.asked) != 1 || h.asked[0] != (core.SetLockPIN{Lock: "l", PIN: "918273"}) {
		t.Error("the hub was asked something else")
	}
	if _, err := h.at(t, "", &LockPIN{Lock: "Front"}); core.AsError(err) == nil || core.AsError(err).Code != core.CodeRequest || len(h.asked) != 1 {
		t.Errorf("nothing typed: %v", err)
	}
}

// TestNewPINIsShownOnce [pin.generated]: with its end, with the doors that it does not open, and with
// the locks that have not heard of it.
func TestNewPINIsShownOnce(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	h.told = core.Told{Shown: "483663", Report: []string{"it does not open Side: its lock has no keypad"}, Pending: []string{"Front", "Store"}}
	out, err := h.at(t, "", &PINNew{Who: "Ana Novak", Until: "2026-11-22T08:00"})
	want := "PIN of Ana Novak: 483663 until 22 Nov 2026 08:00.\nit does not open Side: its lock has no keypad\nStill to hear of it: Front, Store. See: localiq lock sync\n"
	if err != nil || out != want {
		t.Errorf("%v\ngot  %swant %s", err, out, want)
	}
	ends := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC).UnixNano()
	if len(h.asked) != 1 || h.asked[0] != (core.NewPIN{Person: "Ana Novak", Until: ends}) {
		t.Errorf("asked %+v", h.asked)
	}
}

// TestExplainSaysWhenTheLockIsInTheWay: a right that a lock cannot hold opens nothing, and a script
// is told so.
func TestExplainSaysWhenTheLockIsInTheWay(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	h.told = core.Told{Explain: &core.Explanation{Verdict: core.Verdict{Granted: true}, Door: "Front", Person: "Ana", Because: "Ana may open Front.", But: "its lock has no keypad"}}
	for _, json := range []bool{false, true} {
		out, err := h.at(t, "", &Explain{Door: "Front", Who: "Ana", JSON: json})
		if err != ErrCannot || !strings.Contains(out, "its lock has no keypad") || !json && !strings.Contains(out, "Ana cannot open Front") {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// TestPINThatHasEndedIsNotGiven: nothing is asked of the hub, and nothing is shown.
func TestPINThatHasEndedIsNotGiven(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	out, err := h.at(t, "", &PINNew{Who: "Ana", Until: "1970-01-01T00:01"})
	if e := core.AsError(err); e == nil || e.Code != core.CodeRequest || out != "" || len(h.asked) != 0 {
		t.Errorf("%v, %q, asked %v", err, out, h.asked)
	}
}
