package people

import (
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
		key.ID, key.From = was.ID, was.From
	}
	p.out.Why = "a PIN was given"
	return p.choose(key)
}

// choose puts the key with new digits, which are shown.
func (p *planner) choose(key core.Key) *core.Error {
	pin, err := p.tools.NewPIN(core.PINDigits, p.cfg.Taken)
	if err != nil {
		return core.AsError(err)
	}
	key.Digest = p.tools.Digest(core.KeyPIN, []byte(pin.Reveal()))
	key.Duress = p.tools.Digest(core.KeyPIN, []byte(core.NextPIN(pin.Reveal(), 1)))
	p.put(key)
	own := p.private(key.Person)
	if own.Secrets == nil {
		own.Secrets = map[core.KeyID]core.Secret{}
	}
	own.Secrets[key.ID] = pin
	p.out.Shown, p.out.Keys = pin.Reveal(), append(p.out.Keys, key.ID)
	return nil
}
