package rules

import (
	"crypto/subtle"
	"time"

	"localiq/core"
)

// [iq.pin]: whoever opens from afar in their own name types the PIN that they chose for this IQ. Each
// third wrong one in a row begins a pause, twice as long as the one before; the right one, or a reset,
// ends that. What is typed in a pause does not count.

const (
	wrongIQPINs    = 3
	iqPauseFirst   = time.Minute
	iqPauseLongest = 24 * time.Hour
)

// iqProven is why the PIN that came with a wish to open does not do; nil: it does.
func (w *doorway) iqProven(e core.OpenAsked) *core.Error {
	p := w.cfg.Person(e.Person)
	if p == nil {
		return nil // Access knows nobody either
	}
	c := w.count(p.ID)
	switch left := triesLeft(&c.IQ, w.in.At, iqPauseLongest); {
	case p.IQPIN.IsZero():
		return core.Errorf(core.CodeNotActivated, "this person has no PIN for the IQ yet").
			Advise("ask an admin for a code (localiq person invite NAME), then: localiq activate")
	case left != 0:
		return core.Errorf(core.CodeRefused, "too many wrong PINs").
			Advise("wait for " + core.SayDuration(max(left.Round(time.Second), time.Second)) + ", or have an admin reset it: localiq iq-pin reset NAME")
	case subtle.ConstantTimeCompare(p.IQPIN[:], e.IQPIN[:]) == 1:
		if !c.IQ.IsZero() {
			c.IQ = core.Tries{}
			w.recount(c)
		}
		return nil
	case e.IQPIN.IsZero():
		return core.Errorf(core.CodeRefused, "the PIN for this IQ is needed").Advise("type the PIN that you chose when you activated it")
	}
	return w.iqWrong(c)
}

func (w *doorway) iqWrong(c core.Count) *core.Error {
	err := core.Errorf(core.CodeRefused, "wrong PIN for this IQ").Advise("try again, or have an admin reset it: localiq iq-pin reset NAME")
	n := core.Notice{What: core.AccessDenied, Person: c.Person, KeyKind: core.KeyOperator, Reason: core.PINWrong}
	var pause time.Duration
	if c.IQ, pause = iqCounted(c.IQ, w.in.At); pause != 0 {
		n.Reason, n.For = core.LockedOut, int64(pause)
		err.Do = "the next is taken in " + core.SayDuration(pause)
	}
	w.recount(c)
	w.tell(n)
	return err
}

// iqCounted is t with one wrong try more, and the pause that it begins; 0: none.
func iqCounted(t core.Tries, at core.Instant) (core.Tries, time.Duration) {
	if t.At = append(t.At[:len(t.At):len(t.At)], at); len(t.At) < wrongIQPINs {
		return t, 0
	}
	pause := min(iqPauseFirst<<t.Runs, iqPauseLongest)
	return core.Tries{Runs: min(t.Runs+1, 11), Until: at.Add(pause)}, pause
}
