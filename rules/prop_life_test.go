package rules

import (
	"fmt"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// life is a random run of a small site: every input, what was before, and what followed.
type life struct {
	t     *rapid.T
	s     *core.Site
	now   core.Instant
	ids   core.Seq
	steps []step
}

type step struct {
	before *core.Site
	in     core.Input
	d      core.Decision
	after  *core.Site
}

func live(t *rapid.T, base *core.Site) *life {
	l := &life{t: t, s: base, now: at("2026-11-23T16:50:00"), ids: base.Seq}
	l.take(core.HubStarted{Version: "1"})
	for range rapid.IntRange(5, 60).Draw(t, "inputs") {
		l.pass()
		l.take(l.event())
	}
	return l
}

// pass lets time go by: often to just before, at, or after what Next asks for.
func (l *life) pass() {
	d := time.Duration(rapid.Int64Range(0, int64(2*time.Minute)).Draw(l.t, "pass"))
	if w := Next(l.s); rapid.Bool().Draw(l.t, "to the wake") && (w.Up != 0 || w.Wall != 0) {
		d = time.Hour
		if w.Up != 0 {
			d = min(d, w.Up-l.now.Up)
		}
		if w.Wall != 0 {
			d = min(d, time.Duration(w.Wall-l.now.Wall))
		}
		d += time.Duration(rapid.Int64Range(-1, 1).Draw(l.t, "off by"))
	}
	l.now = l.now.Add(max(d, 0))
	switch rapid.IntRange(0, 60).Draw(l.t, "clock") {
	case 0:
		l.now.Wall += int64(rapid.Int64Range(-int64(2*time.Hour), int64(2*time.Hour)).Draw(l.t, "step"))
	case 1:
		l.now.Boot, l.now.Up = core.BootID(rapid.StringMatching("b[2-9]").Draw(l.t, "boot")), 3*time.Second
		l.take(core.HubStarted{Version: "1"})
	case 2:
		l.take(core.HubStarted{Version: "1"})
	}
}

func (l *life) take(ev core.Event) {
	l.ids++
	in := core.Input{ID: l.ids, At: l.now, Event: ev}
	if _, human := ev.(core.OpenAsked); human {
		in.Origin.Kind = core.FromConsole
	}
	if lockOf(ev) != "" {
		age := time.Duration(rapid.Int64Range(0, int64(90*time.Second)).Draw(l.t, "age"))
		if age > 10*time.Second && rapid.Bool().Draw(l.t, "late") {
			in.Late = true
		}
		in.Happened, in.Claim.Age = l.now.Add(-age), age
	}
	st := step{before: l.s, in: in, d: Decide(l.s, in)}
	if !st.d.Empty() {
		l.s = l.s.Apply(in.ID, in.At, st.d.Changes)
	}
	st.after = l.s
	l.steps = append(l.steps, st)
}

func (l *life) event() core.Event {
	t := l.t
	lock := core.LockID(rapid.SampledFrom([]string{"front.lock", "back.lock"}).Draw(t, "lock"))
	door := core.DoorID(lock[:len(lock)-5])
	bolt := rapid.SampledFrom([]core.Bolt{core.BoltLocked, core.BoltLocked, core.BoltUnlocked, core.BoltOffice, core.BoltPrivacy, core.BoltJammed})
	switch rapid.IntRange(0, 29).Draw(t, "event") {
	case 26, 27:
		return core.AccessRequested{Lock: lock, Request: l.nonce(), Kind: core.KeyPIN,
			Digest: digest(rapid.SampledFrom([]string{"Ana.pin", "Ana.pin", "Ben.pin", "Ben.pin", "Ana.pin duress", "Zoe.pin"}).Draw(t, "whose"))}
	case 0, 1, 2:
		return core.AccessRequested{Lock: lock, Request: l.nonce(), Kind: core.KeyTag, Held: rapid.IntRange(0, 4).Draw(t, "held") == 0,
			Digest: digest(rapid.SampledFrom([]string{"Ana.tag", "Ben.tag", "Zoe.tag"}).Draw(t, "who"))}
	case 3, 4:
		return core.DoorOpened{Lock: lock}
	case 5, 6:
		return core.DoorClosed{Lock: lock}
	case 7:
		return core.BoltTurned{Lock: lock, To: bolt.Draw(t, "to"), By: core.BoltCause(rapid.IntRange(0, int(core.ByTable)).Draw(t, "by"))}
	case 8, 9:
		return core.LockReported{Lock: lock, Bolt: bolt.Draw(t, "bolt"), BoltAge: time.Duration(rapid.Int64Range(-1, int64(time.Minute)).Draw(t, "bolt age")), Battery: uint8(rapid.IntRange(0, 100).Draw(t, "battery")),
			Contact:    core.Contact(rapid.IntRange(0, int(core.ContactAbsent)).Draw(t, "contact")),
			ContactAge: time.Duration(rapid.Int64Range(-1, int64(time.Minute)).Draw(t, "contact age"))}
	case 10, 11:
		return core.LockHeard{Lock: lock}
	case 12:
		return core.LockSilent{Lock: lock, Last: l.now}
	case 13, 14, 15:
		return core.CommandAnswered{Lock: lock, Command: l.s.Door(door).Flight.Command,
			Result: core.Result(rapid.IntRange(0, int(core.ResultJammed)).Draw(t, "result"))}
	case 16:
		return core.OpenAsked{Door: door}
	case 17:
		return core.LockAsked{Door: door}
	case 28:
		return core.DoorModeAsked{Door: door, Mode: core.DoorMode(rapid.IntRange(0, int(core.ModeFireOpen)).Draw(t, "mode")), For: time.Duration(rapid.IntRange(0, 90).Draw(t, "for")) * time.Second}
	case 18:
		return core.OfficeAsked{Door: door, On: rapid.Bool().Draw(t, "on")}
	case 19:
		return core.KeyAdmitted{Lock: lock, Kind: core.KeyTag, Key: core.KeyID(rapid.SampledFrom([]string{"Ana.tag", "Ben.tag", "Zoe.tag"}).Draw(t, "who"))}
	case 20:
		return core.TableReported{Lock: lock, Rows: rapid.IntRange(0, 2).Draw(t, "rows"),
			Version: core.Seq(rapid.Uint64Range(0, uint64(l.s.Door(door).Sync.Wanted)).Draw(t, "version"))}
	case 21:
		return l.edit()
	case 22, 23:
		return l.ofHardware(lock)
	}
	return core.Ticked{}
}

// edit is somebody who loses a right or gets it back, or a door with another policy.
func (l *life) edit() core.Event {
	t := l.t
	ana, front := *l.s.Config.Person("Ana"), *l.s.Config.Door("front")
	ana.Blocked, ana.EOM = rapid.Bool().Draw(t, "blocked"), rapid.Bool().Draw(t, "eom")
	front.Lease, front.Table = rapid.Bool().Draw(t, "lease"), core.TablePolicy(rapid.IntRange(0, 2).Draw(t, "table"))
	front.Alerts, ana.ExtraTime = l.alerting(), rapid.IntRange(0, 1).Draw(t, "extra time")*30
	edits := []core.Edit{core.Put(ana), core.Put(front)}
	return core.SiteEdited{Why: "an edit", Edits: edits[:rapid.IntRange(1, 2).Draw(t, "edits")]}
}

func (l *life) ofHardware(lock core.LockID) core.Event {
	t := l.t
	door := core.DoorID(lock[:len(lock)-5])
	falls := rapid.IntRange(1, 300).Draw(t, "so many")
	return rapid.SampledFrom([]core.Event{
		core.EntryLimited{Lock: lock, Kind: core.KeyPIN, For: time.Minute}, core.LockUpdated{Lock: lock},
		core.LinksMade{Lock: lock, Day: rapid.SampledFrom([]string{"2026-11-22", "2026-11-23", "2026-11-24"}).Draw(t, "day"), Links: falls},
		core.RadioBlamed{Adapter: "hci0", Lock: lock, Falls: falls, For: time.Minute}, core.LockRefuses{Lock: lock, Why: "no key"},
		core.TablesDue{}, core.IdentifyAsked{Lock: lock}, core.ReleaseAsked{Lock: lock},
		core.CommandAnswered{Lock: lock, Command: l.s.DoorOf(lock).Sync.Freeing, Result: core.ResultDone},
		core.AdminRefused{Lock: lock}, core.LockLearnt{Lock: lock, Lacks: l.s.Config.Lock(lock).Lacks ^ core.LackKeypad},
		core.KeyRefusedAway{Lock: lock, Kind: core.KeyPIN}, core.HandleTurned{Lock: lock}, core.HandleTurned{Lock: lock}, core.Tampered{Lock: lock},
		core.AlertAcked{Door: door, Kind: core.AlertKind(rapid.IntRange(1, int(core.AlertClock)).Draw(t, "seen"))},
	}).Draw(t, "of hardware")
}

// base is the site of the random lives: two doors, one easy and one manual. fromShop has the same
// with locks that leave most to the hub.
func base(t *testing.T) *core.Site { return furnished(t, "") }

func fromShop(t *testing.T) *core.Site { return furnished(t, " lacks shop") }

// fromVault is base where every door asks for more than a right, and keys are used up.
func fromVault(t *testing.T) *core.Site {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: furnished(t, "")}
	st.zone, st.now = st.s.Config.Zone, at("2026-11-23T16:50:00")
	st.ids = st.s.Seq
	for _, line := range []string{"door front easy hours card+pin first area inside passback soft", "door back manual pair area inside passback hard",
		"person Ana staff eom mom first duress", "pin Ana", "pin Ben uses=2", "tag Ben uses=3"} {
		st.setUp(line)
	}
	return st.s
}

