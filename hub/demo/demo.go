// Package demo makes up a site and the people who come and go at its doors, for
// `localiq demo`. The hub, the rules, the store and the locks are the real ones; only the
// office is invented. The same seed gives the same office and the same day.
//
// Reading order: this file (the office), people.go (who works there), play.go (what they do); when, a
// clock.Stage says.
package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"localiq/core"
	"localiq/rules"
)

// Wanted says how large an office is to be.
type Wanted struct {
	Doors  int         // 1 to 16
	People int         // 1 or more
	Locks  []core.Lock // fitted to the doors in their order; doors beyond have none yet
	Seed   uint64
	Now    core.Instant // the hours are laid around it, so that there is something to see
	Digest func(core.KeyKind, []byte) core.Digest
}

// Town is a made-up site as edits to an empty one, and who plays in it.
type Town struct {
	Edits   []core.Edit
	Private []core.Private
	Zone    *time.Location
	Doors   []core.Door // in the order of Wanted.Locks

	seed uint64
	cast []actor
}

const zone = "Europe/Vienna"

var doorNames = []string{"Front", "Office", "Meeting room", "Store", "Server room", "Reception", "Kitchen", "Workshop",
	"Archive", "Garage", "Studio", "Lab", "Cellar", "Back", "Roof", "Gate"}

// frontDoor is the one with office mode; server is for few.
const (
	frontDoor = 0
	server    = 4
)

// Site makes up an office. It is an error to want one that no IQ could serve.
func Site(w Wanted) (Town, error) {
	if w.Doors < 1 || w.Doors > core.MaxLocks || w.People < 1 || len(w.Locks) > w.Doors {
		return Town{}, core.Errorf(core.CodeInvalid, "a demo has 1 to %d locks and at least one person", core.MaxLocks)
	}
	z, err := time.LoadLocation(zone)
	if err != nil {
		return Town{}, fmt.Errorf("demo: %w", err)
	}
	t := Town{Zone: z, seed: w.Seed}
	t.put(core.Settings{Name: "Demo office", Zone: zone, ZoneData: rules.ZoneFingerprint(z)})
	for _, s := range schedules(w.Now.In(z)) {
		t.put(s)
	}
	t.doors(w)
	for _, g := range groups(t.Doors) {
		t.put(g)
	}
	t.people(w, rand.New(rand.NewPCG(w.Seed, 1)))
	return t, nil
}

func (t *Town) put(it core.Item) { t.Edits = append(t.Edits, core.Put(it)) }

// schedules: three shifts, so that at any hour somebody comes at the wrong time, and opening
// hours that began a while ago and end in one to two hours.
func schedules(now time.Time) []core.Schedule {
	daily := func(id core.ScheduleID, name string, from, to int) core.Schedule {
		return core.Schedule{ID: id, Name: name, Windows: []core.Window{{Days: core.EveryDay, Start: core.Minute(from % 24 * 60), End: core.Minute(to % 24 * 60)}}}
	}
	h := now.Hour()
	return []core.Schedule{
		daily("s-early", "Early shift", 6, 14), daily("s-late", "Late shift", 14, 22), daily("s-night", "Night shift", 22, 6),
		daily("s-open", "Opening hours", h+23, h+2),
	}
}

func (t *Town) doors(w Wanted) {
	for i := range w.Doors {
		d := core.Door{ID: core.DoorID(fmt.Sprintf("d-%02d", i+1)), Name: doorNames[i]}
		if i < len(w.Locks) {
			d.Lock = w.Locks[i].ID
			t.put(w.Locks[i])
		}
		if i == frontDoor {
			d.Office, d.Schedule = core.OfficeEasy, "s-open"
		}
		t.Doors = append(t.Doors, d)
		t.put(d)
	}
}

// groups: the staff come at all times, the shifts at theirs; the server room is for IT.
func groups(doors []core.Door) (out []core.Group) {
	var common, all []core.DoorID
	for i, d := range doors {
		if all = append(all, d.ID); i != server {
			common = append(common, d.ID)
		}
	}
	return []core.Group{
		{ID: "g-it", Name: "IT", Doors: all},
		{ID: "g-staff", Name: "Staff", Doors: common},
		{ID: "g-early", Name: "Early shift", Doors: common, Schedule: "s-early"},
		{ID: "g-late", Name: "Late shift", Doors: common, Schedule: "s-late"},
		{ID: "g-night", Name: "Night shift", Doors: common, Schedule: "s-night"},
	}
}
