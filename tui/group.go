package tui

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// gang is the group that is looked at: its doors and people with a box each, and the boxes that were changed
// and not saved. It is replaced, never changed in place.
type gang struct {
	ID      core.GroupID
	Is      *core.GroupRow // nil: not known yet
	Err     string
	Words   string           // of the people that are looked for; "": those who are in it
	People  []core.PersonRow // whom the hub found
	Of      int
	At      int
	Changed map[string]box // by "door:" or "person:" and an id
	Going   bool           // Esc was the last key: once more throws the changes away

	words string // of the newest question
	seq   core.Seq
	n     int
}

// box is a change: what it shall be, and whose it is in words.
type box struct {
	On   bool
	Name string
}

// gangRow is a line of the page that can be chosen.
type gangRow struct {
	Key, Name string
	In        bool // as it is saved
	Door      bool
}

type gangMsg struct {
	id             core.GroupID
	n              int
	groups, people core.Told
}

func (m *model) enterGroup() tea.Cmd {
	if row, ok := m.ui.chosenRow(); ok {
		return m.showGroup(row.Group)
	}
	return nil
}

func (m *model) showGroup(g core.GroupRow) tea.Cmd {
	m.ui.Gang = gang{ID: g.ID, Is: &g, n: m.ui.Gang.n + 1} // an answer about another one is void
	m.ui.push(place{Screen: groupScreen, Group: g.ID})
	return nil
}

// gangOn asks for the shown group and its people, anew where the words or the site have changed.
func (m *model) gangOn() tea.Cmd {
	g := &m.ui.Gang
	if m.ui.here().Screen != groupScreen || m.snap == nil || g.words == g.Words && g.seq == m.snap.Seq || g.Is == nil {
		return nil
	}
	g.words, g.seq = g.Words, m.snap.Seq
	g.n++
	ask := func(w core.Wish) core.Told {
		a := core.Asked{Origin: m.origin, Wish: w}
		a.Origin.Request = "" // nothing is done
		return m.hub.Ask(m.ctx, a)
	}
	id, n, find, top := g.ID, g.n, or(g.Words, g.Is.Name), m.ui.pageOf()
	return func() tea.Msg {
		return gangMsg{id, n, ask(core.ListGroups{}), ask(core.ListPeople{Filter: find, Page: core.Page{Top: top}})}
	}
}

func (m *model) takeGang(msg gangMsg) {
	g := &m.ui.Gang
	if g.ID != msg.id || g.n != msg.n {
		return
	}
	if e := cmpError(msg.groups.Error, msg.people.Error); e != nil {
		g.Err = plain.Clean(sentence(e.Text) + sentence(e.Do))
		return
	}
	if msg.groups.Listed == nil || msg.people.Listed == nil {
		return
	}
	i := slices.IndexFunc(msg.groups.Listed.Groups, func(r core.GroupRow) bool { return r.ID == g.ID })
	if i < 0 {
		g.Err = m.t("This group is no more.")
		return
	}
	at := m.ui.gangKey(m.snap)
	g.Is, g.Err, g.Of = &msg.groups.Listed.Groups[i], "", msg.people.Listed.Of
	g.People = slices.DeleteFunc(slices.Clone(msg.people.Listed.People), func(p core.PersonRow) bool {
		return g.words == "" && !slices.Contains(p.Groups, g.Is.Name) // found by a name that is like the group's
	})
	rows := m.ui.gangRows(m.snap)
	if i := slices.IndexFunc(rows, func(r gangRow) bool { return r.Key == at }); i >= 0 {
		g.At = i
	}
	g.At = step(g.At, 0, max(1, len(rows)))
}

func cmpError(a, b *core.Error) *core.Error {
	if a != nil {
		return a
	}
	return b
}

// gangRows are all doors of the site, unless people are looked for, and then people.
func (u UI) gangRows(s *core.Snapshot) (rows []gangRow) {
	g := u.Gang
	if g.Is == nil || s == nil {
		return nil
	}
	if g.Words == "" {
		for _, c := range s.Doors {
			rows = append(rows, gangRow{"door:" + string(c.Door.ID), plain.Clean(c.Door.Name), slices.Contains(g.Is.Doors, c.Door.Name), true})
		}
	}
	for _, p := range g.People {
		rows = append(rows, gangRow{"person:" + string(p.ID), plain.Clean(personName(p)), slices.Contains(p.Groups, g.Is.Name), false})
	}
	return rows
}

// gangKey is what is chosen.
func (u UI) gangKey(s *core.Snapshot) string {
	if rows := u.gangRows(s); u.Gang.At < len(rows) {
		return rows[u.Gang.At].Key
	}
	return ""
}

// tick turns the chosen box round; back as it was, it is no change.
func (m *model) tick() tea.Cmd {
	g, rows := &m.ui.Gang, m.ui.gangRows(m.snap)
	if g.At >= len(rows) {
		return nil
	}
	r := rows[g.At]
	g.Changed, g.Going = maps.Clone(g.Changed), false
	if _, has := g.Changed[r.Key]; has {
		delete(g.Changed, r.Key)
		return nil
	}
	if g.Changed == nil {
		g.Changed = map[string]box{}
	}
	g.Changed[r.Key] = box{!r.In, r.Name}
	return nil
}

// put is the changes as a wish, and the wish that takes them back.
func (g gang) put() (w, back core.PutGroup) {
	w, back = core.PutGroup{Of: g.ID}, core.PutGroup{Of: g.ID}
	for _, key := range slices.Sorted(maps.Keys(g.Changed)) {
		door, isDoor := strings.CutPrefix(key, "door:")
		person := core.PersonID(strings.TrimPrefix(key, "person:"))
		switch on := g.Changed[key].On; {
		case isDoor && on:
			w.Open, back.Shut = append(w.Open, core.DoorID(door)), append(back.Shut, core.DoorID(door))
		case isDoor:
			w.Shut, back.Open = append(w.Shut, core.DoorID(door)), append(back.Open, core.DoorID(door))
		case on:
			w.Join, back.Leave = append(w.Join, person), append(back.Leave, person)
		default:
			w.Leave, back.Join = append(w.Leave, person), append(back.Join, person)
		}
	}
	return w, back
}

// words are the changes as people say them: "in: Ana, Lab; out: Jan".
func (g gang) say(u UI) string {
	var in, out []string
	for _, key := range slices.Sorted(maps.Keys(g.Changed)) {
		if b := g.Changed[key]; b.On {
			in = append(in, b.Name)
		} else {
			out = append(out, b.Name)
		}
	}
	var all []string
	if len(in) > 0 {
		all = append(all, u.t("in: %s", strings.Join(in, ", ")))
	}
	if len(out) > 0 {
		all = append(all, u.t("out: %s", strings.Join(out, ", ")))
	}
	return strings.Join(all, "; ")
}

// saveGroup has the hub say first what would become different at the doors, and then asks.
func (m *model) saveGroup() tea.Cmd {
	g := m.ui.Gang
	if len(g.Changed) == 0 || g.Is == nil {
		m.tell(m.t("Nothing was changed here. Space changes a box."), false)
		return nil
	}
	w, back := g.put()
	name := m.t("the group %s", plain.Clean(g.Is.Name))
	undo := errand{Name: name, Verb: unsaveVerb, Wish: back, Group: g.ID}
	e := errand{Name: name, Verb: saveVerb, Wish: w, Undo: &undo, Group: g.ID}
	return m.preview(e, sentence(g.say(m.ui)), "")
}
