package core

import (
	"strings"
	"time"
)

// sayLock is what locks do by themselves, and what we know of the keys in them.
func (l Line) sayLock(z *time.Location) string {
	switch l.What {
	case TableHeld:
		return l.door() + ": the lock has its newest table" + plus(", ", l.Detail)
	case KeysRevoked:
		return l.sayRevoked()
	case KeysRemain:
		return l.sayRemain(z)
	case LockReleased:
		return l.door() + ": the lock has forgotten this hub and every key"
	case LockAdmitted:
		who := l.who()
		if who == "" {
			who = "somebody"
		}
		return l.door() + ": the lock let " + who + " in by itself; the hub would have refused, " + l.why()
	case CodesLimited:
		if l.Person != "" {
			return l.door() + ": no PIN is taken after " + whose(l.who()) + l.KeyKind.Noun() + l.limited()
		}
		return l.door() + ": the lock takes no " + l.KeyKind.Noun() + l.limited()
	}
	return l.door() + ": the lock was asked to show itself"
}

// limited is for how long, where the lock has said: a Nuki does not.
func (l Line) limited() string {
	if l.For < int64(time.Second) {
		return " for a while, too many wrong ones"
	}
	return " for " + SayDuration(time.Duration(l.For)) + ", too many wrong ones"
}

// sayRevoked names one key, or how many: Detail is then their number, else what the key no longer
// opens where it still opens something.
func (l Line) sayRevoked() string {
	said := l.Detail + " no longer open what was taken from them"
	if l.Key != "" {
		what := l.Detail
		if what == "" {
			what = "anything"
		}
		said = whose(l.who()) + l.KeyKind.Noun() + " no longer opens " + what
	}
	said += ": the last lock has said so"
	if l.For >= int64(time.Second) {
		said += ", after " + SayDuration(time.Duration(l.For))
	}
	return said
}

func (l Line) sayRemain(z *time.Location) string {
	until := "until it is reset by hand"
	if l.Until != 0 {
		until = "until " + sayTime(l.Until, l.At, z) + ", or until it is reset by hand"
	}
	return l.door() + ": the lock that was taken off still opens for " + l.Detail + ", " + until
}

func whose(who string) string {
	if who == "" {
		return "a "
	}
	return who + "'s "
}

// Noun is the way to open without its article: "Ana's tag".
func (k KeyKind) Noun() string { return strings.TrimPrefix(strings.TrimPrefix(k.Word(), "a "), "the ") }
