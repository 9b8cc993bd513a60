package people

import (
	"slices"
	"testing"

	"localiq/core"
	"localiq/rules"
)

// TestAScheduleIsListedWhole: what is read can be written again, word for word.
func TestAScheduleIsListedWhole(t *testing.T) {
	c := newTown(t)
	c.edit(core.Put(core.Calendar{ID: "feasts", Name: "Feasts"}))
	w := core.PutSchedule{Of: "day", Windows: []string{"Mon-Fri 08:00-17:00"}, Exceptions: []string{"2026-12-24 closed"}, Holiday: []string{"10:00-12:00"}, Calendars: []string{"Feasts"}}
	c.must(w)
	row := List(c.site, RegisterOf(c.site.Config, c.names, nil), c.now, rules.Sight{All: true}, core.ListSchedules{}).Listed.Schedules[0]
	if !slices.Equal(row.Windows, w.Windows) || !slices.Equal(row.Exceptions, w.Exceptions) || !slices.Equal(row.Holiday, w.Holiday) || !slices.Equal(row.Calendars, w.Calendars) {
		t.Errorf("listed as %+v", row)
	}
	if len(row.Weekly) != 1 || !row.Weekly[0].Days.Has(1) || row.Weekly[0].Start != 8*60 {
		t.Errorf("weekly %+v", row.Weekly)
	}
}
