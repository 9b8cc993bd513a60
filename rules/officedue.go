package rules

import "localiq/core"

// When time does something to what holds a door.

// now is the input's instant, with the trust that the clock has after what the input said.
func (d *draft) now() core.Instant {
	at := d.in.At
	at.Trust = d.trust()
	return at
}

// judgedAt is the same for a site at rest.
func judgedAt(s *core.Site) core.Instant {
	at := s.At
	if c := &s.Hub.Clock; !c.Since.IsZero() && c.Source != core.SourceMade {
		at.Trust = c.TrustAt(at.Boot, at.Up)
	}
	return at
}

// officeWake has a line for each of endOfLevels, endOfWindow, startsByItself and remind.
func officeWake(set *core.Door, st *core.DoorState, at core.Instant) (w core.Wake) {
	if st.Office.On {
		w.Wall = st.Office.Until
	}
	return w.Sooner(levelsDue(st, at)).Sooner(manualDue(set, st, at)).Sooner(autoDue(set, st, at))
}

// autoDue is when a window begins or ends for a door that starts office mode by itself.
func autoDue(set *core.Door, st *core.DoorState, at core.Instant) (w core.Wake) {
	p := &st.Office.Plan
	switch {
	case at.Trust == core.Untrusted:
	case p.Occurrence.Start > at.Wall && mayStart(set, st):
		w.Wall = min(p.Occurrence.Start, p.Until)
	case p.Until != Endless: // 0 at a door that starts nothing by itself
		w.Wall = p.Until
	}
	return w
}

// restless is true where a door has something to do whatever the input was: a hold whose end nobody
// can tell, a mode whose end the wall clock shows elsewhere, a window without a plan, office mode that
// can start or has another reason to wait.
func restless(set *core.Door, st *core.DoorState, at core.Instant) bool {
	switch {
	case officeOver(set, st, at) != "", strayed(st, at):
		return true
	case !selfStarting(set):
		return false
	case stale(&st.Office.Plan, at.Wall), !waited(st, at):
		return true
	case !toStart(set, st, at):
		return false
	}
	return waitsAnew(st, hinders(st, at))
}
