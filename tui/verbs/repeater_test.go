package verbs

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// still is a hub on which nothing moves: it shows one snapshot and remembers what it was asked.
type still struct {
	shot  *core.Snapshot
	told  core.Told
	asked []core.Wish
}

func (s *still) Watch(context.Context) <-chan *core.Snapshot {
	c := make(chan *core.Snapshot, 1)
	c <- s.shot
	return c
}

func (s *still) Lines(context.Context, core.Seq, int) ([]core.Line, error) { return nil, nil }

func (s *still) Ask(_ context.Context, a core.Asked) core.Told {
	s.asked = append(s.asked, a.Wish)
	return s.told
}

// at runs a verb at that hub and returns what it printed.
func (s *still) at(t *testing.T, in string, verb interface{ Run(*Desk) error }) (string, error) {
	t.Helper()
	var out, err bytes.Buffer
	d := &Desk{Ctx: t.Context(), In: strings.NewReader(in), Out: &out, Err: &err,
		Open: func(Place, bool) (Hub, func(), error) { return s, func() {}, nil }}
	failed := verb.Run(d)
	return out.String(), failed
}

// A code is asked for unseen by the shell's history, and is never printed.
func TestRepeaterAddAsksForTheCode(t *testing.T) {
	h := &still{told: core.Told{Repeater: &core.Repeater{ID: "r1", Name: "Attic\x1b[2J"}}}
	out, err := h.at(t, "LIQ1-ABCD\n", &RepeaterAdd{Address: "10.0.0.2:8445", Name: "Attic", Code: "-", Via: "Hall"})
	if err != nil || len(h.asked) != 1 || h.asked[0] != (core.AddRepeater{Address: "10.0.0.2:8445", Code: "LIQ1-ABCD", Name: "Attic", Via: "Hall"}) {
		t.Fatalf("%v, %+v", err, h.asked)
	}
	if strings.Contains(out, "ABCD") || strings.Contains(out, "\x1b") || !strings.Contains(out, "r1") {
		t.Errorf("%q", out)
	}
	h.told = core.Told{Error: core.Errorf(core.CodeTree, "this would be repeater 7")}
	if _, err := h.at(t, "", &RepeaterAdd{Address: "a:1", Code: "x"}); core.AsError(err).Code != core.CodeTree {
		t.Error(err)
	}
}

func TestRepeaterListTellsTheWay(t *testing.T) {
	h := &still{shot: &core.Snapshot{}}
	if out, err := h.at(t, "", &RepeaterList{}); err != nil || !strings.Contains(out, "localiq radio --listen") {
		t.Errorf("%q, %v", out, err)
	}
	h.shot = &core.Snapshot{
		Now:       moment(90 * time.Second),
		Repeaters: []core.Repeater{{ID: "r0", Name: "Cellar", Address: "10.0.0.3:8445"}, {ID: "r1", Name: "Attic", Address: "10.0.0.2:8445"}, {ID: "r2", Name: "Roof", Address: "10.0.2.7:8445", Via: "r1"}, {ID: "r3", Name: "New"}},
		Hub:       core.HubState{Radios: []core.RadioState{{Adapter: "r1", Up: true}, {Adapter: "r2", Why: "no repeater answers", Since: moment(0)}}},
		Air:       core.Air{Radios: []core.RadioNow{{Adapter: "r1", Links: 2, Reports: 40}}},
	}
	out, err := h.at(t, "", &RepeaterList{})
	for i, want := range [][]string{{"Attic", "layer 1", "up, links 2, hears 40"}, {"Cellar", "not reached yet"}, {"New", "not reached yet"},
		{"Roof", "layer 2 through Attic", "down for 1 min 30 s: no repeater answers"}} {
		for _, w := range want {
			if line := strings.Split(out, "\n")[i]; !strings.Contains(line, w) {
				t.Errorf("%q lacks %q (%v)", line, w, err)
			}
		}
	}
	if out, err := h.at(t, "", &RepeaterList{JSON: true}); err != nil || !strings.Contains(out, `"layer":2`) || !strings.Contains(out, `"reports":40`) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestRepeaterForgetSaysWhatIsLeft(t *testing.T) {
	h := &still{}
	out, err := h.at(t, "", &RepeaterForget{Repeater: "Attic"})
	if err != nil || h.asked[0] != (core.ForgetRepeater{Repeater: "Attic"}) || !strings.Contains(out, "--forget-hub") {
		t.Errorf("%q, %v", out, err)
	}
}
