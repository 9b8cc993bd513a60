package hub

import (
	"context"
	"fmt"

	"localiq/core"
	"localiq/rules"
)

// explainEvent puts a decision that was made into words, by the rights of then and by what the doors had said
// until then. Where that site cannot be made any more, what was decided still stands, and what would help is said
// of the site as it is now.
func (h *Hub) explainEvent(ctx context.Context, w core.Explain) core.Told {
	es, err := h.c.Ledger.Since(w.Event-1, 1)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	if len(es) == 0 || es[0].Input.ID != w.Event {
		return core.Told{Error: core.Errorf(core.CodeNotFound, "event %d is not kept any more", w.Event)}
	}
	n, v, ok := decided(es[0], w.Door)
	if !ok {
		return core.Told{Error: core.Errorf(core.CodeNotFound, "event %d was no decision about a key", w.Event)}
	}
	site, past := h.Site(), ""
	if w.Event > 1 {
		if then, err := h.At(ctx, core.Moment{Seq: w.Event - 1}); err == nil {
			site = then
		} else {
			past = "the rights of then are not kept any more; what would help is said of those of now"
		}
	}
	e := rules.Explained(site, v, n.At, h.c.Private.Names())
	if e.But == "" {
		e.But = past
	}
	if since := h.sinceThen(es[0].Input, v); since != "" {
		e.But = since
	}
	return core.Told{Explain: &e}
}

// decided is the decision of an entry, a refusal before all others. A lock that refused by itself passed
// no verdict of ours: then the reason is all that there is.
func decided(e core.Entry, door core.DoorID) (n core.Notice, v core.Verdict, ok bool) {
	for _, is := range e.Decision.Notices {
		if door != "" && is.Door != door || is.Verdict == nil && is.What != core.AccessDenied || ok && is.What != core.AccessDenied {
			continue
		}
		n, ok = is, true
	}
	if !ok {
		return n, v, false
	}
	if n.Verdict != nil {
		return n, *n.Verdict, true
	}
	return n, core.Verdict{Reason: n.Reason, Door: n.Door, Person: n.Person, Key: n.Key, KeyKind: n.KeyKind}, true
}

// sinceThen says whose key it is now, of one that nobody had.
func (h *Hub) sinceThen(in core.Input, v core.Verdict) string {
	asked, ok := in.Event.(core.AccessRequested)
	if !ok || v.Reason != core.CredentialUnknown {
		return ""
	}
	k := h.Site().Config.KeyOf(asked.Digest)
	if k == nil {
		return "nobody has this key now either"
	}
	return fmt.Sprintf("since then it was given to %s", nameOf(h.c.Private.Names(), k.Person))
}
