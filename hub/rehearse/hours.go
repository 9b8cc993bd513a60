package rehearse

import (
	"time"

	"localiq/core"
	"localiq/rules"
)

// outside says how a refusal for its schedule's hours lies to them.
type outside uint8

const (
	farOff   outside = iota
	replaced         // an exception or a holiday closes what the week opens
	after            // they ended less than nearAfter before
	before           // they begin in less than nearBefore
)

const (
	nearAfter  = 4 * time.Hour
	nearBefore = 2 * time.Hour
)

// lies finds the hours, and the instant that they ended at or begin.
func lies(cfg *core.Config, r refusal) (outside, int64) {
	sc, specials := cfg.ScheduleDays(r.verdict.Schedule)
	if sc == nil {
		return farOff, 0
	}
	t := time.Unix(0, r.at).In(cfg.Zone)
	day, minute := core.DateOf(t), core.Minute(t.Hour()*60+t.Minute())
	if specials.On(day) != nil && weekly(sc, day, minute) {
		return replaced, 0
	}
	hours, most := rules.HoursOf(cfg, sc.ID, rules.ForAccess), int64(nearAfter)
	is, edge := farOff, int64(0)
	for _, o := range hours.Between(r.at-int64(nearAfter), r.at+int64(nearBefore)) {
		if off := r.at - o.End; off >= 0 && off < most {
			is, edge, most = after, o.End, off
		}
		if off := o.Start - r.at; off > 0 && off < min(most, int64(nearBefore)) {
			is, edge, most = before, o.Start, off
		}
	}
	return is, edge
}

// weekly is true where the week alone would be open.
func weekly(sc *core.Schedule, day core.Date, m core.Minute) bool {
	for i := range sc.Windows {
		w := &sc.Windows[i]
		night := w.End <= w.Start
		if w.On(day) && m >= w.Start && (night || m < w.End) || night && w.On(day-1) && m < w.End {
			return true
		}
	}
	return false
}

// hadTime is true where the rules found the schedule open, and something else refused.
func hadTime(v core.Verdict) bool {
	for _, s := range v.Trail.Steps() {
		if s.Check == core.CheckSchedule {
			return s.Reason == core.Granted
		}
	}
	return false
}
