package oracle

import (
	"fmt"
	"testing"
	"time"

	"localiq/core"
	"localiq/rules"
)

// TestOracleAgreesOnHours: whether a schedule is open, since when and until when, and what comes next
// [decide.time] OM-1 OM-2 OM-3.
func TestOracleAgreesOnHours(t *testing.T) {
	eachSite(t, func(c *chance) {
		edits, ids := c.schedules()
		cfg := config(t, c, edits)
		h := hours{cfg: cfg, id: pick(c, ids...), all: c.odds(1, 2)}
		edges := h.edges(c)
		for range 4 {
			if diff := h.differs(c.instant(edges)); diff != "" {
				t.Errorf("%s\n%s", diff, setUp(cfg))
				return
			}
		}
		if diff := h.differsNext(c.instant(edges)); diff != "" {
			t.Errorf("%s\n%s", diff, setUp(cfg))
		}
	})
}

// edges are the beginnings and the ends by the anchor.
func (h hours) edges(c *chance) (out []int64) {
	for _, s := range h.spans(c.date-1, c.date+1) {
		out = append(out, s.start, s.end)
	}
	return out
}

// theirs are the hours as the rules read them.
func (h hours) theirs() rules.Hours {
	if h.all {
		return rules.HoursOf(h.cfg, h.id, rules.ForUnlocking)
	}
	return rules.HoursOf(h.cfg, h.id, rules.ForAccess)
}

func (h hours) asked(wall int64) string {
	return fmt.Sprintf("%s, unlocking %v, at %s", h.id, h.all, time.Unix(0, wall).In(h.cfg.Zone).Format(time.RFC3339Nano))
}

// differs says how the rules read the schedule otherwise at an instant; "": they do not.
func (h hours) differs(wall int64) string {
	what, theirs := h.asked(wall), h.theirs()
	ours, open := h.at(wall)
	got, ok := theirs.Active(wall)
	switch {
	case theirs.Holds(wall) != open:
		return fmt.Sprintf("%s: the rules say open %v, the oracle %v (%+v)", what, theirs.Holds(wall), open, ours)
	case ok != open || open && !same(got, ours):
		return fmt.Sprintf("%s: the rules say %+v %v, the oracle %+v %v", what, got, ok, ours, open)
	}
	return ""
}

// differsNext is the same of what comes next.
func (h hours) differsNext(wall int64) string {
	want, some := h.after(wall)
	switch next, any := h.theirs().Next(wall); {
	case some && !(any && same(next, want)):
		return fmt.Sprintf("%s: next the rules say %+v %v, the oracle %+v", h.asked(wall), next, any, want)
	case !some && any && next.Start < wall+int64((reach-1)*24*time.Hour):
		return fmt.Sprintf("%s: next the rules say %+v, the oracle none", h.asked(wall), next)
	}
	return ""
}

func same(o core.Occurrence, s span) bool {
	return (s.noStart || o.ID == s.id && o.Start == s.start) && (s.noEnd || o.End == s.end)
}

// setUp is a configuration for a person to read.
func setUp(cfg *core.Config) (text string) {
	for _, e := range cfg.Items() {
		text += fmt.Sprintf("  %+v\n", e.Item)
	}
	return text
}
