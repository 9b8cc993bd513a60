package rules

import (
	"slices"
	"time"

	"localiq/core"
)

// L-1: wrong PINs lock the keypad, for longer each time; unknown tags are only told of, because they
// may be somebody's wallet. Each reader counts, and each key after which a PIN was wrong (factors.go).
// A tag works on while PINs do not. What is typed meanwhile does not count.

const (
	wrongPINs      = 5  // within triesWithin
	strayTags      = 10 // within triesWithin
	triesWithin    = 10 * time.Minute
	lockoutFirst   = 30 * time.Second
	lockoutLongest = 15 * time.Minute
	lockoutQuiet   = 24 * time.Hour // after the last lockout the next is short again
)

// lockout is step 2. Whoever asks about a PIN is told what would be said to whoever types it.
func (i *inquiry) lockout() {
	if i.q.Kind != core.KeyPIN || !i.presented() || i.state == nil {
		i.note(core.CheckLockout, core.ReasonNone)
		return
	}
	r := core.Granted
	if lockedFor(&i.state.Reader.PINs, i.q.At) != 0 {
		r = core.LockedOut
	}
	if i.half != nil {
		k := i.s.Counts.Of(i.half.Person).Key(i.half.ID)
		if lockedFor(&k.Wrong, i.q.At) != 0 {
			r = core.LockedOut
		}
	}
	i.note(core.CheckLockout, r)
}

// lockedFor is for how long no PIN is taken yet; 0: it is taken. After a reboot the wall clock says,
// and one that went back says nothing.
func lockedFor(t *core.Tries, at core.Instant) time.Duration { return triesLeft(t, at, lockoutLongest) }

func triesLeft(t *core.Tries, at core.Instant, longest time.Duration) time.Duration {
	if t.Until.IsZero() {
		return 0
	}
	left, ok := t.Until.Sub(at)
	if !ok {
		left = time.Duration(t.Until.Wall - at.Wall)
	}
	if left > longest {
		return 0
	}
	return max(left, 0)
}

// again counts one more; within triesWithin the most-th says true and begins anew.
func again(t core.Tries, at core.Instant, most int) (core.Tries, bool) {
	t.At = slices.DeleteFunc(slices.Clone(t.At), func(i core.Instant) bool { return ago(i, at) >= triesWithin })
	t.At = append(t.At, at)
	if len(t.At) < most {
		return t, false
	}
	t.At = nil
	return t, true
}

// ago is how long it is since i: by the wall clock across boots, and less than nothing where that went back.
func ago(i, at core.Instant) time.Duration {
	if d, ok := at.Sub(i); ok {
		return d
	}
	return time.Duration(at.Wall - i.Wall)
}

// lockedOut begins a lockout, twice as long as the one before.
func lockedOut(t core.Tries, at core.Instant) (core.Tries, time.Duration) {
	if t.Until.IsZero() || ago(t.Until, at) >= lockoutQuiet {
		t.Runs = 0
	}
	run := min(t.Runs, 5)
	long := min(lockoutFirst<<run, lockoutLongest)
	t.Runs = run + 1
	t.Until = at.Add(long)
	return t, long
}

// tried counts what a key was wrong in, and forgets a person's own tries once they typed the right
// PIN. Their tag alone proves nothing: it may be stolen.
func (w *doorway) tried(e core.AccessRequested, v core.Verdict) {
	switch {
	case e.Kind == core.KeyTag && v.Reason == core.CredentialUnknown:
		w.strayTag()
	case e.Kind != core.KeyPIN:
	case v.Reason == core.PINWrong:
		w.wrongAfter(v)
		w.wrongHere()
	case v.Reason == core.CredentialUnknown:
		w.wrongHere()
	case v.Reason == core.Granted:
		w.forgiven(v.Person)
	}
}

func (w *doorway) wrongHere() {
	t, full := again(w.Reader.PINs, w.in.At, wrongPINs)
	if full {
		var long time.Duration
		t, long = lockedOut(t, w.in.At)
		w.noPINs(core.Notice{KeyKind: core.KeyPIN, For: int64(long)})
	}
	w.Reader.PINs = t
}

// wrongAfter counts for the key that was shown before the PIN.
func (w *doorway) wrongAfter(v core.Verdict) {
	c := w.count(v.Person)
	k := c.Key(v.Key)
	t, full := again(k.Wrong, w.in.At, wrongPINs)
	if full {
		var long time.Duration
		t, long = lockedOut(t, w.in.At)
		n := core.Notice{Person: v.Person, Key: v.Key, For: int64(long)}
		if key := w.cfg.Key(v.Key); key != nil {
			n.KeyKind = key.Kind
		}
		w.noPINs(n)
	}
	k.Wrong = t
	w.recount(c.WithKey(k))
}

func (w *doorway) noPINs(n core.Notice) {
	n.What = core.CodesLimited
	w.tell(n)
	w.raise(core.AlertWrongCodes, w.in.At, core.Notice{KeyKind: core.KeyPIN})
}

func (w *doorway) strayTag() {
	t, full := again(w.Reader.Tags, w.in.At, strayTags)
	if w.Reader.Tags = t; full {
		w.raise(core.AlertStrayTags, w.in.At, core.Notice{KeyKind: core.KeyTag})
	}
}

func (w *doorway) forgiven(p core.PersonID) {
	was := w.s.Counts.Of(p)
	if was == nil {
		return
	}
	c := w.count(p)
	for _, k := range was.Keys {
		k.Wrong = core.Tries{}
		c = c.WithKey(k)
	}
	w.recount(c)
}
