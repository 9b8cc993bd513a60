package main

import (
	"flag"
	"testing"
	"time"

	"localiq/core"
	"localiq/rules"
	"localiq/store"
)

var everyKill = flag.Bool("soak", false, "kill a hub at every point in every way (minutes)")

// wishes at the door, by the time of the day. Its window is from 09:00 to 09:30.
type wished struct {
	at  time.Duration
	tag bool // Ana's, who has the right
	ask core.Wish
}

const (
	windowFrom = 9 * time.Hour
	windowTo   = windowFrom + 30*time.Minute
	theEnd     = windowTo + 20*time.Minute // of the day that is looked at
)

// activation is a way to come to be held open. from and to bound it.
type activation struct {
	name   string
	door   core.Door
	wishes []wished
	to     time.Duration // it is never held from then on
	lasts  time.Duration // and never for longer than that after it was asked for; 0: as long as its window
}

var activations = []activation{
	{"easy", core.Door{Office: core.OfficeEasy}, []wished{{at: windowFrom + time.Minute, tag: true}}, windowTo, 0},
	{"easy, and out again", core.Door{Office: core.OfficeEasy}, []wished{{at: windowFrom + time.Minute, tag: true}, {at: windowFrom + 5*time.Minute, tag: true}}, windowTo, 0},
	{"auto", core.Door{Office: core.OfficeAuto}, nil, windowTo, 0},
	{"auto_first", core.Door{Office: core.OfficeAutoFirst}, []wished{{at: windowFrom + time.Minute, tag: true}}, windowTo, 0},
	{"manual, with a cap", core.Door{Office: core.OfficeManual, OfficeLimits: core.OfficeLimits{ManualCap: 10}},
		[]wished{{at: windowFrom + time.Minute, ask: core.SetOffice{Door: "front", On: true}}}, theEnd, 10 * time.Minute},
	{"auto, in a lockdown", core.Door{Office: core.OfficeAuto}, []wished{
		{at: windowFrom + time.Minute, ask: core.SetDoorMode{Door: "front", Mode: core.ModeLockdown}},
		{at: windowFrom + 6*time.Minute, ask: core.SetDoorMode{Door: "front"}}}, windowTo, 0},
	{"open for a fire, with an end", core.Door{Office: core.OfficeOff}, []wished{
		{at: windowFrom + time.Minute, ask: core.SetDoorMode{Door: "front", Mode: core.ModeFireOpen, For: 10 * time.Minute}}}, theEnd, 10 * time.Minute},
}

// A way to come back after a kill.
var comings = []struct {
	name     string
	powerCut bool          // another boot, and nobody knows the time for two minutes
	away     time.Duration // the time of the day at which it is back; 0: at once
}{
	{"at once", false, 0}, {"after a power cut", true, 0},
	{"past the end", false, windowTo + time.Minute}, {"past the end, after a power cut", true, windowTo + time.Minute},
}

// OM-10, OM-12: kill -9 at every point around an activation: before a record is kept, between that and its command,
// between the command and the lock's answer, before that is kept, and at the end. Never held past the end, never
// held without a record, and the record says what the lock does. Whichever point the hub died at, at the end of the
// hour the door is locked and nothing is left to do. Without -soak each point is tried in one of the four ways
// to come back, in turn.
func TestKilledAroundAnActivation(t *testing.T) {
	for _, a := range activations {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			origin, tag := a.built(t)
			whole := a.lived(t, origin, tag, 0, 0)
			if !whole.held {
				t.Fatal("undisturbed it was never held: this looks at nothing")
			}
			for point := 1; point <= whole.points; point++ {
				for way := range comings {
					if *everyKill || way == point%len(comings) {
						a.lived(t, origin, tag, point, way)
					}
				}
			}
			t.Logf("killed at %d points", whole.points)
		})
	}
}

// built is a store with the activation's door, for copies to live in. Nobody opens it again: a process that is just
// being started holds its lock for a moment.
func (a activation) built(t *testing.T) (dir string, tag core.Digest) {
	dir = t.TempDir()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a.door.ID, a.door.Name, a.door.Lock, a.door.Schedule = "front", "Front", killedLock, "hours"
	site, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	in := core.Input{ID: site.Seq + 1, At: core.Instant{Wall: day(8 * time.Hour), Boot: "built", Trust: core.Trusted}, Event: core.SiteEdited{Zone: time.UTC, Edits: []core.Edit{
		core.Put(core.Settings{Name: "Killed", Zone: "UTC"}),
		core.Put(core.Schedule{ID: "hours", Name: "Hours", Windows: []core.Window{{Days: core.EveryDay, Start: core.Minute(windowFrom / time.Minute), End: core.Minute(windowTo / time.Minute)}}}),
		core.Put(core.Lock{ID: killedLock, Family: "localiq", Serial: "1"}), core.Put(a.door),
		core.Put(core.Group{ID: "staff", Name: "Staff", Doors: []core.DoorID{"front"}}),
		core.Put(core.Person{ID: "olga", Role: core.RoleOwner}), // whom the new site is released to
		core.Put(core.Person{ID: "ana", Groups: []core.GroupID{"staff"}, EOM: true}),
		core.Put(core.Key{ID: "k", Person: "ana", Kind: core.KeyTag, State: core.KeyActive, Digest: s.Digest(core.KeyTag, anasTag)}),
	}}}
	tag = s.Digest(core.KeyTag, anasTag)
	d := rules.Decide(site, in)
	if d.Answer.Error != nil {
		t.Fatal(d.Answer.Error)
	}
	if err := s.Commit([]core.Entry{{Input: in, Decision: d}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, tag
}

var anasTag = []byte{1, 2, 3, 4}

// day is a time of the day on which all this happens.
func day(d time.Duration) int64 {
	return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC).UnixNano() + int64(d)
}
