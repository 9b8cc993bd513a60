package rules

import "localiq/core"

// Until a site is released only the keys of its installers open, so that locks can be tried; from
// then on they never do [site.release].

// admits is false for somebody whose keys open nothing, whatever their groups say.
func admits(c *core.Config, p *core.Person) bool {
	return c.Settings.Installing == (p.Role == core.RoleInstaller)
}

// released is step 0a. A released site has no such step.
func (i *inquiry) released() {
	if !i.s.Config.Settings.Installing {
		return
	}
	r := core.SiteNotReleased
	if p := i.asker(); p != nil && p.Role == core.RoleInstaller {
		r = core.Granted
	}
	i.note(core.CheckReleased, r)
}

// asker is whose request it is, before anything is asked of the key. While a tag waits for its PIN it
// is whose that is, whatever is typed.
func (i *inquiry) asker() *core.Person {
	if i.half != nil {
		return i.s.Config.Person(i.half.Person)
	}
	if i.q.Digest.IsZero() {
		return i.s.Config.Person(i.q.Person)
	}
	_, p, _ := shownKey(i.s.Config, i.q.Kind, i.q.Digest)
	return p
}
