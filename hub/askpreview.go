package hub

import (
	"slices"
	"strings"

	"localiq/core"
	"localiq/rules"
)

// preview runs on the newest site in the caller's own goroutine, and changes nothing.
func (h *Hub) preview(w core.PreviewSchedule) core.Told {
	site, wall := h.Site(), h.c.Clock.Now().Wall
	now, here := previewed(site.Config, w.Name, wall)
	if len(w.YAML) == 0 {
		if !here {
			return core.Told{Error: noSchedule(site.Config, w.Name)}
		}
		return core.Told{Preview: &core.Previewed{Now: now}}
	}
	p, err := h.plan(site, w.YAML, false)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	next, err := site.Config.With(site.Seq+1, p.Edits, p.Zone)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	after, there := previewed(next, w.Name, wall)
	if !here && !there {
		return core.Told{Error: noSchedule(next, w.Name)}
	}
	return core.Told{Preview: &core.Previewed{Now: now, After: &after, Differences: rules.Difference(site.Config, next, wall)}}
}

// previewed is a door's office mode where a door has that name or id, else a schedule; false for
// neither.
func previewed(cfg *core.Config, name string, wall int64) (core.Preview, bool) {
	for _, d := range cfg.Doors {
		if string(d.ID) == name || strings.EqualFold(d.Name, name) {
			return rules.PreviewDoor(cfg, d.ID, wall), true
		}
	}
	for _, s := range cfg.Schedules {
		if string(s.ID) == name || strings.EqualFold(s.Name, name) {
			return rules.Preview(cfg, s.ID, wall), true
		}
	}
	return core.Preview{}, false
}

func noSchedule(cfg *core.Config, name string) *core.Error {
	var names []string
	for _, s := range cfg.Schedules {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	e := core.Errorf(core.CodeNotFound, "there is no schedule and no door %q", name)
	if len(names) == 0 {
		return e.Advise("this site has no schedules yet: localiq site import")
	}
	return e.Advise("schedules are: " + strings.Join(names, ", "))
}
