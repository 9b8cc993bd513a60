package rules

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// PreviewDays is how far a preview looks.
const PreviewDays = 14

// Preview is what a schedule opens from the day of wall (ns UTC) on, as access sees it.
func Preview(cfg *core.Config, id core.ScheduleID, wall int64) core.Preview {
	return preview(cfg, id, ForAccess, wall)
}

// PreviewDoor is the schedule of a door's office mode, as unlocking sees it; without days where office
// mode follows none.
func PreviewDoor(cfg *core.Config, door core.DoorID, wall int64) core.Preview {
	d := cfg.Door(door)
	if d == nil {
		return core.Preview{}
	}
	p := core.Preview{}
	if d.Office.Scheduled() {
		p = preview(cfg, d.Schedule, ForUnlocking, wall)
	}
	p.Door, p.Office = d.Name, d.Office
	return p
}

func preview(cfg *core.Config, id core.ScheduleID, use Use, wall int64) (p core.Preview) {
	sc := cfg.Schedule(id)
	if sc == nil {
		return p
	}
	p.Schedule = sc.Name
	h, today := HoursOf(cfg, id, use), dateAt(cfg.Zone, wall)
	for d := today; d < today+PreviewDays; d++ {
		p.Days = append(p.Days, h.previewDay(cfg, sc, d))
	}
	return p
}

func (h *Hours) previewDay(cfg *core.Config, sc *core.Schedule, d core.Date) core.PreviewDay {
	out := core.PreviewDay{Date: d, Jump: jumpOn(h.zone, d)}
	for _, s := range h.day(d) {
		r := core.Hours{From: core.Minute(s.from), To: core.Minute(s.to),
			Start: boundary(h.zone, startOf(d)+minutes(s.from)), End: boundary(h.zone, startOf(d)+minutes(s.to))}
		out.Hours, out.Open = append(out.Hours, r), out.Open+r.End-r.Start
	}
	if s := h.special.On(d); s != nil {
		out.Instead = true
		if s.Holiday {
			out.Holidays = holidays(cfg, sc, d)
		}
	}
	return out
}

func minutes(n int64) reading { return reading(n * int64(time.Minute)) }

// holidays names them: "Christmas Day", or the calendar where the day has no name.
func holidays(cfg *core.Config, sc *core.Schedule, d core.Date) string {
	var names []string
	for _, id := range sc.Calendars {
		cal := cfg.Calendar(id)
		for _, h := range cal.Days {
			if h.Has(d) {
				name := h.Name
				if name == "" {
					name = cal.Name
				}
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// jumpOn is zero on a day that has 24 hours.
func jumpOn(z *time.Location, d core.Date) core.Jump {
	t, end := boundary(z, startOf(d)), boundary(z, startOf(d+1))
	off := offsetAt(z, t-1) // the clock may jump at midnight
	for last := false; t < end && !last; t, last = steadyUntil(z, t) {
		if offsetAt(z, t) != off {
			_, from := dayOf(reading(t + int64(off)*int64(time.Second)))
			_, to := dayOf(shows(z, t))
			return core.Jump{From: from, To: to}
		}
	}
	return core.Jump{}
}
