package rehearse

import (
	"time"

	"localiq/core"
)

// Chronicle notes what the report needs of each line of the ledger. The ledger gives it every entry
// once, in order; nobody else calls it before the rehearsal is over.
type Chronicle struct {
	play   Play
	doors  map[core.DoorID]*noted
	last   int64 // ns UTC of the newest entry
	inputs int
	cuts   int
}

// refusal is one key that was refused.
type refusal struct {
	at      int64 // ns UTC
	door    core.DoorID
	verdict core.Verdict
	reason  core.Reason
	person  core.PersonID
	kind    core.KeyKind
	detail  string
}

// noted is what was noted of one door. Times are ns UTC; a time that has not come to an end has 0.
type noted struct {
	granted  map[core.KeyKind]int
	opened   int
	refused  []refusal
	office   []Held
	missed   []Missed
	raised   map[core.AlertKind][]int64
	longOpen time.Duration // the longest that an alert of NOT CLOSED stood, with the time before it
	unsure   int           // that nobody could tell whether it was open
	byTable  int           // openings that its lock decided by itself
	silent   stretch       // unheard
	waiting  stretch       // for its newest table
	battery  []level
}

// level of a battery, each once.
type level struct {
	at int64
	is uint8
}

// NewChronicle notes what happens from the play's begin to its end.
func NewChronicle(p Play) *Chronicle {
	c := &Chronicle{play: p, doors: map[core.DoorID]*noted{}}
	for _, d := range p.Config.Doors {
		c.doors[d.ID] = &noted{granted: map[core.KeyKind]int{}, raised: map[core.AlertKind][]int64{}}
	}
	return c
}

// Take notes one entry.
func (c *Chronicle) Take(e *core.Entry) {
	at := e.Input.At.Wall
	for _, ch := range e.Decision.Changes {
		if d, ok := ch.(core.DoorBecame); ok && c.doors[d.State.Door] != nil {
			c.became(c.doors[d.State.Door], at, &d.State)
		}
	}
	if at < c.play.Begin() || at >= c.play.End() {
		return
	}
	c.last, c.inputs = at, c.inputs+1
	if _, ok := e.Input.Event.(core.HubStarted); ok {
		c.cuts++
	}
	for i := range e.Decision.Notices {
		if n := &e.Decision.Notices[i]; c.doors[n.Door] != nil {
			c.notice(c.doors[n.Door], n)
		}
	}
}

// became follows what lasts: it counts from the play's begin on.
func (c *Chronicle) became(d *noted, at int64, st *core.DoorState) {
	at = min(max(at, c.play.Begin()), c.play.End())
	d.silent.is(at, !st.Link.Heard && !st.Link.Last.IsZero())
	d.waiting.is(at, !st.Sync.Done())
	if b := st.Reported.Battery; b != 0 && (len(d.battery) == 0 || d.battery[len(d.battery)-1].is != b) {
		d.battery = append(d.battery, level{at, b})
	}
}

func (c *Chronicle) notice(d *noted, n *core.Notice) {
	switch n.What {
	case core.AccessGranted:
		d.granted[n.KeyKind]++
		if n.By == core.ByTable {
			d.byTable++
		}
	case core.AccessDenied:
		r := refusal{at: n.At.Wall, door: n.Door, reason: n.Reason, person: n.Person, kind: n.KeyKind, detail: n.Detail}
		if n.Verdict != nil {
			r.verdict = *n.Verdict
		}
		d.refused = append(d.refused, r)
	case core.DoorWasOpened:
		d.opened++
	case core.DoorUncertain:
		d.unsure++
	case core.AlertRaised:
		d.raised[n.Alert] = append(d.raised[n.Alert], n.At.Wall)
	case core.AlertCleared:
		if n.Alert == core.AlertNotClosed {
			d.longOpen = max(d.longOpen, time.Duration(n.For))
		}
	case core.OfficeStarted, core.OfficeEnded, core.OfficeSkipped:
		c.office(d, n)
	}
}

func (c *Chronicle) office(d *noted, n *core.Notice) {
	switch n.What {
	case core.OfficeStarted:
		d.office = append(d.office, Held{From: c.minute(n.At.Wall), from: n.At.Wall, By: c.who(n.Person), Late: Seconds(n.For / int64(time.Second))})
	case core.OfficeEnded:
		if last := len(d.office) - 1; last >= 0 && d.office[last].to == 0 {
			h := &d.office[last]
			h.To, h.to, h.Ended = c.minute(n.At.Wall), n.At.Wall, n.Detail
			if by := c.who(n.Person); by != "" {
				h.Ended = by
			}
		}
	case core.OfficeSkipped:
		if n.Detail == "" { // else the day is closed, or its clock was set
			d.missed = append(d.missed, Missed{c.minute(n.At.Wall), n.Reason.Say()})
		}
	}
}

func (c *Chronicle) who(p core.PersonID) string {
	if p == "" {
		return ""
	}
	return c.play.Names[p].String()
}

// minute is how the report writes an instant.
func (c *Chronicle) minute(ns int64) string {
	return time.Unix(0, ns).In(c.play.Config.Zone).Format("2006-01-02 15:04")
}

// stretch adds up how long something was so.
type stretch struct {
	since   int64 // 0: it is not so
	times   int
	total   time.Duration
	longest time.Duration
}

func (s *stretch) is(at int64, so bool) {
	switch {
	case so && s.since == 0:
		s.since = at
	case !so && s.since != 0:
		s.end(at)
	}
}

// end at an instant; what lasted no time at all was not so.
func (s *stretch) end(at int64) {
	if s.since == 0 {
		return
	}
	if d := time.Duration(at - s.since); d > 0 {
		s.times, s.total, s.longest = s.times+1, s.total+d, max(s.longest, d)
	}
	s.since = 0
}
