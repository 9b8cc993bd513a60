package rules

import (
	"encoding"
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// fromLock is what a lock says.
func (st *story) fromLock(in *core.Input, f []string) core.Event {
	in.Origin = core.Origin{Kind: core.FromAir}
	door := core.DoorID(f[len(f)-1])
	switch f[0] {
	case "bolt", "report", "answer", "lost", "journal", "table", "limited", "links", "refuses", "admin-refused", "learnt":
		door = core.DoorID(f[1])
	}
	lock := core.LockID(string(door) + ".lock")
	if d := st.s.Config.Door(door); d != nil && d.Lock != "" {
		lock = d.Lock
	}
	switch f[0] {
	case "heard":
		return core.LockHeard{Lock: lock}
	case "silent":
		return core.LockSilent{Lock: lock, Last: st.now.Add(-50 * time.Second)}
	case "duress": // the variant of somebody's PIN
		return core.AccessRequested{Lock: lock, Request: core.RequestID("r" + strconv.Itoa(int(st.ids))), Kind: core.KeyPIN, Digest: digest(f[1] + ".pin duress")}
	case "as-console": // somebody's tag, asked about as if from afar
		return core.AccessRequested{Lock: lock, Request: core.RequestID("r" + strconv.Itoa(int(st.ids))), Kind: core.KeyOperator, Digest: digest(f[1] + ".tag")}
	case "tag", "hold", "pin", "phone":
		key := strings.Replace(f[1]+"."+f[0], ".hold", ".tag", 1)
		e := core.AccessRequested{Lock: lock, Request: core.RequestID("r" + strconv.Itoa(int(st.ids))), Kind: kinds[f[0]], Digest: digest(key), Held: f[0] == "hold"}
		if b, ok := strings.CutPrefix(f[2], "bolt="); ok { // told with the request
			st.word(&e.Bolt, b)
		}
		return e
	case "report":
		return st.report(lock, f[2:])
	case "answer":
		var r core.Result
		st.word(&r, strings.Join(f[2:], " "))
		return core.CommandAnswered{Lock: lock, Command: st.s.Door(door).Flight.Command, Result: r}
	case "lost":
		from, _ := strconv.Atoi(f[2])
		to, _ := strconv.Atoi(f[3])
		st.index[door] = uint32(to)
		return core.JournalLost{Lock: lock, From: uint32(from), To: uint32(to)}
	case "journal":
		st.index[door] = 0
		return core.JournalBegun{Lock: lock, Journal: core.JournalID(f[2])}
	}
	if e := st.ofTable(lock, door, f); e != nil {
		return e
	}
	return st.journalled(in, lock, door, f)
}

// journalled is what a lock keeps an entry of; it carries the next index.
func (st *story) journalled(in *core.Input, lock core.LockID, door core.DoorID, f []string) core.Event {
	st.index[door]++
	in.Claim.Journal, in.Claim.Index = "j1", st.index[door]
	if j := st.s.Door(door); j != nil && j.Cursor.Journal != "" {
		in.Claim.Journal = j.Cursor.Journal
	}
	switch f[0] {
	case "opens":
		return core.DoorOpened{Lock: lock}
	case "closes":
		return core.DoorClosed{Lock: lock}
	case "bolt":
		return st.bolt(lock, f[2], strings.Join(f[4:], " "))
	case "handle":
		return core.HandleTurned{Lock: lock}
	case "tamper":
		return core.Tampered{Lock: lock}
	case "admits":
		return core.KeyAdmitted{Lock: lock, Key: core.KeyID(f[1]), Kind: kinds[strings.TrimPrefix(f[1][strings.Index(f[1], "."):], ".")]}
	case "limited":
		e := core.EntryLimited{Lock: lock, Kind: kinds[f[2]]}
		e.For, _ = time.ParseDuration(f[3])
		return e
	case "updated":
		return core.LockUpdated{Lock: lock}
	case "rejects": // typed, and not known to whom: "rejects pin front"; or by its own table: "rejects Ana.pin front"
		e := core.KeyRefusedAway{Lock: lock, Kind: core.KeyPIN}
		if strings.Contains(f[1], ".") {
			e.Key = core.KeyID(f[1])
		}
		return e
	case "away":
		return core.KeyRefusedAway{Lock: lock, Kind: core.KeyTag, Digest: digest(f[1] + ".tag")}
	}
	st.t.Fatalf("no story has the word %q", f[0])
	return nil
}

func (st *story) bolt(lock core.LockID, to, by string) core.Event {
	e := core.BoltTurned{Lock: lock}
	st.word(&e.To, to)
	st.word(&e.By, by)
	return e
}

// word reads a word of one of core's closed lists.
func (st *story) word(into encoding.TextUnmarshaler, s string) {
	if err := into.UnmarshalText([]byte(s)); err != nil {
		st.t.Fatal(err)
	}
}

// report reads "locked[/5m] open 12s [battery 12]"; the ages are the bolt's and the contact's,
// "?" where the lock cannot tell the latter.
func (st *story) report(lock core.LockID, f []string) core.Event {
	e := core.LockReported{Lock: lock, BoltAge: -1, ContactAge: -1, LockBoot: 1}
	bolt, age, aged := strings.Cut(f[0], "/")
	st.word(&e.Bolt, bolt)
	if aged {
		d, err := time.ParseDuration(age)
		if err != nil {
			st.t.Fatal(err)
		}
		e.BoltAge = d
	}
	st.word(&e.Contact, strings.ReplaceAll(f[1], "-", " "))
	if len(f) > 2 && f[2] != "?" {
		d, err := time.ParseDuration(f[2])
		if err != nil {
			st.t.Fatal(err)
		}
		e.ContactAge = d
	}
	if len(f) > 4 {
		n, _ := strconv.Atoi(f[4])
		e.Battery = uint8(n)
	}
	return e
}

// ofTable is what is known of a lock as a thing. "table front 12" is the newest with 12 rows,
// "table front 12 left 3 for room version 5" another.
func (st *story) ofTable(lock core.LockID, door core.DoorID, f []string) core.Event {
	number := func(after string, otherwise int) int {
		for i, w := range f[:len(f)-1] {
			if w == after {
				otherwise, _ = strconv.Atoi(f[i+1])
			}
		}
		return otherwise
	}
	switch f[0] {
	case "table":
		newest := 0
		if d := st.s.Door(door); d != nil {
			newest = int(d.Sync.Wanted)
		}
		e := core.TableReported{Lock: lock, Version: core.Seq(number("version", newest)), Rows: number(f[1], 0), Left: number("left", 0)}
		for i, w := range f {
			if w == "for" {
				st.word(&e.LeftFor, f[i+1])
			}
		}
		return e
	case "links":
		return core.LinksMade{Lock: lock, Day: f[2], Links: number(f[2], 0)}
	case "admin-refused":
		return core.AdminRefused{Lock: lock}
	case "learnt":
		return core.LockLearnt{Lock: lock, Lacks: st.lacks(f[2])}
	case "refuses":
		return core.LockRefuses{Lock: lock, Why: strings.Join(f[2:], " ")}
	case "freed":
		var r core.Result
		st.word(&r, f[1])
		return core.CommandAnswered{Lock: lock, Command: st.s.DoorOf(lock).Sync.Freeing, Result: r}
	case "blames": // hci0 3 1m front
		falls, _ := strconv.Atoi(f[2])
		long, err := time.ParseDuration(f[3])
		if err != nil {
			st.t.Fatal(err)
		}
		return core.RadioBlamed{Adapter: f[1], Address: "aa:bb:cc:dd:ee:ff", Lock: lock, Falls: falls, For: long}
	}
	return nil
}
