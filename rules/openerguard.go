package rules

import (
	"slices"

	"localiq/core"
)

// What a door's guard asks for besides one key keeps nobody out of a list of who can open it: they are
// listed with what they need.

// nobodyElse is the But of who is listed alone where it takes two.
const nobodyElse = "it takes two, and nobody else can open it now"

// refuses is Granted where nothing is missing but what the door asks for besides this key: the other
// factor, or another person. Nobody is one of two from afar.
func (y *survey) refuses(q core.Request, v core.Verdict) core.Reason {
	switch {
	case v.Granted:
	case q.Kind == core.KeyOperator || !onlyMissing(v, core.FactorMissing, core.SecondPersonRequired):
		return v.Reason
	case y.door.Guard.Factors == core.TagAndPIN && q.Kind != core.KeyPIN:
		if k := y.s.Counts.Of(q.Person).Key(q.Key); lockedFor(&k.Wrong, y.at) != 0 {
			return core.LockedOut // for PINs after it
		}
	}
	return core.Granted
}

// needs says what the door asks for besides one of the keys that o has. Who has only one of two
// factors is not let in with it.
func (y *survey) needs(o *core.Opener) {
	g := y.door.Guard
	if g.Factors == core.TagAndPIN && !y.paired(o) {
		o.With = slices.DeleteFunc(o.With, func(m core.Means) bool { return m.Kind != core.KeyOperator })
	}
	o.Second = g.Pair
}

// paired lets each first factor last no longer than the PINs, and the other way round; false where one
// of the two is missing.
func (y *survey) paired(o *core.Opener) bool {
	first, hasFirst := lastOf(o.With, func(k core.KeyKind) bool { return k == core.KeyTag || k == core.KeyDigital })
	pin, hasPIN := lastOf(o.With, func(k core.KeyKind) bool { return k == core.KeyPIN })
	if !hasFirst || !hasPIN {
		return false
	}
	for i := range o.With {
		switch m := &o.With[i]; m.Kind {
		case core.KeyOperator:
		case core.KeyPIN:
			m.Until = earlier(m.Until, first)
		default:
			m.Until = earlier(m.Until, pin)
		}
	}
	o.TwoFactors = true
	return true
}

// lastOf is when the last of those kinds ends; 0: never.
func lastOf(with []core.Means, is func(core.KeyKind) bool) (until int64, has bool) {
	for i := range with {
		switch m := &with[i]; {
		case !is(m.Kind):
		case !has:
			until, has = m.Until, true
		case m.Until == 0 || until == 0:
			until = 0
		default:
			until = max(until, m.Until)
		}
	}
	return until, has
}

// twoOf: where it takes two, somebody alone in the list opens nothing.
func (y *survey) twoOf(list []core.Opener) {
	if len(list) == 1 && list[0].Second {
		list[0].But = nobodyElse
	}
}
