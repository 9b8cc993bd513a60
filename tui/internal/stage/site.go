package stage

import (
	"fmt"
	"time"

	"localiq/core"
)

// Site is the made-up site at a moment d after At(0): a school with a door in every state that
// an installer meets.
func Site(d time.Duration) core.Snapshot {
	s := core.Snapshot{Now: At(d), Seq: 400, People: 24, Locks: 8,
		Hub:      core.HubState{ID: "d3b07384", Version: "0.1.0", Started: At(-30 * time.Hour), Radios: []core.RadioState{{Adapter: "hci0", Up: true, Since: At(-30 * time.Hour)}}},
		Settings: core.Settings{Name: "Příkladová škola", Zone: "Europe/Prague"},
		Health:   core.Health{Demo: "x1"}}
	s.Doors = []core.DoorCard{
		Door("archive", "Archive", Unheard()),
		Door("gate", "Bike gate", NoLock()),
		Door("classroom", "Classroom 1", Locked(87, -61), Holding(23)),
		Door("entrance", "Hlavní vchod", Locked(64, -72), Holding(24), Office()),
		Door("lab", "Laboratory", Locked(41, -80), Behind("Jan Malý"), Offline(3*time.Hour)),
		Door("office", "Office", Locked(18, -55), Holding(7), Decided(core.OutsideSchedule, "Jan Malý")),
		Door("server", "Server room", Locked(92, -67), Holding(2), Standing(d+131*time.Second), Decided(core.Granted, "Ana Nováková")),
		Door("store", "Sklad 倉庫", Locked(55, -70), Unlocked()),
	}
	s.Air = core.Air{Links: 2, Slots: 5, Radios: []core.RadioNow{{Adapter: "hci0", Role: "scans and connects", Links: 2, Reports: 41}}}
	return s
}

// Attic gives the site a repeater that has not answered for four minutes.
func Attic(s core.Snapshot) core.Snapshot {
	s.Repeaters = []core.Repeater{{ID: "r-1", Name: "Attic", Address: "10.0.0.7:8445"}}
	s.Hub.Radios = append(s.Hub.Radios, core.RadioState{Adapter: "r-1", Why: "no answer from 10.0.0.7:8445: is the box on, and on this network?", Since: At(-4 * time.Minute)})
	s.Air.Waits = 1
	return s
}

// Trait makes a door what it is.
type Trait func(*core.DoorCard)

// Door is a door with a lock, of which nothing is known but its traits.
func Door(id, name string, traits ...Trait) core.DoorCard {
	lock := &core.Lock{ID: core.LockID("lock-" + id), Family: "localiq", Model: "soft", Serial: "LQ-" + fmt.Sprintf("%04d", len(id)*137), Address: "c0:de:00:00:00:01/random"}
	c := core.DoorCard{Door: core.Door{ID: core.DoorID(id), Name: name, Lock: lock.ID}, Lock: lock, State: core.DoorState{Door: core.DoorID(id)}}
	for _, t := range traits {
		t(&c)
	}
	return c
}

func NoLock() Trait { return func(c *core.DoorCard) { c.Lock, c.Door.Lock = nil, "" } }

// Unheard: paired, and never met since.
func Unheard() Trait { return func(*core.DoorCard) {} }

func Locked(battery uint8, rssi int8) Trait {
	return func(c *core.DoorCard) {
		c.State.Link = core.Link{Heard: true, Since: At(-5 * time.Hour)}
		c.Signal = core.Signal{RSSI: rssi, Heard: At(-2 * time.Second), Links: 12}
		c.State.Reported = core.Reported{At: At(-10 * time.Minute), Bolt: core.BoltLocked, BoltSince: At(-time.Hour), Contact: core.ContactClosed,
			ContactSince: At(-time.Hour - 3*time.Second), Battery: battery, Firmware: "1.0.3", LockBoot: 3}
	}
}

// Holding: the lock has said that it holds so many keys, as it should.
func Holding(rows int) Trait {
	return func(c *core.DoorCard) {
		c.State.Sync = core.Sync{Wanted: 360, Since: At(-3 * time.Hour), Reported: 360, At: At(-10 * time.Minute), Rows: rows}
		c.Signal.Via, c.Signal.Today = "hci0", 37
	}
}

// Behind: a tag was taken away two hours ago, and the lock has not been reached since.
func Behind(who string) Trait {
	return func(c *core.DoorCard) {
		c.State.Sync = core.Sync{Wanted: 380, Since: At(-2 * time.Hour), Reported: 360, At: At(-3 * time.Hour), Rows: 24,
			Gone: []core.Gone{{Key: "k7", Person: "p7", Kind: core.KeyTag, Since: 380, At: At(-2 * time.Hour), Lease: core.DefaultTagLease}}}
		c.GoneWho = []string{who}
		c.Signal.Want, c.Signal.Wait = "revocation", 12*time.Second
	}
}

func Unlocked() Trait {
	return func(c *core.DoorCard) {
		c.State.Reported.Bolt, c.State.Reported.BoltSince = core.BoltUnlocked, At(-2*time.Second)
	}
}

func Offline(d time.Duration) Trait {
	return func(c *core.DoorCard) {
		c.State.Link = core.Link{Since: At(-d)}
		c.Signal.Heard = At(-d)
		c.State.Reported.At = At(-d - 10*time.Minute)
		c.State.Alerts = nil
	}
}

