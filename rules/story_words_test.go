package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// setUp reads one line of a story's site:
//
//	site Europe/Amsterdam 2026-11-23 07:59:00
//	schedule hours Mon-Fri 08:00-18:00 (story_schedule_test.go: dates, exceptions, holidays)
//	door front easy hours [notclosed 38] [open 6] [table fallback|none] [lease] [lacks shop|requests,tags] [admin 0417]     (its lock is front.lock; "bare": it has none)
//	     [prealarm 10] [debounce 3s|none] [inoffice 300] [offline 120] [mute tamper,low-battery]
//	group staff front,back [hours]
//	person Ana staff [eom] [mom] [remote] [master] [admin] [owner] [blocked] [until=2026-12-31] [extra=30]
//	tag Ana [lost|stolen|blocked]      pin Ana      phone Ana
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
		p.Until = st.until(rest)
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
	case "amnesty":
		return []core.Edit{st.amnesty(id)}
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

// happens reads one line of what happens: a time, a word, and whom it is about; "age=3s" tells
// how old it was when it was told, "within=1s" how far that may be off, "late" that it came out of
// the journal.
func (st *story) happens(line string) {
	f := strings.Fields(line)
	at, err := time.ParseInLocation("2006-01-02 15:04:05", st.now.In(st.zone).Format("2006-01-02 ")+f[0], st.zone)
	if err != nil {
		st.t.Fatal(err)
	}
	ahead := at.Sub(st.now.In(st.zone))
	if ahead < 0 {
		ahead = at.AddDate(0, 0, 1).Sub(st.now.In(st.zone))
	}
	if f[1] == "wait" {
		st.wait(st.now.Add(ahead))
		return
	}
	st.now = st.now.Add(ahead)
	in, words := st.options(f[1:])
	if in.Event = st.event(&in, words); in.Event == nil {
		return
	}
	st.decide(in)
}

func (st *story) event(in *core.Input, f []string) core.Event {
	switch f[0] {
	case "start", "restart", "reboot", "reboot-untrusted":
		return st.starts(f[0])
	case "tick":
		return core.Ticked{}
	case "again":
		st.ids--
		in.Happened, in.Claim, in.Late = st.last.Happened, st.last.Claim, st.last.Late
		return st.last.Event
	case "show":
		st.showDoor(core.DoorID(f[1]))
		return nil
	case "show-counts":
		st.showCounts(core.PersonID(f[1]))
		return nil
	case "trust": // how far the clock is believed from here on
		st.word(&st.now.Trust, f[1])
		return nil
	case "show-table":
		st.showTable(core.DoorID(f[1]))
		return nil
	case "edit":
		e := core.SiteEdited{Why: strings.Join(f[1:], " ")}
		for one := range strings.SplitSeq(e.Why, " + ") { // all at once
			e.Edits = append(e.Edits, st.edits(one)...)
		}
		return e
	case "drop":
		var k core.Kind
		if err := k.UnmarshalText([]byte(f[1])); err != nil {
			st.t.Fatal(err)
		}
		return core.SiteEdited{Why: "drop " + f[1], Edits: []core.Edit{core.Drop(core.Ref{Kind: k, ID: f[2]})}}
	case "release", "invite", "activate", "allow-installer":
		return st.authorityWord(f)
	case "powercut", "clock-read", "lock-clock", "show-clock":
		return st.clockWord(f)
	case "step":
		by, err := time.ParseDuration(f[1])
		if err != nil {
			st.t.Fatal(err)
		}
		from := st.now.Wall
		st.now.Wall += int64(by)
		return core.ClockStepped{From: from, To: st.now.Wall}
	case "slips": // the wall clock is set, and nobody has said so yet
		by, err := time.ParseDuration(f[1])
		if err != nil {
			st.t.Fatal(err)
		}
		st.now.Wall += int64(by)
		return nil
	case "skip": // the journal of a door's lock goes on without us
		n, _ := strconv.Atoi(f[2])
		st.index[core.DoorID(f[1])] += uint32(n)
		return nil
	case "store-failed":
		d, err := time.ParseDuration(f[1])
		if err != nil {
			st.t.Fatal(err)
		}
		return core.StoreFailed{Since: st.now.Add(-d), Why: strings.Join(f[2:], " ")}
	case "radio-fell":
		return core.RadioFell{Adapter: f[1], Why: strings.Join(f[2:], " ")}
	case "radio-rose":
		return core.RadioRose{Adapter: f[1]}
	}
	in.Origin.Who, in.Origin.Kind = "desk", max(in.Origin.Kind, core.FromConsole)
	switch f[0] {
	case "ask-open":
		return st.asksOpen(in, f)
	case "ask-mode":
		return st.askMode(f)
	case "ask-lock":
		return core.LockAsked{Door: core.DoorID(f[1])}
	case "ask-office":
		return core.OfficeAsked{Door: core.DoorID(f[1]), On: f[2] == "on"}
	case "ack":
		e := core.AlertAcked{Door: core.DoorID(f[1]), Kind: core.AlertNotClosed}
		if f[1] == "hub" {
			e.Door = ""
		}
		if len(f) > 2 {
			st.word(&e.Kind, strings.Join(f[2:], " "))
		}
		return e
	case "confirm":
		return st.confirms(f[1:])
	case "ask-identify":
		e := core.IdentifyAsked{Lock: core.LockID(f[1])}
		if len(f) > 2 {
			long, err := time.ParseDuration(f[2])
			if err != nil {
				st.t.Fatal(err)
			}
			e.For = long
		}
		return e
	case "ask-release":
		return core.ReleaseAsked{Lock: core.LockID(f[1])}
	case "ask-tables":
		return core.TablesDue{Why: "asked"}
	}
	return st.fromLock(in, f)
}

func (st *story) starts(word string) core.Event {
	st.reread()
	switch word {
	case "reboot", "reboot-untrusted":
		st.now.Boot, st.now.Up = core.BootID(fmt.Sprintf("b%d", st.ids)), 5*time.Second
		if word != "reboot" {
			st.now.Trust = core.Untrusted
		}
	}
	return core.HubStarted{Version: "1"}
}
