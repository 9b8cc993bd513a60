package tui

import (
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// dialog asks before a door is opened or something is taken away, waits for the lock, and shows what the lock
// said. It is replaced, never changed in place.
type dialog struct {
	ID     int
	Word   string // what its button says
	Stage  phase
	Errand errand
	Armed  bool   // keys count: the person has had time to see it
	Yes    bool   // the chosen button; Cancel is the first
	For    string // what follows from it
	Named  string // has to be typed for it; "": y and Enter
	Typed  string
	PIN    bool // the person's PIN for this IQ has to be typed for it
	Missed bool // Enter was pressed, and it was another name, or no PIN
	Timed  bool // how long it lasts can be said
	Lasts  int  // which of lasts
	Answer message
}

type phase uint8

const (
	confirming phase = iota
	waiting
	answered
)

// typeAhead is how long a new dialog is deaf: keys that come sooner were meant for something
// else.
const typeAhead = 300 * time.Millisecond

// lasts are the times that a mode can be given in a dialog; 0: until somebody releases it.
var lasts = []time.Duration{0, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 24 * time.Hour}

func (m *model) confirm(v verb) tea.Cmd {
	c := m.fitted()
	if c == nil {
		return nil
	}
	e := errand{Door: c.Door.ID, Name: plain.Clean(c.Door.Name), Verb: v}
	return m.raise(dialog{Errand: e, For: howLong(m.ui, v, *c), Timed: v == fireVerb || v == blockVerb, PIN: v == unlockVerb && m.origin.As != ""})
}

// ask opens a dialog about something that has no door.
func (m *model) ask(e errand, what string) tea.Cmd { return m.raise(dialog{Errand: e, For: what}) }

// askNamed is ask for what cannot be taken back, or is felt at every door: the name has to be typed.
func (m *model) askNamed(e errand, what, name string) tea.Cmd {
	return m.raise(dialog{Errand: e, For: what, Named: plain.Clean(name)})
}

func (m *model) raise(d dialog) tea.Cmd {
	m.dialogs++
	d.ID, d.Word = m.dialogs, m.t(verbWords[d.Errand.Verb].Ask)
	m.ui.Dialog = &d
	return m.after(typeAhead, armMsg{d.ID})
}

func (m *model) arm(id int) {
	if d := m.ui.Dialog; d != nil && d.ID == id {
		n := *d
		n.Armed = true
		m.ui.Dialog = &n
	}
}

// answer changes the dialog that asks, in a copy, once it hears.
func (m *model) answer(change func(*dialog)) tea.Cmd {
	if d := m.ui.Dialog; d != nil && d.Armed && d.Stage == confirming {
		n := *d
		n.Missed = false
		change(&n)
		m.ui.Dialog = &n
	}
	return nil
}

func (m *model) chooseYes() tea.Cmd { return m.answer(func(d *dialog) { d.Yes = true }) }

func (m *model) otherButton() tea.Cmd { return m.answer(func(d *dialog) { d.Yes = !d.Yes }) }

func (m *model) otherTime(by int) tea.Cmd {
	return m.answer(func(d *dialog) {
		if d.Timed {
			d.Lasts = (d.Lasts + by + len(lasts)) % len(lasts)
		}
	})
}

// The digits of a PIN for an IQ [iq.pin].
const leastPIN, mostPIN = 4, 8

// isTyped is true for a dialog that wants more than a button.
func (d dialog) isTyped() bool { return d.Named != "" || d.PIN }

// nameTyped takes letters of the name that is wanted, or digits of the PIN.
func (m *model) nameTyped(s string) {
	m.answer(func(d *dialog) {
		most := 200
		if d.PIN {
			most = mostPIN + 1
			s = strings.Map(digit, s)
		}
		if len(d.Typed)+len(s) < most {
			d.Typed += plain.Clean(s)
		}
	})
}

// digit leaves nothing else.
func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

func (m *model) unletterName() tea.Cmd {
	return m.answer(func(d *dialog) {
		_, n := utf8.DecodeLastRuneInString(d.Typed)
		d.Typed = d.Typed[:len(d.Typed)-n]
	})
}

func (m *model) emptyName() tea.Cmd { return m.answer(func(d *dialog) { d.Typed = "" }) }

// yes is true where Enter does it.
func (d dialog) yes() bool {
	switch {
	case d.PIN:
		return len(d.Typed) >= leastPIN
	case d.Named == "":
		return d.Yes
	}
	typed := strings.Join(strings.Fields(d.Typed), " ")
	return typed != "" && (strings.EqualFold(typed, d.Named) || strings.EqualFold(typed, d.byWord()))
}

// byWord is what may be typed for a name that not every keyboard has; "": the name alone counts.
func (d dialog) byWord() string {
	if strings.IndexFunc(d.Named, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return ""
	}
	return strings.ToLower(or(d.Word, verbWords[d.Errand.Verb].Ask))
}

// decide does what the chosen button says. A name that is not the one keeps the dialog.
func (m *model) decide() tea.Cmd {
	d := m.ui.Dialog
	switch {
	case !d.Armed:
		return nil
	case d.yes():
		return m.send(d.Errand, d.wish())
	case strings.TrimSpace(d.Typed) != "":
		return m.answer(func(d *dialog) { d.Missed = true })
	}
	return m.closeDialog()
}

// wish is the errand's, for as long as was chosen.
func (d dialog) wish() core.Wish {
	w := d.Errand.wish()
	if mode, ok := w.(core.SetDoorMode); ok {
		mode.For = lasts[d.Lasts]
		return mode
	}
	if open, ok := w.(core.OpenDoor); ok && d.PIN {
		open.IQPIN = d.Typed
		return open
	}
	return w
}

// wish is what a verb that is asked about wants of the hub.
func (e errand) wish() core.Wish {
	if e.Wish != nil {
		return e.Wish
	}
	switch e.Verb {
	case unlockVerb:
		return core.OpenDoor{Door: e.Door}
	case fireVerb, blockVerb, normalVerb, lockdownVerb:
		return core.SetDoorMode{Door: e.Door, Mode: modeOf[e.Verb]}
	}
	return core.SetOffice{Door: e.Door, On: e.Verb == officeOnVerb}
}

func (m *model) closeDialog() tea.Cmd {
	m.ui.Dialog = nil
	return nil
}
