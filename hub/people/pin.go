package people

import (
	"fmt"
	"slices"

	"localiq/core"
)

// newPIN has one chosen; where it takes the place of another, that one is taken off every lock.
func (p *planner) newPIN(w core.NewPIN) *core.Error {
	is := p.person(w.Person)
	if p.fault != nil {
		return p.fault
	}
	key := core.Key{ID: core.KeyID(p.tools.NewID("k")), Person: is.ID, Kind: core.KeyPIN, State: core.KeyActive, From: w.From, Until: w.Until}
	switch was := p.cfg.Key(w.Key); {
	case w.Key != "" && (was == nil || was.Person != is.ID || was.Kind != core.KeyPIN):
		return core.Errorf(core.CodeNotFound, "%s has no PIN %q", p.called(is.ID), string(w.Key)).Advise("leave it out for one more, or see: localiq pin list")
	case was != nil:
		key.ID, key.From, key.Until, key.Uses = was.ID, was.From, was.Until, was.Uses
		if w.Until != 0 {
			key.Until = w.Until
		}
	}
	p.out.Why = "a PIN was given"
	pin, err := p.choose(&is, key)
	p.out.Shown = pin.Reveal()
	return err
}

// choose puts the key with new digits: as many as the site wants, unless a lock that the person
// reaches takes six alone. A PIN without an end gets the site's default, a guest's ends with them.
func (p *planner) choose(is *core.Person, key core.Key) (core.Secret, *core.Error) {
	digits := core.PINDigits
	if n := p.cfg.Settings.PINDigits; n != 0 && lacksAt(p.cfg, p.comesTo(p.cfg, is))&core.LackLongPINs == 0 {
		digits = n
	}
	if err := p.expires(is, &key); err != nil {
		return core.Secret{}, err
	}
	pin, err := p.tools.NewPIN(digits, p.taken)
	if err != nil {
		return core.Secret{}, core.AsError(err)
	}
	key.Digest = p.tools.Digest(core.KeyPIN, []byte(pin.Reveal()))
	key.Duress = p.tools.Digest(core.KeyPIN, []byte(core.NextPIN(pin.Reveal(), 1)))
	p.put(key)
	p.secret(key, pin)
	p.out.Keys = append(p.out.Keys, key.ID)
	return pin, nil
}

func (p *planner) expires(is *core.Person, key *core.Key) *core.Error {
	days := p.cfg.Settings.PINDays
	if days == 0 || key.Until != 0 || is.Guest.Is() {
		return nil
	}
	if p.tools.Now.Trust == core.Untrusted {
		return core.Errorf(core.CodeRefused, "PINs are good for %d days here, and nobody knows what day it is", days).Advise("say until when, or set the clock: localiq clock set")
	}
	from := p.tools.Now.Wall
	if key.From > from {
		from = key.From
	}
	key.Until = from + int64(days)*24*3600e9
	return nil
}

// taken is true for what the site has or this plan has chosen.
func (p *planner) taken(d core.Digest) bool {
	return p.cfg.Taken(d) || slices.ContainsFunc(p.out.Edits, func(e core.Edit) bool {
		k, ok := e.Item.(core.Key)
		return ok && (k.Digest == d || k.Duress == d)
	})
}

// doorsOf are the doors that a person reaches at any time.
func doorsOf(cfg *core.Config, is *core.Person) (out []core.DoorID) {
	all := is.Master || is.Role == core.RoleOwner
	for _, d := range cfg.Doors {
		if all || slices.ContainsFunc(cfg.Ways(d.ID), func(w core.Way) bool { return slices.Contains(is.Groups, w.Group.ID) }) {
			out = append(out, d.ID)
		}
	}
	return out
}

// comesTo are the doors that a person reaches at any time, and those that they have booked from now on.
func (p *planner) comesTo(cfg *core.Config, is *core.Person) []core.DoorID {
	out := doorsOf(cfg, is)
	for i := range cfg.Bookings {
		if b := &cfg.Bookings[i]; b.Person == is.ID && b.Until > p.tools.Now.Wall && !slices.Contains(out, b.Door) {
			out = append(out, b.Door)
		}
	}
	return out
}

