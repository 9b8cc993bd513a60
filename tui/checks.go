package tui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// check is one thing that was looked at: how it stands, and what to do where it is not as it should be.
type check struct {
	What string
	Is   standing
	Says string
	Do   string
}

// standing is how a check came out. What nobody can tell is never fine.
type standing uint8

const (
	standsBad standing = iota
	standsWatch
	standsUnknown
	standsFine
)

// checks are all of them, the worst first: pure questions to what the hub told last.
func checks(s *core.Snapshot, u UI) []check {
	all := slices.Concat(boxChecks(s, u), airChecks(s), lockChecks(s, u), siteChecks(s, u))
	slices.SortStableFunc(all, func(a, b check) int { return cmp.Compare(a.Is, b.Is) })
	return all
}

// boxChecks: the hub itself, its card and its clock.
func boxChecks(s *core.Snapshot, u UI) []check {
	hub := check{"Hub", standsFine, "answers", ""}
	if u.Quiet {
		hub = check{"Hub", standsBad, "no news since " + s.Now.In(u.Zone).Format(seconds), "Look on the box: systemctl status localiq"}
	}
	disk, h := check{"Disk", standsUnknown, "nobody can tell how full it is", ""}, s.Health
	switch {
	case h.StoreError != "":
		disk = check{"Disk", standsBad, "cannot be written: " + plain.Clean(h.StoreError), "Make room on the card, or put in another one and restore a backup."}
	case h.StoreStalled:
		disk = check{"Disk", standsBad, "does not answer", "Nothing is opened from here until it does. If it stays so, change the card."}
	case h.Disk.Free > 0 && h.Disk.Free < 64<<20:
		disk = check{"Disk", standsWatch, bytesWords(h.Disk.Free) + " free", "Make room on the card."}
	case h.Disk.Bytes > 0:
		disk = check{"Disk", standsFine, "is written; the site takes " + bytesWords(h.Disk.Bytes), ""}
	}
	return []check{hub, disk, clockCheck(s, u)}
}

func clockCheck(s *core.Snapshot, u UI) check {
	c := s.Hub.Clock
	switch {
	case s.Now.Trust == core.Untrusted:
		return check{"Clock", standsBad, "not set: schedules refuse", "Give the box a network with a time server, or look at a watch: localiq clock set"}
	case c.Against != (core.ClockWord{}):
		return check{"Clock", standsWatch, c.Against.Source.Say() + " says otherwise, and is not believed", "Compare with a watch: localiq clock show"}
	case c.Source == core.SourceNone:
		return check{"Clock", standsFine, "is believed", ""}
	}
	return check{"Clock", standsFine, clockWords(s, u), ""}
}

// airChecks: every radio and repeater, and whether there are links enough.
func airChecks(s *core.Snapshot) (out []check) {
	for _, r := range s.Hub.Radios {
		what := "Radio " + radioName(s, r.Adapter)
		now := slices.IndexFunc(s.Air.Radios, func(n core.RadioNow) bool { return n.Adapter == r.Adapter })
		switch {
		case !r.Up:
			out = append(out, check{what, standsBad, "down" + plain.Plus(": ", plain.Clean(r.Why)), "Is it plugged in? For a repeater: is the box on, and on this network?"})
		case now < 0:
			out = append(out, check{what, standsUnknown, "up; nobody can tell what it hears", ""})
		case s.Air.Radios[now].Reports == 0 && s.Locks > 0:
			out = append(out, check{what, standsWatch, "hears nothing now", "Is its antenna fitted, and does nothing else on the box use it?"})
		default:
			out = append(out, check{what, standsFine, "hears " + plain.Number(int(s.Air.Radios[now].Reports)) + " advertisements a second", ""})
		}
	}
	if len(out) == 0 {
		out = append(out, check{"Radio", standsBad, "none: no lock can be heard", "Plug in a Bluetooth adapter; localiq run --adapter says which."})
	}
	if a := s.Air; a.Waits > 0 {
		out = append(out, check{"Links", standsWatch, plain.Count(a.Waits, "lock") + " wait for one of " + plain.Number(a.Slots), "If it stays so, add a second adapter or a repeater."})
	}
	return out
}

