package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// helpRow is a line of the key table as the help has it.
type helpRow struct {
	binding
	Part string // of the help, where the row is its first; "": the same as above
	Here bool   // it counts where the help was asked for, and Enter does it
}

var helpParts = []struct {
	in   mode
	name string
}{{inDoors, "Doors"}, {inDoor, "Door"}, {inEvents, "Events"}, {inTyping, "while typing a filter"}, {inCommand, "while typing a command"}, {inEvent, "Event"},
	{inAlerts, "Alerts"}, {inConfirm, "in a question"}, {inNamed, "in a question that wants a name or a PIN"}, {inAnswer, "in an answer"}, {inWho, "Who can open"},
	{inPeople, "People"}, {inGuests, "Guests"}, {inGroups, "Groups"}, {inBookings, "Bookings"}, {inPods, "Pods"}, {inSchedules, "Schedules"},
	{inMore, "More"}, {inSite, "Site"}, {inHub, "Hub"}, {inAudit, "Audit"},
	{inPerson, "Person"}, {inGroup, "Group"}, {inMatrix, "Matrix"}, {inPod, "Pod"}, {inSchedule, "Schedule"},
	{inForm, "in a form"}, {inSecret, "while a PIN is shown"}, {inMessages, "Messages"}, {inHelp, "Help"},
	{inSmall, "in a window that is too small"}}

// helpFrom is the UI as it was where the help was asked for.
func (u UI) helpFrom() UI {
	return UI{W: u.W, H: u.H, Admin: u.Admin, Places: u.Places[:max(1, len(u.Places)-1)]}
}

// helpRows is the key table as it counts where the help was asked for, then everywhere else, as far as it has
// the words that are looked for.
func (u UI) helpRows() (rows []helpRow) {
	from := u.helpFrom()
	here := from.mode()
	add := func(part string, bs []binding, here bool) {
		for _, b := range bs {
			b = u.told(b)
			if strings.Contains(strings.ToLower(b.Sign+" "+b.Foot+" "+b.Does+" "+part), strings.ToLower(u.HelpWords)) {
				rows = append(rows, helpRow{b, part, here})
				part = ""
			}
		}
	}
	add(u.t("Keys here (%s)", u.name(from.here().Screen)), active(here), true)
	for _, p := range helpParts {
		if in := p.in | here&byAdmin; in != here {
			add(u.t("Also: %s", u.t(p.name)), without(active(in), active(here)), false)
		}
	}
	return rows
}

// helpPane lists the rows around the chosen one, and below them what the signs mean.
func helpPane(u UI, w, h int) []string {
	var head, lines []string
	rows := u.helpRows()
	if u.Typing || u.HelpWords != "" {
		head = []string{filterLine(u, u.HelpWords, "", w)}
	}
	if len(rows) == 0 {
		return append(head, teach(w, u.Glyphs, u.t("No key does that."), u.t("Esc shows all keys."))...)
	}
	at := 0
	for i, r := range rows {
		if r.Part != "" {
			if len(lines) > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, in(bold, " "+r.Part))
		}
		if i == u.helpAt(rows) {
			at = len(lines)
		}
		lines = append(lines, keyLines(r.binding, i == u.helpAt(rows), u, w)...)
	}
	if u.HelpWords == "" {
		lines = append(append(lines, ""), legend(u, w)...)
	}
	if at <= 1 {
		at = 0 // with its title
	}
	space := max(1, h-len(head))
	from, to := window(len(lines), at+space/4, space)
	if u.helpAt(rows) == len(rows)-1 {
		from, to = max(0, len(lines)-space), len(lines)
	}
	return append(head, lines[from:to]...)
}

func (u UI) helpAt(rows []helpRow) int { return step(u.here().At, 0, max(1, len(rows))) }

func keyLines(b binding, selected bool, u UI, w int) (out []string) {
	for i, l := range wrap(b.Does, w-14, "") {
		if i > 0 {
			out = append(out, strings.Repeat(" ", 13)+l)
			continue
		}
		sign := marked(fit(arrows(b.Sign, u.Glyphs), 10, u.Glyphs), selected)
		if !selected {
			sign = in(bold, sign)
		}
		out = append(out, sign+" "+l)
	}
	return out
}

// runHelp does what the chosen key does, where the help was asked for.
func (m *model) runHelp() tea.Cmd {
	rows := m.ui.helpRows()
	if len(rows) == 0 {
		return nil
	}
	r := rows[m.ui.helpAt(rows)]
	if !r.Here {
		m.tell(m.t("That key counts elsewhere; go there first."), false)
		return nil
	}
	m.ui.HelpWords = ""
	m.ui.pop()
	return r.Do(m)
}

func (m *model) moveHelp(n int) {
	rows := m.ui.helpRows()
	p := &m.ui.Places[len(m.ui.Places)-1]
	p.At = step(m.ui.helpAt(rows)+n, 0, max(1, len(rows)))
}

func arrows(sign string, g Glyphs) string {
	if g.Name == ASCII.Name {
		return strings.NewReplacer("↑", g.t("up"), "↓", g.t("down")).Replace(sign)
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
	lines := []string{in(bold, " "+u.t("Signs"))}
	for _, l := range [][2]string{
		{g.Good, u.t("as it should be: locked, passed")},
		{g.Open, u.t("unlocked: for a moment, or in office mode")},
		{g.Warn, u.t("an alert: somebody should look")},
		{g.Bad, u.t("offline, failed or refused")},
		{Unsure, u.t("unconfirmed: no lock has told; never taken for locked")},
		{g.None, u.t("not known")},
		{"87%!", u.t("a battery at 20% or less")},
		{Mark, u.t("chosen: what Enter opens")},
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
