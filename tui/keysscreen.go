package tui

import tea "charm.land/bubbletea/v2"

// The lines of the key table that count on every screen.

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
		{[]string{"esc", "left"}, "Esc", "back", "put a message or a filter away first, then go back; never quits", inDeep &^ inMatrix, (*model).back},
		{[]string{"esc"}, "Esc", "back", "put a message away first, then go back; what was not saved is thrown away only when you press it twice", inMatrix, (*model).back},
		{[]string{"esc", "left"}, "Esc", "", "put a message or a filter away; never quits", inTop, (*model).back},
		{[]string{"1"}, "1", "", "doors", inScreen, func(m *model) tea.Cmd { return m.show(doorsScreen) }},
		{[]string{"2"}, "2", "", "events as they happen", inScreen, func(m *model) tea.Cmd { return m.show(eventsScreen) }},
		{[]string{"3"}, "3", "", "alerts that are raised", inScreen, func(m *model) tea.Cmd { return m.show(alertsScreen) }},
		{[]string{"4"}, "4", "", "radios, and what hangs on which", inScreen, func(m *model) tea.Cmd { return m.show(radioScreen) }},
		{[]string{"5"}, "5", "", "people", inScreen, func(m *model) tea.Cmd { return m.show(peopleScreen) }},
		{[]string{"6"}, "6", "", "guests", inScreen, func(m *model) tea.Cmd { return m.show(guestsScreen) }},
		{[]string{"7"}, "7", "", "groups: who may open which doors", inScreen, func(m *model) tea.Cmd { return m.show(groupsScreen) }},
		{[]string{"8"}, "8", "", "bookings", inScreen, func(m *model) tea.Cmd { return m.show(bookingsScreen) }},
		{[]string{"9"}, "9", "", "more: pods, schedules, the site, checks, the hub, the audit", inScreen, func(m *model) tea.Cmd { return m.show(moreScreen) }},
		{[]string{"enter", "right"}, "Enter", "open", "open what is chosen", inMore, (*model).enterMore},
		{[]string{"enter"}, "Enter", "do it", "do what the chosen key does, if it counts where you came from", inHelp, (*model).runHelp},
		{[]string{"/"}, "/", "find", "find a key by what it does", inHelp, (*model).filter},
		{[]string{"tab"}, "Tab", "", "the next of these", inTop, func(m *model) tea.Cmd { return m.turn(1) }},
		{[]string{"shift+tab"}, "Shift+Tab", "", "the one before", inTop, func(m *model) tea.Cmd { return m.turn(-1) }},
		{[]string{":"}, ":", "", "a command: a screen, a door or a key by its name; Tab completes", inScreen, (*model).openCommand},
		{[]string{"m"}, "m", "messages", "messages: what this console told you", inScreen &^ (inMessages | inHelp), func(m *model) tea.Cmd { return m.open(messagesScreen) }},
		{[]string{"q"}, "q", "quit", "leave the console; the hub goes on", inTop | inSmall, (*model).quit},
		{[]string{"?"}, "?", "help", "this help", inScreen &^ inHelp, func(m *model) tea.Cmd { return m.open(helpScreen) }},
		{[]string{"ctrl+c"}, "Ctrl+C", "", "cancel; twice: leave the console", anywhere, (*model).interrupt},
		{[]string{"ctrl+l"}, "Ctrl+L", "", "draw the screen again", anywhere, func(*model) tea.Cmd { return tea.ClearScreen }},
	}
}

func commandKeys() []binding {
	other := func(n int) func(*model) tea.Cmd { return func(m *model) tea.Cmd { return m.otherCommand(n) } }
	return []binding{
		{[]string{"enter"}, "Enter", "do it", "do the chosen command", inCommand, (*model).runCommand},
		{[]string{"tab"}, "Tab", "complete", "write the chosen command out", inCommand, (*model).completeCommand},
		{[]string{"down"}, "↓", "", "the next command that fits", inCommand, other(1)},
		{[]string{"up"}, "↑", "", "the command before", inCommand, other(-1)},
		{[]string{"esc"}, "Esc", "leave", "leave; nothing is done", inCommand, (*model).leaveCommand},
		{[]string{"backspace"}, "Backspace", "", "take back a letter; leave an empty line", inCommand, (*model).unletterCommand},
		{[]string{"ctrl+u"}, "Ctrl+U", "", "empty the line", inCommand, (*model).emptyCommand},
	}
}
