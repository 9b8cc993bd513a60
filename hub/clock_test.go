package hub

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// kernel is a box without a time server; boot and battery clock are a test's to say.
type kernel struct {
	core.Clock
	boot    core.BootID
	off     atomic.Int64 // of the box's wall clock
	battery int64        // ns UTC at Up 0; 0: none
}

func (k *kernel) Now() core.Instant {
	at := k.Clock.Now()
	at.Boot, at.Trust, at.Wall = k.boot, core.Untrusted, at.Wall+k.off.Load()
	return at
}
func (k *kernel) Synced() (time.Duration, bool) { return 0, false }
func (k *kernel) Battery() (int64, bool) {
	return k.battery + int64(k.Clock.Now().Up), k.battery != 0
}
func (k *kernel) WasSet(ctx context.Context, _ chan<- struct{}) { <-ctx.Done() }

// powered starts a hub on a box whose clock is judged. d is its disk, from before.
func powered(t *testing.T, boot core.BootID, battery int64, d *disk) (*rig, *kernel) {
	k := &kernel{Clock: clock.Process(), boot: boot, battery: battery}
	b := clock.Over(k)
	r := start(t, b, d)
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = b.Watch(ctx, func(e core.Event) { r.Tell(ctx, e) }) // its error is ctx's
	}()
	stop := r.stop
	r.stop = func() { cancel(); <-over; stop() }
	synctest.Wait()
	r.says(core.LockHeard{Lock: "l1"})
	return r, k
}

var seven = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC).UnixNano()

// hours is the office, with Ana's group on a schedule that is always open: it depends on the clock.
func hours(t *testing.T) *disk {
	s := office(t)
	c, err := s.Config.With(2, []core.Edit{
		core.Put(core.Group{ID: "staff", Name: "Staff", Doors: []core.DoorID{"front"}, Schedule: "day"}),
		core.Put(core.Group{ID: "guards", Name: "Guards", Doors: []core.DoorID{"front"}}),
		core.Put(core.Person{ID: "ana", Groups: []core.GroupID{"staff"}, EOM: true}),
		core.Put(core.Person{ID: "gus", Groups: []core.GroupID{"guards"}}),
		core.Put(core.Key{ID: "k2", Person: "gus", Kind: core.KeyTag, State: core.KeyActive, Digest: gus()}),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &disk{site: s.Apply(2, core.Instant{}, []core.Change{core.ConfigBecame{Next: c}})}
}

func gus() core.Digest { return names{}.Digest(core.KeyTag, []byte{5, 6, 7, 8}) }

func (r *rig) answer() core.Answer {
	as := of[core.Answer](r.air)
	return as[len(as)-1].Op.(core.Answer)
}

// TestNobodyToldTheTime: keys that depend on no schedule open, those that do wait until a person says
// what time it is; then the hub goes by that, whatever the box shows [decide.time].
func TestNobodyToldTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, k := powered(t, "b1", 0, hours(t))
		defer func() { r.stop() }()
		r.tag(ana(), "q1")
		if a := r.answer(); a.Granted || a.Reason != core.ClockUntrusted {
			t.Fatalf("Ana: %+v", a)
		}
		r.tag(gus(), "q2")
		if a := r.answer(); !a.Granted {
			t.Fatalf("Gus needs no clock: %+v", a)
		}
		if al := r.Site().Hub.Alerts; len(al) != 1 || al[0].Kind != core.AlertClock {
			t.Errorf("alerts %+v", al)
		}
		said := r.Ask(t.Context(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.ConfirmClock{Wall: seven}})
		if said.Error != nil {
			t.Fatal(said.Error)
		}
		k.off.Store(int64(-50 * 24 * time.Hour))
		time.Sleep(time.Minute)
		s := r.seen()
		if at := s.Now; at.Trust != core.Trusted || at.Wall < seven || at.Wall > seven+int64(2*time.Minute) {
			t.Errorf("it is %v, %v", at.In(time.UTC), at.Trust)
		}
		if s.Hub.Clock.Source != core.SourcePerson || len(s.Hub.Alerts) != 0 {
			t.Errorf("%+v", s.Hub)
		}
		r.tag(ana(), "q3")
		if a := r.answer(); !a.Granted {
			t.Errorf("Ana: %+v", a)
		}
		if n := r.told(core.ClockSet); len(n) != 1 || n[0].Until < seven {
			t.Errorf("the step was told as %+v", n)
		}
	})
}

