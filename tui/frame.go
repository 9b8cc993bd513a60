package tui

import (
	"slices"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// View is the whole screen: h lines of at most w cells. s is nil until the hub told anything.
func View(s *core.Snapshot, u UI, w, h int) string {
	u.resize(w, h)
	s = honest(s, u)
	if u.small() {
		return strings.Join(block(wrap(u.t("This window is too small: make it 40 x 15 or larger. q quits."), u.W, ""), u.H), "\n")
	}
	head, foot := header(s, u, u.W), footer(u, u.W)
	body := block(pane(s, u, u.W, u.H-len(head)-len(foot)), u.H-len(head)-len(foot))
	if u.Dialog != nil {
		d := dialogPane(s, u, u.W, len(body))
		copy(body[max(0, len(body)-len(d)):], d)
	}
	if u.Command != nil {
		c := commandPane(s, u, u.W, len(body))
		copy(body[max(0, len(body)-len(c)):], c)
	}
	lines := append(append(head, body...), foot...)
	for i, l := range lines {
		lines[i] = clip(l, u.W, u.Glyphs)
	}
	return strings.Join(lines, "\n")
}

// bodyHeight is what header and footer leave to a pane.
func bodyHeight(s *core.Snapshot, u UI) int {
	return max(1, u.H-len(header(s, u, u.W))-len(footer(u, u.W)))
}

// pane draws the shown place.
func pane(s *core.Snapshot, u UI, w, h int) []string {
	switch u.here().Screen {
	case eventsScreen:
		return eventsPane(s, u, w, h)
	case alertsScreen:
		return alertsPane(s, u, w, h)
	case doorsScreen:
		return doorsPane(s, u, w, h)
	case peopleScreen, guestsScreen:
		return peoplePane(u, w, h)
	case groupsScreen:
		return groupsPane(u, w, h)
	case bookingsScreen:
		return bookingsPane(u, w, h)
	case groupScreen:
		return groupPane(s, u, w, h)
	case podsScreen:
		return podsPane(u, w, h)
	case schedulesScreen:
		return schedulesPane(u, w, h)
	case matrixScreen:
		return matrixPane(s, u, w, h)
	case moreScreen:
		return morePane(s, u, w, h)
	case helpScreen:
		return helpPane(u, w, h)
	}
	return scrolled(content(s, u, w), u.here().Top, h, u.Glyphs)
}

// content is all the lines of a place that is read, not chosen from.
func content(s *core.Snapshot, u UI, w int) []string {
	switch p := u.here(); p.Screen {
	case doorScreen:
		return doorContent(s, u, p.Door, w)
	case eventScreen:
		return eventContent(s, u, p.Line, w)
	case radioScreen:
		return radioContent(s, u, w)
	case whoScreen:
		return whoContent(s, u, p.Door, w)
	case personScreen:
		return personContent(s, u, p.Person, w)
	case formScreen:
		return formContent(s, u, w)
	case secretScreen:
		return secretContent(u, w)
	case siteScreen:
		return siteContent(s, u, w)
	case checksScreen:
		return checksContent(s, u, w)
	case hubScreen:
		return hubContent(s, u, w)
	case auditScreen:
		return auditContent(s, u, w)
	case podScreen:
		return podContent(u, p.Pod, w)
	case scheduleScreen:
		return scheduleContent(s, u, p.Week, w)
	}
	return messagesContent(s, u, w)
}

// scrolled is the part of lines from top on; its last line says when there is more.
func scrolled(lines []string, top, h int, g Glyphs) []string {
	if len(lines) <= h {
		return lines
	}
	top = min(top, len(lines)-h+1)
	out := append([]string(nil), lines[top:min(len(lines), top+h-1)]...)
	more := g.t("%s end", g.Up)
	if top+h-1 < len(lines) {
		more = g.t("%s more", g.Down)
	}
	return append(out, " "+more)
}

// lastTop is how far the shown place scrolls.
func lastTop(s *core.Snapshot, u UI) int {
	n, h := len(content(s, u, u.W)), bodyHeight(s, u)
	if n <= h {
		return 0
	}
	return n - h + 1
}

// header is the title, where one is, and what is wrong with the hub itself.
func header(s *core.Snapshot, u UI, w int) []string {
	lines := []string{title(s, u, w), crumbs(s, u, w)}
	if s != nil && w < termWide {
		lines = append(lines, some(ending(s, u))...)
	}
	return append(lines, banners(s, u, w)...)
}

func title(s *core.Snapshot, u UI, w int) string {
	if s == nil {
		return in(bold, "Local IQ") + "  " + u.t("connecting to the hub%s", u.Glyphs.Cut)
	}
	name := in(bold, plain.Clean(s.Settings.Name))
	if w >= 60 {
		name = in(bold, "Local IQ") + "  " + plain.Clean(s.Settings.Name)
	}
	right := []string{alarm(s, u, w)}
	if w >= termWide {
		right = append(some(ending(s, u)), right...)
	}
	if d := s.Health.Demo; d != "" {
		right = append([]string{in(warn, u.t("DEMO %s", strings.TrimPrefix(plain.Clean(d), "demo ")))}, right...)
	}
	return spread(name, strings.Join(append(right, s.Now.In(u.Zone).Format(minutes)), "  "), w, u.Glyphs)
}

// alarm is the count of alerts, the hub's own troubles among them: how many are raised, and how
// many doors' ones nobody has seen. Nobody can acknowledge a trouble of the hub.
func alarm(s *core.Snapshot, u UI, w int) string {
	own := len(troubles(s, u))
	n, fresh := own, 0
	for _, a := range raised(s) {
		n++
		if a.Alert.Acked.IsZero() {
			fresh++
		}
	}
	switch text := u.Glyphs.Warn + " " + u.count(n, "alert"); {
	case n == 0:
		return u.t("no alerts")
	case own+fresh == 0:
		return in(warn, u.t("%s, seen", text))
	case w < 60 || fresh == 0:
		return in(bad, text)
	default:
		return in(bad, u.t("%s, %d new", text, fresh))
	}
}

// footer is the newest message above what the keys do here.
func footer(u UI, w int) []string {
	t := u.Toast.Text
	lines := atMost(3, wrap(t, w-2, ""), w-3, u.Glyphs)
	for i, l := range lines {
		if u.Toast.Bad {
			l = in(bad, l)
		}
		lines[i] = l
	}
	if u.Toast.Bad && t != "" {
		lines[0] = in(bad, u.Glyphs.Bad+" ") + lines[0]
	}
	return append(lines, hints(u, w))
}

// hints is the footer line: what the key table offers here. The ways out stay when there is no
// room for the others.
func hints(u UI, w int) string {
	if u.Typing {
		return clip(typingHints(u), w, u.Glyphs)
	}
	var shown []binding
	for _, b := range active(u.mode()) {
		if b.Foot == "" {
			continue
		}
		shown = append(shown, b)
		if wayOut(b) {
			w -= width(hint(u, b)) + 2
		}
	}
	var line []string
	for _, b := range shown {
		if !wayOut(b) {
			if w -= width(hint(u, b)) + 2; w < -2 {
				continue
			}
		}
		line = append(line, hint(u, b))
	}
	return strings.Join(line, "  ")
}

// wayOut: out of the place, out of the console, out of not knowing.
func wayOut(b binding) bool { return slices.Contains([]string{"Esc", "q", "?"}, b.Sign) }

func hint(u UI, b binding) string { return in(bold, u.t(b.Sign)) + " " + u.t(b.Foot) }

// typingHints puts the keys of the filter where the others stand.
func typingHints(u UI) string {
	line := ""
	for _, b := range active(inTyping) {
		if b.Foot != "" {
			line += hint(u, b) + "  "
		}
	}
	if len(u.fields()) == 0 {
		return strings.TrimRight(line, " ")
	}
	return line + strings.Join(u.fields(), ": ") + ":"
}
