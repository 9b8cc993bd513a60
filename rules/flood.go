package rules

import (
	"slices"

	"localiq/core"
)

// A door that alerts again and again wears people out until they hear none of it (D-12). Six alerts
// of its openings in an hour have a message each; those after are raised and cleared like any, and
// told together: once when it begins, then once an hour while it lasts.

// floods counts an alert of an opening. It is true where the alert gets no message of its own.
func (w *doorway) floods() bool {
	f, now := &w.Flood, w.in.At
	f.Recent = slices.DeleteFunc(slices.Clone(f.Recent), func(i core.Instant) bool { return over(i.Add(core.FloodHour), now) })
	many := len(f.Recent) >= core.FloodMost
	if many {
		f.Recent = f.Recent[1:]
		f.Score, f.Scored = f.Nuisance(now)+1, now
		if f.Held++; f.Since.IsZero() {
			f.Since = now
			w.tell(core.Notice{What: core.AlertsMany, Count: core.FloodMost + 1, Until: now.Add(core.FloodHour).Wall})
		}
	}
	f.Recent = append(f.Recent, now)
	return many
}

// floodDue is when the hour is over; the zero instant without a flood.
func floodDue(st *core.DoorState) core.Instant {
	if st.Flood.Since.IsZero() {
		return core.Instant{}
	}
	return st.Flood.Since.Add(core.FloodHour)
}

// endOfFlood tells what was held back in the hour. One that held nothing back was the last.
func (w *doorway) endOfFlood() {
	due := floodDue(&w.DoorState)
	if due.IsZero() || !over(due, w.in.At) {
		return
	}
	f := &w.Flood
	if f.Held == 0 {
		f.Since = core.Instant{}
		return
	}
	w.tell(core.Notice{What: core.AlertsMany, Count: f.Held})
	f.Since, f.Held = w.in.At, 0
}
