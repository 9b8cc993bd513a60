package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

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

// hostile is the made-up site with s wherever a text comes from outside.
func hostile(s string) core.Snapshot {
	site := stage.Site(0)
	site.Settings.Name, site.Health.Demo, site.Health.StoreError = s, s, s
	site.Hub.Radios = []core.RadioState{{Adapter: s, Why: s}}
	for i := range site.Doors {
		c := &site.Doors[i]
		c.Door.Name, c.LastWho, c.LastGroup, c.LastSchedule, c.OfficeBy = s, s, s, s, s
		c.State.Reported.Firmware = s
		c.State.Office = core.Office{On: true, Since: site.Now}
		c.State.Alerts = append(c.State.Alerts, core.Alert{Kind: core.AlertTamper, Since: site.Now, Raised: site.Now, Acked: site.Now, By: s})
		if c.Lock != nil {
			c.Lock = &core.Lock{ID: core.LockID(s), Family: s, Model: s, Serial: s, Address: s}
		}
	}
	return site
}

func hostileLines(s string) (out []core.Line) {
	for w := range core.DoorUncertain + 2 { // also a word that a newer hub may say
		out = append(out, core.Line{Notice: core.Notice{Seq: core.Seq(w + 1), What: w, At: stage.At(time.Duration(w)), Door: "office", Detail: s,
			Origin: core.Origin{Who: s}, Alert: core.AlertTamper}, DoorName: s, PersonName: s})
	}
	return out
}

// FuzzForeignText: whatever a name, a firmware or an error says, nothing of it reaches the
// terminal but letters, and no line is wider than the screen.
func FuzzForeignText(f *testing.F) {
	for _, s := range []string{"Front door", "\x1b[2J\x1b[31mPWNED", "a\u202eb\u2066c", "\u009b31m\u0090q", "x\r\ny\tz", "👩‍👩‍👧 🇨🇿 倉庫", "\xff\xfe", "e\u0301\u0301\u0301\u0301", "\x1b]0;title\x07", strings.Repeat("w", 600)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s += "\x1b[8mhidden" // a style too, and one that is never ours
		site := hostile(s)
		for _, size := range [][2]int{{40, 20}, {80, 24}, {120, 40}} {
			for sc := doorsScreen; sc <= secretScreen; sc++ {
				u := newUI(Unicode)
				u.Places = []place{{Screen: sc, Door: "office", Line: lineID{Seq: 2}}}
				u.Tail = u.Tail.add(hostileLines(s), 99)
				u.Tail.Words = plain.Clean(s)
				hostilePeople(&u, sc, s)
				u.Dialog = &dialog{Errand: errand{Name: plain.Clean(s)}}
				told := core.Told{Error: &core.Error{Text: s, Do: s}}
				text, bad := outcome(errand{Name: plain.Clean(s)}, told, "14:00")
				u.tell(message{Text: text, Bad: bad})
				checkScreen(t, View(&site, u, size[0], size[1]), size[0], size[1])
				u.DoorWords = plain.Clean(s) // on the overview only, where it may leave no door to see
				checkScreen(t, View(&site, u, size[0], size[1]), size[0], size[1])
			}
		}
	})
}

// hostilePeople puts s wherever the hub's word about people goes.
func hostilePeople(u *UI, sc screen, s string) {
	row := core.PersonRow{ID: core.PersonID(s), First: s, Last: s, Email: s, State: s, Groups: []string{s}, Rights: []core.Right{core.Right(s)}, Tags: 1}
	group := core.GroupRow{ID: core.GroupID(s), Name: s, Doors: []string{s}, Schedule: s}
	booking := core.BookingRow{Booking: core.Booking{ID: core.BookingID(s), From: 1, Until: 2}, PersonName: s, DoorName: s, Note: s}
	pod := core.PodRow{ID: core.PodID(s), Name: s, Doors: []string{s}, Members: []string{s}, Guests: []string{s}}
	week := core.ScheduleRow{ID: core.ScheduleID(s), Name: s, Windows: []string{s}, Groups: []string{s}, Doors: []string{s}, Exceptions: []string{s}, Calendars: []string{s}, Holiday: []string{s}}
	u.Week = weekCard{ID: week.ID, Is: &core.Preview{Schedule: s, Days: []core.PreviewDay{{Holidays: s}}}}
	u.Matrix = matrix{Told: true, Groups: []core.GroupRow{group}, Changed: map[crossing]bool{{group.ID, "office"}: true}}
	for i := range u.Rolls {
		u.Rolls[i] = roll{Words: plain.Clean(s), Chosen: s, Of: 2, Told: true, Rows: []rollRow{{s, row, group, booking, pod, week}, {"2", row, group, booking, pod, week}}}
	}
	key := core.KeyRow{ID: core.KeyID(s), Kind: core.KeyTag, PersonName: s, Doors: []core.KeyAt{{Name: s, Is: core.KeyHeld}}}
	u.Card = personCard{ID: core.PersonID(s), Is: &core.PersonCard{PersonRow: row, Host: s, Keys: []core.KeyRow{key}, Pending: []string{s},
		Doors: []core.Opener{{DoorName: s, Reason: core.Granted, Group: s, Schedule: s, But: s}}}}
	u.Gang = gang{ID: core.GroupID(s), Is: &group, People: []core.PersonRow{row}}
	f := lostForm(row, []core.KeyRow{key}, *u)
	f.Fields = append(f.Fields, personFields(row, *u)...)
	u.Form = &f
	u.Secret = &secret{Who: plain.Clean(s), PIN: plain.Clean(s), Text: s, More: []string{s}}
	u.Places[0].Person, u.Places[0].Group, u.Places[0].Pod, u.Places[0].Week = core.PersonID(s), core.GroupID(s), pod.ID, week.ID
}

func checkScreen(t *testing.T, view string, w, h int) {
	t.Helper()
	lines := strings.Split(view, "\n")
	if len(lines) != h {
		t.Fatalf("%d lines on a screen of %d", len(lines), h)
	}
	for _, l := range lines {
		if n := ansi.StringWidth(l); n > w {
			t.Fatalf("%d cells on a line of %d: %q", n, w, l)
		}
		if strings.ContainsFunc(withoutStyles(l), func(r rune) bool { return unicode.Is(unicode.C, r) && r != '\uFFFD' }) {
			t.Fatalf("a control reaches the terminal: %q", l)
		}
	}
}

// ours is the styles that style.go makes.
var ours = regexp.MustCompile(`^(1|7|(1;)?3[1-6])?$`)

// withoutStyles takes away what style.go writes, and nothing else: any other escape stays.
func withoutStyles(s string) string {
	var b strings.Builder
	for {
		head, rest, ok := strings.Cut(s, "\x1b[")
		b.WriteString(head)
		if !ok {
			return b.String()
		}
		end := strings.IndexByte(rest, 'm')
		if end < 0 || !ours.MatchString(rest[:end]) {
			b.WriteString("\x1b")
			s = rest
			continue
		}
		s = rest[end+1:]
	}
}

// FuzzFilter: what people type is never too strange, and everything passes the empty filter.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{"", "door:front who:ana", `door:"front door`, `""`, "what:", "a\x00b", "žluť", "state:locked", "bat:<20", "bat:<>%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		none := strings.TrimSpace(strings.ReplaceAll(plain.Clean(s), `"`, "")) == ""
		for _, l := range stage.Story() {
			if pass := readFilter(plain.Clean(s), eventFields).passes(l, time.UTC); !pass && none {
				t.Errorf("%q is no filter and holds back %q", s, said(l, time.UTC))
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
