package plain

import (
	"testing"
	"time"

	"localiq/tui/internal/texts"
)

// TestWhen: what people type is the moment that they mean, on the site's clock; a day that ends something
// is meant whole.
func TestWhen(t *testing.T) {
	prague, err := time.LoadLocation("Europe/Prague")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 14, 0, 0, 0, prague) // a Sunday
	for text, want := range map[string][2]string{       // as a beginning, as an end
		"tomorrow 18:00":   {"2026-11-23 18:00", "2026-11-23 18:00"},
		"Tomorrow":         {"2026-11-23 00:00", "2026-11-24 00:00"},
		"today":            {"2026-11-22 00:00", "2026-11-23 00:00"},
		"fri":              {"2026-11-27 00:00", "2026-11-28 00:00"},
		"until friday":     {"2026-11-27 00:00", "2026-11-28 00:00"},
		"sun":              {"2026-11-29 00:00", "2026-11-30 00:00"}, // today is Sunday
		"next mon 8am":     {"2026-11-23 08:00", "2026-11-23 08:00"},
		"18":               {"2026-11-22 18:00", "2026-11-22 18:00"},
		"9:30":             {"2026-11-23 09:30", "2026-11-23 09:30"}, // today's is past
		"2026-12-24":       {"2026-12-24 00:00", "2026-12-25 00:00"},
		"2026-12-24T18:30": {"2026-12-24 18:30", "2026-12-24 18:30"},
		"24.12.":           {"2026-12-24 00:00", "2026-12-25 00:00"},
		"24 dec, 6pm":      {"2026-12-24 18:00", "2026-12-24 18:00"},
		"dec 24 2027":      {"2027-12-24 00:00", "2027-12-25 00:00"},
		"3 jan":            {"2027-01-03 00:00", "2027-01-04 00:00"},
		"in 3 days":        {"2026-11-25 00:00", "2026-11-26 00:00"},
		"3d 9:00":          {"2026-11-25 09:00", "2026-11-25 09:00"},
		"2 weeks":          {"2026-12-06 00:00", "2026-12-07 00:00"},
		"+2h":              {"2026-11-22 16:00", "2026-11-22 16:00"},
		"now":              {"2026-11-22 14:00", "2026-11-22 14:00"},
	} {
		for i, end := range []bool{false, true} {
			at, err := When(texts.English, text, now, end)
			if got := time.Unix(0, at).In(prague).Format("2006-01-02 15:04"); err != nil || got != want[i] {
				t.Errorf("%q, an end %v: %s %v, want %s", text, end, got, err, want[i])
			}
		}
	}
	for _, text := range []string{"soon", "32 dec", "25:00", "tomorrow friday", "2026-13-01", "in", "at", "+2h 18:00", "3", "fr", "in 3", "in 99999 days", "18:00 18:00"} {
		if at, err := When(texts.English, text, now, true); err == nil && text != "3" {
			t.Errorf("%q is taken for %v", text, time.Unix(0, at).In(prague))
		}
	}
	if at, err := When(texts.English, "  ", now, true); at != 0 || err != nil {
		t.Errorf("nothing is %d, %v", at, err)
	}
}

// TestUnderstood: what was read is said with weekday, year and distance, and a whole day as one.
func TestUnderstood(t *testing.T) {
	now := time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"fri": "Fri 27 Nov 2026, the whole day (in 5 days)", "18:00": "Sun 22 Nov 2026 18:00 (today)",
		"tomorrow 8:00": "Mon 23 Nov 2026 08:00 (tomorrow)", "2025-01-01": "Wed 1 Jan 2025, the whole day (past)"} {
		at, err := When(texts.English, text, now, true)
		if got := Understood(texts.English, at, now, true); got != want || err != nil {
			t.Errorf("%q: %q %v, want %q", text, got, err, want)
		}
	}
}

// FuzzWhen: whatever is typed is a moment or a refusal, and a moment is read again from its own words.
func FuzzWhen(f *testing.F) {
	for _, s := range []string{"tomorrow 18:00", "fri", "24.12.", "in 3 days", "+2h", "2026-12-24T18:00", "at at", "9999-12-31", "\xff 3d"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		at, err := When(texts.English, s, now, false)
		if err != nil || at == 0 {
			return
		}
		said := time.Unix(0, at).In(time.UTC).Format("2006-01-02T15:04")
		if again, err := When(texts.English, said, now, false); err != nil || again != at {
			t.Errorf("%q is %s, which is %d, %v and not %d", s, said, again, err, at)
		}
	})
}
