package hub

import (
	"context"
	"strings"
	"testing"

	"localiq/core"
)

const tenToTwelve = `version: 1
site: {name: Office, zone: UTC}
schedules:
  - name: Day
    id: day
    windows: [Mon-Sun 10:00-12:00]
doors:
  - {name: Front, id: front, office: easy, schedule: Day}
groups:
  - {name: Staff, id: staff, doors: [Front], schedule: Day}
people:
  - {first: Ana, id: ana, groups: [Staff], keys: [{tag: 01020304, id: k1}]}
`

// TestPreviewChangesNothing: what a file would make of the days to come, and of people, is told, and
// nothing of it is kept.
func TestPreviewChangesNothing(t *testing.T) {
	inOffice(t, func(r *rig) {
		ask := func(w core.Wish) core.Told { return r.Ask(context.Background(), core.Asked{Wish: w}) }
		before := r.Site()
		got := ask(core.PreviewSchedule{Name: "front", YAML: []byte(tenToTwelve)})
		if got.Error != nil {
			t.Fatal(got.Error)
		}
		p := got.Preview
		if p.Now.Office != core.OfficeEasy || len(p.Now.Days) != 14 || p.Now.Days[3].Open != 24*3600e9 || p.After.Days[3].Open != 2*3600e9 {
			t.Errorf("now %+v, after %+v", p.Now, p.After)
		}
		var said []string
		for _, d := range p.Differences {
			said = append(said, d.Text)
		}
		const want = "Front can be unlocked 154 h shorter per week (Mon-Sun 10:00-12:00 instead of 00:00-24:00)\n1 person loses Front (Mon-Sun 00:00-10:00, Mon-Sun 12:00-24:00)"
		if got := strings.Join(said, "\n"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		dry := ask(core.ImportSite{YAML: []byte(tenToTwelve), DryRun: true})
		if dry.Error != nil || strings.Join(dry.Diff.Doors, "\n") != want+" (Ana Novak)" {
			t.Errorf("the dry run says %v\n%+v", dry.Error, dry.Diff)
		}
		if r.Site().Config != before.Config {
			t.Error("the configuration is another one now")
		}
		for name, want := range map[string]core.Code{"day": 0, "DAY": 0, "Front": 0, "night": core.CodeNotFound} {
			if got := ask(core.PreviewSchedule{Name: name}); (got.Error == nil) != (want == 0) || got.Error != nil && got.Error.Code != want {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if got := ask(core.PreviewSchedule{Name: "Front", YAML: []byte("version: 2")}); got.Error == nil || got.Preview != nil {
			t.Errorf("a file at fault: %+v", got)
		}
	})
}
