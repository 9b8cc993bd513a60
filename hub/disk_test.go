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

func (r *rig) wish(w core.Wish) chan core.Told {
	c := make(chan core.Told, 1)
	go func() { c <- r.Ask(context.Background(), core.Asked{Wish: w}) }()
	synctest.Wait()
	return c
}

// TestLockingOvertakesAHeldOpening: an opening that waits for the disk must not come after the
// relock that was decided later.
func TestLockingOvertakesAHeldOpening(t *testing.T) {
	inOffice(t, func(r *rig) {
		release := r.disk.hold()
		opening := r.wish(core.OpenDoor{Door: "front"})
		locking := r.wish(core.LockDoor{Door: "front"})
		release()
		synctest.Wait()
		turns := of[core.Turn](r.air)
		if len(turns) != 1 || turns[0].Op.(core.Turn).Move.To != core.BoltLocked {
			t.Fatalf("%+v", turns)
		}
		if told := <-opening; told.Error == nil || told.Result != core.ResultExpired {
			t.Errorf("the opening: %+v", told)
		}
		r.says(core.CommandAnswered{Lock: "l1", Command: turns[0].ID, Result: core.ResultDone})
		if told := <-locking; told.Error != nil {
			t.Errorf("the relock: %+v", told)
		}
	})
}

// TestCommandIDsNeverComeTwice: a relock goes out before its input is kept, and the next run
// gives the same number to something else.
func TestCommandIDsNeverComeTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk, d := clock.Process(), &disk{site: office(t)}
		ids, numbers := map[core.CommandID]bool{}, map[core.CommandID]int{}
		for range 3 {
			d.break_(nil)
			r := start(t, clk, d)
			r.says(core.LockHeard{Lock: "l1"})
			r.says(core.LockReported{Lock: "l1", Bolt: core.BoltUnlocked, Contact: core.ContactClosed, LockBoot: 1})
			d.break_(errors.New("read-only file system"))
			r.wish(core.LockDoor{Door: "front"})
			r.stop()
			for _, c := range r.air.done {
				if ids[c.ID] && !c.ID.IsZero() {
					t.Errorf("%s came twice", c.ID)
				}
				ids[c.ID] = true
				numbers[core.CommandID{Seq: c.ID.Seq, N: c.ID.N}]++
			}
		}
		again := false
		for _, n := range numbers {
			again = again || n > 1
		}
		if !again {
			t.Fatal("no number came again: this test tests nothing")
		}
	})
}

// TestBrokenDiskRests: a disk that fails is tried again after a pause, not without end, and the
// locks are asked again once it works.
func TestBrokenDiskRests(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.disk.break_(errors.New("no space left"))
		tends := len(of[core.Tend](r.air))
		before := r.disk.commits()
		r.says(core.DoorOpened{Lock: "l1"})
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := r.disk.commits() - before; n < 5 || n > 20 {
			t.Errorf("%d commits in a minute", n)
		}
		if n := len(of[core.Tend](r.air)); n != tends {
			t.Errorf("%d locks were asked again while nothing can be kept", n-tends)
		}
		r.disk.break_(nil)
		time.Sleep(longestRest)
		synctest.Wait()
		if n := len(of[core.Tend](r.air)); n != tends+1 {
			t.Errorf("asked again %d times once it works", n-tends)
		}
		if len(r.told(core.StoreTrouble)) != 1 {
			t.Errorf("nobody is told that there was trouble: %+v", r.told(core.StoreTrouble))
		}
		if h := r.health.Load(); h.StoreError != "" {
			t.Errorf("still %q", h.StoreError)
		}
		told := r.wish(core.OpenDoor{Door: "front"})
		turns := of[core.Turn](r.air)
		if len(turns) != 1 {
			t.Fatalf("remote opening stays refused: %+v", <-told)
		}
	})
}

// TestRadioEdgeSurvivesABrokenDisk: nobody repeats what this box itself said.
func TestRadioEdgeSurvivesABrokenDisk(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.disk.break_(errors.New("no space left"))
		r.Tell(context.Background(), core.RadioFell{Adapter: "hci0", Why: "test"})
		synctest.Wait()
		r.disk.break_(nil)
		time.Sleep(2 * longestRest)
		synctest.Wait()
		if rs := r.Site().Hub.Radios; len(rs) != 1 || rs[0].Up {
			t.Errorf("%+v", rs)
		}
	})
}

