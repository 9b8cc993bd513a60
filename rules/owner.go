package rules

import "localiq/core"

// owned holds that a released site has one owner, who can act (spec: roles). A site of an older
// release may have none, or two: that is no worse afterwards.
func owned(before, next *core.Config) *core.Error {
	had, has := ownersOf(before), ownersOf(next)
	released := before.Settings.Installing && !next.Settings.Installing
	switch {
	case len(has) > 1 && len(has) > len(had):
		return core.Errorf(core.CodeRefused, "a site has one owner").Advise("the owner hands it over: localiq site transfer --to NAME")
	case len(has) == 0 && released:
		return core.Errorf(core.CodeNotReleased, "the site cannot be released to nobody").Advise("name its owner: localiq site release --owner NAME")
	case len(has) == 0 && len(had) > 0 && !next.Settings.Installing:
		return core.Errorf(core.CodeRefused, "the site would have no owner").Advise("hand it over first: localiq site transfer --to NAME")
	case next.Settings.Installing:
		return nil
	}
	for _, o := range has {
		was := before.Person(o.ID)
		if shut(o) && (released || was == nil || was.Role != core.RoleOwner || !shut(was)) {
			return core.Errorf(core.CodeRefused, "the owner cannot be blocked, and has no end").Advise("hand the site over first: localiq site transfer --to NAME")
		}
	}
	return nil
}

// shut is true for somebody who cannot act for ever.
func shut(p *core.Person) bool { return p.Blocked || p.Until != 0 }

func ownersOf(c *core.Config) (all []*core.Person) {
	for i := range c.People {
		if c.People[i].Role == core.RoleOwner {
			all = append(all, &c.People[i])
		}
	}
	return all
}
