package rules

import (
	"time"

	"localiq/core"
)

// What a lock lacks narrows what it can hold of a right. Access does not ask for it: who may open
// and what a lock can know of that are two things. A right that does not fit whole is not held at
// all, because a lock would read what is left of it as more.

// lacksOf is what the lock of a door lacks; a door without a lock lacks nothing.
func lacksOf(c *core.Config, set *core.Door) (lacks core.Lack) {
	if l := c.Lock(set.Lock); l != nil {
		lacks = l.Lacks
	}
	return lacks
}

// fits leaves of r what a lock that lacks so much can hold; unfit says what stands in the way.
func (r *right) fits(lacks core.Lack, z *time.Location, wall int64) {
	if !r.opens {
		return
	}
	r.ask = r.ask && !lacks.Has(core.LackRequests)
	if lacks.Has(core.LackLease) {
		r.lease = 0
	}
	switch pin := r.key.Kind == core.KeyPIN; {
	case !pin && lacks.Has(core.LackTags):
		r.unfit = core.LackTags
	case pin && lacks.Has(core.LackAdmin):
		r.unfit = core.LackAdmin
	case pin && lacks.Has(core.LackKeypad):
		r.unfit = core.LackKeypad
	case lacks.Has(core.LackManySchedules) && !r.always && !r.narrow(z, wall):
		r.unfit = core.LackManySchedules
	}
	r.opens = r.unfit == 0
}

// narrow makes one window of the schedules of a right; false where none says the same.
func (r *right) narrow(z *time.Location, wall int64) bool {
	w, ok := oneWindow(r.schedules)
	if !ok || w.Start == 0 && w.End == core.EndOfDay && w.Days == core.EveryDay {
		r.always, r.schedules = ok, r.schedules[:0]
		return ok
	}
	if endsTwice(w.End, z, wall) {
		return false
	}
	said := w.Days.String() + " " + w.Start.String() + "-" + w.End.String()
	r.schedules = append(r.schedules[:0], &core.Schedule{ID: core.ScheduleID(said), Name: said, Windows: []core.Window{w}})
	return true
}

// oneWindow is the window within one day that opens exactly when one of the schedules does; false
// where there is no such window. One that crosses midnight is two.
func oneWindow(schedules []*core.Schedule) (one core.Window, ok bool) {
	var all core.Schedule
	for _, s := range schedules {
		all.Windows = append(all.Windows, s.Windows...)
	}
	var anyWeek core.Date // of schedules without dates
	h := Hours{weekly: all.Windows}
	for d, on := range h.sevenDays(anyWeek) {
		switch {
		case len(on) > 1:
			return core.Window{}, false
		case len(on) == 0:
			continue
		case one.Days != 0 && (int64(one.Start) != on[0].from || int64(one.End) != on[0].to):
			return core.Window{}, false
		default:
			one = core.Window{Days: one.Days | 1<<d, Start: core.Minute(on[0].from), End: core.Minute(on[0].to)}
		}
	}
	return one, one.Days != 0
}

// endsTwice is true for an end that the zone's clock passes a second time in the night
// in which it goes back: a lock that reads its own clock would open again, and we do not.
func endsTwice(end core.Minute, z *time.Location, wall int64) bool {
	offsets := zoneOffsets(z, wall)
	for i := 1; i < len(offsets); i++ {
		back := int64(offsets[i-1].East-offsets[i].East) / 60
		again := (offsets[i].From/int64(time.Second) + int64(offsets[i].East)) / 60
		if into := floorMod(int64(end)-again, day); 0 < into && into < back {
			return true
		}
	}
	return false
}

// windows are the schedules of the rights at a door whose lock holds one window for each code: no
// schedule of people's own fits there as it is.
func windows(cfg *core.Config, set *core.Door, wall int64) (out []*core.Schedule) {
	r := right{wall: wall}
	for i := range cfg.Keys {
		if r.read(cfg, set, &cfg.Keys[i]); r.opens {
			out = append(out, r.schedules...)
		}
	}
	return out
}

