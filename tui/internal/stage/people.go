package stage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// PIN is the one that the made-up site gives; no golden file has it.
const PIN = "730264"

// People answers every question about people from the made-up site, and wishes that change something with told.
func People(told core.Told) func(core.Asked) core.Told {
	return func(a core.Asked) core.Told {
		switch w := a.Wish.(type) {
		case core.ListPeople:
			return core.Told{Listed: page(Persons(), w)}
		case core.ListGroups:
			return core.Told{Listed: groups(w)}
		case core.ListBookings:
			return core.Told{Bookings: bookings(w)}
		case core.ShowPerson:
			return core.Told{Card: card(w.Who)}
		case core.ListPods:
			return core.Told{Pods: pods(w)}
		case core.ListSchedules:
			return core.Told{Listed: schedules(w)}
		case core.ListConsoles:
			return core.Told{Consoles: sessions()}
		case core.PreviewSchedule:
			return core.Told{Preview: preview(w)}
		}
		if a.DryRun {
			return core.Told{Report: []string{"Jan Malý no longer opens Server room", "Marie Dlouhá opens Office"}}
		}
		return told
	}
}

// Nobodys answers as a site without people does.
func Nobodys(a core.Asked) core.Told { return core.Told{Listed: &core.Listed{}} }

// Persons are the people of the made-up site, by last name.
func Persons() []core.PersonRow {
	row := func(id, first, last, state string, groups ...string) core.PersonRow {
		return core.PersonRow{ID: core.PersonID(id), First: first, Last: last, State: state, Groups: groups, Tags: 1}
	}
	marie, jan, eva := row("p3", "Marie", "Dlouhá", "active", "Staff"), row("p2", "Jan", "Malý", "blocked", "Night shift", "Staff"), row("p5", "Eva", "Host", "active", "Visitors")
	marie.PINs, marie.Pending = 2, 1
	eva.Guest, eva.Tags, eva.PINs, eva.Until = true, 0, 1, At(28*time.Hour).Wall
	old := row("p6", "Otto", "Gone", "expired", "Visitors")
	old.Guest, old.Tags, old.PINs, old.From, old.Until = true, 0, 1, At(-100*time.Hour).Wall, At(-50*time.Hour).Wall
	ana := row("p1", "Ana", "Nováková", "active")
	ana.Role, ana.Email = core.RoleOwner, "ana@example.org"
	tom := row("p4", "Tomáš", "Bez 倉庫", "active")
	tom.Tags, tom.Unsubscribed = 0, true
	return []core.PersonRow{tom, marie, old, eva, jan, ana}
}

// Crowd is so many people.
func Crowd(n int) []core.PersonRow {
	rows := make([]core.PersonRow, n)
	for i := range rows {
		rows[i] = core.PersonRow{ID: core.PersonID(fmt.Sprintf("p%05d", i)), First: fmt.Sprintf("First%d", i%977), Last: fmt.Sprintf("Last%05d", i),
			State: "active", Groups: []string{"Staff"}, Tags: 2, PINs: 1}
	}
	return rows
}

// page is a page as the hub makes one.
func page(all []core.PersonRow, w core.ListPeople) *core.Listed {
	keep := func(p core.PersonRow) bool {
		low := strings.ToLower(w.Filter)
		found := strings.Contains(strings.ToLower(p.First+" "+p.Last+"\n"+p.Email), low) ||
			slices.ContainsFunc(p.Groups, func(g string) bool { return strings.EqualFold(g, w.Filter) })
		return found && (w.Only == "" || w.Only == "guest" && p.Guest || w.Only == "expired" && p.Guest && p.State == "expired" || w.Only == p.State ||
			w.Only == "master" && p.Role == core.RoleOwner)
	}
	all = slices.DeleteFunc(slices.Clone(all), func(p core.PersonRow) bool { return !keep(p) })
	skip := w.Skip
	if i := slices.IndexFunc(all, func(p core.PersonRow) bool { return p.ID == w.Near }); i >= 0 {
		skip = max(0, i-w.Top/2)
	}
	skip = min(skip, len(all))
	return &core.Listed{Of: len(all), Skip: skip, People: all[skip:min(len(all), skip+max(w.Top, 1))]}
}

// CrowdAnswers answers with a page of many.
func CrowdAnswers(n int) func(core.Asked) core.Told {
	all := Crowd(n)
	return func(a core.Asked) core.Told { return Page(all, a) }
}

// Page answers a question for a page of all.
func Page(all []core.PersonRow, a core.Asked) core.Told {
	w, _ := a.Wish.(core.ListPeople)
	return core.Told{Listed: page(all, w)}
}

// card is all of one person; whoever is not theirs has no keys.
func card(id core.PersonID) *core.PersonCard {
	rows := Persons()
	i := slices.IndexFunc(rows, func(p core.PersonRow) bool { return p.ID == id })
	if i < 0 {
		return &core.PersonCard{PersonRow: core.PersonRow{ID: id, First: "Somebody", Last: "New", State: "active"}}
	}
	c := &core.PersonCard{PersonRow: rows[i]}
	for n := range c.Tags {
		c.Keys = append(c.Keys, core.KeyRow{ID: core.KeyID(fmt.Sprintf("k-%s-t%d", id, n)), Kind: core.KeyTag, Person: id, State: core.KeyActive,
			Doors: []core.KeyAt{{Door: "server", Name: "Server room", Is: core.KeyHeld}, {Door: "lab", Name: "Laboratory", Is: core.KeyComing}}})
	}
	for n := range c.PINs {
		c.Keys = append(c.Keys, core.KeyRow{ID: core.KeyID(fmt.Sprintf("k-%s-p%d", id, n)), Kind: core.KeyPIN, Person: id, State: core.KeyActive, Until: At(28 * time.Hour).Wall,
			Doors: []core.KeyAt{{Door: "server", Name: "Server room", Is: core.KeyHeld}}})
	}
	if c.Guest {
		c.Host = "Ana Nováková"
	}
	with := []core.Means{{Kind: core.KeyTag}, {Kind: core.KeyPIN, Until: At(28 * time.Hour).Wall}}
	why := core.Granted
	if c.State == "blocked" {
		why, with, c.Pending = core.UserBlocked, nil, []string{"Laboratory"}
	}
	c.Doors = []core.Opener{{Door: "classroom", DoorName: "Classroom 1", Reason: core.NotAuthorised},
		{Door: "office", DoorName: "Office", Reason: why, With: with, Booking: "b-2"},
		{Door: "server", DoorName: "Server room", Reason: why, With: with, Group: "Staff", Schedule: "Weekdays 8-17"}}
	return c
}
