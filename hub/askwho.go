package hub

import (
	"cmp"
	"context"
	"slices"

	"localiq/core"
	"localiq/core/order"
	"localiq/hub/people"
	"localiq/rules"
)

// whoOpens lists in the caller's own goroutine who can open a door, or what a person can do.
func (h *Hub) whoOpens(ctx context.Context, o core.Origin, w core.WhoOpens) core.Told {
	_, sees, fault := h.looks(o)
	if fault != nil {
		return core.Told{Error: fault}
	}
	if w.Door != "" && !sees.All {
		return core.Told{Error: core.Errorf(core.CodeRefused, "who opens a door is for the owner and admins to see").Advise("name yourself: which doors you open")}
	}
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
		is, err := people.Seen(site.Config, names, sees, w.Person)
		if err != nil {
			return core.Told{Error: err}
		}
		list.Rows = slices.DeleteFunc(rules.Opens(site, is.ID, at), func(o core.Opener) bool { return !sees.Door(site.Config, o.Door) })
		list.Person, list.Of = nameOf(names, is.ID), len(site.Config.Doors)
		if !sees.All {
			list.Of = len(list.Rows)
		}
	}
	for i := range list.Rows {
		o := &list.Rows[i]
		o.PersonName, o.DoorName = nameOf(names, o.Person), site.Config.Door(o.Door).Name
	}
	order.By(list.Rows, func(a, b core.Opener) int {
		return cmp.Or(cmp.Compare(a.PersonName, b.PersonName), cmp.Compare(a.DoorName, b.DoorName))
	})
	return core.Told{Openers: &list}
}
