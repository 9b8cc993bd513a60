package core

import (
	"encoding/json"
	"strings"
	"testing"
)

// [alerts.policy]: a set of kinds is read back as it was written, all of them, and nothing is taken
// for nothing: read so, a kind would be switched on again.
func TestAlertSetSurvivesTheDisk(t *testing.T) {
	var all AlertSet
	for k := AlertNotClosed; int(k) < len(alertNames); k++ {
		if k.OfHub() {
			continue
		}
		all = all.With(k)
		for _, s := range []AlertSet{0, all, AlertSet(0).With(k)} {
			var back AlertPolicy
			roundTrip(t, AlertPolicy{Off: s}, &back)
			if back.Off != s {
				t.Errorf("%q became %q", s, back.Off)
			}
		}
	}
	for _, bad := range []string{"ghosts", "tamper,", "tamper,low battery", "none", "clock not trusted", "tamper, ghosts"} {
		var s AlertSet
		if err := s.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is %q", bad, s)
		}
	}
}

// A door of an old release alerts as doors do, and a door that is set no other way writes nothing.
func TestOldDoorAlertsAsDoorsDo(t *testing.T) {
	var d Door
	if err := json.Unmarshal([]byte(`{"id":"d","name":"Front"}`), &d); err != nil || d.Alerts != (AlertPolicy{}) {
		t.Errorf("%+v, %v", d, err)
	}
	if b, _ := json.Marshal(d); strings.Contains(string(b), "alerts") {
		t.Errorf("it writes %s", b)
	}
	var st DoorState
	roundTrip(t, DoorState{Door: "d"}, &st)
	if b, _ := json.Marshal(st); strings.Contains(string(b), "flood") || strings.Contains(string(b), "exit") || strings.Contains(string(b), "low") {
		t.Errorf("it writes %s", b)
	}
}

// D-2, D-3, D-4, D-5, D-9: what a door can be set to, at each edge.
func TestAlertPolicyHasItsBounds(t *testing.T) {
	for _, c := range []struct {
		what string
		door Door
		ok   bool
	}{
		{"pre-alarm in time", Door{Alerts: AlertPolicy{PreAlarm: 37}}, true},
		{"pre-alarm at once", Door{Alerts: AlertPolicy{PreAlarm: 38}}, false},
		{"pre-alarm before a threshold of its own", Door{NotClosed: 10, Alerts: AlertPolicy{PreAlarm: 10}}, false},
		{"pre-alarm below nothing", Door{Alerts: AlertPolicy{PreAlarm: -1}}, false},
		{"no debounce", Door{Alerts: AlertPolicy{Debounce: -1}}, true},
		{"longest debounce", Door{Alerts: AlertPolicy{Debounce: 10000}}, true},
		{"longer", Door{Alerts: AlertPolicy{Debounce: 10001}}, false},
		{"in office", Door{Alerts: AlertPolicy{InOffice: 5}}, true},
		{"in office, shorter", Door{Alerts: AlertPolicy{InOffice: 4}}, false},
		{"in office, longest", Door{Alerts: AlertPolicy{InOffice: 3600}}, true},
		{"in office, longer", Door{Alerts: AlertPolicy{InOffice: 3601}}, false},
		{"offline", Door{Alerts: AlertPolicy{Offline: 50}}, true},
		{"offline before five beacons", Door{Alerts: AlertPolicy{Offline: 49}}, false},
		{"the hub's alert", Door{Alerts: AlertPolicy{Off: AlertSet(0).With(AlertClock)}}, false},
		{"a kind that there is not", Door{Alerts: AlertPolicy{Off: 1 << 31}}, false},
	} {
		c.door.ID, c.door.Name = "d", "Front"
		if _, err := NewConfig().With(1, []Edit{Put(c.door)}, nil); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	for extra, ok := range map[int]bool{0: true, 3600: true, 3601: false, -1: false} {
		if _, err := NewConfig().With(1, []Edit{Put(Person{ID: "p", ExtraTime: extra})}, nil); (err == nil) != ok {
			t.Errorf("%d s more: %v", extra, err)
		}
	}
}

// Each kind has a name to shout and one sentence that says what to do.
func TestEveryAlertSaysWhatToDo(t *testing.T) {
	for k := AlertNotClosed; int(k) < len(alertNames); k++ {
		do := k.Do()
		if k.Say() == "" || !strings.HasSuffix(do, ".") || strings.Count(do, ".") != 1 {
			t.Errorf("%s: %q, %q", k, k.Say(), do)
		}
	}
}

func TestNuisanceHalvesEachDay(t *testing.T) {
	const day = int64(24 * 3600 * 1e9)
	f := Flood{Score: 9, Scored: Instant{Wall: 10 * day}}
	for after, want := range map[int64]int{-day: 9, 0: 9, day - 1: 9, day: 4, 2 * day: 2, 4 * day: 0, 4000 * day: 0} {
		if n := f.Nuisance(Instant{Wall: 10*day + after}); n != want {
			t.Errorf("after %v h it is %d, want %d", after/(3600*1e9), n, want)
		}
	}
}
