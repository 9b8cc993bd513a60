package rules

import "localiq/core"

// Sight is how much of a site a caller sees [roles]. Zero: nothing.
type Sight struct {
	// All: everybody who comes and goes, and what everybody may: an admin, an integration, the owner, the
	// box. Level is whose keys they see, and which tags' numbers: of people up to there.
	All   bool
	Level int
	// Hardware: doors, locks and radios, and nobody behind them: an installer.
	Hardware bool
	// Own: what is this person's, and the doors that some right of theirs is for. Pod: the guests of that
	// pod, too.
	Own core.PersonID
	Pod core.PodID
}

// SightOf is an error where nobody who may look stands behind the origin; see callerOf.
func SightOf(s *core.Site, o core.Origin, at core.Instant) (Sight, *core.Error) {
	c, err := callerOf(s, o, at)
	if err != nil {
		return Sight{}, err
	}
	if err := c.hasSlot(nil); err != nil {
		return Sight{}, err
	}
	v := Sight{All: c.admin, Level: c.reads(), Hardware: c.hardware, Own: c.own()}
	if c.scope < core.ScopePeople {
		v.Level = -1
	}
	if v.Own != "" {
		v.Pod = c.is.Pod
	}
	return v, nil
}

// reads is up to which level a caller who is an admin sees keys. Whoever prepares a site gives people
// theirs, and sees installers' own test keys afterwards and nobody else's.
func (c caller) reads() int {
	if c.is != nil && c.scope == core.ScopeAdmin {
		return c.is.Role.Level()
	}
	return c.reach
}

// own is whoever sees their own and no more; "": nobody of that kind.
func (c caller) own() core.PersonID {
	if c.is != nil && c.is.Role == core.RoleUser {
		return c.is.ID
	}
	return ""
}

// Person is true where a person is seen.
func (v Sight) Person(p *core.Person) bool {
	return v.All || v.Own != "" && (p.ID == v.Own || v.Pod != "" && p.Guest.Pod == v.Pod)
}

// Keys is true where a person's keys are seen: which there are and what holds them. Their digits and
// numbers are another question: MayRead.
func (v Sight) Keys(p *core.Person) bool {
	return v.All && p.Role.Level() <= v.Level || v.Own != "" && v.Person(p)
}

// Door is true where a door is seen.
func (v Sight) Door(cfg *core.Config, d core.DoorID) bool {
	p := cfg.Person(v.Own)
	return v.All || v.Hardware || p != nil && reaches(cfg, p, d)
}
