package rules

import (
	"cmp"
	"slices"

	"localiq/core"
)

// One slot of the subscription for each user who has a key, however many [sub.slots, keys.many]. Who
// has one is read off the configuration each time: no count can be lost. A key counts whether or not
// it has ended, and its person whether or not they are blocked, so that time alone never takes or
// frees a slot; a key that is blocked, lost or stolen does not.

// Slots is how many are taken. There are Subscription.Users of them, or any number where that is 0.
func Slots(c *core.Config) (taken int) {
	for _, has := range slotted(c) {
		if has {
			taken++
		}
	}
	return taken
}

// MayHold is true for somebody who has something to take a slot for: a key, or opening from afar.
func MayHold(c *core.Config, who core.PersonID) bool {
	p := c.Person(who)
	return p != nil && holdsSlot(p, slices.ContainsFunc(c.Keys, func(k core.Key) bool { return k.Person == who && k.State == core.KeyActive }))
}

// Losing are the people who would lose their slots to another subscription, by id.
func Losing(c *core.Config, to core.Subscription) []core.PersonID {
	next := *c
	next.Settings.Subscription = to
	return WithoutSlot(c, &next)
}

// WithoutSlot are the people whom a change from one configuration to the next unsubscribes, by id.
func WithoutSlot(before, next *core.Config) (out []core.PersonID) {
	for _, p := range beyondSlots(before, next) {
		out = append(out, p.ID)
	}
	return out
}

// slotted says, for each person in their order, whether they take a slot.
func slotted(c *core.Config) []bool {
	out := make([]bool, len(c.People))
	for i, holder := range c.Holders() {
		if c.Keys[i].State == core.KeyActive {
			out[holder] = true
		}
	}
	for i := range c.People {
		p := &c.People[i]
		out[i] = holdsSlot(p, out[i]) && !p.Unsubscribed
	}
	return out
}

// holdsSlot: an integration is a program, and takes a slot for a key as anybody does, or a site would make
// all of its people programs; an installer opens nothing.
func holdsSlot(p *core.Person, key bool) bool {
	return p.Role != core.RoleInstaller && (key || p.Role != core.RoleIntegration && fromAfar(p))
}

// beyondSlots are the people who are to be unsubscribed, by id, so that no more slots are taken than
// there are: those who had none before, then guests and whoever ends, then others; of equals the
// last by id. The owner is the last to go.
func beyondSlots(before, next *core.Config) (out []core.Person) {
	limit := next.Settings.Subscription.Users
	if limit == 0 {
		return nil
	}
	had, has := slotted(before), slotted(next)
	var all []slotHolder
	for i, in := range has {
		if in {
			p := &next.People[i]
			was := placeOf(before.People, p.ID, func(p *core.Person) core.PersonID { return p.ID })
			old := was < len(before.People) && before.People[was].ID == p.ID && had[was]
			all = append(all, slotHolder{p, old})
		}
	}
	slices.SortFunc(all, func(a, b slotHolder) int {
		return cmp.Or(a.compare(b), cmp.Compare(b.ID, a.ID))
	})
	for _, h := range all[:max(len(all)-limit, 0)] {
		out = append(out, *h.Person)
	}
	slices.SortFunc(out, func(a, b core.Person) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// fitSlots unsubscribes whoever has no slot in the next configuration. It is told, and answered.
func (d *draft) fitSlots(next *core.Config, edits []core.Edit) (*core.Config, []core.Edit, error) {
	out := beyondSlots(d.cfg, next)
	if len(out) == 0 {
		return next, edits, nil
	}
	more := make([]core.Edit, 0, len(out))
	for _, p := range out {
		p.Unsubscribed = true
		more = append(more, core.Put(p))
		d.out.Answer.Unsubscribed = append(d.out.Answer.Unsubscribed, p.ID)
	}
	fit, err := next.With(d.in.ID, more, nil)
	return fit, slices.Concat(edits, more), err
}

func (d *draft) slotsMissing() {
	for _, id := range d.out.Answer.Unsubscribed {
		d.tell(core.Notice{What: core.SlotMissing, Person: id})
	}
}

type slotHolder struct {
	*core.Person
	old bool // had one before
}

// compare has who goes first come first.
func (h slotHolder) compare(o slotHolder) int {
	return slices.CompareFunc(h.stays(), o.stays(), func(a, b bool) int {
		switch {
		case a == b:
			return 0
		case b:
			return -1
		}
		return 1
	})
}

// stays is what keeps somebody, the strongest reason first.
func (h slotHolder) stays() []bool {
	return []bool{h.old, h.Role == core.RoleOwner, h.Role == core.RoleAdmin, h.Master, h.Until == 0}
}
