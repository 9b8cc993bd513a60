package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// errand is a wish on its way to the hub and back.
type errand struct {
	ID   int
	Door core.DoorID
	Name string // of the door, when it was asked
	Verb verb

	Person core.PersonID
	Group  core.GroupID
	Pod    core.PodID
	Week   core.ScheduleID
	Form   int         // that sent it; 0: none
	Wish   core.Wish   // of the verbs about people; nil: the verb's own
	Wishes []core.Wish // where one is not enough: one after the other, up to the first that is refused
	Undo   *errand     // what takes it back
}

func (m *model) askUnlock() tea.Cmd { return m.confirm(unlockVerb) }

// office asks first, both ways: one opens a door to everybody, the other locks a shop. The
// dialog names the way, and that way is what is sent, whatever the door does meanwhile.
func (m *model) office() tea.Cmd {
	if c := cardOf(m.snap, m.ui.here().Door); c != nil && c.State.Office.On {
		return m.confirm(officeOffVerb)
	}
	return m.confirm(officeOnVerb)
}

func (m *model) lock() tea.Cmd {
	c := m.fitted()
	if c == nil {
		return nil
	}
	return m.send(errand{Door: c.Door.ID, Name: plain.Clean(c.Door.Name), Verb: lockVerb}, core.LockDoor{Door: c.Door.ID})
}

// identify moves nothing, and is not asked about.
func (m *model) identify() tea.Cmd {
	c := m.fitted()
	if c == nil {
		return nil
	}
	if no := c.Lock.Lacks & core.LackIdentify; no != 0 {
		m.tell(plain.Clean(c.Door.Name)+": "+m.t(no.Say()[0]), true)
		return nil
	}
	return m.send(errand{Door: c.Door.ID, Name: plain.Clean(c.Door.Name), Verb: identifyVerb}, core.IdentifyLock{Lock: c.Lock.ID})
}

func (m *model) ackDoor() tea.Cmd {
	c := cardOf(m.snap, m.ui.here().Door)
	if c == nil {
		return nil
	}
	var cmds []tea.Cmd
	for _, a := range c.State.Alerts {
		if a.Acked.IsZero() {
			cmds = append(cmds, m.ack(raisedAlert{Card: *c, Alert: a}))
		}
	}
	if len(cmds) == 0 {
		m.tell(m.t("Nothing to acknowledge at %s.", plain.Clean(c.Door.Name)), false)
	}
	return tea.Batch(cmds...)
}

func (m *model) ackAlert() tea.Cmd {
	alerts := raised(m.snap)
	i := alertIndex(alerts, m.ui.Alert)
	switch {
	case i < 0 && len(troubles(m.snap, m.ui)) > 0:
		m.tell(m.t("The hub's own troubles are not acknowledged; each clears by itself when its cause is gone."), false)
		return nil
	case i < 0:
		return nil
	case !alerts[i].Alert.Acked.IsZero():
		m.tell(m.t("That alert is acknowledged already; it clears by itself when its cause is gone."), false)
		return nil
	}
	return m.ack(alerts[i])
}

func (m *model) ack(a raisedAlert) tea.Cmd {
	e := errand{Door: a.Card.Door.ID, Name: plain.Clean(a.Card.Door.Name) + ": " + alertWord(m.ui, a.Alert.Kind), Verb: ackVerb}
	return m.send(e, core.AckAlert{Door: a.Card.Door.ID, Kind: a.Alert.Kind})
}

// fitted is the door of this place if it has a lock; else it says why nothing can be done.
func (m *model) fitted() *core.DoorCard {
	c := cardOf(m.snap, m.ui.here().Door)
	if c != nil && c.Lock == nil {
		m.tell(m.t("%s has no lock. Pair one: %s", plain.Clean(c.Door.Name), pairing(c.Door)), true)
		return nil
	}
	return c
}