// TestStallLetsEveryTagGo: the second one too, and none that stands on a right that is not kept.
func TestStallLetsEveryTagGo(t *testing.T) {
	inOffice(t, func(r *rig) {
		release := r.disk.hold()
		r.tag(ana(), "q1")
		time.Sleep(stallAfter)
		synctest.Wait()
		r.tag(ana(), "q2")
		if n := len(of[core.Answer](r.air)); n != 2 {
			t.Errorf("%d answers", n)
		}
		release()
	})
	inOffice(t, func(r *rig) {
		release := r.disk.hold()
		defer release()
		go r.Edit(context.Background(), "a new key", nil, []core.Edit{core.Put(core.Key{ID: "k2", Person: "ana", Kind: core.KeyTag, State: core.KeyActive, Digest: core.Digest{5}})}, nil)
		synctest.Wait()
		time.Sleep(stallAfter)
		r.tag(core.Digest{5}, "q1")
		time.Sleep(time.Second)
		synctest.Wait()
		for _, c := range of[core.Answer](r.air) {
			if c.Op.(core.Answer).Granted {
				t.Error("a grant went out that stands on a right that is not on the disk")
			}
		}
	})
}

// TestRepeatedRefusalStaysARefusal.
func TestRepeatedRefusalStaysARefusal(t *testing.T) {
	inOffice(t, func(r *rig) {
		ask := func() core.Told {
			return r.Ask(context.Background(), core.Asked{Origin: core.Origin{Request: "r-9"}, Wish: core.OpenDoor{Door: "front"}})
		}
		told := make(chan core.Told, 1)
		go func() { told <- ask() }()
		synctest.Wait()
		turn := of[core.Turn](r.air)[0]
		r.says(core.CommandAnswered{Lock: "l1", Command: turn.ID, Result: core.ResultJammed})
		first, again := <-told, ask()
		if first.Error == nil || again.Error == nil || again.Result != core.ResultJammed || *again.Error != *first.Error {
			t.Errorf("%+v, then %+v", first, again)
		}
	})
}

// TestOfflineHubWritesNoHistory: who only asks changes nothing.
func TestOfflineHubWritesNoHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{site: office(t)}
		h := New(Config{Site: d.site, Clock: clock.Process(), Ledger: d, Private: names{}, Driver: NoAir{}, Offline: true})
		ctx, cancel := context.WithCancel(context.Background())
		over := make(chan error)
		go func() { over <- h.Run(ctx) }()
		if t1 := h.Ask(ctx, core.Asked{Wish: core.Explain{Door: "Front", Person: "ana"}}); t1.Error != nil {
			t.Errorf("%+v", t1)
		}
		for _, w := range []core.Wish{core.IdentifyLock{Lock: "l1"}, core.SyncTables{}, core.LockDoor{Door: "front"}} {
			if told := h.Ask(ctx, core.Asked{Wish: w}); told.Error == nil || told.Error.Code != core.CodeRefused {
				t.Errorf("%T: %+v", w, told)
			}
		}
		time.Sleep(time.Hour)
		cancel()
		if err := <-over; err != nil || len(d.entries) != 0 {
			t.Errorf("%v, %d entries", err, len(d.entries))
		}
	})
}

// inOfficeMode is inOffice with office mode on, confirmed by the lock.
func inOfficeMode(t *testing.T, f func(r *rig)) {
	inOffice(t, func(r *rig) {
		on := r.wish(core.SetOffice{Door: "front", On: true})
		turn := of[core.Turn](r.air)[0]
		r.says(core.BoltTurned{Lock: "l1", To: core.BoltOffice, By: core.ByHub})
		r.says(core.CommandAnswered{Lock: "l1", Command: turn.ID, Result: core.ResultDone})
		if told := <-on; told.Error != nil || !r.Site().Door("front").Office.On {
			t.Fatalf("%+v", told)
		}
		f(r)
	})
}

