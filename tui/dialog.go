package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// dialog asks before a door is opened or office mode changes, waits for the lock, and shows what the lock said. It is
// replaced, never changed in place.
type dialog struct {
	ID     int
	Stage  phase
	Errand errand
	Armed  bool   // keys count: the person has had time to see it
	Yes    bool   // the chosen button; Cancel is the first
	For    string // how long it lasts
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

func (m *model) confirm(v verb) tea.Cmd {
	c := m.fitted()
	if c == nil {
		return nil
	}
	m.dialogs++
	d := dialog{ID: m.dialogs, Errand: errand{Door: c.Door.ID, Name: plain.Clean(c.Door.Name), Verb: v}, For: howLong(v, *c)}
	m.ui.Dialog = &d
	return m.after(typeAhead, armMsg{d.ID})
}

func howLong(v verb, c core.DoorCard) string {
	if !c.State.Link.Heard {
		return "The lock is not heard now: this may not reach it. " + opens(v, c)
	}
	return opens(v, c)
}

func opens(v verb, c core.DoorCard) string {
	switch v {
	case fireVerb:
		return "It is held unlocked for everybody, also where it was locked from inside, until somebody releases it."
	case blockVerb:
		return "It locks, and lets nobody in until somebody releases it. From inside it opens as ever."
	case normalVerb:
		return "Then the door does what its office mode and its keys say now: within its office hours it may unlock."
	case officeOffVerb:
		return "It locks. From then on only keys with the right open it."
	case unlockVerb:
		return "It opens for " + openFor(c.Door) + ", for whoever stands there, and then " + relocker(c) + "."
	}
	if c.Lock.Lacks.Has(core.LackHold) {
		return "It stays unlocked for everyone until somebody ends it. The hub has to end it: this lock cannot."
	}
	if c.Door.Office.Scheduled() { // a key's start ends with its window; ours does not
		return "It stays unlocked for everyone until somebody ends it, also when its schedule has ended."
	}
	return "It stays unlocked for everyone until somebody ends it."
}

func relocker(c core.DoorCard) string {
	switch {
	case !c.Lock.Lacks.Has(core.LackRelock):
		return "locks by itself"
	case c.State.Reported.Contact == core.ContactAbsent:
		return "the hub locks it, also if the door still stands open: no sensor tells"
	}
	return "the hub locks it, once the door is closed"
}

func (m *model) arm(id int) {
	if d := m.ui.Dialog; d != nil && d.ID == id {
		n := *d
		n.Armed = true
		m.ui.Dialog = &n
	}
}

func (m *model) chooseYes() tea.Cmd { return m.choose(true) }

func (m *model) otherButton() tea.Cmd { return m.choose(!m.ui.Dialog.Yes) }

func (m *model) choose(yes bool) tea.Cmd {
	if d := *m.ui.Dialog; d.Armed {
		d.Yes = yes
		m.ui.Dialog = &d
	}
	return nil
}

// decide does what the chosen button says.
func (m *model) decide() tea.Cmd {
	d := m.ui.Dialog
	switch {
	case !d.Armed:
		return nil
	case !d.Yes:
		return m.closeDialog()
	}
	return m.send(d.Errand, d.Errand.wish())
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

// dialogPane is the dialog as it stands over a screen.
func dialogPane(u UI, w int) []string {
	d, g := *u.Dialog, u.Glyphs
	w = min(w, 64)
	var lines []string
	switch d.Stage {
	case confirming:
		lines = confirmLines(d, g, w-4)
	case waiting:
		if d.Errand.Verb >= blockPersonVerb {
			lines = append(wrap(d.Errand.Name+": "+verbWords[d.Errand.Verb].Doing+", waiting for the hub"+g.Cut, w-4, ""), "", "Esc leaves.")
			break
		}
		lines = append(wrap(d.Errand.Name+": "+verbWords[d.Errand.Verb].Doing+", waiting for the lock's own word"+g.Cut, w-4, ""), "")
		lines = append(lines, wrap("Esc leaves; the answer will be a message (m).", w-4, "")...)
	case answered:
		head := in(good, g.OK+" done")
		if d.Answer.Bad {
			head = in(bad, g.No+" not done, or not known")
		}
		lines = append([]string{head, ""}, wrap(d.Answer.Text, w-4, "")...)
		lines = append(lines, "", "Enter closes.")
	}
	return boxed(lines, w, g)
}

func confirmLines(d dialog, g Glyphs, w int) []string {
	ask := verbWords[d.Errand.Verb].Ask
	lines := []string{in(bold, clip(verbWords[d.Errand.Verb].Of+" "+d.Errand.Name+"?", w, g)), ""}
	lines = append(lines, wrap(d.For, w, "")...)
	cancel, yes := in(chosen, Mark+"[ Cancel ]"), " [ "+ask+" ]"
	if d.Yes {
		cancel, yes = " [ Cancel ]", in(chosen, Mark+"[ "+ask+" ]")
	}
	return append(append(lines, "", cancel+"  "+yes, ""), wrap("y then Enter: "+strings.ToLower(ask)+". Esc: cancel.", w, "")...)
}

// boxed frames lines in w cells.
func boxed(lines []string, w int, g Glyphs) []string {
	edge := strings.Repeat(g.Rule, w)
	out := []string{edge}
	for _, l := range lines {
		out = append(out, g.Bar+" "+fit(l, w-4, g)+" "+g.Bar)
	}
	return append(out, edge)
}