// send asks the hub in a goroutine of its own. The same errand twice is one errand.
func (m *model) send(e errand, w core.Wish) tea.Cmd {
	if slices.ContainsFunc(m.ui.Errands, e.same) {
		m.tell(m.t("%s: already %s, waiting for the answer.", e.Name, m.t(verbWords[e.Verb].Doing)), false)
		return nil
	}
	origin := m.origin
	origin.Request = m.requestID()
	e.ID = m.errands
	m.ui.Errands = append(slices.Clone(m.ui.Errands), e)
	if d := m.ui.Dialog; d != nil {
		m.ui.Dialog = &dialog{ID: d.ID, Stage: waiting, Errand: e, For: d.For}
	}
	if f := m.ui.Form; f != nil && f.ID == e.Form {
		n := *f
		n.Sent = e.ID
		m.ui.Form = &n
	} else if m.ui.Dialog == nil {
		m.tell(e.Name+": "+m.t(verbWords[e.Verb].Doing)+m.ui.Glyphs.Cut, false)
	}
	ctx, cancel := context.WithCancel(m.ctx)
	if m.cancels == nil {
		m.cancels = map[int]context.CancelFunc{}
	}
	m.cancels[e.ID] = cancel
	return func() tea.Msg { return toldMsg{e, m.carry(ctx, e, w, origin)} }
}

// same is true for errands that would do the same to the same.
func (e errand) same(o errand) bool {
	return e.Door == o.Door && e.Verb == o.Verb && e.Name == o.Name && e.Person == o.Person
}

func (m *model) takeTold(msg toldMsg) tea.Cmd {
	e := msg.errand
	if cancel := m.cancels[e.ID]; cancel != nil {
		cancel()
		delete(m.cancels, e.ID)
	}
	m.ui.Errands = slices.DeleteFunc(slices.Clone(m.ui.Errands), func(o errand) bool { return o.ID == e.ID })
	at := clockAt(m.ui, m.now(), m.now().Wall, seconds)
	if e.Verb >= blockPersonVerb {
		return m.takeCarried(e, msg.told, at)
	}
	text, bad := outcome(m.ui, e, msg.told, at)
	m.tell(text, bad)
	if d := m.ui.Dialog; d != nil && d.Stage == waiting && d.Errand.ID == e.ID {
		m.ui.Dialog = &dialog{ID: d.ID, Stage: answered, Errand: e, Answer: m.ui.Toast}
		m.ui.Toast = message{}
	}
	return nil
}

// outcome says what came of an errand: what the lock confirmed, never what was sent.
func outcome(u UI, e errand, t core.Told, at string) (text string, bad bool) {
	if t.Error != nil {
		text = u.t("%s: not %s.", e.Name, u.t(verbWords[e.Verb].Done)) + " "
		if t.Error.MayHaveSucceeded() {
			text = u.t("%s: nobody knows whether it was %s.", e.Name, u.t(verbWords[e.Verb].Done)) + " "
		}
		return strings.TrimSpace(text + sentence(plain.Clean(t.Error.Text)) + sentence(plain.Clean(t.Error.Do))), true
	}
	if e.Verb == ackVerb {
		return u.t("%s acknowledged at %s.", e.Name, at), false
	}
	switch t.Result {
	case core.ResultDone:
		return u.t("%s: %s, confirmed by the lock at %s.", e.Name, u.t(verbWords[e.Verb].Done), at), false
	case core.ResultAccepted:
		return u.t("%s: the lock took it at %s and its motor is moving.", e.Name, at), false
	case core.ResultRefused:
		return u.t("%s: the lock refused. Look at the door, then try again.", e.Name), true
	case core.ResultExpired:
		return u.t("%s: it reached the lock too late; nothing moved. Try again.", e.Name), true
	case core.ResultNeverSeen:
		return u.t("%s: the lock never got it; nothing moved. Try again.", e.Name), true
	case core.ResultJammed:
		return u.t("%s: the bolt is JAMMED. Somebody must look at the door.", e.Name), true
	}
	return u.t("%s: asked; the lock has not confirmed it yet. Look at its state before you repeat it.", e.Name), true
}

// sentence begins and ends s as one, with a space before it goes on.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[n:]
	if last := s[len(s)-1]; last != '.' && last != '!' && last != '?' {
		s += "."
	}
	return s + " "
}

// openFor is how long a momentary opening of the door lasts.
func openFor(d core.Door) string {
	n := d.OpenFor
	if n == 0 {
		n = core.DefaultOpenFor
	}
	return fmt.Sprintf("%d s", n)
}
