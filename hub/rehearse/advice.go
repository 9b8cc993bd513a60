package rehearse

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// From so many on something is worth a sentence.
const (
	someRefusals  = 3
	someNotClosed = 3
	someSilence   = Seconds(3600)
	slowTable     = Seconds(600)
	lateStart     = Seconds(300)
	soonLow       = 30 // days
)

// advice is what you may want to change: each sentence says what was counted, and then what to do.
func (c *Chronicle) advice(r *Report, ids []core.DoorID) (out []string) {
	out = append(c.closedDays(ids), c.edges(ids)...)
	out = append(out, c.persons(r)...)
	for i := range r.Doors {
		out = append(out, c.doorAdvice(&r.Doors[i])...)
	}
	return out
}

func (c *Chronicle) outsiders(ids []core.DoorID, take func(r refusal, is outside, edge int64)) {
	for _, id := range ids {
		for _, r := range c.doors[id].refused {
			if r.reason == core.OutsideSchedule && r.person != "" {
				is, edge := lies(c.play.Config, r)
				take(r, is, edge)
			}
		}
	}
}

// crowd is who was refused for one cause.
type crowd struct {
	times int
	who   map[string]bool
	days  map[core.Date]bool
	latest,
	earliest int64
}

func (c *Chronicle) joins(all map[string]*crowd, key string, r refusal) {
	g := all[key]
	if g == nil {
		g = &crowd{who: map[string]bool{}, days: map[core.Date]bool{}, earliest: r.at}
		all[key] = g
	}
	g.times++
	g.who[c.who(r.person)], g.days[c.date(r.at)] = true, true
	g.latest, g.earliest = max(g.latest, r.at), min(g.earliest, r.at)
}

// said is "5 people were refused 11 times on 2 days" with the names of few.
func (g *crowd) said() string {
	who := slices.Sorted(maps.Keys(g.who))
	s := count(len(who), "person", "people")
	if len(who) <= 3 {
		s = strings.Join(who, " and ")
		if len(who) == 3 {
			s = who[0] + ", " + who[1] + " and " + who[2]
		}
	}
	was := " were"
	if len(who) == 1 {
		was = " was"
	}
	return s + was + " refused " + count(g.times, "time", "times") + " on " + count(len(g.days), "day", "days")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// closedDays are those on which the week would have been open.
func (c *Chronicle) closedDays(ids []core.DoorID) (out []string) {
	all := map[string]*crowd{}
	c.outsiders(ids, func(r refusal, is outside, _ int64) {
		if is == replaced {
			d := c.date(r.at)
			why := "an exception"
			if len(exceptionOf(c.play.Config, r.verdict.Schedule, d)) == 0 {
				why = "a holiday"
			}
			c.joins(all, fmt.Sprintf("%s: %s closes %s, which the week has open", said(d), why, c.schedule(r)), r)
		}
	})
	for _, k := range slices.Sorted(maps.Keys(all)) {
		out = append(out, k+", and "+all[k].said()+". If they work on that day, give it its hours.")
	}
	return out
}

func exceptionOf(cfg *core.Config, id core.ScheduleID, d core.Date) (out []core.Exception) {
	for _, e := range cfg.Schedule(id).Exceptions {
		if e.From <= d && d <= e.Last() {
			out = append(out, e)
		}
	}
	return out
}

func said(d core.Date) string { return d.Time().Format("2006-01-02 (Mon)") }

func (c *Chronicle) schedule(r refusal) string {
	if s := c.play.Config.Schedule(r.verdict.Schedule); s != nil {
		return s.Name
	}
	return ""
}

// edges are hours that end before people leave, or begin after they come.
func (c *Chronicle) edges(ids []core.DoorID) (out []string) {
	late, early := map[string]*crowd{}, map[string]*crowd{}
	c.outsiders(ids, func(r refusal, is outside, edge int64) {
		at := time.Unix(0, edge).In(c.play.Config.Zone).Format("15:04")
		switch is {
		case after:
			c.joins(late, c.schedule(r)+" ends at "+at, r)
		case before:
			c.joins(early, c.schedule(r)+" begins at "+at, r)
		}
	})
	for _, k := range slices.Sorted(maps.Keys(late)) {
		if g := late[k]; g.times >= someRefusals {
			out = append(out, fmt.Sprintf("%s, and %s after that, the latest %s. If they are to come in then, let it end later.", k, g.said(), c.lastClock(g, true)))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(early)) {
		if g := early[k]; g.times >= someRefusals {
			out = append(out, fmt.Sprintf("%s, and %s before that, the first %s. If they are to come in then, let it begin earlier.", k, g.said(), c.lastClock(g, false)))
		}
	}
	return out
}

func (c *Chronicle) lastClock(g *crowd, late bool) string {
	if late {
		return "on " + c.minute(g.latest)
	}
	return "on " + c.minute(g.earliest)
}

// persons are refused again and again for what is theirs, and no hour's.
func (c *Chronicle) persons(r *Report) (out []string) {
	for _, d := range r.Doors {
		for _, x := range d.Refusals {
			if x.Who == "" || x.Times < someRefusals || x.Code == core.OutsideSchedule.String() {
				continue
			}
			s := fmt.Sprintf("%s was refused %s at %s: %s.", x.Who, count(x.Times, "time", "times"), d.Door, x.Why)
			if x.Fix != "" {
				s += " What would make it work: " + x.Fix
			}
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func (c *Chronicle) doorAdvice(d *DoorReport) (out []string) {
	say := func(is bool, format string, args ...any) {
		if is {
			out = append(out, d.Door+" "+fmt.Sprintf(format, args...))
		}
	}
	end := c.play.From + core.Date(c.play.Days)
	say(d.NotClosed >= someNotClosed, "was NOT CLOSED %s. See to its closer, or give it a longer time.", count(d.NotClosed, "time", "times"))
	say(d.Forced > 0, "was opened %s though nobody was let in and nobody went out. See to its lock and its sensor.", count(d.Forced, "time", "times"))
	say(d.Offline.Total >= someSilence, "was not heard %s, %s in all. Its keys went on opening; a repeater nearer to it would tell what happens meanwhile.", count(d.Offline.Times, "time", "times"), d.Offline.Total)
	say(d.Waits.Still || d.Waits.Longest >= slowTable, "had not the newest keys for %s. A key that is taken away opens there until then.", d.Waits.Longest)
	low := d.Battery.Low
	say(low != 0 && low < end, "had a low battery from %s on. Change it.", low)
	say(low >= end && low < end+soonLow, "is expected to have a low battery on %s: it went from %d %% to %d %%. Change it soon.", low, d.Battery.First, d.Battery.Last)
	say(len(d.Missed) > 0, "did not come into office mode in %s in which it should have.", count(len(d.Missed), "window", "windows"))
	late := slices.MaxFunc(append([]Held{{}}, d.Office...), func(a, b Held) int { return cmp.Compare(a.Late, b.Late) })
	say(late.Late >= lateStart && late.By == "", "came into office mode %s late on %s.", late.Late, late.From)
	say(d.Lockouts > 0, "took no code for a while, %s, after too many wrong ones.", count(d.Lockouts, "time", "times"))
	return out
}
