package tui

import tea "charm.land/bubbletea/v2"

// The lines of the key table about people.

func peopleKeys() []binding {
	const persons = inPeople | inGuests
	return []binding{
		{[]string{"enter", "right"}, "Enter", "open", "show this person: what is wrong, keys, doors, openings", persons, (*model).enterPerson},
		{[]string{"enter", "right"}, "Enter", "open", "show this group: its doors and its people", inGroups, (*model).enterGroup},
		{[]string{"/"}, "/", "find", "find by any part of a name or an e-mail address, or by a whole group", persons, (*model).filter},
		{[]string{"/"}, "/", "find", "find by any part of a name", inGroups | inBookings, (*model).filter},
		{[]string{"n"}, "n", "new", "add a person", inPeople | byAdmin, (*model).newPerson},
		{[]string{"n"}, "n", "new", "a guest in one form: name, groups, until when; then their PIN and a text to send", inGuests | byAdmin, (*model).newGuest},
		{[]string{"n"}, "n", "new", "make a group", inGroups | byAdmin, (*model).newGroup},
		{[]string{"n"}, "n", "new", "book a door for somebody", inBookings | byAdmin, (*model).newBooking},
		{[]string{"c"}, "c", "cancel", "cancel this booking (asks first)", inBookings | byAdmin, (*model).askCancelBooking},
		{[]string{"e"}, "e", "only", "only some: blocked, who opens every door, or everybody", inPeople, (*model).nextOnly},
		{[]string{"e"}, "e", "only", "only those whose end has passed, or all", inGuests, (*model).nextOnly},
		{[]string{"t"}, "t", "tidy", "remove all guests whose end has passed (asks first)", inGuests | byAdmin, (*model).askTidy},
	}
}

func personKeys() []binding {
	const listed, shown = inPeople | inGuests | inPerson | byAdmin, inPerson | byAdmin
	return []binding{
		{[]string{"p"}, "p", "PIN", "a new PIN, shown once", shown, (*model).newPIN},
		{[]string{"t"}, "t", "tag", "give a tag by showing it at a door", shown, (*model).newTag},
		{[]string{"c"}, "c", "change", "change name, groups, role, dates", shown, (*model).changePerson},
		{[]string{"b"}, "b", "block", "block, or unblock: at once; u undoes it", listed, (*model).block},
		{[]string{"l"}, "l", "lost", "a tag is lost: it alone opens nothing any more", shown, (*model).lost},
		{[]string{"f"}, "f", "", "passback: forget where they are (asks first)", shown, (*model).askForgive},
		{[]string{"r"}, "r", "", "read a PIN again (asks first; it is an event)", shown, (*model).readPIN},
		{[]string{"d"}, "d", "", "remove for good, with every key (asks first)", listed, (*model).askRemove},
		{[]string{"u"}, "u", "", "undo the last change that can be undone", inPeople | inGuests | inGroups | inPerson | inGroup | inMatrix | byAdmin, (*model).undo},
		{[]string{"e"}, "e", "", "only this person's events", inPerson, (*model).eventsOfPerson},
	}
}

func groupKeys() []binding {
	return []binding{
		{[]string{"space"}, "Space", "in/out", "put into the group, or take out; nothing is saved yet", inGroup | byAdmin, (*model).tick},
		{[]string{"s"}, "s", "save", "save: says first what becomes different at the doors, and asks", inGroup | byAdmin, (*model).saveGroup},
		{[]string{"c"}, "c", "change", "change the name or the schedule: says first what becomes different", inGroup | inGroups | byAdmin, (*model).changeGroup},
		{[]string{"d"}, "d", "", "remove the group; its people stay (says first what becomes different, and asks)", inGroup | inGroups | byAdmin, (*model).askRemoveGroup},
		{[]string{"x"}, "x", "matrix", "all groups and all doors in one table", inGroups, (*model).enterMatrix},
		{[]string{"/"}, "/", "find", "find people to put in", inGroup, (*model).filter},
	}
}

func formKeys() []binding {
	return []binding{
		{[]string{"enter"}, "Enter", "next", "the next line; on the last one, save", inForm, (*model).acceptField},
		{[]string{"tab", "down"}, "Tab", "", "the next line", inForm, func(m *model) tea.Cmd { return m.toField(1) }},
		{[]string{"shift+tab", "up"}, "Shift+Tab", "", "the line before", inForm, func(m *model) tea.Cmd { return m.toField(-1) }},
		{[]string{"left"}, "left", "", "the choice before", inForm, func(m *model) tea.Cmd { return m.turnField(-1) }},
		{[]string{"right"}, "right", "", "the next choice", inForm, func(m *model) tea.Cmd { return m.turnField(1) }},
		{[]string{"backspace"}, "Backspace", "", "take back a letter", inForm, (*model).unletterField},
		{[]string{"ctrl+u"}, "Ctrl+U", "", "empty the line", inForm, (*model).emptyField},
		{[]string{"esc"}, "Esc", "leave", "leave; what was typed is thrown away only when you press it twice", inForm, (*model).leaveForm},
		{[]string{"esc", "enter", "left"}, "Esc", "hide", "hide the PIN and go back", inSecret, (*model).back},
	}
}
