package tui

import (
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// siteContent is what holds for the whole site, and what can be done to all of it at once.
func siteContent(s *core.Snapshot, u UI, w int) []string {
	if s == nil {
		return teach(w, u.Glyphs, "Connecting to the hub"+u.Glyphs.Cut, "")
	}
	return stack(siteState(s, u, w), siteModes(s, u, w), siteRules(s, u, w))
}

// siteState is whose the site is, and for how long what.
func siteState(s *core.Snapshot, u UI, w int) []string {
	set := s.Settings
	lines := append([]string{in(bold, " SITE")}, labelled("Name", plain.Clean(set.Name), w)...)
	lines = append(lines, labelled("Clock", plain.Clean(set.Zone)+", "+trustWords(s.Now.Trust), w)...)
	switch {
	case set.Installing:
		lines = append(lines, labelled("Release", "not released: only this console acts, and only installers' keys open. r hands it to its owner", w)...)
	case set.InstallerUntil > s.Now.Wall:
		lines = append(lines, labelled("Release", "released; installers may work on the hardware until "+clockAt(s.Now, set.InstallerUntil, u.Zone, minutes), w)...)
	default:
		lines = append(lines, labelled("Release", "released; installers have no time here now", w)...)
	}
	lines = append(lines, labelled("Size", plain.Count(len(s.Doors), "door")+", "+plain.Count(s.Locks, "lock")+", "+people(s.People), w)...)
	return append(lines, labelled("Sold", soldWords(s, u), w)...)
}

func trustWords(t core.Trust) string {
	if t == core.Untrusted {
		return "NOT SET: schedules refuse"
	}
	return "the hub's time is believed"
}

// soldWords are the subscription's.
func soldWords(s *core.Snapshot, u UI) string {
	sub := s.Settings.Subscription
	words := "any number of people"
	if sub.Users > 0 {
		words = plain.Number(sub.Users) + " people"
	}
	if sub.Until == 0 {
		return words + ", for ever"
	}
	if end := ending(s, u); end != "" {
		return words + ", " + end
	}
	return words + ", until " + clockAt(s.Now, sub.Until, u.Zone, minutes)
}

// siteModes says what stands above office mode and keys, and where.
func siteModes(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " EVERY DOOR AT ONCE")}
	n := 0
	for _, c := range s.Doors {
		if l := c.State.Level(s.Now); l.Mode != core.ModeNormal {
			n++
			lines = append(lines, indented(in(warn, plain.Clean(c.Door.Name)+": "+l.Mode.Say())+" since "+clockAt(s.Now, l.Since.Wall, u.Zone, minutes)+plain.Plus(", by ", plain.Clean(l.By)), w)...)
		}
	}
	if n == 0 {
		lines = append(lines, indented("no mode stands anywhere: doors do what office mode and keys say", w)...)
	}
	if u.Admin {
		lines = append(lines, indented("l locks down, f opens for fire, b blocks for work, n releases; each asks for the site's name", w)...)
	}
	return lines
}

// siteRules are the settings of the site's file, with what holds where nothing is set.
func siteRules(s *core.Snapshot, _ UI, w int) []string {
	set := s.Settings
	lines := []string{in(bold, " RULES OF THE SITE")}
	for _, r := range [][2]string{
		{"PINs", pinWords(set)},
		{"Phones", "a certificate is good for " + days(int64(or0(set.PassDays, core.PassDays)))},
		{"Locks", "alone: tags open for " + leaseWords(set.TagLease, core.DefaultTagLease) + ", PINs for " + leaseWords(set.PINLease, core.DefaultPINLease)},
		{"Guests", guestWords(set.GuestDays)},
		{"Events", "kept for " + days(int64(or0(set.KeepDays, core.DefaultKeepDays)))},
		{"Passback", "where people are is forgotten every day at " + set.Amnesty.String()},
	} {
		lines = append(lines, labelled(r[0], r[1], w)...)
	}
	return append(lines, indented("They are changed by the site's file: localiq site export, then localiq site import.", w)...)
}

func pinWords(set core.Settings) string {
	words := plain.Number(or0(set.PINDigits, core.PINDigits)) + " digits, "
	if set.PINDays > 0 {
		words += "good for " + days(int64(set.PINDays)) + " where nobody says otherwise"
	} else {
		words += "good for as long as their person"
	}
	if set.ShowPINOnce {
		return words + ", read back by nobody"
	}
	return words
}

func guestWords(n int) string {
	if n == 0 {
		return "removed when somebody tidies up (6, t)"
	}
	return "removed " + days(int64(n)) + " after their end"
}

// leaseWords is a lease in seconds; negative: for ever.
func leaseWords(lease int64, usually time.Duration) string {
	switch {
	case lease < 0:
		return "ever"
	case lease == 0:
		return core.SayDuration(usually)
	}
	return core.SayDuration(time.Duration(lease) * time.Second)
}

func days(n int64) string { return plain.Count(int(n), "day") }

func or0(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
