package rules

import (
	"testing"

	"localiq/core"
)

// [killed] A power cut may take back inputs whose commands went out already, and their numbers
// come again: only the run keeps the new commands from being taken for the old.
func TestAnotherRunOtherCommandIDs(t *testing.T) {
	kept := base(t)
	ids := func(run core.Epoch) (out []core.CommandID) {
		s := kept
		for i, ev := range []core.Event{core.HubStarted{Version: "1", Run: run}, core.LockHeard{Lock: "front.lock"}, core.LockAsked{Door: "front"}} {
			in := core.Input{ID: kept.Seq + core.Seq(i) + 1, At: at("2026-11-23T09:00:00"), Event: ev}
			d := Decide(s, in)
			s = s.Apply(in.ID, in.At, d.Changes)
			for _, c := range d.Commands {
				out = append(out, c.ID)
			}
		}
		return out
	}
	first, again := ids(7), ids(8)
	if len(first) < 4 || len(first) != len(again) {
		t.Fatalf("commands %v, then %v", first, again)
	}
	for i := range first {
		if a, b := first[i], again[i]; a.Seq != b.Seq || a.N != b.N || a.Run != 7 || b.Run != 8 || a.Bytes() == b.Bytes() {
			t.Errorf("command %d is %v, and after a power cut %v", i, a, b)
		}
	}
}
