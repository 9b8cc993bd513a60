package sitefile

import (
	"slices"

	"localiq/core"
)

// tight is where a PIN has to have six digits: groups with a door whose lock takes no other.
type tight struct {
	groups map[core.GroupID]bool
	any    bool // for whoever has every door
}

// fits notes whether a person's PINs are to be for such a lock.
func (p *planner) fits(is *core.Person) {
	if p.pinDigits == core.PINDigits {
		return
	}
	if p.tight == nil {
		p.tight = p.tightGroups()
	}
	all := is.Master || is.Role == core.RoleOwner
	if all && p.tight.any || slices.ContainsFunc(is.Groups, func(g core.GroupID) bool { return p.tight.groups[g] }) {
		if p.six == nil {
			p.six = map[core.PersonID]bool{}
		}
		p.six[is.ID] = true
	}
}

func (p *planner) digitsFor(id core.PersonID) int {
	if p.six[id] {
		return core.PINDigits
	}
	return p.pinDigits
}

// tightGroups is asked for when doors and groups are planned, and before people are. Of a file at fault
// nothing is known, and nothing will come.
func (p *planner) tightGroups() *tight {
	t := &tight{groups: map[core.GroupID]bool{}}
	next, err := p.old.With(p.old.Version, p.plan.Edits, p.plan.Zone)
	if err != nil {
		return t
	}
	for _, d := range next.Doors {
		l := next.Lock(d.Lock)
		if l == nil || !l.Lacks.Has(core.LackLongPINs) {
			continue
		}
		t.any = true
		for _, g := range next.Groups {
			if slices.Contains(g.Doors, d.ID) {
				t.groups[g.ID] = true
			}
		}
	}
	return t
}
