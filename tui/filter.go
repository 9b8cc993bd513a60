package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// filter is what the person typed after '/': words that must all be found, some of them in
// one field only.
type filter []word

type word struct{ field, text string }

var (
	eventFields = []string{"door", "who", "what", "why"}
	doorFields  = []string{"door", "state", "bat"}
)

// fields are what can be asked for on the shown screen.
func (u UI) fields() []string {
	switch s := u.here().Screen; {
	case s == doorsScreen:
		return doorFields
	case isRoll(s) || s == groupScreen || s == helpScreen:
		return nil
	}
	return eventFields
}

// words is the filter of the shown screen, as typed: each list keeps its own.
func (u *UI) words() *string {
	if u.here().Screen == doorsScreen {
		return &u.DoorWords
	}
	if u.here().Screen == groupScreen {
		return &u.Gang.Words
	}
	if u.here().Screen == helpScreen {
		return &u.HelpWords
	}
	if r := u.roll(); r != nil {
		return &r.Words
	}
	return &u.Tail.Words
}

// readFilter reads words and field:words; "two words" hold together. A field that does not
// exist is a word like any other.
func readFilter(s string, fields []string) (f filter) {
	for _, w := range split(strings.ToLower(s)) {
		t := word{text: strings.ReplaceAll(w, `"`, "")}
		for _, name := range fields {
			if rest, ok := strings.CutPrefix(t.text, name+":"); ok {
				t = word{name, rest}
			}
		}
		if t.text = strings.TrimSpace(t.text); t.text != "" {
			f = append(f, t)
		}
	}
	return f
}

// split cuts at spaces outside of quotes.
func split(s string) []string {
	quoted := false
	return strings.FieldsFunc(s, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return unicode.IsSpace(r) && !quoted
	})
}

func (f filter) empty() bool { return len(f) == 0 }

func (f filter) passes(l core.Line, u UI) bool {
	for _, t := range f {
		if !strings.Contains(strings.ToLower(t.of(l, u)), t.text) {
			return false
		}
	}
	return true
}

// of is the text in which a word is looked for.
func (t word) of(l core.Line, u UI) string {
	switch t.field {
	case "door":
		return plain.Clean(l.DoorName) + " " + string(l.Door)
	case "who":
		return plain.Clean(l.PersonName) + " " + plain.Clean(l.Origin.Who)
	case "what":
		return l.What.String() + " " + l.Alert.Say() + refused(l) + " " + u.t(l.Alert.Say())
	case "why":
		return strings.ReplaceAll(l.Reason.String(), "_", " ") + " " + l.Reason.Say() + " " + u.t(l.Reason.Say())
	}
	return plain.Clean(l.DoorName) + " " + u.said(l) + " " + l.What.String()
}

// refused lets people look for the word that they read.
func refused(l core.Line) string {
	if l.What == core.AccessDenied {
		return " refused"
	}
	return ""
}

func (m *model) filter() tea.Cmd {
	m.ui.Typing = true
	return nil
}

func (m *model) keepFilter() tea.Cmd {
	m.ui.Typing = false
	return nil
}

func (m *model) clearFilter() tea.Cmd {
	if *m.ui.words() == "" {
		m.ui.Typing = false
	}
	return m.emptyFilter()
}

func (m *model) emptyFilter() tea.Cmd {
	*m.ui.words() = ""
	m.keepInSight()
	return nil
}

func (m *model) unletter() tea.Cmd {
	w := m.ui.words()
	_, n := utf8.DecodeLastRuneInString(*w)
	*w = (*w)[:len(*w)-n]
	m.keepInSight()
	return nil
}

// typed takes letters where they are wanted: in the filter.
func (m *model) typed(s string) {
	switch m.ui.situation() {
	case inForm:
		m.fieldTyped(s)
		return
	case inNamed:
		m.nameTyped(s)
		return
	case inCommand:
		m.commandTyped(s)
		return
	}
	if w := m.ui.words(); m.ui.situation() == inTyping && len(*w)+len(s) < 200 {
		*w += plain.Clean(s)
		m.keepInSight()
	}
}

// eventsOfDoor shows the events of the door that is looked at.
func (m *model) eventsOfDoor() tea.Cmd {
	c := cardOf(m.snap, m.ui.here().Door)
	if c == nil {
		return nil
	}
	m.ui.Tail.Words = `door:"` + strings.ReplaceAll(plain.Clean(c.Door.Name), `"`, "") + `"`
	m.ui.Tail.Follow = true
	m.ui.Door = c.Door.ID
	return m.show(eventsScreen)
}
