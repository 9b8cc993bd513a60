package stage

import (
	"time"

	"localiq/core"
)

// nukiLacks is what a Nuki with a keypad and an admin PIN cannot do.
const nukiLacks = core.LackRequests | core.LackTags | core.LackLease | core.LackHold | core.LackRelock | core.LackLongPINs |
	core.LackManySchedules | core.LackUpdate | core.LackIdentify | core.LackTimes

// Shop is a site with locks from a shop: one held open by the hub and its door open, one that does
// not take the admin PIN.
func Shop(d time.Duration) core.Snapshot {
	s := Site(d)
	s.Settings.Name = "Květinářství"
	s.Doors = []core.DoorCard{
		Door("back", "Back door", Locked(91, -58), Nuki(core.LackKeypad), Holding(0), Refused()),
		Door("front", "Shop front", Locked(74, -66), Nuki(0), Holding(6), Office(), Standing(0), Around(time.Second)),
	}
	s.Locks = len(s.Doors)
	return s
}

// Nuki: a lock from a shop, that lacks so much more.
func Nuki(lacks core.Lack) Trait {
	return func(c *core.DoorCard) {
		c.Lock.Family, c.Lock.Model, c.Lock.Serial, c.Lock.Lacks = "nuki", "Nuki Smart Lock 3", "2F3A6B01", nukiLacks|lacks
		c.State.Reported.Firmware = "3.5.14"
	}
}

// Refused: the lock has not taken the admin PIN, an hour ago.
func Refused() Trait {
	return func(c *core.DoorCard) {
		c.State.Admin.Refused = At(-time.Hour)
		c.State.Alerts = append(c.State.Alerts, core.Alert{Kind: core.AlertAdmin, Seq: 377, Since: At(-time.Hour), Raised: At(-time.Hour)})
	}
}

// Around: when the door opened is known to so much, either way.
func Around(within time.Duration) Trait {
	return func(c *core.DoorCard) { c.State.Opening.Within = within }
}
