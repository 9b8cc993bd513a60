package sitefile

import (
	"time"

	"localiq/core"
	"localiq/rules"
)

// settings loads the zone: it is needed for every moment in the file.
func (p *planner) settings(f file) {
	was := p.old.Settings
	if was.Zone == "" {
		was.Zone = "UTC" // what a site without settings runs on
	}
	is := was
	is.Name = p.name(f.name, "the site")
	is.TagLease, is.PINLease, is.Amnesty = p.lease(f.tagLease), p.lease(f.pinLease), p.amnesty(f.amnesty)
	is.KeepDays = p.keep(f.keep)
	p.pins(&is, f.pins)
	p.zone = p.old.Zone
	if f.zone.set && f.zone.s != was.Zone {
		z, err := time.LoadLocation(f.zone.s)
		if err != nil || f.zone.s == "" || f.zone.s == "Local" {
			p.fault(f.zone.at, "no time zone of that name is known here: write one like Europe/Vienna")
			return
		}
		p.zone, is.Zone, is.ZoneData = z, f.zone.s, rules.ZoneFingerprint(z)
	}
	if was == is {
		return
	}
	var d diff
	of(&d, "name", was.Name, is.Name)
	of(&d, "zone", was.Zone, is.Zone)
	of(&d, "tagLease", leaseText(was.TagLease), leaseText(is.TagLease))
	of(&d, "pinLease", leaseText(was.PINLease), leaseText(is.PINLease))
	of(&d, "keep", keepText(was.KeepDays), keepText(is.KeepDays))
	of(&d, "amnesty", was.Amnesty, is.Amnesty)
	pinsDiff(&d, was, is)
	p.plan.Zone = p.zone
	p.put(is, f.at, false, "site", d)
}

func (p *planner) groups(fs []group) {
	p.groupIndex.what = "group"
	entries := make([]entry, len(fs))
	for i, f := range fs {
		name := p.need(f.name, f.at, "a group")
		entries[i] = entry{f.at, f.id, name, name}
	}
	have := make([]known, len(p.old.Groups))
	for i, g := range p.old.Groups {
		have[i] = known{string(g.ID), g.Name}
	}
	for i, id := range p.match("group", "g", have, entries) {
		p.group(core.GroupID(id), entries[i].name, fs[i])
	}
}

func (p *planner) group(id core.GroupID, name string, f group) {
	is := core.Group{ID: id, Name: name}
	for _, t := range f.doors {
		if d := p.resolve(p.doorIndex, t); d != "" {
			is.Doors = append(is.Doors, core.DoorID(d))
		}
	}
	is.Doors = sorted(is.Doors)
	if f.schedule.set {
		is.Schedule = core.ScheduleID(p.resolve(p.scheduleIndex, f.schedule))
	}
	p.choice(f.clock, &is.Clock, "holdover, trusted")
	is.Pod = p.podOf(f.pod)
	p.groupIndex.add(string(id), name, f.id)
	was := p.old.Group(id)
	var d diff
	if was != nil {
		of(&d, "name", was.Name, is.Name)
		ofList(&d, "doors", p.doorNames(was.Doors), p.doorNames(is.Doors))
		of(&d, "schedule", p.scheduleName(was.Schedule), p.scheduleName(is.Schedule))
		of(&d, "clock", was.Clock, is.Clock)
		of(&d, "pod", p.podName(was.Pod), p.podName(is.Pod))
	}
	p.put(is, f.at, was == nil, "group "+name, d)
}
