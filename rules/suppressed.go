package rules

import (
	"slices"

	"localiq/core"
)

// While a door is held unlocked for everybody it may stand open (D-5). When that ends it gets a fresh
// threshold, whole and from then on.

func heldForFire(st *core.DoorState) bool {
	return slices.ContainsFunc(st.Levels, func(l core.Level) bool { return l.Mode == core.ModeFireOpen })
}

// endOfHold is the end of office mode, or of a door held open for a fire, at a door that stands open.
func (w *doorway) endOfHold() {
	o := &w.Opening
	if !holding(&w.was) || holding(&w.DoorState) || !o.Open || o.Raised {
		return
	}
	*o = core.Opening{Open: true, Since: w.in.At, By: o.By, Extra: o.Extra, Fresh: true, AfterFire: heldForFire(&w.was)}
}
