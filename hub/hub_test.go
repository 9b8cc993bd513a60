package hub

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// TestKeptBeforeOpened: a grant goes to the lock once it would survive a power cut, not before.
func TestKeptBeforeOpened(t *testing.T) {
	inOffice(t, func(r *rig) {
		release := r.disk.hold()
		r.tag(ana(), "q1")
		if n := len(of[core.Answer](r.air)); n != 0 {
			t.Fatalf("%d answers before the commit", n)
		}
		release()
		synctest.Wait()
		as := of[core.Answer](r.air)
		if len(as) != 1 || !as[0].Op.(core.Answer).Granted || as[0].Op.(core.Answer).Request != "q1" {
			t.Fatalf("%+v", as)
		}
		if len(r.told(core.AccessGranted)) != 1 {
			t.Error("granted, and not in the ledger")
		}
	})
}

// TestRefusalDoesNotWaitForTheDisk.
func TestRefusalDoesNotWaitForTheDisk(t *testing.T) {
	inOffice(t, func(r *rig) {
		release := r.disk.hold()
		defer release()
		r.tag(core.Digest{99}, "q1")
		as := of[core.Answer](r.air)
		if len(as) != 1 || as[0].Op.(core.Answer).Granted || as[0].Op.(core.Answer).Reason != core.CredentialUnknown {
			t.Fatalf("%+v", as)
		}
	})
}

// TestStalledStore: remote opening is refused, a tag's momentary grant goes out after 300 ms,
// and every screen says so.
func TestStalledStore(t *testing.T) {
	inOffice(t, func(r *rig) {
		release := r.disk.hold()
		r.tag(ana(), "q1")
		time.Sleep(stallAfter - time.Millisecond)
		synctest.Wait()
		if len(of[core.Answer](r.air)) != 0 {
			t.Fatal("answered before the disk stalled")
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if len(of[core.Answer](r.air)) != 1 {
			t.Fatal("the tag waits for a disk that stalls")
		}
		told := r.Ask(context.Background(), core.Asked{Wish: core.OpenDoor{Door: "front"}})
		if told.Error == nil || told.Error.Code != core.CodeStoreStalled {
			t.Errorf("%+v", told)
		}
		ctx, cancel := context.WithCancel(context.Background())
		if s := <-r.Watch(ctx); !s.Health.StoreStalled {
			t.Error("no screen says it")
		}
		cancel()
		release()
		synctest.Wait()
		if n := len(of[core.Answer](r.air)); n != 1 {
			t.Errorf("%d answers to one request", n)
		}
	})
}

// TestFailedCommitMovesNothing: nothing opened, nothing told, and the lock is asked again.
func TestFailedCommitMovesNothing(t *testing.T) {
	inOffice(t, func(r *rig) {
		before, tends := r.Site(), len(of[core.Tend](r.air))
		r.disk.break_(errors.New("read-only file system"))
		r.tag(ana(), "q1")
		if len(of[core.Answer](r.air)) != 0 || r.Site() != before {
			t.Fatal("something moved")
		}
		if len(of[core.Tend](r.air)) != tends {
			t.Error("the lock was asked again while nothing can be kept")
		}
		told := r.Ask(context.Background(), core.Asked{Wish: core.LockDoor{Door: "front"}})
		if told.Error == nil {
			t.Error("a wish that was not kept was called done")
		}
		r.disk.break_(nil)
		time.Sleep(longestRest)
		synctest.Wait()
		r.tag(ana(), "q2")
		if as := of[core.Answer](r.air); len(as) != 1 || as[0].Op.(core.Answer).Request != "q2" {
			t.Errorf("after the disk is back: %+v", as)
		}
	})
}

// TestNotClosedSurvivesRestart [notclosed]: raised once, 38.000 s after the opening, whatever
// happens to the process in between; cleared by closing.
func TestNotClosedSurvivesRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk := clock.Process()
		r := start(t, clk, &disk{site: office(t)})
		r.says(core.LockHeard{Lock: "l1"})
		r.says(core.LockReported{Lock: "l1", Bolt: core.BoltLocked, Contact: core.ContactClosed, LockBoot: 1})
		r.tag(ana(), "q1")
		opened := clk.Now()
		r.says(core.DoorOpened{Lock: "l1"})
		time.Sleep(10 * time.Second)
		r.stop()
		time.Sleep(20 * time.Second)
		r = start(t, clk, r.disk)
		defer func() { r.stop() }()
		r.says(core.LockHeard{Lock: "l1"})
		r.says(core.LockReported{Lock: "l1", Bolt: core.BoltLocked, Contact: core.ContactOpen, ContactAge: 30 * time.Second, LockBoot: 1})
		time.Sleep(8*time.Second - time.Millisecond)
		synctest.Wait()
		if n := r.told(core.AlertRaised); len(n) != 0 {
			t.Fatalf("raised early: %+v", n)
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		raised := r.told(core.AlertRaised)
		if len(raised) != 1 || raised[0].Alert != core.AlertNotClosed {
			t.Fatalf("%+v", raised)
		}
		if d, ok := raised[0].At.Sub(opened); !ok || d != 38*time.Second {
			t.Errorf("raised after %v", d)
		}
		time.Sleep(time.Minute)
		r.says(core.DoorClosed{Lock: "l1"})
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if len(r.told(core.AlertCleared)) != 1 || len(r.told(core.AlertRaised)) != 1 {
			t.Errorf("cleared %d, raised %d", len(r.told(core.AlertCleared)), len(r.told(core.AlertRaised)))
		}
	})
}

