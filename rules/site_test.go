package rules

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"localiq/core"
)

// big is a site at its figures: 16 doors, 10,000 people, 200 groups, most with a schedule.
func big(t testing.TB) *core.Site {
	t.Helper()
	zone := mustZone(t, "Europe/Amsterdam")
	edits := []core.Edit{core.Put(core.Settings{Name: "big", Zone: zone.String()})}
	for i := range 20 {
		edits = append(edits, core.Put(core.Schedule{ID: core.ScheduleID(fmt.Sprintf("s%02d", i)), Name: "hours", Windows: []core.Window{
			{Days: 0b0111110, Start: 7 * 60, End: 12 * 60}, {Days: 0b0111110, Start: 12*60 + 30, End: 18 * 60}, {Days: 0b1000000, Start: 22 * 60, End: 6 * 60}}}))
	}
	for i := range 16 {
		l := core.LockID(fmt.Sprintf("lock%02d", i))
		edits = append(edits, core.Put(core.Lock{ID: l, Family: "localiq"}),
			core.Put(core.Door{ID: core.DoorID(fmt.Sprintf("door%02d", i)), Name: "door", Lock: l, Office: core.OfficeEasy, Schedule: "s00"}))
	}
	for i := range 200 {
		g := core.Group{ID: core.GroupID(fmt.Sprintf("g%03d", i)), Name: "group", Schedule: core.ScheduleID(fmt.Sprintf("s%02d", i%20))}
		for j := range 16 {
			if j%4 == i%4 {
				g.Doors = append(g.Doors, core.DoorID(fmt.Sprintf("door%02d", j)))
			}
		}
		edits = append(edits, core.Put(g))
	}
	for i := range 10_000 {
		p := core.Person{ID: core.PersonID(fmt.Sprintf("p%05d", i)), EOM: i%10 == 0}
		for j := range 5 {
			p.Groups = append(p.Groups, core.GroupID(fmt.Sprintf("g%03d", (i*7+j*41)%200)))
		}
		slices.Sort(p.Groups)
		edits = append(edits, core.Put(p), core.Put(core.Key{ID: core.KeyID(fmt.Sprintf("k%05d", i)), Person: p.ID,
			Kind: core.KeyTag, Digest: digest(p.ID), State: core.KeyActive}))
	}
	everywhere := core.Person{ID: "everywhere"}
	for i := range 200 {
		everywhere.Groups = append(everywhere.Groups, core.GroupID(fmt.Sprintf("g%03d", i)))
	}
	edits = append(edits, core.Put(everywhere), core.Put(core.Key{ID: "everywhere", Person: everywhere.ID, Kind: core.KeyTag,
		Digest: digest(everywhere.ID), State: core.KeyActive}))
	s := core.NewSite(core.HubState{ID: "hub00000", Epoch: 7})
	d := Decide(s, core.Input{ID: 1, At: at("2026-11-23T09:00:00"), Event: core.SiteEdited{Edits: edits, Zone: zone}})
	if d.Answer.Error != nil {
		t.Fatal(d.Answer.Error)
	}
	return s.Apply(1, at("2026-11-23T09:00:00"), d.Changes)
}

func digest[T ~string](v T) core.Digest { return sha256.Sum256([]byte(v)) }

// at is a trusted instant of boot "b1", which began on 1 Nov 2026; the text is UTC.
func at(s string) core.Instant {
	t, err := time.Parse("2006-01-02T15:04:05", s)
	if err != nil {
		panic(err)
	}
	return core.Instant{Wall: t.UnixNano(), Boot: "b1", Up: t.Sub(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)), Trust: core.Trusted}
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("this machine lacks the zone database: %v", err)
	}
	return z
}
