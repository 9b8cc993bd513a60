package hub

import (
	"context"

	"localiq/core"
)

// setLockPIN gives a lock's admin PIN, in place of one that it refused or as the first. One that such a
// lock cannot have is not tried; whether it is right the lock says in the next talk: a wrong one raises the alert again.
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
	lock, why := *cfg.Lock(id), "admin PIN given"
	if lock.Peer == nil {
		return core.Told{Error: core.Errorf(core.CodeRefused, "this lock has no admin PIN: it takes its settings from the hub that it is paired with")}
	}
	if of, ok := h.c.Driver.(Admins); ok {
		if err := of.TakesAdmin(lock, admin); err != nil {
			return core.Told{Error: core.AsError(err)}
		}
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