// unfitAt counts the codes that a door's lock cannot hold.
func unfitAt(cfg *core.Config, set *core.Door, wall int64) (n int) {
	if lacksOf(cfg, set) != 0 {
		r := right{wall: wall}
		for i := range cfg.Keys {
			r.read(cfg, set, &cfg.Keys[i])
			n += r.counts(set)
		}
	}
	return n
}

// atTheLock says why somebody whom the rules let in cannot open this door with a key: their keys
// are none that its lock could hold, or does without the hub. "" where one is.
func atTheLock(s *core.Site, q core.Request, v core.Verdict) string {
	set := s.Config.Door(q.Door)
	if !v.Granted || q.Kind == core.KeyOperator || set == nil {
		return ""
	}
	if lacksOf(s.Config, set) == 0 {
		return byTheHubsClock(s.Config, set, v, q.At.Wall)
	}
	if set.Table == core.TableNone && lacksOf(s.Config, set).Has(core.LackRequests) {
		return "nobody opens it with a key: its lock never asks the hub, and is given no table"
	}
	keys := s.Config.Keys
	if v.Key != "" {
		keys = s.Config.KeyRow(v.Key)
	}
	why := core.Lack(0)
	r := right{wall: q.At.Wall}
	for i := range keys {
		k := &keys[i]
		if k.Person != v.Person || q.Kind != core.KeyNone && k.Kind != q.Kind {
			continue
		}
		if r.read(s.Config, set, k); r.opens {
			return ""
		}
		why |= r.unfit
	}
	return unfitSaid(why)
}

// byTheHubsClock says that a person's keys are in the lock's table for no hour, because each of their
// groups that has the door wants a clock that is trusted.
func byTheHubsClock(c *core.Config, set *core.Door, v core.Verdict, wall int64) string {
	p, g := c.Person(v.Person), c.Group(v.Group)
	if p == nil || g == nil || set.Table == core.TableNone {
		return ""
	}
	r := right{wall: wall}
	if r.reads(c, p, set.ID); r.free || len(r.ways) > 0 {
		return ""
	}
	return "without the hub it does not open: group " + g.Name + " counts its schedule by a clock that is trusted, and no lock can say that of its own"
}

// NotYet says that a lock that never asks, and so opens for whom its table has, may not have the
// newest; "": it has, or it asks.
func NotYet(s *core.Site, door core.DoorID) string {
	set := s.Config.Door(door)
	st := s.Door(door)
	switch {
	case set == nil || !lacksOf(s.Config, set).Has(core.LackRequests):
	case st.Sync.Wanted != st.Sync.Reported:
		return "its lock may not have this key yet, and asks nobody: see localiq lock sync"
	case st.Sync.LeftFor != 0:
		return "its lock asks nobody, and has left " + counted(st.Sync.Left) + " out, maybe this one: " + st.Sync.LeftFor.Say()
	case st.Sync.Left > 0:
		return "its lock asks nobody, and has left " + counted(st.Sync.Left) + " out, maybe this one"
	}
	return ""
}

// NotHeld names the doors that a key may open and does not, for what their locks lack: a line each,
// in the order of the doors.
func NotHeld(cfg *core.Config, key core.KeyID, at core.Instant) (out []string) {
	r := right{wall: at.Wall}
	for i := range cfg.Doors {
		set := &cfg.Doors[i]
		if r.read(cfg, set, cfg.Key(key)); r.unfit != 0 {
			out = append(out, "it does not open "+set.Name+": "+unfitSaid(r.unfit))
		}
	}
	return out
}

func unfitSaid(why core.Lack) string {
	switch {
	case why.Has(core.LackRequests):
		return "its lock never asks the hub, which alone can judge this"
	case why.Has(core.LackManySchedules):
		return "its lock cannot hold this right: it knows one set of weekdays and one daily window for each code"
	case why.Has(core.LackAdmin):
		return "its lock gets no codes, because its admin PIN is not known here"
	case why.Has(core.LackKeypad):
		return "its lock has no keypad"
	case why.Has(core.LackTags):
		return "its lock reads neither tags nor phones"
	}
	return ""
}
