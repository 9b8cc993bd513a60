package rules

import (
	"fmt"
	"time"

	"localiq/core"
)

// What would make it work, of the steps that a door's guard and its mode add.
func guardFix(s *core.Site, v core.Verdict, at core.Instant) string {
	switch v.Reason {
	case core.LockedOut:
		return lockoutFix(s, v, at)
	case core.Lockdown:
		return "end the lockdown, or give the person the right to override it"
	case core.DoorBlocked:
		return "release the door"
	case core.FactorMissing:
		return "show a tag, then type the same person's PIN at the same reader within 20 s"
	case core.PINWrong:
		return "type the PIN of the person whose tag was shown"
	case core.FirstPersonRequired:
		return "wait until somebody who may come first has opened it today, or give the person that right"
	case core.SecondPersonRequired:
		if v.KeyKind == core.KeyOperator {
			return "open it at the door: nobody is one of two from afar"
		}
		return "a second person must show a key within 20 s"
	case core.Passback:
		return fmt.Sprintf("leave through a door that counts, wait for %s, when everybody's place is forgotten, or forget theirs now: localiq passback forgive --who NAME", s.Config.Settings.Amnesty)
	case core.UsesExhausted:
		return "let the key open more often, or give another"
	case core.NotAnswered:
		return "show the key again while the hub answers; a key in the lock's own table needs no answer"
	case core.LockRefused:
		return "bring the lock its newest table and time: localiq lock sync"
	}
	return ""
}

func lockoutFix(s *core.Site, v core.Verdict, at core.Instant) string {
	st := s.Door(v.Door)
	if st == nil {
		return ""
	}
	left := lockedFor(&st.Reader.PINs, at)
	if h := &st.Reader.Half; waits(s.Config, h, at, factorsGood) {
		k := s.Counts.Of(h.Person).Key(h.Key)
		left = max(left, lockedFor(&k.Wrong, at))
	}
	return "use a tag, or wait for " + core.SayDuration(left.Round(time.Second))
}

func clockFix(at core.Instant) string {
	if at.Trust == core.Holdover {
		return "set the hub's clock, or let the group's schedule count while the clock runs on its own"
	}
	return "set the hub's clock, or give a group without a schedule"
}

func reachable(s *core.Site, v core.Verdict) string {
	if v.KeyKind == core.KeyOperator && personOf(s.Config, v.Person).Anywhere {
		return "say why: with a reason they may open every door from afar"
	}
	return "put the person into a group with this door"
}

func everywhereOf(s *core.Site, id core.PersonID) bool {
	p := s.Config.Person(id)
	return p != nil && everywhere(p)
}

// withoutKey says that somebody who may open has not what the door asks for, as the lists do.
func withoutKey(s *core.Site, q core.Request, v core.Verdict) string {
	set, p := s.Config.Door(q.Door), s.Config.Person(v.Person)
	if set == nil || p == nil || !v.Granted || v.Reason != core.Granted || q.Kind != core.KeyNone || !q.Digest.IsZero() || q.Key != "" {
		return ""
	}
	first, pin := false, false
	for i := range s.Config.Keys {
		if k := &s.Config.Keys[i]; k.Person == p.ID && k.State == core.KeyActive && within(k.From, k.Until, q.At.Wall) == core.Granted {
			first, pin = first || k.Kind != core.KeyPIN, pin || k.Kind == core.KeyPIN
		}
	}
	switch both := set.Guard.Factors == core.TagAndPIN; {
	case fromAfar(p) && !set.Guard.Pair: // without any
	case !first && !pin:
		return "they have no key that counts now"
	case both && !pin:
		return "they have no PIN that counts now"
	case both && !first:
		return "they have neither a tag nor a phone that counts now"
	}
	return ""
}

// shownFor says what a person who may open must show there, where one key is not enough.
func shownFor(s *core.Site, q core.Request, v core.Verdict) string {
	set := s.Config.Door(q.Door)
	if set == nil || v.Reason != core.Granted || q.Kind == core.KeyOperator || !q.Digest.IsZero() || q.Key != "" {
		return ""
	}
	switch g := set.Guard; {
	case g.Factors == core.TagAndPIN && g.Pair:
		return ", with a second person, and of each a tag and then a PIN within 20 s"
	case g.Factors == core.TagAndPIN:
		return ", with a tag and then a PIN within 20 s"
	case g.Pair:
		return ", with a second person within 20 s"
	}
	return ""
}
