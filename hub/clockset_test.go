package hub

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// settable is a box that a time server disciplines, and whose clock anybody can set.
type settable struct {
	kernel
	mu     sync.Mutex
	synced bool
	set    chan<- struct{}
}

func (k *settable) Synced() (time.Duration, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return 20 * time.Millisecond, k.synced
}

func (k *settable) WasSet(ctx context.Context, set chan<- struct{}) {
	k.mu.Lock()
	k.set = set
	k.mu.Unlock()
	<-ctx.Done()
}

// sets the box's clock to an instant; synced: a time server did.
func (k *settable) sets(to int64, synced bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.off.Add(to - k.Now().Wall)
	k.synced = synced
	k.set <- struct{}{}
}

// hands are those who set a clock, and what the hub makes of it.
var hands = []struct {
	name    string
	sets    func(r *rig, k *settable, to int64) (refused bool)
	follows func(by time.Duration) bool
}{
	{"a program", func(_ *rig, k *settable, to int64) bool { k.sets(to, false); return false },
		func(time.Duration) bool { return false }},
	{"a time server", func(_ *rig, k *settable, to int64) bool { k.sets(to, true); return false },
		func(by time.Duration) bool { return by > 0 }},
	{"a person", func(r *rig, _ *settable, to int64) bool {
		return r.Ask(r.t.Context(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.ConfirmClock{Wall: to, Within: time.Second}}).Error != nil
	}, func(by time.Duration) bool { return by > -24*time.Hour }},
}

// the steps, from 07:00 on 23 November 2026.
var clockSteps = map[string]time.Duration{"2 h forward": 2 * time.Hour, "2 h back": -2 * time.Hour, "to 1970": time.Hour - time.Duration(seven)}

// onSettable runs f on a hub at 07:00 whose front door has a policy and a window.
func onSettable(t *testing.T, door core.Door, w core.Window, f func(r *rig, k *settable)) {
	synctest.Test(t, func(t *testing.T) {
		s := office(t)
		door.ID, door.Name, door.Lock, door.Schedule = "front", "Front", "l1", "day"
		w.Days = core.EveryDay
		c, err := s.Config.With(2, []core.Edit{core.Put(door), core.Put(core.Schedule{ID: "day", Name: "Day", Windows: []core.Window{w}}),
			core.Put(core.Person{ID: "ana", Groups: []core.GroupID{"staff"}, EOM: true})}, nil)
		if err != nil {
			t.Fatal(err)
		}
		k := &settable{kernel: kernel{Clock: clock.Process(), boot: "b1"}, synced: true}
		k.off.Store(seven - k.Clock.Now().Wall)
		b := clock.Over(k)
		r := start(t, b, &disk{site: s.Apply(2, core.Instant{}, []core.Change{core.ConfigBecame{Next: c}})})
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan struct{})
		go func() {
			defer close(over)
			_ = b.Watch(ctx, func(e core.Event) { r.Tell(ctx, e) }) // its error is ctx's
		}()
		defer func() { cancel(); <-over; r.stop() }()
		synctest.Wait()
		r.says(core.LockHeard{Lock: "l1"})
		r.says(core.LockReported{Lock: "l1", Bolt: core.BoltLocked, Contact: core.ContactClosed, Battery: 80, LockBoot: 1})
		f(r, k)
	})
}

// bolt has the lock do what it was asked last, and say so.
func (r *rig) bolt() (to core.Bolt) {
	turns := of[core.Turn](r.air)
	for _, c := range turns {
		to = c.Op.(core.Turn).Move.To
	}
	if n := len(turns); n > 0 && turns[n-1].ID == r.Site().Door("front").Flight.Command {
		r.says(core.CommandAnswered{Lock: "l1", Command: turns[n-1].ID, Result: core.ResultDone})
		r.says(core.BoltTurned{Lock: "l1", To: to, By: core.ByHub})
	}
	return to
}

var (
	inside  = core.Window{Start: 6 * 60, End: 8 * 60}
	outside = core.Window{Start: 8*60 + 30, End: 11 * 60}
)

// OM-13: while office mode stands within its window, whatever the policy: a clock that is set past the end ends it
// at once, one that is set back before its start ends it, both only where somebody who is believed stands behind
// that; set back again the window that has ended does not run twice. To 1970 nobody is believed.
func TestClockSetWhileOfficeModeStands(t *testing.T) {
	for policy, begins := range map[core.OfficePolicy]func(*rig){
		core.OfficeEasy: func(r *rig) { r.tag(ana(), "q") }, core.OfficeAuto: func(*rig) {}, core.OfficeAutoFirst: func(r *rig) { r.tag(ana(), "q") },
	} {
		for step, by := range clockSteps {
			for _, hand := range hands {
				t.Run(policy.String()+", "+step+" by "+hand.name, func(t *testing.T) {
					onSettable(t, core.Door{Office: policy}, inside, func(r *rig, k *settable) {
						begins(r)
						if r.bolt(); !r.Site().Door("front").Office.On {
							r.t.Fatal("office mode did not start")
						}
						followed := hand.follows(by)
						refused := hand.sets(r, k, r.c.Clock.Now().Wall+int64(by))
						synctest.Wait()
						if refused != (hand.name == "a person" && !followed) {
							t.Errorf("refused %v", refused)
						}
						if to, on := r.bolt(), r.Site().Door("front").Office.On; on == followed || followed && to != core.BoltLocked {
							r.t.Fatalf("followed %v: office mode %v, the bolt was asked to be %v", followed, on, to)
						}
						if at := r.c.Clock.Now(); at.Trust != core.Trusted || (at.Wall > seven+int64(time.Minute) || at.Wall < seven-int64(time.Minute)) != followed {
							t.Errorf("it is %v", at.In(time.UTC))
						}
						if !followed || by < 0 {
							return
						}
						r.Ask(r.t.Context(), core.Asked{Wish: core.ConfirmClock{Wall: seven}}) // back into the window
						time.Sleep(time.Minute)
						synctest.Wait()
						if r.Site().Door("front").Office.On {
							t.Error("a window that had ended ran again")
						}
					})
				})
			}
		}
	}
}

