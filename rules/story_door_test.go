package rules

import (
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

var kinds = map[string]core.KeyKind{"tag": core.KeyTag, "hold": core.KeyTag, "pin": core.KeyPIN, "phone": core.KeyDigital}

func (st *story) doorEdits(id string, rest []string) []core.Edit {
	l := core.Lock{ID: core.LockID(id + ".lock"), Family: "localiq", Journal: "j1"}
	d := core.Door{ID: core.DoorID(id), Name: strings.ToUpper(id[:1]) + id[1:], Lock: l.ID}
	st.alerting(&d.Alerts, rest)
	for i, w := range rest {
		officeWord(&d, w, strings.Join(rest[i+1:min(i+2, len(rest))], ""))
		switch w {
		case "easy":
			d.Office, d.Schedule = core.OfficeEasy, core.ScheduleID(rest[i+1])
		case "manual":
			d.Office = core.OfficeManual
		case "notclosed":
			d.NotClosed, _ = strconv.Atoi(rest[i+1])
		case "open":
			d.OpenFor, _ = strconv.Atoi(rest[i+1])
		case "table":
			st.word(&d.Table, rest[i+1])
		case "lease":
			d.Lease = true
		case "lacks":
			l.Lacks = st.lacks(rest[i+1])
		case "admin":
			l.Admin = core.Sealed(rest[i+1])
		case "bare":
			d.Lock = ""
		case "lock":
			d.Lock = core.LockID(rest[i+1])
			l.ID = d.Lock
		}
	}
	d.Guard = st.guard(rest)
	if contains(rest, "lockless") {
		d.Lock = ""
		return []core.Edit{core.Put(d)}
	}
	return []core.Edit{core.Put(l), core.Put(d)}
}

// dated reads a limit of a person or a key: "until=2026-12-31", or "until=2026-12-31T18:00:00".
func (st *story) dated(limit string, words []string) int64 {
	for _, w := range words {
		if day, ok := strings.CutPrefix(w, limit+"="); ok {
			if !strings.Contains(day, "T") {
				day += "T00:00:00"
			}
			return st.time(day)
		}
	}
	return 0
}

// lacks reads "shop,keypad"; a word of two is written long-pins.
func (st *story) lacks(words string) (all core.Lack) {
	for w := range strings.SplitSeq(words, ",") {
		one := shop
		if w != "shop" {
			st.word(&one, strings.ReplaceAll(w, "-", " "))
		}
		all |= one
	}
	return all
}

// options are the words of a line that are about its telling.
func (st *story) options(f []string) (in core.Input, words []string) {
	for _, w := range f {
		if age, ok := strings.CutPrefix(w, "age="); ok {
			d, err := time.ParseDuration(age)
			if err != nil {
				st.t.Fatal(err)
			}
			in.Happened = st.now.Add(-d)
			in.Claim.Age = d
		} else if within, ok := strings.CutPrefix(w, "within="); ok {
			d, err := time.ParseDuration(within)
			if err != nil {
				st.t.Fatal(err)
			}
			in.Claim.Within = d
		} else if as, ok := strings.CutPrefix(w, "as="); ok {
			in.Origin.Kind, in.Origin.As = core.FromConsole, core.PersonID(as)
		} else if w == "by=api" {
			in.Origin.Kind = core.FromAPI
		} else if w == "by=ssh" {
			in.Origin.Kind = core.FromSSH
		} else if w == "by=desk" {
			in.Origin.Kind = core.FromConsole
		} else if w == "late" {
			in.Late = true
		} else {
			words = append(words, w)
		}
	}
	return in, words
}
