package sitefile

import (
	"fmt"
	"time"

	"localiq/core"
)

// officing is what bounds a door's office mode; every key of it may be missing.
type officing struct{ early, manualCap, manualEnds, tagAfterPowerLoss text }

func officingOf(t *table) officing {
	return officing{early: t.text("early"), manualCap: t.text("manualCap"), manualEnds: t.text("manualEndsWithSchedule"),
		tagAfterPowerLoss: t.text("tagAfterPowerLoss")}
}

func (p *planner) officing(f officing, scheduled bool) core.OfficeLimits {
	is := core.OfficeLimits{Early: p.minutes(f.early, core.MaxEarly), ManualCap: p.minutes(f.manualCap, core.MaxManualCap),
		ManualEnds: p.yes(f.manualEnds), TagAfterPowerLoss: p.yes(f.tagAfterPowerLoss)}
	if is.ManualEnds && !scheduled {
		p.fault(f.manualEnds.at, "there is no schedule to end with: write `schedule: …` at this door")
	}
	return is
}

// minutes reads "90m" or "12h"; not set is 0, none.
func (p *planner) minutes(t text, most int) int {
	if !t.set {
		return 0
	}
	d, err := time.ParseDuration(t.s)
	if n := int(d / time.Minute); err == nil && d%time.Minute == 0 && n >= 1 && n <= most {
		return n
	}
	p.fault(t.at, "write whole minutes or hours, as 90m or 12h, at most %s", minutesWord(most))
	return 0
}

func minutesWord(n int) string {
	switch {
	case n == 0:
		return "none"
	case n%60 == 0:
		return fmt.Sprintf("%dh", n/60)
	}
	return fmt.Sprintf("%dm", n)
}

func officingDiff(d *diff, was, is core.OfficeLimits) {
	of(d, "early", minutesWord(was.Early), minutesWord(is.Early))
	of(d, "manualCap", minutesWord(was.ManualCap), minutesWord(is.ManualCap))
	of(d, "manualEndsWithSchedule", was.ManualEnds, is.ManualEnds)
	of(d, "tagAfterPowerLoss", was.TagAfterPowerLoss, is.TagAfterPowerLoss)
}

func (x *exporter) officing(o core.OfficeLimits) {
	for _, f := range []struct {
		name string
		n    int
	}{{"early", o.Early}, {"manualCap", o.ManualCap}} {
		if f.n != 0 {
			x.line(2, f.name+": "+minutesWord(f.n))
		}
	}
	if o.ManualEnds {
		x.line(2, "manualEndsWithSchedule: true")
	}
	if o.TagAfterPowerLoss {
		x.line(2, "tagAfterPowerLoss: true")
	}
}
