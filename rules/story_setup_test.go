package rules

import (
	"strings"
	"time"

	"localiq/core"
)

// setUp reads one line of a story's site:
//
//	site Europe/Amsterdam 2026-11-23 07:59:00
//	schedule hours Mon-Fri 08:00-18:00 (story_schedule_test.go: dates, exceptions, holidays)
//	door front easy hours [notclosed 38] [open 6] [table fallback|none] [lease] [lacks shop|requests,tags] [admin 0417]     (its lock is front.lock; "bare": that lies beside it; "lockless": there is none)
//	     [prealarm 10] [debounce 3s|none] [inoffice 300] [offline 120] [mute tamper,low-battery]
//	group staff front,back [hours]
//	person Ana staff [eom] [mom] [remote] [master] [admin] [owner] [blocked] [from=2026-12-01] [until=2026-12-31] [extra=30]
//	tag Ana [lost|stolen|blocked] [from=] [until=]     pin Ana      phone Ana
//	acks                (show acknowledgements of journals)
func (st *story) setUp(line string) {
	if strings.HasPrefix(line, "#") || line == "" {
		return
	}
	if f := strings.Fields(line); f[0] == "site" {
		st.zone = mustZone(st.t, f[1])
		began, err := time.ParseInLocation("2006-01-02 15:04:05", f[2]+" "+f[3], st.zone)
		if err != nil {
			st.t.Fatal(err)
		}
		st.began, st.now = began, core.Instant{Wall: began.UnixNano(), Boot: "b1", Up: 1000 * time.Second, Trust: core.Trusted}
		st.apply(core.Put(core.Settings{Name: "story", Zone: st.zone.String(), Installing: contains(f, "installing")}))
		return
	} else if f[0] == "acks" {
		st.acks = true
		return
	}
	st.apply(st.edits(line)...)
}

// apply makes the site without telling it.
func (st *story) apply(edits ...core.Edit) {
	st.ids++
	d := Decide(st.s, core.Input{ID: st.ids, At: st.now, Event: core.SiteEdited{Edits: edits, Zone: st.zone}})
	if d.Answer.Error != nil {
		st.t.Fatal(d.Answer.Error)
	}
	st.s = st.s.Apply(st.ids, st.now, d.Changes)
}

func (st *story) edits(line string) []core.Edit {
	f := strings.Fields(line)
	id, rest := f[1], f[2:]
	has := func(word string) bool { return contains(rest, word) }
	switch f[0] {
	case "schedule":
		return st.scheduleEdits(id, rest)
	case "calendar":
		return st.calendarEdits(id, rest)
	case "booking":
		return st.bookingEdits(id, rest)
	case "door":
		return st.doorEdits(id, rest)
	case "group":
		g := core.Group{ID: core.GroupID(id), Name: id}
		for d := range strings.SplitSeq(rest[0], ",") {
			g.Doors = append(g.Doors, core.DoorID(d))
		}
		if len(rest) > 1 {
			g.Schedule = core.ScheduleID(rest[1])
		}
		if has("trusted-clock") {
			g.Clock = core.ClockTrusted
		}
		return []core.Edit{core.Put(g)}
	case "person":
		st.names[core.PersonID(id)] = core.Name{First: id}
		p := core.Person{ID: core.PersonID(id), EOM: has("eom"), MOM: has("mom"), Remote: has("remote"), Master: has("master"), Blocked: has("blocked"), ExtraTime: st.extraTime(rest)}
		if has("admin") {
			p.Role = core.RoleAdmin
		}
		if has("owner") {
			p.Role = core.RoleOwner
		}
		p.From, p.Until = st.dated("from", rest), st.dated("until", rest)
		st.authority(&p, rest)
		p = rightsOf(p, rest)
		if len(rest) > 0 && st.s.Config.Group(core.GroupID(rest[0])) != nil {
			p.Groups = []core.GroupID{core.GroupID(rest[0])}
		}
		return []core.Edit{core.Put(p)}
	case "tag", "pin", "phone":
		k := core.Key{ID: core.KeyID(id + "." + f[0]), Person: core.PersonID(id), Kind: kinds[f[0]], Digest: digest(id + "." + f[0]), State: core.KeyActive}
		for word, state := range map[string]core.KeyState{"lost": core.KeyLost, "stolen": core.KeyStolen, "blocked": core.KeyBlocked} {
			if has(word) {
				k.State = state
			}
		}
		return []core.Edit{core.Put(st.ofKey(k, rest))}
	case "dealer":
		return []core.Edit{core.Put(dealer(id))}
	case "amnesty":
		return []core.Edit{st.amnesty(id)}
	case "zone-data": // those that the site was set up with
		set := st.s.Config.Settings
		set.ZoneData = id
		return []core.Edit{core.Put(set)}
	}
	st.t.Fatalf("no story has the word %q: %s", f[0], line)
	return nil
}

func contains(words []string, w string) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
}
