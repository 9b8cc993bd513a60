package verbs

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Hours are the flags for what a schedule opens, in the words of a site file.
type Hours struct {
	Window    []string `sep:"none" placeholder:"WINDOW" help:"Like \"Mon-Fri 08:00-18:00\"; more: again."`
	Exception []string `sep:"none" placeholder:"DATES" help:"Like \"2026-12-25 closed\" or \"2026-12-24 08:00-12:00\"; more: again."`
	Calendar  []string `placeholder:"NAME" help:"A calendar of holidays."`
	Holiday   []string `sep:"none" placeholder:"WINDOW" help:"What holds on these holidays, like \"10:00-12:00\"; none: closed."`
}

func (h *Hours) wish() core.PutSchedule {
	return core.PutSchedule{Windows: h.Window, Exceptions: h.Exception, Calendars: h.Calendar, Holiday: h.Holiday}
}

type ScheduleAdd struct {
	Change
	Hours
	Name string `arg:"" help:"The schedule's name."`
}

func (c *ScheduleAdd) Run(d *Desk) error {
	w := c.wish()
	w.Name = c.Name
	return c.does(d, w, "Schedule "+c.Name+" is added.")
}

type ScheduleSet struct {
	Change
	Hours
	Schedule string   `arg:"" help:"The schedule, by name or id."`
	Rename   string   `placeholder:"NAME" help:"Its new name."`
	Clear    []string `placeholder:"WHAT" help:"What it is to have none of: windows, exceptions, calendars or holiday."`
}

func (c *ScheduleSet) Run(d *Desk) error {
	w := c.wish()
	w.Of, w.Name, w.Clear = core.ScheduleID(c.Schedule), c.Rename, c.Clear
	return c.does(d, w, "Changed.")
}

type ScheduleRemove struct {
	Change
	Schedule string `arg:"" help:"The schedule, by name or id."`
	Yes      bool   `help:"Do not ask."`
}

func (c *ScheduleRemove) Run(d *Desk) error {
	if !c.DryRun {
		if err := d.sure(c.Yes, "Remove schedule "+plain.Clean(c.Schedule)+"?", "remove"); err != nil {
			return err
		}
	}
	return c.does(d, core.RemoveSchedule{Schedule: core.ScheduleID(c.Schedule)}, "Removed.")
}

type ScheduleList struct {
	Place
	Filter string `placeholder:"TEXT" help:"Only what has this in its name."`
	JSON   bool   `help:"One JSON object."`
}

func (c *ScheduleList) Run(d *Desk) error {
	f := Find{Place: c.Place, JSON: c.JSON}
	return f.listed(d, core.ListSchedules{Filter: c.Filter}, "No schedules. Add one: localiq schedule add NAME --window \"Mon-Fri 08:00-18:00\"", scheduleLines)
}

func scheduleLines(l core.Listed, _ *time.Location) (out []string) {
	for _, s := range l.Schedules {
		line := fmt.Sprintf("%-16s  %s", s.Name, strings.Join(s.Windows, "; "))
		if len(s.Groups) > 0 {
			line += "; groups " + strings.Join(s.Groups, ", ")
		}
		if len(s.Doors) > 0 {
			line += "; office mode of " + strings.Join(s.Doors, ", ")
		}
		out = append(out, line)
	}
	return out
}
