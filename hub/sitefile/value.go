package sitefile

import (
	"strconv"
	"strings"

	"localiq/core"
)

// name is a name that may be shown anywhere: no control characters, which could draw on a
// terminal what is not there.
func (p *planner) name(t text, of string) string {
	if strings.ContainsFunc(t.s, core.Unshown) {
		p.fault(t.at, "the name of %s holds a character that cannot be shown", of)
		return "?"
	}
	if len(t.s) > core.MaxName {
		p.fault(t.at, "the name of %s is longer than %d bytes", of, core.MaxName)
	}
	return t.s
}

func (p *planner) need(t text, at place, of string) string {
	s := p.name(t, of)
	if strings.TrimSpace(s) == "" {
		p.fault(or(t.at, at), "%s has no name: write `name: …`", of)
	}
	return s
}

// enum is an unmarshaler of one of core's closed lists.
type enum interface{ UnmarshalText([]byte) error }

// choice reads a word of a closed list; what is not set stays as into was.
func (p *planner) choice(t text, into enum, words string) {
	if t.set && (t.s == "" || into.UnmarshalText([]byte(t.s)) != nil) {
		p.fault(t.at, "write one of %s", words)
	}
}

func (p *planner) yes(t text) bool {
	switch t.s {
	case "true", "yes":
		return true
	case "false", "no", "":
		return false
	}
	p.fault(t.at, "write true or false")
	return false
}

// seconds reads "38s" or "38"; not set is 0, the default.
func (p *planner) seconds(t text, least, most int) int {
	if !t.set {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(t.s, "s")))
	if err != nil || n < least || n > most {
		p.fault(t.at, "write whole seconds, %ds to %ds", least, most)
	}
	return n
}

func secondsWord(n int) string {
	if n == 0 {
		return "default"
	}
	return strconv.Itoa(n) + "s"
}

// span reads a validity; a limit that is not set is 0.
func (p *planner) span(from, until text) (f, u int64) {
	for _, m := range []struct {
		t   text
		end bool
		to  *int64
	}{{from, false, &f}, {until, true, &u}} {
		if !m.t.set {
			continue
		}
		ns, ok := parseMoment(m.t.s, p.zone, m.end)
		if !ok {
			p.fault(m.t.at, "not a date: write 2026-12-31, or 2026-12-31T18:00 in the site's own time")
		}
		*m.to = ns
	}
	if u != 0 && u <= f {
		p.fault(until.at, "this ends before it begins")
	}
	return f, u
}

// momentWord is for the report.
func (p *planner) momentWord(ns int64, end bool) string {
	if ns == 0 {
		return ""
	}
	return momentText(ns, p.zone, end)
}

func (p *planner) scheduleName(id core.ScheduleID) string {
	if n := p.scheduleIndex.name(string(id)); n != "" {
		return n
	}
	if s := p.old.Schedule(id); s != nil {
		return s.Name
	}
	return string(id)
}

func (p *planner) doorNames(ids []core.DoorID) (out []string) {
	for _, id := range ids {
		n := p.doorIndex.name(string(id))
		if d := p.old.Door(id); n == "" && d != nil {
			n = d.Name
		}
		out = append(out, n)
	}
	return out
}

func (p *planner) groupNames(ids []core.GroupID) (out []string) {
	for _, id := range ids {
		n := p.groupIndex.name(string(id))
		if g := p.old.Group(id); n == "" && g != nil {
			n = g.Name
		}
		out = append(out, n)
	}
	return out
}
