package rehearse

import (
	"fmt"
	"strings"
	"time"
)

// Text is the report in lines for an owner.
func (r Report) Text() []string {
	t := &text{}
	t.line("%s: %d days from %s, as they would be", r.Site, r.Days, r.From.Time().Format("Mon 2006-01-02"))
	if r.Stopped != "" {
		t.line("Broken off at %s: what follows is up to then.", r.Stopped)
	}
	if len(r.Calendar) > 0 {
		t.head("Days unlike others")
		for _, d := range r.Calendar {
			t.line("  %s  %s", d.Date.Time().Format("Mon 2006-01-02"), strings.Join(d.What, "; "))
		}
	}
	for i := range r.Doors {
		t.door(&r.Doors[i])
	}
	if len(r.People) > 0 {
		t.head("Refused though their hours say otherwise")
		for _, p := range r.People {
			t.line("  %s  %s at %s: %s", p.Date.Time().Format("Mon 2006-01-02"), p.Who, strings.Join(p.Doors, ", "), p.Why)
		}
	}
	if len(r.Unplayed) > 0 {
		t.head("Never came: blocked, no door, no hours, or no key that hands can show")
		t.line("  %s", strings.Join(r.Unplayed, ", "))
	}
	t.head("What you may want to change")
	for _, s := range r.Change {
		t.line("  - %s", s)
	}
	if len(r.Change) == 0 {
		t.line("  Nothing that these days have shown.")
	}
	return t.lines
}

// most is how many of a list are shown.
const most = 5

type text struct{ lines []string }

func (t *text) line(format string, args ...any) {
	t.lines = append(t.lines, fmt.Sprintf(format, args...))
}

func (t *text) head(s string) { t.lines = append(t.lines, "", s) }

func (t *text) door(d *DoorReport) {
	t.head(d.Door)
	t.line("  Let in %s; opened %s", count(d.Openings, "time", "times"), count(d.Opened, "time", "times"))
	t.office(d)
	for i, x := range d.Refusals {
		if i == most {
			t.line("  and %d more who were refused", len(d.Refusals)-most)
			break
		}
		who := x.Who
		if who == "" {
			who = "somebody"
		}
		t.line("  Refused %s %s, first on %s: %s", who, count(x.Times, "time", "times"), x.First, x.Why)
	}
	if d.NotClosed > 0 {
		s := "  NOT CLOSED " + count(d.NotClosed, "time", "times")
		if d.Longest > 0 {
			s += fmt.Sprintf(", open for up to %s", d.Longest)
		}
		t.line("%s", s)
	}
	t.some(d.Forced, "  Forced")
	t.some(d.Unsure, "  Nobody could tell whether it was open")
	t.some(d.Lockouts, "  Its keypad took no code for a while")
	t.some(d.Strays, "  Many unknown tags")
	t.lasted("  Not heard", d.Offline)
	if d.Waits.Still || d.Waits.Longest >= slowTable {
		t.lasted("  Newest keys not there yet", d.Waits)
	}
	if d.Battery.First != 0 {
		s := fmt.Sprintf("  Battery from %d %% to %d %%", d.Battery.First, d.Battery.Last)
		if d.Battery.Low != 0 {
			s += ", low on " + d.Battery.Low.String()
		}
		t.line("%s", s)
	}
}

func (t *text) some(n int, what string) {
	if n > 0 {
		t.line("%s %s", what, count(n, "time", "times"))
	}
}

func (t *text) lasted(what string, l Lasted) {
	if l.Times > 0 {
		t.line("%s %s, %s in all, %s at most", what, count(l.Times, "time", "times"), l.Total, l.Longest)
	}
}

// office is one line: how often and for how long, and what was late or missing.
func (t *text) office(d *DoorReport) {
	if len(d.Office)+len(d.Missed) == 0 {
		return
	}
	var total time.Duration
	late, worst := 0, Seconds(0)
	for _, h := range d.Office {
		if h.to != 0 {
			total += time.Duration(h.to - h.from)
		}
		if h.Late > 0 {
			late, worst = late+1, max(worst, h.Late)
		}
	}
	s := fmt.Sprintf("  Office mode %s, %s in all", count(len(d.Office), "time", "times"), Seconds(total/time.Second))
	if late > 0 {
		s += fmt.Sprintf("; %d late, by up to %s", late, worst)
	}
	t.line("%s", s)
	for i, m := range d.Missed {
		if i == most {
			t.line("  and %d more windows missed", len(d.Missed)-most)
			break
		}
		t.line("  Window missed on %s: %s", m.At, m.Why)
	}
}
