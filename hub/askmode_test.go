package hub

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

// TestLockdownDoesNotWaitForTheDisk OM-8: its locking goes out as soon as it is decided, a grant that
// was not kept yet is overtaken by it, and the lock gets a table without its keys.
func TestLockdownDoesNotWaitForTheDisk(t *testing.T) {
	inOffice(t, func(r *rig) {
		release := r.disk.hold()
		r.tag(ana(), "q1")
		told := make(chan core.Told, 1)
		go func() {
			told <- r.Ask(context.Background(), core.Asked{Wish: core.SetDoorMode{Mode: core.ModeLockdown}})
		}()
		synctest.Wait()
		if turns := of[core.Turn](r.air); len(turns) != 1 || !turns[0].Op.(core.Turn).Move.Closes() {
			t.Fatalf("sent %+v", turns)
		}
		release()
		synctest.Wait()
		if got := <-told; got.Error != nil || len(got.Report) != 0 {
			t.Errorf("told %+v", got)
		}
		if n := len(of[core.Answer](r.air)); n != 0 {
			t.Errorf("%d answers opened after the lockdown", n)
		}
		if tab, err := r.Table(context.Background(), "l1"); err != nil || len(tab.Rows) != 0 {
			t.Errorf("the lock still gets %+v, %v", tab.Rows, err)
		}
		r.tag(ana(), "q2")
		if as := of[core.Answer](r.air); len(as) != 1 || as[0].Op.(core.Answer).Reason != core.Lockdown {
			t.Errorf("answered %+v", as)
		}
		if got := r.Ask(context.Background(), core.Asked{Wish: core.SetDoorMode{}}); got.Error != nil {
			t.Errorf("released: %+v", got)
		}
		if tab, err := r.Table(context.Background(), "l1"); err != nil || len(tab.Rows) != 1 {
			t.Errorf("released, the lock gets %+v, %v", tab.Rows, err)
		}
	})
}

// TestDoorModeSaysWhatIsNotSo OM-8: doors that are in another mode, and locks that have not heard.
func TestDoorModeSaysWhatIsNotSo(t *testing.T) {
	inOffice(t, func(r *rig) {
		ask := func(w core.SetDoorMode) core.Told {
			told := make(chan core.Told, 1)
			go func() { told <- r.Ask(context.Background(), core.Asked{Wish: w}) }()
			synctest.Wait()
			if id := r.Site().Door("front").Flight.Command; !id.IsZero() {
				r.says(core.CommandAnswered{Lock: "l1", Command: id, Result: core.ResultDone})
			}
			return <-told
		}
		for _, c := range []struct {
			w    core.SetDoorMode
			want []string
		}{
			{core.SetDoorMode{Door: "Front", Mode: core.ModeFireOpen}, nil},
			{core.SetDoorMode{Mode: core.ModeLockdown, For: time.Hour}, []string{"Front is open for fire"}},
			{core.SetDoorMode{}, []string{"Front is in lockdown"}},
			{core.SetDoorMode{Door: "front"}, nil},
		} {
			if got := ask(c.w); got.Error != nil || !slices.Equal(got.Report, c.want) {
				t.Errorf("%+v: %+v, want %q", c.w, got, c.want)
			}
		}
		r.says(core.LockSilent{Lock: "l1"})
		if got := ask(core.SetDoorMode{Mode: core.ModeLockdown}); got.Error != nil || !slices.Equal(got.Report, []string{"Front: its lock is not heard, and is told as soon as it is"}) {
			t.Errorf("unheard: %+v", got)
		}
		if got := ask(core.SetDoorMode{Door: "Frnt"}); got.Error == nil || got.Error.Code != core.CodeNotFound {
			t.Errorf("no such door: %+v", got)
		}
	})
}
