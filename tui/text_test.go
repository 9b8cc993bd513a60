package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"localiq/core"
	"localiq/tui/internal/plain"
	"localiq/tui/internal/stage"
)

// TestLockOpenedAgainstTheHub: a door that its lock opened is never said to be refused, and that
// the hub would have refused is never left out.
func TestLockOpenedAgainstTheHub(t *testing.T) {
	for want, v := range map[string]core.Verdict{"OPENED by the lock's own table": {Granted: true, Reason: core.Granted},
		"OPENED by the lock; the hub says: person blocked": {Reason: core.UserBlocked}} {
		for _, w := range []int{38, 78, 118} {
			text := visible(strings.Join(verdictLines(v, core.ByTable, "Ana", "", "", newUI(Unicode), w), "\n"))
			if strings.Contains(text, "DENIED") || strings.Contains(text, "GRANTED") || !strings.Contains(text, "OPENED by the lock") || w > 40 && !strings.Contains(text, want) {
				t.Errorf("%d cells: %s", w, text)
			}
		}
	}
}

// visible is s without our own styles.
func visible(s string) string { return ansi.Strip(s) }

// ours is the styles that style.go makes.
var ours = regexp.MustCompile(`^(1|7|(1;)?3[1-6])?$`)

// FuzzFilter: what people type is never too strange, and everything passes the empty filter.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{"", "door:front who:ana", `door:"front door`, `""`, "what:", "a\x00b", "žluť", "state:locked", "bat:<20", "bat:<>%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		none := strings.TrimSpace(strings.ReplaceAll(plain.Clean(s), `"`, "")) == ""
		for _, l := range stage.Story() {
			if pass := readFilter(plain.Clean(s), eventFields).passes(l, UI{Zone: time.UTC}); !pass && none {
				t.Errorf("%q is no filter and holds back %q", s, UI{Glyphs: Unicode, Zone: time.UTC}.said(l))
			}
		}
		for _, c := range stage.Site(0).Doors {
			if pass := readFilter(plain.Clean(s), doorFields).passesDoor(c); !pass && none {
				t.Errorf("%q is no filter and holds back %s", s, c.Door.Name)
			}
		}
	})
}

// FuzzKeys: no row of keys breaks the console, wherever it leads.
func FuzzKeys(f *testing.F) {
	f.Add("jj\rue\x1b2kkk/door:x\r\r")
	f.Add("2kG/a\x1b\x1bs3a?jjj")
	f.Fuzz(func(t *testing.T, s string) {
		site := stage.Site(0)
		m := &model{ui: newUI(ASCII), snap: &site, hub: stage.New(), ctx: t.Context()}
		m.keepChoices()
		m.ui.Tail = m.ui.Tail.add(stage.Story(), 400)
		if len(s) > 200 {
			s = s[:200]
		}
		for i, r := range s {
			m.press(keyOf(r))
			m.arm(m.dialogs)
			w, h := 40+i%90, 15+i%30
			checkScreen(t, View(m.snap, m.ui, w, h), w, h)
		}
	})
}

// TestStepsAreWhole: no question of a decision is cut, whatever came of it, in one column on the
// narrowest screen and in two on the others.
func TestStepsAreWhole(t *testing.T) {
	var steps []core.Step
	for ch := core.CheckLock; ch <= core.CheckRight; ch++ {
		for _, r := range []core.Reason{core.ReasonNone, core.Granted, core.OutsideSchedule} {
			steps = append(steps, core.Step{Check: ch, Reason: r})
		}
	}
	for w := minW; w <= 120; w++ {
		for _, l := range stepLines(steps, newUI(Unicode), w) {
			if l = visible(l); strings.Contains(l, Unicode.Cut) || width(l) > w {
				t.Errorf("%d columns: %q", w, l)
			}
		}
	}
	for _, st := range steps {
		if w := checkWords[st.Check]; w == "" {
			t.Errorf("no words for %v", st.Check)
		}
	}
	if l := visible(stepLine(core.Step{Check: core.CheckFactors}, newUI(Unicode), 40)); l != " – not asked nothing else to present" {
		t.Errorf("%q", l)
	}
	v := core.Verdict{Granted: true}
	for schedule, want := range map[string]string{"Late shift": "Group Late shift, schedule Late shift", "": "Group Late shift, at all times"} {
		text := visible(strings.Join(verdictLines(v, core.ByHub, "Ana", "Late shift", schedule, newUI(Unicode), 80), "\n"))
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("not there: %s\n%s", want, text)
		}
	}
}

// TestEventsAreWhole: what happened is never cut for want of width, at any that has the screen.
func TestEventsAreWhole(t *testing.T) {
	l := core.Line{Notice: core.Notice{What: core.AccessGranted, Door: "m", KeyKind: core.KeyTag, Person: "p", Reason: core.Granted, By: core.ByTable},
		DoorName: "Meeting room", PersonName: "Wilhelmina Bergmann"}
	u := newUI(Unicode)
	for w := minW; w <= 120; w++ {
		u.W = w
		rows := eventRows(u, l, false, w)
		text := strings.Join(strings.Fields(visible(strings.Join(rows, " "))), " ")
		if !strings.Contains(text, "Wilhelmina Bergmann opened Meeting room with a tag, by the lock's own table") {
			t.Errorf("%d columns: %q", w, rows)
		}
		if n := rowCount(u, []core.Line{l}, 0); n != len(rows) {
			t.Errorf("%d columns: counted as %d rows, and are %d", w, n, len(rows))
		}
	}
}

// TestBusyLockIsWhole: the radio screen says of each lock what it holds and what it is busy with.
func TestBusyLockIsWhole(t *testing.T) {
	s, u := stage.Site(0), newUI(Unicode)
	for want := range errandWords {
		for i := range s.Doors {
			s.Doors[i].Signal.Want, s.Doors[i].Signal.Wait = want, time.Second
			s.Doors[i].State.Sync = core.Sync{At: s.Now, Wanted: 2, Rows: 999, Gone: make([]core.Gone, 99)}
		}
		for w := minW; w <= 120; w++ {
			text := visible(strings.Join(airLines(&s, u, w), "\n"))
			for _, words := range []string{"OLD, 99 keys too many", "waits: " + errandWords[want]} {
				if n := strings.Count(text, words); n != 7 { // a gate has no lock
					t.Fatalf("%d columns: %q is there %d times:\n%s", w, words, n, text)
				}
			}
		}
	}
}

// TestWrapLosesNothing: prose is broken at spaces, long words anywhere, and nothing is lost.
func TestWrapLosesNothing(t *testing.T) {
	for _, s := range []string{"", "one", "one two three four", "averylongwordthatdoesnotfit in it", "倉庫倉庫倉庫倉庫 a", "  spaces   between  "} {
		for w := 4; w < 30; w++ {
			lines := wrap(s, w, "")
			for _, l := range lines {
				if width(l) > w {
					t.Errorf("wrap(%q, %d): %q is too wide", s, w, l)
				}
			}
			if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(s), ""); got != want {
				t.Errorf("wrap(%q, %d) keeps %q", s, w, got)
			}
		}
	}
}
