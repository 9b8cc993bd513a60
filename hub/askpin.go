package hub

import (
	"context"

	"localiq/core"
	"localiq/rules"
)

// setLockPIN gives a lock's admin code, in place of one that it refused or as the first. Whether it
// is right the lock says in the next talk: a wrong one raises the alert again.
func (h *Hub) setLockPIN(ctx context.Context, a core.Asked, w core.SetLockPIN) core.Told {
	id, err := h.findLock(w.Lock)
	if err != nil {
		return core.Told{Error: err}
	}
	admin, perr := core.ParseAdmin(w.PIN)
	if perr != nil {
		return core.Told{Error: core.AsError(perr)}
	}
	cfg := h.Site().Config
	lock, why := *cfg.Lock(id), "admin code given"
	if lock.Peer == nil {
		return core.Told{Error: core.Errorf(core.CodeRefused, "this lock has no admin code: it takes its settings from the hub that it is paired with")}
	}
	if d := cfg.DoorOf(id); d != nil {
		why += ": " + d.Name
	}
	h.give(&lock, admin)
	t := h.put(ctx, a, core.SiteEdited{Why: why, Edits: []core.Edit{core.Put(lock)}})
	t.Lock = shown(&lock)
	return t
}

// give seals the code into the lock.
func (h *Hub) give(l *core.Lock, admin core.Secret) {
	l.Admin = h.c.Private.SealAdmin(l.ID, admin)
	l.Lacks &^= core.LackAdmin
}

// newPIN chooses a PIN for a person and shows it once. Where it takes the place of another, that
// one is taken off every lock.
func (h *Hub) newPIN(ctx context.Context, a core.Asked, w core.NewPIN) core.Told {
	id, err := h.findPerson(w.Person)
	if err != nil {
		return core.Told{Error: err}
	}
	cfg := h.Site().Config
	key := core.Key{ID: core.KeyID(newID("k")), Person: id, Kind: core.KeyPIN, State: core.KeyActive, Until: w.Until}
	switch was := cfg.Key(w.Key); {
	case cfg.Person(id) == nil:
		return core.Told{Error: core.Errorf(core.CodeNotFound, "who is to have the PIN?").Advise("write first and last name, or the id from: localiq site export")}
	case w.Key != "" && (was == nil || was.Person != id || was.Kind != core.KeyPIN):
		return core.Told{Error: core.Errorf(core.CodeNotFound, "there is no PIN %q of this person", string(w.Key)).Advise("leave it out for one more, or see: localiq site export")}
	case was != nil:
		key.ID, key.From = was.ID, was.From
	}
	pin, perr := h.c.Private.NewPIN(core.PINDigits, cfg.Taken)
	if perr != nil {
		return core.Told{Error: core.AsError(perr)}
	}
	key.Digest = h.c.Private.Digest(core.KeyPIN, []byte(pin.Reveal()))
	key.Duress = h.c.Private.Digest(core.KeyPIN, []byte(core.NextPIN(pin.Reveal(), 1)))
	t := h.put(ctx, a, core.SiteEdited{Why: "a PIN was given", Edits: []core.Edit{core.Put(key)}},
		core.Private{Person: id, Secrets: map[core.KeyID]core.Secret{key.ID: pin}})
	if t.Error == nil {
		t.Shown, t.Report = pin.Reveal(), rules.NotHeld(h.Site().Config, key.ID, h.c.Clock.Now())
	}
	return t
}
