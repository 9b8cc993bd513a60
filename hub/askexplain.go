package hub

import (
	"context"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// explain runs on the site of the asked instant, in the caller's own goroutine.
func (h *Hub) explain(ctx context.Context, w core.Explain) core.Told {
	if w.Event != 0 {
		return h.explainEvent(ctx, w)
	}
	site, at, fault := h.asOf(ctx, w.At)
	if fault != nil {
		return core.Told{Error: core.AsError(fault)}
	}
	door, err := people.FindDoor(site.Config, w.Door)
	if err != nil {
		return core.Told{Error: err}
	}
	names := h.c.Private.Names()
	person, err := findPerson(site.Config, names, w.Person)
	if err != nil {
		return core.Told{Error: err}
	}
	q := core.Request{Door: door, Person: person, Kind: w.Kind, At: at}
	if w.Key != "" {
		raw, err := core.ParseCredential(w.Kind, w.Key)
		if err != nil {
			return core.Told{Error: core.AsError(err)}
		}
		q.Digest = h.c.Private.Digest(w.Kind, raw)
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
