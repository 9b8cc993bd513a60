package rules

import (
	"slices"
	"time"

	"localiq/core"
)

// Step 12, of people who come together: nobody before the first, and nobody alone.

// pairGood is how soon the second of two must come, half-open.
const pairGood = 20 * time.Second

// firstPerson: at a door that waits for somebody, the others are refused until one who may be first
// has come, on every day of the site's calendar. The master key is first wherever it is shown.
func (i *inquiry) firstPerson() {
	r := core.ReasonNone
	if i.asks() && i.door.Guard.First {
		if r = core.Granted; !mayBeFirst(i.person) && !i.firstCame() {
			r = core.FirstPersonRequired
		}
	}
	i.note(core.CheckFirst, r)
}

func mayBeFirst(p *core.Person) bool { return p.MayBeFirst || everywhere(p) }

// firstCame is true on the day on which they came. A clock that nobody believes tells no day: then
// only what this boot has seen counts.
func (i *inquiry) firstCame() bool {
	f, at := &i.state.Reader.First, i.q.At
	if f.Person == "" || at.Trust == core.Untrusted && f.At.Boot != at.Boot {
		return false
	}
	z := i.s.Config.Zone
	return dateAt(z, f.At.Wall) == dateAt(z, at.Wall)
}

// secondPerson: one of two waits, and this is another. Nobody is one of two from afar.
func (i *inquiry) secondPerson() {
	r := core.ReasonNone
	if i.asks() && i.door.Guard.Pair && (i.presented() || i.q.Kind == core.KeyOperator) {
		r = core.SecondPersonRequired
		if one := &i.state.Reader.One; i.presented() && waits(i.s.Config, one, i.q.At, pairGood) && one.Person != i.person.ID {
			r = core.Granted
		}
	}
	i.note(core.CheckSecond, r)
}

// alone is true when nothing is missing but another person.
func alone(v core.Verdict) bool { return onlyMissing(v, core.SecondPersonRequired) }

// onlyMissing is true of a refusal for none but these reasons.
func onlyMissing(v core.Verdict, these ...core.Reason) bool {
	for _, s := range v.Trail.Steps() {
		if s.Reason != core.ReasonNone && s.Reason != core.Granted && !slices.Contains(these, s.Reason) {
			return false
		}
	}
	return !v.Granted
}

// arrives marks the first person of a day.
func (w *doorway) arrives(p core.PersonID, key core.KeyID, at core.Instant) {
	if who := w.cfg.Person(p); w.set.Guard.First && who != nil && mayBeFirst(who) {
		w.Reader.First = core.Waiting{Person: p, Key: key, At: at}
	}
}
