package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// TestJournalFromBeforeIsNotOurs [lock.offline]: what a lock wrote before it was paired is no loss,
// and an entry that says nothing moves the cursor all the same.
func TestJournalFromBeforeIsNotOurs(t *testing.T) {
	s := core.NewSite(core.HubState{})
	does := func(e core.Event, index uint32) core.Decision {
		at := core.Instant{Wall: 1e18 + int64(s.Seq), Boot: "b", Up: time.Duration(s.Seq), Trust: core.Trusted}
		in := core.Input{ID: s.Seq + 1, At: at, Event: e}
		if index != 0 {
			in.Claim = core.LockTime{Journal: "j", Index: index}
		}
		d := Decide(s, in)
		s = s.Apply(s.Seq+1, at, d.Changes)
		return d
	}
	does(core.SiteEdited{Why: "paired", Edits: []core.Edit{core.Put(core.Lock{ID: "l"}), core.Put(core.Door{ID: "d", Name: "Front", Lock: "l"})}}, 0)
	does(core.JournalBegun{Lock: "l", Journal: "j", After: 3000}, 0)
	for i, e := range []core.Event{core.EntryPassed{Lock: "l"}, core.DoorClosed{Lock: "l"}} {
		index := uint32(3001 + i)
		for _, n := range does(e, index).Notices {
			if n.What == core.HistoryLost {
				t.Errorf("entry %d: %+v", index, n)
			}
		}
		if c := s.Door("d").Cursor; c != (core.Cursor{Journal: "j", Index: index}) {
			t.Errorf("the cursor is %+v behind entry %d", c, index)
		}
	}
}
