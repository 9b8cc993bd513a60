package tui

import (
	"time"

	"localiq/core"
)

// UI is where the person is: nothing of the site, everything of the reader. Views only read it.
type UI struct {
	W, H   int
	Glyphs Glyphs
	Zone   *time.Location // of the site; UTC until it told

	Places    []place     // the last is shown, the first is a top screen
	Door      core.DoorID // chosen in the overview: the door, not the row
	DoorWords string      // the overview's filter, as typed
	Alert     alertID     // chosen among the alerts
	Tail      tail
	HelpWords string // looked for in the help
	Typing    bool   // the filter of the shown screen is being typed
	Dialog    *dialog
	Command   *commandLine                      // nil: none is typed
	Errands   []errand                          // asked of the hub and not answered yet
	Why       why                               // the event that was explained last
	Who       who                               // the door of which it was asked last who can open it
	Rolls     [lastRoll - peopleScreen + 1]roll // the lists that the hub keeps
	Card      personCard                        // the person who is looked at
	Gang      gang                              // the group that is looked at
	Week      weekCard                          // the schedule that is looked at
	Matrix    matrix                            // all groups by all doors
	Consoles  consoles
	Form      *form
	Secret    *secret
	Admin     bool    // may change people
	Owner     bool    // need not say that the owner has agreed
	Acts      string  // under whose authority, in words
	Undo      *errand // what takes the last change back; nil: nothing does
	Toast     message
	Messages  []message // newest last

	Quiet   bool // no snapshot for longer than there should be
	HungUp  bool // the hub ended the connection; Quiet holds then, too
	Leaving bool // ctrl+c was the last key
	Locking bool // the key for a lockdown was the last
}

// place is a screen with what it is about and how far it is scrolled.
type place struct {
	Screen screen
	Door   core.DoorID
	Line   lineID
	Person core.PersonID
	Group  core.GroupID
	Pod    core.PodID
	Week   core.ScheduleID
	Top    int
	At     int // the chosen row, where a place has rows that stay where they are
}

// lineID is a notice's name.
type lineID struct {
	Seq core.Seq
	N   int
}

func idOf(l core.Line) lineID { return lineID{l.Seq, l.N} }

func (a lineID) after(b lineID) bool { return a.Seq > b.Seq || a.Seq == b.Seq && a.N > b.N }

// alertID is an alert's name while it is raised: a door has one of each kind.
type alertID struct {
	Door core.DoorID
	Kind core.AlertKind
}

// message is one thing that the console told its person.
type message struct {
	At   core.Instant
	Text string
	Bad  bool // stays until it is put away
}

const (
	toastFor    = 4 * time.Second
	maxMessages = 200
	maxW, maxH  = 500, 200
	minW, minH  = 40, 15
)

func newUI(g Glyphs) UI {
	return UI{W: 80, H: 24, Glyphs: g, Zone: time.UTC, Places: []place{{}}, Tail: tail{Follow: true}}
}

func (u UI) here() place { return u.Places[len(u.Places)-1] }

// small is a terminal on which nothing can be shown fairly.
func (u UI) small() bool { return u.W < minW || u.H < minH }

// resize holds the size to what can be drawn: a terminal may claim any (0 is none claimed).
func (u *UI) resize(w, h int) {
	if w <= 0 || h <= 0 {
		w, h = 80, 24
	}
	u.W, u.H = min(w, maxW), min(h, maxH)
}

// scroll moves the shown place by n lines; the view holds it to its end.
func (u *UI) scroll(n int) {
	p := &u.Places[len(u.Places)-1]
	p.Top = max(0, p.Top+n)
}

func (u *UI) push(p place) { u.Places = append(u.Places[:len(u.Places):len(u.Places)], p) }

// pop goes back one place; on a top screen it does nothing.
func (u *UI) pop() {
	if len(u.Places) > 1 {
		u.Places = u.Places[:len(u.Places)-1]
	}
}

// tell adds a message and shows it.
func (u *UI) tell(m message) {
	u.Messages = append(u.Messages, m)
	if len(u.Messages) > maxMessages {
		u.Messages = append([]message(nil), u.Messages[len(u.Messages)-maxMessages:]...)
	}
	u.Toast = m
}
