package rules

import (
	"slices"

	"localiq/core"
)

// A lock opens for the keys in its table without asking. So while its door is blocked or in lockdown
// the table is without them, and the hub answers who is let in all the same.

// shuts is true for a mode that keeps a door locked against its keys.
func shuts(m core.DoorMode) bool { return m == core.ModeBlocked || m == core.ModeLockdown }

// TableNow is the table that a door's lock should have now: Table, less what the door's mode shuts
// out.
func TableNow(s *core.Site, door core.DoorID, at core.Instant) core.Table {
	st := s.Door(door)
	if st == nil {
		return Table(s.Config, door, 0, at)
	}
	t := Table(s.Config, door, st.Sync.Wanted, at)
	if m := strongest(st); shuts(m) {
		t.Rows = slices.DeleteFunc(t.Rows, func(r core.Row) bool {
			return m == core.ModeBlocked || !s.Config.Person(r.Person).OverrideLockdown
		})
	}
	return t
}

// wantShutTable is wantTable with the urgency of a revocation.
func (w *doorway) wantShutTable() {
	if w.set.Lock == "" || w.set.Table == core.TableNone {
		return
	}
	w.Sync.Wanted, w.Sync.Since = w.in.ID, w.in.At
	w.send(w.set.Lock, core.SyncTable{Version: w.in.ID, Revokes: shuts(w.strongest()) || len(w.Sync.Gone)+w.Sync.More > 0}, 0)
}
