package people

import (
	"slices"
	"strings"

	"localiq/core"
	"localiq/hub/sitefile"
)

// putSchedule reads windows in the words of a site file.
func (p *planner) putSchedule(w core.PutSchedule) *core.Error {
	is := core.Schedule{ID: core.ScheduleID(p.tools.NewID("s"))}
	p.out.Why = "a schedule was added"
	if w.Of != "" {
		id := p.schedule(w.Of)
		if p.fault != nil {
			return p.fault
		}
		is, p.out.Why = *p.cfg.Schedule(id), "a schedule was changed"
	}
	if name := strings.TrimSpace(w.Name); name != "" {
		is.Name = name
	}
	if is.Name == "" {
		return core.Errorf(core.CodeInvalid, "a schedule needs a name")
	}
	for _, s := range p.cfg.Schedules {
		if s.ID != is.ID && strings.EqualFold(s.Name, is.Name) {
			return core.Errorf(core.CodeInvalid, "there is a schedule %s already", s.Name)
		}
	}
	if err := p.cleared(&is, w.Clear); err != nil {
		return err
	}
	if err := p.windows(&is, w); err != nil {
		return err
	}
	p.put(is)
	return nil
}

func (p *planner) cleared(is *core.Schedule, parts []string) *core.Error {
	for _, part := range parts {
		switch part {
		case "windows":
			is.Windows = nil
		case "exceptions":
			is.Exceptions = nil
		case "calendars":
			is.Calendars = nil
		case "holiday":
			is.Holiday = nil
		default:
			return core.Errorf(core.CodeInvalid, "a schedule has no %q", part).Advise("write windows, exceptions, calendars or holiday")
		}
	}
	return nil
}

func (p *planner) windows(is *core.Schedule, w core.PutSchedule) *core.Error {
	read, err := sitefile.ReadSchedule(w.Windows, w.Exceptions, w.Holiday)
	if err != nil {
		return core.AsError(err)
	}
	if len(w.Windows) > 0 {
		is.Windows = read.Windows
	}
	if len(w.Exceptions) > 0 {
		is.Exceptions = read.Exceptions
	}
	if len(w.Holiday) > 0 {
		is.Holiday = read.Holiday
	}
	if len(w.Calendars) > 0 {
		is.Calendars = nil
	}
	for _, c := range w.Calendars {
		is.Calendars = with(is.Calendars, core.CalendarID(p.found(findNamed("calendar", "calendars", c, p.cfg.Calendars, func(c core.Calendar) string { return c.Name }))))
	}
	return p.fault
}

// removeSchedule refuses while something follows it: without it that would be open at all times.
func (p *planner) removeSchedule(w core.RemoveSchedule) *core.Error {
	id := p.schedule(w.Schedule)
	if p.fault != nil {
		return p.fault
	}
	groups, doors := followers(p.cfg, id)
	if all := slices.Concat(groups, doors); len(all) > 0 {
		return core.Errorf(core.CodeRefused, "schedule %s is followed by %s", p.cfg.Schedule(id).Name, strings.Join(all, ", ")).Advise("give them another schedule first")
	}
	p.out.Why = "a schedule was removed"
	p.drop(*p.cfg.Schedule(id))
	return nil
}

// followers are the names of the groups and the doors that a schedule counts for.
func followers(cfg *core.Config, id core.ScheduleID) (groups, doors []string) {
	for _, g := range cfg.Groups {
		if g.Schedule == id {
			groups = append(groups, g.Name)
		}
	}
	for _, d := range cfg.Doors {
		if d.Schedule == id {
			doors = append(doors, d.Name)
		}
	}
	slices.Sort(groups)
	slices.Sort(doors)
	return groups, doors
}
