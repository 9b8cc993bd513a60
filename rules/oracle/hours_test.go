package oracle

import (
	"time"

	"localiq/core"
)

// minute is a minute of the wall clock, counted from 1970-01-01 00:00 on that clock: no zone has a
// word in it.
type minute int64

const day = 24 * 60

func onWall(d core.Date, m core.Minute) minute { return minute(d)*day + minute(m) }

// hours are those of one schedule. all: where several exceptions have a day, what all of them open
// counts (unlocking); else what any of them opens (access).
type hours struct {
	cfg   *core.Config
	id    core.ScheduleID
	all   bool
	wrong wrongly
}

// wrongly makes an oracle of hours that is wrong in one thing, for the controls. The zero value is right.
type wrongly struct {
	endIn     bool // the end of a window belongs to it
	swapped   bool // unlocking takes any exception, access all of them
	timeDate  bool // boundaries as time.Date has them
	nightsRun bool // a night runs on into an exception
	lastOut   bool // the last day of an exception is none of it
}

// span is what is open without a gap: an id by its beginning on the wall, and the instants.
type span struct {
	id         string
	start, end int64 // ns UTC, half-open
	// endless: it has no beginning or no end within reach; then only that it is open is known.
	noStart, noEnd bool
}

// reach is how many days are gone through in search of an end or of what comes next.
const reach = 10

// at is the span that an instant lies in (ns UTC).
func (h hours) at(wall int64) (span, bool) {
	today := core.DateOf(time.Unix(0, wall).In(h.cfg.Zone))
	for _, s := range h.spans(today-1, today+1) {
		if s.start <= wall && (wall < s.end || h.wrong.endIn && wall == s.end) {
			return s, true
		}
	}
	return span{}, false
}

// after is the first span that starts after an instant, if there is one within reach.
func (h hours) after(wall int64) (span, bool) {
	today := core.DateOf(time.Unix(0, wall).In(h.cfg.Zone))
	for _, s := range h.spans(today-1, today+reach) {
		if s.start > wall && !s.noStart {
			return s, true
		}
	}
	return span{}, false
}

// spans are those that touch the days from first to last and are not empty, in order, whole as far
// as reach goes.
func (h hours) spans(first, last core.Date) (out []span) {
	days := make([]*begun, last-first+2*reach+4)
	begunOn := func(d core.Date) *begun {
		i := d - first + reach + 2
		if days[i] == nil {
			days[i] = h.begunOn(d)
		}
		return days[i]
	}
	is := func(m minute) bool {
		d := core.Date(m / day)
		today := begunOn(d)
		night := begunOn(d - 1).open[day+m%day] && (!today.special || h.wrong.nightsRun)
		return today.open[m%day] || night
	}
	low, high := onWall(first, 0), onWall(last+1, 0)
	for m := low; m < high; m++ {
		if !is(m) {
			continue
		}
		from, to := m, m
		for is(from-1) && from > low-reach*day {
			from--
		}
		for is(to) && to < high+reach*day {
			to++
		}
		s := span{id: h.name(from), start: h.first(from), end: h.first(to), noStart: is(from - 1), noEnd: is(to)}
		if s.start < s.end {
			out = append(out, s)
		}
		m = to // which is closed, or out of reach
	}
	return out
}

func (h hours) name(m minute) string {
	return time.Unix(int64(m)*60, 0).UTC().Format("2006-01-02T15:04")
}

// begun is what begins on a day, with the night that runs on into the next, where it ends at 00:00 if
// that one is special: a day on which the week does not count.
type begun struct {
	open    [2 * day]bool
	special bool
}

func (h hours) begunOn(d core.Date) *begun {
	out := new(begun)
	var lists [][]core.Window
	for i := range h.cfg.Schedules {
		if s := &h.cfg.Schedules[i]; s.ID == h.id {
			lists, out.special = h.lists(s, d)
		}
	}
	for i, ws := range lists {
		one := painted(ws, d)
		for m := range one {
			switch {
			case i == 0:
				out.open[m] = one[m]
			case h.all != h.wrong.swapped:
				out.open[m] = out.open[m] && one[m]
			default:
				out.open[m] = out.open[m] || one[m]
			}
		}
	}
	return out
}

// lists are the lists of windows that have a word on a day: those of every exception that has it,
// and of the holidays once, however many calendars have it; where there is none of these, the week.
func (h hours) lists(s *core.Schedule, d core.Date) (lists [][]core.Window, special bool) {
	for _, e := range s.Exceptions {
		if d == e.From || e.From < d && d <= e.To && !(h.wrong.lastOut && d == e.To) {
			lists = append(lists, e.Windows)
		}
	}
	if h.holiday(s, d) {
		lists = append(lists, s.Holiday)
	}
	if len(lists) > 0 {
		return lists, true
	}
	return [][]core.Window{s.Windows}, false
}

// yearlyOn compares the days as they are written: what ends before it begins runs over New Year.
func yearlyOn(k core.Holiday, d core.Date) bool {
	if k.Yearly == 0 {
		return false
	}
	on, first, last := d.Time().Format("01-02"), k.Yearly.String(), k.YearlyTo.String()
	switch {
	case last == "":
		return on == first
	case last < first:
		return on >= first || on <= last
	}
	return first <= on && on <= last
}

func (h hours) holiday(s *core.Schedule, d core.Date) bool {
	for _, id := range s.Calendars {
		for _, c := range h.cfg.Calendars {
			for _, k := range c.Days {
				if c.ID == id && (yearlyOn(k, d) || k.Yearly == 0 && (d == k.From || k.From < d && d <= k.To)) {
					return true
				}
			}
		}
	}
	return false
}

// painted are the minutes of the windows that begin on a day. A night is painted into the next.
func painted(ws []core.Window, d core.Date) (out [2 * day]bool) {
	weekday := time.Unix(int64(d)*day*60, 0).UTC().Weekday()
	for _, w := range ws {
		if w.Days&(1<<weekday) == 0 || d < w.From || w.Until != 0 && d > w.Until {
			continue
		}
		end := w.End
		if end < w.Start {
			end += day
		}
		for m := w.Start; m < end; m++ {
			out[m] = true
		}
	}
	return out
}

// first is the first instant (ns UTC) at which the wall clock shows m or later. It begins where the
// zone's more eastern hour of these days would have it, before which it cannot be, and looks at
// every minute from there.
func (h hours) first(m minute) int64 {
	if h.wrong.timeDate {
		t := time.Unix(int64(m)*60, 0).UTC()
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, h.cfg.Zone).UnixNano()
	}
	sec := int64(m) * 60
	_, before := time.Unix(sec-2*day*60, 0).In(h.cfg.Zone).Zone()
	_, after := time.Unix(sec+2*day*60, 0).In(h.cfg.Zone).Zone()
	for t := sec - int64(max(before, after)); ; t += 60 {
		if shown(time.Unix(t, 0).In(h.cfg.Zone)) >= m {
			return t * int64(time.Second)
		}
	}
}

// shown is the minute that a wall clock shows.
func shown(t time.Time) minute {
	hour, min, _ := t.Clock()
	return onWall(core.DateOf(t), core.Minute(hour*60+min))
}
