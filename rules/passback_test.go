package rules

import (
	"testing"

	"localiq/core"
)

// TestNewer [decide.order] 4b.12: word of the very instant counts, of the one before it does not; nobody knows
// what was first of two boots, and who was nowhere yet is where they are told to be.
func TestNewer(t *testing.T) {
	at := core.Instant{Wall: 1000, Boot: "a", Up: 100}
	for name, c := range map[string]struct {
		since core.Instant
		want  bool
	}{
		"nowhere yet": {core.Instant{}, true}, "the same instant": {at, true}, "since before": {core.Instant{Wall: 2000, Boot: "a", Up: 99}, true},
		"since after": {core.Instant{Wall: 1, Boot: "a", Up: 101}, false}, "another boot": {core.Instant{Wall: 2000, Boot: "b", Up: 200}, true},
	} {
		if got := newer(at, c.since); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestForgivenIsTold [roles]: where one alone was somewhere, that is told as well; where nobody was, nothing is.
func TestForgivenIsTold(t *testing.T) {
	for n := range 3 {
		d := &draft{s: &core.Site{}, cfg: &core.Config{}}
		for i := range n {
			d.s.Counts = d.s.Counts.With(core.Count{Person: core.PersonID(rune('a' + i)), Area: "inside"})
		}
		d.forgives(core.PlacesForgiven{})
		told := len(d.out.Notices)
		if told != min(n, 1) || n > 0 && d.out.Notices[0].Count != n || len(d.counts) != n {
			t.Errorf("%d were somewhere: %+v, %d counts", n, d.out.Notices, len(d.counts))
		}
	}
}
