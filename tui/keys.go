package tui

import (
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// binding is one line of the key table: what is pressed, where it counts, what it does, and
// how the footer and the help call it.
type binding struct {
	Keys []string // as the terminal names them; none stands in two lines of one mode
	Sign string   // as people call them
	Foot string   // one word for the footer; "": only in the help
	Does string
	In   mode
	Do   func(*model) tea.Cmd
}

// mode is a set of the situations in which keys mean something.
type mode uint64

const (
	inDoors mode = 1 << iota // the screens, in their order
	inEvents
	inAlerts
	inRadio
	inPeople
	inGuests
	inGroups
	inBookings
	inPods
	inSchedules
	inMore
	inSite
	inChecks
	inHub
	inAudit
	inDoor
	inEvent
	inHelp
	inMessages
	inWho
	inPerson
	inGroup
	inPod
	inSchedule
	inMatrix
	inForm
	inSecret
	inTyping
	inCommand // a command is typed
	inConfirm // a dialog asks
	inNamed   // a dialog wants a name or a PIN to be typed
	inAnswer  // a dialog waits for the lock, or shows what came of it
	inSmall   // the terminal is too small for anything

	inRolls  = inPeople | inGuests | inGroups | inBookings | inPods | inSchedules
	inTop    = inDoors | inEvents | inAlerts | inRadio | inPeople | inGuests | inGroups | inBookings | inMore
	inPages  = inPods | inSchedules | inSite | inChecks | inHub | inAudit // that hang on More
	inDeep   = inPages | inDoor | inEvent | inHelp | inMessages | inWho | inPerson | inGroup | inPod | inSchedule | inMatrix
	inScreen = inTop | inDeep
	anywhere = inScreen | inForm | inSecret | inTyping | inCommand | inConfirm | inNamed | inAnswer | inSmall
)

// mode is the one situation that the UI is in, and whether an admin is in it.
func (u UI) mode() mode {
	if u.Admin {
		return u.situation() | byAdmin
	}
	return u.situation()
}

func (u UI) situation() mode {
	switch {
	case u.small():
		return inSmall
	case u.Dialog != nil && u.Dialog.Stage == confirming && u.Dialog.isTyped():
		return inNamed
	case u.Dialog != nil && u.Dialog.Stage == confirming:
		return inConfirm
	case u.Dialog != nil:
		return inAnswer
	case u.Command != nil:
		return inCommand
	case u.Typing:
		return inTyping
	}
	return 1 << u.here().Screen // the modes of screens stand in the screens' order
}

// keys is the table. Order is the footer's and the help's. It is made at the first use, and not before, because the
// help that it opens reads it; nobody writes to it.
func keys() []binding {
	keysOnce.Do(func() {
		keyTable = slices.Concat(doorKeys(), eventKeys(), alertKeys(), peopleKeys(), personKeys(), groupKeys(), podKeys(), scheduleKeys(), matrixKeys(), siteKeys(), formKeys(), dialogKeys(), commandKeys(), moveKeys(), screenKeys())
	})
	return keyTable
}

var (
	keysOnce sync.Once
	keyTable []binding
)

func doorKeys() []binding {
	return []binding{
		{[]string{"enter", "right"}, "Enter", "open", "show this door: state, why, what is next", inDoors, (*model).enterDoor},
		{[]string{"/"}, "/", "filter", "show only some: words of the name, state:offline (office, unlocked, locked, alert), bat:<20", inDoors, (*model).filter},
		{[]string{"u"}, "u", "unlock", "unlock the door for a moment (asks first)", inDoor, (*model).askUnlock},
		{[]string{"l"}, "l", "lock", "lock the door now; ends office mode", inDoor, (*model).lock},
		{[]string{"a"}, "a", "ack", "acknowledge the door's alerts", inDoor, (*model).ackDoor},
		{[]string{"o"}, "o", "office", "office mode on or off (asks first)", inDoor, (*model).office},
		{[]string{"i"}, "i", "", "have the lock blink and sound for 10 s, to find it", inDoor, (*model).identify},
		{[]string{"x"}, "x", "why", "explain the last refusal here: every step, and what would make it work", inDoor, (*model).explainDoor},
		{[]string{"w"}, "w", "who", "who can open this door now, with what and until when", inDoor, (*model).enterWho},
		{[]string{"e"}, "e", "events", "only this door's events", inDoor, (*model).eventsOfDoor},
		{[]string{"d"}, "d", "", "lock the door down: press it twice, it does not ask", inDoor, (*model).lockDown},
		{[]string{"f"}, "f", "", "open for fire: held open for everybody (asks first)", inDoor, (*model).askFire},
		{[]string{"b"}, "b", "", "block the door for work on it: it lets nobody in (asks first)", inDoor, (*model).askBlock},
		{[]string{"n"}, "n", "", "back to normal: release the strongest mode (asks first)", inDoor, (*model).askNormal},
	}
}

func eventKeys() []binding {
	return []binding{
		{[]string{"enter", "right", "x"}, "Enter", "why", "explain this event: every step of the decision, and what would make it work", inEvents, (*model).enterEvent},
		{[]string{"s"}, "s", "pause", "stop following new events, or follow again", inEvents, (*model).follow},
		{[]string{"/"}, "/", "filter", "show only some: words, door:front who:ana what:denied why:schedule", inEvents, (*model).filter},
		{[]string{"enter"}, "Enter", "keep", "keep the filter", inTyping, (*model).keepFilter},
		{[]string{"esc"}, "Esc", "clear", "clear the filter, then leave it", inTyping, (*model).clearFilter},
		{[]string{"backspace"}, "Backspace", "", "take back a letter", inTyping, (*model).unletter},
		{[]string{"ctrl+u"}, "Ctrl+U", "", "empty the line", inTyping, (*model).emptyFilter},
	}
}

func alertKeys() []binding {
	return []binding{
		{[]string{"enter", "right"}, "Enter", "open", "show the alert's door", inAlerts, (*model).enterAlert},
		{[]string{"a"}, "a", "ack", "acknowledge the alert: seen, not solved", inAlerts, (*model).ackAlert},
	}
}

func dialogKeys() []binding {
	return []binding{
		{[]string{"y"}, "y", "yes", "choose to do it; Enter then does it", inConfirm, (*model).chooseYes},
		{[]string{"enter"}, "Enter", "accept", "do what is chosen; Cancel is, until you press y", inConfirm, (*model).decide},
		{[]string{"n", "esc"}, "Esc", "cancel", "cancel: nothing is done", inConfirm, (*model).closeDialog},
		{[]string{"tab", "left", "right", "shift+tab"}, "Tab", "", "choose the other button", inConfirm, (*model).otherButton},
		{[]string{"down"}, "↓", "", "for a longer time, where it has one", inConfirm | inNamed, func(m *model) tea.Cmd { return m.otherTime(1) }},
		{[]string{"up"}, "↑", "", "for a shorter time, where it has one", inConfirm | inNamed, func(m *model) tea.Cmd { return m.otherTime(-1) }},
		{[]string{"enter"}, "Enter", "accept", "do it, once the whole name or the PIN is typed; else cancel", inNamed, (*model).decide},
		{[]string{"esc"}, "Esc", "cancel", "cancel: nothing is done", inNamed, (*model).closeDialog},
		{[]string{"backspace"}, "Backspace", "", "take back a letter", inNamed, (*model).unletterName},
		{[]string{"ctrl+u"}, "Ctrl+U", "", "empty the line", inNamed, (*model).emptyName},
		{[]string{"enter", "esc"}, "Enter", "leave", "leave; an answer still to come will be a message", inAnswer, (*model).closeDialog},
	}
}

// bound finds what a key does in a mode.
func bound(key string, in mode) (binding, bool) {
	for _, b := range keys() {
		if b.counts(in) && slices.Contains(b.Keys, key) {
			return b, true
		}
	}
	return binding{}, false
}

// told is a line of the table in the language of this terminal.
func (u UI) told(b binding) binding {
	b.Sign, b.Foot, b.Does = u.t(b.Sign), u.t(b.Foot), u.t(b.Does)
	return b
}

// active is the table as far as it counts in a mode.
func active(in mode) []binding {
	return slices.DeleteFunc(slices.Clone(keys()), func(b binding) bool { return !b.counts(in) })
}
