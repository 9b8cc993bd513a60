package tui

import (
	"testing"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestPodInOneForm: doors by their first letters, members by name, and how many guests.
func TestPodInOneForm(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.more(podsScreen).line("> Acme s.r.o.", "2", "1 of 5", "Laboratory, Office").line("Verein", "2 of 2, full")
		c.press("n").types("Globex").press("tab").types("of, ar").expect("= Office, Archive").press("tab").types("Ana Nováková, Jan").press("tab").types("many").press("enter").expect("this is no number")
		c.press("ctrl+u").types("3").press("enter").expect("Globex: added at")
		c.changed(core.AddPod{Name: "Globex", Doors: []core.DoorID{"Office", "Archive"}, Members: []core.PersonID{"Ana Nováková", "Jan"}, Guests: 3})
	})
}

// TestPodIsChangedAfterTheDifference: what came and what went, and nothing else.
func TestPodIsChangedAfterTheDifference(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		six := 6
		c.more(podsScreen).press("enter").expect("MEMBERS", "Jan Malý", "1 of 5", "▸ Acme s.r.o.").press("c", "tab", "ctrl+u").types("of, sk").press("tab", "ctrl+u").types("Marie Dlouhá").press("tab", "ctrl+u").types("6").press("enter")
		c.expect("Change the pod Acme s.r.o.?", "no longer opens Server room").wait(typeAhead).press("y", "enter").expect("changed at")
		c.changed(core.ChangePod{Pod: "o1", Guests: &six, Open: []core.DoorID{"Sklad 倉庫"}, Shut: []core.DoorID{"Laboratory"}, Leave: []core.PersonID{"Jan Malý"}})
	})
}

// TestPodIsRemovedByItsName: its guests go with it, counted.
func TestPodIsRemovedByItsName(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.more(podsScreen).press("enter", "d").expect("Remove the pod Acme s.r.o.?", "guest, keys and names, for good.", "type Acme s.r.o.").wait(typeAhead).types("acme").press("enter").expect("not the whole name").changed()
		c.types(" s.r.o.").press("enter").expect("the pod Acme s.r.o.: removed").expectNo("▸ Acme").changed(core.RemovePod{Pod: "o1"})
	})
}

// TestPodsRefusalsStandAtTheirField, in the hub's words, with every word still there (2213 to 2222).
func TestPodsRefusalsStandAtTheirField(t *testing.T) {
	for code, label := range map[core.Code]string{core.CodePodName: "Name", core.CodePodDoor: "Doors", core.CodePodEmail: "Members", core.CodePodTwice: "Members", core.CodePodOther: "Members",
		core.CodePodTag: "Members", core.CodePodLimit: "Guests", core.CodePodMember: "Members", core.CodePodFull: "Guests", core.CodePodNotItsOwn: "Doors"} {
		hub := school()
		ask := stage.People(done)
		hub.Answer = func(a core.Asked) core.Told {
			if _, ok := a.Wish.(core.AddPod); ok {
				return core.Told{Error: core.Errorf(code, "the hub's own words").Advise("and its advice")}
			}
			return ask(a)
		}
		on(t, phone, hub, func(c *console) {
			c.more(podsScreen).press("n").types("Globex").press("enter", "enter", "enter", "enter")
			c.line("> "+label).expect("The hub's own words.", "Globex")
			if f := c.model.ui.Form; f == nil || f.at(label).Err == "" || f.Err != "" {
				t.Errorf("%d does not stand at %s", code, label)
			}
		})
	}
}

// TestGuestOfAPodsMember: a host alone is enough, and what the pod refuses stands at the host.
func TestGuestOfAPodsMember(t *testing.T) {
	hub := school()
	ask := stage.People(done)
	hub.Answer = func(a core.Asked) core.Told {
		if w, ok := a.Wish.(core.AddGuest); ok && w.Host != "Jan" {
			t.Errorf("host %q", w.Host)
		} else if ok {
			return core.Told{Error: core.Errorf(core.CodePodFull, "pod Acme has its 5 guests already, and takes no more")}
		}
		return ask(a)
	}
	on(t, laptop, hub, func(c *console) {
		c.press("6", "n").types("Eva Host").press("tab", "tab").types("fri").press("tab", "tab", "enter").expect("unless they are somebody's guest").changed()
		c.press("tab", "tab", "tab").types("Jan").press("enter").line("> Host", "Jan").expect("Pod Acme has its 5 guests already")
	})
}
