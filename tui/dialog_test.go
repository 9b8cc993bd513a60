package tui

import (
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestUnlockNeedsYesThenEnter: neither a bare Enter nor what was typed ahead opens a door, and
// what is shown in the end is the lock's own word.
func TestUnlockNeedsYesThenEnter(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.choose("classroom").press("enter").types("uy\r") // in one packet, as impatient hands do
		c.expect("Unlock Classroom 1?", ">[ Cancel ]")
		c.wait(typeAhead).press("enter").expectNo("Unlock Classroom 1?")
		c.asked()

		c.press("u").wait(typeAhead).expect("It opens for 6 s").press("y").expect(">[ Unlock ]").press("enter")
		c.asked(core.OpenDoor{Door: "classroom"})
		c.line("Classroom 1: unlocked, confirmed by the lock at 14:00:00.")
		c.press("enter").expectNo("confirmed by the lock").press("esc").press("m").line("confirmed by the lock")
	})
}

// TestUnlockCanBeLeft: who does not want to wait gets the answer as a message.
func TestUnlockCanBeLeft(t *testing.T) {
	hub, answer := school(), make(chan core.Told)
	hub.Answer = func(core.Asked) core.Told { return <-answer }
	on(t, laptop, hub, func(c *console) {
		answer = make(chan core.Told) // of this bubble
		c.choose("classroom").press("enter", "u").wait(typeAhead).press("y", "enter").expect("waiting for the lock's own word")
		c.press("esc").expectNo("waiting for").press("u").wait(typeAhead).press("y", "enter").expect("already unlocking")
		c.press("esc")
		answer <- core.Told{Error: core.Errorf(core.CodeUnknown, "the lock went away").Advise("look at the door")}
		c.wait(frame).expect("nobody knows whether it was unlocked. The lock went away. Look at")
		c.wait(time.Minute).expect("nobody knows").press("esc").expectNo("nobody knows").expect("Classroom 1")
		if n := len(hub.Asked()); n != 1 {
			t.Errorf("the hub was asked %d times; a second unlock while the first is on its way is the first", n)
		}
	})
}

// TestOfficeModeAsksBothWays: starting it opens a door to everybody, ending it locks a shop.
func TestOfficeModeAsksBothWays(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.choose("classroom").press("enter", "o").expect("Start office mode of Classroom 1?", "stays unlocked for everyone", ">[ Cancel ]")
		c.wait(typeAhead).press("y", "enter", "enter", "esc")
		c.choose("entrance").press("enter", "o").expect("End office mode of Hlavní vchod?", "It locks.", ">[ Cancel ]")
		c.wait(typeAhead).press("enter").expectNo("It locks.").asked(core.SetOffice{Door: "classroom", On: true})
		c.press("o").wait(typeAhead).press("y").expect(">[ End office mode ]").press("enter")
		c.line("Hlavní vchod: out of office mode, confirmed by the lock")
		c.asked(core.SetOffice{Door: "classroom", On: true}, core.SetOffice{Door: "entrance"})
	})
}

// TestOfficeModeGoesTheWayThatWasNamed: what changes while the dialog stands does not turn it
// round, and a press just after the change names the other way first.
func TestOfficeModeGoesTheWayThatWasNamed(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.choose("entrance").press("enter", "o").expect("End office mode of Hlavní vchod?")
		s := stage.Site(time.Second)
		for i := range s.Doors {
			s.Doors[i].State.Office = core.Office{}
		}
		c.publish(s).expect("Office   off", "End office mode of Hlavní vchod?").wait(typeAhead).press("y", "enter")
		c.asked(core.SetOffice{Door: "entrance"})
		c.press("esc", "o").expect("Start office mode of Hlavní vchod?", "until somebody ends it, also").asked(core.SetOffice{Door: "entrance"})
	})
}

// TestLockAndAcknowledge need no question: they make nothing less safe.
func TestLockAndAcknowledge(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.press("enter", "l", "a").press("3", "a")
		c.asked(core.LockDoor{Door: "server"}, core.AckAlert{Door: "server", Kind: core.AlertNotClosed}, core.AckAlert{Door: "server", Kind: core.AlertNotClosed})
		c.press("m").expect("Server room: NOT CLOSED acknowledged at 14:00:00.", "Server room: locked, confirmed by the lock")
	})
}

// TestRefusedHasItsReason and its advice, in words and until it is put away.
func TestRefusedHasItsReason(t *testing.T) {
	told := core.Told{Error: core.Errorf(core.CodeStoreStalled, "the disk does not confirm").Advise("wait, or use a key")}
	on(t, laptop, answering(told)(), func(c *console) {
		c.choose("classroom").press("enter", "l").expect("Classroom 1: not locked. The disk does not confirm. Wait, or use a key.")
		c.wait(time.Minute).expect("Wait, or use a key.").press("esc").expectNo("Wait, or use a key.").expect("Classroom 1")
	})
}

// TestPINForTheIQ [iq.pin]: whoever acts in their own name types it to open a door, unseen, and again after a
// wrong one; nothing else asks for it, and it stands nowhere afterwards.
func TestPINForTheIQ(t *testing.T) {
	wrong := core.Told{Seq: 1, Result: core.ResultRefused, Error: core.Errorf(core.CodeRefused, "wrong PIN for this IQ")}
	for _, set := range []setting{desk, phone} {
		on(t, set, answering(wrong)(), func(c *console) {
			c.model.origin.As = "p-ana"
			c.choose("classroom").press("enter", "u").expect("Your PIN for this IQ", ">[ Cancel ]").wait(typeAhead)
			c.types("x47").expect("> **").expectNo("47", "***").press("enter").expect("4 to 8 digits").asked()
			c.types("11999999").expect("> ********", ">[ Unlock ]").press("backspace", "backspace", "backspace", "backspace").press("enter")
			c.asked(core.OpenDoor{Door: "classroom", IQPIN: "4711"})
			c.expect("not unlocked. Wrong PIN").expectNo("4711").press("enter", "u").expect("Your PIN for this IQ").press("esc")
			c.press("o").expect("y then Enter").press("esc")
		})
	}
}
