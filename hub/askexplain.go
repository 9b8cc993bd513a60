package hub

import (
	"cmp"
	"context"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// explain runs on the site of the asked instant, in the caller's own goroutine.
func (h *Hub) explain(ctx context.Context, o core.Origin, w core.Explain) core.Told {
	_, sees, err := h.looks(o)
	if err != nil {
		return core.Told{Error: err}
	}
	if !sees.All {
		if w.Event != 0 || w.Key != "" {
			return core.Told{Error: core.Errorf(core.CodeRefused, "events, and whose a key is, are for the owner and admins to have explained").Advise("name yourself and a door")}
		}
		w.Person = cmp.Or(w.Person, sees.Own)
	}
	if w.Event != 0 {
		return h.explainEvent(ctx, w)
	}
	site, at, fault := h.asOf(ctx, w.At)
	if fault != nil {
		return core.Told{Error: core.AsError(fault)}
	}
	door, err := seenDoor(site.Config, sees, w.Door)
	if err != nil {
		return core.Told{Error: err}
	}
	names := h.c.Private.Names()
	var person core.PersonID
	if w.Person != "" {
		is, err := people.Seen(site.Config, names, sees, w.Person)
		if err != nil {
			return core.Told{Error: err}
		}
		person = is.ID
	}
	q := core.Request{Door: door, Person: person, Kind: w.Kind, At: at}
	if w.Key != "" {
		raw, err := core.ParseCredential(w.Kind, w.Key)
		if err != nil {
			return core.Told{Error: core.AsError(err)}
		}
		q.Digest = h.c.Private.Digest(w.Kind, raw)
		if h.above(site.Config, sees, q) {
			q.Digest = h.c.Private.Digest(core.KeyNone, []byte(newID("x"))) // nobody's: or their PIN could be guessed here
		}
	}
	e := rules.Explain(site, q, names)
	if e.Verdict.Granted && e.But == "" {
		e.But = h.untypable(site.Config, q, e.Verdict, w.Key)
	}
	if e.Verdict.Granted && e.But == "" && w.At == 0 && q.Kind != core.KeyOperator {
		e.But = rules.NotYet(site, door)
	}
	return core.Told{Explain: &e}
}

// above is true for a key whose holder is above the caller.
func (h *Hub) above(cfg *core.Config, sees rules.Sight, q core.Request) bool {
	k := cmp.Or(cfg.KeyOf(q.Digest), cfg.VariantOf(q.Digest))
	if k == nil {
		return false
	}
	p := cfg.Person(k.Person)
	return p != nil && !sees.Keys(p)
}

// seenDoor is FindDoor among those that a caller sees, as if there were no other.
func seenDoor(cfg *core.Config, sees rules.Sight, text core.DoorID) (core.DoorID, *core.Error) {
	d, err := people.FindDoor(cfg, text)
	if !sees.All && (err != nil || !sees.Door(cfg, d)) {
		return "", noSuchDoor()
	}
	return d, err
}

// doorFor is FindDoor for whoever wants to do something there, which is the rules' to judge and to tell
// of. A door that is not found tells of no other.
func (h *Hub) doorFor(o core.Origin, text core.DoorID) (core.DoorID, *core.Error) {
	site, sees, fault := h.looks(o)
	d, err := people.FindDoor(site.Config, text)
	if err != nil && (fault != nil || !sees.All) {
		return "", noSuchDoor()
	}
	return d, err
}

func noSuchDoor() *core.Error {
	return core.Errorf(core.CodeNotFound, "none of your doors is called so")
}

// untypable says that a lock's keypad takes none of the PINs that somebody could type there. The
// rules cannot know: they know no digits.
func (h *Hub) untypable(cfg *core.Config, q core.Request, v core.Verdict, typed string) string {
	door := cfg.Door(q.Door)
	lock := cfg.Lock(door.Lock)
	if lock == nil || !lock.Lacks.Has(core.LackLongPINs) || q.Kind != core.KeyNone && q.Kind != core.KeyPIN {
		return ""
	}
	const why = "its lock takes PINs of six digits only, 1 to 9, not beginning with 12: give another PIN"
	if typed != "" {
		if lock.Lacks.TakesPIN(typed) {
			return ""
		}
		return why
	}
	digits, err := h.c.Private.Secrets(v.Person)
	if err != nil {
		return ""
	}
	some := false
	for _, k := range cfg.Keys {
		if s, known := digits[k.ID]; known && k.Person == v.Person && k.Kind == core.KeyPIN && (v.Key == "" || v.Key == k.ID) {
			if some = true; lock.Lacks.TakesPIN(s.Reveal()) {
				return ""
			}
		}
	}
	if some {
		return why
	}
	return ""
}
