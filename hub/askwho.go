package hub

import (
	"cmp"
	"context"
	"slices"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// whoOpens lists in the caller's own goroutine who can open a door, or what a person can do.
func (h *Hub) whoOpens(ctx context.Context, w core.WhoOpens) core.Told {
	if (w.Door == "") == (w.Person == "") {
		return core.Told{Error: core.Errorf(core.CodeRequest, "name one door, or one person")}
	}
	site, at, err := h.asOf(ctx, w.At)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	list := core.Openers{At: at, Rights: site.Config.Version}
	names := h.c.Private.Names()
	if w.Door != "" {
		door, err := people.FindDoor(site.Config, w.Door)
		if err != nil {
			return core.Told{Error: err}
		}
		list.Door, list.Of = site.Config.Door(door).Name, len(site.Config.People)
		list.Rows = rules.Openers(site, door, at)
	} else {
		person, err := findPerson(site.Config, names, w.Person)
		if err != nil {
			return core.Told{Error: err}
		}
		if site.Config.Person(person) == nil {
			return core.Told{Error: core.Errorf(core.CodeNotFound, "%s was not on this site then", nameOf(names, person))}
		}
		list.Person, list.Of = nameOf(names, person), len(site.Config.Doors)
		list.Rows = rules.Opens(site, person, at)
	}
	for i := range list.Rows {
		o := &list.Rows[i]
		o.PersonName, o.DoorName = nameOf(names, o.Person), site.Config.Door(o.Door).Name
	}
	slices.SortStableFunc(list.Rows, func(a, b core.Opener) int {
		return cmp.Or(cmp.Compare(a.PersonName, b.PersonName), cmp.Compare(a.DoorName, b.DoorName))
	})
	return core.Told{Openers: &list}
}
