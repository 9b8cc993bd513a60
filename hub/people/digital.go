package people

import (
	"fmt"
	"time"

	"localiq/core"
)

// issueDigital makes a phone's public key a key of the site like any. What the phone is given for it
// is signed when this is kept: hub.sign.
func (p *planner) issueDigital(w core.IssueDigital) *core.Error {
	is := p.person(w.Who)
	if p.fault != nil {
		return p.fault
	}
	b, perr := core.ParsePhone(w.Phone)
	if perr != nil {
		return core.AsError(perr)
	}
	d := p.tools.Digest(core.KeyDigital, b)
	switch k := p.cfg.KeyOf(d); {
	case k != nil && k.Person == is.ID:
		return core.Errorf(core.CodeInvalid, "%s has a digital key on this phone already", p.called(is.ID)).Advise("renew it: localiq digital renew " + string(k.ID))
	case p.cfg.Taken(d):
		return core.Errorf(core.CodeInvalid, "this phone is somebody's already").Advise("a phone's key belongs to one person; have the phone make another: localiq phone keygen")
	}
	k := core.Key{ID: core.KeyID(p.tools.NewID("k")), Person: is.ID, Kind: core.KeyDigital, State: core.KeyActive, Digest: d, From: w.From, Until: w.Until}
	p.out.Why = "a digital key was issued"
	if err := p.signs(&k); err != nil {
		return err
	}
	p.secret(k, core.NewSecret(fmt.Sprintf("%x", b)))
	p.out.Keys = append(p.out.Keys, k.ID)
	return nil
}

// renewDigital is for a key that may still open; a blocked one is not made longer.
func (p *planner) renewDigital(w core.RenewDigital) *core.Error {
	w.Key.Kind = core.KeyDigital
	k, err := p.phoneKey(w.Key)
	if err != nil {
		return err
	}
	switch is := p.cfg.Person(k.Person); {
	case k.State != core.KeyActive:
		return core.Errorf(core.CodeRefused, "this digital key is %s, and is not renewed", k.State).Advise("unblock it first: localiq digital unblock " + string(k.ID))
	case is == nil || is.Blocked:
		return core.Errorf(core.CodeRefused, "%s is blocked, and no key of theirs is renewed", p.called(k.Person))
	}
	p.out.Why = "a digital key was renewed"
	return p.signs(&k)
}

// phoneKey finds a key also by its phone's public key.
func (p *planner) phoneKey(w core.KeyWords) (core.Key, *core.Error) {
	if b, err := core.ParsePhone(w.Name); err == nil {
		if k := p.cfg.KeyOf(p.tools.Digest(core.KeyDigital, b)); k != nil && k.Kind == core.KeyDigital {
			return *k, nil
		}
		return core.Key{}, core.Errorf(core.CodeNotFound, "this phone has no digital key of this site, or has it no more").Advise("have one issued: localiq digital new --who NAME --phone KEY")
	}
	return p.key(w)
}

// signs puts the key with the end of what is to be signed. That needs the day.
func (p *planner) signs(k *core.Key) *core.Error {
	now := p.tools.Now
	if now.Trust == core.Untrusted {
		return core.Errorf(core.CodeRefused, "a digital key has an end, and nobody knows what day it is").Advise("set the clock: localiq clock set")
	}
	if k.Pass = p.cfg.PassUntil(*k, max(now.Wall, k.From)); k.Pass <= now.Wall {
		return core.Errorf(core.CodeRefused, "this right has ended").Advise("give it another end: localiq digital change --until DAY")
	}
	p.out.Phone = k.ID
	p.put(*k)
	zone := p.cfg.Zone
	if zone == nil {
		zone = time.UTC
	}
	p.say("The phone opens with it until " + time.Unix(0, k.Pass).In(zone).Format("2 Jan 2006 15:04") + ", and then with the next one: localiq digital renew " + string(k.ID))
	return nil
}
