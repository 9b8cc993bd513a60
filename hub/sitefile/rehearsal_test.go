package sitefile

import (
	"errors"
	"testing"
	"time"

	"localiq/core"
)

const played = base + `rehearsal:
  strangers: 2
  heldOpen: 0
  powerCuts: [2026-11-25T03:10 20m]
  habits:
    - who: [Staff]
      days: Mon-Fri
      comes: 08:15
      leaves: 17:30
      within: 20m
      mistypes: 5%
  doors:
    - door: Front
      battery: 25%
      drains: 0.5%
      drifts: -20s
      away: [Mon-Fri 12:00-13:00]
`

// scene is a site as base has it.
func scene(t testing.TB) (*core.Config, map[core.PersonID]core.Name) {
	z, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := core.NewConfig().With(1, []core.Edit{core.Put(core.Settings{Name: "S", Zone: "Europe/Vienna"}), core.Put(core.Door{ID: "d-1", Name: "Front"}),
		core.Put(core.Group{ID: "g-1", Name: "Staff", Doors: []core.DoorID{"d-1"}}), core.Put(core.Person{ID: "p-1", Groups: []core.GroupID{"g-1"}})}, z)
	if err != nil {
		t.Fatal(err)
	}
	return cfg, map[core.PersonID]core.Name{"p-1": {First: "Ana", Last: "Novak"}}
}

func TestRehearsalIsRead(t *testing.T) {
	cfg, names := scene(t)
	r, err := PlanRehearsal(cfg, names, []byte(played), false)
	if err != nil {
		t.Fatal(err)
	}
	h, d := r.Habits[0], r.Doors[0]
	cut := time.Date(2026, 11, 25, 2, 10, 0, 0, time.UTC).UnixNano()
	if h.Who[0] != "p-1" || h.Comes != 8*60+15 || h.Within != 20*time.Minute || h.Rounds != 4 || h.Mistypes != 0.05 ||
		d.Door != "d-1" || d.Battery != 25 || d.Drains != 0.5 || d.Drifts != -20*time.Second || len(d.Away) != 1 ||
		r.Strangers != 2 || r.HeldOpen != 0 || r.PowerCuts[0] != (PowerCut{cut, 20 * time.Minute}) {
		t.Errorf("%+v", r)
	}
	if r, err := PlanRehearsal(cfg, names, []byte(base), false); err != nil || r.Strangers != -1 || len(r.Habits) > 0 {
		t.Errorf("a file that says nothing: %+v, %v", r, err)
	}
	if _, err := PlanRehearsal(cfg, names, []byte(base), true); err == nil {
		t.Error("a file that is to say something says nothing")
	}
	o := newOffice(t)
	if _, err := o.plan(played); err != nil {
		t.Errorf("an import passes it by: %v", err)
	}
}

// FuzzRehearsal: any bytes are a script that can be played or a *core.Error.
func FuzzRehearsal(f *testing.F) {
	f.Add([]byte(played))
	f.Add([]byte("rehearsal: {habits: [{who: [x]}], doors: [{}], powerCuts: [a b]}"))
	cfg, names := scene(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := PlanRehearsal(cfg, names, b, false)
		if err != nil {
			if _, ok := errors.AsType[*core.Error](err); !ok {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		for _, h := range r.Habits {
			if len(h.Who) == 0 || h.Days == 0 || h.Within < 0 || h.Rounds < 0 || h.Rounds > 40 || h.Comes > core.EndOfDay {
				t.Fatalf("%+v", h)
			}
		}
		for _, d := range r.Doors {
			if cfg.Door(d.Door) == nil || d.Battery < 0 || d.Battery > 100 {
				t.Fatalf("%+v", d)
			}
		}
	})
}
