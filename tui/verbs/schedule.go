package verbs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"localiq/core"
)

// Schedule is `localiq schedule …`.
type Schedule struct {
	Add     ScheduleAdd     `cmd:"" help:"Add a schedule: localiq schedule add Hours --window 'Mon-Fri 08:00-18:00'"`
	Set     ScheduleSet     `cmd:"" help:"Put others in place of what is named of one: localiq schedule set Hours --window 'Mon-Fri 07:00-18:00' --dry-run"`
	Remove  ScheduleRemove  `cmd:"" help:"Remove a schedule that nothing follows: localiq schedule remove Hours"`
	List    ScheduleList    `cmd:"" help:"The schedules, and what follows each: localiq schedule list"`
	Preview SchedulePreview `cmd:"" help:"What a schedule, or a door's office mode, opens in the next 14 days; holidays and jumps of the clock are marked."`
}

type SchedulePreview struct {
	Place
	Name string `arg:"" help:"The schedule or the door, by name or id."`
	With string `help:"YAML file of a site: also as it would be with that, and what becomes different; nothing is changed. - reads standard input."`
	JSON bool   `help:"One JSON object."`
}

func (c *SchedulePreview) Run(d *Desk) error {
	w := core.PreviewSchedule{Name: c.Name}
	if c.With != "" {
		var err error
		if w.YAML, err = d.read(c.With); err != nil {
			return err
		}
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.PreviewSchedule(d.Ctx, w) })
}

// PreviewSchedule writes a line a day; with a site file the days that it makes otherwise have a
// second one, and what it changes at any door follows.
func (v Verbs) PreviewSchedule(ctx context.Context, w core.PreviewSchedule) error {
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	p := t.Preview
	if v.JSON {
		return v.json(p)
	}
	shown := p.Now
	if p.After != nil && len(shown.Days) == 0 {
		shown = *p.After
	}
	out := append([]string{previewHead(shown)}, previewLines(shown, p.After)...)
	for i, d := range p.Differences {
		if i == 0 {
			out = append(out, "With that file:")
		}
		out = append(out, "  "+d.Text)
	}
	if p.After != nil && len(p.Differences) == 0 {
		out = append(out, "With that file nothing becomes different at the doors.")
	}
	return v.lines(out...)
}

func previewHead(p core.Preview) string {
	switch {
	case p.Door != "" && p.Schedule == "":
		return p.Door + ": office mode is " + p.Office.String() + " and follows no schedule."
	case p.Door != "":
		return p.Door + ": office mode " + p.Office.String() + ", schedule " + p.Schedule
	}
	return "Schedule " + p.Schedule
}

func previewLines(p core.Preview, after *core.Preview) (out []string) {
	for i, d := range p.Days {
		out = append(out, dayLine(d))
		if after == nil {
			continue
		}
		then := core.PreviewDay{Date: d.Date}
		if i < len(after.Days) {
			then = after.Days[i]
		}
		if hoursLine(then) != hoursLine(d) {
			out = append(out, "    with the file     "+hoursLine(then))
		}
	}
	return out
}

func dayLine(d core.PreviewDay) string {
	said := "  " + d.Date.Time().Format("Mon _2 Jan 2006") + "   " + hoursLine(d)
	switch {
	case d.Holidays != "":
		said += "   holiday: " + d.Holidays
	case d.Instead:
		said += "   exception"
	}
	if d.Jump != (core.Jump{}) {
		said += fmt.Sprintf("   the clock goes from %s to %s: %s open", d.Jump.From, d.Jump.To, openFor(d.Open))
	}
	return said
}

func hoursLine(d core.PreviewDay) string {
	var hours []string
	for _, h := range d.Hours {
		hours = append(hours, h.From.String()+"-"+h.To.String())
	}
	if hours == nil {
		return "closed"
	}
	return strings.Join(hours, ", ")
}

// openFor is "7 h" or "7 h 30 min".
func openFor(ns int64) string {
	h, m := ns/int64(time.Hour), ns%int64(time.Hour)/int64(time.Minute)
	if m == 0 {
		return fmt.Sprintf("%d h", h)
	}
	return fmt.Sprintf("%d h %d min", h, m)
}
