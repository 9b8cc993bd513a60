package tui

import (
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
