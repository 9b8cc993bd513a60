package rules

import (
	"fmt"

	"localiq/core"

	"pgregory.net/rapid"
)

// From the middle of October 2026, when most random instants are.
const firstRandomDate core.Date = 20741

// randomDated is a schedule with exceptions, dated windows and days of two calendars.
func randomDated(t *rapid.T, id core.ScheduleID) (core.Schedule, []core.Calendar) {
	sc := core.Schedule{ID: id, Name: "schedule", Windows: randomWindows(t, 3, true)}
	seen := map[[2]core.Date]bool{}
	for range rapid.IntRange(0, 3).Draw(t, "exceptions") {
		e := core.Exception{Windows: randomWindows(t, 2, false)}
		if e.From, e.To = randomRange(t); !seen[[2]core.Date{e.From, e.Last()}] {
			sc.Exceptions = append(sc.Exceptions, e)
		}
		seen[[2]core.Date{e.From, e.Last()}] = true
	}
	var cals []core.Calendar
	for i := range rapid.IntRange(0, 2).Draw(t, "calendars") {
		c := randomCalendar(t, core.CalendarID(fmt.Sprint("c", i)))
		cals, sc.Calendars = append(cals, c), append(sc.Calendars, c.ID)
	}
	if len(cals) > 0 {
		sc.Holiday = randomWindows(t, 2, false)
	}
	return sc, cals
}

func randomCalendar(t *rapid.T, id core.CalendarID) core.Calendar {
	c := core.Calendar{ID: id, Name: string(id)}
	for range rapid.IntRange(0, 3).Draw(t, "holidays") {
		from, to := randomRange(t)
		h := core.Holiday{From: from, To: to}
		if rapid.IntRange(0, 2).Draw(t, "yearly") == 0 {
			h = core.Holiday{Yearly: yearDay(from)}
			if to != 0 {
				h.YearlyTo = yearDay(to)
			}
		}
		c.Days = append(c.Days, h)
	}
	return c
}

func yearDay(d core.Date) core.YearDay {
	_, month, day := d.Time().Date()
	return core.YearDay(100*int(month) + day)
}

func randomRange(t *rapid.T) (from, to core.Date) {
	from = firstRandomDate + core.Date(rapid.IntRange(0, 50).Draw(t, "date"))
	if rapid.Bool().Draw(t, "range") {
		to = from + core.Date(rapid.IntRange(0, 20).Draw(t, "days"))
	}
	return from, to
}

func randomWindows(t *rapid.T, most int, dated bool) (out []core.Window) {
	if rapid.IntRange(0, 5).Draw(t, "always") == 0 {
		return []core.Window{{Days: core.EveryDay, Start: 0, End: core.EndOfDay}}
	}
	for range rapid.IntRange(0, most).Draw(t, "windows") {
		w := core.Window{Days: core.Days(rapid.IntRange(1, int(core.EveryDay)).Draw(t, "days")),
			Start: core.Minute(15 * rapid.IntRange(0, 95).Draw(t, "start")), End: core.Minute(15 * rapid.IntRange(0, 96).Draw(t, "end"))}
		if dated && rapid.IntRange(0, 3).Draw(t, "dated") == 0 {
			w.From, w.Until = randomRange(t)
		}
		if w.Start != w.End {
			out = append(out, w)
		}
	}
	return out
}
