package sitefile

import (
	"localiq/core"
)

func (p *planner) doors(fs []door, section place) {
	p.doorIndex.what = "door"
	entries := make([]entry, len(fs))
	for i, f := range fs {
		name := p.need(f.name, f.at, "a door")
		entries[i] = entry{f.at, f.id, name, name}
	}
	have := make([]known, len(p.old.Doors))
	for i, d := range p.old.Doors {
		have[i] = known{string(d.ID), d.Name}
	}
	ids := p.match("door", "d", have, entries)
	locks := p.fit(fs, ids, section)
	for i, id := range ids {
		p.door(core.DoorID(id), entries[i].name, locks[i], fs[i])
	}
}

func (p *planner) door(id core.DoorID, name string, lock core.LockID, f door) {
	is := core.Door{ID: id, Name: name, Lock: lock,
		OpenFor: p.seconds(f.openFor, 1, 240), NotClosed: p.seconds(f.notClosed, 5, 3600)}
	p.choice(f.office, &is.Office, "off, manual, easy, auto, auto_first")
	p.choice(f.table, &is.Table, "first, fallback, none")
	is.Lease = p.yes(f.lease)
	is.Alerts = p.alerting(f.alerts, is.NotClosed)
	if f.schedule.set {
		is.Schedule = core.ScheduleID(p.resolve(p.scheduleIndex, f.schedule))
	}
	if is.Office.Scheduled() && !f.schedule.set {
		p.fault(f.office.at, "office mode %s needs a schedule: write `schedule: …` below it", is.Office)
	}
	is.OfficeLimits = p.officing(f.officing, f.schedule.set)
	is.Guard = p.guarding(f.guarding)
	p.doorIndex.add(string(id), name, f.id)
	was := p.old.Door(id)
	var d diff
	if was != nil {
		of(&d, "name", was.Name, is.Name)
		of(&d, "lock", p.lockText(was.Lock), p.lockText(is.Lock))
		of(&d, "openFor", secondsWord(was.OpenFor), secondsWord(is.OpenFor))
		of(&d, "notClosed", secondsWord(was.NotClosed), secondsWord(is.NotClosed))
		of(&d, "office", was.Office, is.Office)
		of(&d, "schedule", p.scheduleName(was.Schedule), p.scheduleName(is.Schedule))
		officingDiff(&d, was.OfficeLimits, is.OfficeLimits)
		of(&d, "table", was.Table, is.Table)
		of(&d, "lease", was.Lease, is.Lease)
		alertingDiff(&d, was.Alerts, is.Alerts)
		guardingDiff(&d, was.Guard, is.Guard)
	}
	p.put(is, f.at, was == nil, "door "+name, d)
}

// fit says which lock each door has afterwards. A door that names none keeps its own, unless
// another door names that one. No lock that was fitted ends up on no door: an import does not
// take hardware out of service.
func (p *planner) fit(fs []door, ids []string, section place) []core.LockID {
	locks := make([]core.LockID, len(fs))
	named := map[core.LockID]place{}
	for i, f := range fs {
		if !f.lock.set || f.lock.s == "none" {
			continue
		}
		l := p.lock(f.lock)
		if first, twice := named[l]; twice && l != "" {
			p.fault(f.lock.at, "this lock is already at line %d: a lock is on one door", first.line)
		}
		locks[i], named[l] = l, f.lock.at
	}
	places := map[core.DoorID]place{}
	for i, f := range fs {
		places[core.DoorID(ids[i])] = f.at
		if was := p.old.Door(core.DoorID(ids[i])); was != nil && !f.lock.set && was.Lock != "" {
			if _, moved := named[was.Lock]; !moved {
				locks[i], named[was.Lock] = was.Lock, f.at
			}
		}
	}
	for _, d := range p.old.Doors {
		if _, there := named[d.Lock]; d.Lock != "" && !there {
			p.fault(or(places[d.ID], section), "lock %s of door %s would be on no door: write it at one, or first `localiq lock forget %s`", p.lockText(d.Lock), d.Name, d.Lock)
		}
	}
	return locks
}

// lock finds a lock by its serial number or its id.
func (p *planner) lock(t text) core.LockID {
	var found core.LockID
	for _, l := range p.old.Locks {
		switch {
		case string(l.ID) == t.s:
			return l.ID
		case l.Serial == t.s && found != "":
			p.fault(t.at, "more than one lock has this serial number: write its id")
		case l.Serial == t.s:
			found = l.ID
		}
	}
	if found == "" && p.fresh {
		p.say("lock %s is not paired with this box: localiq lock add", t.s)
		return ""
	}
	if found == "" {
		p.fault(t.at, "no lock %q is paired with this hub: pair it with `localiq lock add`, or leave `lock` out", t.s)
	}
	return found
}

// lockText is the serial number where only one lock has it, else the id.
func (p *planner) lockText(id core.LockID) string { return lockText(p.old, id) }

func lockText(cfg *core.Config, id core.LockID) string {
	l := cfg.Lock(id)
	if l == nil || l.Serial == "" || l.Serial == "none" {
		return string(id)
	}
	for _, o := range cfg.Locks {
		if o.ID != id && (o.Serial == l.Serial || string(o.ID) == l.Serial) {
			return string(id)
		}
	}
	return l.Serial
}
