package rules

import "localiq/core"

// refusedAway is a record: the lock refused by itself, because nobody answered in time, or because
// it never asks. Of what was typed at a lock of the second kind only its own table knows.
func (d *draft) refusedAway(e core.KeyRefusedAway) {
	w := d.of(e.Lock)
	if w == nil {
		return
	}
	w.speaks()
	n := core.Notice{What: core.AccessDenied, At: d.in.When(), KeyKind: e.Kind, Reason: core.NotAnswered, Within: int64(d.in.Claim.Within)}
	w.underDuressAway(e)
	if k := d.cfg.KeyOf(e.Digest); k != nil && k.Kind == e.Kind {
		e.Key = k.ID
	}
	n.Key, n.Person = e.Key, w.holder(e.Key)
	if lacksOf(w.cfg, w.set).Has(core.LackRequests) {
		n.Reason = w.unasked(e, n.Person)
	}
	w.tell(n)
}

// unasked is why a lock that never asks refused, as far as we can tell.
func (w *doorway) unasked(e core.KeyRefusedAway, whose core.PersonID) core.Reason {
	if whose == "" {
		return core.CredentialUnknown
	}
	v := rights(w.s, core.Request{Door: w.Door, Kind: e.Kind, Key: e.Key, Person: whose, At: w.in.When()})
	if v.Granted {
		return core.LockRefused
	}
	return v.Reason
}