// TestRestartOfTheProcessResumesTheClock, and a restart of the box believes nobody, but what the
// battery clock says; it is asked before the doors are looked at, so office mode goes on. OM-12
func TestRestartOfTheProcessResumesTheClock(t *testing.T) {
	for name, c := range map[string]struct {
		boot    core.BootID
		battery bool
		trust   core.Trust
		source  core.ClockSource
	}{
		"same boot":                       {"b1", false, core.Trusted, core.SourceBattery},
		"another, with a battery clock":   {"b2", true, core.Trusted, core.SourceBattery},
		"another, without one, or a dead": {"b2", false, core.Untrusted, core.SourceNone},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := hours(t)
				r, _ := powered(t, "b1", seven, d)
				r.tag(ana(), "q1")
				if !r.Site().Door("front").Office.On {
					t.Fatal("office mode did not start")
				}
				time.Sleep(time.Hour)
				r.stop()
				battery := int64(0)
				if c.battery {
					battery = seven + int64(2*time.Hour)
				}
				again := &disk{site: d.site}
				r, _ = powered(t, c.boot, battery, again)
				defer r.stop()
				s := r.seen()
				if s.Now.Trust != c.trust || s.Hub.Clock.Source != c.source || s.Now.Wall < seven {
					t.Errorf("%v by %v, %v", s.Now.Trust, s.Hub.Clock.Source, s.Now.In(time.UTC))
				}
				if on := r.Site().Door("front").Office.On; on != (c.trust != core.Untrusted) {
					t.Errorf("office mode %v", on)
				}
				if n := len(r.told(core.AlertRaised)); (n > 0) != (c.trust == core.Untrusted) {
					t.Errorf("%d alerts raised", n)
				}
			})
		})
	}
}

// TestWhatWasNotKeptWasNotBelieved: a commit that fails takes the word of a person back.
func TestWhatWasNotKeptWasNotBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := hours(t)
		r, _ := powered(t, "b1", 0, d)
		defer func() { r.stop() }()
		d.break_(errors.New("no room"))
		said := r.Ask(t.Context(), core.Asked{Wish: core.ConfirmClock{Wall: seven}})
		if said.Error == nil {
			t.Fatal("it was not kept")
		}
		if at := r.c.Clock.Now(); at.Trust != core.Untrusted {
			t.Errorf("%+v", at)
		}
		d.break_(nil)
	})
}

// TestMadeUpClockIsBelieved: a demo's clock is its own proof, and nobody may set it.
func TestMadeUpClockIsBelieved(t *testing.T) {
	inOffice(t, func(r *rig) {
		if c := r.Site().Hub.Clock; c.Trust != core.Trusted || c.Source != core.SourceMade || len(r.Site().Hub.Alerts) != 0 {
			t.Errorf("%+v", r.Site().Hub)
		}
		if said := r.Ask(context.Background(), core.Asked{Wish: core.ConfirmClock{Wall: seven}}); said.Error == nil {
			t.Error("it was set")
		}
	})
}

// TestWatchingWritesNothing: a source that says the same again costs the card no write.
func TestWatchingWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := hours(t)
		r, _ := powered(t, "b1", seven, d)
		defer func() { r.stop() }()
		was := d.commits()
		time.Sleep(59 * time.Minute)
		synctest.Wait()
		if n := d.commits() - was; n != 0 {
			t.Errorf("%d commits in an hour", n)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if n := d.commits() - was; n != 1 {
			t.Errorf("%d commits after it, want the hourly proof", n)
		}
	})
}
