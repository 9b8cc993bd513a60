package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// personCard is all of one person, as the hub said it last.
type personCard struct {
	ID   core.PersonID
	Is   *core.PersonCard // nil: not known yet
	Err  string
	seq  core.Seq // of the snapshot that it was asked after
	busy bool
}

type cardMsg struct {
	id   core.PersonID
	told core.Told
}

// cardOn asks for the shown person, anew whenever anything has happened.
func (m *model) cardOn() tea.Cmd {
	p, c := m.ui.here(), &m.ui.Card
	if p.Screen != personScreen || m.snap == nil || c.ID == p.Person && (c.busy || c.seq == m.snap.Seq) {
		return nil
	}
	if c.ID != p.Person {
		*c = personCard{ID: p.Person}
	}
	c.seq, c.busy = m.snap.Seq, true
	asked := core.Asked{Origin: m.origin, Wish: core.ShowPerson{Who: p.Person}}
	asked.Origin.Request = "" // nothing is done
	return func() tea.Msg { return cardMsg{p.Person, m.hub.Ask(m.ctx, asked)} }
}

func (m *model) takeCard(msg cardMsg) {
	c := &m.ui.Card
	if c.ID != msg.id {
		return
	}
	c.busy = false
	if e := msg.told.Error; e != nil {
		c.Is, c.Err = nil, plain.Clean(sentence(e.Text)+sentence(e.Do))
		return
	}
	c.Is, c.Err = msg.told.Card, ""
}

// personContent is one person: what is wrong first, then their keys by the locks' own proof, what they open,
// and when they did.
func personContent(s *core.Snapshot, u UI, id core.PersonID, w int) []string {
	c := u.Card.Is
	switch {
	case u.Card.ID == id && u.Card.Err != "":
		return teach(w, u.Glyphs, u.t("The hub could not say."), u.Card.Err)
	case u.Card.ID != id || c == nil || s == nil:
		return teach(w, u.Glyphs, u.t("Asking the hub%s", u.Glyphs.Cut), u.t("Every key and every door of this person is looked at."))
	}
	if w < 100 {
		return stack(whoLines(u, *c, w), wrongLines(u, *c, w), heldLines(u, *c, w), rightLines(u, *c, w), openingLines(s, u, id, w))
	}
	half := (w - 3) / 2
	left := stack(whoLines(u, *c, half), wrongLines(u, *c, half), heldLines(u, *c, half))
	return beside(left, stack(rightLines(u, *c, half), openingLines(s, u, id, half)), half, u.Glyphs)
}

func whoLines(u UI, c core.PersonCard, w int) []string {
	lines := labelled(u.t("Name"), plain.Clean(personName(c.PersonRow)), w)
	role := roleCell(u, c.PersonRow)
	if c.Host != "" {
		role += " " + u.t("of %s", plain.Clean(c.Host))
	}
	lines = append(lines, labelled(u.t("Role"), role, w)...)
	lines = append(lines, labelled(u.t("Valid"), or(strings.TrimSpace(plain.Span(u.Glyphs.Language, c.From, c.Until, u.Zone)), u.t("at any time")), w)...)
	lines = append(lines, labelled(u.t("Groups"), or(plain.Clean(strings.Join(c.Groups, ", ")), u.t("none")), w)...)
	var rights []string
	for _, r := range c.Rights {
		rights = append(rights, string(r))
	}
	for _, row := range [][2]string{{u.t("Rights"), strings.Join(rights, ", ")}, {u.t("E-mail"), c.Email}} {
		if row[1] != "" {
			lines = append(lines, labelled(row[0], plain.Clean(row[1]), w)...)
		}
	}
	return lines
}

// personName is first and last, or the id where nobody knows a name.
func personName(p core.PersonRow) string {
	return or((core.Name{First: p.First, Last: p.Last}).String(), string(p.ID))
}

