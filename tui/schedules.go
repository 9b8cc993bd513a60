package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// schedulesPane lists the schedules, with their hours and what follows them.
func schedulesPane(u UI, w, h int) []string {
	name := max(16, w/4)
	titles := fit("  "+u.t("SCHEDULE"), name+2, u.Glyphs)
	if w >= 60 {
		titles += " " + u.t("%s FOLLOWED BY", fit(u.t("HOURS"), 24, u.Glyphs))
	}
	row := func(r rollRow, selected bool) []string {
		s := r.Week
		line := fit(marked(clip(plain.Clean(s.Name), name, u.Glyphs), selected), name+2, u.Glyphs)
		hours := or(plain.Clean(strings.Join(s.Windows, "; ")), u.t("never"))
		by := or(plain.Clean(followers(u, s)), u.t("nothing"))
		switch {
		case w >= 60:
			return []string{line + " " + fit(hours, 24, u.Glyphs) + " " + clip(by, w-name-28, u.Glyphs)}
		case selected:
			return []string{strings.TrimRight(line, " "), "    " + clip(hours, w-4, u.Glyphs), "    " + clip(by, w-4, u.Glyphs)}
		}
		return []string{strings.TrimRight(line, " ")}
	}
	return rollPane(u, w, h, strings.TrimRight(titles, " "), row, func() []string {
		switch {
		case u.roll().Words != "":
			return teach(w, u.Glyphs, u.t("No schedule is found."), u.t("Words are looked for in the schedules' names. Esc shows all."))
		case u.Admin:
			return teach(w, u.Glyphs, u.t("No schedules yet."), u.t("A schedule says when a group opens its doors, and when office mode runs. Without one a group opens at all times. n makes one."))
		}
		return teach(w, u.Glyphs, u.t("No schedules yet."), u.t("A schedule says when a group opens its doors. An admin of the site makes one."))
	})
}

// followers are the groups and doors that a schedule counts for.
func followers(u UI, s core.ScheduleRow) string {
	var all []string
	all = append(all, s.Groups...)
	for _, d := range s.Doors {
		all = append(all, u.t("office mode of %s", d))
	}
	return strings.Join(all, ", ")
}

// weekCard is what a schedule opens in the days to come, as the hub said it last.
type weekCard struct {
	ID   core.ScheduleID
	Is   *core.Preview // nil: not known yet
	Err  string
	seq  core.Seq
	busy bool
}

type weekMsg struct {
	id   core.ScheduleID
	told core.Told
}

func (m *model) enterSchedule() tea.Cmd {
	if row, ok := m.ui.chosenRow(); ok {
		m.ui.push(place{Screen: scheduleScreen, Week: row.Week.ID})
	}
	return nil
}

// weekOn asks for the shown schedule, anew whenever anything has happened.
func (m *model) weekOn() tea.Cmd {
	p, c := m.ui.here(), &m.ui.Week
	if p.Screen != scheduleScreen || m.snap == nil || c.ID == p.Week && (c.busy || c.seq == m.snap.Seq) {
		return nil
	}
	if c.ID != p.Week {
		*c = weekCard{ID: p.Week}
	}
	c.seq, c.busy = m.snap.Seq, true
	asked := core.Asked{Origin: m.origin, Wish: core.PreviewSchedule{Name: string(p.Week)}}
	asked.Origin.Request = "" // nothing is done
	return func() tea.Msg { return weekMsg{p.Week, m.hub.Ask(m.ctx, asked)} }
}

func (m *model) takeWeek(msg weekMsg) {
	c := &m.ui.Week
	if c.ID != msg.id {
		return
	}
	c.busy = false
	switch e := msg.told.Error; {
	case e != nil:
		c.Is, c.Err = nil, plain.Clean(sentence(e.Text)+sentence(e.Do))
	case msg.told.Preview != nil:
		c.Is, c.Err = &msg.told.Preview.Now, ""
	}
}

func (u *UI) weekRow(id core.ScheduleID) (core.ScheduleRow, bool) {
	for _, r := range u.Rolls[schedulesScreen-peopleScreen].Rows {
		if r.Week.ID == id {
			return r.Week, true
		}
	}
	return core.ScheduleRow{}, false
}
