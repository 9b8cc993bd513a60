package tui

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"localiq/core"
	"localiq/tui/internal/plain"
	"localiq/tui/internal/stage"
)

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
				text, bad := outcome(UI{}, errand{Name: plain.Clean(s)}, told, "14:00")
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
	u.Consoles = consoles{Is: &core.Consoles{Listens: s, Why: s, Claim: s, Sessions: []core.SessionNow{{ID: s, Name: s, From: s, How: s}}}}
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
