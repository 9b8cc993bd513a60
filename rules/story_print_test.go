package rules

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
)

// show prints what follows from an input: what is told, what is sent, and when it wakes next.
func (st *story) show(d core.Decision) {
	for _, n := range d.Notices {
		l := core.Line{Notice: n}
		if c := st.s.Config.Door(n.Door); c != nil {
			l.DoorName = c.Name
		}
		if name, ok := st.names[n.Person]; ok {
			l.PersonName = name.String()
		}
		late := ""
		if n.Late {
			late = " (of " + st.clock(n.At) + ")"
		}
		st.printf("says  %s%s", l.Say(st.zone), late)
	}
	for _, c := range d.Commands {
		if _, ack := c.Op.(core.AckJournal); !ack || st.acks {
			st.printf("sends %s: %s%s", c.Lock, st.op(c.Op), st.good(c.NotAfter))
		}
	}
	if e := d.Answer.Error; e != nil {
		st.printf("tells %d %s", e.Code, e)
	}
	if d.Empty() {
		st.printf("nothing")
	}
	st.showWake()
}

func (st *story) showWake() {
	w := Next(st.s)
	if w.Up != 0 && w.Up <= st.now.Up || w.Wall != 0 && w.Wall <= st.at().Wall {
		st.t.Errorf("at %s Next lies in the past: %+v", st.clock(st.now), w)
	}
	if w == st.wake {
		return
	}
	st.wake = w
	var parts []string
	if w.Up != 0 {
		parts = append(parts, st.clock(st.now.Add(w.Up-st.now.Up)))
	}
	if w.Wall != 0 {
		format := "15:04:05"
		if at := time.Unix(0, w.Wall).In(st.zone); at.Format(time.DateOnly) != st.now.In(st.zone).Format(time.DateOnly) {
			format = "2 Jan 2006 15:04"
		}
		parts = append(parts, time.Unix(0, w.Wall).In(st.zone).Format(format)+" by the clock")
	}
	if len(parts) == 0 {
		parts = []string{"never"}
	}
	st.printf("wakes %s", strings.Join(parts, ", "))
}

func (st *story) good(i core.Instant) string {
	if i.IsZero() {
		return ""
	}
	return fmt.Sprintf(", good for %v", i.Up-st.now.Up)
}

func (st *story) op(op core.Op) string {
	switch o := op.(type) {
	case core.Answer:
		if !o.Granted {
			return "refused " + o.Reason.String()
		}
		return "granted" + st.move(o.Move)
	case core.Turn:
		return "turn" + st.move(o.Move)
	case core.Tend:
		said := fmt.Sprintf("tend from %s/%d", o.Cursor.Journal, o.Cursor.Index) + talks(o.Talks)
		if o.NoAdmin {
			said += ", without its admin PIN"
		}
		return said
	case core.SyncTable:
		if o.Revokes {
			return fmt.Sprintf("table %d, it revokes", o.Version)
		}
		return fmt.Sprintf("table %d", o.Version)
	case core.Identify:
		return fmt.Sprintf("identify for %v", o.For)
	case core.AskResult:
		return fmt.Sprintf("what became of %d.%d?", o.Of.Seq, o.Of.N)
	case core.AckJournal:
		return fmt.Sprintf("kept to %s/%d", o.Cursor.Journal, o.Cursor.Index)
	}
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", op), "core."))
}

func (st *story) ends(ns int64) string {
	if ns == 0 {
		return ""
	}
	return " until " + time.Unix(0, ns).In(st.zone).Format("2 Jan 15:04")
}

func talks(t core.Talks) string {
	if t == (core.Talks{}) {
		return ""
	}
	return fmt.Sprintf(", %d links on %s", t.Links, t.Day)
}

func (st *story) move(m core.Move) string {
	if m.To == core.BoltUnknown {
		return ", no move"
	}
	s := ", " + m.To.String()
	if m.For != 0 {
		s += fmt.Sprintf(" for %v", m.For)
	}
	if m.Until != 0 {
		s += " until " + time.Unix(0, m.Until).In(st.zone).Format("15:04:05")
	}
	return s
}

func (st *story) showDoor(id core.DoorID) {
	d := st.s.Door(id)
	parts := []string{"bolt " + d.Reported.Bolt.String(), "door " + d.Reported.Contact.String()}
	if d.Wanted.Bolt != core.BoltUnknown {
		parts = append(parts, "wants "+d.Wanted.Bolt.String())
	}
	if !d.Link.Heard {
		parts = append(parts, "not heard")
	}
	if !d.Flight.Command.IsZero() {
		parts = append(parts, "in flight"+st.move(d.Flight.Move))
	}
	for _, a := range d.Alerts {
		parts = append(parts, st.alertState(a))
	}
	if d.Bounces != 0 {
		parts = append(parts, fmt.Sprintf("%d bounces", d.Bounces))
	}
	if n := d.Flood.Nuisance(st.now); n != 0 {
		parts = append(parts, fmt.Sprintf("nuisance %d", n))
	}
	if d.Cursor.Index != 0 {
		parts = append(parts, fmt.Sprintf("kept to %s/%d", d.Cursor.Journal, d.Cursor.Index))
	}
	if d.Last.By == core.ByTable {
		parts = append(parts, "last opened by its table, the hub says "+d.Last.Verdict.Reason.String())
	}
	if y := d.Sync; y.Reported != 0 || len(y.Gone) > 0 {
		parts = append(parts, fmt.Sprintf("table %d of %d with %d keys", y.Reported, y.Wanted, y.Rows))
		for _, g := range y.Gone {
			parts = append(parts, "still opens for "+string(g.Key)+st.ends(d.Outlives(g, st.now)))
		}
	}
	st.printf("shows %s", strings.Join(parts, ", "))
}
