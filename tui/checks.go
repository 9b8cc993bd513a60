package tui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"localiq/core"
	"localiq/core/order"
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
	all := slices.Concat(boxChecks(s, u), airChecks(u, s), lockChecks(s, u), siteChecks(s, u))
	order.By(all, func(a, b check) int { return cmp.Compare(a.Is, b.Is) })
	return all
}

// boxChecks: the hub itself, its card and its clock.
func boxChecks(s *core.Snapshot, u UI) []check {
	hub := check{u.t("Hub"), standsFine, u.t("answers"), ""}
	if u.Quiet {
		hub = check{u.t("Hub"), standsBad, u.t("no news since %s", s.Now.In(u.Zone).Format(seconds)), u.t("Look on the box: systemctl status localiq")}
	}
	disk, h := check{u.t("Disk"), standsUnknown, u.t("nobody can tell how full it is"), ""}, s.Health
	switch {
	case h.StoreError != "":
		disk = check{u.t("Disk"), standsBad, u.t("cannot be written: %s", plain.Clean(h.StoreError)), u.t("Make room on the card, or put in another one and restore a backup.")}
	case h.StoreStalled:
		disk = check{u.t("Disk"), standsBad, u.t("does not answer"), u.t("Nothing is opened from here until it does. If it stays so, change the card.")}
	case h.Disk.Free > 0 && h.Disk.Free < 64<<20:
		disk = check{u.t("Disk"), standsWatch, u.t("%s free", bytesWords(u, h.Disk.Free)), u.t("Make room on the card.")}
	case h.Disk.Bytes > 0:
		disk = check{u.t("Disk"), standsFine, u.t("is written; the site takes %s", bytesWords(u, h.Disk.Bytes)), ""}
	}
	return []check{hub, disk, clockCheck(s, u)}
}

func clockCheck(s *core.Snapshot, u UI) check {
	c := s.Hub.Clock
	switch {
	case s.Now.Trust == core.Untrusted:
		return check{u.t("Clock"), standsBad, u.t("not set: schedules refuse"), u.t("Give the box a network with a time server, or look at a watch: localiq clock set")}
	case c.Against != (core.ClockWord{}):
		return check{u.t("Clock"), standsWatch, u.t("%s says otherwise, and is not believed", u.t(c.Against.Source.Say())), u.t("Compare with a watch: localiq clock show")}
	case c.Source == core.SourceNone:
		return check{u.t("Clock"), standsFine, u.t("is believed"), ""}
	}
	return check{u.t("Clock"), standsFine, clockWords(s, u), ""}
}

// airChecks: every radio and repeater, and whether there are links enough.
func airChecks(u UI, s *core.Snapshot) (out []check) {
	for _, r := range s.Hub.Radios {
		what := u.t("Radio %s", radioName(s, r.Adapter))
		now := slices.IndexFunc(s.Air.Radios, func(n core.RadioNow) bool { return n.Adapter == r.Adapter })
		switch {
		case !r.Up:
			out = append(out, check{what, standsBad, u.t("down%s", plain.Plus(": ", plain.Clean(r.Why))), u.t("Is it plugged in? For a repeater: is the box on, and on this network?")})
		case now < 0:
			out = append(out, check{what, standsUnknown, u.t("up; nobody can tell what it hears"), ""})
		case s.Air.Radios[now].Reports == 0 && s.Locks > 0:
			out = append(out, check{what, standsWatch, u.t("hears nothing now"), u.t("Is its antenna fitted, and does nothing else on the box use it?")})
		default:
			out = append(out, check{what, standsFine, u.t("hears %s advertisements a second", plain.Number(int(s.Air.Radios[now].Reports))), ""})
		}
	}
	if len(out) == 0 {
		out = append(out, check{u.t("Radio"), standsBad, u.t("none: no lock can be heard"), u.t("Plug in a Bluetooth adapter; localiq run --adapter says which.")})
	}
	if a := s.Air; a.Waits > 0 {
		out = append(out, check{u.t("Links"), standsWatch, u.t("%s wait for one of %s", u.count(a.Waits, "lock"), plain.Number(a.Slots)), u.t("If it stays so, add a second adapter or a repeater.")})
	}
	return out
}

