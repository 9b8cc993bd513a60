package people

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
)

func (p *planner) putGroup(w core.PutGroup) *core.Error {
	is := core.Group{ID: core.GroupID(p.tools.NewID("g"))}
	p.out.Why = "a group was added"
	if w.Of != "" {
		id := p.group(w.Of)
		if p.fault != nil {
			return p.fault
		}
		is, p.out.Why = *p.cfg.Group(id), "a group was changed"
	}
	if name := strings.TrimSpace(w.Name); name != "" {
		is.Name = name
	}
	if is.Name == "" {
		return core.Errorf(core.CodeInvalid, "a group needs a name")
	}
	for _, g := range p.cfg.Groups {
		if g.ID != is.ID && strings.EqualFold(g.Name, is.Name) {
			return core.Errorf(core.CodeInvalid, "there is a group %s already", g.Name)
		}
	}
	for _, d := range w.Open {
		is.Doors = with(is.Doors, p.door(d))
	}
	for _, d := range w.Shut {
		is.Doors = without(is.Doors, p.door(d))
	}
	if w.Schedule != nil {
		is.Schedule = ""
		if *w.Schedule != "" {
			is.Schedule = p.schedule(*w.Schedule)
		}
	}
	set(&is.Clock, w.Clock)
	if p.fault != nil {
		return p.fault
	}
	p.put(is)
	return p.members(is.ID, w)
}

// members are put with their groups, each person once.
func (p *planner) members(g core.GroupID, w core.PutGroup) *core.Error {
	moved := map[core.PersonID]bool{}
	for i, who := range slices.Concat(w.Join, w.Leave) {
		is := p.person(who)
		switch {
		case p.fault != nil:
			return p.fault
		case moved[is.ID]:
			return core.Errorf(core.CodeInvalid, "%s is named twice", p.called(is.ID))
		}
		moved[is.ID] = true
		if i < len(w.Join) {
			is.Groups = with(is.Groups, g)
		} else {
			is.Groups = without(is.Groups, g)
		}
		p.put(is)
	}
	return nil
}

func (p *planner) removeGroup(w core.RemoveGroup) *core.Error {
	id := p.group(w.Group)
	if p.fault != nil {
		return p.fault
	}
	n := 0
	for _, is := range p.cfg.People {
		if slices.Contains(is.Groups, id) {
			is.Groups = without(is.Groups, id)
			p.put(is)
			n++
		}
	}
	p.out.Why = "a group was removed"
	p.drop(*p.cfg.Group(id))
	p.say(fmt.Sprintf("group %s is gone, %s in it stay", p.cfg.Group(id).Name, counted(n)))
	return nil
}

func counted(people int) string {
	if people == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", people)
}

func without[T ~string](ids []T, id T) []T {
	return slices.DeleteFunc(slices.Clone(ids), func(o T) bool { return o == id })
}