// lacksAt is what any of the doors' locks lacks.
func lacksAt(cfg *core.Config, doors []core.DoorID) (l core.Lack) {
	for _, id := range doors {
		if d := cfg.Door(id); d != nil {
			if lock := cfg.Lock(d.Lock); lock != nil {
				l |= lock.Lacks
			}
		}
	}
	return l
}

// reachesMore is reissue for every plan after which somebody may reach another door: by a group, a pod,
// the master key, or a site that becomes theirs. No plan of people brings a lock.
func (p *planner) reachesMore() *core.Error {
	if len(tightDoors(p.cfg)) == 0 || !slices.ContainsFunc(p.out.Edits, func(e core.Edit) bool {
		return e.Item != nil && (e.Kind == core.KindPerson || e.Kind == core.KindGroup)
	}) {
		return nil
	}
	return p.reissue()
}

// reissue gives another PIN to whoever comes to reach a lock that does not take theirs. It is told,
// and the digits are shown this once.
func (p *planner) reissue() *core.Error {
	next, err := p.cfg.With(p.cfg.Version, p.out.Edits, p.zone)
	if err != nil {
		return core.AsError(err)
	}
	tight, before := tightDoors(next), tightDoors(p.cfg)
	for i := range next.People {
		if len(tight) == 0 {
			break
		}
		is := &next.People[i]
		had := p.cfg.Person(is.ID)
		if slices.ContainsFunc(p.comesTo(next, is), func(d core.DoorID) bool {
			return slices.Contains(tight, d) && !(had != nil && slices.Contains(before, d) && slices.Contains(p.comesTo(p.cfg, had), d))
		}) {
			if err := p.refit(next, is); err != nil {
				return err
			}
		}
	}
	return nil
}

// Refit is what edits made elsewhere (a lock that is paired, a site file) bring with them: another PIN for
// everybody who comes to reach a lock that does not take theirs. Its Edits go behind those.
func Refit(site *core.Site, names map[core.PersonID]core.Name, tools Tools, edits []core.Edit, zone core.Zone) (Planned, *core.Error) {
	p := &planner{site: site, cfg: site.Config, names: names, tools: tools, zone: zone}
	p.out.Edits = slices.Clone(edits)
	err := p.reissue()
	p.out.Why, p.out.Edits = "PINs were given that a lock takes", p.out.Edits[len(edits):]
	return p.out, err
}

// tightDoors are those whose locks take six digits alone.
func tightDoors(cfg *core.Config) (out []core.DoorID) {
	for _, d := range cfg.Doors {
		if lacksAt(cfg, []core.DoorID{d.ID}).Has(core.LackLongPINs) {
			out = append(out, d.ID)
		}
	}
	return out
}

func (p *planner) refit(next *core.Config, is *core.Person) *core.Error {
	var digits map[core.KeyID]core.Secret
	for _, k := range keysOf(next, is.ID) {
		if k.Kind != core.KeyPIN || k.State != core.KeyActive {
			continue
		}
		if digits == nil {
			var err error
			if digits, err = p.tools.Secrets(is.ID); err != nil {
				return core.AsError(err)
			}
		}
		if s, known := digits[k.ID]; !known || core.LackLongPINs.TakesPIN(s.Reveal()) {
			continue
		}
		site := p.cfg
		p.cfg = next // what the person reaches from now on
		pin, err := p.choose(is, k)
		p.cfg = site
		if err != nil {
			return err
		}
		p.say(fmt.Sprintf("%s gets another PIN: a lock that they can open now does not take theirs", p.called(is.ID)))
		if p.out.Shown != "" {
			p.out.Shown += "\n"
		}
		p.out.Shown += "PIN of " + p.called(is.ID) + ": " + pin.Reveal()
	}
	return nil
}
