package hub

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"localiq/core"
	"localiq/hub/people"
)

// pair makes a lock ours and fits it to a door: a new one with the wished name, or one that is
// there and has none.
func (h *Hub) pair(ctx context.Context, a core.Asked, w core.PairLock) core.Told {
	door, err := h.doorToFit(w)
	if err != nil {
		return core.Told{Error: err}
	}
	if n := len(h.Site().Config.Locks); n >= core.MaxLocks {
		return core.Told{Error: core.Errorf(core.CodeTree, "this IQ has %d locks already, and serves no more", n)}
	}
	lock, admin, perr := h.c.Driver.Pair(ctx, w.Code)
	if perr != nil {
		return core.Told{Error: core.AsError(perr)}
	}
	if admin.Reveal() != "" {
		h.give(&lock, admin)
	}
	door.Lock = lock.ID
	edits := []core.Edit{core.Put(lock), core.Put(door)}
	h.planning.Lock()
	defer h.planning.Unlock()
	fit, unfit := people.Refit(h.Site(), h.c.Private.Names(), h.peopleTools(), edits, nil)
	t := h.put(ctx, a, core.SiteEdited{Why: "lock paired: " + door.Name, Edits: edits})
	t.Lock, t.Door = shown(&lock), &door
	if t.Error == nil && (unfit != nil || len(fit.Edits) > 0) {
		t = h.refitted(ctx, a, t, fit, unfit)
	}
	return t
}

// refitted gives the PINs that a new lock takes. Whoever may pair it may perhaps not do that: then it is
// told, and the PINs stay as they are.
func (h *Hub) refitted(ctx context.Context, a core.Asked, t core.Told, fit people.Planned, err *core.Error) core.Told {
	if err == nil {
		a.Origin.Request = "" // that was the lock's
		err = h.put(ctx, a, fit.Event(), fit.Private...).Error
	}
	if err != nil {
		t.Report = append(t.Report, "this lock does not take every PIN of those who may open it ("+err.Text+"): an admin gives them others with localiq pin new")
		return t
	}
	t.Report, t.Shown = append(t.Report, fit.Report...), fit.Shown
	return t
}

func (h *Hub) doorToFit(w core.PairLock) (core.Door, *core.Error) {
	if w.Door == "" && w.DoorName == "" {
		return core.Door{}, core.Errorf(core.CodeInvalid, "which door is the lock on?").Advise("name the door: --door NAME")
	}
	for _, d := range h.Site().Config.Doors {
		if d.ID != w.Door && (w.Door != "" || d.Name != w.DoorName) {
			continue
		}
		if d.Lock != "" {
			return d, core.Errorf(core.CodeInvalid, "door %s has a lock already", d.Name).Advise("forget that one first: localiq lock forget " + string(d.Lock))
		}
		return d, nil
	}
	if w.Door != "" {
		return core.Door{}, core.Errorf(core.CodeNotFound, "there is no door %s", w.Door)
	}
	return core.Door{ID: core.DoorID(newID("d")), Name: w.DoorName}, nil
}

// forget has a lock forget us, and takes it off its door. A lock that does not hear it keeps its
// pairing, and opens for the keys in its table until they end there: that is told.
func (h *Hub) forget(ctx context.Context, a core.Asked, w core.ForgetLock) core.Told {
	id, err := h.findLock(w.Lock)
	if err != nil {
		return core.Told{Error: err}
	}
	freed := h.put(ctx, core.Asked{Origin: core.Origin{Kind: a.Origin.Kind, Who: a.Origin.Who}}, core.ReleaseAsked{Lock: id})
	cfg := h.Site().Config
	lock := cfg.Lock(id)
	if lock == nil {
		return core.Told{Error: core.Errorf(core.CodeNotFound, "there is no lock %s any more", w.Lock)}
	}
	why, edits := "lock forgotten", []core.Edit{core.Drop(lock.Ref())}
	if d := cfg.DoorOf(id); d != nil {
		why += ": " + d.Name
		bare := *d
		bare.Lock = ""
		edits = append(edits, core.Put(bare))
	}
	t := h.put(ctx, a, core.SiteEdited{Why: why, Edits: edits})
	if t.Error == nil && freed.Error != nil {
		t.Report = []string{"the lock did not hear that it is forgotten (" + freed.Error.Text + ")",
			livesOn(lock)}
	}
	return t
}

// livesOn is what a lock that did not hear it goes on with, and how to end that.
func livesOn(l *core.Lock) string {
	if l.Lacks.Has(core.LackLease) {
		return "a code in it opens until somebody takes it out there: delete Local IQ and its codes in the lock's own app"
	}
	return "it opens for the keys in its table until they end there: reset it by hand, from the inside of the door"
}

// Edit changes the configuration for a caller that has made the edits already (the demo).
func (h *Hub) Edit(ctx context.Context, why string, zone core.Zone, edits []core.Edit, private []core.Private) error {
	t := h.put(ctx, core.Asked{}, core.SiteEdited{Why: why, Edits: edits, Zone: zone}, private...)
	if t.Error != nil {
		return t.Error
	}
	return nil
}

// newID is random, so that nothing leads from an id to what it names.
func newID(kind string) string {
	var b [6]byte
	rand.Read(b[:])
	return fmt.Sprintf("%s-%s", kind, hex.EncodeToString(b[:]))
}