// OM-6, OM-13: outside of a window: into it, an automatic door starts, and only where somebody stands behind that;
// back or to 1970, nothing starts at all.
func TestClockSetOutsideOfAWindow(t *testing.T) {
	for _, policy := range []core.OfficePolicy{core.OfficeEasy, core.OfficeAuto, core.OfficeAutoFirst, core.OfficeManual} {
		for step, by := range clockSteps {
			for _, hand := range hands {
				onSettable(t, core.Door{Office: policy}, outside, func(r *rig, k *settable) {
					hand.sets(r, k, r.c.Clock.Now().Wall+int64(by))
					synctest.Wait()
					want := policy == core.OfficeAuto && by > 0 && hand.follows(by)
					if on := r.Site().Door("front").Office.On; on != want {
						t.Errorf("%v, %s by %s: office mode %v", policy, step, hand.name, on)
					}
				})
			}
		}
	}
}

// OM-7, OM-13: manual office mode without an end is nobody's clock's; with a cap it ends after so much by
// whichever clock says so first, and never later than by the one that cannot be set.
func TestClockSetWhileManual(t *testing.T) {
	for step, by := range clockSteps {
		for _, hand := range hands {
			for _, cap := range []int{0, 30} {
				onSettable(t, core.Door{Office: core.OfficeManual, OfficeLimits: core.OfficeLimits{ManualCap: cap}}, outside, func(r *rig, k *settable) {
					go r.Ask(r.t.Context(), core.Asked{Wish: core.SetOffice{Door: "front", On: true}})
					synctest.Wait()
					r.bolt()
					hand.sets(r, k, r.c.Clock.Now().Wall+int64(by))
					synctest.Wait()
					want := cap == 0 || by < 0 || !hand.follows(by)
					if on := r.Site().Door("front").Office.On; on != want {
						t.Errorf("%s by %s, cap %d: office mode %v", step, hand.name, cap, on)
					}
					time.Sleep(31 * time.Minute)
					synctest.Wait()
					if on := r.Site().Door("front").Office.On; on != (cap == 0) {
						t.Errorf("%s by %s, cap %d, 31 min later: office mode %v", step, hand.name, cap, on)
					}
				})
			}
		}
	}
}

// D-1, L-1, OM-8: what lasts a while lasts as long, whatever is done to the wall clock: the 38 seconds, a
// keypad's lockout, a lockdown with an end. Each to the millisecond.
func TestDurationsDoNotCareForTheClock(t *testing.T) {
	for step, by := range clockSteps {
		for _, hand := range hands {
			onSettable(t, core.Door{Office: core.OfficeEasy}, outside, func(r *rig, k *settable) {
				for i := range 5 {
					r.says(core.AccessRequested{Lock: "l1", Request: core.RequestID(rune('a' + i)), Kind: core.KeyPIN, Digest: names{}.Digest(core.KeyPIN, []byte("999999"))})
				}
				r.says(core.DoorOpened{Lock: "l1"})
				go r.Ask(r.t.Context(), core.Asked{Wish: core.SetDoorMode{Door: "front", Mode: core.ModeLockdown, For: time.Minute}})
				synctest.Wait()
				time.Sleep(10 * time.Second)
				hand.sets(r, k, r.c.Clock.Now().Wall+int64(by))
				synctest.Wait()
				name := step + " by " + hand.name
				raised := func() bool { return r.Site().Door("front").Alert(core.AlertNotClosed) != nil }
				locked := func(q core.RequestID) bool {
					r.says(core.AccessRequested{Lock: "l1", Request: q, Kind: core.KeyPIN, Digest: names{}.Digest(core.KeyPIN, []byte("888888"))})
					return r.answer().Reason == core.LockedOut
				}
				time.Sleep(20*time.Second - time.Millisecond)
				if !locked("y") {
					t.Errorf("%s: no lockout after 29.999 s", name)
				}
				time.Sleep(time.Millisecond)
				if locked("z") {
					t.Errorf("%s: a lockout after 30 s", name)
				}
				time.Sleep(8*time.Second - time.Millisecond)
				if synctest.Wait(); raised() {
					t.Errorf("%s: NOT CLOSED after 37.999 s", name)
				}
				time.Sleep(time.Millisecond)
				if synctest.Wait(); !raised() {
					t.Errorf("%s: no NOT CLOSED after 38 s", name)
				}
				mode := func() core.DoorMode { return r.Site().Door("front").Mode(r.c.Clock.Now()) }
				time.Sleep(22*time.Second - time.Millisecond)
				if synctest.Wait(); mode() != core.ModeLockdown {
					t.Errorf("%s: %v after 59.999 s", name, mode())
				}
				time.Sleep(time.Millisecond)
				if synctest.Wait(); mode() != core.ModeNormal || len(r.Site().Door("front").Levels) > 0 {
					t.Errorf("%s: %v after a minute", name, mode())
				}
			})
		}
	}
}
