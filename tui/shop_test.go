package tui

import (
	"slices"
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestShopLockSaysWhoLocks: who opens a lock that cannot lock by itself reads who does; what it
// cannot do at all is not asked of it.
func TestShopLockSaysWhoLocks(t *testing.T) {
	on(t, laptop, shop(), func(c *console) {
		c.choose("back").press("enter", "u").expect("and then the hub", "locks it, once the door is closed").press("esc")
		c.press("o").expect("hub has to end it: this lock cannot.").press("esc")
		c.press("i").expect("Back door: It cannot blink or sound for us.").asked()
		c.press("esc").expect("Back door")
	})
}

// TestShopLockIsUnlockedUntilTheHubLocksIt: not "for a moment", which it does not end by itself.
func TestShopLockIsUnlockedUntilTheHubLocksIt(t *testing.T) {
	on(t, desk, shop(), func(c *console) {
		s := stage.Shop(0)
		s.Doors[0].State.Reported.Bolt = core.BoltUnlocked
		c.publish(s).line("Back door", "▸ unlocked ").expectNo("for a moment")
		c.choose("back").press("enter").line("The hub locks it 6 s after it opened, once the door is")
		s = stage.Shop(time.Second)
		s.Doors[1].State.Link.Heard = false
		c.publish(s).press("esc").choose("front").press("enter").line("It stays unlocked until the hub reaches it")
	})
}

// TestNotClosedSaysHowSureItIs [notclosed]: where a lock tells when its door opened by a clock of
// its own, the countdown says by how much it may be off.
func TestNotClosedSaysHowSureItIs(t *testing.T) {
	for set, sign := range map[*setting]string{&laptop: "±", &settings[3].setting: "+-"} {
		on(t, *set, shop(), func(c *console) {
			s := stage.Shop(0)
			s.Doors = []core.DoorCard{stage.Door("front", "Front", stage.Locked(90, -60), stage.Standing(0), stage.Nuki(0), stage.Around(time.Second))}
			s.Now = stage.At(-131*time.Second + 31*time.Second)
			c.publish(s).press("enter").expect("NOT CLOSED in 7 s "+sign+" 1 s unless it closes.", sign+" 1 s (0:31)")
		})
	}
}

// TestNoSensorIsNotWaitedFor: where nobody can tell that the door is closed, nobody reads that the hub
// waits for it.
func TestNoSensorIsNotWaitedFor(t *testing.T) {
	on(t, desk, shop(), func(c *console) {
		s := stage.Shop(0)
		s.Doors[0].State.Reported.Contact = core.ContactAbsent
		c.publish(s).choose("back").press("enter", "u").expect("also if the door still stands open").expectNo("once the door").press("esc")
		s.Doors = slices.Clone(s.Doors)
		s.Doors[0].State.Reported.Bolt = core.BoltUnlocked
		c.publish(s).line("The hub locks it 6 s after it opened, also if")
	})
}

// TestCountedCodesShutNoKeypad: the wrong codes of a lock that asks nobody are counted here, and its
// keypad goes on; one of ours waits.
func TestCountedCodesShutNoKeypad(t *testing.T) {
	on(t, desk, shop(), func(c *console) {
		s := stage.Shop(0)
		wrong := []core.Alert{{Kind: core.AlertWrongCodes, Seq: 9, Since: stage.At(0), Raised: stage.At(0)}}
		s.Doors[0].State.Alerts = wrong
		c.publish(s).press("3").expect("the keypad goes on taking codes").expectNo("for a while")
		s.Doors = []core.DoorCard{stage.Door("ours", "Ours", stage.Locked(50, -50))}
		s.Doors[0].State.Alerts = wrong
		c.publish(s).expect("takes no code for a while")
	})
}

// TestRefusedPINHoldsARevocationUp [lock.sync]: that lock is within reach, and lets go of no code until
// it has another PIN.
func TestRefusedPINHoldsARevocationUp(t *testing.T) {
	on(t, desk, shop(), func(c *console) {
		s := stage.Shop(0)
		back := &s.Doors[0]
		stage.Behind("Jan Malý")(back)
		back.State.Sync.Gone[0].Lease = 0
		c.publish(s).press("4").expect("taken away 12:00; it ends when the lock has a PIN that it takes: localiq lock pin")
	})
}
