package sitefile

import (
	"strings"

	"localiq/core"
)

// windowText is "Mon-Fri 08:00-18:00", and "from 2026-12-01 until 2026-12-24" where it has dates.
func windowText(w core.Window) string {
	s := w.Days.Ranges() + " " + hoursText(w)
	if w.From != 0 {
		s += " from " + w.From.String()
	}
	if w.Until != 0 {
		s += " until " + w.Until.String()
	}
	return s
}

func hoursText(w core.Window) string { return w.Start.String() + "-" + w.End.String() }

const asWindow = "not a window: write days and times, like Mon-Fri 08:00-18:00 (or Sat,Sun 00:00-24:00)"

func (p *planner) window(t text) (w core.Window) {
	f := strings.Fields(t.s)
	ok := len(f) >= 2 && len(f)%2 == 0 && w.Days.UnmarshalText([]byte(f[0])) == nil && hours(&w, f[1])
	for ; ok && len(f) > 2; f = append(f[:2], f[4:]...) {
		into := map[string]*core.Date{"from": &w.From, "until": &w.Until}[f[2]]
		ok = into != nil && *into == 0 && into.UnmarshalText([]byte(f[3])) == nil
	}
	if !ok {
		p.fault(t.at, asWindow+", then from 2026-12-01 or until 2026-12-24 if it has dates")
		return core.Window{}
	}
	if w.Until != 0 && w.Until < w.From {
		p.fault(t.at, "this window is over before it begins")
	}
	return p.notEmpty(t, w)
}

func (p *planner) notEmpty(t text, w core.Window) core.Window {
	if w.Start == core.EndOfDay || w.Start == w.End {
		p.fault(t.at, "this window is empty: the whole day is 00:00-24:00, and 22:00-06:00 runs into the next day")
	}
	return w
}

func hours(w *core.Window, s string) bool {
	from, to, ok := strings.Cut(s, "-")
	return ok && w.Start.UnmarshalText([]byte(from)) == nil && w.End.UnmarshalText([]byte(to)) == nil
}

// holidayWindow is "10:00-12:00" on every day, or "Sat 10:00-12:00".
func (p *planner) holidayWindow(t text) (w core.Window) {
	f := strings.Fields(t.s)
	if w.Days = core.EveryDay; len(f) == 2 && w.Days.UnmarshalText([]byte(f[0])) == nil {
		f = f[1:]
	}
	if len(f) != 1 || !hours(&w, f[0]) {
		p.fault(t.at, "not a window of a holiday: write times, like 10:00-12:00, or days and times")
		return core.Window{}
	}
	return p.notEmpty(t, w)
}

func holidayTexts(ws []core.Window) (out []string) {
	for _, w := range ws {
		if w.Days == core.EveryDay {
			out = append(out, hoursText(w))
		} else {
			out = append(out, windowText(w))
		}
	}
	return out
}
