package verbs

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// shop is a door with a lock from a shop, in office mode and standing open.
func shop(seal func(*core.DoorCard)) *still {
	s := told(func(c *core.DoorCard) {
		c.Lock.Family, c.Lock.Model, c.Lock.Lacks = "nuki", "Nuki Smart Lock 3", core.LackHold|core.LackTags
		c.State.Office = core.Office{On: true}
		c.State.Opening = core.Opening{Open: true, Since: moment(time.Minute), Within: time.Second}
		c.State.Reported.Contact = core.ContactOpen
		c.State.Cursor = core.Cursor{Journal: "j", Index: 41}
		c.State.Sync = core.Sync{Wanted: 3, Reported: 3, At: moment(0), Rows: 6, Left: 1, LeftFor: core.LeftClock, Unfit: 2}
		seal(c)
	})
	return &still{shot: s}
}

// TestLockShowSaysWhatItCannotDo: each lack in core's own sentence, who keeps office mode, how well
// the time of an opening is known, and which keys do not open there.
func TestLockShowSaysWhatItCannotDo(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	out, err := h.at(t, "", &LockShow{Lock: "front"})
	for _, want := range append([]string{"Nuki Smart Lock 3, serial AA", "the hub keeps it", "open for 1 min ± 1 s", "6 keys, 3 left out", "1 key left out: its clock",
		"cannot hold 2 keys", "read up to entry 41"}, (core.LackHold | core.LackTags).Say()...) {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q (%v):\n%s", want, err, out)
		}
	}
	if out, err := h.at(t, "", &LockShow{Lock: "aa", JSON: true}); err != nil || !strings.Contains(out, `"lacks":"tags, hold"`) || !strings.Contains(out, `"cannot":["It reads no tags`) {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := (&still{shot: told(func(*core.DoorCard) {})}).at(t, "", &LockShow{Lock: "Front"}); err != nil || strings.Contains(out, "cannot") {
		t.Errorf("a lock that lacks nothing: %v\n%s", err, out)
	}
}

// TestLockShowSaysWhatAKeyIsLeftOutFor: the lock's own reason, and no other.
func TestLockShowSaysWhatAKeyIsLeftOutFor(t *testing.T) {
	for why, want := range map[core.LeftFor]string{core.LeftClock: "1 key left out: its clock or its time zone is not the site's and would tell their hours wrongly; without",
		core.LeftRoom: "1 key left out: it has no room for more; without", 0: "1 key left out; without"} {
		out, err := shop(func(c *core.DoorCard) { c.State.Sync.LeftFor = why }).at(t, "", &LockShow{Lock: "Front"})
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%v: %v\n%s", why, err, out)
		}
	}
}

// TestLockShowSaysWhyNoHistory: without an admin PIN, or with one that the lock refused, it names
// the command that helps.
func TestLockShowSaysWhyNoHistory(t *testing.T) {
	for want, seal := range map[string]func(*core.DoorCard){
		`not read: no admin PIN is known; give it: localiq lock pin "Front"`:                     func(c *core.DoorCard) { c.Lock.Lacks |= core.LackAdmin },
		`not read: the lock does not take the admin PIN; give it anew: localiq lock pin "Front"`: func(c *core.DoorCard) { c.State.Admin.Refused = moment(0) },
		"nothing read yet": func(c *core.DoorCard) { c.State.Cursor = core.Cursor{} },
	} {
		if out, err := shop(seal).at(t, "", &LockShow{Lock: "l"}); err != nil || !strings.Contains(out, want) {
			t.Errorf("it lacks %q (%v):\n%s", want, err, out)
		}
	}
}

// TestLockAddReportsWhatIsMissing: the person who fits a lock reads at once what it cannot do.
func TestLockAddReportsWhatIsMissing(t *testing.T) {
	h := &still{told: core.Told{Lock: &core.Lock{ID: "l", Family: "nuki", Model: "Nuki Smart Lock 3", Serial: "2F3A6B01", Lacks: core.LackTags}, Door: &core.Door{Name: "Front"}}}
	out, err := h.at(t, "1234\n", &LockAdd{Door: "Front", Code: "-", Nuki: "2F3A6B01"})
	if err != nil || !strings.Contains(out, core.LackTags.Say()[0]) || strings.Contains(out, "present a tag") || strings.Contains(out, "1234") {
		t.Errorf("%v\n%s", err, out)
	}
	if len(h.asked) != 1 || h.asked[0] != (core.PairLock{Code: "nuki 2F3A6B01 1234", DoorName: "Front"}) {
		t.Errorf("asked %+v", h.asked)
	}
	if _, err := h.at(t, "", &LockAdd{Door: "Front", Code: "nuki 2F3A6B02", Nuki: "2F3A6B01"}); core.AsError(err) == nil || core.AsError(err).Code != core.CodeRequest {
		t.Errorf("two locks at once: %v", err)
	}
}
