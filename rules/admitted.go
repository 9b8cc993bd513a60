package rules

import (
	"time"

	"localiq/core"
)

// admitted: the lock opened by its own table. Nothing is asked of us any more; it is recorded as
// an opening of that person, and where the hub would have refused, that is told as well.
func (d *draft) admitted(e core.KeyAdmitted) {
	w := d.of(e.Lock)
	if w == nil {
		return
	}
	w.speaks()
	at := d.in.When()
	v := w.judged(e, at)
	person := w.holder(e.Key)
	if until := at.Add(openFor(w.set) + answerGood); w.Grant.Until.IsZero() || w.Grant.Until.Before(until) {
		w.grants(core.Grant{Person: person, Key: e.Key, Seq: d.in.ID, Until: until}, at)
	}
	w.named(person, at)
	if w.Last.At.Before(at) || w.Last.At.IsZero() {
		w.Last = core.Decided{Seq: d.in.ID, At: at, Verdict: v, By: core.ByTable}
	}
	n := core.Notice{What: core.AccessGranted, At: at, Person: person, Key: e.Key, KeyKind: e.Kind, Reason: core.Granted, By: core.ByTable, Verdict: &v, Within: int64(d.in.Claim.Within)}
	if holding(&w.DoorState) && !at.Before(turnedAt(&w.DoorState)) {
		n.Reason = core.OpenedFree
	}
	w.tell(n)
	w.passesBack(person, at)
	if !v.Granted {
		n := w.about(core.LockAdmitted, v)
		n.Person, n.Key, n.By = person, e.Key, core.ByTable
		w.tell(n)
	}
}

// holder is whose key it is, or was.
func (w *doorway) holder(id core.KeyID) core.PersonID {
	if k := w.cfg.Key(id); k != nil {
		return k.Person
	}
	return w.taken(id).Person
}

// taken is the last that we know of a key that was taken from this lock; zero: it was not.
func (w *doorway) taken(id core.KeyID) core.Gone {
	for _, gone := range [][]core.Gone{w.Sync.Gone, w.Sync.Past} {
		for i := len(gone) - 1; i >= 0; i-- {
			if gone[i].Key == id {
				return gone[i]
			}
		}
	}
	return core.Gone{}
}

// judged is what the hub would have said of the key's rights then. A key that was taken away only
// afterwards was right. The two clocks may differ a little, and ours may be none.
func (w *doorway) judged(e core.KeyAdmitted, at core.Instant) core.Verdict {
	q := core.Request{Door: w.Door, Kind: e.Kind, Key: e.Key, Person: w.holder(e.Key), At: at}
	if q.Person == "" {
		q.Person = "-" // nobody of ours
	}
	v := rights(w.s, q)
	if v.Granted || v.Reason == core.ClockUntrusted || at.Before(w.taken(e.Key).At) {
		return pardoned(v)
	}
	for _, off := range []time.Duration{-clockSlack, +clockSlack} {
		if q.At = at.Add(off); rights(w.s, q).Granted {
			return pardoned(v)
		}
	}
	return v
}

func pardoned(v core.Verdict) core.Verdict {
	v.Granted, v.Reason = true, core.Granted
	return v
}

// limited: the lock takes no key of a kind for a while, because too many were wrong. Only somebody
// who has seen it ends the alert: a right key may be the guesser's own.
func (w *doorway) limited(e core.EntryLimited) {
	at := w.in.When()
	w.tell(core.Notice{What: core.CodesLimited, At: at, KeyKind: e.Kind, For: int64(e.For)})
	w.raise(core.AlertWrongCodes, at, core.Notice{At: at, KeyKind: e.Kind})
}
