package hub

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
)

// TestOneOfTwoNamesIsNotGuessed: two doors, or two people, of one name are refused with both ids, and
// nothing happens at either; the id goes.
func TestOneOfTwoNamesIsNotGuessed(t *testing.T) {
	inOffice(t, func(r *rig) {
		edits := []core.Edit{core.Put(core.Lock{ID: "la", Family: "localiq"}), core.Put(core.Lock{ID: "lb", Family: "localiq"}),
			core.Put(core.Door{ID: "da", Name: "Store room", Lock: "la"}), core.Put(core.Door{ID: "db", Name: "Store Room", Lock: "lb"})}
		if err := r.Edit(context.Background(), "two rooms", nil, edits, nil); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		was := len(of[core.Turn](r.air))
		for _, w := range []core.Wish{core.SetDoorMode{Door: "store room", Mode: core.ModeLockdown}, core.Explain{Door: "Store Room"}} {
			e := r.asks(w).Error
			if e == nil || e.Code != core.CodeInvalid || !strings.Contains(e.Error(), "(da)") || !strings.Contains(e.Error(), "(db)") {
				t.Errorf("%T: %v", w, e)
			}
		}
		if e := r.asks(core.IdentifyLock{Lock: "store room"}).Error; e == nil || !strings.Contains(e.Error(), "la or lb") {
			t.Errorf("%v", e)
		}
		synctest.Wait()
		if turned, shown := len(of[core.Turn](r.air)), len(of[core.Identify](r.air)); turned != was || shown != 0 {
			t.Errorf("%d moves went out, and %d locks showed themselves", turned-was, shown)
		}
		if got := r.asks(core.Explain{Door: "db"}); got.Error != nil {
			t.Error(got.Error)
		}
	})
}
