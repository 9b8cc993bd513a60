package tui

import (
	"slices"
	"testing"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestGroupSaysTheDifference before it is saved, and u takes it back.
func TestGroupSaysTheDifference(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("7", "down", "enter").line("Staff", "2 in it").line("[x] Classroom 1").line("[ ] Office").expect("[x] Marie Dlouhá").expectNo("Ana Nováková")
		c.press("down", "down", "down", "down", "down").types(" ").line("> [+] Office", "comes in").press("/").types("ana").press("enter").types(" ").line("[+] Ana Nováková")
		c.press("esc").expect("Not saved yet: in: Office, Ana Nováková. s saves.").press("esc").expect("Esc once more throws the changes away.").press("up", "s")
		c.expect("Save the group Staff?", "In: Office, Ana Nováková.", "Jan Malý no longer", ">[ Cancel ]").changed()
		c.wait(typeAhead).press("y", "enter").expect("the group Staff: saved at").expectNo("Not saved").press("u").expect("as it was before")
		c.changed(core.PutGroup{Of: "g1", Open: []core.DoorID{"office"}, Join: []core.PersonID{"p1"}}, core.PutGroup{Of: "g1", Shut: []core.DoorID{"office"}, Leave: []core.PersonID{"p1"}})
	})
}

// TestBookingsAreCancelled one at a time, after a question.
func TestBookingsAreCancelled(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("8").line("> Mon 23 Nov 09:00-10:00", "Classroom 1", "Marie Dlouhá").press("down", "c").expect("Eva Host opens this door by it no more.").wait(typeAhead).press("y", "enter")
		c.expect("cancelled at").changed(core.CancelBooking{Booking: "b-2"})
	})
}

// TestGroupIsRenamedAndRescheduled: what its new hours make different is said before they are saved, and only what was
// changed is sent.
func TestGroupIsRenamedAndRescheduled(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		hours, always := core.ScheduleID("Nights"), core.ScheduleID("")
		c.press("7", "down", "c").line("Schedule", "Weekdays 8-17").types("X").press("tab", "ctrl+u").types("ni").expect("= Nights").press("enter")
		c.expect("Change the group Staff?", "Jan Malý no longer opens Server room.", ">[ Cancel ]").changed().press("esc").expect("StaffX")
		c.press("enter").wait(typeAhead).press("y", "enter").expect("changed at").expectNo("Schedule  ")
		c.press("enter", "c", "tab", "ctrl+u", "enter").wait(typeAhead).press("y", "enter").expect("changed at")
		c.changed(core.PutGroup{Of: "g1", Name: "StaffX", Schedule: &hours}, core.PutGroup{Of: "g1", Schedule: &always})
		c.press("c", "tab").types(", x").press("enter").expect("there is no x; there are: Nights, Weekdays 8-17")
	})
}

// TestGroupIsRemovedAfterTheDifference, from its page and from the list, and its page goes with it.
func TestGroupIsRemovedAfterTheDifference(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("7", "down", "enter", "d").expect("Remove the group Staff?", "Jan Malý no longer opens Server room.", ">[ Cancel ]").wait(typeAhead).press("enter").changed()
		c.press("d").wait(typeAhead).press("y", "enter").expect("the group Staff: removed at", "[7 Groups]").expectNo("▸ Staff").changed(core.RemoveGroup{Group: "g1"})
	})
}

// TestMatrixIsOneTable: groups by doors; nothing is sent before the difference was read, each group is one wish, and u
// takes all of it back.
func TestMatrixIsOneTable(t *testing.T) {
	for _, set := range []setting{desk, laptop, phone} {
		on(t, set, peopled(done)(), func(c *console) {
			c.press("7", "down", "x").line("> Staff").press("right", "right").expect("Staff opens Classroom 1").types(" ").expect("Staff will not open Classroom 1", "s saves")
			c.press("up", "left").types(" ").expect("Night shift will open Bike gate").press("esc").expect("Esc once more throws").press("s")
			c.expect("Save 2 groups?", "In: Night shift at Bike gate; out:").changed()
			c.wait(typeAhead).press("y", "enter").expect("2 groups: saved at").expectNo("Not saved").press("u")
			c.changed(core.PutGroup{Of: "g2", Open: []core.DoorID{"gate"}}, core.PutGroup{Of: "g1", Shut: []core.DoorID{"classroom"}},
				core.PutGroup{Of: "g1", Open: []core.DoorID{"classroom"}}, core.PutGroup{Of: "g2", Shut: []core.DoorID{"gate"}})
		})
	}
}

// TestMatrixStopsAtTheFirstRefusal, and says how far it came; what was not saved stays marked.
func TestMatrixStopsAtTheFirstRefusal(t *testing.T) {
	hub := school()
	ask, n := stage.People(done), 0
	hub.Answer = func(a core.Asked) core.Told {
		if _, ok := a.Wish.(core.PutGroup); ok && !a.DryRun {
			if n++; n == 2 {
				return core.Told{Error: core.Errorf(core.CodePodNotItsOwn, "Classroom 1 cannot be used, because it is not part of pod Acme")}
			}
		}
		return ask(a)
	}
	on(t, laptop, hub, func(c *console) {
		c.press("7", "x").types(" ").press("down").types(" ").press("s").wait(typeAhead).press("y", "enter")
		c.expect("not saved. 1 of 2 were done; then: Classroom 1 cannot be used")
		ids := map[string]bool{}
		for _, a := range c.hub.Asked() {
			if _, ok := a.Wish.(core.PutGroup); ok && !a.DryRun {
				ids[a.Origin.Request] = true
			}
		}
		if len(ids) != 2 || ids[""] {
			t.Errorf("two wishes under %d ids of their own", len(ids))
		}
	})
}

// TestMatrixKeepsItsDoorAndGroup while both come and go around them.
func TestMatrixKeepsItsDoorAndGroup(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("7", "down", "x", "right", "right").expect("Staff opens Classroom 1")
		s := stage.Site(0)
		s.Seq++
		s.Doors = slices.Delete(slices.Clone(s.Doors), 0, 1)
		c.publish(s).expect("Staff opens Classroom 1")
	})
}
