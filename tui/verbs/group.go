package verbs

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Group is `localiq group …`.
type Group struct {
	Add    GroupAdd    `cmd:"" help:"Add an access group: localiq group add Staff --door Front --schedule Hours"`
	Change GroupChange `cmd:"" help:"Change what is named and nothing else: localiq group change Staff --close Store --dry-run"`
	Remove GroupRemove `cmd:"" help:"Remove a group; its people stay: localiq group remove Staff"`
	List   GroupList   `cmd:"" help:"The groups, their doors and schedules: localiq group list"`
}

// Reach are the flags for what a group gives to whom.
type Reach struct {
	Door     []string `placeholder:"NAME" help:"A door that it opens; more: again, or with commas."`
	Person   []string `placeholder:"NAME" help:"Somebody to be in it."`
	Schedule *string  `placeholder:"NAME" help:"When it opens; \"\" for at all times."`
	Clock    string   `placeholder:"POLICY" help:"When nobody is sure of the time: holdover (go on by the box's own clock) or trusted (do not open)."`
}

func (r *Reach) wish() (w core.PutGroup, err error) {
	w = core.PutGroup{Open: ids[core.DoorID](r.Door), Join: ids[core.PersonID](r.Person), Schedule: (*core.ScheduleID)(r.Schedule)}
	if r.Clock != "" {
		var c core.ClockPolicy
		if err := c.UnmarshalText([]byte(r.Clock)); err != nil {
			return w, core.Errorf(core.CodeRequest, "--clock %q is none", r.Clock).Advise("write holdover or trusted")
		}
		w.Clock = &c
	}
	return w, nil
}

type GroupAdd struct {
	Change
	Reach
	Name string `arg:"" help:"The group's name."`
}

func (c *GroupAdd) Run(d *Desk) error {
	w, err := c.wish()
	if err != nil {
		return err
	}
	w.Name = c.Name
	return c.does(d, w, "Group "+c.Name+" is added.")
}

type GroupChange struct {
	Change
	Reach
	Group  string   `arg:"" help:"The group, by name or id."`
	Rename string   `placeholder:"NAME" help:"Its new name."`
	Close  []string `placeholder:"NAME" help:"A door that it is to open no more."`
	Leave  []string `placeholder:"NAME" help:"Somebody to be in it no more."`
}

func (c *GroupChange) Run(d *Desk) error {
	w, err := c.wish()
	if err != nil {
		return err
	}
	w.Of, w.Name, w.Shut, w.Leave = core.GroupID(c.Group), c.Rename, ids[core.DoorID](c.Close), ids[core.PersonID](c.Leave)
	return c.does(d, w, "Changed.")
}

type GroupRemove struct {
	Change
	Group string `arg:"" help:"The group, by name or id."`
	Yes   bool   `help:"Do not ask."`
}

func (c *GroupRemove) Run(d *Desk) error {
	if !c.DryRun {
		if err := d.sure(c.Yes, "Remove group "+plain.Clean(c.Group)+"? Who reached doors by it alone will not any more.", "remove"); err != nil {
			return err
		}
	}
	return c.does(d, core.RemoveGroup{Group: core.GroupID(c.Group)}, "Removed.")
}

type GroupList struct {
	Place
	Filter string `placeholder:"TEXT" help:"Only what has this in its name."`
	JSON   bool   `help:"One JSON object."`
}

func (c *GroupList) Run(d *Desk) error {
	f := Find{Place: c.Place, JSON: c.JSON}
	return f.listed(d, core.ListGroups{Filter: c.Filter}, "No groups. Add one: localiq group add NAME --door DOOR", func(l core.Listed, _ *time.Location) (out []string) {
		for _, g := range l.Groups {
			when := "at all times"
			if g.Schedule != "" {
				when = "schedule " + g.Schedule
			}
			doors := "no door"
			if len(g.Doors) > 0 {
				doors = strings.Join(g.Doors, ", ")
			}
			out = append(out, fmt.Sprintf("%-16s  %s; %s; %s", g.Name, plural(g.People, "person", "people"), doors, when))
		}
		return out
	})
}
