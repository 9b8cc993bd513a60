package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// podAt is the pod that is looked at, or chosen in the list.
func (m *model) podAt() (core.PodRow, bool) {
	if p := m.ui.here(); p.Screen == podScreen {
		return m.ui.podRow(p.Pod)
	}
	row, ok := m.ui.chosenRow()
	return row.Pod, ok
}

func (m *model) newPod() tea.Cmd {
	if m.snap == nil {
		return nil
	}
	return m.fill(form{Title: m.t("A new pod"), Verb: addPersonVerb, Wish: wishAddPod, Fields: podFields(core.PodRow{}, m.snap)})
}

func (m *model) changePod() tea.Cmd {
	p, ok := m.podAt()
	if !ok || m.snap == nil {
		return nil
	}
	name := plain.Clean(p.Name)
	return m.fill(form{Title: m.t("Change the pod %s", name), Verb: changePersonVerb, Wish: wishChangePod, Name: m.t("the pod %s", name), Of: string(p.ID), Preview: true, Fields: podFields(p, m.snap)})
}

func podFields(p core.PodRow, s *core.Snapshot) []field {
	fs := []field{
		{Label: "Name", Text: plain.Clean(p.Name), Must: true},
		{Label: "Doors", Text: plain.Clean(strings.Join(p.Doors, ", ")), Kind: namesField, Options: doorNames(s), Teach: teachGroups},
		{Label: "Members", Text: plain.Clean(strings.Join(p.Members, ", ")), Teach: "people's names with commas; one of them has an e-mail"},
		{Label: "Guests", Text: strconv.Itoa(p.Limit), Kind: numberField, Teach: "how many guests they may have at once"},
	}
	if p.ID == "" {
		fs[3].Text = ""
	}
	for i := range fs {
		fs[i].Was = fs[i].Text
	}
	return fs
}

// podWish is that of a form about a pod: of one that is there, what was changed.
func (f form) podWish() core.Wish {
	guests, _ := strconv.Atoi(f.text("Guests"))
	if f.Wish == wishAddPod {
		return core.AddPod{Name: f.text("Name"), Doors: ids[core.DoorID](f.listed("Doors")), Members: ids[core.PersonID](names(f.text("Members"))), Guests: guests}
	}
	w := core.ChangePod{Pod: core.PodID(f.Of)}
	if x := f.at("Name"); x.Text != x.Was {
		name := f.text("Name")
		w.Name = &name
	}
	if x := f.at("Guests"); x.Text != x.Was {
		w.Guests = &guests
	}
	open, shut := f.difference("Doors")
	join, leave := f.difference("Members")
	w.Open, w.Shut, w.Join, w.Leave = ids[core.DoorID](open), ids[core.DoorID](shut), ids[core.PersonID](join), ids[core.PersonID](leave)
	return w
}

// askRemovePod wants the name: its guests go with it, for good.
func (m *model) askRemovePod() tea.Cmd {
	p, ok := m.podAt()
	if !ok {
		return nil
	}
	e := errand{Name: m.t("the pod %s", plain.Clean(p.Name)), Verb: removeVerb, Wish: core.RemovePod{Pod: p.ID}, Pod: p.ID}
	text := m.t("Its members stay on the site without its doors.") + " "
	if n := len(p.Guests); n > 0 {
		text += m.t("With it go %s, keys and names, for good.", m.count(n, "guest")) + " "
	}
	return m.preview(e, text, p.Name)
}
