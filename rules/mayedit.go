package rules

import (
	"reflect"
	"time"

	"localiq/core"
)

// aboveAgain is how soon another attempt of the same person is told.
const aboveAgain = time.Minute

// edits is May for a change of the site, item by item: what each was and what it becomes.
func (c caller) edits(cfg *core.Config, e core.SiteEdited, at core.Instant) *core.Error {
	var made []core.Person // by the same change, for hosts
	if !c.admin {
		made = peopleMade(e.Edits)
	}
	for i := range e.Edits {
		var err *core.Error
		if c.hosts(cfg, &e.Edits[i], made) {
			continue
		}
		switch ed := &e.Edits[i]; ed.Kind {
		case core.KindPerson:
			err = c.editsPerson(cfg, ed, &e, at)
		case core.KindKey:
			err = c.editsKey(cfg, ed)
		case core.KindSettings:
			err = c.editsSettings(&cfg.Settings, ed)
		case core.KindDoor:
			err = c.needs(c.admin || c.hardware && fits(cfg.Door(core.DoorID(ed.ID)), ed), "change what a door does")
		case core.KindLock, core.KindRepeater:
			err = c.needs(c.hardware, "work on the site's hardware")
		case core.KindConsoleKey:
			err = c.editsConsoleKey(cfg, ed)
		case core.KindAPIKey:
			err = c.editsAPIKey(cfg, ed)
		case core.KindDealer:
			err = c.needs(c.box, "say whose vouchers count")
		case core.KindVoucher:
			err = c.needs(false, "write vouchers")
		default:
			err = c.needs(c.admin, "change the site")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c caller) editsPerson(cfg *core.Config, ed *core.Edit, e *core.SiteEdited, at core.Instant) *core.Error {
	was := cfg.Person(core.PersonID(ed.ID))
	is, put := ed.Item.(core.Person)
	switch {
	case !c.admin:
		return c.needs(false, "change people")
	case was != nil && was.Role.Level() > c.reach:
		return c.needs(false, "change the "+was.Role.String())
	case put && is.Role.Level() > c.reach:
		return c.needs(false, "make somebody "+is.Role.String())
	case put && !is.IQPIN.IsZero() && (was == nil || was.IQPIN != is.IQPIN):
		return core.Errorf(core.CodeRefused, "nobody chooses another's PIN for the IQ").Advise("invite them: localiq person invite NAME")
	case was != nil && !e.Sure && stops(was, is, put, at):
		return core.Errorf(core.CodeRefused, "this is an integration: everything that works through it stops at once").
			Advise("say it again with --yes, if it is meant")
	case was != nil && !put && !e.Consent && c.reach < ownerLevel && !was.Guest.Is() && !cfg.Settings.Installing:
		return core.Errorf(core.CodeRefused, "%s removes people for good only with the consent of the owner, whose data it is", c.word()).
			Advise("ask the owner, then say it again with --consent; until then block them: localiq person block NAME")
	}
	return nil
}

// stops is true where an integration that works would not any more.
func stops(was *core.Person, is core.Person, put bool, at core.Instant) bool {
	works := func(p *core.Person) bool {
		return p.Role == core.RoleIntegration && !p.Blocked && within(p.From, p.Until, at.Wall) == core.Granted
	}
	return works(was) && !(put && works(&is))
}

// editsKey: a key is its holder's, before and after. Whoever is made by the same change is judged there.
func (c caller) editsKey(cfg *core.Config, ed *core.Edit) *core.Error {
	above := func(id core.PersonID) bool {
		p := cfg.Person(id)
		return p != nil && p.Role.Level() > c.reach
	}
	was, is := cfg.Key(core.KeyID(ed.ID)), core.Key{}
	if k, put := ed.Item.(core.Key); put {
		is = k
	}
	if was != nil && above(was.Person) || above(is.Person) {
		return c.needs(false, "change keys of the owner or an admin")
	}
	return c.needs(c.admin, "change keys")
}

// peopleMade are those that edits put.
func peopleMade(edits []core.Edit) []core.Person {
	made := []core.Person{}
	for _, e := range edits {
		if p, put := e.Item.(core.Person); put {
			made = append(made, p)
		}
	}
	return made
}

// editsSettings: the release is the installer's console's, and there is no way back.
func (c caller) editsSettings(was *core.Settings, ed *core.Edit) *core.Error {
	is, _ := ed.Item.(core.Settings)
	switch {
	case is.Installing && !was.Installing:
		return core.Errorf(core.CodeRefused, "a site that is released stays released")
	case is.Installing != was.Installing && !c.box:
		return c.needs(false, "release the site")
	case is.InstallerUntil != was.InstallerUntil && c.reach < adminLevel:
		return c.needs(false, "give installers time")
	case is.Subscription != was.Subscription:
		return c.needs(false, "change what was sold to the site")
	}
	return c.needs(c.admin, "change the site")
}

// fits is true for what an installer does to a door: a new one, the lock on it, how long it stays
// unlocked, and when it counts as left open.
func fits(was *core.Door, ed *core.Edit) bool {
	is, put := ed.Item.(core.Door)
	if !put {
		return false
	}
	plain := core.Door{ID: is.ID, Name: is.Name}
	if was != nil {
		plain = *was
	}
	plain.Lock, plain.OpenFor, plain.NotClosed = is.Lock, is.OpenFor, is.NotClosed
	return reflect.DeepEqual(plain, is)
}