// lockChecks are questions to all locks at once; those that it is about are named.
func lockChecks(s *core.Snapshot, u UI) []check {
	if s.Locks == 0 {
		return []check{{u.t("Locks"), standsWatch, u.t("none is paired"), u.t("Pair one: localiq lock add")}}
	}
	fitted := func(which func(core.DoorCard) bool) string {
		return doorsThat(s, func(c core.DoorCard) bool { return c.Lock != nil && which(c) })
	}
	silent := u.t("Change its battery; then look at Radio (4) for the path to it.")
	if deaf(s.Hub.Radios) || len(s.Hub.Radios) == 0 {
		silent = u.t("Mend the radio first: no lock can be heard without it.")
	}
	out := []check{
		ask(u.t("Heard"), u.t("every lock is heard"), fitted(func(c core.DoorCard) bool { return !c.State.Link.Heard }), standsBad, u.t("no word from")+" ", silent),
		ask(u.t("Batteries"), u.t("every battery that is known is above 20%"), fitted(func(c core.DoorCard) bool { b := c.State.Reported.Battery; return b > 0 && b <= 20 }), standsWatch, u.t("low:")+" ", u.t("Change them; the lock keeps its keys.")),
		ask(u.t("Bolts"), u.t("no bolt is jammed"), fitted(func(c core.DoorCard) bool { return c.State.Reported.Bolt == core.BoltJammed }), standsBad, u.t("JAMMED:")+" ", u.t("Somebody must look at the door.")),
		ask(u.t("Keys"), u.t("every lock holds what it should"), fitted(func(c core.DoorCard) bool { y := c.State.Sync; return len(y.Gone) > 0 || y.Wanted > 0 && !y.Done() }), standsWatch, u.t("behind:")+" ", u.t("It is brought as soon as the lock is reached; Radio (4) says which keys may still open.")),
		ask(u.t("Admin PINs"), u.t("every lock that wants one took it"), fitted(func(c core.DoorCard) bool { return !c.State.Admin.Refused.IsZero() }), standsBad, u.t("refused:")+" ", u.t("Give the right one: localiq lock pin")),
		ask(u.t("Signals"), u.t("every lock is heard well"), fitted(func(c core.DoorCard) bool { return !stale(c) && c.Signal.RSSI != 0 && c.Signal.RSSI < -88 }), standsWatch, u.t("weak:")+" ", u.t("Put a repeater nearer: localiq repeater add")),
		ask(u.t("Talks"), u.t("no lock is talked to more than its battery bears"), fitted(func(c core.DoorCard) bool { return c.Signal.Today > core.LinkBudget }), standsWatch, u.t("too often today:")+" ", u.t("Look at its door's events for what repeats.")),
	}
	if bare := doorsThat(s, func(c core.DoorCard) bool { return c.Lock == nil }); bare != "" {
		out = append(out, check{u.t("Doors"), standsWatch, u.t("without a lock: %s", bare), u.t("Pair one, or drop the door from the site's file.")})
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
	out := []check{{u.t("Alerts"), standsFine, u.t("nobody needs to look"), ""}}
	if fresh > 0 {
		out[0] = check{u.t("Alerts"), standsBad, u.t("%s that nobody has seen", u.count(fresh, "alert")), u.t("3 shows them; a acknowledges.")}
	}
	if doors := doorsThat(s, func(c core.DoorCard) bool { return c.State.Mode(s.Now) != core.ModeNormal }); doors != "" {
		out = append(out, check{u.t("Modes"), standsWatch, u.t("stand at %s", doors), u.t("Release them when the reason is gone: the door, n; every door: Site, n.")})
	}
	if s.Settings.Installing {
		out = append(out, check{u.t("Release"), standsWatch, u.t("the site is not released"), u.t("When all is ready: Site, r.")})
	}
	switch left := time.Duration(s.Settings.Subscription.Until - s.Now.Wall); {
	case s.Settings.Subscription.Until == 0:
	case left <= 0:
		out = append(out, check{u.t("Subscription"), standsBad, u.t("has ended"), u.t("Redeem a voucher: localiq subscription redeem")})
	case left < termSoon:
		out = append(out, check{u.t("Subscription"), standsWatch, u.t("ends in %s", coarse(u.Glyphs, left)), u.t("Redeem a voucher: localiq subscription redeem")})
	default:
		out = append(out, check{u.t("Subscription"), standsFine, u.t("goes on until %s", clockAt(u, s.Now, s.Settings.Subscription.Until, minutes)), ""})
	}
	return out
}