// TestRemoteOpeningWaitsForTheLock: the answer is what the lock confirmed; silence is "unknown".
func TestRemoteOpeningWaitsForTheLock(t *testing.T) {
	inOffice(t, func(r *rig) {
		ask := func() chan core.Told {
			c := make(chan core.Told, 1)
			go func() { c <- r.Ask(context.Background(), core.Asked{Wish: core.OpenDoor{Door: "front"}}) }()
			synctest.Wait()
			return c
		}
		told := ask()
		turns := of[core.Turn](r.air)
		if len(turns) != 1 || turns[0].Op.(core.Turn).Move.To != core.BoltUnlocked {
			t.Fatalf("%+v", turns)
		}
		r.says(core.CommandAnswered{Lock: "l1", Command: turns[0].ID, Result: core.ResultDone})
		if got := <-told; got.Error != nil || got.Result != core.ResultDone {
			t.Errorf("%+v", got)
		}
		r.says(core.BoltTurned{Lock: "l1", To: core.BoltLocked, By: core.ByRelock})
		time.Sleep(time.Minute)
		if got := <-ask(); got.Error == nil || got.Error.Code != core.CodeUnknown || !got.Error.MayHaveSucceeded() {
			t.Errorf("a silent lock: %+v", got)
		}
	})
}

// TestRepeatedRequestGetsTheFirstAnswer: the request id commits with its command.
func TestRepeatedRequestGetsTheFirstAnswer(t *testing.T) {
	inOffice(t, func(r *rig) {
		a := core.Asked{Origin: core.Origin{Kind: core.FromCLI, Request: "r-1"}, Wish: core.PairLock{Code: "x", DoorName: "Side"}}
		first := r.Ask(context.Background(), a)
		again := r.Ask(context.Background(), a)
		if first.Error != nil || again.Seq != first.Seq || len(r.Site().Config.Locks) != 2 {
			t.Errorf("%+v, then %+v", first, again)
		}
	})
}

// TestSlowScreenDoesNotSlowTheDoor: a watcher that never reads costs the door nothing.
func TestSlowScreenDoesNotSlowTheDoor(t *testing.T) {
	inOffice(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		slow := r.Watch(ctx)
		before := time.Now()
		for i := range 500 {
			if i%2 == 0 {
				r.says(core.DoorOpened{Lock: "l1"})
			} else {
				r.says(core.DoorClosed{Lock: "l1"})
			}
		}
		if d := time.Since(before); d != 0 {
			t.Errorf("500 events took %v while nobody read", d)
		}
		if s := <-slow; s.Seq != r.Site().Seq {
			t.Errorf("a late reader sees %d, the newest is %d", s.Seq, r.Site().Seq)
		}
	})
}

// TestClockStepIsAnEvent: the wall clock was set while Up ran on.
func TestClockStepIsAnEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk := &steppable{Clock: clock.Process()}
		r := start(t, clk, &disk{site: office(t)})
		defer func() { r.stop() }()
		clk.step.Store(int64(2 * time.Hour))
		time.Sleep(longestSleep + time.Second)
		synctest.Wait()
		if n := r.told(core.ClockSet); len(n) != 1 {
			t.Errorf("%+v", n)
		}
	})
}
