package hub

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/rules"
	"localiq/store"
)

// The recorded inputs give the same again, byte for byte, from and to any of them.
func TestReplayIsByteIdentical(t *testing.T) {
	l := aDay(t, store.Options{Every: 4})
	for from := core.Seq(1); from <= 9; from++ {
		for to := from; to <= 9; to++ {
			got := l.asks(200, core.ReplayPast{From: core.Moment{Seq: from}, To: core.Moment{Seq: to}})
			r := got.Replayed
			if got.Error != nil || r.Differ != 0 || r.From != from || r.To != to || r.Inputs != int(to-from)+1 || r.Events < r.Inputs {
				t.Fatalf("%d to %d: %+v, %v", from, to, r, got.Error)
			}
		}
	}
	if got := l.asks(200, core.ReplayPast{}); got.Error != nil || got.Replayed.Inputs != 9 || got.Replayed.Sites != 3 {
		t.Errorf("%+v, %v", got.Replayed, got.Error)
	}
	got := l.asks(200, core.ReplayPast{From: core.Moment{Wall: at9 + int64(20*time.Minute)}, To: core.Moment{Wall: at9 + int64(80*time.Minute)}})
	if got.Error != nil || got.Replayed.From != 6 || got.Replayed.To != 7 {
		t.Errorf("%+v, %v", got.Replayed, got.Error)
	}
}

// doctored is a store whose records somebody has changed.
type doctored struct {
	*store.Store
	entry func(*core.Entry)
	site  func(*core.Site)
}

func (d doctored) Since(seq core.Seq, n int) ([]core.Entry, error) {
	es, err := d.Store.Since(seq, n)
	for i := range es {
		if d.entry != nil {
			d.entry(&es[i])
		}
	}
	return es, err
}

func (d doctored) Checkpoint(seq core.Seq, now *core.Config) (*core.Site, error) {
	s, err := d.Store.Checkpoint(seq, now)
	if err == nil && d.site != nil {
		d.site(s)
	}
	return s, err
}

// The first difference is found and said: another event, another command, another site.
func TestReplayTellsTheFirstDifference(t *testing.T) {
	l := aDay(t, store.Options{Every: 4})
	for _, c := range []struct {
		name   string
		ledger doctored
		want   core.Seq
		said   string
	}{
		{"an event", doctored{Store: l.store, entry: func(e *core.Entry) {
			if e.Input.ID == 7 {
				e.Decision.Notices[0].What, e.Decision.Notices[0].Reason = core.AccessGranted, core.Granted
			}
		}}, 7, "recorded, by release unknown:|  person -ana opened Front with a tag|  to lock l1: answer person blocked, bolt unknown|  to lock l1: AskResult|now, by release v2:|  Front: refused person -ana, person blocked|"},
		{"an input", doctored{Store: l.store, entry: func(e *core.Entry) {
			if e.Input.ID == 3 {
				e.Input.At.Wall += int64(12 * time.Hour)
			}
		}}, 3, "outside the schedule"},
		{"a command", doctored{Store: l.store, entry: func(e *core.Entry) {
			if e.Input.ID == 7 {
				e.Decision.Commands = nil
			}
		}}, 7, "now, by release v2:"},
		{"a site", doctored{Store: l.store, site: func(s *core.Site) {
			if s.Seq == 5 {
				s.Doors[0].Reported.Contact = core.ContactOpen
			}
		}}, 5, "the site that was kept after it is another"},
	} {
		got := l.over(200, c.ledger).Ask(t.Context(), core.Asked{Wish: core.ReplayPast{}})
		if got.Error != nil || got.Replayed.Differ != c.want || !strings.Contains(strings.Join(got.Replayed.Report, "|"), c.said) {
			t.Errorf("%s: %+v, %v", c.name, got.Replayed, got.Error)
		}
	}
}

// What another configuration would have done is told in sentences; what falls due under it happens at
// its own time.
func TestWhatIf(t *testing.T) {
	l := newLife(t, store.Options{})
	l.moveIn(0)
	l.edits(1, nil, core.Put(core.Door{ID: "d-front", Name: "Front", Lock: "l1", NotClosed: 3000}))
	l.does(2, core.Input{Event: core.LockHeard{Lock: "l1"}})
	l.tag(10)
	l.does(11, core.Input{Event: core.DoorOpened{Lock: "l1"}})
	l.does(12, core.Input{Event: core.DoorClosed{Lock: "l1"}})
	l.tag(9 * 60)
	file := string(l.asks(600, core.ExportSite{}).YAML)
	for _, c := range []struct {
		name, old, new string
		want           []string
	}{
		{"the same", "", "", []string{"Nothing would have been different."}},
		{"fewer hours", "08:00-18:00", "08:00-09:05", []string{
			"Openings that would have been refused: 1. Refusals that would have opened: 0. Differences in all: 1.",
			"Mon 23 Nov 2026 09:10:00  then: Ana Novak opened Front with a tag; with the file: Front: refused Ana Novak, outside the schedule"}},
		{"more hours", "08:00-18:00", "08:00-24:00", []string{
			"Openings that would have been refused: 0. Refusals that would have opened: 1. Differences in all: 1.",
			"Mon 23 Nov 2026 18:00:00  then: Front: refused Ana Novak, outside the schedule; with the file: Ana Novak opened Front with a tag"}},
		{"less patience", "notClosed: 3000", "notClosed: 20", []string{
			"Differences in all: 2.",
			"Mon 23 Nov 2026 09:11:20  then: nothing; with the file: Front: NOT CLOSED for 20 s",
			"Mon 23 Nov 2026 09:12:00  then: nothing; with the file: Front: NOT CLOSED cleared after 1 min"}},
	} {
		if c.old != "" && !strings.Contains(file, c.old) {
			t.Fatalf("%s: the file does not say %s:\n%s", c.name, c.old, file)
		}
		got := l.asks(600, core.ReplayPast{From: core.Moment{Seq: 3}, YAML: []byte(strings.Replace(file, c.old, c.new, 1))})
		if got.Error != nil {
			t.Fatal(c.name, got.Error)
		}
		report := strings.Join(got.Replayed.Report, "\n")
		for _, want := range c.want {
			if !strings.Contains(report, want) {
				t.Errorf("%s: %q is missing in\n%s", c.name, want, report)
			}
		}
	}
	if got := l.asks(600, core.ReplayPast{YAML: []byte("version: 2")}); got.Error == nil {
		t.Errorf("a bad file: %+v", got.Replayed)
	}
	if l.site.Seq != 7 || len(rules.Openers(l.site, "d-front", l.site.At)) != 1 {
		t.Error("a what-if changed something")
	}
}
