package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// roll is a list that the hub keeps, as far as it is at hand: a page of it around what is chosen. It is
// replaced, never changed in place.
type roll struct {
	Words  string // its filter, as typed
	Only   int    // which of onlyWords
	Chosen string // the id: the choice stays on it, wherever it goes
	At     int    // its place in the whole list
	Skip   int    // the place of the first of Rows
	Of     int
	Rows   []rollRow
	Told   bool // the hub has answered once
	Err    string

	asked question // what the newest question was about
	shown string   // the words of the newest answer
	n     int      // its number; an older answer is void
	busy  bool
}

// question is what makes an answer old.
type question struct {
	words string
	only  int
	seq   core.Seq
	skip  int
}

// rollRow is a row of one of the lists.
type rollRow struct {
	ID      string
	Person  core.PersonRow
	Group   core.GroupRow
	Booking core.BookingRow
	Pod     core.PodRow
	Week    core.ScheduleRow
}

type rollMsg struct {
	screen screen
	n      int
	told   core.Told
}

// roll is the list of the shown screen, or that its page is of; nil elsewhere.
func (u *UI) roll() *roll {
	if s := rollOf(u.here().Screen); isRoll(s) {
		return &u.Rolls[s-peopleScreen]
	}
	return nil
}

// rollOf is the list that a page is of, where the list has all of it; else the screen itself.
func rollOf(s screen) screen {
	switch s {
	case podScreen:
		return podsScreen
	case scheduleScreen:
		return schedulesScreen
	}
	return s
}

// chosenRow is the row of the choice, if it is at hand.
func (u UI) chosenRow() (rollRow, bool) {
	r := u.roll()
	if r == nil {
		return rollRow{}, false
	}
	i := slices.IndexFunc(r.Rows, func(row rollRow) bool { return row.ID == r.Chosen })
	if i < 0 {
		return rollRow{}, false
	}
	return r.Rows[i], true
}

// pageOf is how many rows are fetched at once: more than any screen shows of them.
func (u UI) pageOf() int { return max(64, 2*u.H) }

// rollOn asks for the shown list where what is at hand is not what should be shown: other words, an older
// site, or another part of it. A question about other words does not wait for the answer before.
func (m *model) rollOn() tea.Cmd {
	r := m.ui.roll()
	if r == nil || m.snap == nil {
		return nil
	}
	want := question{r.Words, r.Only, m.snap.Seq, r.Skip}
	if r.Chosen == "" && (r.At < r.Skip || r.At >= r.Skip+len(r.Rows)) {
		want.skip = max(0, r.At-m.ui.pageOf()/2)
	}
	same := r.n > 0 && want.words == r.asked.words && want.only == r.asked.only
	if same && (r.busy || want == r.asked) {
		return nil
	}
	r.asked, r.busy = want, true
	r.n++
	s, n := rollOf(m.ui.here().Screen), r.n
	asked := core.Asked{Origin: m.origin, Wish: r.wish(s, want.skip, m.ui.pageOf(), m.snap.Now.Wall)}
	asked.Origin.Request = "" // nothing is done
	return func() tea.Msg { return rollMsg{s, n, m.hub.Ask(m.ctx, asked)} }
}

func (r *roll) wish(s screen, skip, top int, now int64) core.Wish {
	switch s {
	case groupsScreen:
		return core.ListGroups{Filter: r.Words}
	case bookingsScreen:
		return core.ListBookings{From: now, Filter: r.Words}
	case podsScreen:
		return core.ListPods{Filter: r.Words}
	case schedulesScreen:
		return core.ListSchedules{Filter: r.Words}
	}
	return core.ListPeople{Filter: r.Words, Only: onlyWords[s][r.Only].ask, Near: core.PersonID(r.Chosen), Page: core.Page{Skip: skip, Top: top}}
}

// takeRoll keeps the choice on who it was; where they are gone, on whoever has their place.
func (m *model) takeRoll(msg rollMsg) {
	r := &m.ui.Rolls[msg.screen-peopleScreen]
	if msg.n != r.n {
		return
	}
	r.busy = false
	if e := msg.told.Error; e != nil {
		r.Err = plain.Clean(sentence(e.Text) + sentence(e.Do))
		return
	}
	r.Err, r.Told = "", true
	r.Rows, r.Skip, r.Of = rowsOf(msg.told)
	r.asked.skip = r.Skip
	i := slices.IndexFunc(r.Rows, func(row rollRow) bool { return row.ID == r.Chosen })
	if r.shown != r.asked.words && i < 0 {
		r.At = 0 // another list: its best is its first
	}
	r.shown = r.asked.words
	if i < 0 {
		i = min(max(r.At-r.Skip, 0), len(r.Rows)-1)
	}
	r.At, r.Chosen = 0, ""
	if i >= 0 {
		r.At, r.Chosen = r.Skip+i, r.Rows[i].ID
	}
}

func rowsOf(t core.Told) (rows []rollRow, skip, of int) {
	for _, b := range t.Bookings {
		rows = append(rows, rollRow{ID: string(b.ID), Booking: b})
	}
	for _, p := range t.Pods {
		rows = append(rows, rollRow{ID: string(p.ID), Pod: p})
	}
	if t.Listed == nil {
		return rows, 0, len(rows)
	}
	for _, p := range t.Listed.People {
		rows = append(rows, rollRow{ID: string(p.ID), Person: p})
	}
	for _, g := range t.Listed.Groups {
		rows = append(rows, rollRow{ID: string(g.ID), Group: g})
	}
	for _, s := range t.Listed.Schedules {
		rows = append(rows, rollRow{ID: string(s.ID), Week: s})
	}
	return rows, t.Listed.Skip, t.Listed.Of
}

// moveRoll goes n rows; what is not at hand is fetched by rollOn.
func (u *UI) moveRoll(n int) {
	r := u.roll()
	if r.Of == 0 {
		return
	}
	r.At = step(r.At, n, r.Of)
	r.Chosen = ""
	if i := r.At - r.Skip; i >= 0 && i < len(r.Rows) {
		r.Chosen = r.Rows[i].ID
	}
}

// onlyWords are the parts of a list that e goes through.
var onlyWords = map[screen][]struct{ ask, say string }{
	peopleScreen:   {{"", "everybody"}, {"blocked", "blocked"}, {"master", "open every door"}},
	guestsScreen:   {{"guest", "all guests"}, {"expired", "their end has passed"}},
	groupsScreen:   {{"", ""}},
	bookingsScreen: {{"", ""}}, podsScreen: {{"", ""}}, schedulesScreen: {{"", ""}},
}

func (m *model) nextOnly() tea.Cmd {
	if r := m.ui.roll(); r != nil {
		r.Only = (r.Only + 1) % len(onlyWords[m.ui.here().Screen])
	}
	return nil
}
