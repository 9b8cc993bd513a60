package tui

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// matrix is every group by every door, and the boxes that were changed and not saved. It is replaced, never
// changed in place.
type matrix struct {
	Groups  []core.GroupRow
	Told    bool
	Err     string
	Row     int
	Door    core.DoorID // the chosen column: the door, wherever it stands
	Changed map[crossing]bool
	Going   bool // Esc was the last key: once more throws the changes away

	seq  core.Seq
	busy bool
}

// crossing is a box of it.
type crossing struct {
	Group core.GroupID
	Door  core.DoorID
}

type matrixMsg struct{ told core.Told }

func (m *model) enterMatrix() tea.Cmd {
	m.ui.Matrix = matrix{}
	if row, ok := m.ui.chosenRow(); ok {
		m.ui.Matrix.Groups = []core.GroupRow{row.Group} // the choice stays on it when all are there
	}
	return m.open(matrixScreen)
}

// matrixOn asks for the groups, anew whenever anything has happened.
func (m *model) matrixOn() tea.Cmd {
	x := &m.ui.Matrix
	if m.ui.here().Screen != matrixScreen || m.snap == nil || x.busy || x.Told && x.seq == m.snap.Seq {
		return nil
	}
	x.seq, x.busy = m.snap.Seq, true
	asked := core.Asked{Origin: m.origin, Wish: core.ListGroups{}}
	asked.Origin.Request = "" // nothing is done
	return func() tea.Msg { return matrixMsg{m.hub.Ask(m.ctx, asked)} }
}

// takeMatrix keeps the choice on its group.
func (m *model) takeMatrix(msg matrixMsg) {
	x := &m.ui.Matrix
	x.busy, x.Told = false, true
	if e := msg.told.Error; e != nil {
		x.Err = plain.Clean(sentence(e.Text) + sentence(e.Do))
		return
	}
	if msg.told.Listed == nil {
		return
	}
	var at core.GroupID
	if x.Row < len(x.Groups) {
		at = x.Groups[x.Row].ID
	}
	x.Err, x.Groups = "", msg.told.Listed.Groups
	if i := slices.IndexFunc(x.Groups, func(g core.GroupRow) bool { return g.ID == at }); i >= 0 {
		x.Row = i
	}
	x.Row = step(x.Row, 0, max(1, len(x.Groups)))
}

// column is where the chosen door stands; a door that is gone is the first.
func (x matrix) column(s *core.Snapshot) int {
	return max(0, slices.IndexFunc(s.Doors, func(c core.DoorCard) bool { return c.Door.ID == x.Door }))
}

func (m *model) sideways(n int) tea.Cmd {
	if x := &m.ui.Matrix; m.snap != nil && len(m.snap.Doors) > 0 {
		x.Door, x.Going = m.snap.Doors[step(x.column(m.snap), n, len(m.snap.Doors))].Door.ID, false
	}
	return nil
}

// chosen is the box under the cursor.
func (x matrix) chosen(s *core.Snapshot) (core.GroupRow, core.Door, bool) {
	if s == nil || x.Row >= len(x.Groups) || len(s.Doors) == 0 {
		return core.GroupRow{}, core.Door{}, false
	}
	return x.Groups[x.Row], s.Doors[x.column(s)].Door, true
}

// tickMatrix turns the chosen box round; back as it was, it is no change.
func (m *model) tickMatrix() tea.Cmd {
	x := &m.ui.Matrix
	g, d, ok := x.chosen(m.snap)
	if !ok {
		return nil
	}
	c := crossing{g.ID, d.ID}
	x.Changed, x.Going = maps.Clone(x.Changed), false
	if _, has := x.Changed[c]; has {
		delete(x.Changed, c)
		return nil
	}
	if x.Changed == nil {
		x.Changed = map[crossing]bool{}
	}
	x.Changed[c] = !slices.Contains(g.Doors, d.Name)
	return nil
}

// put is the changes as a wish for each group that has one, the wishes that take them back, and their words.
func (x matrix) put(u UI, s *core.Snapshot) (ws, back []core.Wish, say string) {
	var said []string
	for _, g := range x.Groups {
		w, b := core.PutGroup{Of: g.ID}, core.PutGroup{Of: g.ID}
		for _, c := range s.Doors {
			on, changed := x.Changed[crossing{g.ID, c.Door.ID}]
			name := u.t("%s at %s", plain.Clean(g.Name), plain.Clean(c.Door.Name))
			switch {
			case changed && on:
				w.Open, b.Shut, said = append(w.Open, c.Door.ID), append(b.Shut, c.Door.ID), append(said, u.t("in: %s", name))
			case changed:
				w.Shut, b.Open, said = append(w.Shut, c.Door.ID), append(b.Open, c.Door.ID), append(said, u.t("out: %s", name))
			}
		}
		if len(w.Open)+len(w.Shut) > 0 {
			ws, back = append(ws, w), append([]core.Wish{b}, back...)
		}
	}
	return ws, back, strings.Join(said, "; ")
}

func (m *model) saveMatrix() tea.Cmd {
	x := m.ui.Matrix
	if m.snap == nil || len(x.Changed) == 0 {
		m.tell(m.t("Nothing was changed here. Space changes a box."), false)
		return nil
	}
	ws, back, say := x.put(m.ui, m.snap)
	undo := errand{Name: m.count(len(ws), m.t("group")), Verb: unsaveVerb, Wishes: back}
	return m.preview(errand{Name: m.count(len(ws), m.t("group")), Verb: saveVerb, Wishes: ws, Undo: &undo}, sentence(say), "")
}

// enterMatrixGroup shows the group of the chosen row; changes that were not saved stay where they are.
func (m *model) enterMatrixGroup() tea.Cmd {
	x := m.ui.Matrix
	if x.Row < len(x.Groups) {
		return m.showGroup(x.Groups[x.Row])
	}
	return nil
}