// wrongLines is why this person might stand before a closed door, in words; nothing where nothing is wrong.
func wrongLines(u UI, c core.PersonCard, w int) []string {
	var lines []string
	for _, text := range wrongs(u, c) {
		for i, l := range wrap(u.Glyphs.plain(text), w-4, "") {
			sign := "  "
			if i == 0 {
				sign = in(bad, u.Glyphs.Warn) + " "
			}
			lines = append(lines, " "+sign+l)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{in(bold, " "+u.t("WHAT IS WRONG"))}, lines...)
}

func wrongs(u UI, c core.PersonCard) (out []string) {
	switch c.State {
	case "blocked":
		out = append(out, u.t("Blocked: no key of theirs opens anything. b unblocks."))
	case "expired":
		out = append(out, u.t("Their time is over. c gives another end."))
	case "not yet":
		out = append(out, u.t("Their time has not begun. c gives another beginning."))
	}
	if c.Unsubscribed {
		out = append(out, u.t("No slot in the subscription: no key of theirs opens. localiq subscription on"))
	}
	if len(c.Keys) == 0 {
		out = append(out, u.t("No key yet. p makes a PIN, t gives a tag."))
	}
	for _, k := range c.Keys {
		if k.State != core.KeyActive {
			out = append(out, u.t("A %s is %s: it opens nothing.", plain.KeyWord(u.Glyphs.Language, k.Kind), u.t(k.State.String())))
		}
	}
	if len(c.Groups) == 0 && !opensAny(c.Doors) {
		out = append(out, u.t("In no group: no door is theirs. c puts them into one."))
	}
	if len(c.Pending) > 0 {
		out = append(out, u.t("A key that was taken away may still open: %s.", plain.Clean(strings.Join(c.Pending, ", "))))
	}
	return out
}

func opensAny(doors []core.Opener) bool {
	for _, o := range doors {
		if o.Reason == core.Granted {
			return true
		}
	}
	return false
}

// heldLines is each key and where it is, by what the locks have proved [lock.sync].
func heldLines(u UI, c core.PersonCard, w int) []string {
	lines := []string{in(bold, " "+u.t("KEYS"))}
	for _, k := range c.Keys {
		text := plain.KeyWord(u.Glyphs.Language, k.Kind) + ", " + u.t(k.State.String()) + plain.Span(u.Glyphs.Language, k.From, k.Until, u.Zone)
		for _, l := range wrap(plain.Clean(text), w-3, "") {
			lines = append(lines, " "+u.Glyphs.Open+" "+l)
		}
		for _, l := range wrap(plain.Clean(or(plain.AtDoors(u.Glyphs.Language, k.Doors, u.Zone), u.t("at no lock"))), w-4, "") {
			lines = append(lines, "    "+l)
		}
	}
	if len(c.Keys) == 0 {
		lines = append(lines, " "+u.t("none"))
	}
	return lines
}

// rightLines is every door: those that open for them, then the others with their reason.
func rightLines(u UI, c core.PersonCard, w int) []string {
	lines := []string{in(bold, " "+u.t("OPENS NOW"))}
	if !opensAny(c.Doors) {
		lines = append(lines, " "+u.t("no door"))
	}
	var not []string
	for _, o := range c.Doors {
		o.PersonName = o.DoorName
		if rows := openerRows(u, o, w); o.Reason == core.Granted {
			lines = append(lines, rows...)
		} else {
			not = append(not, rows...)
		}
	}
	if len(not) > 0 {
		lines = append(append(lines, "", in(bold, " "+u.t("DOES NOT OPEN"))), not...)
	}
	return lines
}

// openingLines is what they did at doors, newest first, as far as the console has read.
func openingLines(s *core.Snapshot, u UI, id core.PersonID, w int) []string {
	const most = 8
	lines := []string{in(bold, " "+u.t("LAST OPENINGS (e shows all)"))}
	for i := len(u.Tail.Lines) - 1; i >= 0 && len(lines) <= most; i-- {
		if l := u.Tail.Lines[i]; l.Person == id && decision(l) {
			lines = append(lines, " "+clip(clockAt(u, s.Now, l.At.Wall, minutes)+" "+u.said(l), w-1, u.Glyphs))
		}
	}
	if len(lines) == 1 {
		lines = append(lines, " "+u.t("none among the newest events"))
	}
	return lines
}

func (m *model) eventsOfPerson() tea.Cmd {
	if c := m.ui.Card.Is; c != nil {
		m.ui.Tail.Words = `who:"` + strings.ReplaceAll(plain.Clean(personName(c.PersonRow)), `"`, "") + `"`
		m.ui.Tail.Follow = true
		return m.show(eventsScreen)
	}
	return nil
}
