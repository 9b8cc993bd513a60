package tui

import (
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

func school() *stage.Hub {
	h := stage.New()
	h.Tell(stage.Story()...)
	h.Publish(stage.Site(0))
	return h
}

func emptySite() *stage.Hub {
	h := stage.New()
	h.Publish(core.Snapshot{Now: stage.At(0), Settings: core.Settings{Name: "New site", Zone: "Europe/Prague"}})
	return h
}

// changedSite is one on which somebody changed things, by different ways.
func changedSite() *stage.Hub {
	h := school()
	h.Happen(stage.Site(0), stage.Changes()...)
	return h
}

// siteDown is the school in a lockdown of the whole site, with a fire at one door of it.
func siteDown() *stage.Hub {
	h := school()
	s := stage.Site(0)
	for i := range s.Doors {
		st := &s.Doors[i].State
		st.Levels = []core.Level{{Mode: core.ModeLockdown, Site: true, Since: stage.At(-10 * time.Minute), By: "ana"}}
		if st.Door == "office" {
			st.Levels = st.WithLevel(core.Level{Mode: core.ModeFireOpen, Since: stage.At(-time.Minute)})
		}
	}
	h.Publish(s)
	return h
}

// newSite is a box that belongs to nobody yet.
func newSite() *stage.Hub {
	h := stage.New()
	h.Answer = stage.Nobodys
	h.Publish(core.Snapshot{Now: stage.At(0), Settings: core.Settings{Name: "New site", Zone: "Europe/Prague", Installing: true}})
	return h
}

// shop is a site with locks from a shop.
func shop() *stage.Hub {
	h := stage.New()
	h.Publish(stage.Shop(0))
	return h
}

// troubled is the school with everything wrong that the hub can say of itself.
func troubled() *stage.Hub {
	h := school()
	s := stage.Site(0)
	s.Health.StoreStalled = true
	s.Hub.Radios = []core.RadioState{{Adapter: "hci0", Since: stage.At(-12 * time.Minute), Why: "it does not answer commands"}}
	s.Now.Trust = core.Untrusted
	h.Publish(s)
	return h
}

// weak is the school without a radio, its disk full, and batteries to be changed.
func weak() *stage.Hub {
	h := school()
	s := stage.Site(0)
	s.Health.StoreError = "write data.db: no space left on device"
	s.Hub.Radios = []core.RadioState{{Adapter: "hci0", Since: stage.At(-12 * time.Minute), Why: busy}}
	for i := range s.Doors {
		if d := &s.Doors[i]; d.Door.ID == "office" {
			d.State.Alerts = []core.Alert{{Kind: core.AlertLowBattery, Seq: 300, Since: stage.At(-time.Hour), Raised: stage.At(-time.Hour)}}
		}
	}
	h.Publish(s)
	return h
}

func answering(t core.Told) func() *stage.Hub {
	return func() *stage.Hub {
		h := school()
		h.Answer = func(core.Asked) core.Told { return t }
		return h
	}
}

func unlockClassroom(c *console) {
	c.choose("classroom").press("enter", "u").wait(typeAhead).press("y", "enter")
}

// choose goes to a door in the overview as a person does: down until it is marked.
func (c *console) choose(id core.DoorID) *console {
	c.t.Helper()
	c.press("home")
	for range 20 {
		if c.model.ui.Door == id {
			return c
		}
		c.press("down")
	}
	c.t.Fatalf("no way down to door %s", id)
	return c
}

// more goes to a screen that hangs on the last tab, as a person does: down until it is marked.
func (c *console) more(s screen) *console {
	c.t.Helper()
	c.press("9")
	for _, r := range moreRows {
		if r.screen == s {
			return c.press("enter")
		}
		c.press("down")
	}
	c.t.Fatalf("no way to %s", screenNames[s])
	return c
}
