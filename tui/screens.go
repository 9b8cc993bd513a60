package tui

import "slices"

// screen is what a place shows.
type screen uint8

const (
	doorsScreen screen = iota
	eventsScreen
	alertsScreen
	radioScreen
	peopleScreen
	guestsScreen
	groupsScreen
	bookingsScreen
	podsScreen
	schedulesScreen
	moreScreen
	siteScreen
	checksScreen
	hubScreen
	auditScreen
	doorScreen
	eventScreen
	helpScreen
	messagesScreen
	whoScreen
	personScreen
	groupScreen
	podScreen
	scheduleScreen
	matrixScreen
	formScreen
	secretScreen
)

var screenNames = []string{"Doors", "Events", "Alerts", "Radio", "People", "Guests", "Groups", "Bookings", "Pods", "Schedules", "More", "Site", "Checks", "Hub", "Audit",
	"Door", "Event", "Help", "Messages", "Who can open", "Person", "Group", "Pod", "Schedule", "Matrix", "Form", "PIN"}

// name is what a screen is called.
func (u UI) name(s screen) string { return u.t(screenNames[s]) }

const lastRoll = schedulesScreen // the lists of the hub stand in a row from peopleScreen on

// tops stand in the line of tabs, by their numbers from 1 on. Every other screen that is about nothing in
// particular hangs on the last.
var tops = []screen{doorsScreen, eventsScreen, alertsScreen, radioScreen, peopleScreen, guestsScreen, groupsScreen, bookingsScreen, moreScreen}

// isRoll is true for the screens that show a list which the hub keeps.
func isRoll(s screen) bool { return s >= peopleScreen && s <= lastRoll }

// wayTo is how a person gets to a screen that is about nothing in particular.
func wayTo(s screen) []place {
	if slices.Contains(tops, s) {
		return []place{{Screen: s}}
	}
	return []place{{Screen: moreScreen}, {Screen: s}}
}
