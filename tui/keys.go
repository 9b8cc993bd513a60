package tui

import (
	"slices"

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
type mode uint32

const (
	inDoors mode = 1 << iota
	inEvents
	inAlerts
	inRadio
	inPeople
	inGuests
	inGroups
	inBookings
	inDoor
	inEvent
	inHelp
	inMessages
	inWho
	inPerson
	inGroup
	inForm
	inSecret
	inTyping
	inConfirm // a dialog asks
	inAnswer  // a dialog waits for the lock, or shows what came of it
	inSmall   // the terminal is too small for anything

	inRolls  = inPeople | inGuests | inGroups | inBookings
	inTop    = inDoors | inEvents | inAlerts | inRadio | inRolls
	inDeep   = inDoor | inEvent | inHelp | inMessages | inWho | inPerson | inGroup
	inScreen = inTop | inDeep
	anywhere = inScreen | inForm | inSecret | inTyping | inConfirm | inAnswer | inSmall
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
	case u.Dialog != nil && u.Dialog.Stage == confirming:
		return inConfirm
	case u.Dialog != nil:
		return inAnswer
	case u.Typing:
		return inTyping
	}
	return 1 << u.here().Screen // the modes of screens stand in the screens' order
}

// keys is the table. Order is the footer's and the help's. It is a function, not a variable,
// because the help that it opens reads it.
func keys() []binding {
	return slices.Concat(doorKeys(), eventKeys(), alertKeys(), peopleKeys(), personKeys(), groupKeys(), formKeys(), dialogKeys(), moveKeys(), screenKeys())
}

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
		{[]string{"enter", "esc"}, "Enter", "leave", "leave; an answer still to come will be a message", inAnswer, (*model).closeDialog},
	}
}

func moveKeys() []binding {
	const lists = inScreen
	return []binding{
		{[]string{"up", "k"}, "↑ k", "", "up", lists, func(m *model) tea.Cmd { return m.move(-1) }},
		{[]string{"down", "j"}, "↓ j", "", "down", lists, func(m *model) tea.Cmd { return m.move(1) }},
		{[]string{"pgup"}, "PgUp", "", "up a page", lists, func(m *model) tea.Cmd { return m.move(-m.page()) }},
		{[]string{"pgdown"}, "PgDn", "", "down a page", lists, func(m *model) tea.Cmd { return m.move(m.page()) }},
		{[]string{"g", "home"}, "g Home", "", "to the first", lists, func(m *model) tea.Cmd { return m.move(-far) }},
		{[]string{"G", "end"}, "G End", "", "to the last; in events, follow again", lists, func(m *model) tea.Cmd { return m.move(far) }},
	}
}

func screenKeys() []binding {
	return []binding{
		{[]string{"esc", "left"}, "Esc", "back", "put a message or a filter away first, then go back; never quits", inDeep, (*model).back},
		{[]string{"esc", "left"}, "Esc", "", "put a message or a filter away; never quits", inTop, (*model).back},
		{[]string{"1"}, "1", "", "doors", inScreen, func(m *model) tea.Cmd { return m.show(doorsScreen) }},
		{[]string{"2"}, "2", "", "events as they happen", inScreen, func(m *model) tea.Cmd { return m.show(eventsScreen) }},
		{[]string{"3"}, "3", "", "alerts that are raised", inScreen, func(m *model) tea.Cmd { return m.show(alertsScreen) }},
		{[]string{"4"}, "4", "", "radios, and what hangs on which", inScreen, func(m *model) tea.Cmd { return m.show(radioScreen) }},
		{[]string{"5"}, "5", "", "people", inScreen, func(m *model) tea.Cmd { return m.show(peopleScreen) }},
		{[]string{"6"}, "6", "", "guests", inScreen, func(m *model) tea.Cmd { return m.show(guestsScreen) }},
		{[]string{"7"}, "7", "", "groups: who may open which doors", inScreen, func(m *model) tea.Cmd { return m.show(groupsScreen) }},
		{[]string{"8"}, "8", "", "bookings", inScreen, func(m *model) tea.Cmd { return m.show(bookingsScreen) }},
		{[]string{"tab"}, "Tab", "", "the next of these", inTop, func(m *model) tea.Cmd { return m.turn(1) }},
		{[]string{"shift+tab"}, "Shift+Tab", "", "the one before", inTop, func(m *model) tea.Cmd { return m.turn(-1) }},
		{[]string{"m"}, "m", "messages", "messages: what this console told you", inTop | inDoor | inEvent | inWho | inPerson | inGroup, func(m *model) tea.Cmd { return m.open(messagesScreen) }},
		{[]string{"q"}, "q", "quit", "leave the console; the hub goes on", inTop | inSmall, (*model).quit},
		{[]string{"?"}, "?", "help", "this help", inTop | inDoor | inEvent | inMessages | inWho | inPerson | inGroup, func(m *model) tea.Cmd { return m.open(helpScreen) }},
		{[]string{"ctrl+c"}, "Ctrl+C", "", "cancel; twice: leave the console", anywhere, (*model).interrupt},
		{[]string{"ctrl+l"}, "Ctrl+L", "", "draw the screen again", anywhere, func(*model) tea.Cmd { return tea.ClearScreen }},
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

// active is the table as far as it counts in a mode.
func active(in mode) []binding {
	return slices.DeleteFunc(keys(), func(b binding) bool { return !b.counts(in) })
}
