package rules

import "localiq/core"

// What stands above every right at a door (OM-8), and who may pass it.

// openToAll is step 1: a door that is open for fire is open to whoever comes. Its lock is held open;
// the verdict only says so, and who it was.
func (i *inquiry) openToAll() {
	if i.mode != core.ModeFireOpen {
		i.note(core.CheckFree, core.ReasonNone)
		return
	}
	i.free = true
	i.note(core.CheckFree, core.Granted)
}

// doorMode is step 8. A door that is blocked is out of order: nobody may override that.
func (i *inquiry) doorMode() {
	if i.door == nil {
		i.note(core.CheckDoor, core.ReasonNone)
		return
	}
	r := core.Granted
	switch i.mode {
	case core.ModeLockdown:
		if i.person == nil || !i.person.OverrideLockdown {
			r = core.Lockdown
		}
	case core.ModeBlocked:
		r = core.DoorBlocked
	}
	i.note(core.CheckDoor, r)
}

// modeAt is the strongest mode that stood at an instant: one that was set after it did not, as far as
// one clock has told both.
func modeAt(st *core.DoorState, at core.Instant) core.DoorMode {
	for i := range st.Levels {
		l := &st.Levels[i]
		if since, ok := at.Sub(l.Since); !l.Over(at) && (!ok || since >= 0) {
			return l.Mode
		}
	}
	return core.ModeNormal
}

// private: a key that opened what is locked from inside opens for a moment, and switches nothing.
func (w *doorway) private(e core.AccessRequested) bool {
	return e.Bolt == core.BoltPrivacy || w.Reported.Bolt == core.BoltPrivacy
}
