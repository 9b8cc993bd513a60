package people

import (
	"fmt"

	"localiq/core"
)

// addGuest is a person, a PIN and a text in one step [guest].
func (p *planner) addGuest(w core.AddGuest) *core.Error {
	is := core.Person{ID: core.PersonID(p.tools.NewID("p")), Guest: core.GuestOf{Site: true}}
	name, err := p.described(&is, core.Name{}, w.Is)
	if w.Host != "" {
		host := p.person(w.Host)
		p.hosted(&is, &host)
	}
	switch {
	case err != nil:
		return err
	case p.fault != nil:
		return p.fault
	case is.Role != core.RoleUser:
		return core.Errorf(core.CodeInvalid, "a guest is a user and nothing more")
	case is.Until == 0:
		return core.Errorf(core.CodeInvalid, "a guest needs an end").Advise("say until when: --until 2026-11-30")
	case is.Until <= p.tools.Now.Wall && p.tools.Now.Trust == core.Trusted:
		return core.Errorf(core.CodeInvalid, "that end has passed already")
	}
	p.out.Why, p.out.Person = "a guest was added", is.ID
	p.put(is)
	p.private(is.ID).Name = &name
	pin, err := p.choose(&is, core.Key{ID: core.KeyID(p.tools.NewID("k")), Person: is.ID, Kind: core.KeyPIN, State: core.KeyActive})
	if err != nil {
		return err
	}
	if len(doorsOf(p.cfg, &is)) == 0 {
		p.say(name.String() + " opens no door yet: put them into a group, or book a room for them")
	}
	p.out.Shown = pin.Reveal()
	p.out.Text, err = p.letter(w.Lang, name, &is, pin.Reveal())
	return err
}

func (p *planner) removeGuest(w core.RemoveGuest) *core.Error {
	is := p.person(w.Who)
	switch {
	case p.fault != nil:
		return p.fault
	case !is.Guest.Is():
		return core.Errorf(core.CodeInvalid, "%s is no guest", p.called(is.ID)).Advise("remove a person with: localiq person remove")
	}
	p.out.Why = "a guest was removed"
	p.erase(is)
	return nil
}

// tidyGuests removes those whose end has passed, all at once.
func (p *planner) tidyGuests() *core.Error {
	if p.tools.Now.Trust == core.Untrusted {
		return core.Errorf(core.CodeRefused, "nobody knows what time it is, so nobody's end has passed for sure").Advise("see: localiq clock")
	}
	n := 0
	for _, is := range p.cfg.People {
		if is.Guest.Is() && is.Until <= p.tools.Now.Wall {
			p.erase(is)
			n++
		}
	}
	p.out.Why = fmt.Sprintf("%d guests whose end has passed were removed", n)
	if n > 0 {
		p.say(p.out.Why)
	}
	return nil
}