// TestLockedOnABrokenDiskStaysLocked: the wish is done and said to be done, and the hub does not
// open the door again once it can keep something.
func TestLockedOnABrokenDiskStaysLocked(t *testing.T) {
	inOfficeMode(t, func(r *rig) {
		r.disk.break_(errors.New("no space left"))
		locking := r.wish(core.LockDoor{Door: "front"})
		turns := of[core.Turn](r.air)
		lock := turns[len(turns)-1]
		if !lock.Closes() {
			t.Fatalf("no lock command went out: %+v", turns)
		}
		r.says(core.CommandAnswered{Lock: "l1", Command: lock.ID, Result: core.ResultDone})
		if told := <-locking; told.Error != nil || told.Result != core.ResultDone {
			t.Errorf("told %+v of a door that was locked", told)
		}
		time.Sleep(20 * time.Second)
		synctest.Wait()
		if n := len(of[core.Turn](r.air)); n != len(turns) {
			t.Errorf("%d more commands to a lock that is locked", n-len(turns))
		}
		r.disk.break_(nil)
		time.Sleep(longestRest)
		synctest.Wait()
		r.says(core.BoltTurned{Lock: "l1", To: core.BoltLocked, By: core.ByHub})
		r.says(core.LockReported{Lock: "l1", Bolt: core.BoltLocked, Contact: core.ContactClosed, Battery: 80, LockBoot: 1})
		time.Sleep(time.Minute)
		synctest.Wait()
		if r.Site().Door("front").Office.On {
			t.Error("office mode is on again")
		}
		for _, c := range of[core.Turn](r.air)[1:] {
			if !c.Closes() {
				t.Errorf("the hub opened the door again: %+v", c)
			}
		}
	})
}

// TestOpeningOfAStaleSiteDoesNotGoOut: the hand that locked the door is not known yet when the
// disk works again.
func TestOpeningOfAStaleSiteDoesNotGoOut(t *testing.T) {
	inOfficeMode(t, func(r *rig) {
		r.disk.break_(errors.New("input/output error"))
		r.says(core.BoltTurned{Lock: "l1", To: core.BoltLocked, By: core.ByHandle})
		r.disk.break_(nil)
		r.says(core.LockReported{Lock: "l1", Bolt: core.BoltLocked, Contact: core.ContactClosed, Battery: 80, LockBoot: 1})
		tends := len(of[core.Tend](r.air))
		for len(of[core.Tend](r.air)) == tends { // the disk rests, then it works
			time.Sleep(100 * time.Millisecond)
			synctest.Wait()
		}
		r.says(core.BoltTurned{Lock: "l1", To: core.BoltLocked, By: core.ByHandle}) // told again
		time.Sleep(time.Minute)
		synctest.Wait()
		for _, c := range of[core.Turn](r.air)[1:] {
			if !c.Closes() {
				t.Errorf("the hub opened what a hand had locked: %+v", c)
			}
		}
	})
}

// TestRadioIsAsItSaidLast: though both edges fell into a broken disk.
func TestRadioIsAsItSaidLast(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.Tell(context.Background(), core.RadioRose{Adapter: "hci0"})
		synctest.Wait()
		r.disk.break_(errors.New("no space left"))
		r.Tell(context.Background(), core.RadioFell{Adapter: "hci0", Why: "test"})
		synctest.Wait()
		r.Tell(context.Background(), core.RadioRose{Adapter: "hci0"})
		synctest.Wait()
		r.disk.break_(nil)
		time.Sleep(2 * longestRest)
		synctest.Wait()
		if rs := r.Site().Hub.Radios; len(rs) != 1 || !rs[0].Up {
			t.Errorf("%+v", rs)
		}
	})
}

// TestLocksAreTendedOnABrokenDisk: a hub that starts on a read-only card still hears its locks
// and can close them.
func TestLocksAreTendedOnABrokenDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{site: office(t)}
		d.break_(errors.New("read-only file system"))
		r := start(t, clock.Process(), d)
		defer func() { r.stop() }()
		if len(of[core.Tend](r.air)) == 0 {
			t.Fatal("no lock is tended")
		}
		r.says(core.LockHeard{Lock: "l1"})
		r.wish(core.LockDoor{Door: "front"})
		if len(of[core.Turn](r.air)) == 0 {
			t.Error("no lock command went out")
		}
	})
}

// TestWishAfterTheEnd: nobody waits for a hub that has stopped.
func TestWishAfterTheEnd(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.stop()
		began := time.Now()
		if told := r.Ask(context.Background(), core.Asked{Wish: core.LockDoor{Door: "front"}}); told.Error == nil || time.Since(began) != 0 {
			t.Errorf("%+v after %v", told, time.Since(began))
		}
	})
}
