package sitefile

import (
	"strings"
	"testing"

	"localiq/core"
)

const alertingFile = `version: 1
site: {name: S, zone: UTC}
schedules: []
doors:
  - name: Front
    notClosed: 60s
    preAlarm: 15s
    debounce: 500ms
    notClosedInOffice: 300s
    offlineAfter: 120s
    alertsOff: [tamper, low battery]
  - name: Gate
    debounce: 0s
groups: []
people:
  - first: Ana
    extraTime: 30s
`

// D-2, D-3, D-4, D-5, D-9, [alerts.policy]: how a door alerts goes through the file both ways, and
// what is not written is as doors are.
func TestAlertingIsInTheFile(t *testing.T) {
	o := newOffice(t)
	o.load(alertingFile)
	front, gate := o.site.Config.Doors[0], o.site.Config.Doors[1]
	if front.Name != "Front" {
		front, gate = gate, front
	}
	want := core.AlertPolicy{Off: core.AlertSet(0).With(core.AlertTamper).With(core.AlertLowBattery), PreAlarm: 15, Debounce: 500, InOffice: 300, Offline: 120}
	if front.Alerts != want || gate.Alerts != (core.AlertPolicy{Debounce: -1}) || o.site.Config.People[0].ExtraTime != 30 {
		t.Errorf("it reads %+v, %+v, %+v", front.Alerts, gate.Alerts, o.site.Config.People[0])
	}
	out := o.export()
	for _, line := range []string{"preAlarm: 15s", "debounce: 500ms", "debounce: 0s", "notClosedInOffice: 300s", "offlineAfter: 120s", "alertsOff: [low battery, tamper]", "extraTime: 30s"} {
		if !strings.Contains(out, line) {
			t.Errorf("the export lacks %q:\n%s", line, out)
		}
	}
	if p := o.mustPlan(out); len(p.Edits) != 0 {
		t.Errorf("its own export changes the site: %v", p.Report)
	}
	if p := o.mustPlan(strings.Replace(out, "alertsOff: [low battery, tamper]", "alertsOff: [tamper]", 1)); len(p.Edits) != 1 ||
		!strings.Contains(strings.Join(p.Report, "\n"), "alertsOff low battery, tamper → tamper") {
		t.Errorf("switching one on again: %v", p.Report)
	}
}

func TestAlertingFaults(t *testing.T) {
	for bad, want := range map[string]string{
		"preAlarm: 38s":                  "8:15: write whole seconds, 1s to 37s",
		"debounce: 11s":                  "8:15: write 0s to 10s",
		"debounce: soon":                 "8:15: write 0s to 10s",
		"debounce: -1s":                  "8:15: write 0s to 10s",
		"notClosedInOffice: 4s":          "8:24: write whole seconds, 5s to 3600s",
		"offlineAfter: 10s":              "8:19: write whole seconds, 50s to 86400s",
		"alertsOff: [noise]":             "8:17: no door has such an alert: write some of not closed, lock offline",
		"alertsOff: [clock not trusted]": "8:17: no door has such an alert",
	} {
		_, err := newOffice(t).plan(strings.Replace(base, "  - name: Front\n", "  - name: Front\n    "+bad+"\n", 1))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", bad, err, want)
		}
	}
}
