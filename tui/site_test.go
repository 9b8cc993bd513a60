package tui

import (
	"testing"
	"time"

	"localiq/core"
)

// TestEveryDoorAtOnceWantsTheSitesName, says how many doors it is about, and for how long it stands.
func TestEveryDoorAtOnceWantsTheSitesName(t *testing.T) {
	told := core.Told{Seq: 401, Report: []string{"Laboratory: its lock is not heard, and is told as soon as it is"}}
	on(t, desk, answering(told)(), func(c *console) {
		site := func() { c.more(siteScreen) }
		site()
		c.press("l").expect("Lock down every door?", "7 doors lock.", "2 locks cannot be heard now", "until somebody releases it", ">[ Cancel ]")
		c.wait(typeAhead).press("y", "enter").expect("that is not the whole name").press("esc").asked()
		c.press("l").wait(typeAhead).press("down", "down").expect("It lasts 1 h, until 15:00").types("příkladová škola").expect(">[ Lock down ]").press("enter")
		c.expect("every door: in lockdown at 14:00:00. Laboratory: its lock is not heard")
		c.press("n").wait(typeAhead).types("release").press("enter")
		c.asked(core.SetDoorMode{Mode: core.ModeLockdown, For: time.Hour}, core.SetDoorMode{Mode: core.ModeNormal})
		c.press("f").expect("held unlocked for everybody").press("esc", "b").expect("let nobody in")
	})
}

// TestModesOfADoorHaveATime, chosen in the question; without one they stand until somebody releases them.
func TestModesOfADoorHaveATime(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.choose("classroom").press("enter", "b").expect("until somebody releases it").wait(typeAhead).press("down", "down", "down").expect("It lasts 2 h, until 16:00")
		c.press("y", "enter", "enter", "f").wait(typeAhead).press("up").expect("It lasts 1 d, until Mon 14:00").press("down", "y", "enter")
		c.asked(core.SetDoorMode{Door: "classroom", Mode: core.ModeBlocked, For: 2 * time.Hour}, core.SetDoorMode{Door: "classroom", Mode: core.ModeFireOpen})
	})
}

// TestSiteIsReleasedOnTheConsole: every screen says that it is not yet; the owner is named, and the site's name
// typed.
func TestSiteIsReleasedOnTheConsole(t *testing.T) {
	for _, set := range []setting{desk, laptop, phone} {
		hub := newSite()
		hub.Answer = func(core.Asked) core.Told { return core.Told{Report: []string{"The site belongs to Ana Nováková."}} }
		on(t, set, hub, func(c *console) {
			c.line("NOT RELEASED YET").press("5").line("NOT RELEASED YET").more(siteScreen).press("r").types("Ana").press("enter").types("old site").press("enter")
			c.expect("not the site's name").changed().press("ctrl+u").types("new site").press("enter").expect("New site: released at")
			c.changed(core.ReleaseSite{Owner: "Ana"})
		})
	}
	on(t, laptop, school(), func(c *console) {
		c.expectNo("NOT RELEASED").more(siteScreen).press("r").expect("released already")
	})
}

// TestInstallersTimeAndAnotherOwner are given on the site's screen.
func TestInstallersTimeAndAnotherOwner(t *testing.T) {
	on(t, laptop, answering(core.Told{Seq: 1})(), func(c *console) {
		c.more(siteScreen).press("i").types("3").press("enter").expect("Installers: time set at").press("esc", "i").types("n").press("enter")
		c.press("o").types("Jan").press("enter").types("yes").press("enter").expect("handed over at")
		c.asked(core.AllowInstaller{For: 3 * core.InstallerTime}, core.AllowInstaller{}, core.TransferOwner{To: "Jan"})
	})
}

// TestSitesKeysAreAnAdmins: nobody else is offered them, and the refusal is in words.
func TestSitesKeysAreAnAdmins(t *testing.T) {
	on(t, laptop, answering(core.Told{Seq: 1})(), func(c *console) {
		c.model.ui.Admin = false
		c.more(siteScreen).expectNo("lockdown").press("l").expect("You are not an admin of this site").asked()
	})
}

// TestLockdownIsUnmissable: on every screen, at every door of the overview, and to be looked for.
func TestLockdownIsUnmissable(t *testing.T) {
	for _, set := range []setting{desk, laptop, phone} {
		on(t, set, siteDown(), func(c *console) {
			c.line("IN LOCKDOWN: 7 doors").expect("FIRE", "LOCKDOWN").press("2").line("IN LOCKDOWN: 7 doors")
			c.press("1", "/").types("state:open f").press("ctrl+u").types("state:lockdown bat:<20").line("1 of 8 doors").line("Office")
		})
	}
}
