package tui

import (
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// siteContent is what holds for the whole site, and what can be done to all of it at once.
func siteContent(s *core.Snapshot, u UI, w int) []string {
	if s == nil {
		return teach(w, u.Glyphs, u.t("Connecting to the hub%s", u.Glyphs.Cut), "")
	}
	return stack(siteState(s, u, w), siteModes(s, u, w), siteRules(s, u, w))
}

// siteState is whose the site is, and for how long what.
func siteState(s *core.Snapshot, u UI, w int) []string {
	set := s.Settings
	lines := append([]string{in(bold, " "+u.t("SITE"))}, labelled(u.t("Name"), plain.Clean(set.Name), w)...)
	lines = append(lines, labelled(u.t("Clock"), plain.Clean(set.Zone)+", "+trustWords(u, s.Now.Trust), w)...)
	switch {
	case set.Installing:
		lines = append(lines, labelled(u.t("Release"), u.t("not released: only this console acts, and only installers' keys open. r hands it to its owner"), w)...)
	case set.InstallerUntil > s.Now.Wall:
		lines = append(lines, labelled(u.t("Release"), u.t("released; installers may work on the hardware until %s", clockAt(u, s.Now, set.InstallerUntil, minutes)), w)...)
	default:
		lines = append(lines, labelled(u.t("Release"), u.t("released; installers have no time here now"), w)...)
	}
	lines = append(lines, labelled(u.t("Size"), u.count(len(s.Doors), "door")+", "+u.count(s.Locks, "lock")+", "+people(u, s.People), w)...)
	return append(lines, labelled(u.t("Sold"), soldWords(s, u), w)...)
}

func trustWords(u UI, t core.Trust) string {
	if t == core.Untrusted {
		return u.t("NOT SET: schedules refuse")
	}
	return u.t("the hub's time is believed")
}

// soldWords are the subscription's.
func soldWords(s *core.Snapshot, u UI) string {
	sub := s.Settings.Subscription
	words := u.t("any number of people")
	if sub.Users > 0 {
		words = u.t("%s people", plain.Number(sub.Users))
	}
	if sub.Until == 0 {
		return u.t("%s, for ever", words)
	}
	if end := ending(s, u); end != "" {
		return words + ", " + end
	}
	return u.t("%s, until %s", words, clockAt(u, s.Now, sub.Until, minutes))
}

// siteModes says what stands above office mode and keys, and where.
func siteModes(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " "+u.t("EVERY DOOR AT ONCE"))}
	n := 0
	for _, c := range s.Doors {
		if l := c.State.Level(s.Now); l.Mode != core.ModeNormal {
			n++
			lines = append(lines, indented(u.t("%s since %s%s", in(warn, plain.Clean(c.Door.Name)+": "+u.t(l.Mode.Say())), clockAt(u, s.Now, l.Since.Wall, minutes), plain.Plus(u.t(", by")+" ", plain.Clean(l.By))), w)...)
		}
	}
	if n == 0 {
		lines = append(lines, indented(u.t("no mode stands anywhere: doors do what office mode and keys say"), w)...)
	}
	if u.Admin {
		lines = append(lines, indented(u.t("l locks down, f opens for fire, b blocks for work, n releases; each asks for the site's name"), w)...)
	}
	return lines
}

// siteRules are the settings of the site's file, with what holds where nothing is set.
func siteRules(s *core.Snapshot, u UI, w int) []string {
	set := s.Settings
	lines := []string{in(bold, " "+u.t("RULES OF THE SITE"))}
	for _, r := range [][2]string{
		{u.t("PINs"), pinWords(u, set)},
		{u.t("Phones"), u.t("a certificate is good for %s", days(u, int64(or0(set.PassDays, core.PassDays))))},
		{u.t("Locks|label"), u.t("alone: tags open for %s, PINs for %s", leaseWords(u, set.TagLease, core.DefaultTagLease), leaseWords(u, set.PINLease, core.DefaultPINLease))},
		{u.t("Guests"), guestWords(u, set.GuestDays)},
		{u.t("Events|label"), u.t("kept for %s", days(u, int64(or0(set.KeepDays, core.DefaultKeepDays))))},
		{u.t("Passback"), u.t("where people are is forgotten every day at %s", set.Amnesty.String())},
	} {
		lines = append(lines, labelled(r[0], r[1], w)...)
	}
	return append(lines, indented(u.t("They are changed by the site's file: localiq site export, then localiq site import."), w)...)
}

func pinWords(u UI, set core.Settings) string {
	words := u.t("%s digits,", plain.Number(or0(set.PINDigits, core.PINDigits))) + " "
	if set.PINDays > 0 {
		words += u.t("good for %s where nobody says otherwise", days(u, int64(set.PINDays)))
	} else {
		words += u.t("good for as long as their person")
	}
	if set.ShowPINOnce {
		return u.t("%s, read back by nobody", words)
	}
	return words
}

func guestWords(u UI, n int) string {
	if n == 0 {
		return u.t("removed when somebody tidies up (6, t)")
	}
	return u.t("removed %s after their end", days(u, int64(n)))
}

// leaseWords is a lease in seconds; negative: for ever.
func leaseWords(u UI, lease int64, usually time.Duration) string {
	switch {
	case lease < 0:
		return u.t("ever")
	case lease == 0:
		return u.lasting(usually)
	}
	return u.lasting(time.Duration(lease) * time.Second)
}

func days(u UI, n int64) string { return u.count(int(n), "day") }

func or0(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