// byItself has doors that start office mode by themselves, one with its window and one with a person.
func byItself(t *testing.T) *core.Site {
	s := furnished(t, "")
	front, back := *s.Config.Door("front"), *s.Config.Door("back")
	front.Office, back.Office, back.Schedule, back.Early, back.TagAfterPowerLoss = core.OfficeAuto, core.OfficeAutoFirst, "hours", 30, true
	d := Decide(s, core.Input{ID: s.Seq + 1, At: s.At, Event: core.SiteEdited{Edits: []core.Edit{core.Put(front), core.Put(back)}}})
	return s.Apply(s.Seq+1, s.At, d.Changes)
}

func furnished(t *testing.T, locks string) *core.Site {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site Europe/Amsterdam 2026-11-23 17:50:00", "schedule hours Mon-Fri 08:00-18:00 Mon-Fri 18:10-18:20", "door front easy hours" + locks,
		"door back manual notclosed 5 lease" + locks, "group staff back,front", "person Ana staff eom mom", "person Ben staff", "tag Ana", "tag Ben"} {
		st.setUp(line)
	}
	return st.s
}

// nonce is now and then one that was there before.
func (l *life) nonce() core.RequestID {
	return core.RequestID(fmt.Sprint("r", int(l.ids)-max(0, rapid.IntRange(-20, 3).Draw(l.t, "asked before"))))
}
