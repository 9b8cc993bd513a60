package tui

import tea "charm.land/bubbletea/v2"

// The lines of the key table about pods, schedules, and groups by doors.

func podKeys() []binding {
	return []binding{
		{[]string{"enter", "right"}, "Enter", "open", "show this pod: its doors, members and guests", inPods, (*model).enterPod},
		{[]string{"/"}, "/", "find", "find by any part of a pod's or a member's name", inPods, (*model).filter},
		{[]string{"n"}, "n", "new", "make a pod: name, doors, members, how many guests", inPods | byAdmin, (*model).newPod},
		{[]string{"c"}, "c", "change", "change the pod: says first what becomes different at the doors", inPods | inPod | byAdmin, (*model).changePod},
		{[]string{"d"}, "d", "", "remove the pod and its guests (asks for its name)", inPods | inPod | byAdmin, (*model).askRemovePod},
	}
}

func scheduleKeys() []binding {
	return []binding{
		{[]string{"enter", "right"}, "Enter", "open", "show this schedule: its week, exceptions, and the next 14 days", inSchedules, (*model).enterSchedule},
		{[]string{"/"}, "/", "find", "find by any part of a schedule's name", inSchedules, (*model).filter},
		{[]string{"n"}, "n", "new", "make a schedule", inSchedules | byAdmin, (*model).newSchedule},
		{[]string{"c"}, "c", "change", "change hours, exceptions and holidays: says first what becomes different", inSchedules | inSchedule | byAdmin, (*model).changeSchedule},
		{[]string{"d"}, "d", "", "remove a schedule that nothing follows (asks first)", inSchedules | inSchedule | byAdmin, (*model).askRemoveSchedule},
	}
}

func matrixKeys() []binding {
	side := func(n int) func(*model) tea.Cmd { return func(m *model) tea.Cmd { return m.sideways(n) } }
	return []binding{
		{[]string{"left", "h"}, "← h", "", "the door to the left", inMatrix, side(-1)},
		{[]string{"right", "l"}, "→ l", "", "the door to the right", inMatrix, side(1)},
		{[]string{"space"}, "Space", "in/out", "let the group open the door, or not; nothing is saved yet", inMatrix | byAdmin, (*model).tickMatrix},
		{[]string{"s"}, "s", "save", "save: says first what becomes different at the doors, and asks", inMatrix | byAdmin, (*model).saveMatrix},
		{[]string{"enter"}, "Enter", "open", "show this group", inMatrix, (*model).enterMatrixGroup},
	}
}
