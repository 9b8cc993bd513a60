package people

import (
	"slices"
	"strings"

	"localiq/core"
)

func (p *planner) addPerson(w core.AddPerson) *core.Error {
	is := core.Person{ID: core.PersonID(p.tools.NewID("p"))}
	name, err := p.described(&is, core.Name{}, w.Is)
	if err != nil {
		return err
	}
	p.out.Why, p.out.Person = "a person was added", is.ID
	p.put(is)
	p.private(is.ID).Name = &name
	return nil
}

func (p *planner) changePerson(w core.ChangePerson) *core.Error {
	is := p.person(w.Who)
	if p.fault != nil {
		return p.fault
	}
	name, err := p.described(&is, p.names[is.ID], w.Is)
	if err != nil {
		return err
	}
	p.out.Why, p.out.Sure = "a person was changed", w.Sure
	p.put(is)
	if name != p.names[is.ID] {
		p.private(is.ID).Name = &name
	}
	return nil
}

func (p *planner) removePerson(w core.RemovePerson) *core.Error {
	is := p.person(w.Who)
	if p.fault != nil {
		return p.fault
	}
	p.out.Why, p.out.Sure, p.out.Consent = "a person was removed", w.Sure, w.Consent
	if w.Consent {
		p.out.Why += ", to which the owner agrees"
	}
	p.erase(is)
	return nil
}

// erase drops the keys before their person, and destroys the name in the same transaction.
func (p *planner) erase(is core.Person) {
	for _, k := range keysOf(p.cfg, is.ID) {
		p.drop(k)
	}
	p.unbook(is.ID)
	p.drop(is)
	p.private(is.ID).Gone = true
}

// described puts the words into is, and gives the name that they make of was.
func (p *planner) described(is *core.Person, was core.Name, w core.PersonWords) (core.Name, *core.Error) {
	name := core.Name{First: trimmed(w.First, was.First), Last: trimmed(w.Last, was.Last), Email: trimmed(w.Email, was.Email)}
	if err := p.named(is.ID, name); err != nil {
		return name, err
	}
	set(&is.Role, w.Role)
	set(&is.Blocked, w.Block)
	set(&is.From, w.From)
	set(&is.Until, w.Until)
	set(&is.ExtraTime, w.Longer)
	for _, g := range w.Leave {
		is.Groups = without(is.Groups, p.group(g))
	}
	for _, g := range w.Join {
		is.Groups = with(is.Groups, p.group(g))
	}
	if p.fault != nil {
		return name, p.fault
	}
	return name, rights(is, w)
}

func rights(is *core.Person, w core.PersonWords) *core.Error {
	for i, r := range slices.Concat(w.Give, w.Take) {
		has := is.Right(r)
		if has == nil {
			return core.Errorf(core.CodeInvalid, "there is no right %q", r).Advise("write one of " + rightWords())
		}
		*has = i < len(w.Give)
	}
	return nil
}

func rightWords() string {
	var ws []string
	for _, r := range core.Rights {
		ws = append(ws, string(r))
	}
	return strings.Join(ws, ", ")
}

// named refuses a name that nobody could be found by.
func (p *planner) named(id core.PersonID, n core.Name) *core.Error {
	for _, s := range []string{n.First, n.Last, n.Email} {
		if s == "" {
			continue
		}
		if err := core.CheckName(s); err != nil {
			return err
		}
	}
	if n.First == "" {
		return core.Errorf(core.CodeInvalid, "a person needs a first name")
	}
	if n.Email != "" && !strings.Contains(strings.Trim(n.Email, "@"), "@") {
		return core.Errorf(core.CodeInvalid, "%q is no e-mail address", n.Email)
	}
	for other, o := range p.names {
		if other != id && n.Email != "" && strings.EqualFold(o.Email, n.Email) {
			return core.Errorf(core.CodeInvalid, "%s has this e-mail already", Called(p.names, other)).Advise("an e-mail address is one person's")
		}
	}
	return nil
}

func trimmed(s *string, was string) string {
	if s == nil {
		return was
	}
	return strings.TrimSpace(*s)
}

func set[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

// with adds an id to a sorted list, once; the list of before stays as it was.
func with[T ~string](ids []T, id T) []T {
	i, has := slices.BinarySearch(ids, id)
	if has {
		return ids
	}
	return slices.Insert(slices.Clone(ids), i, id)
}
