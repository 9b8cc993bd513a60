package rules

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
)

// A comparison of hours has an ordinary week, of the next seven days as if none were an exception, and
// the dates of a year on which the two differ otherwise than in that week.
type weeks struct {
	was, is [7][]span // by weekday
	dates   []dateDiff
}

type dateDiff struct {
	date    core.Date
	was, is []span
}

func compare(a, b []Hours, today core.Date) (w weeks) {
	x, y := ordinary(a), ordinary(b)
	for d := today; d < today+7; d++ {
		w.was[d.Weekday()], w.is[d.Weekday()] = union(x, d), union(y, d)
	}
	for d := today; d < today+year; d++ {
		x, y := union(a, d), union(b, d)
		day := d.Weekday()
		if !slices.Equal(x, y) && !(slices.Equal(x, w.was[day]) && slices.Equal(y, w.is[day])) {
			w.dates = append(w.dates, dateDiff{d, x, y})
		}
	}
	return w
}

func ordinary(of []Hours) (out []Hours) {
	for _, h := range of {
		out = append(out, Hours{weekly: h.weekly})
	}
	return out
}

// longer is "3 h longer per week (Mon-Fri 08:00-21:00 instead of 08:00-18:00)"; "" where the ordinary
// week is the same.
func (w *weeks) longer() string {
	var said []string
	var done core.Days
	for i := range 7 {
		d := (i + 1) % 7 // from Monday
		if done>>d&1 == 1 || slices.Equal(w.was[d], w.is[d]) {
			continue
		}
		var alike core.Days
		for o := range 7 {
			if slices.Equal(w.was[d], w.was[o]) && slices.Equal(w.is[d], w.is[o]) {
				alike |= 1 << o
			}
		}
		done |= alike
		said = append(said, alike.Ranges()+" "+spansSaid(w.is[d])+" instead of "+spansSaid(w.was[d]))
	}
	if len(said) == 0 {
		return ""
	}
	return lengthSaid(total(w.is)-total(w.was)) + " per week (" + strings.Join(said, "; ") + ")"
}

// closedDates is " on Fri 25 Dec 2026": that has hours no more.
func (w *weeks) closedDates() string {
	return datesOf(w.dates, func(d dateDiff) string {
		if len(d.is) > 0 {
			return ""
		}
		return dateSaid(d.date)
	})
}

// otherDates is " on Thu 24 Dec 2026 (08:00-12:00 instead of 08:00-18:00)".
func (w *weeks) otherDates() string {
	return datesOf(w.dates, func(d dateDiff) string {
		if len(d.is) == 0 {
			return ""
		}
		return dateSaid(d.date) + " (" + spansSaid(d.is) + " instead of " + spansSaid(d.was) + ")"
	})
}

// gained is " at night", or what else the hours are that were not there before.
func (w *weeks) gained() (string, bool) {
	more := minus(w.is, w.was)
	return weekSaidOf(more), total(more) > 0
}

// lost is "" where nothing is left.
func (w *weeks) lost() (string, bool) {
	less := minus(w.was, w.is)
	if total(w.is) == 0 {
		return "", total(less) > 0
	}
	return weekSaidOf(less), total(less) > 0
}

func (w *weeks) moreDates() string {
	return datesOf(w.dates, func(d dateDiff) string { return dateIf(d.date, beyond(d.is, d.was)) })
}

func (w *weeks) lessDates() string {
	return datesOf(w.dates, func(d dateDiff) string { return dateIf(d.date, beyond(d.was, d.is)) })
}

func dateIf(d core.Date, yes bool) string {
	if !yes {
		return ""
	}
	return dateSaid(d)
}

const datesNamed = 3

// datesOf names the first of those of which something is said; "" for none.
func datesOf(all []dateDiff, say func(dateDiff) string) string {
	var said []string
	for _, d := range all {
		if s := say(d); s != "" {
			said = append(said, s)
		}
	}
	if len(said) == 0 {
		return ""
	}
	named := " on " + strings.Join(said[:min(len(said), datesNamed)], ", ")
	switch n := len(said) - datesNamed; {
	case n < 1:
		return named
	case n == 1:
		return named + " and 1 more day"
	default:
		return named + fmt.Sprintf(" and %d more days", n)
	}
}

func dateSaid(d core.Date) string { return d.Time().Format("Mon 2 Jan 2006") }

// night is until 06:00 and from 20:00 on.
func night(int) []span { return []span{{to: 6 * 60}, {20 * 60, day}} }

// weekSaidOf names hours of a week.
func weekSaidOf(week [7][]span) string {
	n := total(week)
	switch {
	case n == 7*day:
		return " at all times"
	case liesIn(week, night):
		return " at night"
	case liesIn(week, func(d int) []span {
		if d == 0 || d == 6 {
			return []span{{to: day}}
		}
		return nil
	}):
		return " at weekends"
	}
	said := windowsSaid(week)
	if len(said) > 2 {
		return " for " + hoursSaid(n) + " a week"
	}
	return " (" + strings.Join(said, ", ") + ")"
}

func liesIn(week [7][]span, in func(day int) []span) bool {
	for d, spans := range week {
		if beyond(spans, in(d)) {
			return false
		}
	}
	return true
}

func minus(a, b [7][]span) (out [7][]span) {
	for d := range a {
		out[d] = common(a[d], complement(b[d]))
	}
	return out
}

// complement is what of a day lies in none of them; some of it may be of no length.
func complement(of []span) (out []span) {
	var from int64
	for _, s := range of {
		out, from = append(out, span{from, s.from}), s.to
	}
	return append(out, span{from, day})
}

func total(week [7][]span) (n int64) {
	for _, spans := range week {
		for _, s := range spans {
			n += s.to - s.from
		}
	}
	return n
}

func windowsSaid(week [7][]span) (out []string) {
	for _, w := range windowsOf(week) {
		out = append(out, w.Days.Ranges()+" "+w.Start.String()+"-"+w.End.String())
	}
	return out
}

func spansSaid(spans []span) string {
	if len(spans) == 0 {
		return "closed"
	}
	var said []string
	for _, s := range spans {
		said = append(said, core.Minute(s.from).String()+"-"+core.Minute(s.to).String())
	}
	return strings.Join(said, ", ")
}

func lengthSaid(minutes int64) string {
	switch {
	case minutes > 0:
		return hoursSaid(minutes) + " longer"
	case minutes < 0:
		return hoursSaid(-minutes) + " shorter"
	}
	return "at other hours, as long"
}

// hoursSaid is "3 h", "45 min", "3 h 30 min".
func hoursSaid(minutes int64) string {
	switch h, m := minutes/60, minutes%60; {
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case m == 0:
		return fmt.Sprintf("%d h", h)
	default:
		return fmt.Sprintf("%d h %d min", h, m)
	}
}
