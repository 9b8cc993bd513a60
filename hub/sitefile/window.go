package sitefile

import (
	"strings"
	"time"

	"localiq/core"
)

var dayOf = [7]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// windowText is "Mon-Fri 08:00-18:00".
func windowText(w core.Window) string {
	return daysText(w.Days) + " " + w.Start.String() + "-" + w.End.String()
}

// daysText joins neighbours, from Monday: "Mon-Fri", "Mon,Wed", "Mon-Sun".
func daysText(d core.Days) string {
	has := func(i int) bool { return i < 7 && d.Has(time.Weekday((i+1)%7)) }
	var parts []string
	for i := 0; i < 7; i++ {
		if !has(i) {
			continue
		}
		first := i
		for has(i + 1) {
			i++
		}
		if i == first {
			parts = append(parts, dayOf[first])
		} else {
			parts = append(parts, dayOf[first]+"-"+dayOf[i])
		}
	}
	return strings.Join(parts, ",")
}

func (p *planner) window(t text) (w core.Window) {
	days, times, _ := strings.Cut(t.s, " ")
	from, to, ok := strings.Cut(strings.TrimSpace(times), "-")
	if !ok || w.Days.UnmarshalText([]byte(days)) != nil || w.Start.UnmarshalText([]byte(from)) != nil || w.End.UnmarshalText([]byte(to)) != nil {
		p.fault(t.at, "not a window: write days and times, like Mon-Fri 08:00-18:00 (or Sat,Sun 00:00-24:00)")
		return w
	}
	if w.Start == core.EndOfDay || w.Start == w.End {
		p.fault(t.at, "this window is empty: the whole day is 00:00-24:00, and 22:00-06:00 runs into the next day")
	}
	return w
}
