package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// trouble is how one kind of alert comes about and ends, in the words of the stories, each with the
// time that passes before it: "40s wait", "1s closes front".
type trouble struct {
	kind  core.AlertKind
	door  string   // how the door is set
	well  []string // before it
	cause []string // from here it stands or is on its way
	due   []string // now it is raised, if it was not
	again []string // told once more, perhaps by a lock that comes back after a restart
	end   []string // nil: an acknowledgement is its end
}

var troubles = []trouble{
	{kind: core.AlertNotClosed, cause: []string{"1s opens front"}, due: []string{"40s wait"}, again: []string{"1s report front locked open ?"},
		end: []string{"1s closes front", "2s wait"}},
	{kind: core.AlertForced, well: []string{"1s handle front"}, cause: []string{"1m opens front"}, due: []string{"40s wait"},
		again: []string{"1s report front locked open ?"}, end: []string{"1s closes front", "2s wait"}},
	{kind: core.AlertLockOffline, door: "offline 120", cause: []string{"1s silent front"}, due: []string{"200s wait"}, again: []string{"1s silent front"},
		end: []string{"1s heard front"}},
	{kind: core.AlertSensor, cause: []string{"1s report front locked unknown ?"}, due: []string{"70s wait"}, again: []string{"1s report front locked unknown ?"},
		end: []string{"1s report front locked closed 1s"}},
	{kind: core.AlertLowBattery, cause: []string{"1s report front locked closed ? battery 9"}, due: []string{"11m report front locked closed ? battery 8"},
		again: []string{"1s report front locked closed ? battery 7"}, end: []string{"1s report front locked closed ? battery 90"}},
	{kind: core.AlertRelockUnconfirmed, cause: []string{"1s report front office/5m closed ?", "1s answer front refused"}, due: []string{"5s wait", "1s answer front refused"},
		again: []string{"1s report front office/5m closed ?", "1s answer front refused"}, end: []string{"1s report front locked closed ?"}},
	{kind: core.AlertTamper, due: []string{"1s tamper front"}, again: []string{"1s tamper front"}},
	{kind: core.AlertWrongCodes, due: []string{"1s limited front pin 1m"}, again: []string{"1s limited front pin 2m"}},
	{kind: core.AlertWrongCodes, cause: times(3, "1s pin Zoe front"), due: times(5, "1s pin Zoe front"), again: []string{"1s pin Zoe front"}},
	{kind: core.AlertStrayTags, cause: times(5, "1s tag Zoe front"), due: times(10, "1s tag Zoe front"), again: []string{"1s tag Zoe front"}},
	{kind: core.AlertDuress, due: []string{"1s duress Ana front"}, again: []string{"1s duress Ana front"}},
	{kind: core.AlertRadioFalls, due: []string{"1s blames hci0 3 1m front"}, again: []string{"1s blames hci0 4 1m front"}, end: []string{"1s report front locked closed ?"}},
	{kind: core.AlertRefuses, due: []string{"1s refuses front no key"}, again: []string{"1s refuses front no key"}, end: []string{"1s report front locked closed ?"}},
	{kind: core.AlertAdmin, due: []string{"1s admin-refused front"}, again: []string{"1s admin-refused front"}, end: []string{"1s edit door front admin 0418"}},
	{kind: core.AlertClock, due: []string{"1s powercut {now}"}, again: []string{"1s tick"}, end: []string{"1s clock-read box={now} ntp"}},
}

func times(n int, step string) (steps []string) {
	for range n {
		steps = append(steps, step)
	}
	return steps
}

// TestEveryKindOfAlert [alerts.kinds] [alerts.read] D-7 D-10 D-12: each kind is raised once,
// acknowledged once and cleared once, wherever the hub is restarted or the box loses its power.
func TestEveryKindOfAlert(t *testing.T) {
	for _, kind := range kindsOf(t) {
		for _, stop := range []string{"never", "pending", "raised", "acknowledged", "cleared"} {
			for _, how := range []string{"restart", "reboot"} {
				if kind.kind.OfHub() && stop == "cleared" && how == "reboot" {
					continue // the clock is lost once more
				}
				t.Run(fmt.Sprintf("%s, %s when %s", kind.kind, how, stop), func(t *testing.T) {
					l := begun(t, kind, "")
					l.run(kind.cause)
					l.halt(stop == "pending", how, kind.again)
					l.run(kind.due)
					l.run(kind.due)
					l.run(kind.again)
					l.must("raised", 1, 0, 0)
					l.halt(stop == "raised", how, kind.again)
					l.run(kind.due)
					l.must("still raised", 1, 0, 0)
					l.ends(stop, how)
				})
			}
		}
	}
}

