package sitefile

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
)

// alerting is how a door alerts: every key of it may be missing, and then it is as doors are.
type alerting struct {
	preAlarm, debounce, inOffice, offline text
	off                                   []text
}

func alertingOf(t *table) alerting {
	return alerting{preAlarm: t.text("preAlarm"), debounce: t.text("debounce"), inOffice: t.text("notClosedInOffice"),
		offline: t.text("offlineAfter"), off: t.texts("alertsOff")}
}

func (p *planner) alerting(f alerting, notClosed int) core.AlertPolicy {
	is := core.AlertPolicy{InOffice: p.seconds(f.inOffice, 5, 3600), Offline: p.seconds(f.offline, 50, 86400), Debounce: p.debounce(f.debounce)}
	if notClosed == 0 {
		notClosed = core.DefaultNotClosed
	}
	if f.preAlarm.s != "0s" { // as is said elsewhere: none
		is.PreAlarm = p.seconds(f.preAlarm, 1, notClosed-1)
	}
	for _, t := range f.off {
		var one core.AlertSet
		if t.s == "" || one.UnmarshalText([]byte(t.s)) != nil {
			p.fault(t.at, "no door has such an alert: write some of %s", allAlerts())
		}
		is.Off |= one
	}
	return is
}

// allAlerts are the words for the kinds that a door may switch off.
func allAlerts() string {
	var all core.AlertSet
	for k := core.AlertNotClosed; k.String()[0] != '#'; k++ {
		if !k.OfHub() {
			all = all.With(k)
		}
	}
	return all.String()
}

// debounce reads "2s" or "500ms"; "0s" is none, and not set is the default.
func (p *planner) debounce(t text) int {
	if !t.set {
		return 0
	}
	d, err := time.ParseDuration(strings.ReplaceAll(t.s, " ", ""))
	switch most := core.MaxDebounce * time.Millisecond; {
	case err != nil || d < 0 || d > most || d%time.Millisecond != 0:
		p.fault(t.at, "write 0s to %v, such as 500ms or 2s", most)
		return 0
	case d == 0:
		return -1
	}
	return int(d / time.Millisecond)
}

func debounceWord(ms int) string {
	switch {
	case ms == 0:
		return "default"
	case ms < 0:
		return "0s"
	}
	return (time.Duration(ms) * time.Millisecond).String()
}

func alertingDiff(d *diff, was, is core.AlertPolicy) {
	of(d, "preAlarm", secondsWord(was.PreAlarm), secondsWord(is.PreAlarm))
	of(d, "debounce", debounceWord(was.Debounce), debounceWord(is.Debounce))
	of(d, "notClosedInOffice", secondsWord(was.InOffice), secondsWord(is.InOffice))
	of(d, "offlineAfter", secondsWord(was.Offline), secondsWord(is.Offline))
	of(d, "alertsOff", was.Off.String(), is.Off.String())
}

func (x *exporter) alerting(a core.AlertPolicy) {
	x.seconds("preAlarm", a.PreAlarm)
	if a.Debounce != 0 {
		x.line(2, fmt.Sprintf("debounce: %s", debounceWord(a.Debounce)))
	}
	x.seconds("notClosedInOffice", a.InOffice)
	x.seconds("offlineAfter", a.Offline)
	var off []string
	for _, k := range a.Off.Each() {
		off = append(off, k.String())
	}
	x.list(2, "alertsOff", off)
}
