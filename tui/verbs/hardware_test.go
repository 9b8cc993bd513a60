package verbs

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// moment is so long after the hub's start.
func moment(d time.Duration) core.Instant {
	return core.Instant{Wall: int64(d) + 1, Boot: "b", Up: d, Trust: core.Trusted}
}

// told is a door whose lock told of itself two minutes ago, before a restart.
func told(seal func(*core.DoorCard)) *core.Snapshot {
	c := core.DoorCard{Door: core.Door{ID: "d", Name: "Front", Lock: "l"}, Lock: &core.Lock{ID: "l", Serial: "AA"}}
	c.State.Reported.At, c.State.Link.Since = moment(0), moment(0)
	seal(&c)
	return &core.Snapshot{Now: moment(2 * time.Minute), Doors: []core.DoorCard{c}}
}

// TestLockListSaysHowOldItIs: what nobody hears now is shown with its age, also where no hub runs.
func TestLockListSaysHowOldItIs(t *testing.T) {
	for want, seal := range map[string]func(*core.DoorCard){
		"not heard for 2 min,":   func(*core.DoorCard) {},
		"heard, said 2 min ago,": func(c *core.DoorCard) { c.State.Link.Heard = true },
		"heard at -50 dBm, no table": func(c *core.DoorCard) {
			c.State.Link.Heard, c.Signal.Heard, c.Signal.RSSI = true, moment(time.Minute), -50
		},
		"1/300 connections today": func(c *core.DoorCard) { c.Signal.Today = 1 },
	} {
		h := &still{shot: told(seal)}
		if out, err := h.at(t, "", &LockList{}); err != nil || !strings.Contains(out, want) {
			t.Errorf("%q lacks %q (%v)", out, want, err)
		}
	}
}

// TestImportSaysWhoHasToHear [lock.sync]: what a file says is true at a lock later.
func TestImportSaysWhoHasToHear(t *testing.T) {
	for wanted, want := range map[core.Seq]string{7: "1 lock still to hear of it: localiq lock sync\n", 0: ""} {
		h := &still{shot: told(func(c *core.DoorCard) { c.State.Sync = core.Sync{Wanted: wanted, At: moment(0)} })}
		h.told.Report = []string{"change"}
		out, err := h.at(t, "x", &SiteImport{File: "-", Yes: true})
		if err != nil || out != "change\n"+want {
			t.Errorf("%q, %v", out, err)
		}
	}
}

// TestOneNameOfTwoLocksIsNeither: what is meant for one lock is not done to another; each is named by
// what it alone has.
func TestOneNameOfTwoLocksIsNeither(t *testing.T) {
	s := told(func(*core.DoorCard) {})
	other := s.Doors[0]
	other.Door.ID, other.Door.Name, other.Lock = "d2", "front", &core.Lock{ID: "l2", Serial: "BB"}
	s.Doors = append(s.Doors, other)
	h := &still{shot: s}
	for name, verb := range map[string]interface{ Run(*Desk) error }{"show": &LockShow{Lock: "Front"}, "pin": &LockPIN{Lock: "Front"}, "forget": &LockForget{Lock: "Front", Yes: true},
		"identify": &LockIdentify{Lock: "Front"}} {
		_, err := h.at(t, "0000\n", verb)
		if e := core.AsError(err); e == nil || e.Code != core.CodeInvalid || !strings.Contains(e.Error(), "l or l2") || len(h.asked) != 0 {
			t.Errorf("%s: %v, asked %v", name, err, h.asked)
		}
	}
	for _, name := range []string{"l2", "bb", "d2"} {
		if out, err := h.at(t, "", &LockShow{Lock: name}); err != nil || !strings.Contains(out, "serial BB") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestForgottenShopLockKeepsItsOwn: it is not as new, and who reads that knows that its app goes on.
func TestForgottenShopLockKeepsItsOwn(t *testing.T) {
	for want, lacks := range map[string]core.Lack{"as new": 0, "its own app": core.LackRequests} {
		h := &still{shot: told(func(c *core.DoorCard) { c.Lock.Lacks = lacks })}
		if out, err := h.at(t, "", &LockForget{Lock: "Front", Yes: true}); err != nil || !strings.Contains(out, want) {
			t.Errorf("%v, %q lacks %q", err, out, want)
		}
	}
}
