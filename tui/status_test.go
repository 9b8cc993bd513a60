package tui

import (
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestCommandLineGoesAnywhere: a screen, a door or a key by the beginning of its name; Tab completes, and Esc does
// nothing.
func TestCommandLineGoesAnywhere(t *testing.T) {
	for _, set := range []setting{laptop, phone} {
		on(t, set, peopled(done)(), func(c *console) {
			c.press(":").types("mess").line("> messages").press("enter").expect("No messages yet.")
			c.press(":").types("pod").press("enter").line("> Acme").press(":").types("door hl").press("tab").expect(":door Hlavní vchod").press("enter").expect("▸ Hlavní vchod")
			c.press(":").types("who").press("esc").expect("▸ Hlavní vchod").press(":", "backspace").expectNo("complete").press(":").types("bogus").press("enter").expect("There is no :bogus.")
			c.press(":").types("check").press("enter").line("to mend").press(":").types("aud").press("enter").expect("Nobody has changed anything.")
			c.press(":").types("ascii on").press("enter").expectNo("▸").press(":").types("ascii off").press("enter").line("▸")
		})
	}
}

// TestCommandLineIsTheTable: what is asked about on a key is asked about on the line, what is not somebody's to do is
// not found, and every screen can be gone to from every other.
func TestCommandLineIsTheTable(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.choose("classroom").press("enter", ":").types("unlock").press("enter").expect("Unlock Classroom 1?", ">[ Cancel ]").press("esc")
		c.press(":").types("site lock").press("enter").expect("Lock down every door?", "type Příkladová škola").press("esc").asked()
		c.press(":").types("quit").press("enter")
		if !c.ended() {
			t.Error("it goes on")
		}
	})
	u := newUI(Unicode)
	for _, c := range u.commands(nil) {
		if len(c.Name) > 4 && c.Name[:5] == "site " {
			t.Errorf("somebody who is no admin finds %q", c.Name)
		}
	}
	for s := doorsScreen; s <= auditScreen; s++ {
		for from := doorsScreen; from <= matrixScreen; from++ {
			u.Places = []place{{Screen: from}}
			if found := fits(u.commands(nil), screenNames[s]); len(found) == 0 {
				t.Errorf("no way from %s to %s", screenNames[from], screenNames[s])
			}
		}
	}
}

// TestHelpRunsWhatItLists, where it was asked for; / finds a key by what it does.
func TestHelpRunsWhatItLists(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.choose("classroom").press("enter", "?", "/").types("blink").press("enter").line("> i").press("enter").expect("Classroom 1: asked to blink")
		c.asked(core.IdentifyLock{Lock: "lock-classroom"})
		c.press("esc", "?", "/").types("zzz").press("enter").expect("No key does that.").press("esc", "/").types("bookings").press("enter", "enter").expect("[8 Bookings]")
		c.press("1", "?", "/").types("blink").press("enter", "enter").expect("That key counts elsewhere")
	})
}

// TestChecksSayWhatToDo: the worst first, each with its remedy, and what nobody can tell is never fine.
func TestChecksSayWhatToDo(t *testing.T) {
	on(t, desk, school(), func(c *console) {
		c.more(checksScreen).line("MEND", "Heard: no word from Archive, Laboratory").expect("Change its battery").line("watch", "Batteries: low: Office").line("unknown", "Disk")
		s := stage.Box(stage.Site(0))
		s.Now.Trust = core.Untrusted
		s.Settings.Installing = true
		s.Settings.Subscription.Until = stage.At(-time.Hour).Wall
		s.Hub.Clock.Against = core.ClockWord{Source: core.SourceBattery}
		s.Air.Waits, s.Air.Radios[0].Reports = 2, 0
		c.publish(s).line("MEND", "Clock: not set").line("MEND", "Subscription: has ended").line("watch", "Release").line("watch", "Links: 2 locks wait").line("watch", "hears nothing now")
		s.Now.Trust = core.Trusted
		c.publish(s).line("watch", "Clock: the box's battery clock says otherwise")
		s.Doors, s.Locks = nil, 0
		c.publish(s).line("watch", "Locks: none is paired")
	})
}

// TestHubShowsWhatItKnows, and a dash for the rest.
func TestHubShowsWhatItKnows(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.more(hubScreen).line("Disk", "–").line("Clock", "–").publish(stage.Box(stage.Site(0))).line("Disk", "38 MiB of at most 512 MiB; 11 GiB").line("Clock", "a time server, asked 40 min ago")
		c.line("Work", "firmware to Office: 37%").line("Inputs", "2").press("end").line("Screens", "3, this one among them")
	})
}

// TestAuditSaysWhoByWhichWay, and keeps what doors did out of it.
func TestAuditSaysWhoByWhichWay(t *testing.T) {
	on(t, desk, changedSite(), func(c *console) {
		c.more(auditScreen).line("ana, console", "a person was added").line("root, command line", "a group was changed").line("10.0.0.9, network", "may not change people").expectNo("bolt")
		c.line("Ana Nováková, SSH", "a group was added").line("root as Marie Dlouhá, command line", "a booking was added") // who acted, and as whom
	})
}

// TestPassbackIsForgiven on the person's page, and for everybody on the site's, each after a question.
func TestPassbackIsForgiven(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("5", "/").types("dlou").press("enter", "enter", "f").expect("Forget the place of Marie Dlouhá?", ">[ Cancel ]").wait(typeAhead).press("y", "enter").expect("Marie Dlouhá: forgiven at")
		c.more(siteScreen).press("p").expect("Forget the place of everybody?").wait(typeAhead).press("y", "enter").expect("everybody: forgiven at")
		c.changed(core.ForgivePassback{Who: "p3"}, core.ForgivePassback{All: true})
	})
}

// TestSessionsFromAfar are shown with how long nothing was typed, asked for anew though nothing happens, and ended
// one at a time.
func TestSessionsFromAfar(t *testing.T) {
	on(t, desk, peopled(done)(), func(c *console) {
		c.more(hubScreen).line("listens on 10.0.0.5:2222", "3 keys").line("Ana Nováková, owner, console from 10.0.0.7", "idle for 12 min").line("Jiří Technik, installer, lines from 10.0.0.8")
		before := c.asks(core.ListConsoles{})
		for i := range 3 * askAgain {
			c.publish(stage.Site(time.Duration(i) * time.Second))
		}
		if n := c.asks(core.ListConsoles{}) - before; n < 2 || n > 4 {
			t.Errorf("asked %d times in %d snapshots", n, 3*askAgain)
		}
		c.press("x").types("j").line("Session", "Jiří Technik").press("enter").expect("The session: ended at").changed(core.EndSession{Session: "def456"})
	})
}

// asks is how often the hub was asked for w.
func (c *console) asks(w core.Wish) (n int) {
	for _, a := range c.hub.Asked() {
		if a.Wish == w {
			n++
		}
	}
	return n
}