// lockChecks are questions to all locks at once; those that it is about are named.
func lockChecks(s *core.Snapshot, u UI) []check {
	if s.Locks == 0 {
		return []check{{"Locks", standsWatch, "none is paired", "Pair one: localiq lock add"}}
	}
	fitted := func(which func(core.DoorCard) bool) string {
		return doorsThat(s, func(c core.DoorCard) bool { return c.Lock != nil && which(c) })
	}
	silent := "Change its battery; then look at Radio (4) for the path to it."
	if deaf(s.Hub.Radios) || len(s.Hub.Radios) == 0 {
		silent = "Mend the radio first: no lock can be heard without it."
	}
	out := []check{
		ask("Heard", "every lock is heard", fitted(func(c core.DoorCard) bool { return !c.State.Link.Heard }), standsBad, "no word from ", silent),
		ask("Batteries", "every battery that is known is above 20%", fitted(func(c core.DoorCard) bool { b := c.State.Reported.Battery; return b > 0 && b <= 20 }), standsWatch, "low: ", "Change them; the lock keeps its keys."),
		ask("Bolts", "no bolt is jammed", fitted(func(c core.DoorCard) bool { return c.State.Reported.Bolt == core.BoltJammed }), standsBad, "JAMMED: ", "Somebody must look at the door."),
		ask("Keys", "every lock holds what it should", fitted(func(c core.DoorCard) bool { y := c.State.Sync; return len(y.Gone) > 0 || y.Wanted > 0 && !y.Done() }), standsWatch, "behind: ", "It is brought as soon as the lock is reached; Radio (4) says which keys may still open."),
		ask("Admin PINs", "every lock that wants one took it", fitted(func(c core.DoorCard) bool { return !c.State.Admin.Refused.IsZero() }), standsBad, "refused: ", "Give the right one: localiq lock pin"),
		ask("Signals", "every lock is heard well", fitted(func(c core.DoorCard) bool { return !stale(c) && c.Signal.RSSI != 0 && c.Signal.RSSI < -88 }), standsWatch, "weak: ", "Put a repeater nearer: localiq repeater add"),
		ask("Talks", "no lock is talked to more than its battery bears", fitted(func(c core.DoorCard) bool { return c.Signal.Today > core.LinkBudget }), standsWatch, "too often today: ", "Look at its door's events for what repeats."),
	}
	if bare := doorsThat(s, func(c core.DoorCard) bool { return c.Lock == nil }); bare != "" {
		out = append(out, check{"Doors", standsWatch, "without a lock: " + bare, "Pair one, or drop the door from the site's file."})
	}
	return out
}

// ask is fine where no door was found, else is as said, with the doors.
func ask(what, fine, doors string, otherwise standing, says, do string) check {
	if doors == "" {
		return check{what, standsFine, fine, ""}
	}
	return check{what, otherwise, says + doors, do}
}

func doorsThat(s *core.Snapshot, which func(core.DoorCard) bool) string {
	var names []string
	for _, c := range s.Doors {
		if which(c) {
			names = append(names, plain.Clean(c.Door.Name))
		}
	}
	return strings.Join(names, ", ")
}

// siteChecks: alerts, modes, release, subscription.
func siteChecks(s *core.Snapshot, u UI) []check {
	fresh := 0
	for _, a := range raised(s) {
		if a.Alert.Acked.IsZero() {
			fresh++
		}
	}
	out := []check{{"Alerts", standsFine, "nobody needs to look", ""}}
	if fresh > 0 {
		out[0] = check{"Alerts", standsBad, plain.Count(fresh, "alert") + " that nobody has seen", "3 shows them; a acknowledges."}
	}
	if doors := doorsThat(s, func(c core.DoorCard) bool { return c.State.Mode(s.Now) != core.ModeNormal }); doors != "" {
		out = append(out, check{"Modes", standsWatch, "stand at " + doors, "Release them when the reason is gone: the door, n; every door: Site, n."})
	}
	if s.Settings.Installing {
		out = append(out, check{"Release", standsWatch, "the site is not released", "When all is ready: Site, r."})
	}
	switch left := time.Duration(s.Settings.Subscription.Until - s.Now.Wall); {
	case s.Settings.Subscription.Until == 0:
	case left <= 0:
		out = append(out, check{"Subscription", standsBad, "has ended", "Redeem a voucher: localiq subscription redeem"})
	case left < termSoon:
		out = append(out, check{"Subscription", standsWatch, "ends in " + coarse(left), "Redeem a voucher: localiq subscription redeem"})
	default:
		out = append(out, check{"Subscription", standsFine, "goes on until " + clockAt(s.Now, s.Settings.Subscription.Until, u.Zone, minutes), ""})
	}
	return out
}
