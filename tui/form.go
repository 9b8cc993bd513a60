package tui

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// form is fields with labels, and what they come to. What was typed stays until it is sent and done, or thrown
// away on purpose. It is replaced, never changed in place.
type form struct {
	ID      int
	Title   string
	Verb    verb
	About   core.PersonRow // whom it is about; zero: somebody new
	Name    string         // what it is about, where that is no person
	Of      string         // its id
	Fields  []field
	At      int    // the field that is typed in
	Err     string // what the hub said
	Sent    int    // the errand that is under way; 0: none
	Preview bool   // what it makes different is said and asked about before it is sent
	Going   bool   // Esc was the last key: once more throws it away
	Wish    wishOf
}

// wishOf makes a wish of the fields; each kind of form has one.
type wishOf uint8

const (
	wishGuest wishOf = iota
	wishAdd
	wishChange
	wishPIN
	wishTag
	wishLost
	wishBook
	wishGroup
	wishRegroup
	wishAddPod
	wishChangePod
	wishSchedule
	wishRelease
	wishTransfer
	wishInstaller
	wishEndSession
	wishClaim
)

// field is one line of a form.
type field struct {
	Label, Text, Was string
	Kind             fieldKind
	Must             bool     // not empty
	Teach            string   // while it is empty
	Options          []string // of a choice; of a list of names: those that there are, nil where nobody knows yet
	IDs              []string // behind Options of a choice
	Want             string   // of a namedField
	Err              string
}

type fieldKind uint8

const (
	wordsField  fieldKind = iota
	namesField            // several names with commas, each as short as it is clear
	fromField             // a moment; a day is its beginning
	untilField            // a moment; a day is the whole of it
	choiceField           // one of Options: space, left and right, or its first letters
	namedField            // Want, typed once more
	numberField           // 0 and more
)

// fill puts a form on top of this place.
func (m *model) fill(f form) tea.Cmd {
	m.forms++
	f.ID = m.forms
	m.ui.Form = &f
	m.ui.push(place{Screen: formScreen})
	return m.askNames()
}

// field changes the field that is typed in, in a copy of the form.
func (m *model) field(change func(*field)) {
	f := m.ui.Form
	if f == nil || f.Sent != 0 {
		return
	}
	n := *f
	n.Fields, n.Going = slices.Clone(f.Fields), false
	change(&n.Fields[n.At])
	n.Fields[n.At].Err = ""
	m.ui.Form = &n
}

// fieldTyped takes letters: a choice jumps to the next option that begins so, or with a space to the next.
func (m *model) fieldTyped(s string) {
	m.field(func(f *field) {
		switch {
		case f.Kind != choiceField:
			if len(f.Text)+len(s) < 600 {
				f.Text += plain.Clean(s)
			}
		case s == " ":
			f.turn(1)
		default:
			at := slices.Index(f.Options, f.Text)
			for i := range f.Options {
				if o := f.Options[(at+1+i)%len(f.Options)]; strings.HasPrefix(strings.ToLower(field{Text: o, Kind: f.Kind, IDs: f.IDs}.shown(m.ui)), strings.ToLower(s)) {
					f.Text = o
					return
				}
			}
		}
	})
}

func (f *field) turn(by int) {
	if n := len(f.Options); n > 0 {
		f.Text = f.Options[(slices.Index(f.Options, f.Text)+by+n)%n]
	}
}

func (m *model) turnField(by int) tea.Cmd {
	m.field(func(f *field) {
		if f.Kind == choiceField {
			f.turn(by)
		}
	})
	return nil
}

func (m *model) unletterField() tea.Cmd {
	m.field(func(f *field) {
		if f.Kind != choiceField {
			_, n := utf8.DecodeLastRuneInString(f.Text)
			f.Text = f.Text[:len(f.Text)-n]
		}
	})
	return nil
}

func (m *model) emptyField() tea.Cmd {
	m.field(func(f *field) {
		if f.Kind != choiceField {
			f.Text = ""
		}
	})
	return nil
}

// toField goes to another field; what was typed in this one is looked at as it is left.
func (m *model) toField(by int) tea.Cmd {
	f := m.ui.Form
	if f == nil || f.Sent != 0 {
		return nil
	}
	n := *f
	n.Fields, n.Going = slices.Clone(f.Fields), false
	if is := &n.Fields[n.At]; is.Text != "" {
		is.Err = is.fault(m.ui, m.nowIn())
	}
	n.At = (n.At + by + len(n.Fields)) % len(n.Fields)
	m.ui.Form = &n
	return nil
}

// acceptField goes on to the next field, and from the last one sends.
func (m *model) acceptField() tea.Cmd {
	if f := m.ui.Form; f != nil && f.At < len(f.Fields)-1 {
		return m.toField(1)
	}
	return m.sendForm()
}

// sendForm sends what is right in every field; else it goes to the first that is not.
func (m *model) sendForm() tea.Cmd {
	f := m.ui.Form
	if f == nil || f.Sent != 0 {
		return nil
	}
	n := *f
	n.Fields, n.Err, n.Going = slices.Clone(f.Fields), "", false
	wrong := -1
	for i := range n.Fields {
		if n.Fields[i].Err = n.Fields[i].fault(m.ui, m.nowIn()); n.Fields[i].Err != "" && wrong < 0 {
			wrong = i
		}
	}
	if n.Wish == wishGuest || n.Wish == wishBook {
		wrong = ordered(m.ui, &n, m.nowIn(), hosted(m.ui, &n, wrong))
	}
	m.ui.Form = &n
	if wrong >= 0 {
		n.At = wrong
		return nil
	}
	e := m.errandOf(n)
	if n.Preview {
		return m.preview(e, "", "")
	}
	return m.send(e, e.Wish)
}

// leaveForm throws nothing away that was typed, unless it is asked twice.
func (m *model) leaveForm() tea.Cmd {
	f := m.ui.Form
	if f != nil && f.Sent != 0 && m.cancels[f.Sent] != nil && f.Wish == wishTag {
		m.cancels[f.Sent]() // nobody waits for a tag any more
	}
	typed := f != nil && f.Sent == 0 && slices.ContainsFunc(f.Fields, func(x field) bool { return x.Text != x.Was })
	if typed && !f.Going {
		n := *f
		n.Going = true
		m.ui.Form = &n
		return nil
	}
	m.ui.Form = nil
	m.ui.pop()
	return nil
}

// filled takes the answer to what a form sent: done closes it, a refusal leaves everything as it was typed.
func (m *model) filled(e errand, t core.Told) bool {
	f := m.ui.Form
	if f == nil || f.Sent != e.ID {
		return false
	}
	if t.Error == nil {
		m.ui.Form = nil
		m.ui.pop()
		return true
	}
	m.refuse(t.Error)
	return true
}

func (m *model) nowIn() time.Time { return m.now().In(m.ui.Zone) }
