package tui

import "strings"

// helpContent is the key table as it counts where the help was asked for, then everywhere
// else, then what the signs mean.
func helpContent(u UI, w int) []string {
	from := UI{W: u.W, H: u.H, Admin: u.Admin, Places: u.Places[:max(1, len(u.Places)-1)]}
	here := from.mode()
	admin := here & byAdmin
	lines := append([]string{in(bold, " Keys here ("+screenNames[from.here().Screen]+")")}, keyLines(active(here), u, w)...)
	for _, sec := range []struct {
		in   mode
		name string
	}{{inDoors, "Doors"}, {inDoor, "Door"}, {inEvents, "Events"}, {inTyping, "while typing a filter"}, {inEvent, "Event"},
		{inAlerts, "Alerts"}, {inConfirm, "in a question"}, {inAnswer, "in an answer"}, {inWho, "Who can open"},
		{inPeople | admin, "People"}, {inGuests | admin, "Guests"}, {inGroups | admin, "Groups"}, {inBookings | admin, "Bookings"},
		{inPerson | admin, "Person"}, {inGroup | admin, "Group"}, {inForm, "in a form"}, {inSecret, "while a PIN is shown"}, {inMessages, "Messages"}, {inHelp, "Help"},
		{inSmall, "in a window that is too small"}} {
		if sec.in|admin == here {
			continue
		}
		if only := without(active(sec.in), active(here)); len(only) > 0 {
			lines = append(lines, "", in(bold, " Also: "+sec.name))
			lines = append(lines, keyLines(only, u, w)...)
		}
	}
	return append(append(lines, ""), legend(u, w)...)
}

func keyLines(bs []binding, u UI, w int) (out []string) {
	for _, b := range bs {
		for i, l := range wrap(b.Does, w-14, "") {
			sign := ""
			if i == 0 {
				sign = arrows(b.Sign, u.Glyphs)
			}
			out = append(out, "  "+in(bold, fit(sign, 10, u.Glyphs))+" "+l)
		}
	}
	return out
}

func arrows(sign string, g Glyphs) string {
	if g.Name == ASCII.Name {
		return strings.NewReplacer("↑", "up", "↓", "down").Replace(sign)
	}
	return sign
}

// without is the bindings of a that do not stand in b in the same words.
func without(a, b []binding) (out []binding) {
	for _, x := range a {
		same := false
		for _, y := range b {
			same = same || x.Sign == y.Sign && x.Does == y.Does
		}
		if !same {
			out = append(out, x)
		}
	}
	return out
}

func legend(u UI, w int) []string {
	g := u.Glyphs
	lines := []string{in(bold, " Signs")}
	for _, l := range [][2]string{
		{g.Good, "as it should be: locked, passed"},
		{g.Open, "unlocked: for a moment, or in office mode"},
		{g.Warn, "an alert: somebody should look"},
		{g.Bad, "offline, failed or refused"},
		{Unsure, "unconfirmed: no lock has told; never taken for locked"},
		{g.None, "not known"},
		{"87%!", "a battery at 20% or less"},
		{Mark, "chosen: what Enter opens"},
	} {
		for i, t := range wrap(l[1], w-14, "") {
			sign := ""
			if i == 0 {
				sign = l[0]
			}
			lines = append(lines, "  "+fit(sign, 10, g)+" "+t)
		}
	}
	return lines
}
