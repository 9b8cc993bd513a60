package rules

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

var update = flag.Bool("update", false, "rewrite what follows in testdata/rules")

// A story is a site in a few lines, an empty line, then what happens, one line each, with what
// follows indented beneath. `go test ./rules -run Stories -update` rewrites what follows; read
// the diff. story_setup_test.go and story_words_test.go have the words. `wait` lets time pass, asking Next when to wake.
func TestStories(t *testing.T) {
	if *update && os.Getenv("CI") != "" {
		t.Fatal("-update in CI would make every story true")
	}
	for _, f := range storyFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			want := read(t, f)
			got := tellStory(t, want).out.String()
			if *update {
				if err := os.WriteFile(f, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("it went otherwise:\n%s", firstDifference(want, got))
			}
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "(the end)", "(the end)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n  want %s\n  got  %s", i+1, a, b)
		}
	}
	return ""
}

// story is a hub in a test: it applies what Decide says and prints it.
type story struct {
	t     *testing.T
	out   strings.Builder
	s     *core.Site
	names map[core.PersonID]core.Name
	zone  *time.Location

	now   core.Instant
	began time.Time // local, of now
	wake  core.Wake
	last  core.Input
	ids   core.Seq
	index map[core.DoorID]uint32
	acks  bool // show acknowledgements of the journal
	told  []core.Notice
	heard map[fmt.Stringer]bool // the words that were said (story_heard_test.go); nil: nobody asks
	box   bool                  // now is the box's own clock, which the hub judges (story_clock_test.go)
}

func tellStory(t *testing.T, text string) *story {
	st := &story{t: t, heard: map[fmt.Stringer]bool{}, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{},
		s: core.NewSite(core.HubState{ID: "hub00000", Epoch: 7})}
	head, body, _ := strings.Cut(text, "\n\n")
	st.out.WriteString(head + "\n\n")
	for line := range strings.SplitSeq(head, "\n") {
		st.setUp(line)
	}
	for line := range strings.SplitSeq(strings.TrimRight(body, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "    "): // what followed last time
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"):
			st.out.WriteString(line + "\n")
		default:
			st.out.WriteString(line + "\n")
			st.happens(line)
		}
	}
	return st
}

// decide puts one input through, as the loop does, and prints what follows.
func (st *story) decide(in core.Input) core.Decision {
	st.ids++
	in.ID, in.At = st.ids, st.at()
	st.last = in
	before := st.frozen()
	d := Decide(st.s, in)
	if after := st.frozen(); before != after {
		st.t.Errorf("deciding %T changed the site that it read:\n%s\n%s", in.Event, before, after)
	}
	if !d.Empty() {
		st.s = st.s.Apply(in.ID, in.At, d.Changes)
	}
	st.told = append(st.told, d.Notices...)
	st.hear(in, d)
	st.show(d)
	return d
}

// frozen is the moving part of the site in bytes.
func (st *story) frozen() string {
	b, err := json.Marshal(struct{ D, H, C any }{st.s.Doors, st.s.Hub, st.s.Counts})
	if err != nil {
		st.t.Fatal(err)
	}
	return string(b)
}

// reread is what a restart does: the site comes back from bytes.
func (st *story) reread() {
	var doors []core.DoorState
	if err := json.NewDecoder(bytes.NewReader(mustJSON(st.t, st.s.Doors))).Decode(&doors); err != nil {
		st.t.Fatal(err)
	}
	n := *st.s
	n.Doors, n.Counts = doors, new(core.Counts)
	if err := json.Unmarshal(mustJSON(st.t, st.s.Counts), n.Counts); err != nil {
		st.t.Fatal(err)
	}
	st.s = &n
}

func mustJSON(t testing.TB, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wait lets time pass up to and including then, ticking whenever Next asked for it.
func (st *story) wait(until core.Instant) {
	for range 200 {
		w, to := Next(st.s), until.Add(1)
		if w.Up != 0 && w.Up < to.Up {
			to = st.now.Add(w.Up - st.now.Up)
		}
		if w.Wall != 0 && w.Wall < to.Wall {
			to = st.now.Add(time.Duration(w.Wall - st.now.Wall))
		}
		if to.Up > until.Up {
			st.now = until
			return
		}
		if to.Up <= st.now.Up {
			st.t.Fatalf("Next lies in the past: %v at %v", w, st.now)
		}
		st.now = to
		st.printf("%s tick", st.clock(st.now))
		st.decide(core.Input{Event: core.Ticked{}})
	}
	st.t.Fatal("200 ticks and no end: a busy loop")
}

func (st *story) clock(i core.Instant) string { return i.In(st.zone).Format("15:04:05.000") }

func (st *story) printf(format string, args ...any) {
	st.out.WriteString("    " + fmt.Sprintf(format, args...) + "\n")
}
