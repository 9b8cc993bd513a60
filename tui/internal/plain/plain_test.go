package plain

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"localiq/core"
	"localiq/tui/internal/texts"
)

// FuzzClean: whatever comes in, what comes out are letters and signs on one line.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"Front door", "\x1b[2J", "a\u202eb\u2066c", "\u009b31m", "x\r\ny\tz", "\xff\xfe", "\U0001F468\u200d\U0001F469 \U0001F1E8\U0001F1FF", "倉庫"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := Clean(s)
		if i := strings.IndexFunc(out, func(r rune) bool { return !unicode.IsGraphic(r) || fickle(r) }); i >= 0 {
			t.Errorf("%q becomes %q", s, out)
		}
		if Clean(out) != out {
			t.Errorf("%q is not clean the second time", out)
		}
	})
}

// TestAgeIsNeverGuessed: across a restart the wall clock counts only where both moments trusted it.
func TestAgeIsNeverGuessed(t *testing.T) {
	minute := int64(time.Minute)
	then := core.Instant{Wall: minute, Boot: "a", Up: time.Hour, Trust: core.Trusted}
	for want, now := range map[string]core.Instant{
		"30 s":  {Wall: 9 * minute, Boot: "a", Up: time.Hour + 30*time.Second, Trust: core.Trusted},
		"8 min": {Wall: 9 * minute, Boot: "b", Up: time.Second, Trust: core.Trusted},
		"":      {Wall: 9 * minute, Boot: "b", Up: time.Second, Trust: core.Untrusted},
	} {
		if got := Age(now, then); got != want {
			t.Errorf("%+v: %q, want %q", now, got, want)
		}
	}
	if got := Age(then, core.Instant{}); got != "" {
		t.Errorf("the age of a moment that never was: %q", got)
	}
}

// TestTableNamesWhatMayStillOpen [lock.sync]: what is worst is said, and said first.
func TestTableNamesWhatMayStillOpen(t *testing.T) {
	at := core.Instant{Wall: 1, Boot: "a"}
	for want, y := range map[string]core.Sync{
		"":                     {},
		"not reported":         {Wanted: 7},
		"5 keys, in step":      {Wanted: 7, Reported: 7, At: at, Rows: 5},
		"5 keys, 3 left out":   {Wanted: 7, Reported: 7, At: at, Rows: 5, Left: 1, Unfit: 2},
		"old, 1 key":           {Wanted: 8, Reported: 7, At: at, Rows: 1},
		"OLD, 3 keys too many": {Wanted: 8, Reported: 7, At: at, Rows: 5, Left: 1, Gone: []core.Gone{{}}, More: 2},
	} {
		if got, worse := Table(texts.English, y); got != want || worse != strings.HasPrefix(want, "OLD") {
			t.Errorf("%+v: %q, %v; want %q", y, got, worse, want)
		}
	}
}

// TestOpensByItsSource: what lets somebody in is named: a group, a booking, or the master key.
func TestOpensByItsSource(t *testing.T) {
	tag := []core.Means{{Kind: core.KeyTag}}
	for want, o := range map[string]core.Opener{
		"tag without end, by group Staff, schedule Hours": {Reason: core.Granted, With: tag, Group: "Staff", Schedule: "Hours"},
		"tag without end, by a booking":                   {Reason: core.Granted, With: tag, Booking: "b-1"},
		"tag without end, by the master key":              {Reason: core.Granted, With: tag},
		"no: they may, and have no key":                   {Booking: "b-1"},
		"tag or PIN without end, by group Staff":          {Reason: core.Granted, Group: "Staff", With: []core.Means{{Kind: core.KeyTag}, {Kind: core.KeyPIN}}},
		"tag and PIN without end, with a second person, by group Staff": {Reason: core.Granted, Group: "Staff", TwoFactors: true, Second: true,
			With: []core.Means{{Kind: core.KeyPIN}, {Kind: core.KeyTag}}},
		"tag or phone, and PIN until Thu 1 Jan 1970 00:05; from afar without end, by the master key": {Reason: core.Granted, TwoFactors: true,
			With: []core.Means{{Kind: core.KeyTag, Until: 2e11}, {Kind: core.KeyDigital, Until: 3e11}, {Kind: core.KeyPIN, Until: 3e11}, {Kind: core.KeyOperator}}},
	} {
		if got := Opens(texts.English, o, time.UTC); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
