package people

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
	"localiq/core/order"
	"localiq/rules"
)

// maxListed is how many of those that a text may mean are named; the rest are counted.
const maxListed = 8

// Called is a person's name, or the id where nobody knows a name.
func Called(names map[core.PersonID]core.Name, id core.PersonID) string {
	if n, ok := names[id]; ok && n.First != "" {
		return n.String()
	}
	return string(id)
}

// FindPerson takes an id, a full name, or the beginning of a name or an e-mail that one person alone
// has. Where several match, the refusal names them.
func FindPerson(cfg *core.Config, names map[core.PersonID]core.Name, text core.PersonID) (*core.Person, *core.Error) {
	if p := cfg.Person(text); p != nil {
		return p, nil
	}
	var whole, begun []candidate
	typed := strings.ToLower(strings.TrimSpace(string(text)))
	for i := range cfg.People {
		id := cfg.People[i].ID
		n := names[id]
		switch c := (candidate{string(id), n.String()}); {
		case typed == "":
		case strings.ToLower(c.name) == typed || n.Email != "" && strings.ToLower(n.Email) == typed:
			whole = append(whole, c)
		case begins(n, typed):
			begun = append(begun, c)
		}
	}
	id, err := one("person", "people", string(text), whole, begun, nil)
	if err != nil {
		return nil, err
	}
	return cfg.Person(core.PersonID(id)), nil
}

// Seen is FindPerson among those whom a caller sees, as if there were nobody else.
func Seen(cfg *core.Config, names map[core.PersonID]core.Name, sees rules.Sight, text core.PersonID) (*core.Person, *core.Error) {
	if !sees.All {
		theirs := map[core.PersonID]core.Name{}
		for i := range cfg.People {
			if p := &cfg.People[i]; sees.Person(p) {
				theirs[p.ID] = names[p.ID]
			}
		}
		names = theirs
	}
	p, err := FindPerson(cfg, names, text)
	if err == nil && !sees.Person(p) {
		return nil, nothing("person", "people", string(text), nil)
	}
	return p, err
}

func begins(n core.Name, typed string) bool {
	for _, s := range []string{n.String(), n.Last, n.Email} {
		if s != "" && strings.HasPrefix(strings.ToLower(s), typed) {
			return true
		}
	}
	return false
}

// candidate is something that a text may mean.
type candidate struct{ id, name string }

// one is the only one that goes by the whole name, else the only one whose name begins so.
func one(what, many, text string, whole, begun []candidate, all []string) (string, *core.Error) {
	found := whole
	if len(found) == 0 {
		found = begun
	}
	switch len(found) {
	case 1:
		return found[0].id, nil
	case 0:
		return "", nothing(what, many, text, all)
	}
	order.By(found, func(a, b candidate) int { return strings.Compare(a.name+"\x00"+a.id, b.name+"\x00"+b.id) })
	var said []string
	for _, c := range found[:min(len(found), maxListed)] {
		said = append(said, c.name+" ("+c.id+")")
	}
	if more := len(found) - maxListed; more > 0 {
		said = append(said, fmt.Sprintf("and %d more", more))
	}
	return "", core.Errorf(core.CodeInvalid, "%d %s go by %q", len(found), many, text).Advise("write the id: " + strings.Join(said, ", "))
}

// nothing goes by a text: then what there is helps, where it is not too much.
func nothing(what, many, text string, all []string) *core.Error {
	e := core.Errorf(core.CodeNotFound, "there is no %s %q", what, text)
	slices.Sort(all)
	switch {
	case what == "person":
		return core.Errorf(core.CodeNotFound, "there is nobody called %q", text).Advise("see: localiq person list --filter TEXT")
	case len(all) == 0:
		return e.Advise("this site has no " + many + " yet")
	case len(all) > core.MaxLocks:
		return e.Advise("see: localiq " + what + " list")
	}
	return e.Advise(many + " are: " + strings.Join(all, ", "))
}

// findNamed is FindPerson for things that have one name.
func findNamed[T core.Item](what, many, text string, rows []T, name func(T) string) (string, *core.Error) {
	var whole, begun []candidate
	var all []string
	typed := strings.ToLower(strings.TrimSpace(text))
	for _, r := range rows {
		c := candidate{r.Ref().ID, name(r)}
		all = append(all, c.name)
		switch {
		case c.id == text:
			return c.id, nil
		case typed == "":
		case strings.ToLower(c.name) == typed:
			whole = append(whole, c)
		case strings.HasPrefix(strings.ToLower(c.name), typed):
			begun = append(begun, c)
		}
	}
	return one(what, many, text, whole, begun, all)
}

// FindDoor takes an id, a name, or the beginning of a name that one door alone has.
func FindDoor(cfg *core.Config, text core.DoorID) (core.DoorID, *core.Error) {
	id, err := findNamed("door", "doors", string(text), cfg.Doors, func(d core.Door) string { return d.Name })
	return core.DoorID(id), err
}

// person, group, door and schedule remember the first thing that is not there, so that a plan reads
// straight on; then what they return means nothing.
func (p *planner) person(text core.PersonID) core.Person {
	is, err := FindPerson(p.cfg, p.names, text)
	if err != nil {
		p.wrong(err)
		return core.Person{}
	}
	return *is
}

func (p *planner) group(text core.GroupID) core.GroupID {
	return core.GroupID(p.found(findNamed("group", "groups", string(text), p.cfg.Groups, func(g core.Group) string { return g.Name })))
}

func (p *planner) door(text core.DoorID) core.DoorID {
	id, err := FindDoor(p.cfg, text)
	p.wrong(err)
	return id
}

func (p *planner) schedule(text core.ScheduleID) core.ScheduleID {
	return core.ScheduleID(p.found(findNamed("schedule", "schedules", string(text), p.cfg.Schedules, func(s core.Schedule) string { return s.Name })))
}

func (p *planner) found(id string, err *core.Error) string {
	p.wrong(err)
	return id
}

// wrong keeps the first fault.
func (p *planner) wrong(err *core.Error) {
	if p.fault == nil {
		p.fault = err
	}
}
