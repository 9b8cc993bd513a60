package oracle

import (
	"time"

	"localiq/core"
)

// soon is how long one who has shown a key is waited for: for the PIN after a tag, and for a second
// person.
const soon = 20 * time.Second

// half is the key that waits for its PIN at this reader.
func (in *inquiry) half() (core.Waiting, bool) {
	w := in.state.Reader.Half
	return w, w.Key != "" && w.Config == in.site.Config.Version && in.within(w.At, soon)
}

// shown: somebody is there with a key, or is asked about as if they were.
func (in *inquiry) shown() bool { return !in.q.Digest.IsZero() || in.q.Key != "" }

// factors: a tag or a phone waits for its PIN; a PIN needs one of the same person that waits.
func (in *inquiry) factors() core.Reason {
	switch {
	case in.door.Guard.Factors != core.TagAndPIN || !in.shown():
		return core.ReasonNone
	case !in.typed:
		return core.FactorMissing
	case in.pin == nil || in.pin.Person != in.key.Person:
		return core.PINWrong
	}
	return core.ReasonNone
}

// first: nobody before somebody who may be, on every day of the site. From afar they open, and are
// not it. A clock that nobody believes tells no day of another boot.
func (in *inquiry) first() core.Reason {
	came := in.state.Reader.First
	today := came.Person != "" && core.DateOf(came.At.In(in.site.Config.Zone)) == core.DateOf(in.q.At.In(in.site.Config.Zone))
	if in.q.At.Trust == core.Untrusted && came.At.Boot != in.q.At.Boot {
		today = false
	}
	if in.door.Guard.First && !today && !in.who.MayBeFirst && !in.master() {
		return core.FirstPersonRequired
	}
	return core.ReasonNone
}

// second: another person, with every right, a moment ago. Nobody is one of two from afar, so nobody
// opens such a door from there.
func (in *inquiry) second() core.Reason {
	w := in.state.Reader.One
	other := w.Person != "" && w.Person != in.who.ID && w.Config == in.site.Config.Version && in.within(w.At, soon)
	if in.door.Guard.Pair && (in.afar() || in.shown() && !other) {
		return core.SecondPersonRequired
	}
	return core.ReasonNone
}

// passback: who is there already does not come in again, until everybody's place is forgotten. Nobody
// comes in from afar.
func (in *inquiry) passback() core.Reason {
	g := in.door.Guard
	if g.Passback != core.PassbackHard || in.afar() {
		return core.ReasonNone
	}
	for _, n := range in.site.Counts.All() {
		if n.Person == in.who.ID && n.Area == g.Area && !in.forgotten(n.Since) {
			return core.Passback
		}
	}
	return core.ReasonNone
}

// forgotten: the site's hour of amnesty has struck since.
func (in *inquiry) forgotten(since core.Instant) bool {
	h := hours{cfg: in.site.Config}
	today := core.DateOf(in.q.At.In(in.site.Config.Zone))
	for d := today - 1; d <= today; d++ {
		if struck := h.first(onWall(d, in.site.Config.Settings.Amnesty)); since.Wall < struck && struck <= in.q.At.Wall {
			return true
		}
	}
	return in.stoodOpen(since)
}

// stoodOpen: a door with an area stands open to everybody, or has since.
func (in *inquiry) stoodOpen(since core.Instant) bool {
	for i, d := range in.site.Doors {
		held, turned := d.Wanted.Bolt == core.BoltOffice, d.Wanted.At
		if in.site.Config.Doors[i].Guard.Area != "" && (held || turned != core.Instant{} && since.Before(turned)) {
			return true
		}
	}
	return false
}

// uses: what was taken, and what is given at another door and may still be.
func (in *inquiry) uses() core.Reason {
	for _, k := range in.keys() {
		if k.Uses != 0 && in.used(k.ID) >= k.Uses {
			return core.UsesExhausted
		}
	}
	return core.ReasonNone
}

func (in *inquiry) used(k core.KeyID) (n int) {
	for _, c := range in.site.Counts.All() {
		for _, kc := range c.Keys {
			if kc.Key == k {
				n += kc.Uses
			}
		}
	}
	for _, d := range in.site.Doors {
		for _, s := range append([]core.Shown{{Key: d.Grant.Key}}, d.Grant.Also...) {
			if s.Key == k && d.Door != in.q.Door && in.open(&d) {
				n++
			}
		}
	}
	return n
}

// open is true for a grant of which nobody can tell whether it was taken: it is good, or its lock has
// told nothing since. One that the lock was shut after again was not.
func (in *inquiry) open(d *core.DoorState) bool {
	g, r := d.Grant, d.Reported
	switch {
	case g.Taken || g.Until.Boot != in.q.At.Boot:
		return false
	case r.Bolt == core.BoltLocked && r.BoltSince.Boot == g.Until.Boot && r.BoltSince.Up >= g.Until.Up-core.DefaultOpenFor*time.Second:
		return false
	}
	return in.q.At.Up <= g.Until.Up || r.At.Up < g.Until.Up
}
