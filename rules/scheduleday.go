package rules

import (
	"slices"

	"localiq/core"
)

// A date has the weekly windows that begin on it and what runs over midnight from the date before;
// or it is special, and has only what its exceptions give it: the night before is cut at 00:00 (OM-2).

// moment is a minute of a date.
type moment struct {
	date             core.Date
	minute           core.Minute
	today, yesterday core.Days // one day each
}

func momentOf(r reading) moment {
	d, minute := dayOf(r)
	today := floorMod(d+4, 7) // 1970 began on a Thursday
	return moment{core.Date(d), minute, 1 << today, 1 << ((today + 6) % 7)}
}

func (h *Hours) open(m moment) bool {
	if s := h.special.On(m.date); s != nil {
		return m.inEach(s.Each, h.use, false)
	}
	if m.in(h.weekly) {
		return true
	}
	if s := h.special.On(m.date - 1); s != nil {
		return m.inEach(s.Each, h.use, true)
	}
	return m.inNight(h.weekly)
}

// inEach: night asks for what the date before leaves open.
func (m moment) inEach(each [][]core.Window, use Use, night bool) bool {
	for _, ws := range each {
		var in bool
		if night {
			in = m.inNight(ws)
		} else {
			in = m.in(ws)
		}
		if in != (use == ForUnlocking) {
			return in
		}
	}
	return use == ForUnlocking
}

// in is true within a window that began on the moment's own date.
func (m moment) in(ws []core.Window) bool {
	for i := range ws {
		w := &ws[i]
		if w.Days&m.today != 0 && w.Start <= m.minute && (m.minute < w.End || w.End < w.Start) && lasts(w, m.date) {
			return true
		}
	}
	return false
}

// inNight is true within a window that began on the date before and runs over midnight.
func (m moment) inNight(ws []core.Window) bool {
	for i := range ws {
		w := &ws[i]
		if w.End < w.Start && m.minute < w.End && w.Days&m.yesterday != 0 && lasts(w, m.date-1) {
			return true
		}
	}
	return false
}

func lasts(w *core.Window, d core.Date) bool { return w.From <= d && (w.Until == 0 || d <= w.Until) }

// span is a run of minutes; of a day, or since 1970 on the wall clock.
type span struct{ from, to int64 }

// day is what is open on a date, in minutes of that date: in order, and no two touch.
func (h *Hours) day(d core.Date) (out []span) {
	for _, s := range h.begun(d) {
		out = append(out, span{s.from, min(s.to, day)})
	}
	if h.special.On(d) == nil {
		for _, s := range h.begun(d - 1) {
			if s.to > day {
				out = append(out, span{max(s.from-day, 0), s.to - day})
			}
		}
	}
	return joined(out)
}

// begun is what begins on a date, and before its end, in minutes from its 00:00; it may run into the
// next.
func (h *Hours) begun(d core.Date) []span {
	s := h.special.On(d)
	if s == nil {
		return laid(h.weekly, d)
	}
	out := laid(s.Each[0], d)
	for _, ws := range s.Each[1:] {
		if more := laid(ws, d); h.use == ForUnlocking {
			out = common(out, more)
		} else {
			out = joined(append(out, more...))
		}
	}
	return out
}

func laid(ws []core.Window, d core.Date) (out []span) {
	for i := range ws {
		w := &ws[i]
		if !w.On(d) || w.Start == w.End {
			continue
		}
		s := span{int64(w.Start), int64(w.End)}
		if s.to < s.from {
			s.to += day
		}
		out = append(out, s)
	}
	return joined(out)
}

// joined sorts; what overlaps or touches is one (OM-1). It keeps in's memory.
func joined(in []span) []span {
	slices.SortFunc(in, func(a, b span) int { return int(a.from - b.from) })
	out := in[:0]
	for _, s := range in {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// common is what lies in both.
func common(a, b []span) (out []span) {
	for len(a) > 0 && len(b) > 0 {
		if s := (span{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}); s.from < s.to {
			out = append(out, s)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}
