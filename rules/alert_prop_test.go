package rules

import (
	"strings"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// alerting is how a door may be set to alert.
func (l *life) alerting() core.AlertPolicy {
	one := func(name string, of ...int) int { return rapid.SampledFrom(of).Draw(l.t, name) }
	return core.AlertPolicy{Off: core.AlertSet(one("off", 0, 0, 0, 1<<core.AlertNotClosed, 1<<core.AlertForced|1<<core.AlertSensor, 1<<core.AlertLockOffline|1<<core.AlertRelockUnconfirmed)),
		PreAlarm: one("pre-alarm", 0, 0, 3, 37), Debounce: one("debounce", 0, -1, 5000, 10000), InOffice: one("in office", 0, 5, 300), Offline: one("offline", 0, 0, 60)}
}

// [alerts.read] D-7 D-10: whatever happens, restarts and switches among it, an alert is raised only
// when it does not stand, and cleared and acknowledged only when it does; and what stands has been
// raised.
func TestAlertsHaveOneLife(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		for i := range st.after.Doors {
			before, after := st.before.Door(st.after.Doors[i].Door), &st.after.Doors[i]
			for k := core.AlertNotClosed; !strings.HasPrefix(k.String(), "#"); k++ {
				stands := before.Alert(k) != nil
				for _, n := range st.d.Notices {
					if n.Door != after.Door || n.Alert != k {
						continue
					}
					switch is := stands; n.What {
					case core.AlertRaised:
						if stands = true; is {
							t.Fatalf("%T raised %s of %s, which stands", st.in.Event, k, n.Door)
						}
						if st.after.Config.Door(n.Door).Alerts.Off.Has(k) {
							t.Fatalf("%T raised %s of %s, which is switched off", st.in.Event, k, n.Door)
						}
					case core.AlertCleared:
						stands = false
						fallthrough
					case core.AlertWasAcked, core.AlertGrew:
						if !is {
							t.Fatalf("%T says %s of %s %s, which does not stand", st.in.Event, n.What, k, n.Door)
						}
					}
				}
				if a := after.Alert(k); (a != nil) != stands {
					t.Fatalf("after %T %s of %s stands: %v, and what was told says %v", st.in.Event, k, after.Door, a != nil, stands)
				}
			}
		}
	})
}

// D-12: of the alerts of a door's openings at most six within an hour have a message of their own,
// however it opens and closes and whatever is restarted in the same boot; the others are counted.
func TestSixMessagesAnHour(t *testing.T) {
	s, quiet := base(t), 0
	rapid.Check(t, func(t *rapid.T) {
		l := &life{t: t, s: s, now: at("2026-11-23T16:50:00"), ids: s.Seq}
		l.tell(core.HubStarted{Version: "1"})
		var loud []core.Instant
		for range 30 {
			l.again()
			for _, st := range l.steps {
				loud, quiet = messages(t, st, loud, quiet)
			}
			l.steps = nil
		}
	})
	if quiet == 0 {
		t.Error("no life had a flood")
	}
}

// again is one opening that is NOT CLOSED, after a while that is short or long.
func (l *life) again() {
	wait := func(most int, name string) {
		l.now = l.now.Add(time.Duration(rapid.IntRange(6, most).Draw(l.t, name)) * time.Second)
	}
	if wait(rapid.SampledFrom([]int{30, 30, 30, 900}).Draw(l.t, "how soon"), "closed"); rapid.IntRange(0, 9).Draw(l.t, "restart") == 0 {
		l.tell(core.HubStarted{Version: "1"})
	}
	l.tell(core.DoorOpened{Lock: "back.lock"})
	wait(60, "open")
	l.tell(core.Ticked{})
	l.tell(core.DoorClosed{Lock: "back.lock"})
}

// tell has no age: it is so now.
func (l *life) tell(ev core.Event) {
	l.ids++
	in := core.Input{ID: l.ids, At: l.now, Event: ev}
	st := step{before: l.s, in: in, d: Decide(l.s, in)}
	l.s = l.s.Apply(in.ID, in.At, st.d.Changes)
	st.after = l.s
	l.steps = append(l.steps, st)
}

func messages(t *rapid.T, st step, loud []core.Instant, quiet int) ([]core.Instant, int) {
	for _, n := range st.d.Notices {
		if n.What != core.AlertRaised || n.Alert != core.AlertNotClosed {
			continue
		}
		if n.Quiet {
			quiet++
			continue
		}
		loud = append(loud, st.in.At)
		if i := len(loud) - 1 - core.FloodMost; i >= 0 {
			if d, _ := st.in.At.Sub(loud[i]); d < core.FloodHour {
				t.Fatalf("%s: seven messages within %v", n.Door, d)
			}
		}
	}
	return loud, quiet
}
