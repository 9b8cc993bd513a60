package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
)

// tail is the event lines that are at hand, oldest first, and where among them the person is.
type tail struct {
	Lines  []core.Line
	Read   core.Seq // everything up to here has been read
	Skips  []lineID // before each of these, lines are missing
	Loaded bool
	Err    string
	Words  string // the filter, as typed

	Follow bool
	At     lineID // the chosen line, while paused
	Top    lineID // the first line in sight, while paused
	Seen   lineID // the newest line when the pause began
}

const (
	firstInputs  = 300  // read at the start, and after we fell far behind
	pageOfInputs = 500  // read at most in one call
	maxLines     = 2000 // kept at hand; older ones are in the hub
)

// add appends what is new of lines, which are all that there are up to upTo. Where they do not
// reach back to what we have, something is missing and the reader is told.
func (t tail) add(lines []core.Line, upTo core.Seq) tail {
	if t.Loaded && len(lines) > 0 && upTo-t.Read > pageOfInputs && lines[0].Seq > t.Read {
		t.Skips = append(slices.Clip(t.Skips), idOf(lines[0]))
	}
	t.Loaded, t.Err, t.Read = true, "", max(t.Read, upTo)
	t.Lines = slices.Clip(t.Lines)
	for _, l := range lines {
		if n := len(t.Lines); n == 0 || idOf(l).after(idOf(t.Lines[n-1])) {
			t.Lines = append(t.Lines, l)
		}
	}
	if n := len(t.Lines); n > maxLines {
		t.Lines = slices.Clone(t.Lines[n-maxLines:])
	}
	return t
}

func (t tail) newest() lineID {
	if len(t.Lines) == 0 {
		return lineID{}
	}
	return idOf(t.Lines[len(t.Lines)-1])
}

// shown is the lines that pass the filter.
func (t tail) shown(u UI) []core.Line {
	f := readFilter(t.Words, eventFields)
	if f.empty() {
		return t.Lines
	}
	var out []core.Line
	for _, l := range t.Lines {
		if f.passes(l, u) {
			out = append(out, l)
		}
	}
	return out
}

// index finds the line of an id, or the next one after it.
func index(lines []core.Line, id lineID) int {
	i, _ := slices.BinarySearchFunc(lines, id, func(l core.Line, id lineID) int {
		switch a := idOf(l); {
		case a == id:
			return 0
		case a.after(id):
			return 1
		}
		return -1
	})
	return min(i, len(lines)-1)
}

// chosenLine is the line that Enter explains: the chosen one, or the newest while following.
func (u UI) chosenLine() (lineID, bool) {
	lines := u.Tail.shown(u)
	if len(lines) == 0 {
		return lineID{}, false
	}
	if u.Tail.Follow {
		return idOf(lines[len(lines)-1]), true
	}
	return idOf(lines[index(lines, u.Tail.At)]), true
}

// moveTail moves the choice by n lines. Going up pauses; going past the last follows again.
func (u *UI) moveTail(s *core.Snapshot, n int) {
	lines := u.Tail.shown(*u)
	if len(lines) == 0 {
		return
	}
	i := len(lines) - 1
	if !u.Tail.Follow {
		i = index(lines, u.Tail.At)
	}
	if i+n > len(lines)-1 || n == far {
		u.Tail.Follow = true
		return
	}
	if u.Tail.Follow {
		u.pause(s)
	}
	u.Tail.At = idOf(lines[max(i+n, 0)])
	u.keepInSight(s)
}

// pause holds the list where it is; its newest line is chosen.
func (u *UI) pause(s *core.Snapshot) {
	u.Tail.Follow, u.Tail.Seen = false, u.Tail.newest()
	if lines := u.Tail.shown(*u); len(lines) > 0 {
		u.Tail.At = idOf(lines[len(lines)-1])
		u.Tail.Top = u.Tail.At
	}
	u.keepInSight(s)
}

// keepInSight moves the first line in sight as little as it must for the chosen one to be seen
// and for no room to be left below the last.
func (u *UI) keepInSight(s *core.Snapshot) {
	lines := u.Tail.shown(*u)
	if u.Tail.Follow || len(lines) == 0 {
		return
	}
	at, h := index(lines, u.Tail.At), tailHeight(s, *u)
	top := min(index(lines, u.Tail.Top), at)
	for used := rowsBetween(*u, lines, top, at); used > h && top < at; top++ {
		used -= rowCount(*u, lines, top)
	}
	for used := rowsBetween(*u, lines, top, len(lines)-1); top > 0; top-- {
		if used += rowCount(*u, lines, top-1); used > h {
			break
		}
	}
	u.Tail.Top = idOf(lines[top])
}

func rowsBetween(u UI, lines []core.Line, from, to int) (n int) {
	for i := from; i <= to; i++ {
		n += rowCount(u, lines, i)
	}
	return n
}

// keepInSight holds both lists, events and doors, to what they choose and show.
func (m *model) keepInSight() {
	m.keepDoor()
	m.ui.keepInSight(m.snap)
}

func (m *model) follow() tea.Cmd {
	if m.ui.Tail.Follow {
		m.ui.pause(m.snap)
	} else {
		m.ui.Tail.Follow = true
	}
	return nil
}

// unseen counts the lines that came since the pause and pass the filter.
func (t tail) unseen(lines []core.Line) int {
	n := 0
	for i := len(lines) - 1; i >= 0 && idOf(lines[i]).after(t.Seen); i-- {
		n++
	}
	return n
}
