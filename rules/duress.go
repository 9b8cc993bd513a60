package rules

import "localiq/core"

// L-2: the variant of a PIN opens as the PIN does. Nobody at the door or at a screen of the site can
// tell the two apart: the flag is taken off the verdict before anything else is made of it, and what
// is told is silent (core.AlertKind.Silent). It is told whatever came of it, a lockout included.
func (w *doorway) underDuress(v *core.Verdict) {
	if !v.Duress {
		return
	}
	v.Duress = false
	w.tell(core.Notice{What: core.UnderDuress, Alert: core.AlertDuress, Person: v.Person, Key: v.Key, KeyKind: core.KeyPIN, Reason: v.Reason})
	w.raise(core.AlertDuress, w.in.At, core.Notice{Person: v.Person})
}

// underDuressAway: the lock refused by itself what was typed while the hub was away.
func (w *doorway) underDuressAway(e core.KeyRefusedAway) {
	if k, _, duress := shownKey(w.cfg, e.Kind, e.Digest); duress {
		w.tell(core.Notice{What: core.UnderDuress, At: w.in.When(), Alert: core.AlertDuress, Person: k.Person, Key: k.ID, KeyKind: core.KeyPIN, Reason: core.NotAnswered})
		w.raise(core.AlertDuress, w.in.When(), core.Notice{At: w.in.When(), Person: k.Person})
	}
}
