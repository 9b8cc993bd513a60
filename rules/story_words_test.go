package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// happens reads one line of what happens: a time (site's own, or "01:30:00Z" for UTC; "09:00:00+30d" is that many days later), a word, and whom it is about; "age=3s" tells
// how old it was when it was told, "within=1s" how far that may be off, "late" that it came out of
// the journal.
func (st *story) happens(line string) {
	f := strings.Fields(line)
	zone, clock := st.zone, f[0]
	if utc, ok := strings.CutSuffix(f[0], "Z"); ok {
		zone, clock = time.UTC, utc
	}
	clock, days, _ := strings.Cut(clock, "+")
	more, _ := strconv.Atoi(strings.TrimSuffix(days, "d"))
	now := st.now.In(zone)
	at, err := time.ParseInLocation("2006-01-02 15:04:05", now.Format("2006-01-02 ")+clock, zone)
	if err != nil {
		st.t.Fatal(err)
	}
	ahead := at.Sub(now)
	if ahead < 0 || more > 0 {
		ahead = at.AddDate(0, 0, max(1, more)).Sub(now)
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
	if st.shows(f) {
		return nil
	}
	switch f[0] {
	case "start", "restart", "reboot", "reboot-untrusted":
		return st.starts(f)
	case "tick":
		return core.Ticked{}
	case "again":
		st.ids--
		in.Happened, in.Claim, in.Late = st.last.Happened, st.last.Claim, st.last.Late
		return st.last.Event
	case "trust": // how far the clock is believed from here on
		st.word(&st.now.Trust, f[1])
		return nil
	case "edit":
		e := core.SiteEdited{Why: strings.Join(f[1:], " ")}
		for one := range strings.SplitSeq(e.Why, " + ") { // all at once
			e.Edits = append(e.Edits, st.edits(one)...)
		}
		return e
	case "drop": // "drop person Ana + key Ana.tag"
		e := core.SiteEdited{Why: strings.Join(f, " ")}
		for one := range strings.SplitSeq(strings.Join(f[1:], " "), " + ") {
			var k core.Kind
			kind, id, _ := strings.Cut(one, " ")
			st.word(&k, strings.ReplaceAll(kind, ":", " "))
			e.Edits = append(e.Edits, core.Drop(core.Ref{Kind: k, ID: id}))
			if k == core.KindPerson {
				delete(st.names, core.PersonID(id))
			}
		}
		return e
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
	if e := st.asked(in, f); e != nil {
		return e
	}
	return st.fromLock(in, f)
}

// shows prints what is so, and nothing happens.
func (st *story) shows(f []string) bool {
	switch f[0] {
	case "show":
		st.showDoor(core.DoorID(f[1]))
	case "show-counts":
		st.showCounts(core.PersonID(f[1]))
	case "show-table":
		st.showTable(core.DoorID(f[1]))
	case "show-windows":
		st.showWindows(core.ScheduleID(f[1]), f[2])
	default:
		return false
	}
	return true
}

// asked is what people wish.
func (st *story) asked(in *core.Input, f []string) core.Event {
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
	case "redeem":
		return st.redeems(f[1:])
	case "ask-tag", "forgo", "read-pin", "export-keys":
		return st.peopleWord(f)
	case "forgive": // "forgive Ana", "forgive all"
		return core.PlacesForgiven{Person: core.PersonID(strings.TrimPrefix(f[1], "all"))}
	case "ask-tables":
		return core.TablesDue{Why: "asked"}
	}
	return st.consoleWord(in, f)
}

// starts reads "restart [data]"; data is what the box's time zone data are known by.
func (st *story) starts(f []string) core.Event {
	st.reread()
	switch f[0] {
	case "reboot", "reboot-untrusted":
		st.now.Boot, st.now.Up = core.BootID(fmt.Sprintf("b%d", st.ids)), 5*time.Second
		if f[0] != "reboot" {
			st.now.Trust = core.Untrusted
		}
	}
	return core.HubStarted{Version: "1", ZoneData: strings.Join(f[1:], "")}
}
