package tui

import (
	"math"
	"slices"

	tea "charm.land/bubbletea/v2"
)

// What the keys of the table do, but for those that ask something of the hub (errand.go).

const far = math.MaxInt16

func (m *model) quit() tea.Cmd { return tea.Quit }

// interrupt cancels whatever is under way; the second in a row leaves.
func (m *model) interrupt() tea.Cmd {
	if m.ui.Leaving {
		return tea.Quit
	}
	m.ui.Leaving = true
	m.ui.Dialog, m.ui.Typing, m.ui.Command = nil, false, nil
	if m.ui.situation() == inForm {
		return m.leaveForm()
	}
	m.tell(m.t("Ctrl+C once more leaves the console."), false)
	return nil
}

// back undoes one thing: the message in sight, the filter, the place.
func (m *model) back() tea.Cmd {
	u := &m.ui
	switch {
	case u.Toast.Text != "":
		u.Toast = message{}
	case u.situation()&(inDoors|inEvents|inRolls|inGroup|inHelp) != 0 && *u.words() != "":
		return m.emptyFilter()
	case u.situation()&inRolls != 0 && u.roll().Only != 0:
		u.roll().Only = 0
	case u.here().Screen == groupScreen && len(u.Gang.Changed) > 0 && !u.Gang.Going:
		u.Gang.Going = true
	case u.here().Screen == matrixScreen && len(u.Matrix.Changed) > 0 && !u.Matrix.Going:
		u.Matrix.Going = true
	default:
		u.pop()
	}
	return nil
}

// show goes to a screen from wherever somebody is.
func (m *model) show(s screen) tea.Cmd {
	m.ui.Places = wayTo(s)
	m.keepInSight()
	return nil
}

func (m *model) turn(n int) tea.Cmd {
	at := slices.Index(tops, m.ui.here().Screen)
	return m.show(tops[(at+n+len(tops))%len(tops)])
}

// open puts a screen on top of this one; Esc comes back.
func (m *model) open(s screen) tea.Cmd {
	m.ui.push(place{Screen: s})
	return nil
}

func (m *model) enterDoor() tea.Cmd {
	if indexOf(m.doors(), m.ui.Door) >= 0 {
		m.ui.push(place{Screen: doorScreen, Door: m.ui.Door})
	}
	return nil
}

func (m *model) enterAlert() tea.Cmd {
	if cardOf(m.snap, m.ui.Alert.Door) != nil {
		m.ui.push(place{Screen: doorScreen, Door: m.ui.Alert.Door})
	}
	return nil
}

func (m *model) enterEvent() tea.Cmd {
	if id, ok := m.ui.chosenLine(); ok {
		return m.explain(id, m.ui.Tail.Lines[index(m.ui.Tail.Lines, id)].Door)
	}
	return nil
}

// move goes n rows in whatever is listed here: the choice where there is one, else the page.
func (m *model) move(n int) tea.Cmd {
	u := &m.ui
	switch u.here().Screen {
	case doorsScreen:
		if doors := m.doors(); len(doors) > 0 {
			u.Door = doors[step(indexOf(doors, u.Door), n, len(doors))].Door.ID
		}
	case alertsScreen:
		if alerts := raised(m.snap); len(alerts) > 0 {
			u.Alert = alerts[step(alertIndex(alerts, u.Alert), n, len(alerts))].id()
		}
	case eventsScreen:
		u.moveTail(m.snap, n)
	case peopleScreen, guestsScreen, groupsScreen, bookingsScreen, podsScreen, schedulesScreen:
		u.moveRoll(n)
	case matrixScreen:
		u.Matrix.Row, u.Matrix.Going = step(u.Matrix.Row, n, max(1, len(u.Matrix.Groups))), false
	case helpScreen:
		m.moveHelp(n)
	case moreScreen:
		p := &u.Places[len(u.Places)-1]
		p.At = step(p.At, n, len(moreRows))
	case groupScreen:
		u.Gang.At, u.Gang.Going = step(u.Gang.At, n, max(1, len(u.gangRows(m.snap)))), false
	default:
		u.scroll(n)
		u.Places[len(u.Places)-1].Top = min(u.here().Top, lastTop(m.snap, *u))
	}
	return nil
}

// page is how many rows a page key goes.
func (m *model) page() int { return max(1, bodyHeight(m.snap, m.ui)-1) }

// step moves an index within n.
func step(i, by, n int) int { return min(max(i+by, 0), n-1) }
