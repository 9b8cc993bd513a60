package rehearse

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// calendar are the days that are unlike others: nights on which the clock is set, holidays, exceptions
// of schedules, power cuts.
func (c *Chronicle) calendar() (out []Day) {
	p := c.play
	for d := p.From; d < p.From+core.Date(p.Days); d++ {
		what := slices.Concat(jump(p, d), holidays(p.Config, d), exceptions(p.Config, d))
		for _, cut := range p.Script.PowerCuts {
			if c.date(cut.At) == d {
				what = append(what, "power cut at "+c.minute(cut.At)[len("2006-01-02 "):]+" for "+core.SayDuration(cut.For))
			}
		}
		if len(what) > 0 {
			out = append(out, Day{d, what})
		}
	}
	return out
}

func jump(p Play, d core.Date) []string {
	long := time.Duration(startOf(d+1, p.Config.Zone) - startOf(d, p.Config.Zone))
	switch off := long - 24*time.Hour; {
	case off > 0:
		return []string{"the clock is put back by " + core.SayDuration(off)}
	case off < 0:
		return []string{"the clock is put forward by " + core.SayDuration(-off)}
	}
	return nil
}

func holidays(cfg *core.Config, d core.Date) (out []string) {
	for _, cal := range cfg.Calendars {
		for _, h := range cal.Days {
			if h.Has(d) {
				name := h.Name
				if name == "" {
					name = cal.Name
				}
				out = append(out, "holiday: "+name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func exceptions(cfg *core.Config, d core.Date) (out []string) {
	for _, s := range cfg.Schedules {
		for _, e := range s.Exceptions {
			if e.From <= d && d <= e.Last() {
				out = append(out, s.Name+": "+hoursSaid(e.Windows, d))
			}
		}
	}
	slices.Sort(out)
	return out
}

func hoursSaid(ws []core.Window, d core.Date) string {
	var parts []string
	for _, w := range ws {
		if w.Days.Has(d.Weekday()) {
			parts = append(parts, w.Start.String()+"-"+w.End.String())
		}
	}
	if len(parts) == 0 {
		return "closed, by an exception"
	}
	return fmt.Sprintf("only %s, by an exception", strings.Join(parts, ", "))
}