// Office: easy office mode is on until 17:00, begun by a key.
func Office() Trait {
	return func(c *core.DoorCard) {
		c.Door.Office, c.Door.Schedule = core.OfficeEasy, "week"
		c.State.Reported.Bolt = core.BoltOffice
		c.State.Office = core.Office{On: true, Mode: core.OfficeEasy, Since: At(-6 * time.Hour), Until: At(3 * time.Hour).Wall}
		c.State.Wanted = core.Wanted{Bolt: core.BoltOffice, Until: c.State.Office.Until}
		c.OfficeWindow = core.Occurrence{ID: "2026-11-22T08:00", Start: At(-6 * time.Hour).Wall, End: At(3 * time.Hour).Wall}
		c.OfficeBy = "Ana Nováková"
	}
}

// Standing: the door has stood open for d at Site's moment; past 38 s it has raised its alert.
func Standing(d time.Duration) Trait {
	const opened = -131 * time.Second
	return func(c *core.DoorCard) {
		c.State.Reported.Contact, c.State.Reported.ContactSince = core.ContactOpen, At(opened)
		c.State.Opening = core.Opening{Open: true, Since: At(opened)}
		if d >= 38*time.Second {
			c.State.Opening.Raised = true
			c.State.Alerts = append(c.State.Alerts, core.Alert{Kind: core.AlertNotClosed, Seq: 398, Since: At(opened), Raised: At(opened + 38*time.Second)})
		}
	}
}

// Decided: the last decision at the door, with its trail.
func Decided(r core.Reason, who string) Trait {
	return func(c *core.DoorCard) {
		v := core.Verdict{Granted: r == core.Granted, Reason: r, Door: c.Door.ID, KeyKind: core.KeyTag, Person: "p1", Group: "g1", Schedule: "s1"}
		for ch := core.CheckLock; ch <= core.CheckHardware; ch++ {
			switch {
			case ch == core.CheckSchedule && r == core.OutsideSchedule:
				v.Trail.Add(ch, r)
			case ch == core.CheckFactors || ch == core.CheckCounts:
				v.Trail.Add(ch, core.ReasonNone)
			default:
				v.Trail.Add(ch, core.Granted)
			}
		}
		c.State.Last = core.Decided{Seq: 390, At: At(-140 * time.Second), Verdict: v}
		c.LastWho, c.LastGroup, c.LastSchedule = who, "Staff", "Weekdays 8-17"
	}
}

// Story is the morning of the made-up site, numbered from 371.
func Story() []core.Line {
	v := Door("office", "Office", Decided(core.OutsideSchedule, "Jan Malý")).State.Last.Verdict
	g := Door("server", "Server room", Decided(core.Granted, "Ana Nováková")).State.Last.Verdict
	ls := []core.Line{
		{Notice: core.Notice{What: core.HubUp, At: At(-30 * time.Hour), Detail: "0.1.0"}},
		{Notice: core.Notice{What: core.LockFound, At: At(-29*time.Hour - 59*time.Minute), Door: "entrance", Lock: "lock-entrance"}, DoorName: "Hlavní vchod"},
		{Notice: core.Notice{What: core.OfficeStarted, At: At(-6 * time.Hour), Door: "entrance", Person: "p1", KeyKind: core.KeyTag, Until: At(3 * time.Hour).Wall}, DoorName: "Hlavní vchod", PersonName: "Ana Nováková"},
		{Notice: core.Notice{What: core.AlertRaised, Alert: core.AlertLockOffline, At: At(-3 * time.Hour), Door: "lab", Lock: "lock-lab"}, DoorName: "Laboratory"},
		{Notice: core.Notice{What: core.AccessDenied, At: At(-20 * time.Minute), Door: "office", Person: "p2", KeyKind: core.KeyTag, Reason: core.OutsideSchedule, Verdict: &v}, DoorName: "Office", PersonName: "Jan Malý"},
		{Notice: core.Notice{What: core.AccessDenied, At: At(-19 * time.Minute), Door: "office", KeyKind: core.KeyTag, Reason: core.CredentialUnknown}, DoorName: "Office"},
		{Notice: core.Notice{What: core.AccessGranted, At: At(-140 * time.Second), Door: "server", Person: "p1", KeyKind: core.KeyTag, Reason: core.Granted, Verdict: &g}, DoorName: "Server room", PersonName: "Ana Nováková"},
		{Notice: core.Notice{What: core.BoltMoved, At: At(-139 * time.Second), Door: "server", Bolt: core.BoltUnlocked, By: core.ByHub}, DoorName: "Server room"},
		{Notice: core.Notice{What: core.DoorWasOpened, At: At(-131 * time.Second), Door: "server"}, DoorName: "Server room"},
		{Notice: core.Notice{What: core.AlertRaised, At: At(-93 * time.Second), Door: "server", Alert: core.AlertNotClosed, For: int64(38 * time.Second)}, DoorName: "Server room"},
		{Notice: core.Notice{What: core.AccessGranted, At: At(-4 * time.Second), Door: "store", Person: "p1", KeyKind: core.KeyPIN, Reason: core.Granted, Verdict: &g}, DoorName: "Sklad 倉庫", PersonName: "Ana Nováková"},
		{Notice: core.Notice{What: core.BoltMoved, At: At(-2 * time.Second), Door: "store", Bolt: core.BoltUnlocked, By: core.ByHub}, DoorName: "Sklad 倉庫"},
	}
	for i := range ls {
		ls[i].Seq = core.Seq(371 + i)
	}
	return ls
}

// Tell puts lines in the hub's past.
func (h *Hub) Tell(lines ...core.Line) {
	h.mu.Lock()
	h.lines = append(h.lines, lines...)
	h.mu.Unlock()
}