func (l *alertLife) ends(stop, how string) {
	ack := "1s ack " + doorOf(l.trouble.kind) + " " + l.trouble.kind.String()
	l.run([]string{ack})
	if l.trouble.end == nil {
		l.must("acknowledged, which is its end", 1, 1, 1)
		l.halt(stop == "acknowledged" || stop == "cleared", how, nil)
		l.must("ended", 1, 1, 1)
		return
	}
	l.must("acknowledged", 1, 1, 0)
	l.halt(stop == "acknowledged", how, l.trouble.again)
	l.run([]string{ack})
	l.run(l.trouble.again)
	l.must("acknowledged again", 1, 1, 0)
	if a := l.alert(); a == nil || a.Acked.IsZero() || a.By != "desk" || a.Raised.IsZero() || a.Acked.Wall < a.Raised.Wall {
		l.t.Errorf("it does not keep its times: %+v", a)
	}
	l.run(l.trouble.end)
	l.must("cleared", 1, 1, 1)
	l.halt(stop == "cleared", how, l.trouble.end)
	l.run(l.trouble.end)
	l.must("cleared again", 1, 1, 1)
	if a := l.alert(); a != nil {
		l.t.Errorf("it stands: %+v", a)
	}
}

// TestSwitchedOffNothingIsRaised [alerts.policy]: for every kind that a door has; and time goes on
// (story.wait fails where Next asks for ever).
func TestSwitchedOffNothingIsRaised(t *testing.T) {
	for _, kind := range kindsOf(t) {
		if kind.kind.OfHub() {
			continue
		}
		t.Run(kind.kind.String(), func(t *testing.T) {
			l := begun(t, kind, " mute "+strings.ReplaceAll(kind.kind.String(), " ", "-"))
			for _, steps := range [][]string{kind.cause, kind.due, kind.again, {"10m wait"}, {"1s restart"}, kind.again, kind.due, kind.end} {
				l.run(steps)
			}
			l.must("switched off", 0, 0, 0)
		})
	}
}

// kindsOf fails for a kind that nobody has described.
func kindsOf(t *testing.T) []trouble {
	described := map[core.AlertKind]bool{}
	for _, k := range troubles {
		described[k.kind] = true
	}
	for k := core.AlertNotClosed; !strings.HasPrefix(k.String(), "#"); k++ {
		if !described[k] {
			t.Errorf("nobody says how %q comes about", k)
		}
		if k.Do() == "" {
			t.Errorf("nobody is told what to do about %q", k)
		}
	}
	return troubles
}

// alertLife is a story of one alert.
type alertLife struct {
	*story
	trouble
	t *testing.T
}

func doorOf(k core.AlertKind) string {
	if k.OfHub() {
		return "hub"
	}
	return "front"
}

func begun(t *testing.T, kind trouble, more string) *alertLife {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{ID: "hub00000", Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 09:00:00", "door front admin 0417 " + kind.door + more, "group staff front", "person Ana staff duress", "pin Ana"} {
		st.setUp(line)
	}
	l := &alertLife{story: st, trouble: kind, t: t}
	l.run([]string{"1s start", "1s report front locked closed 5m battery 80"})
	l.run(kind.well)
	return l
}

func (l *alertLife) run(steps []string) {
	for _, s := range steps {
		after, what, _ := strings.Cut(s, " ")
		d, err := time.ParseDuration(after)
		if err != nil {
			l.t.Fatal(err)
		}
		at := l.now.Add(d).In(l.zone)
		what = strings.ReplaceAll(what, "{now}", at.Format("2006-01-02T15:04:05"))
		l.happens(at.Format("15:04:05.000000000") + " " + what)
	}
}

// halt stops the hub, or the whole box, here; then comes what the lock tells when it is heard again.
func (l *alertLife) halt(here bool, how string, then []string) {
	if here {
		l.run([]string{"1s " + how})
		l.run(then)
	}
}

func (l *alertLife) alert() *core.Alert {
	if l.trouble.kind.OfHub() {
		for i := range l.s.Hub.Alerts {
			if l.s.Hub.Alerts[i].Kind == l.trouble.kind {
				return &l.s.Hub.Alerts[i]
			}
		}
		return nil
	}
	return l.s.Door("front").Alert(l.trouble.kind)
}

func (l *alertLife) must(when string, raised, acked, cleared int) {
	l.t.Helper()
	n := map[core.What]int{}
	for _, told := range l.told {
		if told.Alert == l.trouble.kind {
			n[told.What]++
		}
	}
	if n[core.AlertRaised] != raised || n[core.AlertWasAcked] != acked || n[core.AlertCleared] != cleared {
		l.t.Fatalf("%s: raised %d, acknowledged %d, cleared %d times; want %d, %d, %d\n%s", when,
			n[core.AlertRaised], n[core.AlertWasAcked], n[core.AlertCleared], raised, acked, cleared, l.out.String())
	}
}
