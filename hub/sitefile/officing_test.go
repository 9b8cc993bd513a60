package sitefile

import (
	"strings"
	"testing"

	"localiq/core"
)

const officingFile = `version: 1
site: {name: S, zone: UTC}
schedules:
  - name: Hours
    windows: [Mon-Fri 08:00-18:00]
doors:
  - name: Front
    office: auto_first
    schedule: Hours
    early: 30m
    manualCap: 12h
    manualEndsWithSchedule: true
    tagAfterPowerLoss: true
  - name: Gate
groups: []
people:
  - first: Ana
    rights: [eom, override_lockdown]
`

// OM-6, OM-7, OM-12: what bounds a door's office mode goes through the file both ways.
func TestOfficingIsInTheFile(t *testing.T) {
	o := newOffice(t)
	o.load(officingFile)
	front, gate := o.site.Config.Doors[0], o.site.Config.Doors[1]
	if front.Name != "Front" {
		front, gate = gate, front
	}
	want := core.OfficeLimits{Early: 30, ManualCap: 720, ManualEnds: true, TagAfterPowerLoss: true}
	if front.Office != core.OfficeAutoFirst || front.OfficeLimits != want || gate.OfficeLimits != (core.OfficeLimits{}) || !o.site.Config.People[0].OverrideLockdown {
		t.Errorf("it reads %+v, %+v, %+v", front, gate, o.site.Config.People[0])
	}
	out := o.export()
	for _, line := range []string{"office: auto_first", "early: 30m", "manualCap: 12h", "manualEndsWithSchedule: true", "tagAfterPowerLoss: true", "override_lockdown"} {
		if !strings.Contains(out, line) {
			t.Errorf("the export lacks %q:\n%s", line, out)
		}
	}
	if p := o.mustPlan(out); len(p.Edits) != 0 {
		t.Errorf("its own export changes the site: %v", p.Report)
	}
	if p := o.mustPlan(strings.Replace(out, "early: 30m", "early: 1h", 1)); len(p.Edits) != 1 || !strings.Contains(strings.Join(p.Report, "\n"), "early 30m → 1h") {
		t.Errorf("an hour: %v", p.Report)
	}
}

func TestOfficingFaults(t *testing.T) {
	for bad, want := range map[string]string{
		"early: 13h":                   "8:12: write whole minutes or hours, as 90m or 12h, at most 12h",
		"early: soon":                  "8:12: write whole minutes or hours",
		"manualCap: 30s":               "8:16: write whole minutes or hours, as 90m or 12h, at most 168h",
		"manualEndsWithSchedule: true": "8:29: there is no schedule to end with",
		"tagAfterPowerLoss: perhaps":   "8:24: write true or false",
		"office: auto":                 "8:13: office mode auto needs a schedule",
	} {
		file := "version: 1\nsite: {name: S, zone: UTC}\nschedules: []\ndoors:\n\n  - name: Front\n    openFor: 6s\n    " + bad + "\ngroups: []\npeople: []\n"
		if _, err := newOffice(t).plan(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", bad, err, want)
		}
	}
}
